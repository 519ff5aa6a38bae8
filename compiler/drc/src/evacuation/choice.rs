//! Where one of several is enough. Records of one name and endpoint groups of one listener stand for each other: those of
//! a lost Region drop out by their health checks, and one must be left whose answer is elsewhere. What a role permits in
//! one Region it must permit in another, too.

use super::mention::{Mention, Names};
use super::{Because, Fault};
use drc_ir::{Expr, Graph, NodeId, Shape};
use drc_model::{Region, Role};
use std::collections::{BTreeMap, BTreeSet};

const RECORD: &str = "aws_route53_record";
const GROUP: &str = "aws_globalaccelerator_endpoint_group";
const CHECK: &str = "aws_route53_health_check";
const POLICY: &str = "aws_iam_role_policy";

/// One answer of several.
#[derive(Debug)]
struct Answer {
    at: NodeId,
    /// What it is an answer of: a name, or a listener.
    of: Of,
    /// What says whether it is given, where something does.
    check: Option<NodeId>,
    /// It drops out by itself when its Region is lost.
    drops: bool,
}

#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Of {
    Name(String),
    Listener(NodeId),
}

/// What stands for each other, as far as it was read.
#[derive(Debug, Default)]
pub(super) struct Choices {
    answers: Vec<Answer>,
    /// Names that a certificate or a custom domain of a Region speaks for.
    spoken: BTreeSet<(Region, String)>,
    permits: Vec<Permit>,
}

/// One action on one thing that a role permits.
#[derive(Debug)]
struct Permit {
    role: NodeId,
    action: String,
    /// What it is on, wherever that is: the same for the same thing of every Region.
    thing: String,
    /// Where that is; nowhere for what has no Region.
    region: Option<Region>,
    names: Names,
}

fn field<'e>(body: &'e Expr, key: &str) -> Option<&'e Expr> {
    let Expr::Map(entries) = body else { return None };
    entries.iter().find(|(it, _)| it == key).map(|(_, value)| value)
}

fn node(value: &Expr) -> Option<NodeId> {
    if let Expr::Attr(id, _) = value { Some(*id) } else { None }
}

fn items(value: &Expr) -> &[Expr] {
    if let Expr::List(items) = value { items } else { std::slice::from_ref(value) }
}

/// Whether a property is where an answer leads, and not when it is given.
fn leads(mention: &Mention) -> bool {
    let path = mention.path.as_str();
    ["records", "alias", "endpoint_configuration", "endpoint_group_region"]
        .iter()
        .any(|it| path.starts_with(it))
}

impl Choices {
    /// Reads one resource.
    pub(super) fn shape(&mut self, graph: &Graph, at: NodeId, shape: &Shape) {
        let body = &shape.body;
        let text = |key| field(body, key).and_then(Expr::as_text).map(str::to_owned);
        match shape.kind {
            RECORD => {
                let Some(name) = text("name") else { return };
                let check = field(body, "health_check_id").and_then(node);
                let simple = text("set_identifier").is_none();
                self.answers.push(Answer { at, of: Of::Name(name), check, drops: simple || check.is_some() });
            }
            GROUP => {
                let Some(listener) = field(body, "listener_arn").and_then(node) else { return };
                self.answers.push(Answer { at, of: Of::Listener(listener), check: None, drops: true });
            }
            "aws_acm_certificate" | "aws_api_gateway_domain_name" => {
                self.spoken.extend(text("domain_name").map(|it| (graph.node(at).region, it)));
            }
            POLICY => self.policy(graph, at, body),
            _ => {}
        }
    }

    fn policy(&mut self, graph: &Graph, at: NodeId, body: &Expr) {
        let Some(Expr::Json(document)) = field(body, "policy") else { return };
        for statement in field(document, "Statement").map(items).unwrap_or_default() {
            let actions = field(statement, "Action").map(items).unwrap_or_default();
            for resource in field(statement, "Resource").map(items).unwrap_or_default() {
                let actions = actions.iter().filter_map(Expr::as_text);
                let (region, thing, names) = thing(graph, resource);
                self.permits.extend(actions.map(|it| Permit {
                    role: at,
                    action: it.to_owned(),
                    thing: thing.clone(),
                    region,
                    names: names.clone(),
                }));
            }
        }
    }

    /// Whether a mention is judged here and not by itself: what drops out may name the Region it drops out with.
    pub(super) fn judges(mention: &Mention) -> bool {
        match mention.kind.as_str() {
            RECORD | GROUP => leads(mention) || mention.path.ends_with("region"),
            CHECK => true,
            POLICY => mention.path == "policy.Statement.Resource",
            _ => false,
        }
    }

    /// Whether it goes with the Region it leads to or asks.
    pub(super) fn drops(mention: &Mention) -> bool {
        mention.names.is_somewhere()
            && (mention.kind == CHECK || matches!(mention.kind.as_str(), RECORD | GROUP) && leads(mention))
    }

    /// What is left without an answer, and what drops out with a Region it has nothing to do with.
    pub(super) fn faults<'m>(
        &self,
        graph: &Graph,
        lost: Region,
        mentions: impl Iterator<Item = &'m Mention>,
        copiers: &BTreeSet<NodeId>,
    ) -> Vec<Fault> {
        let mut faults = Vec::new();
        let mut by_node: BTreeMap<NodeId, Vec<&'m Mention>> = BTreeMap::new();
        mentions.for_each(|it| by_node.entry(it.at).or_default().push(it));
        let about = |at: NodeId| by_node.get(&at).into_iter().flatten().copied();
        let mut of: BTreeMap<&Of, Vec<&Answer>> = BTreeMap::new();
        self.answers.iter().for_each(|it| of.entry(&it.of).or_default().push(it));
        for (of, answers) in of {
            let (gone, left): (Vec<&Answer>, Vec<&Answer>) =
                answers.into_iter().partition(|it| about(it.at).any(leads));
            let expected = match of {
                Of::Name(name) => self.spoken.iter().any(|(region, it)| it == name && *region != lost),
                Of::Listener(_) => true,
            };
            if left.is_empty() && expected {
                let first = gone.iter().find_map(|it| about(it.at).find(|it| leads(it)));
                faults.extend(first.map(|it| Fault::new(it, Because::NoOther)));
            }
            if !left.is_empty() {
                let stays = gone.iter().filter(|it| !it.drops);
                let stays = stays.filter_map(|it| about(it.at).find(|it| leads(it)));
                faults.extend(stays.map(|it| Fault::new(it, Because::NeverDrops)));
            }
            // What is left is given only while its own check passes.
            let checks = left.iter().filter_map(|it| it.check).flat_map(about);
            faults.extend(
                checks.filter(|it| it.names.is_somewhere()).map(|it| Fault::new(it, Because::Dropped)),
            );
        }
        // What stands once, as a watcher does, stands in the Region that takes over: it is permitted nowhere else.
        if graph.regions.first() == Some(&lost) {
            faults.extend(self.refused(graph, lost, copiers));
        }
        faults
    }

    /// What a role permits in the lost Region and nowhere else. Who copies there is refused nothing else by it.
    fn refused<'c>(
        &'c self,
        graph: &'c Graph,
        lost: Region,
        copiers: &'c BTreeSet<NodeId>,
    ) -> impl Iterator<Item = Fault> + 'c {
        let left = move |id: NodeId| graph.node(id).global || graph.node(id).region != lost;
        let key = |it: &'c Permit| (it.role, it.action.as_str(), it.thing.as_str());
        let elsewhere: BTreeSet<_> =
            self.permits.iter().filter(|it| it.region != Some(lost)).map(key).collect();
        let there = self.permits.iter().filter(move |it| it.region == Some(lost) && left(it.role));
        let there = there.filter(|it| !copiers.contains(&it.role));
        there.filter(move |it| !elsewhere.contains(&key(it))).map(move |it| {
            let (path, names) = (format!("policy {}", it.action), it.names.clone());
            let mention = Mention { at: it.role, kind: POLICY.to_owned(), path, region: lost, names };
            Fault::new(&mention, Because::PermitsOnly)
        })
    }
}

/// Where a resource of a statement is, and what it is there.
fn thing(graph: &Graph, resource: &Expr) -> (Option<Region>, String, Names) {
    let (mut thing, mut referred) = (String::new(), None);
    spell(graph, resource, &mut thing, &mut referred);
    let here = |it: &&Region| thing.contains(&format!(":{it}:"));
    let of_node = referred.map(|(id, _)| graph.node(id)).filter(|it| !it.global).map(|it| it.region);
    let region = of_node.or(graph.regions.iter().find(here).copied());
    // Names differ by Region or by role, as the naming rule has it.
    let words =
        graph.regions.iter().map(|it| it.code()).chain([Role::Primary, Role::Secondary].map(Role::word));
    let general = words.fold(thing.clone(), |it, word| it.replace(word, "*"));
    (region, general, referred.map_or(Names::Address(thing), |(id, field)| Names::Node(id, field)))
}

fn spell(graph: &Graph, piece: &Expr, thing: &mut String, referred: &mut Option<(NodeId, &'static str)>) {
    if let Expr::Attr(id, attr) = piece {
        let node = graph.node(*id);
        // Others may know the same thing by its name.
        match node.construct.known(*attr) {
            Some(known) => spell(graph, &known, thing, &mut None),
            None => thing.push_str(&graph.services[node.service.0].address()),
        }
        *referred = Some((*id, attr.field));
    } else if let Expr::Concat(pieces) = piece {
        pieces.iter().for_each(|it| spell(graph, it, thing, referred));
    } else {
        thing.push_str(piece.as_text().unwrap_or("*"));
    }
}
