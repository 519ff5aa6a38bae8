//! `database.watch.threshold`

use super::super::price::Bill;
use super::super::{Aim, Figure};
use super::{Choice, Dial, Knob, edit, watch_interval};
use drc_services::Spec;

/// Failed looks in a row before the watcher promotes. A promotion is not undone by the next good look, so never one.
pub(super) struct WatchThreshold;

impl Knob for WatchThreshold {
    const FIELD: &'static str = "database.watch.threshold";

    fn dials(spec: &Spec, aim: &Aim) -> Vec<Dial> {
        if aim.figure != Figure::Rto {
            return Vec::new();
        }
        let dial = watch_interval::watched(spec).map(|(entry, database)| {
            let now = database.plan().threshold;
            let choices = [5, 4, 3, 2].into_iter().filter(|it| *it != now.value).map(|threshold| {
                let address = entry.address.clone();
                let (before, after) = (now.value.to_string(), threshold.to_string());
                let edit = edit(&address, &["watch", "threshold"], before, after, now.span);
                Choice::new(edit, move |spec| {
                    watch_interval::set(spec, &address, |plan| plan.threshold.value = threshold);
                })
            });
            Dial { choices: choices.collect() }
        });
        dial.collect()
    }

    fn charge(_: &Spec, _: &mut Bill) {}
}
