//! What is to be deployed: the emitted stacks, and which line of the spec each of their resources comes from.

use crate::intent::Intent;
use drc_cloudformation::{Manifest, StackEntry, origins, print};
use drc_ir::Graph;
use indexmap::IndexMap;
use std::sync::Arc;

/// A compiled spec, as far as CloudFormation is concerned.
#[derive(Debug)]
pub struct System {
    /// Version of drc.
    pub drc: String,
    /// `sha256:…` of the spec.
    pub spec: String,
    /// `system.name`
    pub name: String,
    /// Name of the environment.
    pub environment: String,
    /// The only account it may be deployed to, if the spec pins one.
    pub account: Option<String>,
    /// Its Regions, the home Region first.
    pub regions: Vec<String>,
    /// Its stacks, in deployment order.
    pub stacks: Vec<Stack>,
}

/// A stack to be.
#[derive(Debug)]
pub struct Stack {
    /// What the manifest says of it.
    pub entry: StackEntry,
    /// Its template.
    pub template: Arc<str>,
    /// Code it takes from the bucket of its Region: key and bytes.
    pub packages: Vec<(String, Arc<[u8]>)>,
    /// Its resources, by logical id.
    pub resources: IndexMap<String, Resource>,
}

/// A resource of a template.
#[derive(Clone, Debug)]
pub struct Resource {
    /// The service of the spec it belongs to: `table.payments`.
    pub address: String,
    /// `AWS::DynamoDB::GlobalTable`
    pub kind: &'static str,
    /// It holds data: a replacement loses them.
    pub stateful: bool,
    /// It outlives its stack.
    pub protected: bool,
    /// The figures of the budget that it carries.
    pub intent: Option<Intent>,
}

impl System {
    /// What CloudFormation's backend makes of a graph.
    pub fn of(graph: &Graph) -> System {
        let files: IndexMap<String, Arc<[u8]>> =
            print(graph).0.into_iter().map(|it| (it.path, Arc::from(&*it.contents))).collect();
        let file = |name: &str| files.get(name).cloned().unwrap_or_default();
        // The backend has just written it, so it can be read; without one there would be nothing to deploy.
        let manifest: Option<Manifest> = serde_json::from_slice(&file("manifest.json")).ok();
        let mut resources = resources(graph);
        let stack = |entry: StackEntry| Stack {
            template: String::from_utf8_lossy(&file(&entry.template)).into(),
            packages: entry.assets.iter().map(|it| (it.key.clone(), file(&it.file))).collect(),
            resources: resources.swap_remove(&entry.name).unwrap_or_default(),
            entry,
        };
        let header = &graph.header;
        System {
            drc: header.version.clone(),
            spec: header.spec_hash.clone(),
            name: header.system.clone(),
            environment: header.environment.clone(),
            account: header.account.clone(),
            regions: graph.regions.iter().map(|it| it.code().to_owned()).collect(),
            stacks: manifest.map(|it| it.stacks.into_iter().map(stack).collect()).unwrap_or_default(),
        }
    }

    /// The place of a stack.
    pub fn position(&self, name: &str) -> Option<usize> {
        self.stacks.iter().position(|it| it.entry.name == name)
    }

    /// What a stack does not hold and another one does: of its Region, or of another if no stack of its Region does.
    pub fn elsewhere(&self, stack: &StackEntry, id: &str) -> Option<&Resource> {
        if self.position(&stack.name).is_some_and(|at| self.stacks[at].resources.contains_key(id)) {
            return None;
        }
        let all = self.stacks.iter().filter_map(|it| Some((&it.entry.region, it.resources.get(id)?)));
        // Every Region has one of its own of what is not global; what another Region has is another thing then.
        let (here, away): (Vec<_>, Vec<_>) = all.partition(|(region, _)| **region == stack.region);
        here.first().or_else(|| away.first()).map(|(_, it)| *it)
    }

    /// `payments (dev)`
    pub fn title(&self) -> String {
        format!("{} ({})", self.name, self.environment)
    }

    /// What a logical id of a stack is in the spec: `table.payments`, or the id itself if no resource has it.
    pub fn address(&self, stack: &str, id: &str) -> String {
        let stack = self.stacks.iter().find(|it| it.entry.name == stack);
        stack.and_then(|it| it.resources.get(id)).map_or_else(|| id.to_owned(), |it| it.address.clone())
    }
}

fn resources(graph: &Graph) -> IndexMap<String, IndexMap<String, Resource>> {
    let mut all: IndexMap<String, IndexMap<String, Resource>> = IndexMap::new();
    for origin in origins(graph) {
        let drawing = graph.draw_cloudformation(origin.node);
        let shape = &drawing.resources[origin.place];
        let resource = Resource {
            address: graph.services[graph.node(origin.node).service.0].address(),
            kind: shape.kind,
            stateful: shape.stateful,
            protected: shape.protected,
            intent: Intent::of(shape.kind, &shape.body),
        };
        all.entry(origin.stack).or_default().insert(origin.id, resource);
    }
    all
}
