//! Buckets and tables.

use super::compute::Role;
use drc_ir::{Attr, CfnReturn, Construct, Expr, Ref, Shapes, Tags, map, text};
use drc_model::Region;

#[derive(Debug)]
pub(crate) struct Bucket {
    pub(crate) name: String,
    pub(crate) replication: Option<(Ref<Role>, Ref<Bucket>)>,
}

impl Bucket {
    fn policy(arn: &Expr) -> Expr {
        map! { "Version": "2012-10-17", "Statement": [map! {
            "Sid": "RefusePlainHttp", "Effect": "Deny", "Principal": "*", "Action": "s3:*",
            "Resource": Expr::List(vec![arn.clone(), text![arn, "/*"]]),
            "Condition": map! { "Bool": map! { "aws:SecureTransport": "false" } },
        }] }
    }
}

impl Construct for Bucket {
    fn cloudformation(&self, out: &mut Shapes<'_>) {
        let minutes = || map! { "Minutes": 15 };
        let rule = |to: &Ref<Bucket>| {
            map! {
                "Id": "copy", "Status": "Enabled", "Priority": 1, "Filter": map! { "Prefix": "" },
                "DeleteMarkerReplication": map! { "Status": "Enabled" },
                "Destination": map! {
                    "Bucket": to.get_att("Arn", "arn"),
                    "ReplicationTime": map! { "Status": "Enabled", "Time": minutes() },
                    "Metrics": map! { "Status": "Enabled", "EventThreshold": minutes() },
                },
            }
        };
        let body = map! {
            "BucketName": &self.name,
            "VersioningConfiguration": map! { "Status": "Enabled" },
            "ReplicationConfiguration": self.replication.as_ref().map(|(role, to)| map! {
                "Role": role.get_att("Arn", "arn"), "Rules": [rule(to)],
            }),
            "Tags": out.tags().list(),
        };
        out.main("AWS::S3::Bucket", body).stateful();
        let policy = Self::policy(&Expr::Part("", "Arn"));
        out.part(
            "policy",
            "AWS::S3::BucketPolicy",
            map! { "Bucket": Expr::Part("", "Ref"), "PolicyDocument": policy },
        );
    }

    fn provider(&self, out: &mut Shapes<'_>) {
        let bucket = || Expr::Part("", "bucket");
        out.main("aws_s3_bucket", map! { "bucket": &self.name, "force_destroy": true });
        let status = map! { "status": "Enabled" };
        let body = map! { "bucket": bucket(), "versioning_configuration": [status] };
        out.part("versioning", "aws_s3_bucket_versioning", body);
        let policy = Self::policy(&Expr::Part("", "arn")).json();
        out.part("policy", "aws_s3_bucket_policy", map! { "bucket": bucket(), "policy": policy })
            .after_part("versioning");
        let Some((role, to)) = &self.replication else { return };
        let minutes = || map! { "minutes": 15 };
        let body = map! {
            "rule": [map! {
                "id": "copy", "status": "Enabled", "priority": 1, "filter": map! { "prefix": "" },
                "delete_marker_replication": map! { "status": "Enabled" },
                "destination": [map! {
                    "bucket": to.get_att("Arn", "arn"),
                    "replication_time": [map! { "status": "Enabled", "time": [minutes()] }],
                    "metrics": map! { "status": "Enabled", "event_threshold": minutes() },
                }],
            }],
            "bucket": Expr::Part("versioning", "bucket"),
            "role": role.get_att("Arn", "arn"),
        };
        out.part("replication", "aws_s3_bucket_replication_configuration", body).after(to.id);
    }

    fn known(&self, attr: Attr) -> Option<Expr> {
        match attr.cfn {
            CfnReturn::Att("Arn") => Some(text!["arn:", Expr::Partition, ":s3:::", &self.name]),
            CfnReturn::Ref => Some(Expr::from(&self.name)),
            CfnReturn::Att(_) | CfnReturn::ListAtt(_) | CfnReturn::Known(_) => None,
        }
    }
}

#[derive(Debug)]
pub(crate) struct GlobalTable {
    pub(crate) name: String,
    pub(crate) replicas: Vec<(Region, Tags)>,
}

/// CloudFormation has no resource for it: the table lists its replicas.
#[derive(Debug)]
pub(crate) struct TableReplica {
    pub(crate) table: Ref<GlobalTable>,
    pub(crate) name: String,
    pub(crate) region: Region,
}

pub(crate) trait TableRef {
    fn arn(self) -> Expr;
}
impl TableRef for Ref<GlobalTable> {
    fn arn(self) -> Expr {
        self.get_att("Arn", "arn")
    }
}
impl TableRef for Ref<TableReplica> {
    fn arn(self) -> Expr {
        self.attr(Attr::new(CfnReturn::Known("Arn"), "arn"))
    }
}

fn arn(region: Region, name: &str) -> Expr {
    text![
        "arn:",
        Expr::Partition,
        ":dynamodb:",
        region.code(),
        ":",
        Expr::Account,
        ":table/",
        name.to_owned()
    ]
}

impl Construct for GlobalTable {
    fn cloudformation(&self, out: &mut Shapes<'_>) {
        let replica = |(region, tags): &(Region, Tags)| map! { "Region": region.code(), "Tags": tags.list() };
        out.main(
            "AWS::DynamoDB::GlobalTable",
            map! {
                "TableName": &self.name,
                "BillingMode": "PAY_PER_REQUEST",
                "AttributeDefinitions": [map! { "AttributeName": "paymentId", "AttributeType": "S" }],
                "KeySchema": [map! { "AttributeName": "paymentId", "KeyType": "HASH" }],
                "StreamSpecification": map! { "StreamViewType": "NEW_AND_OLD_IMAGES" },
                "Replicas": self.replicas.iter().map(replica).collect::<Expr>(),
            },
        );
    }

    fn provider(&self, out: &mut Shapes<'_>) {
        let shape = out.main(
            "aws_dynamodb_table",
            map! {
                "name": &self.name, "billing_mode": "PAY_PER_REQUEST", "hash_key": "paymentId",
                "stream_enabled": true, "stream_view_type": "NEW_AND_OLD_IMAGES",
                "attribute": [map! { "name": "paymentId", "type": "S" }],
            },
        );
        shape.ignore_changes.push("replica");
    }

    fn known(&self, attr: Attr) -> Option<Expr> {
        let home = self.replicas.first()?.0;
        (attr.cfn == CfnReturn::Att("Arn")).then(|| arn(home, &self.name))
    }
}

impl Construct for TableReplica {
    fn cloudformation(&self, out: &mut Shapes<'_>) {
        out.drawn_by(self.table.id);
    }

    fn provider(&self, out: &mut Shapes<'_>) {
        out.main("aws_dynamodb_table_replica", map! { "global_table_arn": self.table.arn() });
    }

    fn known(&self, attr: Attr) -> Option<Expr> {
        (attr.cfn == CfnReturn::Known("Arn")).then(|| arn(self.region, &self.name))
    }
}
