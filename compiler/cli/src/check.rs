//! `drc check`

use crate::args::{CheckArgs, Format, Reading};
use crate::files::{self, Disk, Read};
use crate::{Outcome, clock, terminal};
use drc_core::{Checked, Options, check_source, report};
use drc_diagnostic::Severity;
use drc_syntax::Source;
use std::path::Path;

/// Checks every spec; the worst outcome counts.
pub(crate) fn run(args: &CheckArgs) -> Outcome {
    let mut worst = Outcome::Clean;
    let mut results = Vec::new();
    for spec in &args.specs {
        match look(spec, &args.reading) {
            Err(why) => {
                terminal::say(&why);
                worst = worst.max(Outcome::CouldNotRun);
            }
            Ok((source, checked)) => {
                worst = worst.max(outcome(&checked, args.deny.is_some()));
                match args.format {
                    Format::Human => human(&source, &checked),
                    Format::Json => results.push(report::json(&source, &checked)),
                }
                // Taking a large spec apart again takes longer than the process has to live.
                std::mem::forget((source, checked));
            }
        }
    }
    if args.format == Format::Json {
        // One spec, one object; several, a list: a reader of one need not unpack it.
        let value =
            if args.specs.len() == 1 { results.pop() } else { Some(serde_json::Value::Array(results)) };
        if let Some(value) = value {
            terminal::print(&format!("{value:#}\n"));
        }
    }
    worst
}

/// Reads and checks a spec.
pub(crate) fn look(spec: &Path, reading: &Reading) -> Result<(Source, Checked), String> {
    let source = match files::read(spec)? {
        Read::Spec(source) => source,
        Read::NotText(source, problems) => return Ok((source, Checked::unreadable(problems))),
    };
    let folders = Disk::new(spec, reading.root.as_deref())?;
    let options = Options { environment: reading.env.as_deref(), today: Some(clock::today()) };
    let checked = check_source(&source, &folders, options);
    Ok((source, checked))
}

fn human(source: &Source, checked: &Checked) {
    if let (Some(spec), Some(budget)) = (&checked.spec, &checked.budget) {
        terminal::print(&format!("{}\n", report::text(spec, budget)));
        terminal::print(&report::evacuation(checked));
    }
    terminal::show(source, checked);
    terminal::say(&terminal::summary(source, checked));
}

fn outcome(checked: &Checked, deny_warnings: bool) -> Outcome {
    let denied = deny_warnings && checked.diagnostics.count(Severity::Warning) > 0;
    if checked.diagnostics.has_errors() || denied { Outcome::Findings } else { Outcome::Clean }
}
