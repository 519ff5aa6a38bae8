//! Codes: the stable names of what can be wrong.

/// How bad it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Severity {
    /// It will not deploy, or the target is provably missed.
    Error,
    /// It deploys; the claim holds only typically, or this is a known trap.
    Warning,
    /// Worth knowing before the day.
    Note,
}

impl Severity {
    /// `error`, `warning`, `note`
    pub fn word(self) -> &'static str {
        match self {
            Self::Error => "error",
            Self::Warning => "warning",
            Self::Note => "note",
        }
    }
}

/// A kind of finding, its stable code and its page.
#[derive(Clone, Copy, Debug)]
pub struct Code {
    /// `DRC401`: never reused for something else.
    pub id: &'static str,
    /// `health-check-interval`: what people call it.
    pub name: &'static str,
    /// How bad it is.
    pub severity: Severity,
    /// What `drc explain` prints: Markdown whose TOML examples a test runs.
    pub page: &'static str,
}

/// A code whose page is the file of the same name beside this one.
#[macro_export]
macro_rules! code {
    ($id:literal, $name:literal, $severity:ident) => {
        $crate::Code {
            id: $id,
            name: $name,
            severity: $crate::Severity::$severity,
            page: include_str!(concat!($name, ".md")),
        }
    };
}
