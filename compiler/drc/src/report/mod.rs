//! What a check says: for terminals, and for machines. A format is a file.

pub mod change;
mod facts;
mod finding;
mod github;
mod json;
mod junit;
mod sarif;
mod text;
mod tune;
pub(crate) mod words;

use crate::pipeline::Checked;
use drc_diagnostic::{Diagnostic, Severity};
use drc_syntax::Source;

pub use facts::{facts_json, facts_text};
pub use github::github;
pub use json::{json, json_schema};
pub use junit::junit;
pub use sarif::sarif;
pub use text::{evacuation, policies, text};
pub use tune::{tune_json, tune_text};

/// What one run of `drc check` looked at: machine formats make one document of it.
#[derive(Debug, Default)]
pub struct Run {
    /// The specs, in the order they were named.
    pub results: Vec<(Source, Checked)>,
    /// Why others could not be looked at, a sentence each.
    pub unread: Vec<String>,
    /// Warnings fail the run, as errors do.
    pub deny_warnings: bool,
    /// The folder drc runs in, as seen from the root of the repository: `infra/live`. Empty in the root itself, and where
    /// there is no repository.
    pub folder: String,
}

/// How bad a finding is.
fn severity(diagnostic: &Diagnostic) -> Severity {
    diagnostic.severity()
}
