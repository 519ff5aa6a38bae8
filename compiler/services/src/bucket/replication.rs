//! Where a bucket's objects are copied to: with the bucket, or later, where the other bucket comes after it.

use super::construct::{Bucket, BucketRef};
use crate::function::own_rights;
use crate::shared::log_group::log_group_arn;
use crate::shared::policy::{Statement, document};
use crate::shared::role::{Role, RoleRef};
use drc_ir::{Attr, Construct, Expr, Ref, Shapes, map};
use drc_model::Region;

/// Where a bucket's objects are copied to.
#[derive(Debug)]
pub struct Replication {
    /// As whom S3 copies.
    pub role: Ref<Role>,
    /// The destinations.
    pub to: Vec<Destination>,
}

/// One replication rule.
#[derive(Debug)]
pub struct Destination {
    /// The rule's id.
    pub rule: String,
    /// Rules need different ones.
    pub priority: i64,
    /// Only keys that begin so; empty for all.
    pub prefix: String,
    /// Where to.
    pub bucket: Ref<Bucket>,
    /// ARN of the key that encrypts the copies, where it is not S3's own.
    pub key: Option<Expr>,
    /// Within fifteen minutes, measured.
    pub time_control: bool,
    /// Changed tags and metadata of copies are copied back.
    pub two_way: bool,
}

/// The rules of a bucket that was made before those it copies to.
#[derive(Debug)]
pub struct LaterReplication {
    /// The bucket.
    pub bucket: Ref<Bucket>,
    /// Its rules.
    pub replication: Replication,
    /// What sets them where CloudFormation has no resource for it.
    pub setter: Setter,
    /// Where the bucket is.
    pub region: Region,
}

/// The function that sets the rules for CloudFormation.
#[derive(Debug)]
pub struct Setter {
    /// Its name.
    pub function: String,
    /// Its role's name.
    pub role: String,
}

/// Fifteen minutes is the only time S3 takes here.
/// Source: <https://docs.aws.amazon.com/AmazonS3/latest/API/API_ReplicationTimeValue.html>.
const MINUTES: i64 = 15;

impl Replication {
    /// As CloudFormation's bucket has it.
    pub fn cloudformation(&self) -> Expr {
        map! { "Role": self.role.arn(), "Rules": self.rules() }
    }

    fn rules(&self) -> Expr {
        self.to.iter().map(Destination::cloudformation).collect()
    }

    /// As a resource of the provider's; `bucket` is its source.
    pub fn provider(&self, bucket: Expr) -> Expr {
        map! {
            "bucket": bucket,
            "role": self.role.arn(),
            "rule": self.to.iter().map(Destination::provider).collect::<Expr>(),
        }
    }
}

impl Destination {
    fn cloudformation(&self) -> Expr {
        let minutes = || map! { "Minutes": MINUTES };
        let enabled = || map! { "Status": "Enabled" };
        let selected = || {
            map! {
                "ReplicaModifications": self.two_way.then(enabled),
                "SseKmsEncryptedObjects": self.key.as_ref().map(|_| enabled()),
            }
        };
        map! {
            "Id": &self.rule, "Status": "Enabled", "Priority": self.priority,
            "Filter": map! { "Prefix": &self.prefix },
            "DeleteMarkerReplication": enabled(),
            "SourceSelectionCriteria": self.selects().then(selected),
            "Destination": map! {
                "Bucket": self.bucket.arn(),
                "EncryptionConfiguration": self.key.as_ref().map(|it| map! { "ReplicaKmsKeyID": it }),
                "ReplicationTime": self.time_control.then(|| map! { "Status": "Enabled", "Time": minutes() }),
                "Metrics": self.time_control.then(|| map! { "Status": "Enabled", "EventThreshold": minutes() }),
            },
        }
    }

    fn provider(&self) -> Expr {
        let minutes = || [map! { "minutes": MINUTES }];
        let enabled = || [map! { "status": "Enabled" }];
        let selected = || {
            [map! {
                "replica_modifications": self.two_way.then(enabled),
                "sse_kms_encrypted_objects": self.key.as_ref().map(|_| enabled()),
            }]
        };
        map! {
            "id": &self.rule, "status": "Enabled", "priority": self.priority,
            "filter": [map! { "prefix": &self.prefix }],
            "delete_marker_replication": enabled(),
            "source_selection_criteria": self.selects().then(selected),
            "destination": [map! {
                "bucket": self.bucket.arn(),
                "encryption_configuration": self.key.as_ref().map(|it| [map! { "replica_kms_key_id": it }]),
                "replication_time": self.time_control.then(|| [map! { "status": "Enabled", "time": minutes() }]),
                "metrics": self.time_control.then(|| [map! { "status": "Enabled", "event_threshold": minutes() }]),
            }],
        }
    }

    fn selects(&self) -> bool {
        self.two_way || self.key.is_some()
    }
}

/// Sets replication rules for CloudFormation.
const CODE: &str = include_str!("../../../../lambda/bucket-replication/index.py");
/// Seconds: S3 answers within one.
const TIMEOUT: i64 = 60;
/// Days. It runs when the stack changes.
const RETENTION: i64 = 30;

impl Construct for LaterReplication {
    /// CloudFormation has replication only as a property of the bucket, and S3 takes it only once the other bucket is
    /// there: a function sets the rules of this one while the stack is deployed.
    fn cloudformation(&self, out: &mut Shapes<'_>) {
        out.main(
            "Custom::BucketReplication",
            map! {
                "ServiceToken": Expr::Part("function", "Arn"),
                "ServiceTimeout": 2 * TIMEOUT,
                "Bucket": self.bucket.name(),
                "Role": self.replication.role.arn(),
                "Rules": self.replication.rules().json(),
            },
        );
        let tags = || out.tags().list();
        let (role, function, logs) =
            (self.setter.role(tags(), self), self.setter.function(tags()), self.setter.logs(tags()));
        out.part("role", "AWS::IAM::Role", role);
        out.part("logs", "AWS::Logs::LogGroup", logs).stateful();
        // Made by Lambda itself at the first call otherwise, and then without an end to its retention.
        out.part("function", "AWS::Lambda::Function", function).after_part("logs");
    }

    fn provider(&self, out: &mut Shapes<'_>) {
        let body = self.replication.provider(self.bucket.name());
        let shape = out.main("aws_s3_bucket_replication_configuration", body);
        // S3 refuses the rule before both sides are versioned.
        shape.after(self.bucket.id);
        for to in &self.replication.to {
            shape.after(to.bucket.id);
        }
    }

    fn known(&self, _: Attr) -> Option<Expr> {
        None
    }
}

impl Setter {
    fn role(&self, tags: Expr, of: &LaterReplication) -> Expr {
        let trust = Statement::allow("Assume", ["sts:AssumeRole"], []).by_service("lambda.amazonaws.com");
        let logs = log_group_arn(&format!("/aws/lambda/{}:*", self.function), of.region);
        let allowed = [
            Statement::allow(
                "SetRules",
                ["s3:GetReplicationConfiguration", "s3:PutReplicationConfiguration"],
                [of.bucket.arn()],
            ),
            Statement::allow("PassRole", ["iam:PassRole"], [of.replication.role.arn()])
                .when(map! { "StringEquals": map! { "iam:PassedToService": "s3.amazonaws.com" } }),
        ];
        let allowed: Vec<Statement> = allowed.into_iter().chain(own_rights(logs)).collect();
        map! {
            "RoleName": &self.role,
            "Description": "Sets the replication rules of a bucket while its stack is deployed",
            "AssumeRolePolicyDocument": document(&[trust]),
            "Policies": [map! { "PolicyName": "access", "PolicyDocument": document(&allowed) }],
            "Tags": tags,
        }
    }

    fn logs(&self, tags: Expr) -> Expr {
        map! { "LogGroupName": format!("/aws/lambda/{}", self.function), "RetentionInDays": RETENTION, "Tags": tags }
    }

    fn function(&self, tags: Expr) -> Expr {
        map! {
            "FunctionName": &self.function,
            "Description": "Sets the replication rules of a bucket while its stack is deployed",
            "Runtime": crate::shipped::RUNTIME.word(),
            "Handler": crate::shipped::HANDLER,
            "Code": map! { "ZipFile": CODE },
            "MemorySize": 128,
            "Timeout": TIMEOUT,
            "Role": Expr::Part("role", "Arn"),
            "TracingConfig": map! { "Mode": "Active" },
            "Tags": tags,
        }
    }
}
