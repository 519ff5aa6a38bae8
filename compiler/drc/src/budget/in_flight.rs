//! What waits on its way between services: not lost when the Region is, but out of reach until it returns.

use super::facts::{Figure, source};
use super::{blamed, lag_alarm};
use crate::budget::rpo::alarm_of;
use drc_model::budget::{Columns, Kind, Term, Verdict};
use drc_model::{Address, Duration};
use drc_services::bus::Bus;
use drc_services::queue::Queue;
use drc_services::{Entry, Spec};
use drc_syntax::Spanned;

/// What may wait in a queue or on a bus.
#[derive(Clone, Debug)]
pub struct InFlight {
    /// `queue.booked`
    pub address: Address,
    /// How old what waits may be, if the spec promises something.
    pub target: Option<Spanned<Duration>>,
    /// How old it is.
    pub age: Term,
}

impl InFlight {
    /// Whether the promise is kept; `None` without one.
    pub fn verdict(&self) -> Option<Verdict> {
        self.target.map(|it| Verdict::of(self.age.columns, it.value))
    }
}

pub(super) fn in_flight(spec: &Spec) -> Vec<InFlight> {
    let queues = spec.all::<Queue>().map(|(entry, it)| queue(spec, entry, it));
    let buses = spec.all::<Bus>().filter_map(|(entry, it)| bus(entry, it));
    queues.chain(buses).collect()
}

/// A queue that is worked off holds what is younger than its alarm tells, and what comes in until it has told; one that
/// nobody watches by age holds whatever it keeps.
fn queue(spec: &Spec, entry: &Entry, queue: &Queue) -> InFlight {
    const METRIC: &str = "ApproximateAgeOfOldestMessage";
    let (own, within) = alarm_of(spec, entry, METRIC);
    let watched = own.or_else(|| spec.is_consumed(&entry.address).then(|| queue.age_alarm(spec)));
    let (name, columns, kind, from) = match watched {
        Some(age) => {
            let plan = (age + lag_alarm(within)).min(queue.retention.value);
            let name = format!("age alarm at {age}, told within {}", lag_alarm(within));
            (
                name,
                Columns::new(Duration::ZERO, Duration::from_secs(1).min(plan), plan),
                Kind::Derived,
                "alarms",
            )
        }
        None => {
            let kept = queue.retention.value;
            let name = format!("nothing watches its age: it keeps messages for {kept}");
            (name, Columns::new(Duration::ZERO, kept, kept), Kind::Configured, "queue-age")
        }
    };
    let field = Some(("queue.retention", blamed(queue.retention.span, entry)));
    let age =
        Term { id: "age", name, columns, kind, bounded: watched.is_none(), source: source(from), field };
    InFlight { address: entry.address.clone(), target: queue.rpo, age }
}

/// Events that a rule copies are on their way for a moment; those that wait for an endpoint's failover wait for minutes.
fn bus(entry: &Entry, bus: &Bus) -> Option<InFlight> {
    let field = Some(("bus", entry.span));
    let age = if bus.has_endpoint() {
        Figure::EventEndpoint.term_called("age", field)
    } else if bus.replicate.value {
        Figure::EventCopy.term_called("age", field)
    } else {
        return None;
    };
    Some(InFlight { address: entry.address.clone(), target: None, age })
}
