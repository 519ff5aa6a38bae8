//! Whether a Region may be lost: on the graph, nothing that is left may need what stood there.
//!
//! | step | where |
//! |---|---|
//! | every reference, ARN, host name and Region code that leads out of its own Region | [`mention`] |
//! | those that nobody asks for once the Region is gone, by what the property means | [`unneeded`] |
//! | records, endpoint groups and permissions, of which one in a surviving Region is enough | [`choice`] |
//! | from the name users call to the one that is left over, in words, at the bytes of the spec | [`finding`] |
//!
//! What is not known to be dispensable is needed.

mod choice;
mod finding;
mod mention;
mod unneeded;

pub use finding::{ALL, findings};
pub use mention::{Mention, Names};

use choice::Choices;
use drc_ir::{Graph, NodeId};
use drc_model::Region;
use drc_services::Spec;
use drc_services::traffic::Traffic;
use drc_syntax::{Source, Span};
use mention::Reader;
use std::collections::BTreeSet;

/// What was found when a Region was taken away.
#[derive(Clone, Debug)]
pub struct Evacuation {
    /// The Region.
    pub lost: Region,
    /// Those that are left.
    pub left: Vec<Region>,
    /// How many resources stand in those, or in none.
    pub resources: usize,
    /// Who refers to whom among them.
    pub references: BTreeSet<(NodeId, NodeId)>,
    /// What needs the lost Region.
    pub faults: Vec<Fault>,
}

/// One thing that needs the lost Region.
#[derive(Clone, Debug)]
pub struct Fault {
    /// Where it says so.
    pub mention: Mention,
    /// Why that is wrong.
    pub because: Because,
}

/// Why something that names a lost Region is wrong.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Because {
    /// It uses what it names.
    Uses,
    /// It may use what it names: the spec writes the Region out.
    WrittenOut,
    /// A name, or a listener, answers from nowhere else.
    NoOther,
    /// Nothing notices that the Region is gone, so that the answer that leads there stays.
    NeverDrops,
    /// An answer that would be left drops out with the Region.
    Dropped,
    /// A role that serves every Region may do something there only.
    PermitsOnly,
    /// It has no Region, and its stack and state stand there.
    State,
}

impl Evacuation {
    /// Whether nothing that is left needs the Region. That a word stands written out may be harmless.
    pub fn proved(&self) -> bool {
        self.faults.iter().all(|it| it.because == Because::WrittenOut)
    }
}

impl Fault {
    fn new(mention: &Mention, because: Because) -> Self {
        Self { mention: mention.clone(), because }
    }
}

/// The Regions that may be lost: the one that serves, or all where all do.
pub fn losable(spec: &Spec) -> Vec<Region> {
    let all_serve = spec.one::<Traffic>().is_some_and(|(_, it)| it.active_active());
    spec.regions.all().take(if all_serve { usize::MAX } else { 1 }).collect()
}

/// Takes each Region away in turn.
pub fn prove(graph: &Graph, lost: &[Region]) -> Vec<Evacuation> {
    let mut reader = Reader::new(graph);
    let mut choices = Choices::default();
    let mut drawn = vec![0; graph.nodes.len()];
    for id in (0..graph.nodes.len()).map(NodeId) {
        for shape in &graph.draw_provider(id).resources {
            reader.value(id, shape.kind, &mut String::new(), &shape.body);
            choices.shape(graph, id, shape);
            drawn[id.0] += 1;
        }
    }
    patches(graph, &mut reader);
    lost.iter().map(|it| without(graph, *it, &reader, &choices, &drawn)).collect()
}

/// What patches set, at the first thing of the service that stands in the Region they set it in.
fn patches(graph: &Graph, reader: &mut Reader<'_>) {
    for patch in &graph.patches {
        for (region, set) in &patch.set {
            let mut nodes = (0..graph.nodes.len()).map(NodeId);
            let at = nodes.find(|it| {
                let node = graph.node(*it);
                node.service == patch.service && node.region == *region
            });
            if let Some(at) = at {
                reader.value(at, &patch.kind, &mut String::new(), set);
            }
        }
    }
}

fn without(
    graph: &Graph,
    lost: Region,
    reader: &Reader<'_>,
    choices: &Choices,
    drawn: &[usize],
) -> Evacuation {
    let is_left = |id: NodeId| graph.node(id).global || graph.node(id).region != lost;
    let mentions = || reader.mentions.iter().filter(|it| it.region == lost && is_left(it.at));
    let mut faults: Vec<Fault> = Vec::new();
    let open = mentions().filter(|it| !unneeded::unneeded(it) && !Choices::judges(it));
    faults.extend(open.map(|it| Fault::new(it, it.names.judged())));
    faults.extend(choices.faults(graph, lost, mentions(), &copiers(reader)));
    // Where all Regions serve, what has none lives in one of them all the same: serving does not need its state.
    let homeless = (0..graph.nodes.len()).map(NodeId).filter(|it| graph.node(*it).global);
    if graph.regions.first() == Some(&lost) {
        faults.extend(homeless.filter(|it| graph.node(*it).region == lost).map(|at| state(at, lost)));
    }
    let references = reader.references.iter().filter(|(at, to)| is_left(*at) && is_left(*to));
    let references: BTreeSet<(NodeId, NodeId)> = references.copied().collect();
    // What drops out with the Region is not left, wherever it has its home.
    let gone: BTreeSet<NodeId> = mentions().filter(|it| Choices::drops(it)).map(|it| it.at).collect();
    let serves = |id: NodeId| is_left(id) && !gone.contains(&id);
    Evacuation {
        lost,
        left: graph.regions.iter().copied().filter(|it| *it != lost).collect(),
        resources: (0..drawn.len()).filter(|it| serves(NodeId(*it))).map(|it| drawn[it]).sum(),
        references,
        faults,
    }
}

/// Roles of what copies into other Regions.
fn copiers(reader: &Reader<'_>) -> BTreeSet<NodeId> {
    let copying: BTreeSet<NodeId> =
        reader.mentions.iter().filter(|it| unneeded::copies(it)).map(|it| it.at).collect();
    reader.references.iter().filter(|(at, _)| copying.contains(at)).map(|(_, to)| *to).collect()
}

fn state(at: NodeId, lost: Region) -> Fault {
    let names = Names::Place(lost.code().to_owned());
    let mention = Mention { at, kind: String::new(), path: "state".to_owned(), region: lost, names };
    Fault { mention, because: Because::State }
}

/// Whether the text of a spec could bring a Region in anywhere but in `[regions]`. If not, no finding of this module can
/// be the spec's doing.
pub fn named(spec: &Spec, source: &Source) -> bool {
    let text = source.text();
    let regions: Vec<usize> = spec.regions.spanned().map(|it| it.span.start as usize).collect();
    let line = |at: usize| source.line(source.line_of(Span::new(at..at).start));
    let is_comment = |at: usize| source.slice(line(at)).trim_start().starts_with('#');
    let named = |at: usize| !is_comment(at) && !in_regions(&regions, at);
    let code = |it: Region| text.match_indices(it.code()).any(|(at, _)| named(at));
    text.match_indices("peer_region").any(|(at, _)| !is_comment(at)) || spec.regions.all().any(code)
}

/// Whether a byte is in a value of `[regions]`: at its start, or behind its quote.
fn in_regions(values: &[usize], at: usize) -> bool {
    values.iter().any(|it| at == *it || at == it + 1)
}
