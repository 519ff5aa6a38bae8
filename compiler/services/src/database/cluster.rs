//! A global database and its clusters. Which cluster writes is AWS's to change: no drawing may undo a failover.

use super::fields::{Capacity, Engine};
use super::groups::{GroupRef, ParameterGroup, SubnetGroup};
use drc_ir::{Attr, CfnReturn, Construct, Expr, Ref, Shapes, map, text};
use drc_model::Region;

/// What joins the clusters.
#[derive(Debug)]
pub struct GlobalCluster {
    /// Its name.
    pub id: String,
    /// Engine of all clusters.
    pub engine: Engine,
    /// Version of all clusters.
    pub version: String,
    /// Refuses to be deleted.
    pub protect: bool,
}

/// A Region's cluster.
#[derive(Debug)]
pub struct Cluster {
    /// Its name, unique in all Regions: AWS refuses two members of one name.
    pub id: String,
    /// Where it is.
    pub region: Region,
    /// What it is a member of.
    pub global: Ref<GlobalCluster>,
    /// Engine.
    pub engine: Engine,
    /// Version.
    pub version: String,
    /// What only the first cluster is told; the others get it by replication.
    pub origin: Origin,
    /// The subnets it stands in.
    pub subnets: Ref<SubnetGroup>,
    /// Its settings.
    pub parameters: Ref<ParameterGroup>,
    /// Id of its security group.
    pub security_group: Expr,
    /// ARN of the key it is encrypted under.
    pub key: StorageKey,
    /// Between how many units its instances move, if they are serverless.
    pub capacity: Option<Capacity>,
    /// Days automated backups are kept.
    pub backup_days: i64,
    /// SQL over HTTPS.
    pub data_api: bool,
    /// Refuses to be deleted, and leaves a snapshot.
    pub protect: bool,
}

/// Where a cluster's data comes from.
#[derive(Debug)]
pub enum Origin {
    /// It is the first: it makes a database and its first user.
    First {
        /// The database.
        database: String,
        /// The user.
        username: String,
        /// Its password, which stands in no output.
        password: Expr,
    },
    /// It follows the cluster of this Region.
    Follows(Region),
}

/// What a cluster's storage is encrypted under.
#[derive(Debug)]
pub enum StorageKey {
    /// AWS's own, which RDS takes without being told.
    Default,
    /// AWS's own, by its alias: of an encrypted cluster in another Region RDS wants to be told. What it answers is the
    /// key behind the alias, and a difference there would replace the cluster.
    Alias(Expr),
    /// A key of the spec's, by its ARN.
    Own(Expr),
}

impl StorageKey {
    fn arn(&self) -> Option<&Expr> {
        match self {
            Self::Default => None,
            Self::Alias(arn) | Self::Own(arn) => Some(arn),
        }
    }
}

/// References to a global database.
pub trait GlobalRef {
    /// Its name.
    fn id(self) -> Expr;
}
impl GlobalRef for Ref<GlobalCluster> {
    fn id(self) -> Expr {
        self.ref_attr("id")
    }
}

/// References to a cluster.
pub trait ClusterRef {
    /// Its name.
    fn id(self) -> Expr;
    /// `arn:…:cluster:NAME`
    fn arn(self) -> Expr;
    /// The host name of its writer: of a cluster that follows, once it is promoted.
    fn endpoint(self) -> Expr;
    /// The host name of its readers.
    fn reader_endpoint(self) -> Expr;
}
impl ClusterRef for Ref<Cluster> {
    fn id(self) -> Expr {
        self.ref_attr("id")
    }
    fn arn(self) -> Expr {
        self.get_att("DBClusterArn", "arn")
    }
    fn endpoint(self) -> Expr {
        self.get_att("Endpoint.Address", "endpoint")
    }
    fn reader_endpoint(self) -> Expr {
        self.get_att("ReadEndpoint.Address", "reader_endpoint")
    }
}

/// `arn:…:global-cluster:NAME`: it has no Region.
pub fn global_arn(id: &str) -> Expr {
    text!["arn:", Expr::Partition, ":rds::", Expr::Account, ":global-cluster:", id.to_owned()]
}

/// `arn:…:cluster:NAME`, as names tell it.
pub fn cluster_arn(id: &str, region: Region) -> Expr {
    text!["arn:", Expr::Partition, format!(":rds:{region}:"), Expr::Account, ":cluster:", id.to_owned()]
}

impl Construct for GlobalCluster {
    fn cloudformation(&self, out: &mut Shapes<'_>) {
        let tags = out.tags().list();
        out.main(
            "AWS::RDS::GlobalCluster",
            map! {
                "GlobalClusterIdentifier": &self.id,
                "Engine": self.engine.word(),
                "EngineVersion": &self.version,
                "StorageEncrypted": true,
                "DeletionProtection": self.protect,
                "Tags": tags,
            },
        )
        .stateful();
    }

    fn provider(&self, out: &mut Shapes<'_>) {
        out.main(
            "aws_rds_global_cluster",
            map! {
                "global_cluster_identifier": &self.id,
                "engine": self.engine.word(),
                "engine_version": &self.version,
                "storage_encrypted": true,
                "deletion_protection": self.protect,
                // Members that a failover left behind would keep it from being deleted.
                "force_destroy": !self.protect,
            },
        );
    }

    fn known(&self, attr: Attr) -> Option<Expr> {
        (attr.cfn == CfnReturn::Ref).then(|| Expr::from(&self.id))
    }
}

impl Construct for Cluster {
    fn cloudformation(&self, out: &mut Shapes<'_>) {
        let tags = out.tags().list();
        let (first, follows) = match &self.origin {
            Origin::First { database, username, password } => (Some((database, username, password)), None),
            Origin::Follows(region) => (None, Some(region.code())),
        };
        let capacity = |it: &Capacity| map! { "MinCapacity": Expr::Float(it.min.value.number()), "MaxCapacity": Expr::Float(it.max.value.number()) };
        out.main(
            "AWS::RDS::DBCluster",
            map! {
                "DBClusterIdentifier": &self.id,
                "GlobalClusterIdentifier": self.global.id(),
                "Engine": self.engine.word(),
                "EngineVersion": &self.version,
                "SourceRegion": follows,
                "DatabaseName": first.map(|(database, ..)| database),
                "MasterUsername": first.map(|(_, username, _)| username),
                "MasterUserPassword": first.map(|(.., password)| password.clone()),
                "DBSubnetGroupName": self.subnets.name(),
                "DBClusterParameterGroupName": self.parameters.name(),
                "VpcSecurityGroupIds": [&self.security_group],
                "StorageEncrypted": true,
                "KmsKeyId": self.key.arn(),
                "ServerlessV2ScalingConfiguration": self.capacity.as_ref().map(capacity),
                "BackupRetentionPeriod": self.backup_days,
                "CopyTagsToSnapshot": true,
                "EnableCloudwatchLogsExports": self.engine.logs().iter().copied().collect::<Expr>(),
                "EnableHttpEndpoint": self.data_api,
                "DeletionProtection": self.protect,
                "Tags": tags,
            },
        )
        .stateful();
    }

    fn provider(&self, out: &mut Shapes<'_>) {
        let (first, follows) = match &self.origin {
            Origin::First { database, username, password } => (Some((database, username, password)), None),
            Origin::Follows(region) => (None, Some(region.code())),
        };
        let capacity =
            |it: &Capacity| [map! { "min_capacity": Expr::Float(it.min.value.number()), "max_capacity": Expr::Float(it.max.value.number()) }];
        let cluster = out.main(
            "aws_rds_cluster",
            map! {
                "cluster_identifier": &self.id,
                "global_cluster_identifier": self.global.id(),
                "engine": self.engine.word(),
                "engine_version": &self.version,
                "source_region": follows,
                "database_name": first.map(|(database, ..)| database),
                "master_username": first.map(|(_, username, _)| username),
                "master_password": first.map(|(.., password)| password.clone().write_once()),
                "db_subnet_group_name": self.subnets.name(),
                "db_cluster_parameter_group_name": self.parameters.name(),
                "vpc_security_group_ids": [&self.security_group],
                "storage_encrypted": true,
                "kms_key_id": self.key.arn(),
                "serverlessv2_scaling_configuration": self.capacity.as_ref().map(capacity),
                "backup_retention_period": self.backup_days,
                "copy_tags_to_snapshot": true,
                "enabled_cloudwatch_logs_exports": self.engine.logs().iter().copied().collect::<Expr>(),
                "enable_http_endpoint": self.data_api,
                "apply_immediately": true,
                "deletion_protection": self.protect,
                "skip_final_snapshot": !self.protect,
                "final_snapshot_identifier": self.protect.then(|| format!("{}-final", self.id)),
            },
        );
        // A failover turns the direction of replication round, and an upgrade of the global database raises its
        // members: a plan that put either back would promote or replace a cluster.
        cluster.ignore_changes.extend(["replication_source_identifier", "engine_version"]);
        if let StorageKey::Alias(_) = self.key {
            cluster.ignore_changes.push("kms_key_id");
        }
    }

    fn known(&self, attr: Attr) -> Option<Expr> {
        match attr.cfn {
            CfnReturn::Ref => Some(Expr::from(&self.id)),
            CfnReturn::Att("DBClusterArn") => Some(cluster_arn(&self.id, self.region)),
            CfnReturn::Att(_) | CfnReturn::ListAtt(_) | CfnReturn::Known(_) => None,
        }
    }
}
