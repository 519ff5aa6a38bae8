//! A number or quantity that AWS does not take.

use super::{Checking, Rule};
use drc_diagnostic::{Code, Diagnostic, Diagnostics, code};
use drc_model::Duration;
use drc_services::alarm::Alarm;
use drc_services::api::Api;
use drc_services::balancer::{self, Balancer};
use drc_services::bus::Bus;
use drc_services::function::Function;
use drc_services::queue::Queue;
use drc_services::shared::log_group::RETENTION_DAYS;
use drc_services::traffic::Traffic;
use drc_services::Entry;
use drc_syntax::Spanned;

/// A number or quantity that AWS does not take.
#[derive(Debug)]
pub struct Limits;

impl Rule for Limits {
    const CODE: Code = code!("DRC511", "limits", Error);

    fn check(cx: &Checking<'_>, found: &mut Diagnostics) {

        for (entry, function) in cx.spec.all::<Function>() {
            let memory = function.memory;
            let mib = memory.value.as_bytes() % (1 << 20) == 0 && (128..=10_240).contains(&memory.value.mebibytes());
            let limits = "https://docs.aws.amazon.com/lambda/latest/dg/gettingstarted-limits.html";
            let timeout = (1..=900).contains(&function.timeout.value.seconds());
            limit(found, entry, mib, &memory.map(|it| it.to_string()), "a function's memory", "128MiB to 10240MiB, in whole MiB", limits);
            limit(found, entry, timeout, &function.timeout.map(|it| it.to_string()), "a function's timeout", "1s to 15m", limits);
            let storage = function.ephemeral_storage;
            let stored = storage.value.as_bytes() % (1 << 20) == 0 && (512..=10_240).contains(&storage.value.mebibytes());
            limit(found, entry, stored, &storage.map(|it| it.to_string()), "a function's `/tmp`", "512MiB to 10240MiB, in whole MiB", limits);
            retention(found, entry, function.log_retention);
            for consumed in &function.consumes.0 {
                let sources = "https://docs.aws.amazon.com/lambda/latest/api/API_CreateEventSourceMapping.html";
                let batch = (1..=10_000).contains(&consumed.batch.value);
                limit(found, entry, batch, &consumed.batch.map(|it| it.to_string()), "a batch", "1 to 10000 messages", sources);
                if let Some(calls) = consumed.concurrency {
                    limit(found, entry, (2..=1000).contains(&calls.value), &calls.map(|it| it.to_string()), "a queue's concurrency", "2 to 1000 calls", sources);
                }
            }
        }
        for (entry, api) in cx.spec.all::<Api>() {
            retention(found, entry, api.log_retention);
            throttle(found, entry, api);
        }
        for (entry, queue) in cx.spec.all::<Queue>() {
            let attributes = "https://docs.aws.amazon.com/AWSSimpleQueueService/latest/APIReference/API_SetQueueAttributes.html";
            let kept = (60..=1_209_600).contains(&queue.retention.value.seconds());
            let hidden = queue.visibility_timeout.value.seconds() <= 43_200;
            limit(found, entry, kept, &queue.retention.map(|it| it.to_string()), "a queue's retention", "1m to 14d", attributes);
            limit(found, entry, hidden, &queue.visibility_timeout.map(|it| it.to_string()), "a visibility timeout", "0s to 12h", attributes);
            if let Some(redrive) = &queue.redrive {
                let attempts = (1..=1000).contains(&redrive.after.value);
                limit(found, entry, attempts, &redrive.after.map(|it| it.to_string()), "the number of attempts", "1 to 1000", attributes);
            }
        }
        for (entry, it) in cx.spec.all::<Balancer>() {
            balancer(cx, found, entry, it);
        }
        for (entry, bus) in cx.spec.all::<Bus>() {
            let Some(archive) = bus.archive else { continue };
            let days = archive.value.as_millis() >= 86_400_000 && archive.value.as_millis() % 86_400_000 == 0;
            limit(found, entry, days, &archive.map(|it| it.to_string()), "an archive's retention", "whole days, one or more", "https://docs.aws.amazon.com/eventbridge/latest/APIReference/API_CreateArchive.html");
        }
        for (entry, alarm) in cx.spec.all::<Alarm>() {
            let Some(within) = alarm.within else { continue };
            let seconds = within.value.seconds();
            let whole = seconds > 0 && seconds % 60 == 0 && seconds <= 604_800;
            limit(found, entry, whole, &within.map(|it| it.to_string()), "an alarm's `within`", "whole minutes up to 7d", "https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/API_PutMetricAlarm.html");
        }
        if let Some((entry, traffic)) = cx.spec.one::<Traffic>() {
            let ttl = traffic.ttl.value.as_millis() % 1_000 == 0 && traffic.ttl.value.seconds() <= 172_800;
            limit(found, entry, ttl, &traffic.ttl.map(|it| it.to_string()), "a TTL", "whole seconds up to 2d", "https://docs.aws.amazon.com/Route53/latest/APIReference/API_ResourceRecordSet.html");
        }
    }
}

fn limit(
    found: &mut Diagnostics,
    entry: &Entry,
    fits: bool,
    value: &Spanned<String>,
    what: &str,
    range: &str,
    source: &'static str,
) {
    if fits {
        return;
    }
    found.push(
        Diagnostic::new(&Limits::CODE, value.span, format!("{what} cannot be {}", value.value), format!("AWS takes {range}"))
            .help(format!("choose {range}"))
            .source(source)
            .about(entry.address.to_string()),
    );
}

fn balancer(cx: &Checking<'_>, found: &mut Diagnostics, entry: &Entry, it: &Balancer) {
    let source = "https://docs.aws.amazon.com/elasticloadbalancing/latest/APIReference/API_CreateTargetGroup.html";
    let port = (1..=65_535).contains(&it.listener.value);
    limit(found, entry, port, &it.listener.map(|it| it.to_string()), "the port of a balancer", "1 to 65535", source);
    let Some(own) = &it.health_check else { return };
    let whole = |time: Duration, range: std::ops::RangeInclusive<i64>| time.as_millis().is_multiple_of(1_000) && range.contains(&time.seconds());
    let decided = it.health(cx.spec, &entry.address);
    if let Some(interval) = own.interval {
        let fits = whole(interval.value, balancer::INTERVAL);
        limit(found, entry, fits, &interval.map(|it| it.to_string()), "the interval of a target group", "whole seconds from 5s to 5m", source);
    }
    if let Some(timeout) = own.timeout {
        let fits = whole(timeout.value, balancer::TIMEOUT);
        let timeout = timeout.map(|it| it.to_string());
        limit(found, entry, fits, &timeout, "the timeout of a target group", "whole seconds from 2s to 2m", source);
        let shorter = !fits || decided.timeout < decided.interval;
        let range = format!("less than the interval, which is {}", decided.interval);
        limit(found, entry, shorter, &timeout, "the timeout of a target group", &range, source);
    }
    if let Some(threshold) = own.threshold {
        let fits = balancer::THRESHOLD.contains(&threshold.value);
        limit(found, entry, fits, &threshold.map(|it| it.to_string()), "the threshold of a target group", "2 to 10", source);
    }
    if let Some(path) = &own.path {
        limit(found, entry, path.value.starts_with('/'), path, "the path of a health check", "a path that begins with /", source);
    }
}

fn throttle(found: &mut Diagnostics, entry: &Entry, api: &Api) {
    let values = api.throttle.iter().flat_map(|it| [("rate", it.rate), ("burst", it.burst)]);
    for (what, value) in values.filter(|(_, it)| it.value < 1) {
        found.push(
            Diagnostic::new(&Limits::CODE, value.span, format!("a throttle's {what} cannot be {}", value.value), "no request would get through")
                .why("health checks are requests too: the Region would be unhealthy for good")
                .help("choose 1 or more; without `throttle` the limits of the account count")
                .source("https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-request-throttling.html")
                .about(entry.address.to_string()),
        );
    }
}

fn retention(found: &mut Diagnostics, entry: &Entry, value: Spanned<Duration>) {
    if RETENTION_DAYS.iter().any(|days| value.value == Duration::from_secs(86_400) * days.unsigned_abs()) {
        return;
    }
    let days: Vec<String> = RETENTION_DAYS.iter().map(|days| format!("{days}d")).collect();
    // Said once: a label of two lines would bury the value.
    found.push(
        Diagnostic::new(&Limits::CODE, value.span, format!("a log retention cannot be {}", value.value), "not a period CloudWatch Logs has")
            .help(format!("choose one of {}", days.join(", ")))
            .source("https://docs.aws.amazon.com/AmazonCloudWatchLogs/latest/APIReference/API_PutRetentionPolicy.html")
            .about(entry.address.to_string()),
    );
}
