//! When something happens again and again: AWS's `cron()` and `rate()`, in UTC.

use crate::address::bad_text;
use crate::reexport::{Schema, SchemaGenerator, pattern};
use crate::{Cx, Decode, Duration};
use drc_syntax::Item;
use drc_syntax::grammar::{self, GrammarError, RawField, RawItem, RawSchedule};
use std::fmt;
use std::ops::Range;

/// A schedule.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Schedule {
    text: String,
    longest_gap: Duration,
    shortest_gap: Duration,
}

impl Schedule {
    /// As AWS takes it.
    pub fn text(&self) -> &str {
        &self.text
    }

    /// The longest time between two firings, weekends and short months included: how old the newest backup can be
    /// just before the next begins.
    pub fn longest_gap(&self) -> Duration {
        self.longest_gap
    }

    /// The shortest time between two firings.
    pub fn shortest_gap(&self) -> Duration {
        self.shortest_gap
    }

    /// Reads a schedule.
    ///
    /// # Errors
    /// The bytes that are wrong, and what could stand there.
    pub fn parse(text: &str) -> Result<Self, GrammarError> {
        let (longest_gap, shortest_gap) = match grammar::schedule(text)? {
            RawSchedule::Rate(number, unit) => {
                let every = rate(number, unit).ok_or_else(|| GrammarError {
                    at: 0..text.len(),
                    expected: "a number from 1 on, and `minute`, `hour` or `day` with an `s` unless it is 1"
                        .to_owned(),
                })?;
                (every, every)
            }
            RawSchedule::Cron(fields) => gaps(&fields)?,
        };
        Ok(Self { text: text.to_owned(), longest_gap, shortest_gap })
    }
}

fn rate(number: u64, unit: &str) -> Option<Duration> {
    let seconds = match unit.trim_end_matches('s') {
        "minute" => 60,
        "hour" => 3_600,
        _ => 86_400,
    };
    let known = number > 0 && unit.ends_with('s') == (number > 1);
    known.then(|| number.checked_mul(seconds)).flatten().filter(|it| *it < 1 << 32).map(Duration::from_secs)
}

/// What a field counts: its first and last value, and the words for them.
struct Scale {
    values: Range<u64>,
    words: &'static [&'static str],
    name: &'static str,
}

const MONTHS: [&str; 12] =
    ["JAN", "FEB", "MAR", "APR", "MAY", "JUN", "JUL", "AUG", "SEP", "OCT", "NOV", "DEC"];
const DAYS: [&str; 7] = ["SUN", "MON", "TUE", "WED", "THU", "FRI", "SAT"];

/// Source: <https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-cron-expressions.html>.
const SCALES: [Scale; 6] = [
    Scale { values: 0..60, words: &[], name: "minutes: 0 to 59" },
    Scale { values: 0..24, words: &[], name: "hours: 0 to 23" },
    Scale { values: 1..32, words: &[], name: "days of the month: 1 to 31" },
    Scale { values: 1..13, words: &MONTHS, name: "months: 1 to 12, or JAN to DEC" },
    Scale { values: 1..8, words: &DAYS, name: "days of the week: 1 (Sunday) to 7, or SUN to SAT" },
    Scale { values: 1970..2200, words: &[], name: "years: 1970 to 2199" },
];

impl Scale {
    fn value(&self, text: &str) -> Option<u64> {
        let named = || {
            self.words
                .iter()
                .position(|it| it.eq_ignore_ascii_case(text))
                .map(|at| at as u64 + self.values.start)
        };
        text.parse().ok().or_else(named).filter(|it| self.values.contains(it))
    }

    /// The values an item stands for; `None` if it is out of range.
    fn values(&self, item: &RawItem<'_>) -> Option<Vec<u64>> {
        let from = item.from.map_or(Some(self.values.start), |it| self.value(it))?;
        let last = self.values.end - 1;
        let to = match (item.to, item.from, item.step) {
            (Some(to), ..) => self.value(to)?,
            (None, Some(_), None) => from,
            (None, _, _) => last,
        };
        let step = usize::try_from(item.step.unwrap_or(1)).ok().filter(|it| *it > 0)?;
        (from <= to).then(|| (from..=to).step_by(step).collect())
    }

    fn field(&self, field: &RawField<'_>) -> Result<Vec<u64>, GrammarError> {
        let error = || GrammarError { at: field.at.clone(), expected: self.name.to_owned() };
        let values: Vec<Vec<u64>> =
            field.items.iter().map(|it| self.values(it)).collect::<Option<_>>().ok_or_else(error)?;
        let mut values: Vec<u64> = values.concat();
        values.sort_unstable();
        values.dedup();
        Ok(values)
    }
}

/// The longest and the shortest gap between firings: those of all days of 28 years, after which the calendar repeats.
fn gaps(fields: &[RawField<'_>]) -> Result<(Duration, Duration), GrammarError> {
    let values: Vec<Vec<u64>> =
        fields.iter().zip(&SCALES).map(|(field, scale)| scale.field(field)).collect::<Result<_, _>>()?;
    let [minutes, hours, dates, months, days, _] = values.as_slice() else {
        return Err(GrammarError { at: 0..0, expected: "six fields".to_owned() });
    };
    // AWS: of the two fields for days, one is a question mark.
    if dates.is_empty() == days.is_empty() {
        return Err(GrammarError {
            at: fields[4].at.clone(),
            expected: "? here or for the day of the month, and only in one of them".to_owned(),
        });
    }
    if let Some(field) = [0, 1, 3, 5].into_iter().find(|at| values[*at].is_empty()) {
        return Err(GrammarError { at: fields[field].at.clone(), expected: SCALES[field].name.to_owned() });
    }
    let times: Vec<u64> =
        hours.iter().flat_map(|hour| minutes.iter().map(move |it| hour * 60 + it)).collect();
    let fires = |date: &Date| {
        months.contains(&date.month)
            && if days.is_empty() { dates.contains(&date.day) } else { days.contains(&date.weekday) }
    };
    let days: Vec<u64> = Date::years(28).filter(fires).map(|date| date.number).collect();
    let night = times.first().zip(times.last()).map_or(0, |(first, last)| 1_440 + first - last);
    let within = times.windows(2).map(|pair| pair[1] - pair[0]);
    let across = days.windows(2).map(|pair| (pair[1] - pair[0] - 1) * 1_440 + night);
    let between: Vec<u64> = within.chain(across).collect();
    match (between.iter().max(), between.iter().min()) {
        (Some(longest), Some(shortest)) if days.len() > 1 => {
            Ok((Duration::from_secs(longest * 60), Duration::from_secs(shortest * 60)))
        }
        _ => Err(GrammarError {
            at: fields[2].at.start..fields[3].at.end,
            expected: "a day that exists".to_owned(),
        }),
    }
}

/// A day of the calendar.
struct Date {
    number: u64,
    month: u64,
    day: u64,
    /// 1 is Sunday.
    weekday: u64,
}

impl Date {
    /// So many years from 2001 on, which began with a Monday.
    fn years(count: u64) -> impl Iterator<Item = Date> {
        let months = (2001..2001 + count).flat_map(|year| (1..=12).map(move |month| (year, month)));
        let days = months.flat_map(|(year, month)| (1..=length(year, month)).map(move |day| (month, day)));
        (0..).zip(days).map(|(number, (month, day))| Date {
            number,
            month,
            day,
            weekday: (number + 1) % 7 + 1,
        })
    }
}

fn length(year: u64, month: u64) -> u64 {
    match month {
        2 if year.is_multiple_of(4) => 29,
        2 => 28,
        4 | 6 | 9 | 11 => 30,
        _ => 31,
    }
}

impl fmt::Display for Schedule {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(&self.text)
    }
}

impl Decode for Schedule {
    fn decode(item: &Item, cx: &mut Cx<'_>) -> Option<Self> {
        let text = cx.string(item, "a schedule")?.to_owned();
        Self::parse(&text)
            .map_err(|error| bad_text::<()>(item, cx, &text, error, ("a schedule", "cron(0 3 * * ? *)")))
            .ok()
    }
    fn example() -> String {
        "\"cron(0 3 * * ? *)\"".to_owned()
    }
    fn schema(_: &mut SchemaGenerator) -> Schema {
        pattern("AWS's cron() or rate(), in UTC.", "^(cron|rate)\\(.+\\)$", "cron(0 3 * * ? *)")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn gaps(text: &str) -> (u64, u64) {
        let schedule = Schedule::parse(text).expect("a schedule");
        (schedule.longest_gap().as_secs() / 60, schedule.shortest_gap().as_secs() / 60)
    }

    #[test]
    fn gaps_are_the_longest_and_the_shortest() {
        const DAY: u64 = 1_440;
        assert_eq!(gaps("cron(0 3 * * ? *)"), (DAY, DAY));
        assert_eq!(gaps("cron(0 3 ? * MON-FRI *)"), (3 * DAY, DAY));
        assert_eq!(gaps("cron(0 3 1 * ? *)"), (31 * DAY, 28 * DAY));
        assert_eq!(gaps("cron(0 3 31 * ? *)"), (61 * DAY, 31 * DAY));
        assert_eq!(gaps("cron(0 3,15 * * ? *)"), (DAY / 2, DAY / 2));
        assert_eq!(gaps("cron(0 3/6 * * ? *)"), (6 * 60, 6 * 60));
        assert_eq!(gaps("cron(0 */5 * * ? *)"), (5 * 60, 4 * 60));
        assert_eq!(gaps("cron(0 0 29 2 ? *)"), (4 * 365 * DAY + DAY, 4 * 365 * DAY + DAY));
        assert_eq!(gaps("rate(12 hours)"), (720, 720));
        assert_eq!(gaps("rate(1 day)"), (DAY, DAY));
    }

    #[test]
    fn what_is_out_of_range_is_shown() {
        let at = |text: &str| Schedule::parse(text).map_err(|it| it.at).expect_err(text);
        assert_eq!(at("cron(0 24 * * ? *)"), 7..9);
        assert_eq!(at("cron(0 3 * * * *)"), 13..14);
        assert_eq!(at("cron(0 3 ? * ? *)"), 13..14);
        assert_eq!(at("cron(0 3 30 2 ? *)"), 9..13);
        assert_eq!(at("cron(0 5-3 * * ? *)"), 7..10);
        assert_eq!(at("rate(1 hours)"), 0..13);
        assert_eq!(at("rate(0 hours)"), 0..13);
    }
}
