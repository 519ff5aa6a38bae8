//! The lines a planned figure is made of, before and after.

use super::seen::matched;
use super::{Fate, Pair, Seen, Side, Threshold, place};
use crate::budget::Budget;
use drc_model::budget::{Columns, Kind, Source, Term};
use drc_syntax::{Position, Span};

/// One line of a budget, before and after.
#[derive(Clone, Debug)]
pub struct Line {
    /// `traffic`, `database.ledger`, `table.payments`: whose it is.
    pub path: String,
    /// `ttl`: stable, for machines.
    pub id: &'static str,
    /// What it is, in words.
    pub name: Pair<String>,
    /// Its figures.
    pub columns: Pair<Columns>,
    /// How far they can be relied on.
    pub kind: Kind,
    /// Where they come from.
    pub source: Source,
    /// Whether the system's planned RTO is made of it.
    pub critical: bool,
    /// The field that feeds it, in the spec as it is now.
    pub field: Option<(&'static str, Position)>,
    /// What became of it; a change below the threshold is none.
    pub fate: Fate,
}

/// A line on one side.
#[derive(Clone, Copy, Debug)]
struct Now<'c> {
    path: &'c str,
    critical: bool,
    term: &'c Term,
}

fn lines(budget: &Budget) -> Vec<Now<'_>> {
    let rto = &budget.rto;
    let critical: Vec<&str> = rto.critical_path().iter().map(|it| it.name.as_ref()).collect();
    let paths = rto.paths.iter().flat_map(|path| {
        let critical = critical.contains(&path.name.as_ref());
        path.terms.iter().map(move |term| Now { path: path.name.as_ref(), critical, term })
    });
    let after = rto.after.iter().map(|(owner, term)| Now { path: owner, critical: true, term });
    let aside = |path, term| Now { path, critical: false, term };
    let stores = budget.stores.iter().map(|it| aside(it.name.as_str(), &it.lag));
    let backups = budget.backups.iter().flat_map(|it| it.terms.iter().map(move |term| aside(&it.name, term)));
    paths.chain(after).chain(stores).chain(backups).collect()
}

pub(super) fn compare(sides: &Pair<Side<'_>>, threshold: Option<Threshold>) -> Vec<Line> {
    let all = sides.each(|side| side.checked.budget.as_ref().map(lines));
    // The same addition in the same words: a warm-up belongs to the first function, whichever that is now.
    let pairs = matched(all, |it| (it.path, it.term.id));
    let head = sides.head.as_ref().known();
    pairs.iter().filter_map(|pair| line(head, pair, threshold)).collect()
}

fn line(head: Option<&Side<'_>>, pair: &Pair<Now<'_>>, threshold: Option<Threshold>) -> Option<Line> {
    let last = pair.last()?;
    let term = last.term;
    let field = |(name, span): (&'static str, Span)| Some((name, place(head?, span)?));
    let now = matches!(pair.head, Seen::Known(_));
    let same = |base: &Now<'_>, head: &Now<'_>| {
        let (was, is) = (base.term, head.term);
        let quiet = threshold.is_some_and(|it| it.ignores(was.columns, is.columns));
        quiet || (was.columns, was.kind) == (is.columns, is.kind)
    };
    Some(Line {
        path: last.path.to_owned(),
        id: term.id,
        name: pair.then(|it| Some(it.term.name.clone())),
        columns: pair.then(|it| Some(it.term.columns)),
        kind: term.kind,
        source: term.source.clone(),
        critical: last.critical,
        field: term.field.filter(|_| now).and_then(field),
        fate: pair.fate_by(same),
    })
}
