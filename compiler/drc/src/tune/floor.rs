//! How far settings reach, what makes that, and what lies beyond them.

use super::search::{Answer, Fastest, part};
use super::{Aim, Figure};
use crate::budget::{RtoBudget, budget};
use drc_model::Duration;
use drc_model::budget::Columns;
use drc_services::Spec;
use drc_services::bucket::Bucket;
use drc_services::database::{Database, Promotion};
use drc_services::registry::Typed as _;
use drc_services::table::Table;
use drc_services::traffic::{Clients, RouteMode, Traffic};

/// How far settings reach.
#[derive(Clone, Debug)]
pub struct Floor {
    /// The settings of the least time.
    pub answer: Answer,
    /// What it is made of, the largest first: in words, and how long.
    pub terms: Vec<(String, Duration)>,
    /// What is no setting and would shorten it.
    pub beyond: Vec<&'static str>,
}

pub(super) fn floor(spec: &Spec, aim: &Aim, fastest: Fastest) -> Floor {
    let Fastest { picked, answer } = fastest;
    let mut set = part(spec, &aim.figure);
    picked.iter().for_each(|it| (it.set)(&mut set));
    let budget = budget(&set);
    let terms = match &aim.figure {
        Figure::Rto => {
            let all = (0..).zip(budget.rto.terms());
            let counted = all.filter(|(at, _)| counts(&budget.rto, *at, aim));
            counted.map(|(_, it)| (it.name.clone(), aim.column.of(it.columns))).collect()
        }
        Figure::Rpo(store) => {
            let lag = budget.stores.iter().find(|it| it.address == *store).map(|it| &it.lag);
            lag.into_iter().map(|it| (it.name.clone(), aim.column.of(it.columns))).collect()
        }
    };
    let mut terms: Vec<(String, Duration)> = terms;
    terms.retain(|(_, time)| *time > Duration::ZERO);
    terms.sort_by_key(|(_, time)| std::cmp::Reverse(*time));
    let beyond = match &aim.figure {
        Figure::Rto => beyond_rto(spec),
        Figure::Rpo(store) => {
            let service = spec.entry(store).map(|it| &it.service);
            let is_bucket = service.is_some_and(|it| Bucket::service(it).is_some());
            let is_table = service.is_some_and(|it| Table::service(it).is_some());
            if is_bucket {
                vec!["a table or a database for what may not be lost: S3 promises no more than 15 minutes"]
            } else if is_table {
                vec![
                    "consistency = \"strong\" on a new table: three Regions of one set, or two and a witness, no TTL and no alarm on its lag",
                ]
            } else {
                vec![
                    "Aurora PostgreSQL with rpo_enforced and two other Regions, or a strongly consistent table",
                ]
            }
        }
    };
    Floor { answer, terms, beyond }
}

/// Whether the sum would be less without a term: what goes on at the same time as something longer does not count.
fn counts(rto: &RtoBudget, at: usize, aim: &Aim) -> bool {
    let mut without = rto.clone();
    match without.paths.iter_mut().flat_map(|it| &mut it.terms).nth(at) {
        Some(term) => term.columns = Columns::default(),
        None => return true, // after all paths
    }
    aim.column.of(without.total()) < aim.column.of(rto.total())
}

/// What would have to be decided anew.
fn beyond_rto(spec: &Spec) -> Vec<&'static str> {
    let mut beyond = Vec::new();
    if let Some((_, traffic)) = spec.one::<Traffic>() {
        match traffic.route.value {
            RouteMode::DnsFailover => {
                beyond.push("route = \"accelerator\" before load balancers: no TTL to wait for, and no resolver that overruns it");
                beyond.push("route = \"dns-latency\": only the users of the lost Region wait");
            }
            RouteMode::DnsLatency => {
                beyond.push("route = \"accelerator\" before load balancers: no TTL to wait for, and no resolver that overruns it");
            }
            RouteMode::Accelerator if !traffic.active_active.value => {
                beyond.push("active_active = true: only the users of the lost Region wait");
            }
            RouteMode::Accelerator => {}
        }
        let by_dns = traffic.route.value != RouteMode::Accelerator;
        if by_dns && traffic.clients.value == Clients::Public {
            beyond.push("clients = \"controlled\", if all clients are yours and keep to the TTL");
        }
    }
    if spec.all::<Database>().next().is_some() {
        beyond.push("a store that more than one Region writes: nothing to promote");
    }
    if spec.all::<Database>().any(|(_, it)| it.promotion.value == Promotion::Manual) {
        beyond.push("operations.response, drilled: what people need is assumed until then");
    }
    beyond
}
