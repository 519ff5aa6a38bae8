//! How often a setting acts on nothing: the price of being quick, beside that in money.
//!
//! A model, not a measurement. Every endpoint is out of reach now and then for a moment: a deployment, a lost link, a
//! pause of the runtime. Such a blip is no disaster; whoever leaves the Region for it fails over needlessly. Blips are
//! taken to begin `λ` times a year and to last exponentially long, `m` on average; the one that outlasts the typical
//! detection `D` moves traffic:
//!
//! > needless failovers a year = λ · e^(−D/m)
//!
//! A longer interval or a higher threshold makes `D` longer, so they never make it more. A watcher that promotes adds
//! its own. Lag is treated alike: spikes come `λ` times a year, as high as `h` on average, and those above the alarm's
//! threshold wake somebody. Systems differ in `λ`, `m` and `h`: the figures compare settings, and predict nothing.

use super::Figure;
use super::knob::above;
use crate::budget::Budget;
use drc_model::Duration;
use drc_services::Spec;
use drc_services::database::Database;
use drc_services::registry::Typed as _;

/// Assumed: an endpoint is out of reach for a moment once a month.
pub const BLIPS_A_YEAR: f64 = 12.0;
/// Assumed: for a quarter of a minute on average.
pub const BLIP: Duration = Duration::from_secs(15);
/// Assumed: replication falls behind for a moment once a week.
pub const SPIKES_A_YEAR: f64 = 52.0;
/// Assumed: by ten seconds on average.
pub const SPIKE: Duration = Duration::from_secs(10);

/// How many of `rate` a year exceed `limit`, whose mean is `mean`.
fn exceeding(rate: f64, limit: Duration, mean: Duration) -> f64 {
    rate * (-(limit.as_millis() as f64) / mean.as_millis() as f64).exp()
}

/// Needless failovers, or alarms, a year.
pub(super) fn needless(spec: &Spec, budget: &Budget, figure: &Figure) -> f64 {
    match figure {
        Figure::Rto => {
            let noticing = budget.rto.terms().filter(|it| ["detection", "watch"].contains(&it.id));
            noticing.map(|it| exceeding(BLIPS_A_YEAR, it.columns.typical, BLIP)).sum()
        }
        Figure::Rpo(store) => {
            let database = spec.entry(store).and_then(|entry| Database::service(&entry.service));
            // What is enforced stops writing instead of telling, at the objective.
            let enforced = database.filter(|it| it.enforces_rpo()).map(|it| spec.rpo(it.rpo).value);
            let limit = enforced.or_else(|| above(spec, store));
            limit.map_or(0.0, |it| exceeding(SPIKES_A_YEAR, it, SPIKE))
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_worked_numbers_of_the_page() {
        let a_year = |tenths: u64| exceeding(BLIPS_A_YEAR, Duration::from_millis(tenths * 100), BLIP);
        assert!((a_year(852) - 0.041).abs() < 0.001, "30s × 3");
        assert!((a_year(284) - 1.807).abs() < 0.001, "10s × 3");
        assert!((a_year(184) - 3.520).abs() < 0.001, "10s × 2");
    }
}
