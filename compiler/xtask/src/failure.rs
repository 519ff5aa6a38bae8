//! Why a task stopped, and what to do about it.

use crate::vendor::join::Disagreement;
use std::fmt::{Display, Formatter, Result};
use std::path::PathBuf;

/// Why a task stopped.
#[derive(Debug)]
pub(crate) enum Failure {
    /// A file could not be read.
    Unreadable { path: PathBuf, error: std::io::Error },
    /// A schema is not what its name says.
    Malformed { path: PathBuf, error: serde_json::Error },
    /// A generated file could not be written.
    Unwritable { path: PathBuf, error: std::io::Error },
    /// `--check` found the checked-in file different from what would be written.
    Stale { path: PathBuf, line: usize },
    /// The schemas do not bear the wanted types out.
    Disagreements(Vec<Disagreement>),
}

impl Display for Failure {
    fn fmt(&self, f: &mut Formatter<'_>) -> Result {
        match self {
            Self::Unreadable { path, error } => {
                write!(f, "cannot read {}: {error}", path.display())
            }
            Self::Malformed { path, error } => {
                write!(f, "{} is not the schema it should be: {error}\nhelp: fetch it again", path.display())
            }
            Self::Unwritable { path, error } => write!(f, "cannot write {}: {error}", path.display()),
            Self::Stale { path, line } => {
                write!(
                    f,
                    "{} is out of date from line {line} on\nhelp: run this command without --check",
                    path.display()
                )
            }
            Self::Disagreements(all) => {
                writeln!(f, "the schemas do not bear backends/vendor/types.txt out:")?;
                all.iter().try_for_each(|one| writeln!(f, "  {one}"))?;
                write!(f, "help: correct types.txt, or the map if the schemas show it wrong")
            }
        }
    }
}
