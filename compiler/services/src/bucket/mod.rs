//! `bucket.<name>`: an S3 bucket in every Region, copied from the primary to the others.

mod construct;
mod fields;
mod lifecycle;
mod replication;
mod runbook;

pub use construct::Bucket as BucketConstruct;
pub use fields::{Bucket, ReplicationFields};
pub use lifecycle::{Action, LifecycleEntry, StorageClass};
pub use replication::Replication;

use crate::alarm::Threshold;
use crate::kind::Kind;
use crate::lowering::At;
use crate::runbook::Contribution;
use crate::shared::connection::Connection;
use crate::shared::encryption;
use crate::shared::metric::{Metric, Missing, Unit, Watch};
use crate::shared::policy::Statement;
use crate::shared::role::Role;
use crate::spec::{Entry, Spec};
use crate::uses::Uses;
use construct::BucketRef;
use drc_ir::{Expr, Ref, map, text};
use drc_model::{Duration, NameKind, PhysicalName, Region};
use replication::{Destination, LaterReplication, Setter};

/// What others may use of a bucket.
#[derive(Debug)]
pub struct Handle {
    places: Vec<Place>,
}

/// The bucket of one Region.
#[derive(Clone, Debug)]
struct Place {
    region: Region,
    name: Expr,
    arn: Expr,
    key: Option<Expr>,
}

impl Handle {
    fn at(&self, region: Region) -> Option<&Place> {
        self.places.iter().find(|it| it.region == region)
    }

    /// `arn:…:s3:::NAME` in a Region.
    pub fn arn(&self, region: Region) -> Option<Expr> {
        self.at(region).map(|it| it.arn.clone())
    }

    /// Its name in a Region.
    pub fn name(&self, region: Region) -> Option<Expr> {
        self.at(region).map(|it| it.name.clone())
    }
}

/// The id of the replication rule into a Region; metrics and alarms name it.
fn rule(to: Region) -> String {
    format!("to-{to}")
}

fn bucket_name(entry: &Entry, spec: &Spec, region: Region) -> String {
    spec.name(entry, "", spec.everywhere(region))
}

fn role_name(entry: &Entry, spec: &Spec, region: Region) -> String {
    spec.name(entry, "replication", spec.everywhere(region))
}

/// What sets the rules of a Region's bucket for CloudFormation.
fn setter(entry: &Entry, spec: &Spec, region: Region) -> Setter {
    Setter {
        function: spec.name(entry, "replication-rules", spec.in_region(region)),
        role: spec.name(entry, "replication-rules", spec.everywhere(region)),
    }
}

const READ: [&str; 2] = ["s3:GetObject", "s3:GetObjectVersion"];
const WRITE: [&str; 1] = ["s3:PutObject"];

/// What a drill looks at: is the rule there, did the objects arrive.
const OPERATE: [&str; 3] = ["s3:GetReplicationConfiguration", "s3:GetBucketVersioning", "s3:ListBucket"];

impl Kind for Bucket {
    const KIND: &'static str = "bucket";
    const SINGLETON: bool = false;
    const EXPLAIN: &'static str = include_str!("explain.md");
    const ATTRIBUTES: &'static [&'static str] = &["name", "arn"];
    const VERBS: &'static [&'static str] = &["read", "write", "read-write", "operate"];
    const METRICS: &'static [Metric] = &[
        Metric {
            name: "ReplicationLatency",
            namespace: "AWS/S3",
            statistic: "Maximum",
            unit: Unit::Seconds,
            // No objects to copy, no values: nothing lags.
            missing: Missing::NotBreaching,
            alarm: "bucket-lag",
            within: Duration::from_secs(300),
        },
        Metric {
            name: "OperationsFailedReplication",
            namespace: "AWS/S3",
            statistic: "Sum",
            unit: Unit::Count,
            missing: Missing::NotBreaching,
            alarm: "bucket-failed-copies",
            within: Duration::from_secs(300),
        },
    ];
    type Handle = Handle;

    fn own_name(&self) -> Option<&str> {
        self.name.as_ref().map(|it| it.value.0.as_str())
    }

    fn uses(&self, uses: &mut Uses) {
        encryption::uses(self.key.as_ref(), uses);
    }

    fn names(&self, entry: &Entry, spec: &Spec) -> Vec<PhysicalName> {
        if self.existing.is_some() {
            return Vec::new();
        }
        let name = PhysicalName::in_region;
        let buckets = spec.regions.all().map(|it| name(NameKind::Bucket, bucket_name(entry, spec, it), it));
        let sources = || spec.regions.all().take(if self.replication.two_way { usize::MAX } else { 1 });
        let roles = sources().map(|it| name(NameKind::Role, role_name(entry, spec, it), it));
        let setters = sources().skip(1).flat_map(|it| {
            let Setter { function, role } = setter(entry, spec, it);
            [name(NameKind::Function, function, it), name(NameKind::Role, role, it)]
        });
        buckets.chain(roles).chain(setters).collect()
    }

    fn lower<'s>(&'s self, at: &mut At<'_, 's>) -> Handle {
        let regions: Vec<Region> = at.regions().collect();
        if let Some(existing) = &self.existing {
            let place = |region: &Region| Some(self.given(at, *region, existing.value.at(*region)?));
            return Handle { places: regions.iter().filter_map(place).collect() };
        }
        // Replicas first: the source names them, and S3 wants them versioned before it takes the rule.
        let replicas: Vec<Made> = regions[1..].iter().map(|it| self.make(at, *it, None)).collect();
        let replication = self.replication(at, regions[0], &replicas);
        let mut all = vec![self.make(at, regions[0], Some(replication))];
        all.extend(replicas);
        if self.replication.two_way {
            for made in &all[1..] {
                self.copy_back(at, made, &all);
            }
        }
        for it in &all {
            let name = bucket_name(at.entry, at.spec(), it.region);
            at.output(it.region, "name", format!("Name of {} in {}", at.entry.address, it.region), name);
        }
        Handle { places: all.iter().map(|it| it.place()).collect() }
    }

    fn attribute(handle: &Handle, attribute: &str, region: Region) -> Option<Expr> {
        match attribute {
            "name" => handle.name(region),
            "arn" => handle.arn(region),
            _ => None,
        }
    }

    fn grant(handle: &Handle, verb: &str, region: Region) -> Vec<Statement> {
        let Some(Place { arn, key, .. }) = handle.at(region) else { return Vec::new() };
        let objects = || [text![arn.clone(), "/*"]];
        // Without ListBucket a missing object answers 403 instead of 404.
        let list = || Statement::allow("ListBucket", ["s3:ListBucket"], [arn.clone()]);
        let what = match verb {
            "read" => vec![Statement::allow("ReadObjects", READ, objects()), list()],
            "write" => vec![Statement::allow("WriteObjects", WRITE, objects())],
            "operate" => return vec![Statement::allow("OperateBucket", OPERATE, [arn.clone()])],
            "read-write" => {
                vec![Statement::allow("UseObjects", READ.into_iter().chain(WRITE), objects()), list()]
            }
            _ => return Vec::new(),
        };
        what.into_iter().chain(encryption::use_of(key.as_ref())).collect()
    }

    fn locators(handle: &Handle, region: Region) -> Vec<(&'static str, Expr)> {
        handle.name(region).map(|it| ("", it)).into_iter().collect()
    }

    fn connection(_: &Handle, _: Region) -> Option<Connection> {
        None
    }

    /// Only the source measures, and only with time control (or metrics) on.
    fn watches(&self, handle: &Handle, metric: &Metric, region: Region, spec: &Spec) -> Vec<Watch> {
        let copies = region == spec.regions.primary.value || self.replication.two_way;
        if !copies || !self.replication.time_control || self.existing.is_some() {
            return Vec::new();
        }
        let Some(source) = handle.name(region) else { return Vec::new() };
        let several = handle.places.len() > 2;
        let above = match metric.unit {
            // Time control promises 15 minutes: later than that is news.
            Unit::Seconds | Unit::Milliseconds => Threshold::Time(Duration::from_secs(900)),
            // S3 does not try again what failed: a right that is missing, a key that is gone.
            Unit::Count => Threshold::Number(0),
        };
        let watch = |to: &Place| Watch {
            suffix: if several { to.region.code().into() } else { "".into() },
            dimensions: vec![
                ("SourceBucket", source.clone()),
                ("DestinationBucket", to.name.clone()),
                ("RuleId", Expr::from(rule(to.region))),
            ],
            above: Some(above),
        };
        handle.places.iter().filter(|it| it.region != region).map(watch).collect()
    }

    fn runbook(&self, entry: &Entry, spec: &Spec) -> Contribution {
        runbook::part(self, entry, spec)
    }
}

/// A bucket that drc makes.
#[derive(Clone, Debug)]
struct Made {
    region: Region,
    bucket: Ref<construct::Bucket>,
    key: Option<Expr>,
}

impl Made {
    fn place(&self) -> Place {
        Place { region: self.region, name: self.bucket.name(), arn: self.bucket.arn(), key: self.key.clone() }
    }
}

impl Bucket {
    fn given(&self, at: &At<'_, '_>, region: Region, name: &str) -> Place {
        Place {
            region,
            name: Expr::from(name.to_owned()),
            arn: text!["arn:", Expr::Partition, ":s3:::", name.to_owned()],
            key: encryption::key_arn(at, self.key.as_ref(), region),
        }
    }

    fn make(&self, at: &mut At<'_, '_>, region: Region, replication: Option<Replication>) -> Made {
        let key = encryption::key_arn(at, self.key.as_ref(), region);
        let bucket = construct::Bucket {
            name: bucket_name(at.entry, at.spec(), region),
            lifecycle: lifecycle::rules(&self.lifecycle),
            key: key.clone(),
            protect: self.protect,
            replication,
        };
        Made { region, bucket: at.add(region, "", bucket), key }
    }

    /// The rules into other Regions' buckets, and the role by which S3 follows them.
    fn replication(&self, at: &mut At<'_, '_>, from: Region, to: &[Made]) -> Replication {
        let role = at.add(from, "replication-role", self.role(at, from, to));
        let destination = |(number, to): (usize, &Made)| Destination {
            rule: rule(to.region),
            priority: i64::try_from(number).unwrap_or(0) + 1,
            prefix: self.replication.prefix.as_ref().map(|it| it.value.clone()).unwrap_or_default(),
            bucket: to.bucket,
            key: to.key.clone(),
            time_control: self.replication.time_control,
            two_way: self.replication.two_way,
        };
        Replication { role, to: to.iter().enumerate().map(destination).collect() }
    }

    /// The rules of a bucket that stands before those it copies to.
    fn copy_back(&self, at: &mut At<'_, '_>, from: &Made, all: &[Made]) {
        let others: Vec<Made> = all.iter().filter(|it| it.region != from.region).cloned().collect();
        let replication = self.replication(at, from.region, &others);
        let setter = setter(at.entry, at.spec(), from.region);
        let later = LaterReplication { bucket: from.bucket, replication, setter, region: from.region };
        at.add(from.region, "copy-back", later);
    }

    /// The role S3 takes to copy. Source: <https://docs.aws.amazon.com/AmazonS3/latest/userguide/setting-repl-config-perm-overview.html>
    /// and <https://docs.aws.amazon.com/AmazonS3/latest/userguide/replication-config-for-kms-objects.html>.
    fn role(&self, at: &At<'_, '_>, from: Region, to: &[Made]) -> Role {
        let (entry, spec) = (at.entry, at.spec());
        // By name: the source bucket names the role, so the role cannot name the bucket.
        let source = text!["arn:", Expr::Partition, ":s3:::", bucket_name(entry, spec, from)];
        let objects = to.iter().map(|it| text![it.bucket.arn(), "/*"]);
        let decrypt = encryption::key_arn(at, self.key.as_ref(), from)
            .map(|key| through_s3(Statement::allow("ReadEncrypted", ["kms:Decrypt"], [key]), [from]));
        let keys: Vec<Expr> = to.iter().filter_map(|it| it.key.clone()).collect();
        let encrypt = (!keys.is_empty()).then(|| {
            let regions = to.iter().map(|it| it.region);
            through_s3(Statement::allow("WriteEncrypted", ["kms:Encrypt"], keys), regions)
        });
        Role::of_service(
            role_name(entry, spec, from),
            format!("S3 copies {} to the other Regions", entry.address),
            "s3.amazonaws.com",
        )
        .with([
            Statement::allow(
                "ReadRule",
                ["s3:GetReplicationConfiguration", "s3:ListBucket"],
                [source.clone()],
            ),
            Statement::allow(
                "ReadSource",
                ["s3:GetObjectVersionForReplication", "s3:GetObjectVersionAcl", "s3:GetObjectVersionTagging"],
                [text![source, "/*"]],
            ),
            Statement::allow(
                "WriteReplica",
                ["s3:ReplicateObject", "s3:ReplicateDelete", "s3:ReplicateTags"],
                objects,
            ),
        ])
        .with(decrypt.into_iter().chain(encrypt))
    }
}

/// Of a key, only what S3 asks for in some Regions.
fn through_s3(statement: Statement, regions: impl IntoIterator<Item = Region>) -> Statement {
    let via = |region: Region| Expr::from(format!("s3.{region}.{}", region.partition().dns_suffix()));
    let mut via: Vec<Expr> = regions.into_iter().map(via).collect();
    // As IAM answers it: a list of one is its element.
    let via = if via.len() == 1 { via.remove(0) } else { Expr::List(via) };
    statement.when(map! { "StringEquals": map! { "kms:ViaService": via } })
}
