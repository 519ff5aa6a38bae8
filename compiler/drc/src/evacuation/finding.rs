//! What needs a lost Region, said at the bytes that brought it in.

use super::{Because, Evacuation, Fault, Names};
use drc_diagnostic::{Code, Diagnostic, Diagnostics, code};
use drc_ir::{Graph, NodeId};
use drc_model::Region;
use drc_services::Spec;
use drc_services::traffic::Traffic;
use drc_syntax::{Source, Span};
use std::collections::{BTreeMap, BTreeSet, VecDeque};

/// What serves or promotes once a Region is lost needs that Region.
pub const SHARED_FATE: Code = code!("DRC720", "shared-fate", Error);
/// A Region stands written out in what every Region gets.
pub const REGION_WRITTEN_OUT: Code = code!("DRC725", "region-written-out", Warning);

/// All of them, by number.
pub const ALL: &[Code] = &[SHARED_FATE, REGION_WRITTEN_OUT];

const BOUNDARIES: &str =
    "https://docs.aws.amazon.com/whitepapers/latest/aws-fault-isolation-boundaries/static-stability.html";

/// Says what keeps Regions from being lost.
pub fn findings(spec: &Spec, source: &Source, graph: &Graph, evacuations: &[Evacuation]) -> Diagnostics {
    let mut found = Diagnostics::default();
    for evacuation in evacuations {
        let came_from = came_from(spec, graph, evacuation);
        let place = Place { spec, source, graph, evacuation, came_from };
        let said = evacuation.faults.iter().filter_map(|it| match it.because {
            Because::WrittenOut => place.written_out(it),
            Because::Uses
            | Because::NoOther
            | Because::NeverDrops
            | Because::Dropped
            | Because::PermitsOnly
            | Because::State => Some(place.shared_fate(it)),
        });
        said.for_each(|it| found.push(it));
    }
    // The same words meet every Region that is left: they are one mistake.
    found.sort();
    let mut seen: BTreeSet<(Span, &str)> = BTreeSet::new();
    found.retain(|it| seen.insert((it.span(), it.code.id)));
    found
}

/// Where findings of one lost Region look.
struct Place<'a> {
    spec: &'a Spec,
    source: &'a Source,
    graph: &'a Graph,
    evacuation: &'a Evacuation,
    /// The service before each on the way from the name users call.
    came_from: BTreeMap<usize, usize>,
}

/// The way users' requests take, by places of services: each with the one before it. What comes first has none.
fn came_from(spec: &Spec, graph: &Graph, evacuation: &Evacuation) -> BTreeMap<usize, usize> {
    let service = |id: NodeId| graph.node(id).service.0;
    let mut leads: BTreeMap<usize, BTreeSet<usize>> = BTreeMap::new();
    for (at, to) in &evacuation.references {
        leads.entry(service(*at)).or_default().insert(service(*to));
    }
    let entry = spec.one::<Traffic>().and_then(|(entry, _)| spec.index.get(&entry.address).copied());
    let mut came_from = BTreeMap::new();
    let mut next: VecDeque<usize> = entry.into_iter().collect();
    while let Some(here) = next.pop_front() {
        for to in leads.get(&here).into_iter().flatten() {
            if Some(*to) != entry && !came_from.contains_key(to) {
                came_from.insert(*to, here);
                next.push_back(*to);
            }
        }
    }
    came_from
}

impl Place<'_> {
    fn shared_fate(&self, fault: &Fault) -> Diagnostic {
        let (lost, address) = (self.evacuation.lost, self.address(fault.mention.at));
        let left = self.left(fault.mention.at);
        let written = self.written(fault);
        let span = written.unwrap_or_else(|| self.header(fault.mention.at));
        let label = if written.is_some() { format!("is in {lost}") } else { format!("needs {lost}") };
        let message = format!("after {lost} is lost, {left} still needs it: {}", self.route(fault));
        Diagnostic::new(&SHARED_FATE, span, message, label)
            .why(why(fault.because, lost))
            .help(help(fault, lost))
            .source(BOUNDARIES)
            .about(address)
    }

    /// A word is the spec's own doing only if the spec says it, and where it is said decides whether a function or a
    /// reader of parameters may act on it.
    fn written_out(&self, fault: &Fault) -> Option<Diagnostic> {
        let mention = &fault.mention;
        let key = mention.path.rsplit('.').next().unwrap_or_default();
        let variable = mention.path.starts_with("environment.") && self.section(mention.at).contains(key);
        let span = self.written(fault).filter(|_| variable || mention.path.ends_with("value"))?;
        let (lost, left) = (self.evacuation.lost, self.left(mention.at));
        let address = self.address(mention.at);
        let message = format!("{address} in {left} is told {lost}: {}", property(&mention.path));
        Some(
            Diagnostic::new(&REGION_WRITTEN_OUT, span, message, "the same in every Region")
                .why(format!("if it is where something is looked up, {left} cannot do without {lost}"))
                .help("write ${region} for the Region that reads it; where it only says what the other is called, ${peer_region}")
                .source(BOUNDARIES)
                .about(address),
        )
    }

    fn address(&self, at: NodeId) -> String {
        self.graph.services[self.graph.node(at).service.0].address()
    }

    fn header(&self, at: NodeId) -> Span {
        self.spec.services[self.graph.node(at).service.0].span
    }

    /// The Region that is to go on: that of the node, or the first that is left.
    fn left(&self, at: NodeId) -> Region {
        let node = self.graph.node(at);
        let first = self.evacuation.left.first().copied().unwrap_or(node.region);
        if node.region == self.evacuation.lost { first } else { node.region }
    }

    /// From the name users call to what is named, by services. What no user's request meets begins the way itself.
    fn route(&self, fault: &Fault) -> String {
        let target = self.graph.node(fault.mention.at).service.0;
        let traffic = self.spec.one::<Traffic>();
        let entry = traffic.and_then(|(entry, _)| self.spec.index.get(&entry.address).copied());
        let back = std::iter::successors(Some(target), |it| self.came_from.get(it).copied());
        let mut words: Vec<String> = back
            .map(|it| match traffic.filter(|_| Some(it) == entry) {
                Some((_, traffic)) => traffic.domain.value.clone(),
                None => self.graph.services[it].address(),
            })
            .collect();
        words.reverse();
        words.push(property(&fault.mention.path));
        words.push(match &fault.mention.names {
            Names::Node(id, _) => format!("{} in {}", self.address(*id), self.evacuation.lost),
            Names::Address(_) | Names::Place(_) | Names::Word(_) => self.evacuation.lost.to_string(),
        });
        words.join(" → ")
    }

    /// The service's part of the spec: from its name to the next table that is not its own.
    fn section(&self, at: NodeId) -> &str {
        &self.source.text()[self.section_range(at)]
    }

    fn section_range(&self, at: NodeId) -> std::ops::Range<usize> {
        let start = self.header(at).start as usize;
        let own = format!("[{}.", self.address(at));
        let text = &self.source.text()[start..];
        let ends = |(at, _): &(usize, &str)| {
            let line = &text[at + 1..];
            line.starts_with('[') && !line.trim_start_matches('[').starts_with(&own[1..])
        };
        let end = text.match_indices('\n').find(ends).map_or(text.len(), |(at, _)| at);
        start..start + end
    }

    /// Where the spec writes what is named: in the service's own part, else anywhere, as a patch does.
    fn written(&self, fault: &Fault) -> Option<Span> {
        let token = match &fault.mention.names {
            Names::Node(..) => return None,
            Names::Address(token) | Names::Place(token) | Names::Word(token) => token.as_str(),
        };
        let range = self.section_range(fault.mention.at);
        let within = |text: &str| self.find(text, range.clone());
        // Of a text that refers to other services, only the piece around the Region stands in the spec.
        let lost = self.evacuation.lost.code();
        let piece = token.split(['?', '&', '/', '@']).find(|it| it.contains(lost)).unwrap_or(lost);
        if !fault.mention.names.is_somewhere() {
            return within(token);
        }
        let patched =
            || self.find(token, 0..self.source.text().len()).filter(|_| !self.graph.patches.is_empty());
        within(token).or_else(|| within(piece)).or_else(|| within("${peer_region}")).or_else(patched)
    }

    /// The first place that says it; of several, the one that says it of a Region that is left.
    fn find(&self, token: &str, range: std::ops::Range<usize>) -> Option<Span> {
        let text = &self.source.text()[range.clone()];
        // `us-east-1 = …` is a key, which names nothing.
        let value = |at: &usize| !text[at + token.len()..].trim_start_matches(['"', ' ']).starts_with('=');
        let places: Vec<usize> = text.match_indices(token).map(|(at, _)| at).filter(value).collect();
        let of_left = |at: &&usize| {
            let key = text[..**at].rfind(['{', ',', '\n']).map_or("", |start| &text[start + 1..**at]);
            self.evacuation.left.iter().any(|it| key.trim_start_matches([' ', '"']).starts_with(it.code()))
        };
        let at = places.iter().find(of_left).or(places.first())?;
        Some(Span::new(range.start + at..range.start + at + token.len()))
    }
}

/// A property as people say it.
fn property(path: &str) -> String {
    match path.strip_prefix("environment.variables.") {
        Some(variable) => format!("environment {variable}"),
        // The provider keeps what is no secret apart from what is.
        None => path.trim_start_matches("insecure_").to_owned(),
    }
}

fn why(because: Because, lost: Region) -> String {
    match because {
        Because::Uses | Because::WrittenOut => {
            format!("a Region fails as a whole: what is in {lost} answers nobody while it is lost")
        }
        Because::NoOther => format!("every answer leads to {lost}, so there is none while it is lost"),
        Because::NeverDrops => {
            format!("no health check says that {lost} is gone, so its answer is given for ever")
        }
        Because::Dropped => {
            format!("its health check asks {lost}, so the answer that should be left is taken away with it")
        }
        Because::PermitsOnly => {
            format!("the role permits it in {lost} and nowhere else, so whoever takes over is refused")
        }
        Because::State => {
            format!("its stack and state are in {lost}: it cannot be changed while that is lost")
        }
    }
}

/// What AWS has in place of one thing in one Region, by the service its ARN or host name is of.
const INSTEAD: &[(&str, &str)] = &[
    ("kms", "use a multi-Region key: [key.…], or its ARN in each Region"),
    (
        "secretsmanager",
        "replicate the secret, and name the replica of each Region: `existing` takes an ARN per Region",
    ),
    ("rds", "connect to `${database.….endpoint}`, which is the own Region's, or to the global writer's name"),
    (
        "sqs",
        "give each Region a queue: [queue.…] makes them, and `access` tells the function which is its own",
    ),
    (
        "sns",
        "give each Region a topic: [topic.…] makes them, and `access` tells the function which is its own",
    ),
    ("execute-api", "ask the name users call, which leads to the Region that serves"),
    ("ecr", "replicate the repository, and name that of the own Region"),
];

fn help(fault: &Fault, lost: Region) -> String {
    let token = match &fault.mention.names {
        Names::Node(..) | Names::Place(_) => {
            return "nothing in the spec says so: this is a mistake of drc's; please report it with the spec"
                .to_owned();
        }
        Names::Address(token) | Names::Word(token) => token,
    };
    let of = |service: &str| token.split(['.', ':', '/']).any(|it| it == service);
    match INSTEAD.iter().find(|(service, _)| of(service)) {
        Some((_, instead)) => instead.to_string(),
        None => format!("write ${{region}} where it says {lost}, and have it in every Region"),
    }
}
