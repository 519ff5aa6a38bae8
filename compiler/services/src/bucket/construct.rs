//! A bucket is one resource in CloudFormation and one per setting in the provider.

use super::lifecycle::Rule;
use super::replication::Replication;
use crate::shared::policy::{Statement, document};
use drc_ir::{Attr, CfnReturn, Construct, Expr, Ref, Shapes, map, text};

/// A versioned, encrypted, private bucket.
#[derive(Debug)]
pub struct Bucket {
    /// Its name, unique in all of AWS.
    pub name: String,
    /// What becomes of objects as they age.
    pub lifecycle: Vec<Rule>,
    /// ARN of the key that encrypts it, where it is not S3's own.
    pub key: Option<Expr>,
    /// It stays when the system is destroyed.
    pub protect: bool,
    /// Where its objects are copied to.
    pub replication: Option<Replication>,
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
    fn algorithm(&self) -> &'static str {
        if self.key.is_some() { "aws:kms" } else { "AES256" }
    }

    /// Everybody is refused who does not speak TLS.
    fn policy(arn: &Expr) -> Expr {
        document(&[Statement::deny("RefusePlainHttp", ["s3:*"], [arn.clone(), text![arn, "/*"]])
            .by_anyone()
            .when(map! { "Bool": map! { "aws:SecureTransport": "false" } })])
    }
}

impl Construct for Bucket {
    fn cloudformation(&self, out: &mut Shapes<'_>) {
        let tags = out.tags().list();
        out.main(
            "AWS::S3::Bucket",
            map! {
                "BucketName": &self.name,
                "VersioningConfiguration": map! { "Status": "Enabled" },
                "BucketEncryption": map! {
                    "ServerSideEncryptionConfiguration": [map! {
                        "ServerSideEncryptionByDefault": map! {
                            "SSEAlgorithm": self.algorithm(), "KMSMasterKeyID": self.key.as_ref(),
                        },
                        // One request of KMS's for many objects instead of one for each.
                        "BucketKeyEnabled": self.key.as_ref().map(|_| true),
                    }],
                },
                "PublicAccessBlockConfiguration": map! {
                    "BlockPublicAcls": true, "BlockPublicPolicy": true,
                    "IgnorePublicAcls": true, "RestrictPublicBuckets": true,
                },
                "OwnershipControls": map! { "Rules": [map! { "ObjectOwnership": "BucketOwnerEnforced" }] },
                "LifecycleConfiguration": map! {
                    "Rules": self.lifecycle.iter().map(Rule::cloudformation).collect::<Expr>(),
                },
                "ReplicationConfiguration": self.replication.as_ref().map(Replication::cloudformation),
                "Tags": tags,
            },
        )
        .stateful()
        .protect(self.protect);
        let policy = Self::policy(&Expr::Part("", "Arn"));
        let policy = map! { "Bucket": Expr::Part("", "Ref"), "PolicyDocument": policy };
        out.part("policy", "AWS::S3::BucketPolicy", policy);
    }

    fn provider(&self, out: &mut Shapes<'_>) {
        let bucket = || Expr::Part("", "bucket");
        // Everything is destroyable unless the spec protects it; S3 keeps no bucket that still holds objects from it.
        let body = map! { "bucket": &self.name, "force_destroy": (!self.protect).then_some(true) };
        out.main("aws_s3_bucket", body).protect(self.protect);
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
                    "bucket_key_enabled": self.key.as_ref().map(|_| true),
                    "apply_server_side_encryption_by_default": [map! {
                        "sse_algorithm": self.algorithm(), "kms_master_key_id": self.key.as_ref(),
                    }],
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
                "rule": self.lifecycle.iter().map(Rule::provider).collect::<Expr>(),
            },
        )
        // Rules about replaced versions are for buckets that keep them.
        .after_part("versioning");
        let policy = map! { "bucket": bucket(), "policy": Self::policy(&Expr::Part("", "arn")).json() };
        // S3 refuses two changes of a bucket's access at once.
        out.part("policy", "aws_s3_bucket_policy", policy).after_part("access");
        if let Some(it) = &self.replication {
            let shape = out.part(
                "replication",
                "aws_s3_bucket_replication_configuration",
                it.provider(Expr::Part("", "id")),
            );
            // S3 refuses the rule before both sides are versioned.
            shape.after_part("versioning");
            for to in &it.to {
                shape.after(to.bucket.id);
            }
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
