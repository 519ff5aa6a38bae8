//! `table.<name>`: a DynamoDB global table, with a replica in every Region.

mod construct;

pub use construct::{GlobalTable, TableReplica};

use crate::kind::Kind;
use crate::lowering::At;
use crate::shared::connection::Connection;
use crate::shared::metric::{Metric, Missing, Unit, Watch};
use crate::shared::policy::Statement;
use crate::spec::{Entry, Spec};
use crate::uses::Uses;
use construct::{ReplicaRef, TableRef};
use drc_ir::{Expr, Ref, text};
use drc_model::{Attribute, Duration, Name, NameKind, PhysicalName, Region, Scope, fields};
use drc_syntax::Spanned;

fields! {
    /// A DynamoDB global table: on demand, replicated to every Region, encrypted, recoverable to any second of the
    /// last 35 days.
    pub struct Table {
        /// What the naming rule calls `${service}`. Default: the table's name in the spec.
        name: Option<Spanned<Name>>,
        /// The partition key and its type: `"paymentId: S"`.
        partition_key: Spanned<Attribute>,
        /// The sort key and its type.
        sort_key: Option<Spanned<Attribute>>,
        /// Continuous backups in every Region. Default: true.
        point_in_time_recovery: bool = true,
        /// How much of the newest data may be missing, if not as much as the system's.
        rpo: Option<Spanned<Duration>>,
        /// Why this store's objective differs from the system's.
        rpo_reason: Option<Spanned<String>>,
    }
}

/// What others may use of a table.
#[derive(Debug)]
pub struct Handle {
    name: String,
    home: (Region, Ref<GlobalTable>),
    replicas: Vec<(Region, Ref<TableReplica>)>,
}

impl Handle {
    fn arn(&self, region: Region) -> Expr {
        let replica = self.replicas.iter().find(|(it, _)| *it == region);
        replica.map_or_else(|| self.home.1.arn(), |(_, replica)| replica.arn())
    }
}

impl Table {
    /// The lag from which on its alarm tells: half the objective, so that the alarm comes before the breach.
    pub fn lag_alarm(&self, spec: &Spec) -> Duration {
        spec.rpo(self.rpo).value / 2
    }
}

const READ: [&str; 5] =
    ["dynamodb:GetItem", "dynamodb:BatchGetItem", "dynamodb:Query", "dynamodb:Scan", "dynamodb:ConditionCheckItem"];
const WRITE: [&str; 4] =
    ["dynamodb:PutItem", "dynamodb:UpdateItem", "dynamodb:DeleteItem", "dynamodb:BatchWriteItem"];

/// What a drill looks at: are the replicas there, is recovery on.
const OPERATE: [&str; 2] = ["dynamodb:DescribeTable", "dynamodb:DescribeContinuousBackups"];

impl Kind for Table {
    const KIND: &'static str = "table";
    const SINGLETON: bool = false;
    const EXPLAIN: &'static str = include_str!("explain.md");
    const ATTRIBUTES: &'static [&'static str] = &["name", "arn"];
    const VERBS: &'static [&'static str] = &["read", "write", "read-write", "operate"];
    const METRICS: &'static [Metric] = &[Metric {
        name: "ReplicationLatency",
        namespace: "AWS/DynamoDB",
        statistic: "Average",
        unit: Unit::Milliseconds,
        missing: Missing::Ignore,
        alarm: "table-lag",
        within: Duration::from_secs(60),
    }];
    type Handle = Handle;

    fn own_name(&self) -> Option<&str> {
        self.name.as_ref().map(|it| it.value.0.as_str())
    }

    fn uses(&self, _: &mut Uses) {}

    fn names(&self, entry: &Entry, spec: &Spec) -> Vec<PhysicalName> {
        vec![PhysicalName { kind: NameKind::Table, name: spec.name(entry, "", Scope::Global), region: None }]
    }

    fn lower<'s>(&'s self, at: &mut At<'_, 's>) -> Handle {
        let regions: Vec<Region> = at.regions().collect();
        let home = regions[0];
        let name = at.name("", Scope::Global);
        let table = GlobalTable {
            name: name.clone(),
            keys: std::iter::once(&self.partition_key).chain(&self.sort_key).map(|it| it.value.clone()).collect(),
            point_in_time_recovery: self.point_in_time_recovery,
            replicas: regions.iter().map(|it| (*it, at.lowering.graph.tags(*it).clone())).collect(),
        };
        let table = at.add(home, "", table);
        let replica = |at: &mut At<'_, '_>, region: Region| {
            let point_in_time_recovery = self.point_in_time_recovery;
            let replica = TableReplica { table, name: name.clone(), region, point_in_time_recovery };
            (region, at.add(region, "", replica))
        };
        let replicas: Vec<_> = regions[1..].iter().map(|region| replica(at, *region)).collect();
        at.output_global("name", format!("Name of {} in every Region", at.entry.address), &name);
        Handle { name, home: (home, table), replicas }
    }

    fn attribute(handle: &Handle, attribute: &str, region: Region) -> Option<Expr> {
        match attribute {
            "name" => Some(Expr::from(&handle.name)),
            "arn" => Some(handle.arn(region)),
            _ => None,
        }
    }

    fn grant(handle: &Handle, verb: &str, region: Region) -> Vec<Statement> {
        // Indexes are resources of their own; queries on them need the permission too.
        let on = || [handle.arn(region), text![handle.arn(region), "/index/*"]];
        match verb {
            "read" => vec![Statement::allow("ReadTable", READ, on())],
            "write" => vec![Statement::allow("WriteTable", WRITE, [handle.arn(region)])],
            "operate" => vec![Statement::allow("OperateTable", OPERATE, [handle.arn(region)])],
            "read-write" => vec![Statement::allow("UseTable", READ.into_iter().chain(WRITE), on())],
            _ => Vec::new(),
        }
    }

    fn locators(handle: &Handle, _: Region) -> Vec<(&'static str, Expr)> {
        vec![("", Expr::from(&handle.name))]
    }

    fn connection(_: &Handle, _: Region) -> Option<Connection> {
        None
    }

    /// Each Region watches the lag of what it sends: after a failover that is the other direction.
    fn watches(&self, handle: &Handle, _: &Metric, region: Region, spec: &Spec) -> Vec<Watch> {
        let peers: Vec<Region> = spec.regions.all().filter(|it| *it != region).collect();
        let several = peers.len() > 1;
        let watch = |peer: &Region| Watch {
            suffix: if several { peer.code().into() } else { "".into() },
            dimensions: vec![
                ("TableName", Expr::from(&handle.name)),
                ("ReceivingRegion", Expr::from(peer.code())),
            ],
            above: Some(self.lag_alarm(spec).into()),
        };
        peers.iter().map(watch).collect()
    }
}
