//! `table.consistency`

use super::super::price::{Bill, find};
use super::super::{Aim, Figure};
use super::{Choice, Dial, Knob, edit, word};
use crate::check::strong_witness;
use drc_services::Spec;
use drc_services::registry::Typed as _;
use drc_services::table::{Consistency, Table};
use drc_syntax::{Span, Spanned};

/// Writes that wait for another Region, where DynamoDB takes the Regions of the spec.
pub(super) struct Strong;

/// What only eventually consistent tables measure.
const LAG: &str = "ReplicationLatency";
const CAUTION: &str = "decided when a table is made: an existing one is replaced, and its items must be moved; every write waits for another Region";

impl Knob for Strong {
    const FIELD: &'static str = "table.consistency";

    fn dials(spec: &Spec, aim: &Aim) -> Vec<Dial> {
        let Figure::Rpo(address) = &aim.figure else { return Vec::new() };
        let table = spec.entry(address).and_then(|entry| Table::service(&entry.service));
        let Some(table) = table.filter(|it| !it.is_strong() && it.ttl_attribute.is_none()) else {
            return Vec::new();
        };
        // Nothing lags then, so an alarm on the lag would be an error.
        if spec.alarms_on(address).any(|it| it.metric.value == LAG) {
            return Vec::new();
        }
        let Some(witness) = strong_witness(spec) else { return Vec::new() };
        let (eventual, strong) = (Consistency::Eventual.word(), Consistency::Strong.word());
        let to = edit(address, &["consistency"], word(eventual), word(strong), table.consistency.span);
        let of = address.clone();
        let choice = Choice::new(to, move |spec| {
            if let Some(table) = spec.service_mut::<Table>(&of) {
                table.consistency.value = Consistency::Strong;
                table.witness = witness.map(|it| Spanned::new(it, Span::default()));
            }
        });
        let choice = match witness {
            Some(witness) => {
                let mut place =
                    edit(address, &["witness"], String::new(), word(witness.code()), Span::default());
                place.now = None;
                choice.with(place)
            }
            None => choice,
        };
        vec![Dial { choices: vec![choice.cautious(Some(CAUTION))] }]
    }

    fn charge(spec: &Spec, bill: &mut Bill) {
        let strong = spec.all::<Table>().filter(|(_, it)| it.is_strong()).count();
        bill.by_traffic(find("dynamodb", "writes", spec.regions.primary.value), strong as f64);
    }
}
