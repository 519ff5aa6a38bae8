//! A number or quantity that AWS does not take.

use super::{Checking, Rule};
use drc_diagnostic::{Code, Diagnostic, Diagnostics, code};
use drc_model::{Duration, Size};
use drc_services::Entry;
use drc_services::alarm::Alarm;
use drc_services::api::Api;
use drc_services::balancer::{self, Balancer};
use drc_services::bus::Bus;
use drc_services::function::Function;
use drc_services::queue::Queue;
use drc_services::shared::log_group::RETENTION_DAYS;
use drc_services::traffic::Traffic;
use drc_syntax::Spanned;
use std::fmt::Display;

/// A number or quantity that AWS does not take.
#[derive(Debug)]
pub struct Limits;

impl Rule for Limits {
    const CODE: Code = code!("DRC511", "limits", Error);

    fn check(cx: &Checking<'_>, found: &mut Diagnostics) {
        let spec = cx.spec;
        spec.all::<Function>().for_each(|(entry, it)| function(found, entry, it));
        spec.all::<Api>().for_each(|(entry, it)| api(found, entry, it));
        spec.all::<Queue>().for_each(|(entry, it)| queue(found, entry, it));
        spec.all::<Balancer>().for_each(|(entry, it)| balancer(cx, found, entry, it));
        spec.all::<Bus>().for_each(|(entry, it)| bus(found, entry, it));
        spec.all::<Alarm>().for_each(|(entry, it)| alarm(found, entry, it));
        spec.all::<Traffic>().for_each(|(entry, it)| traffic(found, entry, it));
    }
}

fn function(found: &mut Diagnostics, entry: &Entry, it: &Function) {
    let source = "https://docs.aws.amazon.com/lambda/latest/dg/gettingstarted-limits.html";
    let whole = |size: Size, least| {
        size.as_bytes().is_multiple_of(1 << 20) && (least..=10_240).contains(&size.mebibytes())
    };
    let (memory, timeout, storage) = (it.memory, it.timeout, it.ephemeral_storage);
    let range = "128MiB to 10240MiB, in whole MiB";
    limit(found, entry, whole(memory.value, 128), &memory, "a function's memory", range, source);
    let fits = (1..=900).contains(&timeout.value.seconds());
    limit(found, entry, fits, &timeout, "a function's timeout", "1s to 15m", source);
    let range = "512MiB to 10240MiB, in whole MiB";
    limit(found, entry, whole(storage.value, 512), &storage, "a function's `/tmp`", range, source);
    retention(found, entry, it.log_retention);
    for consumed in &it.consumes.0 {
        let source = "https://docs.aws.amazon.com/lambda/latest/api/API_CreateEventSourceMapping.html";
        let batch = consumed.batch;
        let fits = (1..=10_000).contains(&batch.value);
        limit(found, entry, fits, &batch, "a batch", "1 to 10000 messages", source);
        if let Some(calls) = consumed.concurrency {
            let fits = (2..=1000).contains(&calls.value);
            limit(found, entry, fits, &calls, "a queue's concurrency", "2 to 1000 calls", source);
        }
    }
}

fn api(found: &mut Diagnostics, entry: &Entry, it: &Api) {
    retention(found, entry, it.log_retention);
    throttle(found, entry, it);
}

fn queue(found: &mut Diagnostics, entry: &Entry, it: &Queue) {
    let source =
        "https://docs.aws.amazon.com/AWSSimpleQueueService/latest/APIReference/API_SetQueueAttributes.html";
    let (kept, hidden) = (it.retention, it.visibility_timeout);
    let fits = (60..=1_209_600).contains(&kept.value.seconds());
    limit(found, entry, fits, &kept, "a queue's retention", "1m to 14d", source);
    let fits = hidden.value.seconds() <= 43_200;
    limit(found, entry, fits, &hidden, "a visibility timeout", "0s to 12h", source);
    if let Some(redrive) = &it.redrive {
        let fits = (1..=1000).contains(&redrive.after.value);
        limit(found, entry, fits, &redrive.after, "the number of attempts", "1 to 1000", source);
    }
}

fn bus(found: &mut Diagnostics, entry: &Entry, it: &Bus) {
    let source = "https://docs.aws.amazon.com/eventbridge/latest/APIReference/API_CreateArchive.html";
    let Some(archive) = it.archive else { return };
    let millis = archive.value.as_millis();
    let fits = millis >= 86_400_000 && millis.is_multiple_of(86_400_000);
    let range = "whole days, one or more";
    limit(found, entry, fits, &archive, "an archive's retention", range, source);
}

fn alarm(found: &mut Diagnostics, entry: &Entry, it: &Alarm) {
    let source = "https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/API_PutMetricAlarm.html";
    let Some(within) = it.within else { return };
    let seconds = within.value.seconds();
    let fits = seconds > 0 && seconds % 60 == 0 && seconds <= 604_800;
    limit(found, entry, fits, &within, "an alarm's `within`", "whole minutes up to 7d", source);
}

fn traffic(found: &mut Diagnostics, entry: &Entry, it: &Traffic) {
    let source = "https://docs.aws.amazon.com/Route53/latest/APIReference/API_ResourceRecordSet.html";
    let ttl = it.ttl;
    let fits = ttl.value.as_millis().is_multiple_of(1_000) && ttl.value.seconds() <= 172_800;
    limit(found, entry, fits, &ttl, "a TTL", "whole seconds up to 2d", source);
}

fn limit(
    found: &mut Diagnostics,
    entry: &Entry,
    fits: bool,
    value: &Spanned<impl Display>,
    what: &str,
    range: &str,
    source: &'static str,
) {
    if fits {
        return;
    }
    found.push(
        Diagnostic::new(
            &Limits::CODE,
            value.span,
            format!("{what} cannot be {}", value.value),
            format!("AWS takes {range}"),
        )
        .help(format!("choose {range}"))
        .source(source)
        .about(entry.address.to_string()),
    );
}

fn balancer(cx: &Checking<'_>, found: &mut Diagnostics, entry: &Entry, it: &Balancer) {
    let source =
        "https://docs.aws.amazon.com/elasticloadbalancing/latest/APIReference/API_CreateTargetGroup.html";
    let port = (1..=65_535).contains(&it.listener.value);
    limit(found, entry, port, &it.listener, "the port of a balancer", "1 to 65535", source);
    let Some(own) = &it.health_check else { return };
    let whole = |time: Duration, range: std::ops::RangeInclusive<i64>| {
        time.as_millis().is_multiple_of(1_000) && range.contains(&time.seconds())
    };
    let decided = it.health(cx.spec, &entry.address);
    if let Some(interval) = own.interval {
        let fits = whole(interval.value, balancer::INTERVAL);
        limit(
            found,
            entry,
            fits,
            &interval,
            "the interval of a target group",
            "whole seconds from 5s to 5m",
            source,
        );
    }
    if let Some(timeout) = own.timeout {
        let fits = whole(timeout.value, balancer::TIMEOUT);
        limit(
            found,
            entry,
            fits,
            &timeout,
            "the timeout of a target group",
            "whole seconds from 2s to 2m",
            source,
        );
        let shorter = !fits || decided.timeout < decided.interval;
        let range = format!("less than the interval, which is {}", decided.interval);
        limit(found, entry, shorter, &timeout, "the timeout of a target group", &range, source);
    }
    if let Some(threshold) = own.threshold {
        let fits = balancer::THRESHOLD.contains(&threshold.value);
        limit(found, entry, fits, &threshold, "the threshold of a target group", "2 to 10", source);
    }
    if let Some(path) = &own.path {
        limit(
            found,
            entry,
            path.value.starts_with('/'),
            path,
            "the path of a health check",
            "a path that begins with /",
            source,
        );
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
