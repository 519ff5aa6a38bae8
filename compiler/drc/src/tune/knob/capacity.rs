//! `database.capacity.min`

use super::super::price::{Bill, HOURS_A_MONTH, find};
use super::super::{Aim, Figure};
use super::{Choice, Dial, Knob, edit};
use drc_services::Spec;
use drc_services::database::{Acu, Database};

/// What serverless instances idle at: from half of the need on they are there within a minute.
pub(super) struct Least;

impl Knob for Least {
    const FIELD: &'static str = "database.capacity.min";

    fn dials(spec: &Spec, aim: &Aim) -> Vec<Dial> {
        if aim.figure != Figure::Rto {
            return Vec::new();
        }
        let serverless =
            spec.all::<Database>().filter_map(|(entry, it)| Some((entry, it.capacity.as_ref()?)));
        let dial = serverless.map(|(entry, capacity)| {
            let now = capacity.value.min;
            let need = capacity.value.need.unwrap_or(capacity.value.max).value;
            let awake = Acu::halves(1);
            let mut others = vec![awake, half(need).max(awake)];
            others.dedup();
            others.retain(|it| *it != now.value && *it <= capacity.value.max.value);
            let choices = others.into_iter().map(|least| {
                let address = entry.address.clone();
                let (before, after) = (now.value.to_string(), least.to_string());
                let edit = edit(&address, &["capacity", "min"], before, after, now.span);
                Choice::new(edit, move |spec| {
                    let database = spec.service_mut::<Database>(&address);
                    if let Some(capacity) = database.and_then(|it| it.capacity.as_mut()) {
                        capacity.value.min.value = least;
                    }
                })
            });
            Dial { choices: choices.collect() }
        });
        dial.collect()
    }

    fn charge(spec: &Spec, bill: &mut Bill) {
        for (_, database) in spec.all::<Database>() {
            let Some(capacity) = &database.capacity else { continue };
            let counts = &database.instances;
            for region in spec.regions.all() {
                let count =
                    if region == spec.regions.primary.value { counts.primary } else { counts.secondary };
                let hours = HOURS_A_MONTH * count.value.max(0) as f64 * capacity.value.min.value.number();
                bill.add(find("aurora", "acu", region), hours, "capacity units");
            }
        }
    }
}

/// The fewest units, in halves, whose double reaches `need`.
fn half(need: Acu) -> Acu {
    let fits = |halves: &u32| Acu::halves(*halves).number() * 2.0 >= need.number();
    (1..=512).find(fits).map_or(need, Acu::halves)
}
