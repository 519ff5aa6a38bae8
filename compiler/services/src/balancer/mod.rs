//! `balancer.<name>`: a load balancer in every Region.

mod construct;
mod fields;
mod lower;
mod runbook;
mod settings;

pub use fields::{Balancer, BalancerHealth, BalancerType};
pub use settings::{Health, INTERVAL, Served, THRESHOLD, TIMEOUT, before, traffic_to};

use crate::alarm::Threshold;
use crate::kind::Kind;
use crate::lowering::At;
use crate::runbook::Contribution;
use crate::shared::connection::Connection;
use crate::shared::metric::{Metric, Missing, Unit, Watch};
use crate::shared::policy::Statement;
use crate::spec::{Entry, Spec};
use crate::uses::Uses;
use drc_ir::{Expr, NodeId};
use drc_model::{Duration, NameKind, PhysicalName, Region};

/// What others may use of a balancer.
#[derive(Debug, Default)]
pub struct Handle {
    regions: Vec<(Region, InRegion)>,
}

/// A balancer in one Region.
#[derive(Clone, Debug)]
pub struct InRegion {
    /// Its ARN.
    pub arn: Expr,
    /// The host AWS made for it.
    pub dns_name: Expr,
    /// The Route 53 zone of that host, for aliases.
    pub zone: Expr,
    /// Id of its security group.
    pub group: Expr,
    /// The port it listens on.
    pub port: i64,
    /// What listens there: until it does, nothing answers.
    pub listener: NodeId,
    dimension: Expr,
    targets: Expr,
}

impl Handle {
    /// The balancer of a Region.
    pub fn at(&self, region: Region) -> Option<&InRegion> {
        self.regions.iter().find(|(it, _)| *it == region).map(|(_, it)| it)
    }
}

fn balancer_name(entry: &Entry, spec: &Spec, region: Region) -> String {
    spec.name(entry, "", spec.in_region(region))
}

fn group_name(entry: &Entry, spec: &Spec, region: Region) -> String {
    spec.name(entry, "balancer", spec.in_region(region))
}

impl Kind for Balancer {
    const KIND: &'static str = "balancer";
    const SINGLETON: bool = false;
    const EXPLAIN: &'static str = include_str!("explain.md");
    const ATTRIBUTES: &'static [&'static str] = &["dns_name", "arn"];
    const VERBS: &'static [&'static str] = &[];
    const METRICS: &'static [Metric] = &[
        Metric {
            name: "UnHealthyHostCount",
            namespace: "AWS/NetworkELB",
            statistic: "Maximum",
            unit: Unit::Count,
            // Measured as long as there is a target: that nothing is said of an unhealthy one does not heal it.
            missing: Missing::Ignore,
            alarm: "balancer-unhealthy",
            within: Duration::from_secs(60),
        },
        Metric {
            name: "HTTPCode_ELB_5XX_Count",
            namespace: "AWS/ApplicationELB",
            statistic: "Sum",
            unit: Unit::Count,
            // Measured only when there was one.
            missing: Missing::NotBreaching,
            alarm: "balancer-5xx",
            within: Duration::from_secs(300),
        },
        Metric {
            name: "HTTPCode_Target_5XX_Count",
            namespace: "AWS/ApplicationELB",
            statistic: "Sum",
            unit: Unit::Count,
            // Measured only when there was one.
            missing: Missing::NotBreaching,
            alarm: "balancer-target-5xx",
            within: Duration::from_secs(300),
        },
    ];
    type Handle = Handle;

    fn own_name(&self) -> Option<&str> {
        self.name.as_ref().map(|it| it.value.0.as_str())
    }

    fn uses(&self, uses: &mut Uses) {
        uses.service(&self.network, &["network"]);
        uses.service(&self.forward, &["balancer", "function"]);
        self.domain.iter().for_each(|it| uses.text(&it.value));
    }

    fn names(&self, entry: &Entry, spec: &Spec) -> Vec<PhysicalName> {
        let names = spec.regions.all().flat_map(|region| {
            let itself = (NameKind::Balancer, balancer_name(entry, spec, region));
            let group = (NameKind::SecurityGroup, group_name(entry, spec, region));
            [itself, group].map(|(kind, name)| PhysicalName::in_region(kind, name, region))
        });
        names.collect()
    }

    fn lower<'s>(&'s self, at: &mut At<'_, 's>) -> Handle {
        lower::lower(self, at)
    }

    fn attribute(handle: &Handle, attribute: &str, region: Region) -> Option<Expr> {
        let balancer = handle.at(region)?;
        match attribute {
            "dns_name" => Some(balancer.dns_name.clone()),
            "arn" => Some(balancer.arn.clone()),
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

    /// Connections say who is unhealthy, requests say what went wrong.
    fn watches(&self, handle: &Handle, metric: &Metric, region: Region, _: &Spec) -> Vec<Watch> {
        let Some(balancer) = handle.at(region) else { return Vec::new() };
        let itself = ("LoadBalancer", balancer.dimension.clone());
        let (namespace, dimensions, above) = match self.type_.value {
            BalancerType::Network => {
                ("AWS/NetworkELB", vec![("TargetGroup", balancer.targets.clone()), itself], 0)
            }
            BalancerType::Application => ("AWS/ApplicationELB", vec![itself], 5),
        };
        let watch = Watch { suffix: "".into(), dimensions, above: Some(Threshold::Number(above)) };
        [watch].into_iter().filter(|_| metric.namespace == namespace).collect()
    }

    fn runbook(&self, entry: &Entry, spec: &Spec) -> Contribution {
        runbook::part(self, entry, spec)
    }
}
