//! The list of service kinds, and everything that follows from the list alone.

use crate::kind::Kind;
use crate::lowering::At;
use crate::runbook::Contribution;
use crate::shared::connection::Connection;
use crate::shared::metric::{Metric, Watch};
use crate::shared::policy::Statement;
use crate::spec::{Entry, Spec};
use crate::uses::Uses;
use drc_ir::Expr;
use drc_model::{Cx, Decode, Inspect, PhysicalName, Region, Type, Value};
use drc_syntax::Item;
use schemars::{Schema, SchemaGenerator};

macro_rules! services {
    ($($module:ident::$kind:ident at $path:literal),* $(,)?) => {
        $(#[path = $path] pub mod $module;)*

        /// A service of the spec, by kind.
        #[derive(Clone, Debug)]
        pub enum Service { $(#[doc = stringify!($module)] $kind($module::$kind)),* }

        /// The kinds, in the order outputs print them.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
        pub enum ServiceKind { $(#[doc = stringify!($module)] $kind),* }

        /// What later services may use of a lowered one, by kind.
        #[derive(Debug)]
        pub enum Handle { $(#[doc = stringify!($module)] $kind(<$module::$kind as Kind>::Handle)),* }

        impl ServiceKind {
            /// Every kind.
            pub const ALL: &'static [ServiceKind] = &[$(Self::$kind),*];

            /// The first half of an address.
            pub fn tag(self) -> &'static str { match self { $(Self::$kind => $module::$kind::KIND),* } }
            /// Whether it stands once in a spec.
            pub fn singleton(self) -> bool { match self { $(Self::$kind => $module::$kind::SINGLETON),* } }
            /// Its page.
            pub fn explain(self) -> &'static str { match self { $(Self::$kind => $module::$kind::EXPLAIN),* } }
            /// What `${…}` may ask of it.
            pub fn attributes(self) -> &'static [&'static str] { match self { $(Self::$kind => $module::$kind::ATTRIBUTES),* } }
            /// What may be granted on it.
            pub fn verbs(self) -> &'static [&'static str] { match self { $(Self::$kind => $module::$kind::VERBS),* } }
            /// What CloudWatch measures of it.
            pub fn metrics(self) -> &'static [Metric] { match self { $(Self::$kind => $module::$kind::METRICS),* } }
            /// What policies may ask of a service of this kind.
            pub fn fields(self) -> Type { match self { $(Self::$kind => $module::$kind::kind()),* } }
            /// Reads a service of this kind.
            pub fn decode(self, item: &Item, cx: &mut Cx<'_>) -> Option<Service> {
                match self { $(Self::$kind => $module::$kind::decode(item, cx).map(Service::$kind)),* }
            }
            /// The JSON Schema of a service of this kind.
            pub fn schema(self, generator: &mut SchemaGenerator) -> Schema {
                match self { $(Self::$kind => $module::$kind::schema(generator)),* }
            }
        }

        impl Service {
            /// Its kind.
            pub fn kind(&self) -> ServiceKind { match self { $(Self::$kind(_) => ServiceKind::$kind),* } }
            /// What the naming rule calls `${service}`, where that is not its name in the spec.
            pub fn own_name(&self) -> Option<&str> { match self { $(Self::$kind(it) => it.own_name()),* } }
            /// What policies see of it.
            pub fn inspect(&self) -> Value<'_> { match self { $(Self::$kind(it) => it.inspect()),* } }
            /// Every address it names.
            pub fn uses(&self, uses: &mut Uses) { match self { $(Self::$kind(it) => it.uses(uses)),* } }
            /// Every name it will have.
            pub fn names(&self, entry: &Entry, spec: &Spec) -> Vec<PhysicalName> {
                match self { $(Self::$kind(it) => it.names(entry, spec)),* }
            }
            /// Adds what it consists of to the graph.
            pub fn lower<'s>(&'s self, at: &mut At<'_, 's>) -> Handle {
                match self { $(Self::$kind(it) => Handle::$kind(it.lower(at))),* }
            }
            /// Its part of the runbook.
            pub fn runbook(&self, entry: &Entry, spec: &Spec) -> Contribution {
                match self { $(Self::$kind(it) => it.runbook(entry, spec)),* }
            }
            /// The alarms on one metric in a Region. Nothing for a handle of another kind.
            pub fn watches(&self, handle: &Handle, metric: &Metric, region: Region, spec: &Spec) -> Vec<Watch> {
                $(if let (Self::$kind(it), Handle::$kind(handle)) = (self, handle) {
                    return it.watches(handle, metric, region, spec);
                })*
                Vec::new()
            }
        }

        impl Handle {
            /// The value of an attribute in a Region.
            pub fn attribute(&self, attribute: &str, region: Region) -> Option<Expr> {
                match self { $(Self::$kind(it) => $module::$kind::attribute(it, attribute, region)),* }
            }
            /// What a verb allows in a Region.
            pub fn grant(&self, verb: &str, region: Region) -> Vec<Statement> {
                match self { $(Self::$kind(it) => $module::$kind::grant(it, verb, region)),* }
            }
            /// What whoever is granted access finds it by.
            pub fn locators(&self, region: Region) -> Vec<(&'static str, Expr)> {
                match self { $(Self::$kind(it) => $module::$kind::locators(it, region)),* }
            }
            /// How a member of its network reaches it.
            pub fn connection(&self, region: Region) -> Option<Connection> {
                match self { $(Self::$kind(it) => $module::$kind::connection(it, region)),* }
            }
        }

        /// A kind, its services and its handles, told apart from the others.
        pub trait Typed: Kind {
            /// The handle, if it is of this kind.
            fn handle(handle: &Handle) -> Option<&Self::Handle>;
            /// The service, if it is of this kind.
            fn service(service: &Service) -> Option<&Self>;
            /// The same, to try other settings on.
            fn service_mut(service: &mut Service) -> Option<&mut Self>;
        }
        $(impl Typed for $module::$kind {
            fn handle(handle: &Handle) -> Option<&Self::Handle> {
                if let Handle::$kind(it) = handle { Some(it) } else { None }
            }
            fn service(service: &Service) -> Option<&Self> {
                if let Service::$kind(it) = service { Some(it) } else { None }
            }
            fn service_mut(service: &mut Service) -> Option<&mut Self> {
                if let Service::$kind(it) = service { Some(it) } else { None }
            }
        })*
    };
}

// In the order outputs print them: what a request meets first comes first.
services! {
    traffic::Traffic at "traffic/mod.rs",
    balancer::Balancer at "balancer/mod.rs",
    api::Api at "api/mod.rs",
    function::Function at "function/mod.rs",
    table::Table at "table/mod.rs",
    database::Database at "database/mod.rs",
    bucket::Bucket at "bucket/mod.rs",
    queue::Queue at "queue/mod.rs",
    topic::Topic at "topic/mod.rs",
    bus::Bus at "bus/mod.rs",
    parameter::Parameter at "parameter/mod.rs",
    secret::Secret at "secret/mod.rs",
    key::Key at "key/mod.rs",
    network::Network at "network/mod.rs",
    backup::Backup at "backup/mod.rs",
    role::Role at "role/mod.rs",
    alerts::Alerts at "alerts/mod.rs",
    alarm::Alarm at "alarm/mod.rs",
    dashboard::Dashboard at "dashboard/mod.rs",
}

impl ServiceKind {
    /// The kind of a tag.
    pub fn find(tag: &str) -> Option<ServiceKind> {
        Self::ALL.iter().copied().find(|kind| kind.tag() == tag)
    }
}
