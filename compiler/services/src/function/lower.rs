//! A function in one Region: its role, its logs, its code, and what calls it.

use super::construct::{self, Code, Failures};
use super::fields::{Consumed, Function, UrlAuth};
use super::live::{Alias, Invocable};
use super::source::EventSource;
use super::url::{PublicCalls, Url, UrlRef};
use super::{InRegion, function_name, network, role_name, variable};
use crate::lowering::At;
use crate::package::Package;
use crate::queue::Queue;
use crate::shared::fingerprint::Fingerprint;
use crate::shared::log_group::LogGroup;
use crate::shared::policy::{Statement, granted};
use crate::shared::role::Role;
use drc_ir::{Expr, Ref, text};
use drc_model::{Address, Grant, Region};
use drc_syntax::Spanned;
use std::borrow::Cow;

/// What every function may do: write its logs, of which `log_streams` is the ARN, and its traces.
pub fn own_rights(log_streams: Expr) -> [Statement; 2] {
    [
        Statement::allow("WriteLogs", ["logs:CreateLogStream", "logs:PutLogEvents"], [log_streams]),
        // Tracing cannot be narrowed to a resource:
        // https://docs.aws.amazon.com/service-authorization/latest/reference/list_awsx-ray.html.
        Statement::allow("Trace", ["xray:PutTraceSegments", "xray:PutTelemetryRecords"], [Expr::from("*")]),
    ]
}

impl Function {
    pub(super) fn lower_in<'s>(&'s self, at: &mut At<'_, 's>, region: Region) -> InRegion {
        let name = function_name(at.entry, at.spec(), region);
        let logs = LogGroup { name: format!("/aws/lambda/{name}"), retention: self.log_retention.value, region };
        let log_streams = text![logs.arn(), ":*"];
        let logs = at.add(region, "logs", logs);
        let role = self.role(at, region, log_streams);
        let vpc = network::place(at, self, region);
        let (function, package) = self.function(at, region, role, vpc);
        let fingerprint = self.provisioned.map(|it| (it.value, fingerprint(at, &function, package)));
        let function = construct::Function { description: describe(&function, &fingerprint), ..function };
        let function = at.add(region, "", function);
        // Made by Lambda itself at the first call otherwise, and then without an end to its retention.
        at.after(function, logs.id);
        let alias = fingerprint.map(|(provisioned, fingerprint)| {
            at.add(region, "live", Alias { function, of: name.clone(), fingerprint, provisioned, region })
        });
        let calls = Invocable { function, alias };
        self.callers(at, region, calls);
        let url = self.url.map(|auth| self.address(at, region, calls, auth.value));
        InRegion { region, name, calls, url }
    }

    fn role(&self, at: &mut At<'_, '_>, region: Region, log_streams: Expr) -> Ref<Role> {
        let (entry, spec) = (at.entry, at.spec());
        let inside = self.network.as_ref().map(|_| {
            network::rights(construct::arn(&function_name(entry, spec, region), region), region)
        });
        let role = Role::of_service(
            role_name(entry, spec, region),
            format!("What {} may do in {region}", entry.address),
            "lambda.amazonaws.com",
        )
        .with(own_rights(log_streams))
        .with(inside.into_iter().flatten())
        .with(granted(at, &self.grants(), &[region]));
        at.add(region, "role", role)
    }

    /// What `access` says, and what follows from the queues and topics that stand elsewhere.
    fn grants(&self) -> Vec<Spanned<Grant>> {
        let grant = |verb: &str, to: &Spanned<Address>| {
            Spanned::new(Grant { verb: verb.to_owned(), to: to.clone() }, to.span)
        };
        let mut all = self.access.clone();
        let mut add = |verb: &str, to: &Spanned<Address>| {
            let covers = |it: &Spanned<Grant>| it.value.to.value == to.value && it.value.verb.contains(verb);
            if !all.iter().any(covers) {
                all.push(grant(verb, to));
            }
        };
        if let Some(to) = &self.on_failure {
            add(if to.value.kind == "topic" { "publish" } else { "send" }, to);
        }
        self.consumes.0.iter().for_each(|it| add("receive", &it.from));
        all
    }

    fn function<'s>(
        &'s self,
        at: &mut At<'_, 's>,
        region: Region,
        role: Ref<Role>,
        vpc: Option<construct::Vpc>,
    ) -> (construct::Function, &'s Package) {
        let (entry, spec) = (at.entry, at.spec());
        let (asset, package) = at.package(&self.code.value);
        let function = construct::Function {
            name: function_name(entry, spec, region),
            description: format!("{} of {} in {region}", entry.address, spec.system.name.value.0),
            runtime: self.runtime.value,
            handler: self.handler.value.clone(),
            code: Code { asset, inline: Code::inline(package, self.runtime.value, &self.handler.value) },
            memory: self.memory.value,
            timeout: self.timeout.value,
            role,
            environment: self.environment(at, region),
            architecture: self.architecture.value,
            ephemeral_storage: self.ephemeral_storage.value,
            layers: self.layers.iter().map(|it| at.text(&it.value, region)).collect(),
            vpc,
            reserved: self.reserved.map(|it| it.value),
            publish: self.provisioned.is_some(),
            region,
        };
        (function, package)
    }

    /// What the code is told: its own variables, then what it was granted, then where it is.
    fn environment(&self, at: &At<'_, '_>, region: Region) -> Vec<(Cow<'static, str>, Expr)> {
        let own = self.environment.0.iter().map(|(key, text)| (key.value.clone(), at.text(text, region)));
        let granted = self.access.iter().flat_map(|grant| {
            let to = &grant.to.value;
            let named = |(suffix, value): (&'static str, Expr)| (variable(to, suffix), value);
            at.any_handle(to).locators(region).into_iter().map(named)
        });
        let failures = self.on_failure.iter().flat_map(|to| {
            let name = if to.value.kind == "topic" { "FAILURE_TOPIC_ARN" } else { "FAILURE_QUEUE_URL" };
            at.any_handle(&to.value).locators(region).into_iter().take(1).map(move |(_, it)| (name, it))
        });
        let ours = failures.chain([
            ("ENVIRONMENT", Expr::from(&at.spec().environment)),
            ("PEER_REGION", Expr::from(at.spec().regions.peer(region).code())),
        ]);
        let ours = ours.map(|(key, value)| (key.to_owned(), value));
        let mut all: Vec<(Cow<'static, str>, Expr)> = Vec::new();
        for (key, value) in own.chain(granted).chain(ours) {
            if all.iter().all(|(it, _)| *it != key) {
                all.push((key.into(), value));
            }
        }
        all
    }

    /// Where failed calls go, and the queues whose messages become calls.
    fn callers(&self, at: &mut At<'_, '_>, region: Region, calls: Invocable) {
        let failures = self.on_failure.as_ref().and_then(|to| at.any_handle(&to.value).attribute("arn", region));
        if let Some(to) = failures {
            at.add(region, "failures", Failures { calls, to });
        }
        for Consumed { from, batch, concurrency } in &self.consumes.0 {
            let Some(queue) = at.handle::<Queue>(&from.value).arn(region) else { continue };
            let concurrency = concurrency.map(|it| it.value);
            let source = EventSource { calls, queue, batch: batch.value, concurrency };
            at.add(region, format!("source-{}", from.value.name), source);
        }
    }

    fn address(&self, at: &mut At<'_, '_>, region: Region, calls: Invocable, auth: UrlAuth) -> Ref<Url> {
        let open = (auth == UrlAuth::Public).then(|| at.add(region, "public", PublicCalls { calls }));
        let url = at.add(region, "url", Url { calls, auth });
        if let Some(open) = open {
            at.after(url, open.id);
        }
        let description = format!("{} in {region}, by its own address", at.entry.address);
        at.output(region, "url", description, url.url());
        url
    }
}

/// Whatever is part of a version. What is left out of it would change and never be published.
fn fingerprint(at: &At<'_, '_>, function: &construct::Function, package: &Package) -> String {
    let mut fingerprint = Fingerprint::default();
    fingerprint.feed(&package.sha256);
    fingerprint.feed(function.runtime.word());
    fingerprint.feed(&function.handler);
    fingerprint.feed(function.architecture.word());
    for number in [function.memory.as_bytes(), function.ephemeral_storage.as_bytes(), function.timeout.as_millis()] {
        fingerprint.feed(&number.to_string());
    }
    let vpc = function.vpc.iter().flat_map(|it| it.subnets.iter().chain([&it.security_group]));
    let graph = &at.lowering.graph;
    function.layers.iter().chain(vpc).for_each(|it| fingerprint.feed_value(it, graph));
    for (key, value) in &function.environment {
        fingerprint.feed(key);
        fingerprint.feed_value(value, graph);
    }
    fingerprint.text()
}

/// A version that holds nothing new cannot be published, so the fingerprint that asks for one is part of it.
fn describe(function: &construct::Function, fingerprint: &Option<(i64, String)>) -> String {
    match fingerprint {
        Some((_, fingerprint)) => format!("{} ({fingerprint})", function.description),
        None => function.description.clone(),
    }
}
