//! AWS's `cron()` and `rate()`.

use super::parser::Rule;
use super::{GrammarError, first, parse, text_of};
use pest::iterators::Pair;
use std::ops::Range;

/// A schedule as it is written.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum RawSchedule<'t> {
    /// `rate(12 hours)`: the number and the unit.
    Rate(u64, &'t str),
    /// `cron(…)`: minutes, hours, day of the month, month, day of the week, year.
    Cron(Vec<RawField<'t>>),
}

/// One field of `cron()`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RawField<'t> {
    /// Its items; none for `?`.
    pub items: Vec<RawItem<'t>>,
    /// Its bytes inside the string.
    pub at: Range<usize>,
}

/// `MON-FRI`, `*/6`, `3`
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RawItem<'t> {
    /// Where it begins; `None` for `*`.
    pub from: Option<&'t str>,
    /// Where it ends, if it is a range.
    pub to: Option<&'t str>,
    /// Every how many.
    pub step: Option<u64>,
}

/// `cron(0 3 * * ? *)`, `rate(12 hours)`
///
/// # Errors
/// Neither, or one of cron's letters (`L`, `W`, `#`) that no service drc writes schedules for takes everywhere.
pub fn schedule(text: &str) -> Result<RawSchedule<'_>, GrammarError> {
    let pairs = parse(Rule::schedule, text)?;
    if first(&pairs, Rule::rate).is_some() {
        let number = text_of(&pairs, Rule::number).parse().unwrap_or(0);
        return Ok(RawSchedule::Rate(number, text_of(&pairs, Rule::rate_unit)));
    }
    let fields = pairs.flatten().filter(|it| it.as_rule() == Rule::cron_field).map(field);
    Ok(RawSchedule::Cron(fields.collect()))
}

fn field(pair: Pair<'_, Rule>) -> RawField<'_> {
    let at = pair.as_span().start()..pair.as_span().end();
    let items = pair.into_inner().filter(|it| it.as_rule() == Rule::cron_item).map(item).collect();
    RawField { items, at }
}

fn item(pair: Pair<'_, Rule>) -> RawItem<'_> {
    let mut values = Vec::new();
    let mut step = None;
    for it in pair.into_inner().flatten() {
        if it.as_rule() == Rule::cron_value {
            values.push(it.as_str());
        } else if it.as_rule() == Rule::cron_step {
            // More digits than a number holds are a step beyond every range.
            step = Some(it.as_str().parse().unwrap_or(u64::MAX));
        }
    }
    let mut values = values.into_iter();
    RawItem { from: values.next(), to: values.next(), step }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn schedules() {
        assert_eq!(schedule("rate(12 hours)"), Ok(RawSchedule::Rate(12, "hours")));
        let Ok(RawSchedule::Cron(fields)) = schedule("cron(0 3/6 ? * MON-FRI,SUN *)") else {
            panic!("a cron")
        };
        assert_eq!(fields.len(), 6);
        assert_eq!(fields[1].items, [RawItem { from: Some("3"), to: None, step: Some(6) }]);
        assert_eq!(fields[2].items, []);
        assert_eq!(fields[4].items[0], RawItem { from: Some("MON"), to: Some("FRI"), step: None });
        assert_eq!(fields[4].at, 15..26);
        for bad in
            ["", "cron(0 3 * * ?)", "0 3 * * ? *", "rate(5)", "cron(0 3 L * ? *)", "cron(0 3 * * ? * *)"]
        {
            assert!(schedule(bad).is_err(), "{bad}");
        }
    }
}
