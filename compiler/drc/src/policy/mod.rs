//! `[[policy]]`: what must hold of a system beside its targets, in its spec or in a file that many systems share.
//!
//! | step | from → to |
//! |---|---|
//! | read | text → [`Policy`] with its expression (`drc_model`) |
//! | check the types | policy → findings, before there is a system |
//! | judge | policies + spec + budget → [`Judgement`]s |

mod blame;
mod eval;
mod file;
mod functions;
mod problems;
mod roots;
mod types;

pub use file::PolicyFile;
pub(crate) use file::check;
pub use functions::{ALL as FUNCTIONS, Function, Parameters};
pub use problems::ALL;

use crate::budget::Budget;
use blame::Cause;
use drc_diagnostic::{Code, Diagnostic, Label, Severity};
use drc_model::Policy;
use drc_services::Spec;
use drc_syntax::Source;
use eval::{Fault, Scope, World};
use problems::VIOLATED;
use std::sync::Arc;

/// What a policy says of a system.
#[derive(Debug)]
pub struct Judgement {
    /// The policy's id.
    pub id: String,
    /// How bad a violation is.
    pub severity: Severity,
    /// The file it stands in; `None` for the spec itself.
    pub file: Option<Arc<Source>>,
    /// What became of it.
    pub verdict: Verdict,
    /// Where it is broken, each with the address it can be accepted at.
    pub findings: Vec<Diagnostic>,
}

/// What became of a policy.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Verdict {
    /// It holds.
    Holds,
    /// Its `when` does not.
    DoesNotApply,
    /// It is broken.
    Violated,
    /// Something it asks for is not there.
    NoValue,
}

impl Verdict {
    /// As machines read it.
    pub fn word(self) -> &'static str {
        match self {
            Self::Holds => "holds",
            Self::DoesNotApply => "does-not-apply",
            Self::Violated => "violated",
            Self::NoValue => "no-value",
        }
    }
}

impl Judgement {
    /// What `[[allow]]` calls it.
    pub fn code(&self) -> String {
        format!("policy:{}", self.id)
    }

    /// Whether it does not hold, accepted or not.
    pub fn is_broken(&self) -> bool {
        matches!(self.verdict, Verdict::Violated | Verdict::NoValue)
    }

    /// Whether an exception with this code, at this address, would be about it.
    pub fn is_meant(&self, code: &str, at: &str) -> bool {
        let found = |it: &Diagnostic| it.code.id == code && it.address.as_deref() == Some(at);
        self.code() == code || self.findings.iter().any(found)
    }

    /// Whether the spec may accept what it finds: an error of somebody else's file is not the spec's to accept.
    pub fn can_be_accepted(&self) -> bool {
        self.file.is_none() || self.severity != Severity::Error
    }
}

/// Whether a spec may accept findings of a code, if they are about a policy of its own.
pub(crate) fn can_be_accepted(code: &Code) -> bool {
    [VIOLATED.id, problems::NO_VALUE.id].contains(&code.id)
}

/// Where findings about something without an address are accepted.
const SYSTEM: &str = "system";

/// Judges a system by its own policies and those of files.
pub fn judge(spec: &Spec, budget: &Budget, files: &[PolicyFile]) -> Vec<Judgement> {
    if spec.policies.is_empty() && files.is_empty() {
        return Vec::new();
    }
    let world = World::new(spec, budget);
    let own = spec.policies.iter().map(|it| (&it.value, None));
    let shared = files.iter().flat_map(|file| file.policies.iter().map(|it| (it, Some(&file.source))));
    let mut judgements: Vec<Judgement> = Vec::new();
    for (policy, file) in own.chain(shared) {
        let judge = Judge { world: &world, policy, file };
        let mut judgement = judge.judgement();
        if judgements.iter().any(|it| it.id == judgement.id) {
            judgement.findings.push(judge.duplicate());
        }
        judgements.push(judgement);
    }
    judgements
}

struct Judge<'j, 'e> {
    world: &'j World<'e>,
    policy: &'e Policy,
    file: Option<&'e Arc<Source>>,
}

impl<'e> Judge<'_, 'e> {
    fn judgement(&self) -> Judgement {
        let scope = Scope { world: self.world, it: None };
        let holds = |it: &'e drc_model::Expression| scope.holds(&it.0);
        let (verdict, findings) = match self.policy.when.as_ref().map_or(Ok(true), holds) {
            Ok(false) => (Verdict::DoesNotApply, Vec::new()),
            Err(fault) => (Verdict::NoValue, vec![self.no_value(fault)]),
            Ok(true) => match holds(&self.policy.require) {
                Ok(true) => (Verdict::Holds, Vec::new()),
                Ok(false) => (Verdict::Violated, self.violations(&scope)),
                Err(fault) => (Verdict::NoValue, vec![self.no_value(fault)]),
            },
        };
        Judgement {
            id: self.policy.id.value.0.clone(),
            severity: self.policy.severity.severity(),
            file: self.file.cloned(),
            verdict,
            findings,
        }
    }

    fn violations(&self, scope: &Scope<'_, 'e>) -> Vec<Diagnostic> {
        let causes = blame::causes(scope, &self.policy.require.0, true);
        causes.map_or_else(
            |fault| vec![self.no_value(fault)],
            |it| it.into_iter().map(|it| self.violation(it)).collect(),
        )
    }

    fn violation(&self, cause: Cause<'e>) -> Diagnostic {
        let id = &self.policy.id.value.0;
        let address = cause.service.map_or(SYSTEM.to_owned(), |it| it.address.to_string());
        let who = if cause.service.is_some() { address.as_str() } else { "this system" };
        let message = format!("{who} breaks the policy {id}: {}", self.policy.message.value);
        let found = self.finding(&VIOLATED, message, cause.labels, cause.places).about(address.clone());
        let severity = self.policy.severity.severity();
        if self.file.is_some() && severity == Severity::Error {
            return found.help("mend the spec: an error of a policy file is not the spec's to accept");
        }
        found.help(format!(
            "mend it, or accept it with a reason: [[allow]] code = \"policy:{id}\", at = \"{address}\""
        ))
    }

    fn no_value(&self, fault: Fault) -> Diagnostic {
        let labels = vec![Label { span: fault.span, text: fault.label }];
        let message = format!("the policy {} has no answer here: {}", self.policy.id.value.0, fault.message);
        let place = fault
            .service
            .as_ref()
            .map(|(_, span)| Label { span: *span, text: "asked of this one".to_owned() });
        let address = fault.service.map_or(SYSTEM.to_owned(), |(address, _)| address);
        self.finding(&problems::NO_VALUE, message, labels, place.into_iter().collect())
            .help(fault.help)
            .about(address)
    }

    /// Its own id is taken: by the spec, or by another file.
    fn duplicate(&self) -> Diagnostic {
        let id = &self.policy.id.value.0;
        let first = self.world.spec.policies.iter().find(|it| it.value.id.value.0 == *id);
        let place = first.map(|it| Label { span: it.value.id.span, text: "the first one".to_owned() });
        let labels = vec![Label { span: self.policy.id.span, text: "the second one".to_owned() }];
        let said = file::duplicate(self.policy.id.span, id);
        let mut found =
            self.finding(&problems::DUPLICATE_ID, said.message, labels, place.into_iter().collect());
        (found.why, found.help, found.graded) = (said.why, said.help, None);
        found.about(SYSTEM)
    }

    /// A finding about the policy: in its own spec there, else in the spec that breaks it, with the policy below.
    fn finding(
        &self,
        code: &'static Code,
        message: String,
        labels: Vec<Label>,
        mut places: Vec<Label>,
    ) -> Diagnostic {
        places.retain(|it| it.span.written().is_some());
        if self.file.is_some() && places.is_empty() {
            let system = self.world.spec.system.name.span;
            places.push(Label { span: system, text: "this system".to_owned() });
        }
        let (shown, elsewhere) = match self.file {
            None => (labels.into_iter().chain(places).collect(), None),
            Some(file) => (places, Some((Arc::clone(file), labels))),
        };
        let mut found =
            Diagnostic::new(code, self.policy.id.span, message, "").graded(self.policy.severity.severity());
        found.labels = shown;
        match elsewhere {
            Some((source, labels)) => found.elsewhere(source, labels),
            None => found,
        }
    }
}
