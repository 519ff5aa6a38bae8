//! How long it takes until another Region's database takes writes, and how much it may have lost by then.

use super::rpo::{StoreBudget, lag_alarm, lag_alarm_of};
use super::rto::PathBudget;
use super::{blamed, facts};
use drc_model::Operations;
use drc_model::budget::{Columns, Kind, Term};
use drc_services::database::{Capacity, Database, Promotion, WatchPlan};
use drc_services::{Entry, Spec};
use drc_syntax::Span;

/// Detection, decision, promotion, and clients that find the new writer, one after another (`dr-facts` F3).
pub(super) fn path(spec: &Spec, entry: &Entry, database: &Database) -> PathBudget {
    let deciding = match database.promotion.value {
        Promotion::Automatic => vec![watching(entry, database), facts::ORCHESTRATE.term(None)],
        Promotion::Manual => {
            let alarm =
                facts::PAGER_ALARM.term(Some(("database.promotion", blamed(database.promotion.span, entry))));
            std::iter::once(alarm).chain(people(&spec.operations)).collect()
        }
    };
    let headless = database.is_headless().then(|| {
        facts::MAKE_INSTANCE
            .term(Some(("database.instances", blamed(database.instances.secondary.span, entry))))
    });
    let promoting = [facts::PROMOTE.term(None), facts::WRITER_ENDPOINT.term(None), facts::POOL.term(None)];
    let scaling = database.capacity.as_ref().and_then(|it| scaling(&it.value, it.span));
    PathBudget {
        name: entry.address.to_string().into(),
        terms: deciding.into_iter().chain(headless).chain(promoting).chain(scaling).collect(),
    }
}

/// What people take from the page on: as the spec says they do, or assumed step by step.
pub(crate) fn people(operations: &Operations) -> Vec<Term> {
    let Some(response) = operations.response else {
        return [facts::PAGE, facts::ACKNOWLEDGE, facts::DECIDE, facts::EXECUTE]
            .map(|it| it.term(None))
            .into();
    };
    let responding = Term {
        id: "response",
        name: "people: from the page to the first action".to_owned(),
        columns: Columns::new(response.value, response.value, response.value),
        kind: Kind::Configured,
        bounded: false,
        source: facts::YOURS,
        field: Some(("operations.response", response.span)),
    };
    vec![responding, facts::EXECUTE.term(None)]
}

/// When the watcher has seen enough. Its clock is EventBridge's, which keeps the minute and not the second.
fn watching(entry: &Entry, database: &Database) -> Term {
    let plan = database.plan();
    let (interval, threshold) = (plan.interval.value, plan.threshold.value);
    let span = database.watch.as_ref().map_or(entry.span, |it| it.span);
    Term {
        id: "watch",
        name: format!("{threshold} failed looks of the watcher, one every {interval}"),
        columns: looks(&plan),
        kind: Kind::Derived,
        bounded: true,
        source: facts::SCHEDULES,
        field: Some(("database.watch", span)),
    }
}

/// `(T − 1) · I`, `(T − ½) · I`, `T · I + 60 + 22`: the last look hangs until its probes have given up.
fn looks(plan: &WatchPlan) -> Columns {
    let interval = plan.interval.value;
    let threshold = u64::try_from(plan.threshold.value).unwrap_or(0);
    Columns::new(
        interval * threshold.saturating_sub(1),
        (interval * threshold).saturating_sub(interval / 2),
        interval * threshold + facts::SCHEDULE_PRECISION.columns.plan + facts::WATCHER_HANGS.columns.plan,
    )
}

/// A serverless instance starts from what it idles at: the further that is from the need, the longer it takes.
fn scaling(capacity: &Capacity, span: Span) -> Option<Term> {
    let need = capacity.need.unwrap_or(capacity.max).value;
    let near = capacity.min.value.number() * 2.0 >= need.number();
    let fact = if near { facts::SCALE_NEAR } else { facts::SCALE_FAR };
    let mut term = fact.term(Some(("database.capacity", span)));
    if capacity.min.value.number() <= 0.0 {
        term.columns = term.columns + facts::RESUME.columns;
        term.name = format!("{}, after a pause", term.name);
    }
    Some(term)
}

/// What asynchronous replication can be held to; or what Aurora PostgreSQL stops writing at.
pub(super) fn store(spec: &Spec, entry: &Entry, database: &Database) -> StoreBudget {
    let target = spec.rpo(database.rpo);
    let (own, within) = lag_alarm_of(spec, entry, "AuroraGlobalDBReplicationLag");
    let threshold = own.unwrap_or_else(|| database.lag_alarm(spec));
    let told = lag_alarm(within);
    let mut lag = facts::AURORA_LAG.term(Some(("database", entry.span)));
    lag.columns.plan = (threshold + told).max(lag.columns.plan);
    lag.name = format!("lag alarm at {threshold}, told within {told}");
    lag.kind = Kind::Derived;
    lag.source = facts::ALARMS;
    // An alarm that drc derives moves with the objective, down to what is usual.
    let mut reach = if own.is_some() { lag.columns.plan } else { told + drc_services::database::LEAST_LAG };
    let enforced = database.enforces_rpo().then_some("rds.global_db_rpo");
    if enforced.is_some() {
        lag.columns.plan = target.value.max(lag.columns.typical);
        lag.name = format!("Aurora stops committing at {}", target.value);
        lag.kind = Kind::Limit;
        lag.bounded = true;
        lag.source = facts::AURORA_RECOVERY;
        reach = lag.columns.plan;
    }
    StoreBudget { address: entry.address.clone(), span: entry.span, target, lag, enforced, reach }
}

/// Whoever promotes by hand looks before saying that it is over.
pub(super) fn verify(spec: &Spec) -> Option<Term> {
    let manual = spec.all::<Database>().any(|(_, it)| it.promotion.value == Promotion::Manual);
    manual.then(|| facts::VERIFY.term(None))
}

#[cfg(test)]
mod tests {
    use super::*;
    use drc_model::Duration;
    use drc_services::database::Acu;
    use drc_syntax::Spanned;

    fn sum(terms: &[Term]) -> Columns {
        terms.iter().map(|it| it.columns).sum()
    }

    fn promoting() -> Columns {
        facts::PROMOTE.columns + facts::WRITER_ENDPOINT.columns + facts::POOL.columns
    }

    #[test]
    fn promotion_by_people_has_the_worked_numbers() {
        let people = people(&Operations { response: None, steps: Vec::new() });
        let total = facts::PAGER_ALARM.columns + sum(&people) + promoting();
        assert_eq!(total.plan.as_secs(), 1_745, "dr-facts F6");
        assert_eq!(total.typical.as_secs(), 960, "dr-facts F6, without its warm-up");
    }

    #[test]
    fn a_stated_response_stands_for_page_acknowledgement_and_decision() {
        let stated = Spanned::new(Duration::from_secs(600), Span::default());
        let total = sum(&people(&Operations { response: Some(stated), steps: Vec::new() }));
        assert_eq!((total.best.as_secs(), total.plan.as_secs()), (610, 660));
    }

    #[test]
    fn a_watcher_has_the_worked_numbers() {
        let looks = looks(&WatchPlan::default());
        assert_eq!(looks, Columns::seconds(120, 150, 262));
        let total = looks + facts::ORCHESTRATE.columns + promoting();
        assert_eq!((total.typical.as_secs(), total.plan.as_secs()), (310, 657));
        // The same after the CloudWatch alarm of dr-facts F6.
        let alarm = facts::PAGER_ALARM.columns + facts::ORCHESTRATE.columns + promoting();
        assert_eq!(alarm.plan.as_secs(), 755, "dr-facts F6");
    }

    #[test]
    fn a_small_instance_takes_longer_to_grow() {
        let acu = |halves| Spanned::new(Acu::halves(halves), Span::default());
        let plan = |min, max| {
            let capacity = Capacity { min: acu(min), max: acu(max), need: None };
            scaling(&capacity, Span::default()).expect("a term").columns.plan.as_secs()
        };
        assert_eq!((plan(1, 2), plan(16, 64), plan(0, 64)), (60, 600, 615));
    }

    #[test]
    fn a_derived_alarm_leaves_the_time_it_takes_to_tell() {
        assert_eq!(lag_alarm(Duration::from_secs(60)), drc_services::database::TOLD_AFTER);
    }
}
