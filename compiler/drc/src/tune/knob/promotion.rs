//! `database.promotion`

use super::super::price::Bill;
use super::super::{Aim, Figure};
use super::{Choice, Dial, Knob, edit, word};
use drc_services::Spec;
use drc_services::database::{Database, Promotion, WatchPlan};
use drc_syntax::{Span, Spanned};

/// From people to the watcher; never back, for that decides who answers for a promotion.
pub(super) struct ByWatcher;

impl Knob for ByWatcher {
    const FIELD: &'static str = "database.promotion";

    fn dials(spec: &Spec, aim: &Aim) -> Vec<Dial> {
        if aim.figure != Figure::Rto {
            return Vec::new();
        }
        let manual = spec.all::<Database>().filter(|(_, it)| it.promotion.value == Promotion::Manual);
        let dial = manual.map(|(entry, database)| {
            let (manual, automatic) = (Promotion::Manual.word(), Promotion::Automatic.word());
            let promotion =
                edit(&entry.address, &["promotion"], word(manual), word(automatic), database.promotion.span);
            let by = |plan: Option<WatchPlan>| {
                let address = entry.address.clone();
                Choice::new(promotion.clone(), move |spec: &mut Spec| {
                    if let Some(database) = spec.service_mut::<Database>(&address) {
                        database.promotion.value = Promotion::Automatic;
                        database.watch = plan.clone().map(|it| Spanned::new(it, Span::default()));
                    }
                })
            };
            let usual = WatchPlan::default();
            let keys = ["watch", "threshold"];
            let two = edit(
                &entry.address,
                &keys,
                usual.threshold.value.to_string(),
                "2".to_owned(),
                Span::default(),
            );
            let plan = WatchPlan { threshold: Spanned::new(2, Span::default()), ..usual };
            Dial { choices: vec![by(None), by(Some(plan)).with(two)] }
        });
        dial.collect()
    }

    fn charge(_: &Spec, _: &mut Bill) {}
}
