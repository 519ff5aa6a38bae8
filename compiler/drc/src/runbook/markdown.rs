//! The runbook as Markdown: what stands beside the infrastructure and is read in a pull request.

use super::{Runbook, page};

const TEMPLATE: &str = include_str!("runbook.md.j2");

/// The runbook, ending with a line break.
pub fn markdown(runbook: &Runbook) -> String {
    page::render(TEMPLATE, runbook)
}
