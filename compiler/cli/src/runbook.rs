//! `drc runbook`

use crate::args::{Page, RunbookArgs};
use crate::output::{read, replace};
use crate::{Outcome, emit, terminal};
use drc_core::runbook::{html, markdown};
use std::path::Path;

/// What a spec with errors has.
const NONE: &str = "there is no runbook of it";

/// Writes the runbook of a spec, or says whether a file is it.
pub(crate) fn run(args: &RunbookArgs) -> Outcome {
    let (checked, graph) = match emit::compile(&args.spec, &args.reading, &[], NONE) {
        Ok((_, checked, graph)) => (checked, graph),
        Err(outcome) => return outcome,
    };
    let Some(runbook) = checked.runbook(&graph) else {
        terminal::say(&format!("drc: {NONE}"));
        return Outcome::CouldNotRun;
    };
    let text = match args.format {
        Page::Markdown => markdown(&runbook),
        Page::Html => html(&runbook),
    };
    match (&args.check, &args.out) {
        (Some(file), _) => compare(file, &text),
        (None, Some(file)) => {
            replace(file, text.as_bytes()).map_or_else(|why| cannot(&why), |()| Outcome::Clean)
        }
        (None, None) => {
            terminal::print(&text);
            Outcome::Clean
        }
    }
}

fn compare(file: &Path, text: &str) -> Outcome {
    match read(file) {
        Err(why) => cannot(&why),
        Ok(Some(held)) if held == text.as_bytes() => Outcome::Clean,
        Ok(held) => {
            let how = if held.is_some() { "is not the runbook of this spec" } else { "is not there" };
            terminal::say(&format!("drc: {} {how}: write it with --out", file.display()));
            Outcome::Findings
        }
    }
}

fn cannot(why: &str) -> Outcome {
    terminal::say(why);
    Outcome::CouldNotRun
}
