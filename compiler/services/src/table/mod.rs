//! `table.<name>`: a DynamoDB global table, with a replica in every Region.

mod construct;
mod fields;
mod runbook;

pub use construct::{GlobalTable, TableReplica};
pub use fields::{Consistency, Index, Projection, Table};

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
use construct::{ReplicaOf, ReplicaRef, Strong, TableRef};
use drc_ir::{Expr, text};
use drc_model::{Attribute, Duration, NameKind, PhysicalName, Region, Scope};

/// What others may use of a table.
#[derive(Debug)]
pub struct Handle {
    name: String,
    /// ARN and key of each Region, the home Region first.
    regions: Vec<Place>,
    /// The stream of the home Region.
    stream: Option<Expr>,
    /// Its indexes, by name.
    indexes: Vec<String>,
}

#[derive(Debug)]
struct Place {
    region: Region,
    arn: Expr,
    key: Option<Expr>,
}

impl Handle {
    fn place(&self, region: Region) -> Option<&Place> {
        self.regions.iter().find(|it| it.region == region)
    }

    /// The ARN of the table in a Region.
    pub fn arn(&self, region: Region) -> Option<Expr> {
        self.place(region).map(|it| it.arn.clone())
    }

    /// The ARN of the stream in a Region. Of a replica's stream no backend tells the name that AWS invents, nor of any
    /// stream of a strongly consistent table: `None`.
    pub fn stream_arn(&self, region: Region) -> Option<Expr> {
        let home = self.regions.first().is_some_and(|it| it.region == region);
        self.stream.clone().filter(|_| home)
    }
}

impl Table {
    /// The lag from which on its alarm tells: half the objective, so that the alarm comes before the breach.
    pub fn lag_alarm(&self, spec: &Spec) -> Duration {
        spec.rpo(self.rpo).value / 2
    }

    /// DynamoDB takes each attribute once, however many keys are made of it.
    fn attributes(&self) -> Vec<Attribute> {
        let mut all: Vec<Attribute> = Vec::new();
        for it in self.key_attributes() {
            if all.iter().all(|other| other.name != it.name) {
                all.push(it.value.clone());
            }
        }
        all
    }

    fn construct(&self, at: &At<'_, '_>, name: &str) -> GlobalTable {
        let replica = |region: Region| ReplicaOf {
            region,
            tags: at.lowering.graph.tags(region).clone(),
            key: encryption::key_arn(at, self.key.as_ref(), region),
        };
        GlobalTable {
            name: name.to_owned(),
            keys: self.keys().map(|it| it.value.clone()).collect(),
            attributes: self.attributes(),
            indexes: self.indexes.iter().map(|it| it.value.clone()).collect(),
            ttl: self.ttl_attribute.as_ref().map(|it| it.value.clone()),
            // Asynchronous replication reads the stream; without it AWS refuses the replicas.
            stream: self.stream || !self.is_strong(),
            strong: self.is_strong().then(|| Strong { witness: self.witness.map(|it| it.value) }),
            point_in_time_recovery: self.point_in_time_recovery,
            protect: self.protect,
            replicas: at.regions().map(replica).collect(),
        }
    }
}

const READ: [&str; 5] = [
    "dynamodb:GetItem",
    "dynamodb:BatchGetItem",
    "dynamodb:Query",
    "dynamodb:Scan",
    "dynamodb:ConditionCheckItem",
];
const WRITE: [&str; 4] =
    ["dynamodb:PutItem", "dynamodb:UpdateItem", "dynamodb:DeleteItem", "dynamodb:BatchWriteItem"];

/// What a drill looks at: are the replicas there, is recovery on.
const OPERATE: [&str; 2] = ["dynamodb:DescribeTable", "dynamodb:DescribeContinuousBackups"];

/// What DynamoDB counts; its alarms ignore missing data whatever is set.
const COUNTED: Metric = Metric {
    name: "",
    namespace: "AWS/DynamoDB",
    statistic: "Sum",
    unit: Unit::Count,
    missing: Missing::Ignore,
    alarm: "",
    within: Duration::from_secs(300),
};

/// Operations whose errors are watched, and what their alarms are called: DynamoDB counts them only one by one.
const WATCHED: [(&str, &str); 3] =
    [("GetItem", "get-item"), ("PutItem", "put-item"), ("UpdateItem", "update-item")];

impl Kind for Table {
    const KIND: &'static str = "table";
    const SINGLETON: bool = false;
    const EXPLAIN: &'static str = include_str!("explain.md");
    const ATTRIBUTES: &'static [&'static str] = &["name", "arn"];
    const VERBS: &'static [&'static str] = &["read", "write", "read-write", "operate"];
    const METRICS: &'static [Metric] = &[
        Metric {
            name: "ReplicationLatency",
            statistic: "Average",
            unit: Unit::Milliseconds,
            alarm: "table-lag",
            within: Duration::from_secs(60),
            ..COUNTED
        },
        Metric { name: "ReadThrottleEvents", alarm: "table-read-throttles", ..COUNTED },
        Metric { name: "WriteThrottleEvents", alarm: "table-write-throttles", ..COUNTED },
        Metric { name: "SystemErrors", alarm: "table-system-errors", ..COUNTED },
    ];
    type Handle = Handle;

    fn own_name(&self) -> Option<&str> {
        self.name.as_ref().map(|it| it.value.0.as_str())
    }

    fn uses(&self, uses: &mut Uses) {
        encryption::uses(self.key.as_ref(), uses);
    }

    fn names(&self, entry: &Entry, spec: &Spec) -> Vec<PhysicalName> {
        vec![PhysicalName::global(NameKind::Table, spec.name(entry, "", Scope::Global))]
    }

    fn lower<'s>(&'s self, at: &mut At<'_, 's>) -> Handle {
        let name = at.name("", Scope::Global);
        let construct = self.construct(at, &name);
        let keys: Vec<_> = construct.replicas.iter().map(|it| (it.region, it.key.clone())).collect();
        let table = at.add(keys[0].0, "", construct);
        let strong = self.is_strong();
        let mut regions = Vec::new();
        for (number, (region, key)) in keys.into_iter().enumerate() {
            let replica = (number > 0).then(|| {
                let (name, key) = (name.clone(), key.clone());
                let (point_in_time_recovery, protect) = (self.point_in_time_recovery, self.protect);
                at.add(
                    region,
                    "",
                    TableReplica { table, name, region, strong, point_in_time_recovery, protect, key },
                )
            });
            let arn = match replica {
                // Cloud Control answers no ARN, and the name tells it.
                _ if strong => construct::arn(region, &name),
                Some(replica) => replica.arn(),
                None => table.arn(),
            };
            regions.push(Place { region, arn, key });
        }
        at.output_global("name", format!("Name of {} in every Region", at.entry.address), &name);
        let stream = (!strong).then(|| table.stream_arn());
        if let Some(stream) = stream.as_ref().filter(|_| self.stream) {
            let region = regions[0].region;
            at.output(
                region,
                "stream",
                format!("Stream of {} in {region}", at.entry.address),
                stream.clone(),
            );
        }
        let indexes = self.indexes.iter().map(|it| it.name.0.clone()).collect();
        Handle { name, regions, stream, indexes }
    }

    fn attribute(handle: &Handle, attribute: &str, region: Region) -> Option<Expr> {
        match attribute {
            "name" => Some(Expr::from(&handle.name)),
            "arn" => handle.arn(region),
            _ => None,
        }
    }

    fn grant(handle: &Handle, verb: &str, region: Region) -> Vec<Statement> {
        let Some(Place { arn, key, .. }) = handle.place(region) else { return Vec::new() };
        // Indexes are resources of their own; queries on them need the permission too.
        let on = || [arn.clone(), text![arn, "/index/*"]];
        let what = match verb {
            "read" => Statement::allow("ReadTable", READ, on()),
            "write" => Statement::allow("WriteTable", WRITE, [arn.clone()]),
            "operate" => return vec![Statement::allow("OperateTable", OPERATE, [arn.clone()])],
            "read-write" => Statement::allow("UseTable", READ.into_iter().chain(WRITE), on()),
            _ => return Vec::new(),
        };
        [what].into_iter().chain(encryption::use_of(key.as_ref())).collect()
    }

    fn locators(handle: &Handle, _: Region) -> Vec<(&'static str, Expr)> {
        vec![("", Expr::from(&handle.name))]
    }

    fn connection(_: &Handle, _: Region) -> Option<Connection> {
        None
    }

    fn watches(&self, handle: &Handle, metric: &Metric, region: Region, spec: &Spec) -> Vec<Watch> {
        match metric.name {
            "ReplicationLatency" => self.lag(handle, region, spec),
            "SystemErrors" => self.errors(handle),
            _ => throttles(handle),
        }
    }

    fn runbook(&self, entry: &Entry, spec: &Spec) -> Contribution {
        runbook::part(self, entry, spec)
    }
}

fn watch(
    handle: &Handle,
    suffix: &str,
    more: Option<(&'static str, Expr)>,
    above: Option<Threshold>,
) -> Watch {
    let name = ("TableName", Expr::from(&handle.name));
    let dimensions = std::iter::once(name).chain(more).collect();
    Watch { suffix: suffix.to_owned().into(), dimensions, above }
}

/// SDKs try a throttled request again, so a few are nobody's loss; ten in five minutes is no longer a burst. What an index
/// cannot take in the table refuses, and CloudWatch counts it at the index.
fn throttles(handle: &Handle) -> Vec<Watch> {
    let above = Some(Threshold::Number(10));
    let index = |it: &String| watch(handle, it, Some(("GlobalSecondaryIndexName", Expr::from(it))), above);
    std::iter::once(watch(handle, "", None, above)).chain(handle.indexes.iter().map(index)).collect()
}

impl Table {
    /// Each Region watches the lag of what it sends: after a failover that is the other direction. A strong table has none.
    fn lag(&self, handle: &Handle, region: Region, spec: &Spec) -> Vec<Watch> {
        if self.is_strong() {
            return Vec::new();
        }
        let peers: Vec<Region> = spec.regions.all().filter(|it| *it != region).collect();
        let several = peers.len() > 1;
        let peer = |peer: &Region| {
            let suffix = if several { peer.code() } else { "" };
            let to = ("ReceivingRegion", Expr::from(peer.code()));
            watch(handle, suffix, Some(to), Some(self.lag_alarm(spec).into()))
        };
        peers.iter().map(peer).collect()
    }

    /// A strong table that reaches no other Region takes no write: its errors are the news that lag is of another.
    fn errors(&self, handle: &Handle) -> Vec<Watch> {
        let above = self.is_strong().then_some(Threshold::Number(5));
        let operation = |(name, suffix): (&'static str, &str)| {
            watch(handle, suffix, Some(("Operation", Expr::from(name))), above)
        };
        WATCHED.map(operation).into()
    }
}
