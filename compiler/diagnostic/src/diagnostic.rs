//! One finding, ready to be shown.

use crate::{Code, Severity};
use drc_syntax::{Source, Span};
use std::sync::Arc;

/// A place in the spec and what is to be said about it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Label {
    /// Where.
    pub span: Span,
    /// A few words.
    pub text: String,
}

/// Another file that a finding shows below the spec: the policy that is violated, say.
#[derive(Clone, Debug)]
pub struct Elsewhere {
    /// The file.
    pub source: Arc<Source>,
    /// Places in it. Never empty.
    pub labels: Vec<Label>,
}

/// One finding: what is wrong, where, why AWS behaves so, what to type instead.
#[derive(Clone, Debug)]
pub struct Diagnostic {
    /// What kind of finding it is.
    pub code: &'static Code,
    /// What is wrong, in one sentence.
    pub message: String,
    /// Where; the first label is where blame falls. Never empty.
    pub labels: Vec<Label>,
    /// Why that is so, in AWS's behaviour.
    pub why: Option<String>,
    /// What to type instead.
    pub help: Option<String>,
    /// The page of AWS or of a standard that says so.
    pub source: Option<&'static str>,
    /// The address it is about, by which it can be allowed.
    pub address: Option<String>,
    /// How bad it is, where that is not its code's to say: a policy says it of itself.
    pub graded: Option<Severity>,
    /// What another file has to do with it.
    pub elsewhere: Option<Elsewhere>,
}

impl Diagnostic {
    /// A finding at a span; `label` is what stands under the marked bytes.
    pub fn new(
        code: &'static Code,
        span: Span,
        message: impl Into<String>,
        label: impl Into<String>,
    ) -> Self {
        Self {
            code,
            message: message.into(),
            labels: vec![Label { span, text: label.into() }],
            why: None,
            help: None,
            source: None,
            address: None,
            graded: None,
            elsewhere: None,
        }
    }

    /// Marks a second place.
    #[must_use]
    pub fn also(mut self, span: Span, text: impl Into<String>) -> Self {
        self.labels.push(Label { span, text: text.into() });
        self
    }

    /// Says why AWS behaves so.
    #[must_use]
    pub fn why(mut self, why: impl Into<String>) -> Self {
        self.why = Some(why.into());
        self
    }

    /// Says what to type instead.
    #[must_use]
    pub fn help(mut self, help: impl Into<String>) -> Self {
        self.help = Some(help.into());
        self
    }

    /// Names the page that says so.
    #[must_use]
    pub fn source(mut self, url: &'static str) -> Self {
        self.source = Some(url);
        self
    }

    /// Names the address it is about.
    #[must_use]
    pub fn about(mut self, address: impl Into<String>) -> Self {
        self.address = Some(address.into());
        self
    }

    /// Says how bad it is, in place of its code.
    #[must_use]
    pub fn graded(mut self, severity: Severity) -> Self {
        self.graded = Some(severity);
        self
    }

    /// Shows places in another file.
    #[must_use]
    pub fn elsewhere(mut self, source: Arc<Source>, labels: Vec<Label>) -> Self {
        self.elsewhere = Some(Elsewhere { source, labels });
        self
    }

    /// How bad it is.
    pub fn severity(&self) -> Severity {
        self.graded.unwrap_or(self.code.severity)
    }

    /// Where blame falls.
    pub fn span(&self) -> Span {
        self.labels.first().map_or(Span::default(), |label| label.span)
    }
}

/// Something that can be wrong, with what its text needs.
pub trait Problem {
    /// Its code.
    const CODE: Code;

    /// Says it.
    fn diagnostic(&self) -> Diagnostic;
}

/// All findings of one run.
#[derive(Clone, Debug, Default)]
pub struct Diagnostics {
    all: Vec<Diagnostic>,
}

impl Diagnostics {
    /// Adds one.
    pub fn report(&mut self, problem: &impl Problem) {
        self.all.push(problem.diagnostic());
    }

    /// Adds one that is said already.
    pub fn push(&mut self, diagnostic: Diagnostic) {
        self.all.push(diagnostic);
    }

    /// By position, then by code: the order does not depend on which stage looked first.
    pub fn sort(&mut self) {
        self.all.sort_by(|a, b| (a.span(), a.code.id, &a.message).cmp(&(b.span(), b.code.id, &b.message)));
        self.all.dedup_by(|a, b| a.span() == b.span() && a.code.id == b.code.id && a.message == b.message);
    }

    /// How many there are of a severity.
    pub fn count(&self, severity: Severity) -> usize {
        self.all.iter().filter(|it| it.severity() == severity).count()
    }

    /// Whether compilation must stop.
    pub fn has_errors(&self) -> bool {
        self.count(Severity::Error) > 0
    }

    /// Drops what `keep` does not want.
    pub fn retain(&mut self, keep: impl FnMut(&Diagnostic) -> bool) {
        self.all.retain(keep);
    }

    /// Adds what another stage found.
    pub fn extend(&mut self, others: Diagnostics) {
        self.all.extend(others.all);
    }

    /// In order.
    pub fn iter(&self) -> impl ExactSizeIterator<Item = &Diagnostic> {
        self.all.iter()
    }

    /// Whether there is nothing to say.
    pub fn is_empty(&self) -> bool {
        self.all.is_empty()
    }
}

impl IntoIterator for Diagnostics {
    type Item = Diagnostic;
    type IntoIter = std::vec::IntoIter<Diagnostic>;

    fn into_iter(self) -> Self::IntoIter {
        self.all.into_iter()
    }
}
