//! A global table in CloudFormation is one resource of its home Region; the provider has a table and a resource
//! for every replica, or for strong consistency, which 5.100 has no argument for, CloudFormation's own resource.

use super::fields::{Index, Projection};
use crate::shared::arn as arns;
use drc_ir::{Attr, CfnReturn, Construct, Expr, Ref, Shapes, Tags, map};
use drc_model::{Attribute, Region};

/// The table where it is made.
#[derive(Debug)]
pub struct GlobalTable {
    /// One name in all Regions.
    pub name: String,
    /// The partition key, and the sort key if there is one.
    pub keys: Vec<Attribute>,
    /// Every attribute a key is made of, once.
    pub attributes: Vec<Attribute>,
    /// Global secondary indexes.
    pub indexes: Vec<Index>,
    /// The attribute that holds when an item expires.
    pub ttl: Option<String>,
    /// A stream of the changes.
    pub stream: bool,
    /// A write waits for another Region.
    pub strong: Option<Strong>,
    /// Continuous backups.
    pub point_in_time_recovery: bool,
    /// DynamoDB refuses to delete it.
    pub protect: bool,
    /// Every Region, the home Region first.
    pub replicas: Vec<ReplicaOf>,
}

/// What a strongly consistent table has beside its replicas.
#[derive(Clone, Copy, Debug)]
pub struct Strong {
    /// The third Region, where the replicas are two.
    pub witness: Option<Region>,
}

/// One Region of a table.
#[derive(Debug)]
pub struct ReplicaOf {
    /// Where.
    pub region: Region,
    /// Its tags.
    pub tags: Tags,
    /// ARN of the key that encrypts it there, where it is not AWS's.
    pub key: Option<Expr>,
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
    /// The table draws all its replicas in both dialects.
    pub strong: bool,
    /// Continuous backups.
    pub point_in_time_recovery: bool,
    /// DynamoDB refuses to delete it.
    pub protect: bool,
    /// ARN of the key that encrypts it there, where it is not AWS's.
    pub key: Option<Expr>,
}

/// References to a table in its home Region.
pub trait TableRef {
    /// `arn:…:table/NAME` in the home Region.
    fn arn(self) -> Expr;
    /// `arn:…:table/NAME/stream/…` in the home Region, in which AWS invents the end.
    fn stream_arn(self) -> Expr;
}
impl TableRef for Ref<GlobalTable> {
    fn arn(self) -> Expr {
        self.get_att("Arn", "arn")
    }
    fn stream_arn(self) -> Expr {
        self.get_att("StreamArn", "stream_arn")
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

/// The ARN of a table, as its name tells it.
pub fn arn(region: Region, name: &str) -> Expr {
    arns::arn("dynamodb", region, format!("table/{name}"))
}

const IMAGES: &str = "NEW_AND_OLD_IMAGES";

fn key_schema<'a>(keys: impl IntoIterator<Item = &'a Attribute>) -> Expr {
    let types = ["HASH", "RANGE"].into_iter();
    let key = |(it, of): (&Attribute, &'static str)| map! { "AttributeName": &it.name, "KeyType": of };
    keys.into_iter().zip(types).map(key).collect()
}

fn projected(projection: &Projection) -> Option<Expr> {
    projection.attributes().map(|names| names.iter().collect())
}

impl GlobalTable {
    fn index(it: &Index) -> Expr {
        map! {
            "IndexName": &it.name.0,
            "KeySchema": key_schema(it.keys().map(|it| &it.value)),
            "Projection": map! {
                "ProjectionType": it.project.value.word(),
                "NonKeyAttributes": projected(&it.project.value),
            },
        }
    }

    fn replica(&self, it: &ReplicaOf) -> Expr {
        map! {
            "Region": it.region.code(),
            "PointInTimeRecoverySpecification": map! { "PointInTimeRecoveryEnabled": self.point_in_time_recovery },
            "DeletionProtectionEnabled": self.protect.then_some(true),
            "SSESpecification": it.key.as_ref().map(|key| map! { "KMSMasterKeyId": key }),
            "Tags": it.tags.list(),
        }
    }

    /// CloudFormation's properties, which Cloud Control takes too.
    fn body(&self) -> Expr {
        let attribute = |it: &Attribute| map! { "AttributeName": &it.name, "AttributeType": it.of.letter() };
        let indexes = || self.indexes.iter().map(Self::index).collect::<Expr>();
        let witness = self.strong.and_then(|it| it.witness);
        map! {
            "TableName": &self.name,
            "BillingMode": "PAY_PER_REQUEST",
            "AttributeDefinitions": self.attributes.iter().map(attribute).collect::<Expr>(),
            "KeySchema": key_schema(&self.keys),
            "GlobalSecondaryIndexes": (!self.indexes.is_empty()).then(indexes),
            // Under the key of each Region: its use is in CloudTrail, that of AWS's own key is not.
            "SSESpecification": map! { "SSEEnabled": true, "SSEType": "KMS" },
            "StreamSpecification": self.stream.then(|| map! { "StreamViewType": IMAGES }),
            "TimeToLiveSpecification": self.ttl.as_ref().map(|it| map! { "AttributeName": it, "Enabled": true }),
            "MultiRegionConsistency": self.strong.map(|_| "STRONG"),
            "GlobalTableWitnesses": witness.map(|it| [map! { "Region": it.code() }]),
            "Replicas": self.replicas.iter().map(|it| self.replica(it)).collect::<Expr>(),
        }
    }

    fn home_key(&self) -> Option<&Expr> {
        self.replicas.first()?.key.as_ref()
    }

    fn provider_index(it: &Index) -> Expr {
        map! {
            "name": &it.name.0,
            "hash_key": &it.partition_key.name,
            "range_key": it.sort_key.as_ref().map(|it| &it.name),
            "projection_type": it.project.value.word(),
            "non_key_attributes": projected(&it.project.value),
        }
    }
}

impl Construct for GlobalTable {
    fn cloudformation(&self, out: &mut Shapes<'_>) {
        out.main("AWS::DynamoDB::GlobalTable", self.body()).stateful();
    }

    fn provider(&self, out: &mut Shapes<'_>) {
        if self.strong.is_some() {
            let body =
                map! { "type_name": "AWS::DynamoDB::GlobalTable", "desired_state": self.body().json() };
            out.main("aws_cloudcontrolapi_resource", body);
            return;
        }
        let attribute = |it: &Attribute| map! { "name": &it.name, "type": it.of.letter() };
        let indexes = || self.indexes.iter().map(Self::provider_index).collect::<Expr>();
        let table = out.main(
            "aws_dynamodb_table",
            map! {
                "name": &self.name,
                "billing_mode": "PAY_PER_REQUEST",
                "hash_key": self.keys.first().map(|it| &it.name),
                "range_key": self.keys.get(1).map(|it| &it.name),
                "stream_enabled": self.stream,
                "stream_view_type": self.stream.then_some(IMAGES),
                "deletion_protection_enabled": self.protect.then_some(true),
                "attribute": self.attributes.iter().map(attribute).collect::<Expr>(),
                "global_secondary_index": (!self.indexes.is_empty()).then(indexes),
                "ttl": self.ttl.as_ref().map(|it| [map! { "attribute_name": it, "enabled": true }]),
                "server_side_encryption": [map! { "enabled": true, "kms_key_arn": self.home_key() }],
                "point_in_time_recovery": [map! { "enabled": self.point_in_time_recovery }],
            },
        );
        // Each replica is a resource of its own, in its own Region's hands.
        table.ignore_changes.push("replica");
    }

    fn known(&self, attr: Attr) -> Option<Expr> {
        let home = self.replicas.first()?.region;
        (attr.cfn == CfnReturn::Att("Arn")).then(|| arn(home, &self.name))
    }
}

impl Construct for TableReplica {
    fn cloudformation(&self, out: &mut Shapes<'_>) {
        out.drawn_by(self.table.id);
    }

    fn provider(&self, out: &mut Shapes<'_>) {
        if self.strong {
            return out.drawn_by(self.table.id);
        }
        out.main(
            "aws_dynamodb_table_replica",
            map! {
                "global_table_arn": self.table.arn(),
                "point_in_time_recovery": self.point_in_time_recovery,
                "deletion_protection_enabled": self.protect.then_some(true),
                "kms_key_arn": self.key.as_ref(),
            },
        );
    }

    fn known(&self, attr: Attr) -> Option<Expr> {
        (attr.cfn == CfnReturn::Known("Arn")).then(|| arn(self.region, &self.name))
    }
}
