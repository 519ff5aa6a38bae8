//! A global table in CloudFormation is one resource of its home Region; the provider has a table and a resource
//! for every replica.

use drc_ir::{Attr, CfnReturn, Construct, Expr, Ref, Shapes, Tags, map, text};
use drc_model::{Attribute, Region};

/// The table where it is made.
#[derive(Debug)]
pub struct GlobalTable {
    /// One name in all Regions.
    pub name: String,
    /// The partition key, and the sort key if there is one.
    pub keys: Vec<Attribute>,
    /// Continuous backups.
    pub point_in_time_recovery: bool,
    /// Every Region with the tags of its replica, the home Region first.
    pub replicas: Vec<(Region, Tags)>,
}

/// The table where it is copied to.
#[derive(Debug)]
pub struct TableReplica {
    /// What is copied.
    pub table: Ref<GlobalTable>,
    /// Its name.
    pub name: String,
    /// Where to.
    pub region: Region,
    /// Continuous backups.
    pub point_in_time_recovery: bool,
}

/// References to a table in its home Region.
pub trait TableRef {
    /// `arn:…:table/NAME` in the home Region.
    fn arn(self) -> Expr;
}
impl TableRef for Ref<GlobalTable> {
    fn arn(self) -> Expr {
        self.get_att("Arn", "arn")
    }
}

/// References to a replica.
pub trait ReplicaRef {
    /// `arn:…:table/NAME` in the replica's Region.
    fn arn(self) -> Expr;
}
impl ReplicaRef for Ref<TableReplica> {
    fn arn(self) -> Expr {
        self.attr(Attr::new(CfnReturn::Known("Arn"), "arn"))
    }
}

fn arn(region: Region, name: &str) -> Expr {
    text!["arn:", Expr::Partition, ":dynamodb:", region.code(), ":", Expr::Account, ":table/", name.to_owned()]
}

impl GlobalTable {
    fn key_type(at: usize) -> &'static str {
        if at == 0 { "HASH" } else { "RANGE" }
    }
}

impl Construct for GlobalTable {
    fn cloudformation(&self, out: &mut Shapes<'_>) {
        let attribute = |it: &Attribute| map! { "AttributeName": &it.name, "AttributeType": it.of.letter() };
        let key = |(at, it): (usize, &Attribute)| map! { "AttributeName": &it.name, "KeyType": Self::key_type(at) };
        let replica = |(region, tags): &(Region, Tags)| {
            map! {
                "Region": region.code(),
                "PointInTimeRecoverySpecification": map! { "PointInTimeRecoveryEnabled": self.point_in_time_recovery },
                "Tags": tags.list(),
            }
        };
        out.main(
            "AWS::DynamoDB::GlobalTable",
            map! {
                "TableName": &self.name,
                "BillingMode": "PAY_PER_REQUEST",
                "AttributeDefinitions": self.keys.iter().map(attribute).collect::<Expr>(),
                "KeySchema": self.keys.iter().enumerate().map(key).collect::<Expr>(),
                // Under the AWS-managed key of each Region: its use is in CloudTrail, that of AWS's own key is not.
                "SSESpecification": map! { "SSEEnabled": true, "SSEType": "KMS" },
                // Replication reads the stream; without it CloudFormation refuses the replicas.
                "StreamSpecification": map! { "StreamViewType": "NEW_AND_OLD_IMAGES" },
                "Replicas": self.replicas.iter().map(replica).collect::<Expr>(),
            },
        )
        .stateful();
    }

    fn provider(&self, out: &mut Shapes<'_>) {
        let attribute = |it: &Attribute| map! { "name": &it.name, "type": it.of.letter() };
        let table = out.main(
            "aws_dynamodb_table",
            map! {
                "name": &self.name,
                "billing_mode": "PAY_PER_REQUEST",
                "hash_key": self.keys.first().map(|it| &it.name),
                "range_key": self.keys.get(1).map(|it| &it.name),
                "stream_enabled": true,
                "stream_view_type": "NEW_AND_OLD_IMAGES",
                "attribute": self.keys.iter().map(attribute).collect::<Expr>(),
                "server_side_encryption": [map! { "enabled": true }],
                "point_in_time_recovery": [map! { "enabled": self.point_in_time_recovery }],
            },
        );
        // Each replica is a resource of its own, in its own Region's hands.
        table.ignore_changes.push("replica");
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
        out.main(
            "aws_dynamodb_table_replica",
            map! {
                "global_table_arn": self.table.arn(),
                "point_in_time_recovery": self.point_in_time_recovery,
            },
        );
    }

    fn known(&self, attr: Attr) -> Option<Expr> {
        (attr.cfn == CfnReturn::Known("Arn")).then(|| arn(self.region, &self.name))
    }
}
