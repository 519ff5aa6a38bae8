//! `drc tune`

use crate::args::{TextOrJson, TuneArgs};
use crate::files::{self, Disk, Read};
use crate::{Outcome, check, clock, output, terminal};
use drc_core::tune::{Column, Edit, Problem, Request, Tuned, is_about_targets, recheck, tune};
use drc_core::{Checked, Options, report};
use drc_diagnostic::Severity;
use drc_syntax::Source;
use std::path::Path;

/// Searches, says what was found, and writes what was asked for.
pub(crate) fn run(args: &TuneArgs) -> Outcome {
    search(args).unwrap_or_else(|why| {
        terminal::say(&why);
        Outcome::CouldNotRun
    })
}

fn search(args: &TuneArgs) -> Result<Outcome, String> {
    if args.write && args.spec == Path::new("-") {
        return Err("drc: --write edits a file, and standard input is none".to_owned());
    }
    let source = match files::read(&args.spec)? {
        Read::Spec(source) => source,
        Read::NotText(source, problems) => {
            return Ok(unusable(&source, &Checked::unreadable(problems)));
        }
    };
    let folders = Disk::new(&args.spec, args.reading.root.as_deref())?;
    let policies = match check::policies(&args.reading) {
        Ok((policies, _)) => policies,
        Err(outcome) => return Ok(outcome),
    };
    let options = Options {
        environment: args.reading.env.as_deref(),
        today: Some(clock::today()),
        policies: &policies,
    };
    let column = if args.typical { Column::Typical } else { Column::Plan };
    let request = Request { rto: args.rto, rpo: args.rpo, column, limit: args.limit };
    let tuned = match tune(&source, &folders, options, &request) {
        Ok(tuned) => tuned,
        Err(checked) => return Ok(unusable(&source, &checked)),
    };
    match args.format {
        TextOrJson::Human => terminal::print(&report::tune_text(&source, &tuned)),
        TextOrJson::Json => terminal::print(&format!("{:#}\n", report::tune_json(&source, &tuned))),
    }
    if args.write {
        write(args, &source, &folders, options, &tuned)?;
    }
    Ok(if tuned.is_possible() { Outcome::Clean } else { Outcome::Findings })
}

/// Figures that rest on what AWS does not have say nothing.
fn unusable(source: &Source, checked: &Checked) -> Outcome {
    terminal::show(source, checked);
    terminal::say(&format!(
        "{}; mend the errors that are not about targets first",
        terminal::summary(source, checked)
    ));
    Outcome::Findings
}

/// The edits to make; unless they are asked for by number, none that needs thought: a strong table replaces one that is
/// there.
fn picked(args: &TuneArgs, tuned: &Tuned) -> Result<Vec<Edit>, String> {
    if args.pick.is_empty() {
        let missed = tuned.problems.iter().filter(|it| !it.is_met());
        let (easy, hard): (Vec<&Problem>, Vec<&Problem>) =
            missed.partition(|it| it.answers.iter().any(|answer| answer.cautions.is_empty()));
        if hard.iter().any(|it| !it.answers.is_empty()) {
            terminal::say("drc: what needs thought is not written; --pick names it by its number");
        }
        let first = |it: &Problem| it.answers.iter().find(|answer| answer.cautions.is_empty()).cloned();
        return Ok(easy.into_iter().filter_map(first).flat_map(|it| it.edits).collect());
    }
    let mut edits: Vec<Edit> = Vec::new();
    for number in &args.pick {
        let Some((.., answer)) = tuned.numbered().find(|(at, ..)| at == number) else {
            return Err(format!("drc: there is no answer {number}; nothing was written"));
        };
        edits.extend(answer.edits.iter().cloned());
    }
    let twice =
        edits.iter().enumerate().find(|(at, it)| edits[..*at].iter().any(|other| other.path == it.path));
    match twice {
        Some((_, edit)) => Err(format!("drc: two of these answers set {}; nothing was written", edit.key())),
        None => Ok(edits),
    }
}

fn write(
    args: &TuneArgs,
    source: &Source,
    folders: &Disk,
    options: Options<'_>,
    tuned: &Tuned,
) -> Result<(), String> {
    let edits = picked(args, tuned)?;
    if edits.is_empty() {
        terminal::say("drc: nothing to write");
        return Ok(());
    }
    let Some((edited, checked)) = recheck(source, folders, options, &edits) else {
        return Err("drc: the spec leaves no place for these edits; nothing was written".to_owned());
    };
    // Each answer was looked at by itself; together they are looked at again.
    let other = checked
        .diagnostics
        .iter()
        .find(|it| it.severity() == Severity::Error && !is_about_targets(it.code.id));
    if let Some(error) = other {
        return Err(format!(
            "drc: the spec would have the error {}: {}; nothing was written",
            error.code.id, error.message
        ));
    }
    overwrite(&args.spec, edited.text())?;
    let diff = similar::TextDiff::from_lines(source.text(), edited.text());
    let name = source.name();
    terminal::say(diff.unified_diff().header(name, name).to_string().trim_end());
    terminal::say(&terminal::summary(&edited, &checked));
    Ok(())
}

/// The file a link leads to, whole or not at all, and as readable as it was.
fn overwrite(spec: &Path, text: &str) -> Result<(), String> {
    let failed = |error: std::io::Error| format!("drc: cannot write {}: {error}", spec.display());
    let file = spec.canonicalize().map_err(failed)?;
    let permissions = std::fs::metadata(&file).map_err(failed)?.permissions();
    output::replace(&file, text.as_bytes())?;
    std::fs::set_permissions(&file, permissions).map_err(failed)
}
