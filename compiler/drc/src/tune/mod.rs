//! The budget backwards: from a target to the settings that meet it, cheapest first.
//!
//! | module | what it knows |
//! |---|---|
//! | `knob` | what can be set, to what, and what it costs |
//! | `search` | every combination, and those that no other beats in time, money and false alarms |
//! | `needless` | how often a setting acts on nothing |
//! | `price` | the dated table of prices |
//! | `edit` | the bytes of the spec to change |
//! | `floor` | how far settings reach, and what lies beyond |
//! | `repair` | the one change that mends a breach |

mod edit;
mod floor;
mod knob;
mod needless;
mod price;
mod repair;
mod search;

pub use edit::{apply, line_of};
pub use floor::Floor;
pub use knob::FIELDS;
pub use needless::{BLIP, BLIPS_A_YEAR, SPIKE, SPIKES_A_YEAR};
pub use price::{Bill, Difference};
pub use repair::{Repair, cheapest_repair, cheapest_repairs, store_repair};
pub use search::{Answer, MOST_COMBINATIONS, Measure};

use crate::package::Folders;
use crate::pipeline::{Checked, Options, check_source};
use drc_diagnostic::Severity;
use drc_model::budget::Columns;
use drc_model::{Address, Duration};
use drc_services::Spec;
use drc_syntax::{Source, Span};
use std::collections::BTreeSet;

/// What is tuned.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Figure {
    /// How long users wait.
    Rto,
    /// How much a store may lose.
    Rpo(Address),
}

/// Which column must meet the target.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Column {
    /// What a target may be promised on.
    #[default]
    Plan,
    /// What usually happens.
    Typical,
}

/// A figure and the target it must meet.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Aim {
    /// Which figure.
    pub figure: Figure,
    /// At most this.
    pub target: Duration,
    /// In this column.
    pub column: Column,
}

/// A change of one key of the spec, or a service more.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Edit {
    /// `traffic`, `health_check`, `interval`
    pub path: Vec<String>,
    /// What holds now, as the spec would write it; `None` where nothing does.
    pub now: Option<String>,
    /// What is to hold.
    pub then: Literal,
    /// Where the spec says so; `None` for a default.
    pub span: Option<Span>,
}

/// What is written.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Literal {
    /// A value of a key, as TOML writes it.
    Value(String),
    /// A table of its own: keys and values.
    Service(Vec<(&'static str, String)>),
}

/// What to search for.
#[derive(Clone, Copy, Debug)]
pub struct Request {
    /// An RTO in place of the spec's.
    pub rto: Option<Duration>,
    /// An RPO in place of the system's, for the stores that have none of their own.
    pub rpo: Option<Duration>,
    /// Which column must meet it.
    pub column: Column,
    /// So many answers for each figure.
    pub limit: usize,
}

/// What was found for one figure.
#[derive(Clone, Debug)]
pub struct Problem {
    /// What was aimed at.
    pub aim: Aim,
    /// As the spec is.
    pub now: Measure,
    /// Settings that meet the target, cheapest first; of a figure that meets it already, those that cost less in money
    /// or false alarms.
    pub answers: Vec<Answer>,
    /// How many more there are.
    pub further: usize,
    /// How many combinations were tried.
    pub tried: usize,
    /// There were more combinations than drc tries.
    pub capped: bool,
    /// Answers that were left out, and why: the spec would have an error that it does not have now.
    pub refused: Vec<String>,
    /// How far settings reach, where they do not reach the target.
    pub floor: Option<Floor>,
}

/// What was found for a spec.
#[derive(Clone, Debug)]
pub struct Tuned {
    /// The system's name.
    pub system: String,
    /// The environment it was read for.
    pub environment: String,
    /// The RTO first, then each store's RPO.
    pub problems: Vec<Problem>,
}

impl Edit {
    /// `traffic.health_check.interval`
    pub fn key(&self) -> String {
        self.path.join(".")
    }

    /// `traffic.ttl = "60s"`, `[alarm.payments-lag] with on = …`
    pub fn words(&self) -> String {
        match &self.then {
            Literal::Value(value) => format!("{} = {value}", self.key()),
            Literal::Service(lines) => {
                let lines = lines.iter().map(|(key, value)| format!("{key} = {value}"));
                format!("[{}] with {}", self.key(), lines.collect::<Vec<_>>().join(", "))
            }
        }
    }
}

/// `set traffic.ttl = "60s" and traffic.health_check.threshold = 2`
fn phrase(edits: &[Edit]) -> String {
    let part = |is_value: bool| {
        let of = |it: &&Edit| matches!(it.then, Literal::Value(_)) == is_value;
        edits.iter().filter(of).map(Edit::words).collect::<Vec<_>>()
    };
    let clause = |verb: &str, words: Vec<String>| {
        let (last, before) = words.split_last()?;
        let before = before.join(", ");
        Some(if before.is_empty() { format!("{verb} {last}") } else { format!("{verb} {before} and {last}") })
    };
    let clauses = [clause("set", part(true)), clause("add", part(false))];
    clauses.into_iter().flatten().collect::<Vec<_>>().join(", and ")
}

impl Column {
    /// The figure of this column.
    pub fn of(self, columns: Columns) -> Duration {
        match self {
            Self::Plan => columns.plan,
            Self::Typical => columns.typical,
        }
    }

    /// `plan`, `typical`
    pub fn name(self) -> &'static str {
        match self {
            Self::Plan => "plan",
            Self::Typical => "typical",
        }
    }

    /// `planned`, `typically`
    pub fn word(self) -> &'static str {
        match self {
            Self::Plan => "planned",
            Self::Typical => "typically",
        }
    }
}

impl Problem {
    /// Whether the spec meets the target as it is.
    pub fn is_met(&self) -> bool {
        self.aim.column.of(self.now.columns) <= self.aim.target
    }
}

impl Tuned {
    /// Every answer, numbered from 1 as reports number them.
    pub fn numbered(&self) -> impl Iterator<Item = (usize, &Problem, &Answer)> {
        let answers = self.problems.iter().flat_map(|it| it.answers.iter().map(move |answer| (it, answer)));
        answers.enumerate().map(|(at, (problem, answer))| (at + 1, problem, answer))
    }

    /// Whether every figure meets its target, or could.
    pub fn is_possible(&self) -> bool {
        self.problems.iter().all(|it| it.is_met() || !it.answers.is_empty())
    }
}

/// What an error is about, to tell new ones from those that were there.
type Errors = BTreeSet<(&'static str, Option<String>)>;

fn errors(checked: &Checked) -> Errors {
    let errors = checked.diagnostics.iter().filter(|it| it.severity() == Severity::Error);
    errors.map(|it| (it.code.id, it.address.clone())).collect()
}

/// Codes about targets that stand with their service: a global endpoint that is slower than the RTO, time control that is
/// slower than an RPO.
const OF_SERVICES: &[&str] = &["DRC562", "DRC574"];

/// Whether a finding is about targets: those are what tuning is for. All others come first.
pub fn is_about_targets(id: &str) -> bool {
    id.starts_with("DRC3") || OF_SERVICES.contains(&id)
}

/// Searches the settings that meet the targets of a spec, or of a request.
///
/// # Errors
/// What is wrong with the spec, where that keeps its figures from meaning anything.
pub fn tune(
    source: &Source,
    folders: &dyn Folders,
    options: Options<'_>,
    request: &Request,
) -> Result<Tuned, Box<Checked>> {
    let checked = check_source(source, folders, options);
    let before = errors(&checked);
    let Some(spec) = checked.spec.as_ref().filter(|_| before.iter().all(|(id, _)| is_about_targets(id)))
    else {
        return Err(Box::new(checked));
    };
    let known: BTreeSet<(&str, Option<String>)> =
        checked.diagnostics.iter().map(|it| (it.code.id, it.address.clone())).collect();
    let problems = aims(spec, request).into_iter().map(|aim| {
        let found = search::search(spec, &aim, MOST_COMBINATIONS);
        let mut problem = Problem {
            answers: Vec::new(),
            further: 0,
            tried: found.tried,
            capped: found.capped,
            refused: Vec::new(),
            floor: None,
            now: found.now,
            aim,
        };
        let mut found_answers = found.front.into_iter();
        for mut answer in found_answers.by_ref() {
            match confirm(source, folders, options, &problem.aim, &answer, &known) {
                Ok(raises) => {
                    answer.raises = raises;
                    problem.answers.push(answer);
                }
                Err(why) => problem.refused.push(format!("{}: {why}", phrase(&answer.edits))),
            }
            if problem.answers.len() >= request.limit {
                break;
            }
        }
        problem.further = found_answers.len();
        let reached = problem.aim.column.of(found.fastest.answer.then.columns) <= problem.aim.target;
        if !problem.is_met() && !reached {
            problem.floor = Some(floor::floor(spec, &problem.aim, found.fastest));
        }
        problem
    });
    Ok(Tuned {
        system: spec.system.name.value.0.clone(),
        environment: spec.environment.clone(),
        problems: problems.collect(),
    })
}

fn aims(spec: &Spec, request: &Request) -> Vec<Aim> {
    let asked = request.rto.is_some() || request.rpo.is_some();
    let column = request.column;
    let rto = (!asked || request.rto.is_some()).then(|| Aim {
        figure: Figure::Rto,
        target: request.rto.unwrap_or(spec.objectives.rto.value),
        column,
    });
    let budget = crate::budget::budget(spec);
    let stores = budget.stores.into_iter().filter(|_| !asked || request.rpo.is_some());
    let stores = stores.map(|store| {
        // A store with an objective of its own keeps it, as it does when the system's changes.
        let inherits = store.target.span == spec.objectives.rpo.span;
        let target = request.rpo.filter(|_| inherits).unwrap_or(store.target.value);
        Aim { figure: Figure::Rpo(store.address), target, column }
    });
    rto.into_iter().chain(stores).collect()
}

/// Writes an answer into the text and looks at the result: its figures are those that were found, and nothing is wrong
/// that was not before. Answers with the warnings it adds, or why not to take it.
fn confirm(
    source: &Source,
    folders: &dyn Folders,
    options: Options<'_>,
    aim: &Aim,
    answer: &Answer,
    known: &BTreeSet<(&str, Option<String>)>,
) -> Result<Vec<String>, String> {
    let Some((_, checked)) = recheck(source, folders, options, &answer.edits) else {
        return Err("the text leaves no place for it".to_owned());
    };
    let new = checked.diagnostics.iter().filter(|it| !known.contains(&(it.code.id, it.address.clone())));
    let new: Vec<_> = new.filter(|it| it.severity() < Severity::Note).collect();
    if let Some(error) = new.iter().find(|it| it.severity() == Severity::Error) {
        return Err(format!("{} {}", error.code.id, error.message));
    }
    let columns = checked.budget.as_ref().and_then(|it| search::columns(it, &aim.figure));
    if columns != Some(answer.then.columns) {
        return Err("written down, it comes to another figure".to_owned());
    }
    Ok(new.iter().map(|it| format!("{} {}", it.code.id, it.code.name)).collect())
}

/// The text with edits made, checked. `None` where the text leaves no place to make one.
pub fn recheck(
    source: &Source,
    folders: &dyn Folders,
    options: Options<'_>,
    edits: &[Edit],
) -> Option<(Source, Checked)> {
    let environment = crate::resolve::resolve(source, options.environment).spec?.environment;
    let text = apply(source, &environment, edits)?;
    let edited = Source::new(source.name(), text);
    let checked = check_source(&edited, folders, options);
    Some((edited, checked))
}
