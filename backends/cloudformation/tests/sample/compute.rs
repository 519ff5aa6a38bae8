//! Roles and functions.

use super::storage::Bucket;
use drc_ir::{AssetId, Attr, CfnReturn, Construct, Expr, Ref, Shapes, map, text};
use drc_model::Region;

#[derive(Debug)]
pub(crate) struct Role {
    name: String,
    trusts: &'static str,
    may: Vec<(&'static str, Expr)>,
}

impl Role {
    pub(crate) fn new(name: String, trusts: &'static str) -> Self {
        Self { name, trusts, may: Vec::new() }
    }

    pub(crate) fn may(mut self, action: &'static str, what: Expr) -> Self {
        self.may.push((action, what));
        self
    }

    fn trust(&self) -> Expr {
        map! { "Version": "2012-10-17", "Statement": [map! {
            "Effect": "Allow", "Principal": map! { "Service": self.trusts }, "Action": "sts:AssumeRole",
            "Condition": map! { "StringEquals": map! { "aws:SourceAccount": Expr::Account } },
        }] }
    }

    fn policy(&self) -> Expr {
        let statement = |(action, what): &(&'static str, Expr)| {
            let all = text![what, "/${aws:username}/*"];
            map! { "Effect": "Allow", "Action": *action, "Resource": Expr::List(vec![what.clone(), all]) }
        };
        map! { "Version": "2012-10-17", "Statement": self.may.iter().map(statement).collect::<Expr>() }
    }
}

impl Construct for Role {
    fn cloudformation(&self, out: &mut Shapes<'_>) {
        let policy = map! { "PolicyName": "access", "PolicyDocument": self.policy() };
        let body = map! {
            "RoleName": &self.name, "AssumeRolePolicyDocument": self.trust(), "Policies": [policy], "Tags": out.tags().list(),
        };
        out.main("AWS::IAM::Role", body);
    }

    fn provider(&self, out: &mut Shapes<'_>) {
        out.main("aws_iam_role", map! { "name": &self.name, "assume_role_policy": self.trust().json() });
        let policy = self.policy().json();
        out.part(
            "policy",
            "aws_iam_role_policy",
            map! { "name": "access", "role": Expr::Part("", "name"), "policy": policy },
        );
    }

    fn known(&self, attr: Attr) -> Option<Expr> {
        (attr.cfn == CfnReturn::Att("Arn"))
            .then(|| text!["arn:", Expr::Partition, ":iam::", Expr::Account, ":role/", &self.name])
    }
}

#[derive(Debug)]
pub(crate) enum Code {
    Inline(AssetId),
    Package(AssetId),
}

#[derive(Debug)]
pub(crate) struct Function {
    pub(crate) name: String,
    pub(crate) code: Code,
    pub(crate) role: Ref<Role>,
    pub(crate) table: Expr,
    pub(crate) docs: Ref<Bucket>,
    pub(crate) region: Region,
}

const CODE: &str = "\"use strict\";\n\n// Says ${hello}: it's short.\nexports.handler = async (event) => {\n  return { statusCode: 200, body: `${event.path}` };\n};\n";

impl Function {
    fn variables(&self) -> Expr {
        let settings =
            map! { "table": &self.table, "sizes": [1, 2], "banner": "say \"hi\" for ${PRICE}", "on": true };
        map! { "variables": map! {
            "TABLE": &self.table,
            "DOCS": self.docs.ref_attr("bucket"),
            "SETTINGS": settings.json(),
            "PREFIXED": text!["settings=", map! { "docs": self.docs.ref_attr("bucket") }.json(), ";"],
            "LONELY": text![self.docs.ref_attr("bucket")],
            "DOLLAR": text!["$", self.docs.ref_attr("bucket")],
            "PLAIN": "yes",
            "COUNT": "010",
        } }
    }

    fn package(&self) -> AssetId {
        match self.code {
            Code::Inline(asset) | Code::Package(asset) => asset,
        }
    }
}

impl Construct for Function {
    fn cloudformation(&self, out: &mut Shapes<'_>) {
        let code = match self.code {
            Code::Inline(_) => map! { "ZipFile": CODE },
            Code::Package(asset) => map! { "S3Bucket": Expr::AssetBucket, "S3Key": Expr::AssetKey(asset) },
        };
        let Expr::Map(variables) = self.variables() else { return };
        let body = map! {
            "FunctionName": &self.name, "Runtime": "nodejs22.x", "Handler": "index.handler", "Code": code,
            "Role": self.role.get_att("Arn", "arn"), "Timeout": 30,
            "Environment": map! { "Variables": variables[0].1.clone() },
            "Tags": out.tags().list(),
        };
        out.main("AWS::Lambda::Function", body).after(self.role.id);
        let failures = map! {
            "FunctionName": Expr::Part("", "Ref"), "Qualifier": "$LATEST", "MaximumRetryAttempts": 1,
        };
        out.part("failures", "AWS::Lambda::EventInvokeConfig", failures);
        let body = map! { "LogGroupName": text!["/aws/lambda/", &self.name], "RetentionInDays": 7 };
        out.part("logs", "AWS::Logs::LogGroup", body).after_part("");
    }

    fn provider(&self, out: &mut Shapes<'_>) {
        let shape = out.main(
            "aws_lambda_function",
            map! {
                "function_name": &self.name, "runtime": "nodejs22.x", "handler": "index.handler",
                "role": self.role.get_att("Arn", "arn"), "timeout": 30,
                "filename": Expr::Asset(self.package()), "source_code_hash": Expr::AssetHash(self.package()),
                "environment": [self.variables()],
            },
        );
        shape.after(self.role.id);
        shape.ignore_changes = vec!["layers", "memory_size"];
        shape.create_before_destroy = true;
        let failures = map! { "function_name": Expr::Part("", "function_name"), "maximum_retry_attempts": 1 };
        out.part("failures", "aws_lambda_function_event_invoke_config", failures);
        let body = map! { "name": text!["/aws/lambda/", &self.name], "retention_in_days": 7 };
        out.part("logs", "aws_cloudwatch_log_group", body).after_part("");
    }

    fn known(&self, attr: Attr) -> Option<Expr> {
        let region = self.region.code();
        (attr.cfn == CfnReturn::Att("Arn")).then(|| {
            text!["arn:", Expr::Partition, ":lambda:", region, ":", Expr::Account, ":function:", &self.name]
        })
    }
}
