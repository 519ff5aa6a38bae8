//! An instance of a cluster.

use super::cluster::{Cluster, ClusterRef};
use super::fields::Engine;
use crate::shared::role::{Role, RoleRef};
use drc_ir::{Attr, Construct, Expr, Ref, Shapes, map};

/// An instance. The one that is made first writes, unless its cluster follows another.
#[derive(Debug)]
pub struct Instance {
    /// Its name.
    pub id: String,
    /// What it belongs to.
    pub cluster: Ref<Cluster>,
    /// Engine.
    pub engine: Engine,
    /// `db.r6g.large`, `db.serverless`
    pub class: String,
    /// Which stands in for the writer first; the lower, the sooner.
    pub tier: i64,
    /// As whom RDS reports what its operating system does.
    pub monitoring: Ref<Role>,
    /// Key of its performance data, unless AWS's own.
    pub key: Option<Expr>,
}

/// Days of performance data that cost nothing.
const FREE_DAYS: i64 = 7;
/// Seconds between two reports of the operating system.
const MONITORING: i64 = 60;

impl Construct for Instance {
    fn cloudformation(&self, out: &mut Shapes<'_>) {
        let tags = out.tags().list();
        out.main(
            "AWS::RDS::DBInstance",
            map! {
                "DBInstanceIdentifier": &self.id,
                "DBClusterIdentifier": self.cluster.id(),
                "DBInstanceClass": &self.class,
                "Engine": self.engine.word(),
                "PromotionTier": self.tier,
                "PubliclyAccessible": false,
                "EnablePerformanceInsights": true,
                "PerformanceInsightsRetentionPeriod": FREE_DAYS,
                "PerformanceInsightsKMSKeyId": self.key.clone(),
                "MonitoringInterval": MONITORING,
                "MonitoringRoleArn": self.monitoring.arn(),
                "Tags": tags,
            },
        )
        .stateful();
    }

    fn provider(&self, out: &mut Shapes<'_>) {
        out.main(
            "aws_rds_cluster_instance",
            map! {
                "identifier": &self.id,
                "cluster_identifier": self.cluster.id(),
                "instance_class": &self.class,
                "engine": self.engine.word(),
                "promotion_tier": self.tier,
                "publicly_accessible": false,
                "performance_insights_enabled": true,
                "performance_insights_retention_period": FREE_DAYS,
                "performance_insights_kms_key_id": self.key.clone(),
                "monitoring_interval": MONITORING,
                "monitoring_role_arn": self.monitoring.arn(),
                "copy_tags_to_snapshot": true,
                "apply_immediately": true,
            },
        )
        // RDS tries the role when the instance is made.
        .after(self.monitoring.id);
    }

    fn known(&self, _: Attr) -> Option<Expr> {
        None
    }
}
