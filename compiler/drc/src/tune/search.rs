//! Every combination of settings, and those that no other beats.

use super::knob::{self, Choice, Dial};
use super::needless::needless;
use super::price::{Bill, Difference};
use super::{Aim, Edit, Figure};
use crate::budget::{Budget, budget};
use drc_model::budget::Columns;
use drc_services::function::Function;
use drc_services::traffic::Traffic;
use drc_services::{Service, Spec};
use std::cmp::Ordering;

/// More combinations than these are not tried, and that is said.
pub const MOST_COMBINATIONS: usize = 20_000;

/// What settings come to.
#[derive(Clone, Debug, PartialEq)]
pub struct Measure {
    /// The figure.
    pub columns: Columns,
    /// Needless failovers or alarms a year.
    pub needless: f64,
    /// What the settings cost that can be tuned.
    pub bill: Bill,
}

/// Settings that meet a target.
#[derive(Clone, Debug)]
pub struct Answer {
    /// What to change.
    pub edits: Vec<Edit>,
    /// What that comes to.
    pub then: Measure,
    /// What it costs beyond today.
    pub cost: Difference,
    /// Why not to take it without thinking.
    pub cautions: Vec<&'static str>,
    /// Warnings that the spec has then, and has not now: code and name.
    pub raises: Vec<String>,
}

/// What a search found.
pub(super) struct Found {
    pub(super) now: Measure,
    /// Cheapest first.
    pub(super) front: Vec<Answer>,
    pub(super) tried: usize,
    pub(super) capped: bool,
    /// Whether or not that is little enough.
    pub(super) fastest: Fastest,
}

/// The settings of the least time.
pub(super) struct Fastest {
    pub(super) picked: Vec<Choice>,
    pub(super) answer: Answer,
}

/// The figure of a budget; `None` if it has no such store.
pub(super) fn columns(budget: &Budget, figure: &Figure) -> Option<Columns> {
    match figure {
        Figure::Rto => Some(budget.rto.total()),
        Figure::Rpo(store) => budget.stores.iter().find(|it| it.address == *store).map(|it| it.lag.columns),
    }
}

/// What a spec comes to as it is set.
pub(super) fn measure(spec: &Spec, figure: &Figure) -> Measure {
    let budget = budget(spec);
    Measure {
        columns: columns(&budget, figure).unwrap_or_default(),
        needless: needless(spec, &budget, figure),
        bill: knob::bill(spec),
    }
}

/// As much of a spec as a figure needs, for a spec may have thousands of services and every combination measures it: a
/// store by itself, or what moves users and the data they wait for. [`budget`] comes to the same of it.
pub(super) fn part(spec: &Spec, figure: &Figure) -> Spec {
    if let Figure::Rpo(store) = figure {
        return spec.alone(store);
    }
    let target = spec.one::<Traffic>().map(|(_, it)| &it.target.value);
    let first = spec.all::<Function>().next().map(|(entry, _)| &entry.address);
    spec.only(|entry| match &entry.service {
        Service::Traffic(_) | Service::Balancer(_) | Service::Database(_) | Service::Bus(_) => true,
        Service::Api(_) => target == Some(&entry.address),
        // One of them starts cold, and the one with the highest peak is waited for.
        Service::Function(it) => it.peak.is_some() || first == Some(&entry.address),
        Service::Table(_)
        | Service::Bucket(_)
        | Service::Queue(_)
        | Service::Topic(_)
        | Service::Parameter(_)
        | Service::Secret(_)
        | Service::Key(_)
        | Service::Network(_)
        | Service::Backup(_)
        | Service::Role(_)
        | Service::Alerts(_)
        | Service::Alarm(_)
        | Service::Dashboard(_) => false,
    })
}

/// Settings that were picked, and what they come to.
pub(super) fn answer(picked: &[&Choice], then: Measure, now: &Measure) -> Answer {
    Answer {
        edits: picked.iter().flat_map(|it| it.edits.iter().cloned()).collect(),
        cost: then.bill.beyond(&now.bill),
        cautions: picked.iter().filter_map(|it| it.caution).collect(),
        then,
        raises: Vec::new(),
    }
}

/// Tries every combination of the dials that move what is aimed at, up to `most`.
pub(super) fn search(spec: &Spec, aim: &Aim, most: usize) -> Found {
    let dials = knob::dials(spec, aim);
    let spec = &part(spec, &aim.figure);
    let now = measure(spec, &aim.figure);
    let time = |it: &Measure| aim.column.of(it.columns);
    let is_met = time(&now) <= aim.target;
    let keep = answer(&[], now.clone(), &now);
    let mut fastest = Fastest { picked: Vec::new(), answer: keep };
    let mut front = Vec::new();
    let mut tried = 0;
    let capped = !walk(spec, &dials, &mut Vec::new(), &mut |spec, picked| {
        if tried == most {
            return false;
        }
        tried += 1;
        let it = answer(picked, measure(spec, &aim.figure), &now);
        let best = &fastest.answer;
        if (time(&it.then), it.edits.len()) < (time(&best.then), best.edits.len()) {
            fastest = Fastest { picked: picked.iter().map(|it| (*it).clone()).collect(), answer: it.clone() };
        }
        // Whoever meets the target already may want to pay less for it, in either coin.
        let wanted = !is_met || (!it.edits.is_empty() && relaxes(&it.then, &now));
        if time(&it.then) <= aim.target && wanted {
            join(&mut front, it, aim);
        }
        true
    });
    front.sort_by(cheaper);
    Found { now, front, tried, capped, fastest }
}

/// Each dial left alone or set, one after the other. Ends early when `visit` says so, and answers whether it did not.
fn walk<'d>(
    spec: &Spec,
    dials: &'d [Dial],
    picked: &mut Vec<&'d Choice>,
    visit: &mut impl FnMut(&Spec, &[&'d Choice]) -> bool,
) -> bool {
    let Some((dial, rest)) = dials.split_first() else { return visit(spec, picked) };
    if !walk(spec, rest, picked, visit) {
        return false;
    }
    for choice in &dial.choices {
        let mut other = spec.clone();
        (choice.set)(&mut other);
        picked.push(choice);
        let goes_on = walk(&other, rest, picked, visit);
        picked.pop();
        if !goes_on {
            return false;
        }
    }
    true
}

/// Less money or fewer false alarms, and not more of the other.
fn relaxes(it: &Measure, now: &Measure) -> bool {
    let fewer = it.needless < now.needless * 0.999;
    let cheaper = it.bill.at_most(&now.bill) && !now.bill.at_most(&it.bill);
    it.bill.at_most(&now.bill) && it.needless <= now.needless && (fewer || cheaper)
}

/// Whether nobody would take `other` who can have this.
fn beats(this: &Answer, other: &Answer, aim: &Aim) -> bool {
    let time = |it: &Answer| aim.column.of(it.then.columns);
    let no_worse = time(this) <= time(other)
        && this.then.needless <= other.then.needless
        && this.then.bill.at_most(&other.then.bill)
        && this.cautions.len() <= other.cautions.len();
    let as_good = no_worse
        && time(other) <= time(this)
        && other.then.needless <= this.then.needless
        && other.then.bill.at_most(&this.then.bill)
        && other.cautions.len() <= this.cautions.len();
    no_worse && (!as_good || this.edits.len() <= other.edits.len())
}

fn join(front: &mut Vec<Answer>, it: Answer, aim: &Aim) {
    if front.iter().any(|other| beats(other, &it, aim)) {
        return;
    }
    front.retain(|other| !beats(&it, other, aim));
    front.push(it);
}

/// What is fixed counts first, then what rises with traffic, then the number of edits and of false alarms.
pub(super) fn cheaper(one: &Answer, other: &Answer) -> Ordering {
    let cautions = one.cautions.len().cmp(&other.cautions.len());
    cautions
        .then(one.cost.dollars.total_cmp(&other.cost.dollars))
        .then(one.cost.more().cmp(&other.cost.more()))
        .then(one.edits.len().cmp(&other.edits.len()))
        .then(one.then.needless.total_cmp(&other.then.needless))
        .then(one.then.columns.plan.cmp(&other.then.columns.plan))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::resolve::resolve;
    use drc_syntax::Source;

    #[test]
    fn a_part_of_a_spec_comes_to_what_the_whole_comes_to() {
        let specs = [
            include_str!("../../../../specs/payments-serverless.toml"),
            include_str!("../../../../specs/payments-regulated.toml"),
            include_str!("../../../../specs/payments-aurora.toml"),
            include_str!("../../../../specs/payments-accelerator.toml"),
            include_str!("../../../../specs/services/bus-global-endpoint.toml"),
            include_str!("../../../../specs/services/traffic-active-active.toml"),
        ];
        for text in specs {
            let spec = resolve(&Source::new("spec.toml", text), None).spec.expect("a spec");
            let whole = budget(&spec);
            let part = measure(&part(&spec, &Figure::Rto), &Figure::Rto);
            assert_eq!(part.columns, whole.rto.total(), "{text}");
            for store in &whole.stores {
                let figure = Figure::Rpo(store.address.clone());
                assert_eq!(measure(&super::part(&spec, &figure), &figure).columns, store.lag.columns);
            }
        }
    }
}
