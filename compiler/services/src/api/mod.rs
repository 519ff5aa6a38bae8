//! `api.<name>`: a regional REST API in every Region, whose routes are functions.

mod construct;
mod domain;
mod key;
mod logs;
mod routes;
mod runbook;

pub use construct::{RestApi, RestApiRef, Stage, StageRef};
pub use logs::ExecutionLogs;
pub use routes::{Auth, RouteTarget, Routes};

use crate::alarm::Threshold;
use crate::function::{Function, Invocable};
use crate::kind::Kind;
use crate::lowering::At;
use crate::runbook::Contribution;
use crate::shared::certificate::Certificates;
use crate::shared::connection::Connection;
use crate::shared::fingerprint::Fingerprint;
use crate::shared::log_group::{LogGroup, LogGroupRef};
use crate::shared::metric::{Metric, Missing, Unit, Watch};
use crate::shared::permission::Permission;
use crate::shared::policy::Statement;
use crate::shared::role::{Role, RoleRef};
use crate::shared::zone::Zone;
use crate::spec::{Entry, Spec};
use crate::uses::Uses;
use construct::{AccessLog, Account, ApiResource, Deployment, Method, Parent, route_arn};
use drc_ir::{Expr, NodeId, Ref, text};
use drc_model::{Address, Duration, Name, NameKind, PhysicalName, Region, Route, Text, fields};
use drc_syntax::{Span, Spanned};
use key::{ApiKey, ApiKeyRef};
use logs::ExecutionLogGroup;
use std::collections::BTreeMap;

fields! {
    /// A REST API, the same in every Region, whose routes are functions of that Region.
    pub struct Api {
        /// What the naming rule calls `${service}`. Default: the API's name in the spec.
        name: Option<Spanned<Name>>,
        /// The stage's name: the first part of every path. Default: `"prod"`.
        stage: Spanned<Name> = Spanned::new(Name("prod".to_owned()), Span::default()),
        /// Who may call a route that does not say so itself. Default: `"iam"`.
        auth: Spanned<Auth> = Spanned::new(Auth::Iam, Span::default()),
        /// What answers which requests: `"POST /payment" = "function.payment-processor"`.
        routes: Routes,
        /// A line of JSON per request. Default: true.
        access_logs: bool = true,
        /// What API Gateway tells of its own work; bodies never. Default: `"off"`.
        execution_logs: Spanned<ExecutionLogs> = Spanned::new(ExecutionLogs::Off, Span::default()),
        /// How long both are kept. Default: `"30d"`.
        log_retention: Spanned<Duration> = Spanned::new(Duration::from_secs(30 * 86_400), Span::default()),
        /// How many requests the stage lets through.
        throttle: Option<Throttle>,
        /// A name of its own in every Region, which never fails over: `"api-${role}.payments.acme-bank.com"`.
        domain: Option<Spanned<Text>>,
        /// The zone of that name. Default: that of `[traffic]`.
        zone: Option<Zone>,
        /// `"create"`, or an ARN per Region, for that name. Default: `"create"`.
        certificates: Spanned<Certificates> = Spanned::new(Certificates::Create, Span::default()),
        /// How long it may take until it serves again, if not as long as the system.
        rto: Option<Spanned<Duration>>,
    }
}

fields! {
    /// How many requests a stage lets through, per Region.
    pub struct Throttle {
        /// Requests a second in the long run.
        rate: Spanned<i64>,
        /// Requests at once.
        burst: Spanned<i64>,
    }
}

/// What others may use of an API.
#[derive(Debug)]
pub struct Handle {
    apis: Vec<(Region, String, InRegion)>,
    domains: Vec<(Region, String)>,
}

/// An API in one Region.
#[derive(Clone, Copy, Debug)]
pub struct InRegion {
    /// The API.
    pub api: Ref<RestApi>,
    /// Its stage.
    pub stage: Ref<Stage>,
}

impl Handle {
    /// The API of a Region.
    pub fn at(&self, region: Region) -> Option<InRegion> {
        self.entry(region).map(|(.., api)| *api)
    }

    fn entry(&self, region: Region) -> Option<&(Region, String, InRegion)> {
        self.apis.iter().find(|(it, ..)| *it == region)
    }
}

impl InRegion {
    /// The host that answers for this Region and no other.
    pub fn host(&self, region: Region) -> Expr {
        text![self.api.id(), format!(".execute-api.{region}.{}", region.partition().dns_suffix())]
    }
}

fn api_name(entry: &Entry, spec: &Spec, region: Region) -> String {
    spec.name(entry, "", spec.in_region(region))
}

/// One role per Region lets API Gateway write logs, for all APIs of the account there.
fn logging_role_name(entry: &Entry, spec: &Spec, region: Region) -> String {
    spec.name(entry, "gateway-logs", spec.everywhere(region))
}

impl Kind for Api {
    const KIND: &'static str = "api";
    const SINGLETON: bool = false;
    const EXPLAIN: &'static str = include_str!("explain.md");
    const ATTRIBUTES: &'static [&'static str] = &["id", "url", "domain"];
    const VERBS: &'static [&'static str] = &[];
    const METRICS: &'static [Metric] = &[
        Metric {
            name: "5XXError",
            namespace: "AWS/ApiGateway",
            statistic: "Sum",
            unit: Unit::Count,
            // No requests, no values: health checks send some every few seconds, so silence is news of its own.
            missing: Missing::NotBreaching,
            alarm: "api-errors",
            within: Duration::from_secs(300),
        },
        Metric {
            name: "4XXError",
            namespace: "AWS/ApiGateway",
            statistic: "Sum",
            unit: Unit::Count,
            missing: Missing::NotBreaching,
            alarm: "api-refused",
            within: Duration::from_secs(300),
        },
        Metric {
            name: "Latency",
            namespace: "AWS/ApiGateway",
            statistic: "p99",
            unit: Unit::Milliseconds,
            missing: Missing::NotBreaching,
            alarm: "api-latency",
            within: Duration::from_secs(300),
        },
    ];
    type Handle = Handle;

    fn own_name(&self) -> Option<&str> {
        self.name.as_ref().map(|it| it.value.0.as_str())
    }

    fn uses(&self, uses: &mut Uses) {
        for (_, target) in &self.routes.0 {
            uses.service(&target.to, &["function"]);
        }
        if let Some(domain) = &self.domain {
            uses.text(&domain.value);
        }
    }

    fn names(&self, entry: &Entry, spec: &Spec) -> Vec<PhysicalName> {
        let here = |region| {
            let api = api_name(entry, spec, region);
            let role = logging_role_name(entry, spec, region);
            [
                PhysicalName::in_region(NameKind::Api, api, region),
                PhysicalName::in_region(NameKind::Role, role, region),
            ]
        };
        spec.regions.all().flat_map(here).collect()
    }

    fn lower<'s>(&'s self, at: &mut At<'_, 's>) -> Handle {
        let apis: Vec<(Region, String, InRegion)> =
            at.regions().map(|region| self.lower_in(at, region)).collect();
        let here: Vec<(Region, InRegion)> = apis.iter().map(|(region, _, api)| (*region, *api)).collect();
        self.domains(at, &here);
        let spec = at.spec();
        let domain = |region| Some((region, self.domain_in(spec, region)?));
        Handle { apis, domains: spec.regions.all().filter_map(domain).collect() }
    }

    fn attribute(handle: &Handle, attribute: &str, region: Region) -> Option<Expr> {
        let here = handle.at(region)?;
        match attribute {
            "id" => Some(here.api.id()),
            "url" => Some(text!["https://", here.host(region), "/", here.stage.name()]),
            "domain" => handle.domains.iter().find(|(it, _)| *it == region).map(|(_, name)| Expr::from(name)),
            _ => None,
        }
    }

    fn grant(_: &Handle, _: &str, _: Region) -> Vec<Statement> {
        Vec::new()
    }

    fn locators(handle: &Handle, region: Region) -> Vec<(&'static str, Expr)> {
        Self::attribute(handle, "url", region).map(|it| ("", it)).into_iter().collect()
    }

    fn connection(_: &Handle, _: Region) -> Option<Connection> {
        None
    }

    /// Only what API Gateway or the function got wrong alarms by itself: refusals and slowness have no threshold that
    /// fits every API.
    fn watches(&self, handle: &Handle, metric: &Metric, region: Region, _: &Spec) -> Vec<Watch> {
        let Some((_, name, _)) = handle.entry(region) else { return Vec::new() };
        let dimensions = vec![("ApiName", Expr::from(name)), ("Stage", Expr::from(&self.stage.value.0))];
        let above = (metric.alarm == "api-errors").then_some(Threshold::Number(5));
        vec![Watch { suffix: "".into(), dimensions, above }]
    }

    fn runbook(&self, entry: &Entry, spec: &Spec) -> Contribution {
        runbook::part(self, entry, spec)
    }
}

impl Api {
    fn lower_in(&self, at: &mut At<'_, '_>, region: Region) -> (Region, String, InRegion) {
        let (entry, spec) = (at.entry, at.spec());
        let name = api_name(entry, spec, region);
        let description = format!("{} of {} in {region}", entry.address, spec.system.name.value.0);
        let api = at.add(region, "", RestApi { name: name.clone(), description });
        let resources = self.resources(at, region, api);
        let methods: Vec<NodeId> = self
            .routes
            .0
            .iter()
            .map(|(route, target)| self.method(at, region, api, &resources, (&route.value, target)))
            .collect();
        let deployment = Deployment { api, routes: self.fingerprint(at, region), methods };
        let deployment = at.add(region, "deployment", deployment);
        let stage = self.stage(at, region, &name, api, deployment);
        if self.asks_for_key() {
            self.key(at, region, &name, api, stage);
        }
        let here = InRegion { api, stage };
        let url = text!["https://", here.host(region), "/", stage.name()];
        at.output(region, "endpoint", format!("{} in {region}, past DNS", entry.address), url);
        (region, name, here)
    }

    fn stage(
        &self,
        at: &mut At<'_, '_>,
        region: Region,
        api_name: &str,
        api: Ref<RestApi>,
        deployment: Ref<Deployment>,
    ) -> Ref<Stage> {
        let name = self.stage.value.0.clone();
        let access = self.access_logs.then(|| self.access_log(at, region, api_name));
        let level = self.execution_logs.value;
        let execution = level.level().map(|_| {
            let group = ExecutionLogGroup { api, stage: name.clone(), retention: self.log_retention.value };
            at.add(region, "execution-logs", group).id
        });
        // Without the account's logging role API Gateway refuses a stage that writes logs.
        let account = (access.is_some() || execution.is_some()).then(|| logging_account(at, region));
        let stage = Stage {
            api,
            deployment,
            name,
            access_log: access.map(|logs| AccessLog { destination: logs.arn() }),
            execution_logs: level,
            throttle: self.throttle.as_ref().map(|it| (it.rate.value, it.burst.value)),
        };
        let stage = at.add(region, "stage", stage);
        account.into_iter().chain(execution).for_each(|it| at.after(stage, it));
        stage
    }

    /// Whether some route wants a key.
    pub fn asks_for_key(&self) -> bool {
        self.auths().any(|auth| auth.value == Auth::ApiKey)
    }

    /// What answers a request that nobody has to sign.
    pub fn opens(&self, method: &str, path: &str) -> Option<&Address> {
        let (_, target) = self.routes.find(method, path)?;
        (target.auth.unwrap_or(self.auth).value == Auth::None).then_some(&target.to.value)
    }

    /// Who may call each route, and where that is written.
    pub fn auths(&self) -> impl Iterator<Item = Spanned<Auth>> {
        self.routes.0.iter().map(|(_, target)| target.auth.unwrap_or(self.auth))
    }

    fn key(&self, at: &mut At<'_, '_>, region: Region, name: &str, api: Ref<RestApi>, stage: Ref<Stage>) {
        let description = format!("Key of {} in {region}", at.entry.address);
        let key = ApiKey { name: name.to_owned(), description, api, stage };
        let key = at.add(region, "key", key);
        let description =
            format!("Id of the key of {} in {region}; AWS tells its value to who may ask", at.entry.address);
        at.output(region, "key-id", description, key.id());
    }

    /// A resource per path, each below its parent.
    fn resources(
        &self,
        at: &mut At<'_, '_>,
        region: Region,
        api: Ref<RestApi>,
    ) -> BTreeMap<String, Ref<ApiResource>> {
        let mut made: BTreeMap<String, Ref<ApiResource>> = BTreeMap::new();
        for (route, _) in &self.routes.0 {
            let mut path = String::new();
            let mut parent = Parent::Root(api);
            for segment in route.value.path.split('/').filter(|it| !it.is_empty()) {
                path = format!("{path}/{segment}");
                let part = format!("path{}", self.words(&path));
                let resource = *made.entry(path.clone()).or_insert_with(|| {
                    at.add(region, part, ApiResource { api, parent, segment: segment.to_owned() })
                });
                parent = Parent::Resource(resource);
            }
        }
        made
    }

    fn method(
        &self,
        at: &mut At<'_, '_>,
        region: Region,
        api: Ref<RestApi>,
        resources: &BTreeMap<String, Ref<ApiResource>>,
        (route, target): (&Route, &RouteTarget),
    ) -> NodeId {
        let function =
            at.handle::<Function>(&target.to.value).at(region).expect("a function stands in every Region");
        let parent = resources.get(&route.path).map_or(Parent::Root(api), |it| Parent::Resource(*it));
        let called = format!("{}{}", route.method.to_lowercase(), self.words(&route.path));
        let auth = target.auth.map_or(self.auth.value, |it| it.value);
        let method = Method { api, parent, http: route.method.clone(), auth, function, region };
        let method = at.add(region, format!("method-{called}"), method);
        let source = route_arn(api, &self.stage.value.0, route, region);
        let permission = Permission { calls: function, service: "apigateway.amazonaws.com", source };
        at.add(region, format!("permission-{called}"), permission);
        method.id
    }

    fn access_log(&self, at: &mut At<'_, '_>, region: Region, api: &str) -> Ref<LogGroup> {
        let retention = self.log_retention.value;
        let stage = &self.stage.value.0;
        let logs = LogGroup { name: format!("/aws/apigateway/{api}/{stage}"), retention, region };
        at.add(region, "logs", logs)
    }

    /// Changes whenever a deployment made before would serve something else.
    fn fingerprint(&self, at: &At<'_, '_>, region: Region) -> String {
        let mut fingerprint = Fingerprint::default();
        for (route, target) in &self.routes.0 {
            let auth = target.auth.map_or(self.auth.value, |it| it.value);
            fingerprint.feed(&route.value.to_string());
            fingerprint.feed(&target.to.value.to_string());
            fingerprint.feed(auth.word());
            let calls = at.handle::<Function>(&target.to.value).at(region);
            calls.and_then(Invocable::qualifier).into_iter().for_each(|it| fingerprint.feed(it));
        }
        fingerprint.text()
    }

    /// `/payment/{id}` as the words of a part: `-payment-id`. Paths that only punctuation tells apart are told apart
    /// by their number.
    fn words(&self, path: &str) -> String {
        let plain = words(path);
        let mut alike: Vec<&str> = Vec::new();
        for (route, _) in &self.routes.0 {
            for (end, _) in route.value.path.match_indices('/').skip(1).chain([(route.value.path.len(), "")])
            {
                let prefix = &route.value.path[..end];
                if words(prefix) == plain && !alike.contains(&prefix) {
                    alike.push(prefix);
                }
            }
        }
        match alike.iter().position(|it| *it == path) {
            Some(at) if at > 0 => format!("{plain}-{}", at + 1),
            _ => plain,
        }
    }
}

/// The account's setting that lets API Gateway write logs in a Region.
fn logging_account(at: &mut At<'_, '_>, region: Region) -> NodeId {
    at.once("api-gateway-account", region, |at| {
        let name = logging_role_name(at.entry, at.spec(), region);
        let role = Role {
            managed: Some("service-role/AmazonAPIGatewayPushToCloudWatchLogs"),
            ..Role::of_service(
                name,
                format!("API Gateway writes logs in {region}"),
                "apigateway.amazonaws.com",
            )
        };
        let role = at.add(region, "logging-role", role);
        at.add(region, "account", Account { role: role.arn() }).id
    })
}

fn words(path: &str) -> String {
    let segments = path.split('/').map(|it| it.trim_matches(['{', '}', '+']).replace(['_', '.', '~'], "-"));
    segments.filter(|it| !it.is_empty()).map(|it| format!("-{it}")).collect()
}
