//! `database.watch.interval`

use super::super::price::{Bill, HOURS_A_MONTH, find};
use super::super::{Aim, Figure};
use super::{Choice, Dial, Knob, edit, time};
use drc_model::Duration;
use drc_services::Spec;
use drc_services::database::{Database, Promotion, WatchPlan};
use drc_syntax::{Span, Spanned};

/// Time between two looks of the watcher, in the minutes of EventBridge.
pub(super) struct WatchInterval;

/// What a look takes, assumed: a second of a quarter of a gigabyte.
const GB_SECONDS: f64 = 0.25;

/// The databases that a watcher promotes.
pub(super) fn watched(spec: &Spec) -> impl Iterator<Item = (&drc_services::Entry, &Database)> {
    spec.all::<Database>().filter(|(_, it)| it.promotion.value == Promotion::Automatic)
}

/// Changes a watch that stands in the spec, or the usual one.
pub(super) fn set(spec: &mut Spec, address: &drc_model::Address, change: impl Fn(&mut WatchPlan)) {
    if let Some(database) = spec.service_mut::<Database>(address) {
        let usual = || Spanned::new(WatchPlan::default(), Span::default());
        change(&mut database.watch.get_or_insert_with(usual).value);
    }
}

impl Knob for WatchInterval {
    const FIELD: &'static str = "database.watch.interval";

    fn dials(spec: &Spec, aim: &Aim) -> Vec<Dial> {
        if aim.figure != Figure::Rto {
            return Vec::new();
        }
        let dial = watched(spec).map(|(entry, database)| {
            let now = database.plan().interval;
            let others = [1, 2, 5].map(|it| Duration::from_secs(it * 60));
            let choices = others.into_iter().filter(|it| *it != now.value).map(|interval| {
                let address = entry.address.clone();
                let edit = edit(&address, &["watch", "interval"], time(now.value), time(interval), now.span);
                Choice::new(edit, move |spec| set(spec, &address, |plan| plan.interval.value = interval))
            });
            Dial { choices: choices.collect() }
        });
        dial.collect()
    }

    fn charge(spec: &Spec, bill: &mut Bill) {
        for (_, database) in watched(spec) {
            let every = database.plan().interval.value.as_millis().max(1) as f64 / 1_000.0;
            let looks = HOURS_A_MONTH * 3_600.0 / every;
            for region in spec.regions.secondaries.iter().map(|it| it.value) {
                bill.add(find("lambda", "requests", region), looks / 1e6, "calls of functions");
                bill.add(find("lambda", "duration", region), looks * GB_SECONDS, "running functions");
            }
        }
    }
}
