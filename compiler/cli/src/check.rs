//! `drc check`

use crate::args::{CheckArgs, Format, Reading};
use crate::files::{self, Disk, Read};
use crate::{Outcome, clock, terminal};
use drc_core::report::{self, Run};
use drc_core::{Checked, Options, check_source};
use drc_diagnostic::Severity;
use drc_syntax::Source;
use serde_json::Value;
use std::path::Path;

/// Checks every spec; the worst outcome counts.
pub(crate) fn run(args: &CheckArgs) -> Outcome {
    let mut run =
        Run { deny_warnings: args.deny.is_some(), folder: files::folder_in_repository(), ..Run::default() };
    let mut worst = Outcome::Clean;
    for spec in &args.specs {
        match look(spec, &args.reading) {
            Err(why) => {
                terminal::say(&why);
                run.unread.push(why.trim_start_matches("drc: ").to_owned());
                worst = worst.max(Outcome::CouldNotRun);
            }
            Ok((source, checked)) => {
                worst = worst.max(outcome(&checked, run.deny_warnings));
                if args.format == Format::Human {
                    human(&source, &checked);
                }
                run.results.push((source, checked));
            }
        }
    }
    terminal::print(&document(args.format, &run, args.specs.len()));
    // Taking a large spec apart again takes longer than the process has to live.
    std::mem::forget(run);
    worst
}

/// What a machine reads of all specs together.
fn document(format: Format, run: &Run, specs: usize) -> String {
    match format {
        Format::Human => String::new(),
        Format::Json => {
            let mut checks: Vec<Value> =
                run.results.iter().map(|(source, checked)| report::json(source, checked)).collect();
            // One spec, one object; several, a list: a reader of one need not unpack it.
            let value = if specs == 1 { checks.pop() } else { Some(Value::Array(checks)) };
            value.map_or(String::new(), |it| format!("{it:#}\n"))
        }
        Format::Sarif => format!("{:#}\n", report::sarif(run)),
        Format::Junit => report::junit(run),
        Format::Github => report::github(run),
    }
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
    }
    terminal::show(source, checked);
    terminal::say(&terminal::summary(source, checked));
}

/// What a check means for the exit status.
pub(crate) fn outcome(checked: &Checked, deny_warnings: bool) -> Outcome {
    let denied = deny_warnings && checked.diagnostics.count(Severity::Warning) > 0;
    if checked.diagnostics.has_errors() || denied { Outcome::Findings } else { Outcome::Clean }
}
