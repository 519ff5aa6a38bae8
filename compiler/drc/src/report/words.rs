//! Times in the words of people.

use drc_model::Duration;

/// What stands for something nobody knows. Never a zero.
pub(crate) const UNKNOWN: &str = "unknown";

/// `4 m 38 s`, as people say it: below an hour to the tenth of a second, above to the minute, rounded up.
pub(crate) fn time(time: Duration) -> String {
    let millis = time.as_millis();
    if millis == 0 {
        return "0 s".to_owned();
    }
    if millis < 1_000 {
        return format!("{millis} ms");
    }
    let tenths = if millis < 3_600_000 { millis.div_ceil(100) } else { millis.div_ceil(60_000) * 600 };
    let mut rest = tenths;
    let mut parts = Vec::new();
    for (unit, size) in [("d", 864_000), ("h", 36_000), ("m", 600)] {
        if rest >= size {
            parts.push(format!("{} {unit}", rest / size));
            rest %= size;
        }
    }
    match (rest / 10, rest % 10) {
        (0, 0) => {}
        (whole, 0) => parts.push(format!("{whole} s")),
        (whole, tenth) => parts.push(format!("{whole}.{tenth} s")),
    }
    parts.join(" ")
}

/// `+4 m`, `−30 s`, `none`
pub(crate) fn growth(millis: i64) -> String {
    let much = time(Duration::from_millis(millis.unsigned_abs()));
    match millis.signum() {
        0 => "none".to_owned(),
        1 => format!("+{much}"),
        _ => format!("−{much}"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn times_are_as_people_say_them() {
        let said = |millis| time(Duration::from_millis(millis));
        assert_eq!(said(0), "0 s");
        assert_eq!(said(150), "150 ms");
        assert_eq!(said(80_600), "1 m 20.6 s");
        assert_eq!(said(300_000), "5 m");
        assert_eq!(said(3_599_999), "1 h", "and not 60 m");
        assert_eq!(said(93_780_001), "1 d 2 h 4 m");
        assert_eq!(
            (growth(240_000), growth(-30_000), growth(0)),
            ("+4 m".into(), "−30 s".into(), "none".into())
        );
    }
}
