//! A Lambda function, its code, and where failed calls go.

use super::Runtime;
use crate::package::Package;
use crate::shared::role::{Role, RoleRef};
use drc_ir::{AssetId, Attr, CfnReturn, Construct, Expr, Ref, Shapes, map, text};
use drc_model::{Duration, Region, Size};
use std::borrow::Cow;
use std::rc::Rc;

/// A Lambda function.
#[derive(Debug)]
pub struct Function {
    /// Its name.
    pub name: String,
    /// What it is.
    pub description: String,
    /// In which runtime.
    pub runtime: Runtime,
    /// What Lambda calls.
    pub handler: String,
    /// Its code.
    pub code: Code,
    /// Its memory; its share of the processor follows.
    pub memory: Size,
    /// How long a call may take.
    pub timeout: Duration,
    /// As whom it runs.
    pub role: Ref<Role>,
    /// What it is told.
    pub environment: Vec<(Cow<'static, str>, Expr)>,
    /// Where asynchronous calls end that fail.
    pub failures: Option<Failures>,
    /// How many calls it may serve at once, and is sure to have; `None`: as many as the account has.
    pub reserved: Option<i64>,
    /// Where it is.
    pub region: Region,
}

/// The code of a function.
#[derive(Debug)]
pub struct Code {
    /// The package.
    pub asset: AssetId,
    /// The text, where CloudFormation can carry it in the template.
    pub inline: Option<Rc<str>>,
}

/// Where asynchronous calls end that fail.
#[derive(Debug)]
pub struct Failures {
    /// ARN of the queue.
    pub to: Expr,
}

impl Code {
    /// The code as text, if a template can carry it: one file of the name CloudFormation gives it, and not so large
    /// that it crowds out the rest of the template.
    pub fn inline(package: &Package, runtime: Runtime, handler: &str) -> Option<Rc<str>> {
        const MOST: usize = 16 * 1024;
        let file = runtime.inline_file()?;
        let (name, text) = package.single.as_ref()?;
        (name == file && handler.starts_with("index.") && text.len() <= MOST).then(|| text.clone())
    }
}

/// References to a function.
pub trait FunctionRef {
    /// `arn:…:function:NAME`
    fn arn(self) -> Expr;
    /// Its name.
    fn name(self) -> Expr;
    /// The URI API Gateway calls it by.
    fn invoke_uri(self, region: Region) -> Expr;
}
impl FunctionRef for Ref<Function> {
    fn arn(self) -> Expr {
        self.get_att("Arn", "arn")
    }
    fn name(self) -> Expr {
        self.ref_attr("function_name")
    }
    fn invoke_uri(self, region: Region) -> Expr {
        let service = format!(":apigateway:{region}:lambda:path/2015-03-31/functions/");
        text!["arn:", Expr::Partition, service, self.arn(), "/invocations"]
    }
}

impl Construct for Function {
    fn cloudformation(&self, out: &mut Shapes<'_>) {
        let tags = out.tags().list();
        let code = match &self.code.inline {
            Some(text) => map! { "ZipFile": text.to_string() },
            None => map! { "S3Bucket": Expr::AssetBucket, "S3Key": Expr::AssetKey(self.code.asset) },
        };
        out.main(
            "AWS::Lambda::Function",
            map! {
                "FunctionName": &self.name,
                "Description": &self.description,
                "Runtime": self.runtime.word(),
                "Handler": &self.handler,
                "Code": code,
                "MemorySize": self.memory.mebibytes(),
                "Timeout": self.timeout.seconds(),
                "Role": self.role.arn(),
                "ReservedConcurrentExecutions": self.reserved,
                "Environment": map! { "Variables": Expr::Map(self.environment.clone()) },
                "TracingConfig": map! { "Mode": "Active" },
                "Tags": tags,
            },
        );
        let Some(failures) = &self.failures else { return };
        out.part(
            "failures",
            "AWS::Lambda::EventInvokeConfig",
            map! {
                "FunctionName": Expr::Part("", "Ref"),
                "Qualifier": "$LATEST",
                "DestinationConfig": map! { "OnFailure": map! { "Destination": &failures.to } },
            },
        );
    }

    fn provider(&self, out: &mut Shapes<'_>) {
        out.main(
            "aws_lambda_function",
            map! {
                "function_name": &self.name,
                "description": &self.description,
                "runtime": self.runtime.word(),
                "handler": &self.handler,
                "filename": Expr::Asset(self.code.asset),
                "source_code_hash": Expr::AssetHash(self.code.asset),
                "memory_size": self.memory.mebibytes(),
                "timeout": self.timeout.seconds(),
                "role": self.role.arn(),
                "reserved_concurrent_executions": self.reserved,
                "environment": [map! { "variables": Expr::Map(self.environment.clone()) }],
                "tracing_config": [map! { "mode": "Active" }],
            },
        )
        // Rights first: a function that is called before its policy is there fails its first calls.
        .after(self.role.id);
        let Some(failures) = &self.failures else { return };
        out.part(
            "failures",
            "aws_lambda_function_event_invoke_config",
            map! {
                "function_name": Expr::Part("", "function_name"),
                "destination_config": [map! { "on_failure": [map! { "destination": &failures.to }] }],
            },
        );
    }

    fn known(&self, attr: Attr) -> Option<Expr> {
        match attr.cfn {
            CfnReturn::Att("Arn") => Some(text![
                "arn:",
                Expr::Partition,
                format!(":lambda:{}:", self.region),
                Expr::Account,
                ":function:",
                &self.name
            ]),
            CfnReturn::Ref => Some(Expr::from(&self.name)),
            CfnReturn::Att(_) | CfnReturn::ListAtt(_) | CfnReturn::Known(_) => None,
        }
    }
}
