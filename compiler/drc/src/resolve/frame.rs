//! The top level of a spec: the tables every spec has, then the services by kind.

use crate::policy;
use drc_diagnostic::problems::{MissingKey, UnknownVersion};
use drc_model::{
    Address, Allow, Cx, Decode, Load, Measured, Name, Objectives, Operations, Patch, PerRegion, Policy,
    Quotas, Regions, System,
};
use drc_services::spec::Relations;
use drc_services::{Entry, Service, ServiceKind, Spec, dashboard};
use drc_syntax::{Entry as TomlEntry, Item, Span, Spanned, Table, Value};
use indexmap::IndexMap;

/// The tables that are not services.
pub const ROOT_KEYS: &[&str] = &[
    "version",
    "system",
    "objectives",
    "regions",
    "operations",
    "load",
    "measured",
    "quotas",
    "policy",
    "allow",
    "patch",
    "environments",
];

/// Of those, the lists that an environment adds to: it must not take a policy away, nor the reasons of an exception.
pub(super) const GROWING: &[&str] = &["policy", "allow", "patch"];

/// The services that could be read, by address.
#[derive(Clone, Copy)]
pub(super) struct Directory<'a> {
    pub(super) services: &'a [Entry],
    pub(super) index: &'a IndexMap<Address, usize>,
}

impl<'a> Directory<'a> {
    pub(super) fn of(spec: &'a Spec) -> Self {
        Self { services: &spec.services, index: &spec.index }
    }

    pub(super) fn entry(&self, address: &Address) -> Option<&'a Entry> {
        self.index.get(address).map(|at| &self.services[*at])
    }
}

/// What was read of a spec. Services stand on their own: what they name can be checked although the frame is broken.
pub(super) struct Parts {
    services: Vec<Entry>,
    index: IndexMap<Address, usize>,
    frame: Option<Frame>,
    /// The place of the dashboard that nobody wrote.
    derived_dashboard: Option<usize>,
}

struct Frame {
    system: System,
    environment: String,
    objectives: Objectives,
    regions: Regions,
    operations: Operations,
    load: Option<Load>,
    measured: Measured,
    policies: Vec<Spanned<Policy>>,
    quotas: Spanned<PerRegion<Quotas>>,
    allows: Vec<Spanned<Allow>>,
    patches: Vec<Spanned<Patch>>,
}

impl Parts {
    pub(super) fn directory(&self) -> Directory<'_> {
        Directory { services: &self.services, index: &self.index }
    }

    /// The spec, if nothing of it is missing.
    pub(super) fn spec(mut self, order: Vec<usize>) -> Option<Spec> {
        let Frame {
            system,
            environment,
            objectives,
            regions,
            operations,
            load,
            measured,
            quotas,
            policies,
            allows,
            patches,
        } = self.frame?;
        // Nobody wrote its name: it is named after the system, for dashboards of an account share one space.
        if let Some(derived) = self.derived_dashboard {
            self.services[derived].service_name.clone_from(&system.name.value.0);
        }
        Some(Spec {
            system,
            environment,
            objectives,
            regions,
            operations,
            load,
            measured,
            policies,
            quotas,
            allows,
            patches,
            order,
            relations: Relations::new(&self.services),
            services: self.services,
            index: self.index,
        })
    }
}

pub(super) fn read(root: &Table, environment: &str, cx: &mut Cx<'_>) -> Parts {
    version(root, cx);
    let kinds = ServiceKind::ALL.iter().map(|kind| kind.tag());
    let known: Vec<&'static str> = ROOT_KEYS.iter().copied().chain(kinds).collect();
    cx.known_keys(root, &known);
    let frame = frame(root, environment, cx);
    let mut services = services(root, cx);
    let derived_dashboard = derive_dashboard(&mut services, root);
    let index = services.iter().enumerate().map(|(at, entry)| (entry.address.clone(), at)).collect();
    Parts { services, index, frame, derived_dashboard }
}

fn frame(root: &Table, environment: &str, cx: &mut Cx<'_>) -> Option<Frame> {
    let start = root.entries.first().map_or(Span::default(), |entry| entry.key.span);
    let system = required(root, "system", "name = \"payments\"\nenvironment = \"dev\"", cx);
    let objectives = required(root, "objectives", "rto = \"15m\"\nrpo = \"15m\"", cx);
    let regions = required(root, "regions", "primary = \"us-east-1\"\nsecondary = \"us-east-2\"", cx);
    let operations = cx.field_or(root, "operations", Operations::default);
    let load = cx.field(root, "load", start);
    let measured = cx.field(root, "measured", start);
    let policies: Option<Vec<Spanned<Policy>>> = cx.field(root, "policy", start);
    policy::check(policies.as_deref().unwrap_or_default(), &mut cx.problems);
    let quotas = cx.field_or(root, "quotas", || Spanned::new(PerRegion(Vec::new()), Span::default()));
    let allows = cx.field(root, "allow", start);
    let patches = cx.field(root, "patch", start);
    Some(Frame {
        system: system?,
        environment: environment.to_owned(),
        objectives: objectives?,
        regions: regions?,
        operations: operations?,
        load: load?,
        measured: measured?,
        policies: policies?,
        quotas: quotas?,
        allows: allows?,
        patches: patches?,
    })
}

/// A table that every spec has; `lines` are what it could hold.
fn required<T: Decode>(root: &Table, key: &'static str, lines: &str, cx: &mut Cx<'_>) -> Option<T> {
    if let Some(item) = root.get(key) {
        return T::decode(item, cx);
    }
    let span = root.entries.first().map_or(Span::default(), |entry| entry.key.span);
    cx.report(&MissingKey {
        key,
        span,
        place: "in this spec",
        example: format!("a table:\n[{key}]\n{lines}"),
    })
}

pub(crate) fn version(root: &Table, cx: &mut Cx<'_>) {
    match root.get("version") {
        None => {
            let span = root.entries.first().map_or(Span::default(), |entry| entry.key.span);
            let example = "a first line: version = 1".to_owned();
            cx.report(&MissingKey { key: "version", span, place: "in this spec", example })
        }
        Some(Item { value: Value::Integer(1), .. }) => Some(()),
        Some(item) => {
            let found = cx.source.slice(item.span).to_owned();
            cx.report(&UnknownVersion { span: item.span, found })
        }
    };
}

fn services(root: &Table, cx: &mut Cx<'_>) -> Vec<Entry> {
    let mut services = Vec::new();
    for kind in ServiceKind::ALL {
        let Some(entry) = root.entry(kind.tag()) else { continue };
        if kind.singleton() {
            services.extend(service(*kind, "", entry.key.span, &entry.item, cx));
        } else if let Value::Table(named) = &entry.item.value {
            let named = named.entries.iter();
            services.extend(named.filter_map(|it| named_service(*kind, it, cx)).collect::<Vec<_>>());
        } else {
            let expected = format!("a table per service, [{}.name]", kind.tag());
            cx.wrong_type::<()>(&entry.item, expected);
        }
    }
    services
}

/// A system without a dashboard gets one, if there is anything to see.
fn derive_dashboard(services: &mut Vec<Entry>, root: &Table) -> Option<usize> {
    let kind = ServiceKind::Dashboard;
    let measured = services.iter().any(|entry| !entry.service.kind().metrics().is_empty());
    if root.entry(kind.tag()).is_some() || !measured {
        return None;
    }
    services.push(Entry {
        address: Address::new(kind.tag(), dashboard::DERIVED),
        span: root.entry("system").map_or(Span::default(), |it| it.key.span),
        service_name: String::new(),
        service: Service::Dashboard(dashboard::derived()),
    });
    Some(services.len() - 1)
}

fn named_service(kind: ServiceKind, entry: &TomlEntry, cx: &mut Cx<'_>) -> Option<Entry> {
    let key = Item { value: Value::String(entry.key.text.clone()), span: entry.key.span };
    let name = Name::decode(&key, cx);
    let service = service(kind, &entry.key.text, entry.key.span, &entry.item, cx);
    name.and(service)
}

fn service(kind: ServiceKind, name: &str, span: Span, item: &Item, cx: &mut Cx<'_>) -> Option<Entry> {
    let service = kind.decode(item, cx)?;
    let fallback = if name.is_empty() { kind.tag() } else { name };
    let service_name = service.own_name().unwrap_or(fallback).to_owned();
    Some(Entry { address: Address::new(kind.tag(), name), span, service_name, service })
}
