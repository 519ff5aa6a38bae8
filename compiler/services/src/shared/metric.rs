//! What CloudWatch measures, and the alarms that follow from it without being asked for.

use super::alarm::{Alarm, AlarmRef};
use crate::alarm::{Alarm as AlarmSpec, Threshold};
use crate::lowering::At;
use crate::registry::Handle;
use crate::spec::{Entry, Spec};
use drc_ir::Expr;
use drc_model::{Duration, Region};
use std::borrow::Cow;

/// A metric of a kind of service.
#[derive(Clone, Copy, Debug)]
pub struct Metric {
    /// CloudWatch's name for it.
    pub name: &'static str,
    /// `AWS/Lambda`
    pub namespace: &'static str,
    /// How a period's values become one.
    pub statistic: &'static str,
    /// What the values count.
    pub unit: Unit,
    /// What a period without values means, and why.
    pub missing: Missing,
    /// The alarm's name behind the service's: `errors`. No two kinds use one: `api.ledger` and `function.ledger` may
    /// both be there, and CloudWatch takes a second alarm of a name for a change of the first.
    pub alarm: &'static str,
    /// How long the value must be too high.
    pub within: Duration,
}

/// What a metric's values count.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Unit {
    /// Things.
    Count,
    /// Thousandths of a second: DynamoDB's and Aurora's lags.
    Milliseconds,
    /// Seconds: S3's lag.
    Seconds,
}

/// What a period without values means.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Missing {
    /// Nothing happened, so nothing went wrong.
    NotBreaching,
    /// The alarm stays as it is. `AWS/DynamoDB` alarms do so whatever is set
    /// (<https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/API_PutMetricAlarm.html>): what is
    /// written is what happens.
    Ignore,
    /// Nothing was measured, so nothing works.
    Breaching,
}

/// One thing to watch.
#[derive(Clone, Debug)]
pub struct Watch {
    /// Tells several watches of one metric apart; mostly empty.
    pub suffix: Cow<'static, str>,
    /// CloudWatch's dimensions.
    pub dimensions: Vec<(&'static str, Expr)>,
    /// The value above which it alarms if the spec says nothing; `None`: no alarm unless the spec wants one.
    pub above: Option<Threshold>,
}

impl Metric {
    /// The Region in which CloudWatch keeps what is measured of something in `here`: Route 53 has but one.
    /// Source: <https://docs.aws.amazon.com/Route53/latest/DeveloperGuide/monitoring-cloudwatch.html>.
    pub fn region(&self, here: Region) -> Region {
        let elsewhere = if self.namespace == "AWS/Route53" { Region::find("us-east-1") } else { None };
        elsewhere.unwrap_or(here)
    }
}

impl Unit {
    /// A threshold in this unit.
    pub fn value(self, threshold: Threshold) -> Expr {
        match (self, threshold) {
            (Self::Milliseconds, Threshold::Time(it)) => {
                Expr::Int(i64::try_from(it.as_millis()).unwrap_or(i64::MAX))
            }
            (Self::Seconds | Self::Count, Threshold::Time(it)) => Expr::Int(it.seconds()),
            (_, Threshold::Number(it)) => Expr::Int(it),
        }
    }
}

impl Missing {
    /// CloudWatch's word.
    pub fn word(self) -> &'static str {
        match self {
            Self::NotBreaching => "notBreaching",
            Self::Ignore => "ignore",
            Self::Breaching => "breaching",
        }
    }
}

/// Adds the alarms of a service: those its kind has by itself, changed by what `[alarm.*]` says, and those only
/// `[alarm.*]` asks for.
pub fn derive_alarms(at: &mut At<'_, '_>, handle: &Handle) {
    let spec = at.spec();
    let service = &at.entry.service;
    for region in at.regions() {
        let mut arns = Vec::new();
        for metric in service.kind().metrics() {
            let asked = asked(at.entry, metric, at);
            for watch in service.watches(handle, metric, region, spec) {
                if asked.is_some() || watch.above.is_some() {
                    let arn = add(at, metric, &watch, asked, region);
                    at.note_alarm(region, arn.clone());
                    arns.push(arn);
                }
            }
        }
        if !arns.is_empty() {
            at.output(
                region,
                "alarms",
                format!("Alarms of {} in {region}", at.entry.address),
                Expr::List(arns),
            );
        }
    }
}

fn asked<'s>(entry: &Entry, metric: &Metric, at: &At<'_, 's>) -> Option<&'s AlarmSpec> {
    at.spec().alarms_on(&entry.address).find(|alarm| alarm.metric.value == metric.name)
}

/// What is behind the service's name in an alarm's; `of` tells several watches of one metric apart.
fn suffix(alarm: &str, of: &str) -> String {
    if of.is_empty() { alarm.to_owned() } else { format!("{alarm}-{of}") }
}

/// The name of an alarm of a service in a Region.
pub fn alarm_name(entry: &Entry, spec: &Spec, alarm: &str, of: &str, region: Region) -> String {
    spec.name(entry, &suffix(alarm, of), spec.in_region(region))
}

fn add(
    at: &mut At<'_, '_>,
    metric: &Metric,
    watch: &Watch,
    asked: Option<&AlarmSpec>,
    region: Region,
) -> Expr {
    let suffix = suffix(metric.alarm, &watch.suffix);
    let above = asked.map(|it| it.above.value).or(watch.above).unwrap_or(Threshold::Number(0));
    let within = asked.and_then(|it| it.within).map_or(metric.within, |it| it.value);
    let description = asked.and_then(|it| it.description.clone()).unwrap_or_else(|| {
        format!("{} of {} in {region} went above {above} within {within}", metric.name, at.entry.address)
    });
    let alarm = Alarm {
        name: alarm_name(at.entry, at.spec(), metric.alarm, &watch.suffix, region),
        description,
        metric: *metric,
        dimensions: watch.dimensions.clone(),
        threshold: metric.unit.value(above),
        within,
        topic: at.alert_topic(region),
        region,
    };
    at.add(region, format!("alarm-{suffix}"), alarm).arn()
}
