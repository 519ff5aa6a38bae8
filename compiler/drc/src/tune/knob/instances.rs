//! `database.instances.secondary`

use super::super::price::{Bill, HOURS_A_MONTH, find};
use super::super::{Aim, Figure};
use super::{Choice, Dial, Knob, edit};
use drc_services::Spec;
use drc_services::database::Database;

/// An instance in the Region that takes over, where there is only storage. Taking the last one away is a decision, and
/// is left to people.
pub(super) struct Secondary;

impl Knob for Secondary {
    const FIELD: &'static str = "database.instances.secondary";

    fn dials(spec: &Spec, aim: &Aim) -> Vec<Dial> {
        if aim.figure != Figure::Rto {
            return Vec::new();
        }
        let headless = spec.all::<Database>().filter(|(_, it)| it.is_headless());
        let dial = headless.map(|(entry, database)| {
            let address = entry.address.clone();
            let keys = ["instances", "secondary"];
            let span = database.instances.secondary.span;
            let edit = edit(&address, &keys, "0".to_owned(), "1".to_owned(), span);
            let one = Choice::new(edit, move |spec| {
                if let Some(database) = spec.service_mut::<Database>(&address) {
                    database.instances.secondary.value = 1;
                }
            });
            Dial { choices: vec![one] }
        });
        dial.collect()
    }

    /// Serverless instances are paid by their units: `capacity` does that.
    fn charge(spec: &Spec, bill: &mut Bill) {
        for (_, database) in spec.all::<Database>() {
            let Some(class) = &database.class else { continue };
            for region in spec.regions.secondaries.iter().map(|it| it.value) {
                let hours = HOURS_A_MONTH * database.instances.secondary.value.max(0) as f64;
                let unpriced = "instance hours, of a class whose price drc does not have";
                bill.add(find("aurora", &class.value, region), hours, unpriced);
            }
        }
    }
}
