//! Today, for exceptions that end. Never for an output.

use drc_syntax::Date;
use std::time::{SystemTime, UNIX_EPOCH};

/// The day in UTC.
pub(crate) fn today() -> Date {
    let seconds = SystemTime::now().duration_since(UNIX_EPOCH).map_or(0, |it| it.as_secs());
    civil(i64::try_from(seconds / 86_400).unwrap_or(0))
}

/// The civil date of a day since 1970-01-01 (Howard Hinnant, "chrono-compatible low-level date algorithms").
fn civil(day: i64) -> Date {
    let shifted = day + 719_468;
    let era = shifted.div_euclid(146_097);
    let of_era = shifted.rem_euclid(146_097);
    let year = (of_era - of_era / 1_460 + of_era / 36_524 - of_era / 146_096) / 365;
    let of_year = of_era - (365 * year + year / 4 - year / 100);
    let month = (5 * of_year + 2) / 153;
    let day = of_year - (153 * month + 2) / 5 + 1;
    let month = if month < 10 { month + 3 } else { month - 9 };
    let year = year + era * 400 + i64::from(month <= 2);
    let narrow = |it: i64| u8::try_from(it).unwrap_or(1);
    Date { year: u16::try_from(year).unwrap_or(1970), month: narrow(month), day: narrow(day) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn days_become_dates() {
        assert_eq!(civil(0), Date { year: 1970, month: 1, day: 1 });
        assert_eq!(civil(11_016), Date { year: 2000, month: 2, day: 29 });
        assert_eq!(civil(20_778), Date { year: 2026, month: 11, day: 21 });
    }
}
