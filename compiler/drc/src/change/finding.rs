//! Findings that came, went and stay, and those the spec accepts.

use super::seen::matched;
use super::{Fate, Pair, Seen, Side, place};
use drc_diagnostic::{Code, Diagnostic, Severity};
use drc_syntax::{Date, Position};

/// A finding, before and after.
#[derive(Clone, Debug)]
pub struct Finding {
    /// What kind of finding it is.
    pub code: &'static Code,
    /// How bad it is.
    pub severity: Severity,
    /// What is wrong, in one sentence: now or, if it is gone, before.
    pub message: String,
    /// The service it is about.
    pub address: Option<String>,
    /// What to type instead.
    pub help: Option<String>,
    /// Where it is in the spec as it is now.
    pub at: Option<Position>,
    /// What became of it.
    pub fate: Fate,
}

/// A finding that the spec accepts as it is now.
#[derive(Clone, Debug)]
pub struct Risk {
    /// What kind of finding it is.
    pub code: &'static Code,
    /// What is accepted, in one sentence.
    pub message: String,
    /// The service it is about.
    pub address: Option<String>,
    /// Why it is accepted.
    pub reason: String,
    /// The last day on which it is.
    pub until: Option<Date>,
    /// How many days are left, the last one included; `None` where it never ends, or nobody knows which day it is.
    pub days_left: Option<i64>,
    /// Where the exception is.
    pub at: Option<Position>,
    /// What became of it.
    pub fate: Fate,
}

pub(super) fn compare(sides: &Pair<Side<'_>>) -> Vec<Finding> {
    // What cannot be read has findings all the same: they say why. But nobody knows what else it would have.
    let all = sides.then(|side| Some(side.checked.diagnostics.iter().collect::<Vec<&Diagnostic>>()));
    let readable = sides.each(|side| side.checked.spec.as_ref().map(|_| ()));
    let pairs = matched(all, |it| (it.code.id, it.address.clone()));
    let found = |pair: &Pair<&Diagnostic>| {
        let it = pair.last()?;
        let now = pair.head.known().and_then(|now| place(sides.head.as_ref().known()?, now.span()));
        let fate = pair.fate_by(|base, head| base.message == head.message);
        let untold = (fate == Fate::New && readable.base == Seen::Unknown)
            || (fate == Fate::Gone && readable.head == Seen::Unknown);
        let fate = if untold { Fate::Unknown } else { fate };
        Some(Finding {
            code: it.code,
            severity: it.severity(),
            message: it.message.clone(),
            address: it.address.clone(),
            help: it.help.clone(),
            at: now,
            fate,
        })
    };
    pairs.iter().filter_map(found).collect()
}

pub(super) fn risks(sides: &Pair<Side<'_>>, today: Option<Date>) -> Vec<Risk> {
    let all = sides.each(|side| {
        side.checked
            .spec
            .as_ref()
            .map(|_| side.checked.accepted.iter().collect::<Vec<&(usize, Diagnostic)>>())
    });
    let head = sides.head.as_ref().known();
    let pairs = matched(all, |(_, it)| (it.code.id, it.address.clone()));
    let risk = |pair: &Pair<&(usize, Diagnostic)>| {
        let (side, (allow, it)) = (head?, pair.head.known()?);
        let allow = side.checked.spec.as_ref()?.allows.get(*allow)?;
        let until = allow.value.until.as_ref().map(|it| it.value);
        Some(Risk {
            code: it.code,
            message: it.message.clone(),
            address: it.address.clone(),
            reason: allow.value.reason.value.clone(),
            until,
            days_left: until.zip(today).map(|(until, today)| until.number() - today.number()),
            at: place(side, allow.span),
            fate: pair.fate_by(|_, _| true),
        })
    };
    pairs.iter().filter_map(risk).collect()
}
