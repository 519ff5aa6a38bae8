//! From the spec to the graph.

use crate::alerts::Alerts;
use crate::bus::Bus;
use crate::dashboard::Dashboard;
use crate::database::{self, Database};
use crate::package::Packages;
use crate::parameter;
use crate::registry::{Handle, Typed};
use crate::shared::metric;
use crate::shipped::Shipped;
use crate::spec::{Entry, Spec};
use drc_ir::{
    Asset, AssetId, Construct, Expr, Graph, Header, Input, InputId, NodeId, Output, Ref, ServiceId,
    ServiceLabel, Tags,
};
use drc_model::{Address, Json, Piece, Region, Scope, Text};
use drc_syntax::Spanned;
use std::any::Any;
use std::borrow::Cow;
use std::collections::BTreeMap;

/// What lowering has made so far.
#[derive(Debug)]
pub struct Lowering<'s> {
    /// What is lowered.
    pub spec: &'s Spec,
    /// What it becomes.
    pub graph: Graph,
    packages: &'s Packages,
    assets: BTreeMap<&'s str, AssetId>,
    handles: Vec<Option<Handle>>,
    /// ARNs of alarms, by the place of the service and the Region.
    alarms: BTreeMap<(usize, Region), Vec<Expr>>,
    once: BTreeMap<(Cow<'static, str>, Region), Box<dyn Any>>,
}

/// The service that is being lowered.
#[derive(Debug)]
pub struct At<'l, 's> {
    /// All of lowering.
    pub lowering: &'l mut Lowering<'s>,
    /// The service.
    pub entry: &'s Entry,
    id: ServiceId,
}

/// Lowers a spec. Total: whatever could be wrong with it has been reported before.
pub fn lower<'s>(spec: &'s Spec, packages: &'s Packages, header: Header) -> Graph {
    let labels = spec
        .services
        .iter()
        .map(|entry| ServiceLabel { kind: entry.service.kind().tag(), name: entry.address.name.clone() });
    let graph = Graph {
        header,
        regions: spec.regions.all().collect(),
        services: labels.collect(),
        tags: spec.regions.all().map(|region| tags(spec, region)).collect(),
        ..Graph::default()
    };
    let handles = spec.services.iter().map(|_| None).collect();
    let mut lowering = Lowering {
        spec,
        graph,
        packages,
        assets: BTreeMap::new(),
        handles,
        once: BTreeMap::new(),
        alarms: BTreeMap::new(),
    };
    // Alarms of every service tell the topic, so the topic stands first.
    let alerts = spec.order.iter().filter(|at| Alerts::service(&spec.services[**at].service).is_some());
    let others = spec.order.iter().filter(|at| Alerts::service(&spec.services[**at].service).is_none());
    for at in alerts.chain(others) {
        lowering.lower(*at);
    }
    for at in &spec.order {
        lowering.finish(*at);
    }
    // Last of all what shows all of it.
    for at in &spec.order {
        lowering.show(*at);
    }
    lowering.graph
}

fn tags(spec: &Spec, region: Region) -> Tags {
    let own = spec.system.tags.0.iter().map(|(key, value)| (key.value.clone(), value.clone()));
    let ours = [
        ("Environment", spec.environment.as_str()),
        ("Region", region.code()),
        ("DR-Role", spec.regions.role(region).word()),
    ];
    Tags(own.chain(ours.map(|(key, value)| (key.to_owned(), value.to_owned()))).collect())
}

impl<'s> Lowering<'s> {
    fn lower(&mut self, at: usize) {
        let entry = &self.spec.services[at];
        let mut here = At { lowering: self, entry, id: ServiceId(at) };
        let handle = entry.service.lower(&mut here);
        metric::derive_alarms(&mut here, &handle);
        self.handles[at] = Some(handle);
    }

    /// What a service adds that needs services which need itself.
    fn finish(&mut self, at: usize) {
        let entry = &self.spec.services[at];
        if let Some(database) = Database::service(&entry.service) {
            database::finish(database, &mut At { lowering: self, entry, id: ServiceId(at) });
        }
        if let Some(bus) = Bus::service(&entry.service) {
            bus.finish(&mut At { lowering: self, entry, id: ServiceId(at) });
        }
        if parameter::first_synced(self.spec).is_some_and(|first| first.address == entry.address) {
            parameter::finish(&mut At { lowering: self, entry, id: ServiceId(at) });
        }
    }

    /// Shows everything there is.
    fn show(&mut self, at: usize) {
        let entry = &self.spec.services[at];
        if let Some(dashboard) = Dashboard::service(&entry.service) {
            dashboard.finish(&mut At { lowering: self, entry, id: ServiceId(at) });
        }
    }
}

impl<'s> At<'_, 's> {
    /// The spec.
    pub fn spec(&self) -> &'s Spec {
        self.lowering.spec
    }

    /// The Regions, the primary first.
    pub fn regions(&self) -> impl Iterator<Item = Region> + use<'s> {
        self.lowering.spec.regions.all()
    }

    /// The name of something in a Region; `suffix` tells several apart.
    pub fn name(&self, suffix: &str, scope: Scope) -> String {
        self.spec().name(self.entry, suffix, scope)
    }

    /// Adds a construct to a Region.
    pub fn add<C: Construct + 'static>(
        &mut self,
        region: Region,
        part: impl Into<Cow<'static, str>>,
        construct: C,
    ) -> Ref<C> {
        self.lowering.graph.add(self.id, region, part, construct)
    }

    /// Adds a construct that stands once for all Regions. Its home is the Region that takes over, so that its
    /// stack and state do not burn with the primary.
    pub fn add_global<C: Construct + 'static>(
        &mut self,
        part: impl Into<Cow<'static, str>>,
        construct: C,
    ) -> Ref<C> {
        let home = self.spec().regions.recovery();
        self.lowering.graph.add_global(self.id, home, part, construct)
    }

    /// What a Region needs once, whoever asks first: made then, handed out ever after. A key stands for one type.
    pub fn once<T: Clone + 'static>(
        &mut self,
        key: impl Into<Cow<'static, str>>,
        region: Region,
        make: impl FnOnce(&mut Self) -> T,
    ) -> T {
        let key = (key.into(), region);
        if let Some(made) = self.lowering.once.get(&key) {
            return made.downcast_ref::<T>().expect("a key stands for one type").clone();
        }
        let made = make(self);
        self.lowering.once.insert(key, Box::new(made.clone()));
        made
    }

    /// The same place, but what is added belongs to another service: the one people look for it at.
    pub fn standing_in_for(&mut self, entry: &'s Entry) -> At<'_, 's> {
        let id = ServiceId(self.spec().index.get(&entry.address).copied().unwrap_or(self.id.0));
        At { lowering: self.lowering, entry, id }
    }

    /// Makes `node` wait for `first`.
    pub fn after<T>(&mut self, node: Ref<T>, first: NodeId) {
        self.lowering.graph.after(node.id, first);
    }

    /// Says what a person must do once `node` exists and before anything that needs it is deployed.
    pub fn gate<T>(&mut self, node: Ref<T>, instruction: String) {
        self.lowering.graph.nodes[node.id.0].gate = Some(instruction);
    }

    /// Notes an alarm of the service that is lowered.
    pub fn note_alarm(&mut self, region: Region, arn: Expr) {
        self.lowering.alarms.entry((self.id.0, region)).or_default().push(arn);
    }

    /// ARNs of the alarms of the service at a place, in a Region.
    pub fn alarms_of(&self, place: usize, region: Region) -> Vec<Expr> {
        self.lowering.alarms.get(&(place, region)).cloned().unwrap_or_default()
    }

    /// What another service offers.
    pub fn handle<K: Typed>(&self, address: &Address) -> &K::Handle {
        K::handle(self.any_handle(address)).expect("resolve lets only services of the right kind stand here")
    }

    /// What another service of whatever kind offers.
    pub fn any_handle(&self, address: &Address) -> &Handle {
        let at = self.spec().index.get(address).copied();
        at.and_then(|at| self.lowering.handles[at].as_ref())
            .expect("resolve orders services so that what is named comes first")
    }

    /// The topic that alarms of a Region tell, if the spec has alerts.
    pub fn alert_topic(&self, region: Region) -> Option<Expr> {
        let (entry, _) = self.spec().one::<Alerts>()?;
        self.handle::<Alerts>(&entry.address).topic(region)
    }

    /// The value of text in a Region.
    pub fn text(&self, text: &Text, region: Region) -> Expr {
        if let Some(plain) = text.as_plain() {
            return Expr::from(plain);
        }
        let mut pieces: Vec<Expr> = text.pieces.iter().map(|piece| self.piece(piece, region)).collect();
        if pieces.len() == 1 { pieces.remove(0) } else { Expr::Concat(pieces) }
    }

    fn piece(&self, piece: &Piece, region: Region) -> Expr {
        let words = match piece {
            Piece::Plain(text) => return Expr::from(text),
            Piece::Reference(words) => &words.value,
        };
        let known = self.spec().word(words, region).map(|it| Expr::from(it.to_owned()));
        known.unwrap_or_else(|| {
            let (kind, name) = (words[0].as_str(), words.get(1).map(String::as_str).unwrap_or_default());
            self.any_handle(&Address::new(kind, name))
                .attribute(words.get(2).map(String::as_str).unwrap_or_default(), region)
                .expect("resolve lets only known attributes stand here")
        })
    }

    /// The JSON of a value of the user's in a Region.
    pub fn json(&self, json: &Json, region: Region) -> Expr {
        match json {
            Json::Bool(it) => Expr::Bool(*it),
            Json::Int(it) => Expr::Int(*it),
            Json::Float(it) => Expr::Float(*it),
            Json::Text(it) => self.text(it, region),
            Json::List(items) => items.iter().map(|it| self.json(&it.value, region)).collect(),
            Json::Table(entries) => {
                let entry = |(key, it): &(Spanned<String>, Spanned<Json>)| {
                    (Cow::Owned(key.value.clone()), self.json(&it.value, region))
                };
                Expr::Map(entries.iter().map(entry).collect())
            }
        }
    }

    /// The package of a code folder, and its place among the assets.
    pub fn package(&mut self, folder: &'s str) -> (AssetId, &'s crate::Package) {
        let package = &self.lowering.packages[folder];
        let id = *self.lowering.assets.entry(folder).or_insert_with(|| {
            self.lowering.graph.assets.push(Asset {
                name: package.name.clone(),
                zip: package.zip.clone(),
                sha256: package.sha256.clone(),
                sha256_base64: package.sha256_base64.clone(),
            });
            AssetId(self.lowering.graph.assets.len() - 1)
        });
        (id, package)
    }

    /// A secret value that whoever deploys hands over in an environment variable.
    pub fn input(&mut self, env: &str, description: impl Into<String>) -> Expr {
        let inputs = &mut self.lowering.graph.inputs;
        let at = inputs.iter().position(|it| it.env == env).unwrap_or_else(|| {
            inputs.push(Input { env: env.to_owned(), description: description.into() });
            inputs.len() - 1
        });
        Expr::Input(InputId(at))
    }

    /// The package of a function drc brings along.
    pub fn shipped(&mut self, function: &'static Shipped) -> (AssetId, &'s crate::Package) {
        self.package(function.name)
    }

    /// Reports a value back, once per Region.
    pub fn output(
        &mut self,
        region: Region,
        name: impl Into<Cow<'static, str>>,
        description: impl Into<String>,
        value: impl Into<Expr>,
    ) {
        self.push_output(region, name.into(), false, description.into(), value.into());
    }

    /// Reports a value back that stands once for all Regions.
    pub fn output_global(
        &mut self,
        name: impl Into<Cow<'static, str>>,
        description: impl Into<String>,
        value: impl Into<Expr>,
    ) {
        let home = self.spec().regions.recovery();
        self.push_output(home, name.into(), true, description.into(), value.into());
    }

    fn push_output(
        &mut self,
        region: Region,
        name: Cow<'static, str>,
        global: bool,
        description: String,
        value: Expr,
    ) {
        let service = self.id;
        self.lowering.graph.outputs.push(Output { service, region, name, global, description, value });
    }
}
