//! `database.<name>`: an Aurora global database: one Region's cluster writes, the others follow and can take over.

mod cluster;
mod fields;
mod groups;
mod instance;
mod lower;
mod memory;
mod runbook;
mod watcher;

pub use fields::{Acu, Capacity, Database, Engine, Instances, Promotion, Version, WatchPlan};

use crate::alarm::Threshold;
use crate::kind::Kind;
use crate::lowering::At;
use crate::runbook::Contribution;
use crate::shared::connection::Connection;
use crate::shared::encryption;
use crate::shared::metric::{Metric, Missing, Unit, Watch};
use crate::shared::policy::Statement;
use crate::spec::{Entry, Spec};
use crate::uses::Uses;
use cluster::{Cluster, ClusterRef, global_arn};
use drc_ir::{Expr, Ref};
use drc_model::{Duration, NameKind, PhysicalName, Region, Scope};

/// What others may use of a database.
#[derive(Debug)]
pub struct Handle {
    /// The global database's name.
    global_id: String,
    /// The database inside.
    database: String,
    port: i64,
    data_api: bool,
    regions: Vec<InRegion>,
    watcher: Option<watcher::Names>,
}

/// A database in one Region.
#[derive(Debug)]
pub struct InRegion {
    /// Where.
    pub region: Region,
    /// The cluster's name.
    pub id: String,
    /// Id of its security group; whoever connects adds a rule to it.
    pub security_group: Expr,
    /// ARN of the secret that holds its first user's password.
    pub secret: Expr,
    read_secret: Vec<Statement>,
    cluster: Ref<Cluster>,
}

impl InRegion {
    /// `arn:…:cluster:NAME`
    pub fn arn(&self) -> Expr {
        self.cluster.arn()
    }
}

impl Handle {
    /// The database in a Region.
    pub fn at(&self, region: Region) -> Option<&InRegion> {
        self.regions.iter().find(|it| it.region == region)
    }
}

/// Rights on what stands behind HTTPS.
const DATA_API: [&str; 5] = [
    "rds-data:BatchExecuteStatement",
    "rds-data:BeginTransaction",
    "rds-data:CommitTransaction",
    "rds-data:ExecuteStatement",
    "rds-data:RollbackTransaction",
];
/// Makes another cluster the writer: while both Regions live without loss, else with it.
const PROMOTE: [&str; 2] = ["rds:FailoverGlobalCluster", "rds:SwitchoverGlobalCluster"];
/// Which cluster writes, and how each is.
const DESCRIBE: [&str; 2] = ["rds:DescribeDBClusters", "rds:DescribeGlobalClusters"];

/// What an alarm on a one-minute metric takes to tell, planned: `budget` computes the same, and a test compares.
pub const TOLD_AFTER: Duration = Duration::from_secs(240);
/// Below this an alarm would tell of what is usual.
pub const LEAST_LAG: Duration = Duration::from_secs(10);

impl Database {
    /// The lag from which on its alarm tells, so that who is told can still act: the objective less what telling
    /// takes; half of it, where the objective is shorter than that.
    pub fn lag_alarm(&self, spec: &Spec) -> Duration {
        let rpo = spec.rpo(self.rpo).value;
        let left = rpo.saturating_sub(TOLD_AFTER);
        if left >= LEAST_LAG { left } else { rpo / 2 }
    }
}

impl Kind for Database {
    const KIND: &'static str = "database";
    const SINGLETON: bool = false;
    const EXPLAIN: &'static str = include_str!("explain.md");
    const ATTRIBUTES: &'static [&'static str] =
        &["arn", "cluster", "endpoint", "global_id", "name", "port", "reader_endpoint", "secret"];
    const VERBS: &'static [&'static str] = &["connect", "operate"];
    const METRICS: &'static [Metric] = &[
        Metric {
            name: "AuroraGlobalDBReplicationLag",
            namespace: "AWS/RDS",
            statistic: "Maximum",
            unit: Unit::Milliseconds,
            // Only a cluster that follows has it: for the one that writes, silence is health.
            missing: Missing::NotBreaching,
            alarm: "database-lag",
            within: Duration::from_secs(60),
        },
        Metric {
            name: "CPUUtilization",
            namespace: "AWS/RDS",
            statistic: "Average",
            unit: Unit::Count,
            // A cluster without an instance has no processor.
            missing: Missing::NotBreaching,
            alarm: "database-cpu",
            within: Duration::from_secs(900),
        },
        Metric {
            name: "DatabaseConnections",
            namespace: "AWS/RDS",
            statistic: "Maximum",
            unit: Unit::Count,
            missing: Missing::NotBreaching,
            alarm: "database-connections",
            within: Duration::from_secs(300),
        },
        Metric {
            name: "ACUUtilization",
            namespace: "AWS/RDS",
            statistic: "Maximum",
            unit: Unit::Count,
            missing: Missing::NotBreaching,
            alarm: "database-capacity",
            within: Duration::from_secs(900),
        },
        Metric {
            name: "Deadlocks",
            namespace: "AWS/RDS",
            statistic: "Sum",
            unit: Unit::Count,
            missing: Missing::NotBreaching,
            alarm: "database-deadlocks",
            within: Duration::from_secs(300),
        },
    ];
    type Handle = Handle;

    fn own_name(&self) -> Option<&str> {
        self.name.as_ref().map(|it| it.value.0.as_str())
    }

    fn uses(&self, uses: &mut Uses) {
        uses.service(&self.network, &["network"]);
        encryption::uses(self.key.as_ref(), uses);
        if let Some(secret) = &self.secret {
            uses.service(secret, &["secret"]);
        }
    }

    fn names(&self, entry: &Entry, spec: &Spec) -> Vec<PhysicalName> {
        let global = [PhysicalName::global(NameKind::Cluster, lower::global_name(entry, spec))];
        let secret = self
            .secret
            .is_none()
            .then(|| PhysicalName::global(NameKind::Secret, lower::secret_name(entry, spec)));
        let regions = spec.regions.all().flat_map(|region| self.names_in(entry, spec, region));
        let watcher =
            (self.promotion.value == Promotion::Automatic).then(|| watcher::Names::new(entry, spec));
        let watcher = watcher.into_iter().flat_map(watcher::Names::physical);
        global.into_iter().chain(secret).chain(regions).chain(watcher).collect()
    }

    fn lower<'s>(&'s self, at: &mut At<'_, 's>) -> Handle {
        lower::lower(self, at)
    }

    fn attribute(handle: &Handle, attribute: &str, region: Region) -> Option<Expr> {
        let here = handle.at(region)?;
        match attribute {
            "arn" => Some(here.cluster.arn()),
            "cluster" => Some(Expr::from(&here.id)),
            "endpoint" => Some(here.cluster.endpoint()),
            "global_id" => Some(Expr::from(&handle.global_id)),
            "name" => Some(Expr::from(&handle.database)),
            "port" => Some(Expr::from(handle.port.to_string())),
            "reader_endpoint" => Some(here.cluster.reader_endpoint()),
            "secret" => Some(here.secret.clone()),
            _ => None,
        }
    }

    fn grant(handle: &Handle, verb: &str, region: Region) -> Vec<Statement> {
        let Some(here) = handle.at(region) else { return Vec::new() };
        match verb {
            "connect" => {
                let sql =
                    handle.data_api.then(|| Statement::allow("SendSql", DATA_API, [here.cluster.arn()]));
                here.read_secret.iter().cloned().chain(sql).collect()
            }
            "operate" => {
                let global = || global_arn(&handle.global_id);
                let both = [
                    Statement::allow("DescribeDatabase", DESCRIBE, [global(), here.cluster.arn()]),
                    Statement::allow("PromoteDatabase", PROMOTE, [global(), here.cluster.arn()]),
                ];
                let watcher = handle.watcher.iter().flat_map(|it| it.operate(region));
                both.into_iter().chain(watcher).collect()
            }
            _ => Vec::new(),
        }
    }

    fn locators(handle: &Handle, region: Region) -> Vec<(&'static str, Expr)> {
        let named = [
            ("", "endpoint"),
            ("READER", "reader_endpoint"),
            ("PORT", "port"),
            ("NAME", "name"),
            ("ARN", "arn"),
            ("SECRET", "secret"),
        ];
        let value = |(suffix, attribute)| Some((suffix, Self::attribute(handle, attribute, region)?));
        named.into_iter().filter_map(value).collect()
    }

    fn connection(handle: &Handle, region: Region) -> Option<Connection> {
        let security_group = handle.at(region)?.security_group.clone();
        Some(Connection { security_group, port: handle.port })
    }

    /// Every Region watches its own cluster: which one follows is turned round by a failover.
    fn watches(&self, handle: &Handle, metric: &Metric, region: Region, spec: &Spec) -> Vec<Watch> {
        let Some(here) = handle.at(region) else { return Vec::new() };
        let above = match metric.alarm {
            "database-lag" => Some(self.lag_alarm(spec).into()),
            // Percent. What is above cannot take what another Region's readers, or a peak, would add.
            "database-cpu" => Some(Threshold::Number(80)),
            // Percent of `max`: no room left to scale into.
            "database-capacity" if self.capacity.is_some() => Some(Threshold::Number(90)),
            // How many are too many, and whether deadlocks are retried, the application knows.
            _ => None,
        };
        let dimensions = vec![("DBClusterIdentifier", Expr::from(&here.id))];
        vec![Watch { suffix: "".into(), dimensions, above }]
    }

    fn runbook(&self, entry: &Entry, spec: &Spec) -> Contribution {
        runbook::part(self, entry, spec)
    }
}

impl Database {
    fn names_in(&self, entry: &Entry, spec: &Spec, region: Region) -> Vec<PhysicalName> {
        let name = |kind, name| PhysicalName::in_region(kind, name, region);
        let here = |suffix: &str| spec.name(entry, suffix, spec.in_region(region));
        let instances = (1..=self.count(spec, region))
            .map(|number| name(NameKind::Cluster, lower::instance_name(entry, spec, region, number)));
        [
            name(NameKind::Cluster, lower::cluster_name(entry, spec, region)),
            name(NameKind::SubnetGroup, here(lower::SUBNETS)),
            name(NameKind::SubnetGroup, here(lower::PARAMETERS)),
            name(NameKind::SecurityGroup, here(lower::SECURITY)),
            name(NameKind::Role, spec.name(entry, lower::MONITORING, spec.everywhere(region))),
        ]
        .into_iter()
        .chain(instances)
        .collect()
    }

    /// How many instances a Region has. Never more than RDS takes, whatever the spec says: that is reported.
    fn count(&self, spec: &Spec, region: Region) -> i64 {
        let primary = region == spec.regions.primary.value;
        let asked = if primary { self.instances.primary.value } else { self.instances.secondary.value };
        asked.clamp(0, MOST_INSTANCES)
    }
}

/// The most instances of a cluster.
pub const MOST_INSTANCES: i64 = 16;

/// What a database adds once every other service is lowered: the watcher asks the API that users reach, which comes
/// after the database its functions use.
pub fn finish(database: &Database, at: &mut At<'_, '_>) {
    if database.promotion.value == Promotion::Automatic {
        watcher::add(database, at);
    }
}

/// The name of something all Regions share.
fn shared_name(entry: &Entry, spec: &Spec, suffix: &str) -> String {
    spec.name(entry, suffix, Scope::Global)
}
