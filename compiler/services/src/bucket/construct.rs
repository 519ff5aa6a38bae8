//! A bucket is one resource in CloudFormation and one per setting in the provider.

use crate::shared::policy::{Statement, document};
use crate::shared::role::{Role, RoleRef};
use drc_ir::{Attr, CfnReturn, Construct, Expr, Ref, Shapes, map, text};

/// A versioned, encrypted, private bucket.
#[derive(Debug)]
pub struct Bucket {
    /// Its name, unique in all of AWS.
    pub name: String,
    /// Where its objects are copied to.
    pub replication: Option<Replication>,
}

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
    /// Where to.
    pub bucket: Ref<Bucket>,
    /// Within fifteen minutes, measured.
    pub time_control: bool,
}

/// References to a bucket.
pub trait BucketRef {
    /// `arn:…:s3:::NAME`
    fn arn(self) -> Expr;
    /// Its name.
    fn name(self) -> Expr;
}
impl BucketRef for Ref<Bucket> {
    fn arn(self) -> Expr {
        self.get_att("Arn", "arn")
    }
    fn name(self) -> Expr {
        self.ref_attr("bucket")
    }
}

impl Bucket {
    /// Everybody is refused who does not speak TLS.
    fn policy(arn: &Expr) -> Expr {
        document(&[Statement::deny("RefusePlainHttp", ["s3:*"], [arn.clone(), text![arn, "/*"]])
            .by_anyone()
            .when(map! { "Bool": map! { "aws:SecureTransport": "false" } })])
    }
}

/// Fifteen minutes is the only time S3 takes here.
/// Source: <https://docs.aws.amazon.com/AmazonS3/latest/API/API_ReplicationTimeValue.html>.
const MINUTES: i64 = 15;

impl Construct for Bucket {
    fn cloudformation(&self, out: &mut Shapes<'_>) {
        let tags = out.tags().list();
        out.main(
            "AWS::S3::Bucket",
            map! {
                "BucketName": &self.name,
                "VersioningConfiguration": map! { "Status": "Enabled" },
                "BucketEncryption": map! {
                    "ServerSideEncryptionConfiguration": [
                        map! { "ServerSideEncryptionByDefault": map! { "SSEAlgorithm": "AES256" } },
                    ],
                },
                "PublicAccessBlockConfiguration": map! {
                    "BlockPublicAcls": true, "BlockPublicPolicy": true,
                    "IgnorePublicAcls": true, "RestrictPublicBuckets": true,
                },
                "OwnershipControls": map! { "Rules": [map! { "ObjectOwnership": "BucketOwnerEnforced" }] },
                "LifecycleConfiguration": map! {
                    "Rules": [map! {
                        "Id": "abort-incomplete-uploads", "Status": "Enabled",
                        "AbortIncompleteMultipartUpload": map! { "DaysAfterInitiation": 7 },
                    }],
                },
                "ReplicationConfiguration": self.replication.as_ref().map(|it| map! {
                    "Role": it.role.arn(),
                    "Rules": it.to.iter().map(Destination::cloudformation).collect::<Expr>(),
                }),
                "Tags": tags,
            },
        )
        .stateful();
        let policy = Self::policy(&Expr::Part("", "Arn"));
        let policy = map! { "Bucket": Expr::Part("", "Ref"), "PolicyDocument": policy };
        out.part("policy", "AWS::S3::BucketPolicy", policy);
    }

    fn provider(&self, out: &mut Shapes<'_>) {
        let bucket = || Expr::Part("", "bucket");
        // Everything is destroyable unless the spec protects it; S3 keeps no bucket that still holds objects from it.
        out.main("aws_s3_bucket", map! { "bucket": &self.name, "force_destroy": true });
        out.part(
            "versioning",
            "aws_s3_bucket_versioning",
            map! { "bucket": bucket(), "versioning_configuration": [map! { "status": "Enabled" }] },
        );
        out.part(
            "encryption",
            "aws_s3_bucket_server_side_encryption_configuration",
            map! {
                "bucket": bucket(),
                "rule": [map! {
                    "apply_server_side_encryption_by_default": [map! { "sse_algorithm": "AES256" }],
                }],
            },
        );
        out.part(
            "access",
            "aws_s3_bucket_public_access_block",
            map! {
                "bucket": bucket(),
                "block_public_acls": true, "block_public_policy": true,
                "ignore_public_acls": true, "restrict_public_buckets": true,
            },
        );
        out.part(
            "ownership",
            "aws_s3_bucket_ownership_controls",
            map! { "bucket": bucket(), "rule": [map! { "object_ownership": "BucketOwnerEnforced" }] },
        );
        out.part(
            "lifecycle",
            "aws_s3_bucket_lifecycle_configuration",
            map! {
                "bucket": bucket(),
                "rule": [map! {
                    "id": "abort-incomplete-uploads", "status": "Enabled",
                    "filter": [map! { "prefix": "" }],
                    "abort_incomplete_multipart_upload": [map! { "days_after_initiation": 7 }],
                }],
            },
        );
        let policy = map! { "bucket": bucket(), "policy": Self::policy(&Expr::Part("", "arn")).json() };
        // S3 refuses two changes of a bucket's access at once.
        out.part("policy", "aws_s3_bucket_policy", policy).after_part("access");
        if let Some(it) = &self.replication {
            it.provider(out);
        }
    }

    fn known(&self, attr: Attr) -> Option<Expr> {
        match attr.cfn {
            CfnReturn::Att("Arn") => Some(text!["arn:", Expr::Partition, ":s3:::", &self.name]),
            CfnReturn::Ref => Some(Expr::from(&self.name)),
            CfnReturn::Att(_) | CfnReturn::ListAtt(_) | CfnReturn::Known(_) => None,
        }
    }
}

impl Replication {
    fn provider(&self, out: &mut Shapes<'_>) {
        let body = map! {
            "bucket": Expr::Part("", "id"),
            "role": self.role.arn(),
            "rule": self.to.iter().map(Destination::provider).collect::<Expr>(),
        };
        let shape = out.part("replication", "aws_s3_bucket_replication_configuration", body);
        // S3 refuses the rule before both sides are versioned.
        shape.after_part("versioning");
        for to in &self.to {
            shape.after(to.bucket.id);
        }
    }
}

impl Destination {
    fn cloudformation(&self) -> Expr {
        let minutes = || map! { "Minutes": MINUTES };
        map! {
            "Id": &self.rule, "Status": "Enabled", "Priority": self.priority,
            "Filter": map! { "Prefix": "" },
            "DeleteMarkerReplication": map! { "Status": "Enabled" },
            "Destination": map! {
                "Bucket": self.bucket.arn(),
                "ReplicationTime": self.time_control.then(|| map! { "Status": "Enabled", "Time": minutes() }),
                "Metrics": self.time_control.then(|| map! { "Status": "Enabled", "EventThreshold": minutes() }),
            },
        }
    }

    fn provider(&self) -> Expr {
        let minutes = || [map! { "minutes": MINUTES }];
        map! {
            "id": &self.rule, "status": "Enabled", "priority": self.priority,
            "filter": [map! { "prefix": "" }],
            "delete_marker_replication": [map! { "status": "Enabled" }],
            "destination": [map! {
                "bucket": self.bucket.arn(),
                "replication_time": self.time_control.then(|| [map! { "status": "Enabled", "time": minutes() }]),
                "metrics": self.time_control.then(|| [map! { "status": "Enabled", "event_threshold": minutes() }]),
            }],
        }
    }
}
