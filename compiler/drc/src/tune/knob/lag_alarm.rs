//! `alarm.above`

use super::super::price::Bill;
use super::super::{Aim, Edit, Figure, Literal};
use super::{Choice, Dial, Knob, edit, time};
use crate::budget::lag_alarm;
use drc_model::{Address, Duration};
use drc_services::alarm::{Alarm, Threshold};
use drc_services::database::{Database, LEAST_LAG};
use drc_services::registry::Typed as _;
use drc_services::table::Table;
use drc_services::{Entry, Service, Spec};
use drc_syntax::{Span, Spanned};

/// From which lag on the alarm of a store tells. Every store has such an alarm; one of its own in the spec takes its
/// place, so there is none more to pay.
pub(super) struct LagAlarm;

/// How long the lag must be above, where the spec does not say.
const WITHIN: Duration = Duration::from_secs(60);

/// The metric of a store that lags.
pub(super) fn metric(entry: &Entry) -> Option<&'static str> {
    let eventual = Table::service(&entry.service).is_some_and(|it| !it.is_strong());
    let follows = Database::service(&entry.service).is_some_and(|it| !it.enforces_rpo());
    if eventual {
        Some("ReplicationLatency")
    } else if follows {
        Some("AuroraGlobalDBReplicationLag")
    } else {
        None
    }
}

/// The alarm that the spec has on it.
fn written<'s>(spec: &'s Spec, store: &Address, metric: &str) -> Option<(&'s Entry, &'s Alarm)> {
    spec.alarm_entries_on(store).find(|(_, it)| it.metric.value == metric)
}

/// From which lag on it tells as the spec is.
pub(in crate::tune) fn above(spec: &Spec, store: &Address) -> Option<Duration> {
    let entry = spec.entry(store)?;
    let own = written(spec, store, metric(entry)?).and_then(|(_, alarm)| match alarm.above.value {
        Threshold::Time(it) => Some(it),
        Threshold::Number(_) => None,
    });
    let table = || Table::service(&entry.service).map(|it| it.lag_alarm(spec));
    let database = || Database::service(&entry.service).map(|it| it.lag_alarm(spec));
    own.or_else(table).or_else(database)
}

impl Knob for LagAlarm {
    const FIELD: &'static str = "alarm.above";

    fn dials(spec: &Spec, aim: &Aim) -> Vec<Dial> {
        let Figure::Rpo(store) = &aim.figure else { return Vec::new() };
        let Some(entry) = spec.entry(store) else { return Vec::new() };
        let (Some(metric), Some(now)) = (metric(entry), above(spec, store)) else { return Vec::new() };
        let alarm = written(spec, store, metric);
        let within = alarm.and_then(|(_, it)| it.within).map_or(WITHIN, |it| it.value);
        // The latest that still tells in time is the one that tells of nothing else.
        let latest = aim.target.saturating_sub(lag_alarm(within));
        let mut all = vec![latest, LEAST_LAG, Duration::from_secs(30), Duration::from_secs(60)];
        // An alarm that tells once the written objective is missed is refused, whatever is asked for here.
        let own = Table::service(&entry.service).map(|it| it.rpo);
        let own = own.or_else(|| Database::service(&entry.service).map(|it| it.rpo)).flatten();
        let missed = spec.rpo(own).value;
        all.retain(|it| *it >= LEAST_LAG && *it != now && *it < missed);
        all.sort_unstable();
        all.dedup();
        let choices = all.into_iter().map(|above| match alarm {
            Some((place, alarm)) => changed(place, alarm, above),
            None => added(spec, store, metric, above),
        });
        vec![Dial { choices: choices.collect() }]
    }

    fn charge(_: &Spec, _: &mut Bill) {}
}

fn changed(place: &Entry, alarm: &Alarm, above: Duration) -> Choice {
    let address = place.address.clone();
    let now = match alarm.above.value {
        Threshold::Time(it) => time(it),
        Threshold::Number(it) => it.to_string(),
    };
    let edit = edit(&address, &["above"], now, time(above), alarm.above.span);
    Choice::new(edit, move |spec| {
        if let Some(alarm) = spec.service_mut::<Alarm>(&address) {
            alarm.above.value = above.into();
        }
    })
}

fn added(spec: &Spec, store: &Address, metric: &'static str, above: Duration) -> Choice {
    let free = |name: String| {
        let address = Address::new("alarm", &name);
        spec.entry(&address).is_none().then_some(address)
    };
    let names = ["lag", "replication-lag", "lag-to-the-other-region"];
    let address = names.iter().find_map(|it| free(format!("{}-{it}", store.name)));
    let address =
        address.unwrap_or_else(|| Address::new("alarm", &format!("{}-{}-lag", store.kind, store.name)));
    let lines =
        vec![("on", format!("\"{store}\"")), ("metric", format!("\"{metric}\"")), ("above", time(above))];
    let path = vec![address.kind.clone(), address.name.clone()];
    let edit = Edit { path, now: None, then: Literal::Service(lines), span: None };
    let store = store.clone();
    Choice::new(edit, move |spec| {
        let alarm = Alarm {
            on: Spanned::new(store.clone(), Span::default()),
            metric: Spanned::new(metric.to_owned(), Span::default()),
            above: Spanned::new(above.into(), Span::default()),
            within: None,
            description: None,
        };
        let service_name = address.name.clone();
        let service = Service::Alarm(alarm);
        spec.add(Entry { address: address.clone(), span: Span::default(), service_name, service });
    })
}
