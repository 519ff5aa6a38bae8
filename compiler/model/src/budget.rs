//! Budget terms: a figure is never without its kind and its source.

use crate::Duration;
use drc_syntax::Span;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use std::borrow::Cow;

/// How far a figure can be relied on.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
pub enum Kind {
    /// The service enforces it.
    Limit,
    /// AWS owes credits if it is missed; not a bound.
    Sla,
    /// AWS states it without "typically".
    Documented,
    /// AWS documents it as usual.
    Typical,
    /// An engineering assumption: measure it.
    Assumption,
    /// The spec says so.
    Configured,
    /// Arithmetic on the others.
    Derived,
    /// A drill of the spec's owner showed it.
    Measured,
}

impl Kind {
    /// As reports print it.
    pub fn word(self) -> &'static str {
        match self {
            Self::Limit => "limit",
            Self::Sla => "SLA",
            Self::Documented => "documented",
            Self::Typical => "typical",
            Self::Assumption => "assumption",
            Self::Configured => "configured",
            Self::Derived => "derived",
            Self::Measured => "measured",
        }
    }
}

/// Best, typical and planned figure of one thing. Best ≤ typical ≤ plan. Never mix the columns.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Columns {
    /// If everything goes well.
    pub best: Duration,
    /// What usually happens.
    pub typical: Duration,
    /// What a target may be promised on.
    pub plan: Duration,
}

impl Columns {
    /// The three columns.
    pub const fn new(best: Duration, typical: Duration, plan: Duration) -> Self {
        Self { best, typical, plan }
    }

    /// The three columns in seconds.
    pub const fn seconds(best: u64, typical: u64, plan: u64) -> Self {
        Self::new(Duration::from_secs(best), Duration::from_secs(typical), Duration::from_secs(plan))
    }
}

impl std::ops::Add for Columns {
    type Output = Columns;
    fn add(self, other: Columns) -> Columns {
        Columns::new(self.best + other.best, self.typical + other.typical, self.plan + other.plan)
    }
}
impl std::iter::Sum for Columns {
    fn sum<I: Iterator<Item = Columns>>(all: I) -> Columns {
        all.fold(Columns::default(), |sum, it| sum + it)
    }
}

/// Where a figure comes from.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, JsonSchema)]
pub struct Source {
    /// The page's title, or what the figure rests on.
    pub title: Cow<'static, str>,
    /// The page; empty where none is published.
    pub url: &'static str,
}

/// One line of a budget.
#[derive(Clone, Debug)]
pub struct Term {
    /// `detection`: stable, for machines.
    pub id: &'static str,
    /// What it is, in words.
    pub name: String,
    /// Its figures.
    pub columns: Columns,
    /// How far they can be relied on.
    pub kind: Kind,
    /// Whether anything keeps the plan figure from being exceeded.
    pub bounded: bool,
    /// Where they come from.
    pub source: Source,
    /// The field of the spec that feeds it.
    pub field: Option<(&'static str, Span)>,
}

/// Whether a target is met.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
pub enum Verdict {
    /// The plan figure fits.
    Pass,
    /// Only the typical figure fits.
    Warning,
    /// Not even the typical figure fits.
    Error,
}

impl Verdict {
    /// Judges figures against a target.
    pub fn of(columns: Columns, target: Duration) -> Self {
        if columns.plan <= target {
            Self::Pass
        } else if columns.typical <= target {
            Self::Warning
        } else {
            Self::Error
        }
    }

    /// `pass`, `warning`, `error`
    pub fn word(self) -> &'static str {
        match self {
            Self::Pass => "pass",
            Self::Warning => "warning",
            Self::Error => "error",
        }
    }
}
