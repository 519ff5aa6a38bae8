//! What a change does to a spec: figures, lines, findings and accepted risks, before and after.
//!
//! Pure arithmetic on two checks; where the other text comes from is for the command line to know.

mod figure;
mod finding;
mod fix;
mod line;
mod seen;
mod threshold;

pub use figure::{Figure, Objective};
pub use finding::{Finding, Risk};
pub use fix::Fix;
pub use line::Line;
pub use seen::{Fate, Pair, Seen};
pub use threshold::Threshold;

use crate::cost::{Cost, monthly};
use crate::pipeline::Checked;
use drc_diagnostic::Severity;
use drc_model::budget::Verdict;
use drc_services::Spec;
use drc_syntax::{Date, Position, Source, Span};

/// A spec as it is on one side.
#[derive(Clone, Copy, Debug)]
pub struct Side<'c> {
    /// Its text.
    pub source: &'c Source,
    /// What the check says of it.
    pub checked: &'c Checked,
}

/// How two sides are compared.
#[derive(Clone, Copy, Debug, Default)]
pub struct Comparing {
    /// From where on a change of a figure counts. Without one, all do.
    pub threshold: Option<Threshold>,
    /// The day exceptions and drills are judged on.
    pub today: Option<Date>,
}

/// What a change does to one spec; without a base, what there is to say of it now.
#[derive(Clone, Debug)]
pub struct Change {
    /// The spec, as the command line named it.
    pub spec: String,
    /// The system's name, if either side can be read.
    pub system: Option<String>,
    /// The environment that was compiled.
    pub environment: Option<String>,
    /// Its Regions, the primary first.
    pub regions: Vec<&'static str>,
    /// By findings that nobody accepted: errors, warnings, or nothing.
    pub verdict: Pair<Verdict>,
    /// What is promised and planned.
    pub figures: Vec<Figure>,
    /// The lines of the budget.
    pub lines: Vec<Line>,
    /// Findings that came, went and stay.
    pub findings: Vec<Finding>,
    /// What the spec accepts now.
    pub risks: Vec<Risk>,
    /// What it costs in a month; absent where the spec states no load.
    pub cost: Pair<Cost>,
    /// The newest drill.
    pub evidence: Evidence,
    /// What to type first.
    pub fix: Option<Fix>,
}

/// What shows that the plan works.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Evidence {
    /// The spec cannot be read, or is gone.
    Unknown,
    /// No drill is on record.
    None,
    /// A drill, still young enough.
    Drill(Date),
    /// A drill that is too old.
    Stale(Date),
}

impl Pair<Side<'_>> {
    /// What is made of both sides, where it can be: a spec that cannot be read tells nothing.
    pub(super) fn each<'p, T>(&'p self, of: impl Fn(&'p Side<'p>) -> Option<T>) -> Pair<T> {
        let side = |it: &'p Seen<Side<'p>>| match it.as_ref().map(&of) {
            Seen::Known(Some(it)) => Seen::Known(it),
            Seen::Known(None) | Seen::Unknown => Seen::Unknown,
            Seen::Unasked => Seen::Unasked,
            Seen::Absent => Seen::Absent,
        };
        Pair { base: side(&self.base), head: side(&self.head) }
    }
}

impl Change {
    /// Compares the two sides of a spec.
    pub fn of(spec: &str, sides: &Pair<Side<'_>>, how: Comparing) -> Change {
        let specs = sides.each(|side| side.checked.spec.as_ref());
        let known = specs.last().copied();
        let verdict = sides.each(|side| side.checked.spec.as_ref().map(|_| judge(side.checked)));
        Change {
            spec: spec.to_owned(),
            system: known.map(|it| it.system.name.value.0.clone()),
            environment: known.map(|it| it.environment.clone()),
            regions: known.map(|it| it.regions.all().map(|it| it.code()).collect()).unwrap_or_default(),
            verdict,
            figures: figure::compare(sides, how.threshold),
            lines: line::compare(sides, how.threshold),
            findings: finding::compare(sides),
            risks: finding::risks(sides, how.today),
            cost: specs.then(|it| it.load.as_ref().map(|_| monthly(it))),
            evidence: specs.head.known().map_or(Evidence::Unknown, |it| evidence(it, how.today)),
            fix: sides.head.as_ref().known().and_then(fix::fix),
        }
    }

    /// Whether a reviewer has to look.
    pub fn is_change(&self) -> bool {
        self.fate().is_change()
    }

    /// What became of the spec: changed if a figure, the verdict, a finding, an accepted risk or the cost is another than before.
    pub fn fate(&self) -> Fate {
        let parts = self.figures.iter().any(|it| it.fate.is_change())
            || self.findings.iter().any(|it| it.fate.is_change() && it.severity != Severity::Note)
            || self.risks.iter().any(|it| it.fate.is_change())
            || self.cost_fate().is_change();
        let fate = self.verdict.fate();
        if fate == Fate::Unchanged && parts { Fate::Changed } else { fate }
    }

    /// What became of the cost, to the cent.
    pub fn cost_fate(&self) -> Fate {
        let cents = |it: &Cost| (it.known() * 100.0).round();
        self.cost.fate_by(|base, head| cents(base) == cents(head) && base.unknown() == head.unknown())
    }

    /// The figure of the whole system.
    pub fn rto(&self) -> Option<&Figure> {
        self.figures.iter().find(|it| it.objective == Objective::Rto)
    }

    /// The store that decides how much the system may have lost: the one that misses most, else the one that plans most.
    pub fn rpo(&self) -> Option<&Figure> {
        let weight = |it: &&Figure| {
            let verdict = it.verdict.last().copied();
            (
                verdict.filter(|_| !it.accepted).unwrap_or(Verdict::Pass),
                verdict,
                it.columns.last().map(|it| it.plan),
            )
        };
        // The first of equals, so that the answer is as the spec is written.
        self.figures.iter().filter(|it| it.objective == Objective::Rpo).rev().max_by_key(weight)
    }
}

fn judge(checked: &Checked) -> Verdict {
    if checked.diagnostics.has_errors() {
        Verdict::Error
    } else if checked.diagnostics.count(Severity::Warning) > 0 {
        Verdict::Warning
    } else {
        Verdict::Pass
    }
}

fn evidence(spec: &Spec, today: Option<Date>) -> Evidence {
    let Some(last) = spec.operations.drills.iter().map(|it| it.on.value).max() else { return Evidence::None };
    let lasts = spec.operations.drill_every.value.days();
    let stale = today.is_some_and(|today| today.number() - last.number() > lasts);
    if stale { Evidence::Stale(last) } else { Evidence::Drill(last) }
}

/// Where a span is; `None` for a default, which stands nowhere.
fn place(side: &Side<'_>, span: Span) -> Option<Position> {
    span.written().map(|it| side.source.position(it.start))
}
