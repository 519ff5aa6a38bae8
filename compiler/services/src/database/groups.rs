//! Where the instances of a cluster stand, and their settings.

use super::fields::Engine;
use drc_ir::{Attr, CfnReturn, Construct, Expr, Ref, Shapes, map};

/// The subnets a cluster may use.
#[derive(Debug)]
pub struct SubnetGroup {
    /// Its name.
    pub name: String,
    /// What it is for.
    pub description: String,
    /// Ids of subnets, in two zones or more.
    pub subnets: Vec<Expr>,
}

/// The settings of a cluster.
#[derive(Debug)]
pub struct ParameterGroup {
    /// Its name.
    pub name: String,
    /// What it is for.
    pub description: String,
    /// `aurora-mysql8.0`
    pub family: String,
    /// Name and value.
    pub parameters: Vec<(&'static str, String)>,
}

/// What every cluster of an engine is set to: nobody connects without TLS, and what is worth knowing is logged.
pub fn settings(engine: Engine) -> &'static [(&'static str, &'static str)] {
    match engine {
        Engine::Mysql => &[
            ("require_secure_transport", "ON"),
            ("server_audit_logging", "1"),
            ("server_audit_events", "CONNECT,QUERY_DCL,QUERY_DDL"),
            ("slow_query_log", "1"),
        ],
        Engine::Postgresql => {
            &[("rds.force_ssl", "1"), ("log_statement", "ddl"), ("log_min_duration_statement", "1000")]
        }
    }
}

/// References to a group.
pub trait GroupRef {
    /// Its name.
    fn name(self) -> Expr;
}
impl GroupRef for Ref<SubnetGroup> {
    fn name(self) -> Expr {
        self.ref_attr("name")
    }
}
impl GroupRef for Ref<ParameterGroup> {
    fn name(self) -> Expr {
        self.ref_attr("name")
    }
}

impl Construct for SubnetGroup {
    fn cloudformation(&self, out: &mut Shapes<'_>) {
        let tags = out.tags().list();
        out.main(
            "AWS::RDS::DBSubnetGroup",
            map! {
                "DBSubnetGroupName": &self.name,
                "DBSubnetGroupDescription": &self.description,
                "SubnetIds": self.subnets.clone(),
                "Tags": tags,
            },
        );
    }

    fn provider(&self, out: &mut Shapes<'_>) {
        out.main(
            "aws_db_subnet_group",
            map! { "name": &self.name, "description": &self.description, "subnet_ids": self.subnets.clone() },
        );
    }

    fn known(&self, attr: Attr) -> Option<Expr> {
        (attr.cfn == CfnReturn::Ref).then(|| Expr::from(&self.name))
    }
}

impl Construct for ParameterGroup {
    fn cloudformation(&self, out: &mut Shapes<'_>) {
        let tags = out.tags().list();
        let all = self.parameters.iter().map(|(name, value)| ((*name).into(), Expr::from(value)));
        out.main(
            "AWS::RDS::DBClusterParameterGroup",
            map! {
                "DBClusterParameterGroupName": &self.name,
                "Description": &self.description,
                "Family": &self.family,
                "Parameters": Expr::Map(all.collect()),
                "Tags": tags,
            },
        );
    }

    fn provider(&self, out: &mut Shapes<'_>) {
        let parameter = |(name, value): &(&'static str, String)| map! { "name": *name, "value": value };
        out.main(
            "aws_rds_cluster_parameter_group",
            map! {
                "name": &self.name,
                "description": &self.description,
                "family": &self.family,
                "parameter": self.parameters.iter().map(parameter).collect::<Expr>(),
            },
        );
    }

    fn known(&self, attr: Attr) -> Option<Expr> {
        (attr.cfn == CfnReturn::Ref).then(|| Expr::from(&self.name))
    }
}
