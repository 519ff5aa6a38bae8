//! `role.<name>`: a role that operators of the account assume.

mod runbook;

use crate::kind::Kind;
use crate::lowering::At;
use crate::runbook::Contribution;
use crate::shared::arn::{arn, global_arn};
use crate::shared::connection::Connection;
use crate::shared::metric::{Metric, Watch};
use crate::shared::policy::{Statement, granted};
use crate::shared::role::{Role as RoleConstruct, RoleRef};
use crate::spec::{Entry, Spec};
use crate::uses::Uses;
use drc_ir::{Expr, Ref, map, text};
use drc_model::{Grant, Name, NameKind, PhysicalName, Region, Scope, fields};
use drc_syntax::Spanned;

fields! {
    /// A role that operators of the account assume, with a second factor, for the time of a drill or a failover.
    pub struct Role {
        /// What the naming rule calls `${service}`. Default: the role's name in the spec.
        name: Option<Spanned<Name>>,
        /// What it may do, in every Region.
        access: Vec<Spanned<Grant>>,
        /// It can only be assumed with a second factor. Sessions of IAM Identity Center carry no mark of theirs: where
        /// operators come from there, say false, and ask for the factor there. Default: true.
        mfa: bool = true,
        /// ARNs of those who may assume it. Default: everybody in the account whom IAM allows to.
        assumed_by: Vec<Spanned<String>>,
    }
}

fn role_name(entry: &Entry, spec: &Spec) -> String {
    spec.name(entry, "", Scope::Global)
}

/// Health checks have ids that AWS invents after this role is written.
fn health_checks() -> Expr {
    text!["arn:", Expr::Partition, ":route53:::healthcheck/*"]
}

fn alarms(region: Region) -> Expr {
    arn("cloudwatch", region, "alarm:*")
}

impl Kind for Role {
    const KIND: &'static str = "role";
    const SINGLETON: bool = false;
    const EXPLAIN: &'static str = include_str!("explain.md");
    const ATTRIBUTES: &'static [&'static str] = &["arn"];
    const VERBS: &'static [&'static str] = &[];
    const METRICS: &'static [Metric] = &[];
    type Handle = Ref<RoleConstruct>;

    fn own_name(&self) -> Option<&str> {
        self.name.as_ref().map(|it| it.value.0.as_str())
    }

    fn uses(&self, uses: &mut Uses) {
        self.access.iter().for_each(|grant| uses.grant(grant));
    }

    fn names(&self, entry: &Entry, spec: &Spec) -> Vec<PhysicalName> {
        vec![PhysicalName::global(NameKind::Role, role_name(entry, spec))]
    }

    fn lower<'s>(&'s self, at: &mut At<'_, 's>) -> Self::Handle {
        let who = match self.assumed_by.as_slice() {
            [] => global_arn("iam", "root"),
            arns => arns.iter().map(|it| Expr::from(&it.value)).collect(),
        };
        let trust = Statement::allow("Assume", ["sts:AssumeRole"], []).by_principal(who);
        let trust = match self.mfa {
            true => trust.when(map! { "Bool": map! { "aws:MultiFactorAuthPresent": "true" } }),
            false => trust,
        };
        let regions: Vec<Region> = at.regions().collect();
        let observe = [
            Statement::allow(
                "ReadHealth",
                ["route53:GetHealthCheck", "route53:GetHealthCheckStatus"],
                [health_checks()],
            ),
            Statement::allow(
                "ReadAlarms",
                ["cloudwatch:DescribeAlarms"],
                regions.iter().map(|it| alarms(*it)),
            ),
        ];
        let role = RoleConstruct {
            name: role_name(at.entry, at.spec()),
            description: format!("Operators of {} in a drill or a failover", at.spec().system.name.value.0),
            trust,
            managed: None,
            statements: observe.into_iter().chain(granted(at, &self.access, &regions)).collect(),
        };
        // Home in the Region that takes over: this role is needed when the primary is gone.
        let role = at.add_global("", role);
        at.output_global("arn", format!("Role of {}", at.entry.address), role.arn());
        role
    }

    fn attribute(handle: &Self::Handle, attribute: &str, _: Region) -> Option<Expr> {
        (attribute == "arn").then(|| handle.arn())
    }

    fn grant(_: &Self::Handle, _: &str, _: Region) -> Vec<Statement> {
        Vec::new()
    }

    fn locators(_: &Self::Handle, _: Region) -> Vec<(&'static str, Expr)> {
        Vec::new()
    }

    fn connection(_: &Self::Handle, _: Region) -> Option<Connection> {
        None
    }

    fn watches(&self, _: &Self::Handle, _: &Metric, _: Region, _: &Spec) -> Vec<Watch> {
        Vec::new()
    }

    fn runbook(&self, entry: &Entry, spec: &Spec) -> Contribution {
        runbook::part(self, entry, spec)
    }
}
