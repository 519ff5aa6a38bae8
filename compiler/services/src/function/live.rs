//! The alias that keeps provisioned concurrency, and what calls go to: it, or the function by itself.

use super::construct::{Function, FunctionRef};
use crate::shared::arn::arn;
use drc_ir::{Attr, CfnReturn, Construct, Expr, Ref, Shapes, map, text};
use drc_model::Region;

/// The name of the alias.
pub const LIVE: &str = "live";

/// The newest version of a function, under a name that does not change, kept warm.
#[derive(Debug)]
pub struct Alias {
    /// The function.
    pub function: Ref<Function>,
    /// The function's name.
    pub of: String,
    /// Changes when the function does. CloudFormation never updates a version: another id publishes another one.
    pub fingerprint: String,
    /// So many environments are kept warm.
    pub provisioned: i64,
    /// Where it is.
    pub region: Region,
}

/// What calls of a function go to.
#[derive(Clone, Copy, Debug)]
pub struct Invocable {
    /// The function.
    pub function: Ref<Function>,
    /// Its alias, if calls must go through that one.
    pub alias: Option<Ref<Alias>>,
}

impl Invocable {
    /// The alias, for what names it beside the function.
    pub fn qualifier(self) -> Option<&'static str> {
        self.alias.map(|_| LIVE)
    }

    /// The URI API Gateway calls it by.
    pub fn invoke_uri(self, region: Region) -> Expr {
        let service = format!(":apigateway:{region}:lambda:path/2015-03-31/functions/");
        text!["arn:", Expr::Partition, service, self.arn(), "/invocations"]
    }

    /// `arn:…:function:NAME`, with the alias if there is one.
    pub fn arn(self) -> Expr {
        self.alias.map_or_else(|| self.function.arn(), |alias| alias.ref_attr("arn"))
    }

    /// `FunctionName` of CloudFormation's permissions: a name, or an alias's ARN.
    pub fn cloudformation_name(self) -> Expr {
        self.alias.map_or_else(|| self.function.name(), |alias| alias.ref_attr("arn"))
    }

    /// `function_name` and `qualifier` of the provider's permissions.
    pub fn provider_name(self) -> (Expr, Option<Expr>) {
        let known = |alias: Ref<Alias>, cfn, field| alias.attr(Attr::new(CfnReturn::Known(cfn), field));
        match self.alias {
            None => (self.function.name(), None),
            Some(alias) => {
                (known(alias, "FunctionName", "function_name"), Some(known(alias, "Name", "name")))
            }
        }
    }
}

impl Construct for Alias {
    fn cloudformation(&self, out: &mut Shapes<'_>) {
        out.main(
            "AWS::Lambda::Alias",
            map! {
                "FunctionName": self.function.name(),
                "FunctionVersion": Expr::Part("version", "Version"),
                "Name": LIVE,
                "ProvisionedConcurrencyConfig": map! { "ProvisionedConcurrentExecutions": self.provisioned },
            },
        );
        let body = map! { "FunctionName": self.function.name() };
        out.part("version", "AWS::Lambda::Version", body).id_suffix = Some(self.fingerprint.clone());
    }

    fn provider(&self, out: &mut Shapes<'_>) {
        out.main(
            "aws_lambda_alias",
            map! {
                "function_name": self.function.name(),
                "function_version": self.function.attr(Attr::new(CfnReturn::Known("Version"), "version")),
                "name": LIVE,
            },
        );
        out.part(
            "provisioned",
            "aws_lambda_provisioned_concurrency_config",
            map! {
                "function_name": Expr::Part("", "function_name"),
                "qualifier": Expr::Part("", "name"),
                "provisioned_concurrent_executions": self.provisioned,
            },
        );
    }

    fn known(&self, attr: Attr) -> Option<Expr> {
        match attr.cfn {
            CfnReturn::Ref => Some(arn("lambda", self.region, format!("function:{}:{LIVE}", self.of))),
            CfnReturn::Known("FunctionName") => Some(Expr::from(&self.of)),
            CfnReturn::Known("Name") => Some(Expr::from(LIVE)),
            CfnReturn::Att(_) | CfnReturn::ListAtt(_) | CfnReturn::Known(_) => None,
        }
    }
}
