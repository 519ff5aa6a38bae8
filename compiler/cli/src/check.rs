//! `drc check`

use crate::args::{CheckArgs, Format, Reading};
use crate::files::{self, Disk, Read};
use crate::{Outcome, clock, terminal};
use drc_core::report::{self, Run};
use drc_core::{Checked, Options, PolicyFile, check_source};
use drc_diagnostic::Severity;
use drc_syntax::Source;
use serde_json::Value;
use std::path::Path;

/// Checks every spec; the worst outcome counts.
pub(crate) fn run(args: &CheckArgs) -> Outcome {
    let (policies, mut worst) = match policies(&args.reading) {
        Ok(policies) => policies,
        Err(outcome) => return outcome,
    };
    let mut run =
        Run { deny_warnings: args.deny.is_some(), folder: files::folder_in_repository(), ..Run::default() };
    for spec in &args.specs {
        match look(spec, &args.reading, &policies) {
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
    terminal::print(&document(args.format, &mut run, policies, args.specs.len()));
    // Taking a large spec apart again takes longer than the process has to live.
    std::mem::forget(run);
    worst
}

/// What a machine reads of all specs together.
fn document(format: Format, run: &mut Run, policies: Vec<PolicyFile>, specs: usize) -> String {
    if let Format::Human | Format::Json = format {
        return if format == Format::Json { objects(run, &policies, specs) } else { String::new() };
    }
    // Displays of findings know files: one of policies is one more of them.
    let broken = policies.into_iter().filter(|it| !it.problems.is_empty());
    run.results.extend(broken.map(|it| (Source::clone(&it.source), Checked::unreadable(it.problems))));
    match format {
        Format::Human | Format::Json => String::new(),
        Format::Sarif => format!("{:#}\n", report::sarif(run)),
        Format::Junit => report::junit(run),
        Format::Github => report::github(run),
    }
}

/// One spec, one object; several, a list: a reader of one need not unpack it.
fn objects(run: &Run, policies: &[PolicyFile], specs: usize) -> String {
    let mut checks: Vec<Value> =
        run.results.iter().map(|(source, checked)| report::json(source, checked, policies)).collect();
    let value = if specs == 1 { checks.pop() } else { Some(Value::Array(checks)) };
    value.map_or(String::new(), |it| format!("{it:#}\n"))
}

/// Reads the files of policies, and says what is wrong with them: once, however many specs there are.
pub(crate) fn policies(reading: &Reading) -> Result<(Vec<PolicyFile>, Outcome), Outcome> {
    let mut files = Vec::new();
    let mut unread = false;
    for path in &reading.policies {
        match files::read(path) {
            Ok(Read::Spec(source)) => files.push(PolicyFile::read(source)),
            Ok(Read::NotText(source, problems)) => files.push(PolicyFile::unreadable(source, problems)),
            Err(why) => {
                terminal::say(&why);
                unread = true;
            }
        }
    }
    files.iter().for_each(|it| terminal::findings(&it.source, &it.problems));
    if unread {
        return Err(Outcome::CouldNotRun);
    }
    let broken = files.iter().any(|it| it.problems.has_errors());
    Ok((files, if broken { Outcome::Findings } else { Outcome::Clean }))
}

/// Reads and checks a spec.
pub(crate) fn look(
    spec: &Path,
    reading: &Reading,
    policies: &[PolicyFile],
) -> Result<(Source, Checked), String> {
    let source = match files::read(spec)? {
        Read::Spec(source) => source,
        Read::NotText(source, problems) => return Ok((source, Checked::unreadable(problems))),
    };
    let folders = Disk::new(spec, reading.root.as_deref())?;
    let options = Options { environment: reading.env.as_deref(), today: Some(clock::today()), policies };
    let checked = check_source(&source, &folders, options);
    Ok((source, checked))
}

fn human(source: &Source, checked: &Checked) {
    if let (Some(spec), Some(budget)) = (&checked.spec, &checked.budget) {
        terminal::print(&format!("{}\n", report::text(spec, budget)));
        terminal::print(&report::evacuation(checked));
        terminal::print(&report::policies(checked));
    }
    terminal::show(source, checked);
    terminal::say(&terminal::summary(source, checked));
}

/// What a check means for the exit status.
pub(crate) fn outcome(checked: &Checked, deny_warnings: bool) -> Outcome {
    let denied = deny_warnings && checked.diagnostics.count(Severity::Warning) > 0;
    if checked.diagnostics.has_errors() || denied { Outcome::Findings } else { Outcome::Clean }
}
