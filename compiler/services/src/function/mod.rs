//! `function.<name>`: the same Lambda function in every Region, each wired to what stands in its own.

mod construct;
mod fields;
mod live;
mod lower;
mod network;
mod runbook;
mod runtime;
mod source;
mod url;

pub use construct::{Code as FunctionCode, Function as FunctionConstruct, FunctionRef, arn as function_arn};
pub use fields::{Architecture, Consumed, Consumes, Function, UrlAuth};
pub use live::{Alias, Invocable, LIVE};
pub use lower::own_rights;
pub use runtime::{Life, Runtime};

use crate::alarm::Threshold;
use crate::kind::Kind;
use crate::lowering::At;
use crate::runbook::Contribution;
use crate::shared::connection::Connection;
use crate::shared::metric::{Metric, Missing, Unit, Watch};
use crate::shared::policy::Statement;
use crate::spec::{Entry, Spec};
use crate::uses::Uses;
use drc_ir::{Expr, Ref};
use drc_model::{Address, Duration, NameKind, PhysicalName, Region};
use url::{Url, UrlRef};

/// What others may use of a function.
#[derive(Debug)]
pub struct Handle {
    regions: Vec<InRegion>,
}

/// A function in one Region.
#[derive(Debug)]
struct InRegion {
    region: Region,
    name: String,
    calls: Invocable,
    url: Option<Ref<Url>>,
}

impl Handle {
    /// What calls go to in a Region.
    pub fn at(&self, region: Region) -> Option<Invocable> {
        self.entry(region).map(|it| it.calls)
    }

    fn entry(&self, region: Region) -> Option<&InRegion> {
        self.regions.iter().find(|it| it.region == region)
    }
}

fn function_name(entry: &Entry, spec: &Spec, region: Region) -> String {
    spec.name(entry, "", spec.in_region(region))
}

fn role_name(entry: &Entry, spec: &Spec, region: Region) -> String {
    spec.name(entry, "", spec.everywhere(region))
}

/// A database of the same name may stand in the same network, with a group of its own.
fn group_name(entry: &Entry, spec: &Spec, region: Region) -> String {
    spec.name(entry, "function", spec.in_region(region))
}

/// Since October 2025 a call by URL takes this beside `lambda:InvokeFunction`:
/// <https://docs.aws.amazon.com/lambda/latest/dg/urls-auth.html>.
const BY_URL: [&str; 1] = ["lambda:InvokeFunctionUrl"];
/// What a drill does: take the primary out (reserved concurrency 0) and put it back.
const OPERATE: [&str; 4] = [
    "lambda:GetFunctionConfiguration",
    "lambda:GetFunctionConcurrency",
    "lambda:PutFunctionConcurrency",
    "lambda:DeleteFunctionConcurrency",
];

/// Reserved concurrency cannot be 0 while environments are kept warm: a drill takes those away first.
const WARM: [&str; 3] = [
    "lambda:GetProvisionedConcurrencyConfig",
    "lambda:PutProvisionedConcurrencyConfig",
    "lambda:DeleteProvisionedConcurrencyConfig",
];

impl Kind for Function {
    const KIND: &'static str = "function";
    const SINGLETON: bool = false;
    const EXPLAIN: &'static str = include_str!("explain.md");
    const ATTRIBUTES: &'static [&'static str] = &["name", "arn", "url"];
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
        if let Some(to) = &self.on_failure {
            uses.service(to, &["queue", "topic"]);
        }
        self.consumes.0.iter().for_each(|it| uses.service(&it.from, &["queue"]));
        self.layers.iter().for_each(|it| uses.text(&it.value));
        if let Some(network) = &self.network {
            uses.service(network, &["network"]);
        }
    }

    fn names(&self, entry: &Entry, spec: &Spec) -> Vec<PhysicalName> {
        let group = |region| self.network.is_some().then(|| group_name(entry, spec, region));
        let here = |region| {
            let names = [
                (NameKind::Function, Some(function_name(entry, spec, region))),
                (NameKind::Role, Some(role_name(entry, spec, region))),
                (NameKind::SecurityGroup, group(region)),
            ];
            let named = move |(kind, name)| Some(PhysicalName { kind, name: name?, region: Some(region) });
            names.into_iter().filter_map(named)
        };
        spec.regions.all().flat_map(here).collect()
    }

    fn lower<'s>(&'s self, at: &mut At<'_, 's>) -> Handle {
        Handle { regions: at.regions().map(|region| self.lower_in(at, region)).collect() }
    }

    fn attribute(handle: &Handle, attribute: &str, region: Region) -> Option<Expr> {
        let here = handle.entry(region)?;
        match attribute {
            "name" => Some(Expr::from(&here.name)),
            "arn" => Some(here.calls.arn()),
            "url" => here.url.map(UrlRef::url),
            _ => None,
        }
    }

    fn grant(handle: &Handle, verb: &str, region: Region) -> Vec<Statement> {
        let Some(here) = handle.entry(region) else { return Vec::new() };
        match verb {
            "invoke" => {
                let by_url = here.url.map(|_| Statement::allow("InvokeUrl", BY_URL, [here.calls.arn()]));
                let invoke = Statement::allow("Invoke", ["lambda:InvokeFunction"], [here.calls.arn()]);
                std::iter::once(invoke).chain(by_url).collect()
            }
            "operate" => {
                let function = Statement::allow("OperateFunction", OPERATE, [here.calls.function.arn()]);
                let alias =
                    here.calls.alias.map(|_| Statement::allow("OperateAlias", WARM, [here.calls.arn()]));
                std::iter::once(function).chain(alias).collect()
            }
            _ => Vec::new(),
        }
    }

    fn locators(handle: &Handle, region: Region) -> Vec<(&'static str, Expr)> {
        let Some(here) = handle.entry(region) else { return Vec::new() };
        let name = match here.calls.qualifier() {
            Some(alias) => format!("{}:{alias}", here.name),
            None => here.name.clone(),
        };
        std::iter::once(("", Expr::from(name))).chain(here.url.map(|it| ("URL", it.url()))).collect()
    }

    fn connection(_: &Handle, _: Region) -> Option<Connection> {
        None
    }

    fn watches(&self, handle: &Handle, metric: &Metric, region: Region, _: &Spec) -> Vec<Watch> {
        let Some(InRegion { name, .. }) = handle.entry(region) else { return Vec::new() };
        let above = if metric.alarm == "errors" { 5 } else { 0 };
        vec![Watch {
            suffix: "".into(),
            dimensions: vec![("FunctionName", Expr::from(name))],
            above: Some(Threshold::Number(above)),
        }]
    }

    fn runbook(&self, entry: &Entry, spec: &Spec) -> Contribution {
        runbook::part(self, entry, spec)
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
