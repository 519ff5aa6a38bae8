//! A Lambda function, its code, and where failed calls go.

use super::Runtime;
use super::fields::Architecture;
use super::live::Invocable;
use crate::package::Package;
use crate::shared::arn as arns;
use crate::shared::role::{Role, RoleRef};
use drc_ir::{AssetId, Attr, CfnReturn, Construct, Dependency, Expr, Ref, Shapes, map};
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
    /// The processor it runs on.
    pub architecture: Architecture,
    /// The size of `/tmp`.
    pub ephemeral_storage: Size,
    /// ARNs of layer versions.
    pub layers: Vec<Expr>,
    /// Where it runs, if not in a network of Lambda's own.
    pub vpc: Option<Vpc>,
    /// So many concurrent calls are set aside for it.
    pub reserved: Option<i64>,
    /// Each change is a version of its own (provider dialect; CloudFormation has a resource for it).
    pub publish: bool,
    /// Where it is.
    pub region: Region,
}

/// The network a function runs in.
#[derive(Debug)]
pub struct Vpc {
    /// Ids of its subnets.
    pub subnets: Vec<Expr>,
    /// Id of its security group.
    pub security_group: Expr,
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
    /// What was called.
    pub calls: Invocable,
    /// ARN of the queue or topic.
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

/// `arn:…:function:NAME`, as names tell it.
pub fn arn(name: &str, region: Region) -> Expr {
    arns::arn("lambda", region, format!("function:{name}"))
}

/// References to a function.
pub trait FunctionRef {
    /// `arn:…:function:NAME`
    fn arn(self) -> Expr;
    /// Its name.
    fn name(self) -> Expr;
}
impl FunctionRef for Ref<Function> {
    fn arn(self) -> Expr {
        self.get_att("Arn", "arn")
    }
    fn name(self) -> Expr {
        self.ref_attr("function_name")
    }
}

impl Function {
    /// What Lambda takes for granted is not written down.
    fn architecture(&self) -> Option<[&'static str; 1]> {
        (self.architecture != Architecture::X86).then(|| [self.architecture.word()])
    }

    fn storage(&self) -> Option<i64> {
        Some(self.ephemeral_storage.mebibytes()).filter(|it| *it != 512)
    }

    fn layers(&self) -> Option<Vec<Expr>> {
        (!self.layers.is_empty()).then(|| self.layers.clone())
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
                "Environment": map! { "Variables": Expr::Map(self.environment.clone()) },
                "TracingConfig": map! { "Mode": "Active" },
                "Architectures": self.architecture(),
                "EphemeralStorage": self.storage().map(|it| map! { "Size": it }),
                "Layers": self.layers(),
                "VpcConfig": self.vpc.as_ref().map(|it| map! {
                    "SubnetIds": it.subnets.clone(), "SecurityGroupIds": [it.security_group.clone()],
                }),
                "ReservedConcurrentExecutions": self.reserved,
                "Tags": tags,
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
                "environment": [map! { "variables": Expr::Map(self.environment.clone()) }],
                "tracing_config": [map! { "mode": "Active" }],
                "architectures": self.architecture(),
                "ephemeral_storage": self.storage().map(|it| [map! { "size": it }]),
                "layers": self.layers(),
                "vpc_config": self.vpc.as_ref().map(|it| [map! {
                    "subnet_ids": it.subnets.clone(), "security_group_ids": [it.security_group.clone()],
                }]),
                "reserved_concurrent_executions": self.reserved,
                "publish": self.publish.then_some(true),
            },
        )
        // Rights first: a function that is called before its policy is there fails its first calls.
        .after(self.role.id);
    }

    fn known(&self, attr: Attr) -> Option<Expr> {
        match attr.cfn {
            CfnReturn::Att("Arn") => Some(arn(&self.name, self.region)),
            CfnReturn::Ref => Some(Expr::from(&self.name)),
            CfnReturn::Att(_) | CfnReturn::ListAtt(_) | CfnReturn::Known(_) => None,
        }
    }
}

impl Construct for Failures {
    fn cloudformation(&self, out: &mut Shapes<'_>) {
        let shape = out.main(
            "AWS::Lambda::EventInvokeConfig",
            map! {
                "FunctionName": self.calls.function.name(),
                "Qualifier": self.calls.qualifier().unwrap_or("$LATEST"),
                "DestinationConfig": map! { "OnFailure": map! { "Destination": &self.to } },
            },
        );
        shape.after.extend(self.calls.alias.map(|alias| Dependency::Node(alias.id)));
    }

    fn provider(&self, out: &mut Shapes<'_>) {
        let shape = out.main(
            "aws_lambda_function_event_invoke_config",
            map! {
                "function_name": self.calls.function.name(),
                "qualifier": self.calls.qualifier(),
                "destination_config": [map! { "on_failure": [map! { "destination": &self.to }] }],
            },
        );
        shape.after.extend(self.calls.alias.map(|alias| Dependency::Node(alias.id)));
    }

    fn known(&self, _: Attr) -> Option<Expr> {
        None
    }
}
