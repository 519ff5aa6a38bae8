//! `bucket.<name>`: an S3 bucket in every Region, copied from the primary to the others.

mod construct;

pub use construct::{Bucket as BucketConstruct, Replication};

use crate::kind::Kind;
use crate::lowering::At;
use crate::shared::connection::Connection;
use crate::shared::metric::{Metric, Missing, Unit, Watch};
use crate::shared::policy::Statement;
use crate::shared::role::Role;
use crate::spec::{Entry, Spec};
use crate::uses::Uses;
use construct::BucketRef;
use drc_ir::{Expr, Ref, text};
use drc_model::{Duration, Name, NameKind, PhysicalName, Region, fields};
use drc_syntax::{Span, Spanned};

fields! {
    /// A versioned, encrypted, private bucket in every Region, replicated from the primary.
    pub struct Bucket {
        /// What the naming rule calls `${service}`. Default: the bucket's name in the spec.
        name: Option<Spanned<Name>>,
        /// How objects get to the other Region.
        replication: Spanned<ReplicationFields> = Spanned::new(ReplicationFields { time_control: true }, Span::default()),
        /// How much of the newest data may be missing, if not as much as the system's.
        rpo: Option<Spanned<Duration>>,
        /// Why this store's objective differs from the system's.
        rpo_reason: Option<Spanned<String>>,
    }
}

fields! {
    /// How objects get to the other Region.
    pub struct ReplicationFields {
        /// Replication Time Control: 99.9 % of objects within 15 minutes, with metrics and an SLA. Default: true.
        time_control: bool = true,
    }
}

/// What others may use of a bucket.
#[derive(Debug)]
pub struct Handle {
    buckets: Vec<(Region, String, Ref<construct::Bucket>)>,
}

impl Handle {
    fn at(&self, region: Region) -> Option<&(Region, String, Ref<construct::Bucket>)> {
        self.buckets.iter().find(|(it, ..)| *it == region)
    }

    fn arn(&self, region: Region) -> Option<Expr> {
        self.at(region).map(|(_, _, bucket)| bucket.arn())
    }

    fn name(&self, region: Region) -> Option<Expr> {
        self.at(region).map(|(_, _, bucket)| bucket.name())
    }
}

/// The id of the replication rule into a Region; metrics and alarms name it.
fn rule(to: Region) -> String {
    format!("to-{to}")
}

fn bucket_name(entry: &Entry, spec: &Spec, region: Region) -> String {
    spec.name(entry, "", spec.everywhere(region))
}

fn role_name(entry: &Entry, spec: &Spec) -> String {
    spec.name(entry, "replication", spec.everywhere(spec.regions.primary.value))
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
    const METRICS: &'static [Metric] = &[Metric {
        name: "ReplicationLatency",
        namespace: "AWS/S3",
        statistic: "Maximum",
        unit: Unit::Seconds,
        // No objects to copy, no values: nothing lags.
        missing: Missing::NotBreaching,
        alarm: "bucket-lag",
        within: Duration::from_secs(300),
    }];
    type Handle = Handle;

    fn own_name(&self) -> Option<&str> {
        self.name.as_ref().map(|it| it.value.0.as_str())
    }

    fn uses(&self, _: &mut Uses) {}

    fn names(&self, entry: &Entry, spec: &Spec) -> Vec<PhysicalName> {
        let bucket = |region| PhysicalName {
            kind: NameKind::Bucket,
            name: bucket_name(entry, spec, region),
            region: Some(region),
        };
        let role = PhysicalName { kind: NameKind::Role, name: role_name(entry, spec), region: None };
        spec.regions.all().map(bucket).chain([role]).collect()
    }

    fn lower<'s>(&'s self, at: &mut At<'_, 's>) -> Handle {
        let (entry, spec) = (at.entry, at.spec());
        let regions: Vec<Region> = at.regions().collect();
        let primary = regions[0];
        // Replicas first: the source names them, and S3 wants them versioned before it takes the rule.
        let mut buckets: Vec<_> = regions[1..].iter().map(|region| plain(at, *region)).collect();
        let role = at.add(primary, "replication-role", self.role(entry, spec, &buckets));
        let to = buckets.iter().enumerate().map(|(at, (region, _, bucket))| construct::Destination {
            rule: rule(*region),
            priority: i64::try_from(at).unwrap_or(0) + 1,
            bucket: *bucket,
            time_control: self.replication.time_control,
        });
        let source = construct::Bucket {
            name: bucket_name(entry, spec, primary),
            replication: Some(Replication { role, to: to.collect() }),
        };
        let name = source.name.clone();
        buckets.insert(0, (primary, name, at.add(primary, "", source)));
        for (region, name, _) in &buckets {
            at.output(*region, "name", format!("Name of {} in {region}", entry.address), name);
        }
        Handle { buckets }
    }

    fn attribute(handle: &Handle, attribute: &str, region: Region) -> Option<Expr> {
        match attribute {
            "name" => handle.name(region),
            "arn" => handle.arn(region),
            _ => None,
        }
    }

    fn grant(handle: &Handle, verb: &str, region: Region) -> Vec<Statement> {
        let Some(arn) = handle.arn(region) else { return Vec::new() };
        let objects = || [text![arn.clone(), "/*"]];
        match verb {
            // Without ListBucket a missing object answers 403 instead of 404.
            "read" => vec![
                Statement::allow("ReadObjects", READ, objects()),
                Statement::allow("ListBucket", ["s3:ListBucket"], [arn.clone()]),
            ],
            "write" => vec![Statement::allow("WriteObjects", WRITE, objects())],
            "operate" => vec![Statement::allow("OperateBucket", OPERATE, [arn])],
            "read-write" => vec![
                Statement::allow("UseObjects", READ.into_iter().chain(WRITE), objects()),
                Statement::allow("ListBucket", ["s3:ListBucket"], [arn.clone()]),
            ],
            _ => Vec::new(),
        }
    }

    fn locators(handle: &Handle, region: Region) -> Vec<(&'static str, Expr)> {
        handle.name(region).map(|it| ("", it)).into_iter().collect()
    }

    fn connection(_: &Handle, _: Region) -> Option<Connection> {
        None
    }

    /// Only the source measures, and only with time control (or metrics) on.
    fn watches(&self, handle: &Handle, _: &Metric, region: Region, spec: &Spec) -> Vec<Watch> {
        if region != spec.regions.primary.value || !self.replication.time_control {
            return Vec::new();
        }
        let Some(source) = handle.name(region) else { return Vec::new() };
        let several = handle.buckets.len() > 2;
        let watch = |(to, _, bucket): &(Region, String, Ref<construct::Bucket>)| Watch {
            suffix: if several { to.code().into() } else { "".into() },
            dimensions: vec![
                ("SourceBucket", source.clone()),
                ("DestinationBucket", bucket.name()),
                ("RuleId", Expr::from(rule(*to))),
            ],
            // Time control promises 15 minutes: later than that is news.
            above: Some(Duration::from_secs(900).into()),
        };
        handle.buckets[1..].iter().map(watch).collect()
    }
}

fn plain(at: &mut At<'_, '_>, region: Region) -> (Region, String, Ref<construct::Bucket>) {
    let name = bucket_name(at.entry, at.spec(), region);
    let bucket = at.add(region, "", construct::Bucket { name: name.clone(), replication: None });
    (region, name, bucket)
}

impl Bucket {
    /// The role S3 takes to copy. Source: <https://docs.aws.amazon.com/AmazonS3/latest/userguide/setting-repl-config-perm-overview.html>.
    fn role(&self, entry: &Entry, spec: &Spec, replicas: &[(Region, String, Ref<construct::Bucket>)]) -> Role {
        // By name: the source bucket names the role, so the role cannot name the bucket.
        let source =
            text!["arn:", Expr::Partition, ":s3:::", bucket_name(entry, spec, spec.regions.primary.value)];
        let objects = replicas.iter().map(|(_, _, bucket)| text![bucket.arn(), "/*"]);
        Role::of_service(
            role_name(entry, spec),
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
    }
}
