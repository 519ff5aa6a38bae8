//! `bucket.replication.time_control`

use super::super::price::{Bill, find};
use super::super::{Aim, Figure};
use super::{Choice, Dial, Knob, edit};
use drc_services::Spec;
use drc_services::bucket::Bucket;
use drc_services::registry::Typed as _;

/// S3's promise of fifteen minutes.
pub(super) struct TimeControl;

impl Knob for TimeControl {
    const FIELD: &'static str = "bucket.replication.time_control";

    fn dials(spec: &Spec, aim: &Aim) -> Vec<Dial> {
        let Figure::Rpo(address) = &aim.figure else { return Vec::new() };
        let bucket = spec.entry(address).and_then(|entry| Bucket::service(&entry.service));
        let Some(bucket) = bucket.filter(|it| it.existing.is_none()) else { return Vec::new() };
        let now = bucket.replication.value.time_control;
        let address = address.clone();
        let keys = ["replication", "time_control"];
        let edit = edit(&address, &keys, now.to_string(), (!now).to_string(), bucket.replication.span);
        let other = Choice::new(edit, move |spec| {
            if let Some(bucket) = spec.service_mut::<Bucket>(&address) {
                bucket.replication.value.time_control = !now;
            }
        });
        vec![Dial { choices: vec![other] }]
    }

    fn charge(spec: &Spec, bill: &mut Bill) {
        let timed =
            spec.all::<Bucket>().filter(|(_, it)| it.replication.time_control && it.existing.is_none());
        let price = find("s3", "replication-time-control", spec.regions.primary.value);
        bill.by_traffic(price, timed.count() as f64);
    }
}
