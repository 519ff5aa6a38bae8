//! `network.<name>`: a VPC in every Region, or one that is there already.

mod construct;
mod endpoint;
mod lower;
mod plan;
mod routes;
mod runbook;

pub use endpoint::EndpointService;
pub use plan::{SHORTEST_PREFIX, longest_prefix};

use crate::kind::Kind;
use crate::lowering::At;
use crate::runbook::Contribution;
use crate::shared::connection::Connection;
use crate::shared::metric::{Metric, Watch};
use crate::shared::policy::Statement;
use crate::spec::{Entry, Spec};
use crate::uses::Uses;
use drc_ir::{Expr, NodeId};
use drc_model::{Cidr, Name, NameKind, PerRegion, PhysicalName, Region, fields, keywords};
use drc_syntax::{Span, Spanned};

fields! {
    /// A VPC in every Region, with public and private subnets in several zones; or VPCs that are there already.
    pub struct Network {
        /// What the naming rule calls `${service}`. Default: the network's name in the spec.
        name: Option<Spanned<Name>>,
        /// The addresses of each Region's VPC: `{ us-east-1 = "10.0.0.0/16", us-east-2 = "10.1.0.0/16" }`.
        cidr: Option<Spanned<PerRegion<Spanned<Cidr>>>>,
        /// In how many availability zones it has subnets. Default: 3.
        zones: Spanned<i64> = Spanned::new(3, Span::default()),
        /// How private subnets reach the internet. Default: `"none"`.
        nat: Spanned<Nat> = Spanned::new(Nat::None, Span::default()),
        /// Whether the Regions' VPCs are joined. Default: false.
        peering: Option<Spanned<bool>>,
        /// AWS services that private subnets reach without the internet: `["s3", "dynamodb", "ssm"]`.
        endpoints: Vec<Spanned<EndpointService>>,
        /// VPCs that are there already, instead of all of the above.
        existing: Option<Spanned<PerRegion<ExistingVpc>>>,
    }
}

fields! {
    /// A VPC that is there already.
    pub struct ExistingVpc {
        /// Its id: `"vpc-…"`.
        vpc: Spanned<String>,
        /// Ids of its private subnets, in two zones or more.
        private_subnets: Vec<Spanned<String>>,
        /// Ids of its public subnets; needed by load balancers that face the internet.
        public_subnets: Vec<Spanned<String>>,
    }
}

keywords! {
    /// How private subnets reach the internet.
    pub enum Nat as "a way out of private subnets" {
        /// Not at all: endpoints only.
        None = "none",
        /// One gateway for all zones: the loss of its zone cuts all of them off.
        Single = "single",
        /// A gateway in every zone.
        PerZone = "per-zone",
    }
}

/// A protocol of security rules.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Protocol {
    /// TCP
    Tcp,
    /// UDP
    Udp,
}

impl Protocol {
    /// EC2's word.
    pub fn word(self) -> &'static str {
        match self {
            Self::Tcp => "tcp",
            Self::Udp => "udp",
        }
    }
}

/// What others may use of a network.
#[derive(Debug, Default)]
pub struct Handle {
    /// By Region.
    pub regions: Vec<(Region, InRegion)>,
}

/// A network in one Region.
#[derive(Clone, Debug)]
pub struct InRegion {
    /// Id of the VPC.
    pub vpc: Expr,
    /// Its addresses, where the spec tells them.
    pub cidr: Option<Expr>,
    /// Ids of the private subnets, one per zone.
    pub private_subnets: Vec<Expr>,
    /// Ids of the public subnets, one per zone.
    pub public_subnets: Vec<Expr>,
    /// Id of the security group of the interface endpoints; whoever calls them adds a rule to it.
    pub endpoints: Option<Expr>,
    /// What must be there before anything faces the internet; `None` where the network was there already.
    pub internet: Option<NodeId>,
}

impl Handle {
    /// The network of a Region.
    pub fn at(&self, region: Region) -> Option<&InRegion> {
        self.regions.iter().find(|(it, _)| *it == region).map(|(_, it)| it)
    }
}

impl Kind for Network {
    const KIND: &'static str = "network";
    const SINGLETON: bool = false;
    const EXPLAIN: &'static str = include_str!("explain.md");
    const ATTRIBUTES: &'static [&'static str] = &["vpc", "cidr"];
    const VERBS: &'static [&'static str] = &[];
    const METRICS: &'static [Metric] = &[];
    type Handle = Handle;

    fn own_name(&self) -> Option<&str> {
        self.name.as_ref().map(|it| it.value.0.as_str())
    }

    fn uses(&self, _: &mut Uses) {}

    fn names(&self, entry: &Entry, spec: &Spec) -> Vec<PhysicalName> {
        let group = |region| {
            PhysicalName::in_region(
                NameKind::SecurityGroup,
                lower::endpoints_name(entry, spec, region),
                region,
            )
        };
        let regions = spec.regions.all().filter(|_| self.interfaces().next().is_some());
        regions.map(group).collect()
    }

    fn lower<'s>(&'s self, at: &mut At<'_, 's>) -> Handle {
        match &self.existing {
            Some(existing) => given(&existing.value),
            None => lower::lower(self, at),
        }
    }

    fn attribute(handle: &Handle, attribute: &str, region: Region) -> Option<Expr> {
        let network = handle.at(region)?;
        match attribute {
            "vpc" => Some(network.vpc.clone()),
            "cidr" => network.cidr.clone(),
            _ => None,
        }
    }

    fn grant(_: &Handle, _: &str, _: Region) -> Vec<Statement> {
        Vec::new()
    }

    fn locators(_: &Handle, _: Region) -> Vec<(&'static str, Expr)> {
        Vec::new()
    }

    fn connection(_: &Handle, _: Region) -> Option<Connection> {
        None
    }

    fn watches(&self, _: &Handle, _: &Metric, _: Region, _: &Spec) -> Vec<Watch> {
        Vec::new()
    }

    fn runbook(&self, entry: &Entry, spec: &Spec) -> Contribution {
        runbook::part(self, entry, spec)
    }
}

impl Network {
    /// The services reached by a route, each once.
    fn gateways(&self) -> impl Iterator<Item = EndpointService> {
        self.services().filter(|it| it.by_route())
    }

    /// The services reached by an address, each once.
    fn interfaces(&self) -> impl Iterator<Item = EndpointService> {
        self.services().filter(|it| !it.by_route())
    }

    fn services(&self) -> impl Iterator<Item = EndpointService> {
        let first =
            |at: usize, it: EndpointService| self.endpoints[..at].iter().all(|before| before.value != it);
        self.endpoints.iter().enumerate().filter(move |(at, it)| first(*at, it.value)).map(|(_, it)| it.value)
    }
}

/// What is there already, as handles.
fn given(existing: &PerRegion<ExistingVpc>) -> Handle {
    let ids = |ids: &[Spanned<String>]| ids.iter().map(|it| Expr::from(&it.value)).collect();
    let regions = existing.0.iter().map(|(region, it)| {
        let network = InRegion {
            vpc: Expr::from(&it.vpc.value),
            cidr: None,
            private_subnets: ids(&it.private_subnets),
            public_subnets: ids(&it.public_subnets),
            endpoints: None,
            internet: None,
        };
        (region.value, network)
    });
    Handle { regions: regions.collect() }
}
