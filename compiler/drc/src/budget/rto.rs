//! How long users wait: paths in parallel, terms in sequence, then warm-up.

use super::facts;
use drc_model::Duration;
use drc_model::budget::{Columns, Kind, Term, Verdict};
use drc_services::function::Function;
use drc_services::traffic::{Clients, Traffic};
use drc_services::{Entry, Spec};
use drc_syntax::Span;

/// The RTO budget: `max(paths) + after`.
#[derive(Clone, Debug)]
pub struct RtoBudget {
    /// `objectives.rto`
    pub target: Duration,
    /// Where the spec says so.
    pub target_span: Span,
    /// What people quote: interval × threshold + TTL. `None` where no health check moves traffic.
    pub nominal: Option<Nominal>,
    /// What goes on at the same time from the onset of the failure.
    pub paths: Vec<PathBudget>,
    /// What begins once all of them are through.
    pub after: Vec<Term>,
}

/// Terms in sequence.
#[derive(Clone, Debug)]
pub struct PathBudget {
    /// `traffic`
    pub name: &'static str,
    /// In order.
    pub terms: Vec<Term>,
}

/// The figure people quote.
#[derive(Clone, Copy, Debug)]
pub struct Nominal {
    /// Time between two requests of one checker.
    pub interval: Duration,
    /// Failures in a row.
    pub threshold: i64,
    /// How long resolvers may keep the answer.
    pub ttl: Duration,
}

impl Nominal {
    /// interval × threshold + TTL
    pub fn sum(&self) -> Duration {
        self.detection() + self.ttl
    }

    /// interval × threshold
    pub fn detection(&self) -> Duration {
        self.interval * u64::try_from(self.threshold).unwrap_or(0)
    }
}

impl PathBudget {
    /// The sum of its terms.
    pub fn total(&self) -> Columns {
        self.terms.iter().map(|it| it.columns).sum()
    }
}

impl RtoBudget {
    /// The three sums.
    pub fn total(&self) -> Columns {
        let longest = |pick: fn(Columns) -> Duration| {
            self.paths.iter().map(|path| pick(path.total())).max().unwrap_or_default()
        };
        let paths = Columns::new(longest(|it| it.best), longest(|it| it.typical), longest(|it| it.plan));
        paths + self.after.iter().map(|it| it.columns).sum()
    }

    /// Whether the target is met.
    pub fn verdict(&self) -> Verdict {
        Verdict::of(self.total(), self.target)
    }

    /// Every term, paths first.
    pub fn terms(&self) -> impl Iterator<Item = &Term> {
        self.paths.iter().flat_map(|path| &path.terms).chain(&self.after)
    }

    /// Whether something keeps every term from exceeding its plan figure.
    pub fn bounded(&self) -> bool {
        self.terms().all(|it| it.bounded)
    }
}

pub(super) fn rto(spec: &Spec) -> RtoBudget {
    let traffic = spec.one::<Traffic>();
    RtoBudget {
        target: spec.objectives.rto.value,
        target_span: spec.objectives.rto.span,
        nominal: traffic.map(|(_, traffic)| nominal(traffic)),
        paths: traffic.map(traffic_path).into_iter().collect(),
        after: warm_up(spec).into_iter().collect(),
    }
}

fn nominal(traffic: &Traffic) -> Nominal {
    let check = &traffic.health_check;
    let ttl = if traffic.at_apex() { facts::ALIAS_TTL.columns.plan } else { traffic.ttl.value };
    Nominal { interval: check.interval.value, threshold: check.threshold.value, ttl }
}

fn traffic_path((entry, traffic): (&Entry, &Traffic)) -> PathBudget {
    let overrun = match traffic.clients.value {
        Clients::Public => facts::OVERRUN_PUBLIC,
        Clients::Controlled => facts::OVERRUN_CONTROLLED,
    };
    let clients = Some(("traffic.clients", written(traffic.clients.span, entry)));
    let terms = vec![
        detection(entry, traffic),
        facts::DNS_PUBLISH.term(None),
        ttl(entry, traffic),
        overrun.term(clients),
        facts::RECONNECT.term(None),
    ];
    PathBudget { name: "traffic", terms }
}

/// A default stands nowhere: its blame falls on the service.
fn written(span: Span, entry: &Entry) -> Span {
    if span == Span::default() { entry.span } else { span }
}

/// When the checkers have flipped (`dr-facts` A2): at best all but the last interval has passed, typically 84 % of
/// it, at worst every probe hangs until it fails.
fn detection(entry: &Entry, traffic: &Traffic) -> Term {
    let check = &traffic.health_check;
    let interval = check.interval.value;
    let threshold = u64::try_from(check.threshold.value).unwrap_or(0);
    let hang = facts::PROBE.columns.plan;
    let columns = Columns::new(
        interval * threshold.saturating_sub(1),
        (interval * threshold).saturating_sub(interval * 16 / 100),
        (interval + hang) * threshold,
    );
    let hang = hang.as_secs();
    Term {
        id: "detection",
        name: format!("{threshold} failed checks, one every {interval} (+{hang}s if they hang)"),
        columns,
        kind: Kind::Derived,
        bounded: true,
        source: facts::HEALTH_CHECKS,
        field: Some(("traffic.health_check", written(check.interval.span, entry))),
    }
}

fn ttl(entry: &Entry, traffic: &Traffic) -> Term {
    if traffic.at_apex() {
        return facts::ALIAS_TTL.term(Some(("traffic.domain", traffic.domain.span)));
    }
    let ttl = traffic.ttl.value;
    Term {
        id: "ttl",
        name: "resolvers forget the old answer".to_owned(),
        columns: Columns::new(Duration::ZERO, ttl / 2, ttl),
        kind: Kind::Configured,
        bounded: true,
        source: facts::RECORD_TTL,
        field: Some(("traffic.ttl", written(traffic.ttl.span, entry))),
    }
}

/// Cold starts come with the traffic, so they come after everything else.
fn warm_up(spec: &Spec) -> Option<Term> {
    let (entry, _) = spec.all::<Function>().next()?;
    Some(facts::COLD_START.term(Some(("function", entry.span))))
}
