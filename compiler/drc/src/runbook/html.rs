//! The runbook as one HTML file that needs no network: it is read when there may be none.

use super::{Runbook, page};

const TEMPLATE: &str = include_str!("runbook.html.j2");

/// The runbook, ending with a line break.
pub fn html(runbook: &Runbook) -> String {
    page::render(TEMPLATE, runbook)
}
