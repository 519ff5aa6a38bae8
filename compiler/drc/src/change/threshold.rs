//! From where on a change of a figure is worth telling.

use drc_model::Duration;
use drc_model::budget::Columns;
use drc_syntax::grammar;

/// The least change of a planned figure that counts.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Threshold {
    /// So long, either way.
    Time(Duration),
    /// So many percent of what it was, either way.
    Percent(f64),
}

impl Threshold {
    /// Reads `10s` or `5%`.
    ///
    /// # Errors
    /// What is wrong with the text, as half a sentence.
    pub fn parse(text: &str) -> Result<Self, String> {
        if let Some(share) = text.strip_suffix('%') {
            let share = share.trim_end().parse::<f64>().ok().filter(|it| it.is_finite() && *it >= 0.0);
            return share.map(Self::Percent).ok_or_else(|| format!("{text:?} is no share; write 5%"));
        }
        let time = grammar::duration(text).map(|it| Self::Time(Duration::from_millis(it)));
        time.map_err(|_| format!("{text:?} is neither a duration nor a share; write 10s or 5%"))
    }

    /// Whether a change from `base` to `head` stays below it. Judged by the planned figure, which targets are promised on.
    pub fn ignores(self, base: Columns, head: Columns) -> bool {
        let (was, is) = (base.plan.as_millis(), head.plan.as_millis());
        let moved = was.abs_diff(is);
        match self {
            Self::Time(least) => moved < least.as_millis(),
            #[allow(
                clippy::cast_precision_loss,
                reason = "ten thousand days of milliseconds fit into a double"
            )]
            Self::Percent(least) => (moved as f64) * 100.0 < (was as f64) * least,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn ignored(threshold: &str, was: u64, is: u64) -> bool {
        let columns = |it| Columns::seconds(0, 0, it);
        Threshold::parse(threshold).expect("a threshold").ignores(columns(was), columns(is))
    }

    #[test]
    fn a_change_counts_from_the_threshold_on() {
        assert!(ignored("10s", 100, 109) && ignored("10s", 100, 91));
        assert!(!ignored("10s", 100, 110) && !ignored("10s", 100, 90));
        assert!(ignored("5%", 100, 104) && !ignored("5%", 100, 105) && !ignored("2.5%", 100, 97));
        // From nothing to something is more than any share.
        assert!(!ignored("500%", 0, 1));
        assert!(!ignored("0s", 100, 100));
    }

    #[test]
    fn what_is_no_threshold_is_refused() {
        for bad in ["", "5", "five", "-1%", "%", "inf%", "10 parsecs"] {
            assert!(Threshold::parse(bad).is_err(), "{bad}");
        }
    }
}
