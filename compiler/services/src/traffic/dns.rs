//! Names that Route 53 answers by health: the records of one name, or a chain of names.

use super::Traffic;
use super::front::Front;
use super::health_check::HealthCheck;
use super::record::{Answer, Policy, Record, RecordRef};
use crate::lowering::At;
use drc_ir::{Expr, Ref};
use drc_model::Role;

/// A Region's endpoint and the check of it, where it can be checked from outside.
pub(super) type Checked = (Front, Option<Ref<HealthCheck>>);

/// Each Region in its turn. A failover name has one PRIMARY and one SECONDARY record and no third, so a secondary that
/// is not the last leads to a name of its own, whose PRIMARY it is:
///
/// ```text
/// pay.acme-bank.com              PRIMARY us-east-1, SECONDARY failover-2.pay.acme-bank.com
/// failover-2.pay.acme-bank.com   PRIMARY us-east-2, SECONDARY us-west-2
/// ```
///
/// Alias records follow each other inside Route 53: to the world it is one answer, with the TTL of the last record.
pub(super) fn failover(traffic: &Traffic, at: &mut At<'_, '_>, zone: &Expr, regions: &[Checked]) {
    let Some((last, before)) = regions.split_last() else { return };
    let mut answer = traffic.answer(&last.0);
    let mut check = last.1;
    // From the end: an alias can be made only once there is something of its name and type.
    for (turn, (front, own)) in before.iter().enumerate().rev() {
        let record = |role, answer, health| Record {
            zone: zone.clone(),
            name: traffic.name_of_turn(turn),
            policy: Policy::Failover(role),
            health,
            answer,
        };
        let first = traffic.answer(front);
        let of_type = first.record_type();
        let name = at.add_global(part(turn, Role::Primary), record(Role::Primary, first, *own));
        at.add_global(part(turn, Role::Secondary), record(Role::Secondary, answer, check));
        // What the alias leads to has checks; it needs none itself.
        (answer, check) = (Answer::Name(name.name(), of_type), None);
    }
}

fn part(turn: usize, role: Role) -> String {
    if turn == 0 { format!("record-{role}") } else { format!("record-{}-{role}", turn + 1) }
}

/// Every Region at once, the nearest first. Each record has its check: one without would be given for ever.
pub(super) fn latency(traffic: &Traffic, at: &mut At<'_, '_>, zone: &Expr, regions: &[Checked]) {
    for (front, check) in regions {
        let record = Record {
            zone: zone.clone(),
            name: traffic.domain.value.clone(),
            policy: Policy::Latency(front.region),
            health: *check,
            answer: traffic.answer(front),
        };
        at.add_global(format!("record-{}", front.place), record);
    }
}
