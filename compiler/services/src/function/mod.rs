//! `function.<name>`: the same Lambda function in every Region, each wired to what stands in its own.

mod construct;
mod runtime;

pub use construct::{Code, Function as FunctionConstruct, FunctionRef};
pub use runtime::Runtime;

use crate::alarm::Threshold;
use crate::kind::Kind;
use crate::lowering::At;
use crate::queue::{self, Queue};
use crate::shared::connection::Connection;
use crate::shared::log_group::LogGroup;
use crate::shared::metric::{Metric, Missing, Unit, Watch};
use crate::shared::policy::{Statement, granted};
use crate::shared::role::Role;
use crate::spec::{Entry, Spec};
use crate::uses::Uses;
use construct::Failures;
use drc_ir::{Expr, Ref, text};
use drc_model::{Address, Duration, Grant, Name, NameKind, Named, PhysicalName, Region, Size, Text, fields};
use drc_syntax::{Span, Spanned};
use std::borrow::Cow;

fields! {
    /// A Lambda function, the same in every Region, with a role, a log group and tracing of its own.
    pub struct Function {
        /// What the naming rule calls `${service}`. Default: the function's name in the spec.
        name: Option<Spanned<Name>>,
        /// Lambda's runtime.
        runtime: Spanned<Runtime>,
        /// The folder of the code, relative to the spec.
        code: Spanned<String>,
        /// What Lambda calls: `file.function`.
        handler: Spanned<String>,
        /// Default: `"128MiB"`.
        memory: Spanned<Size> = Spanned::new(Size::mib(128), Span::default()),
        /// How long one call may take. Default: `"30s"`.
        timeout: Spanned<Duration> = Spanned::new(Duration::from_secs(30), Span::default()),
        /// How long its logs are kept. Default: `"30d"`.
        log_retention: Spanned<Duration> = Spanned::new(Duration::from_secs(30 * 86_400), Span::default()),
        /// What it may use, as `"verb kind.name"`. Each grant also puts what is granted into the environment, as
        /// `KIND_NAME`, with the one in the function's own Region.
        access: Vec<Spanned<Grant>>,
        /// Environment variables of your own.
        environment: Named<Text>,
        /// The queue that gets what could not be processed. Its URL is in the environment as `FAILURE_QUEUE_URL`.
        on_failure: Option<Spanned<Address>>,
    }
}

/// What others may use of a function.
#[derive(Debug)]
pub struct Handle {
    functions: Vec<(Region, String, Ref<construct::Function>)>,
}

impl Handle {
    /// The function of a Region.
    pub fn at(&self, region: Region) -> Option<Ref<construct::Function>> {
        self.entry(region).map(|(.., function)| *function)
    }

    fn entry(&self, region: Region) -> Option<&(Region, String, Ref<construct::Function>)> {
        self.functions.iter().find(|(it, ..)| *it == region)
    }
}

fn function_name(entry: &Entry, spec: &Spec, region: Region) -> String {
    spec.name(entry, "", spec.in_region(region))
}

fn role_name(entry: &Entry, spec: &Spec, region: Region) -> String {
    spec.name(entry, "", spec.everywhere(region))
}

/// Tracing cannot be narrowed to a resource: <https://docs.aws.amazon.com/service-authorization/latest/reference/list_awsx-ray.html>.
pub const TRACE: [&str; 2] = ["xray:PutTraceSegments", "xray:PutTelemetryRecords"];
/// What writing logs takes.
pub const LOG: [&str; 2] = ["logs:CreateLogStream", "logs:PutLogEvents"];
/// What a drill does: take the primary out (reserved concurrency 0) and put it back.
const OPERATE: [&str; 4] = [
    "lambda:GetFunctionConfiguration",
    "lambda:GetFunctionConcurrency",
    "lambda:PutFunctionConcurrency",
    "lambda:DeleteFunctionConcurrency",
];

impl Kind for Function {
    const KIND: &'static str = "function";
    const SINGLETON: bool = false;
    const EXPLAIN: &'static str = include_str!("explain.md");
    const ATTRIBUTES: &'static [&'static str] = &["name", "arn"];
    const VERBS: &'static [&'static str] = &["invoke", "operate"];
    const METRICS: &'static [Metric] = &[
        Metric {
            name: "Errors",
            namespace: "AWS/Lambda",
            statistic: "Sum",
            unit: Unit::Count,
            // A function that nobody calls has no values and no errors.
            missing: Missing::NotBreaching,
            alarm: "errors",
            within: Duration::from_secs(300),
        },
        Metric {
            name: "Throttles",
            namespace: "AWS/Lambda",
            statistic: "Sum",
            unit: Unit::Count,
            missing: Missing::NotBreaching,
            alarm: "throttles",
            within: Duration::from_secs(300),
        },
    ];
    type Handle = Handle;

    fn own_name(&self) -> Option<&str> {
        self.name.as_ref().map(|it| it.value.0.as_str())
    }

    fn uses(&self, uses: &mut Uses) {
        self.access.iter().for_each(|grant| uses.grant(grant));
        self.environment.0.iter().for_each(|(_, text)| uses.text(text));
        if let Some(queue) = &self.on_failure {
            uses.service(queue, &["queue"]);
        }
    }

    fn names(&self, entry: &Entry, spec: &Spec) -> Vec<PhysicalName> {
        let here = |region| {
            let function = function_name(entry, spec, region);
            let role = role_name(entry, spec, region);
            [
                PhysicalName { kind: NameKind::Function, name: function, region: Some(region) },
                PhysicalName { kind: NameKind::Role, name: role, region: Some(region) },
            ]
        };
        spec.regions.all().flat_map(here).collect()
    }

    fn lower<'s>(&'s self, at: &mut At<'_, 's>) -> Handle {
        Handle { functions: at.regions().map(|region| self.lower_in(at, region)).collect() }
    }

    fn attribute(handle: &Handle, attribute: &str, region: Region) -> Option<Expr> {
        let (_, name, function) = handle.entry(region)?;
        match attribute {
            "name" => Some(Expr::from(name)),
            "arn" => Some(function.arn()),
            _ => None,
        }
    }

    fn grant(handle: &Handle, verb: &str, region: Region) -> Vec<Statement> {
        let Some(function) = handle.at(region) else { return Vec::new() };
        match verb {
            "invoke" => vec![Statement::allow("Invoke", ["lambda:InvokeFunction"], [function.arn()])],
            "operate" => vec![Statement::allow("OperateFunction", OPERATE, [function.arn()])],
            _ => Vec::new(),
        }
    }

    fn locators(handle: &Handle, region: Region) -> Vec<(&'static str, Expr)> {
        handle.entry(region).map(|(_, name, _)| ("", Expr::from(name))).into_iter().collect()
    }

    fn connection(_: &Handle, _: Region) -> Option<Connection> {
        None
    }

    fn watches(&self, handle: &Handle, metric: &Metric, region: Region, _: &Spec) -> Vec<Watch> {
        let Some((_, name, _)) = handle.entry(region) else { return Vec::new() };
        let above = if metric.alarm == "errors" { 5 } else { 0 };
        vec![Watch {
            suffix: "".into(),
            dimensions: vec![("FunctionName", Expr::from(name))],
            above: Some(Threshold::Number(above)),
        }]
    }
}

impl Function {
    fn lower_in<'s>(
        &'s self,
        at: &mut At<'_, 's>,
        region: Region,
    ) -> (Region, String, Ref<construct::Function>) {
        let (entry, spec) = (at.entry, at.spec());
        let name = function_name(entry, spec, region);
        let logs = LogGroup {
            name: format!("/aws/lambda/{name}"),
            retention: self.log_retention.value,
            region,
        };
        let log_streams = text![logs.arn(), ":*"];
        let logs = at.add(region, "logs", logs);
        let failures = self.on_failure.as_ref().and_then(|queue| {
            let queue = at.handle::<Queue>(&queue.value);
            Some((queue.arn(region)?, queue.url(region)?))
        });
        let own = [
            Statement::allow("WriteLogs", LOG, [log_streams]),
            Statement::allow("Trace", TRACE, [Expr::from("*")]),
        ];
        let to_failures = failures.iter().map(|(arn, _)| {
            Statement::allow("SendFailures", queue::SEND, [arn.clone()])
        });
        let role = Role::of_service(
            role_name(entry, spec, region),
            format!("What {} may do in {region}", entry.address),
            "lambda.amazonaws.com",
        )
        .with(own.into_iter().chain(to_failures).chain(granted(at, &self.access, &[region])));
        let role = at.add(region, "role", role);
        let (asset, package) = at.package(&self.code.value);
        let function = construct::Function {
            name: name.clone(),
            description: format!("{} of {} in {region}", entry.address, spec.system.name.value.0),
            runtime: self.runtime.value,
            handler: self.handler.value.clone(),
            code: Code { asset, inline: Code::inline(package, self.runtime.value, &self.handler.value) },
            memory: self.memory.value,
            timeout: self.timeout.value,
            role,
            environment: self.environment(at, region, failures.as_ref().map(|(_, url)| url.clone())),
            reserved: None,
            failures: failures.map(|(arn, _)| Failures { to: arn }),
            region,
        };
        let function = at.add(region, "", function);
        // Made by Lambda itself at the first call otherwise, and then without an end to its retention.
        at.after(function, logs.id);
        (region, name, function)
    }

    /// What the code is told: its own variables, then what it was granted, then where it is.
    fn environment(
        &self,
        at: &At<'_, '_>,
        region: Region,
        failure_queue: Option<Expr>,
    ) -> Vec<(Cow<'static, str>, Expr)> {
        let own = self.environment.0.iter().map(|(key, text)| (key.value.clone(), at.text(text, region)));
        let granted = self.access.iter().flat_map(|grant| {
            let to = &grant.to.value;
            let named = |(suffix, value): (&'static str, Expr)| (variable(to, suffix), value);
            at.any_handle(to).locators(region).into_iter().map(named)
        });
        let peer = at.spec().regions.peer(region).code();
        let ours = [
            ("FAILURE_QUEUE_URL", failure_queue),
            ("ENVIRONMENT", Some(Expr::from(&at.spec().environment))),
            ("PEER_REGION", Some(Expr::from(peer))),
        ];
        let ours = ours.into_iter().filter_map(|(key, value)| Some((key.to_owned(), value?)));
        let mut all: Vec<(Cow<'static, str>, Expr)> = Vec::new();
        for (key, value) in own.chain(granted).chain(ours) {
            if all.iter().all(|(it, _)| *it != key) {
                all.push((key.into(), value));
            }
        }
        all
    }
}

/// The variable that tells a function where to find what it was granted: `TABLE_PAYMENTS`, `DATABASE_LEDGER_PORT`.
pub fn variable(of: &Address, suffix: &str) -> String {
    let words = [&of.kind, &of.name, suffix].into_iter().filter(|it| !it.is_empty());
    words.collect::<Vec<_>>().join("_").replace('-', "_").to_uppercase()
}

/// Names Lambda keeps to itself: a function that sets one cannot be created.
/// Source: <https://docs.aws.amazon.com/lambda/latest/dg/configuration-envvars.html>.
pub const RESERVED: &[&str] = &[
    "_HANDLER",
    "_X_AMZN_TRACE_ID",
    "AWS_ACCESS_KEY",
    "AWS_ACCESS_KEY_ID",
    "AWS_DEFAULT_REGION",
    "AWS_EXECUTION_ENV",
    "AWS_LAMBDA_FUNCTION_MEMORY_SIZE",
    "AWS_LAMBDA_FUNCTION_NAME",
    "AWS_LAMBDA_FUNCTION_VERSION",
    "AWS_LAMBDA_INITIALIZATION_TYPE",
    "AWS_LAMBDA_LOG_GROUP_NAME",
    "AWS_LAMBDA_LOG_STREAM_NAME",
    "AWS_LAMBDA_RUNTIME_API",
    "AWS_REGION",
    "AWS_SECRET_ACCESS_KEY",
    "AWS_SESSION_TOKEN",
    "LAMBDA_RUNTIME_DIR",
    "LAMBDA_TASK_ROOT",
];
