//! What a change does to the budgets of specs: for pull requests, for terminals, for browsers, for machines.

mod html;
mod json;
mod markdown;
mod said;
mod template;
mod text;

use crate::change::Change;
use crate::pipeline::Checked;
use drc_model::budget::Verdict;

pub use html::html;
pub use json::{json, json_schema};
pub use markdown::{COMMENT_LIMIT, markdown};
pub use template::template;
pub use text::text;

/// What one run of `drc report` looked at.
#[derive(Debug, Default)]
pub struct Review<'r> {
    /// The specs, in the order they were named, each with its check as it is now, if there is one.
    pub specs: Vec<(Change, Option<&'r Checked>)>,
    /// Why others could not be looked at, a sentence each.
    pub unread: Vec<String>,
    /// What the specs are compared with, as the command line named it.
    pub base: Option<String>,
}

impl Review<'_> {
    /// Whether anything is another than before.
    pub fn is_change(&self) -> bool {
        self.specs.iter().any(|(change, _)| change.is_change())
    }

    fn changes(&self) -> impl Iterator<Item = &Change> {
        self.specs.iter().map(|(change, _)| change)
    }

    /// The worst verdict; `None` where a spec cannot be read, or none was looked at.
    fn verdict(&self) -> Option<Verdict> {
        let unreadable = |it: &Change| it.verdict.head == crate::change::Seen::Unknown;
        if !self.unread.is_empty() || self.changes().any(unreadable) {
            return None;
        }
        // What is gone cannot fail any more.
        let open = self.changes().filter_map(|it| it.verdict.head.known()).max();
        open.or((!self.specs.is_empty()).then_some(Verdict::Pass))
    }
}
