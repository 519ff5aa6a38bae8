//! `alerts`: who is told. A topic in every Region, which every alarm of that Region tells.

mod runbook;

use crate::kind::Kind;
use crate::lowering::At;
use crate::runbook::Contribution;
use crate::shared::connection::Connection;
use crate::shared::metric::{Metric, Watch};
use crate::shared::policy::Statement;
use crate::spec::{Entry, Spec};
use crate::topic;
use crate::uses::Uses;
use drc_ir::Expr;
use drc_model::{Name, PerRegion, PhysicalName, Region, fields};
use drc_syntax::{Span, Spanned};

fields! {
    /// Who is told. CloudWatch refuses an alarm whose topic is in another Region, so each Region has its own.
    pub struct Alerts {
        /// The topic's name, before the naming rule. Default: `"alerts"`.
        topic: Spanned<Name> = Spanned::new(Name("alerts".to_owned()), Span::default()),
        /// Addresses that are written to; each has to confirm, once per Region.
        email: Vec<Spanned<String>>,
        /// ARNs of topics that are there already, one per Region. Their policies must let CloudWatch publish.
        existing: Option<Spanned<PerRegion<Spanned<String>>>>,
    }
}

/// What others may use of the alerts.
#[derive(Debug)]
pub struct Handle {
    topics: Vec<topic::Place>,
}

impl Handle {
    /// The topic of a Region.
    pub fn topic(&self, region: Region) -> Option<Expr> {
        self.topics.iter().find(|it| it.region() == region).map(|it| it.arn().clone())
    }
}

impl Kind for Alerts {
    const KIND: &'static str = "alerts";
    const SINGLETON: bool = true;
    const EXPLAIN: &'static str = include_str!("explain.md");
    const ATTRIBUTES: &'static [&'static str] = &[];
    const VERBS: &'static [&'static str] = &[];
    const METRICS: &'static [Metric] = &[];
    type Handle = Handle;

    fn own_name(&self) -> Option<&str> {
        Some(&self.topic.value.0)
    }

    fn uses(&self, _: &mut Uses) {}

    fn names(&self, entry: &Entry, spec: &Spec) -> Vec<PhysicalName> {
        if self.existing.is_some() { Vec::new() } else { topic::names(entry, spec) }
    }

    fn lower<'s>(&'s self, at: &mut At<'_, 's>) -> Handle {
        let publisher = Some("cloudwatch.amazonaws.com");
        let making = topic::Making { publisher, key: None, existing: self.existing.as_ref() };
        Handle { topics: topic::lower(at, making, &self.email) }
    }

    fn attribute(_: &Handle, _: &str, _: Region) -> Option<Expr> {
        None
    }

    fn grant(_: &Handle, _: &str, _: Region) -> Vec<Statement> {
        Vec::new()
    }

    fn locators(_: &Handle, _: Region) -> Vec<(&'static str, Expr)> {
        Vec::new()
    }

    fn connection(_: &Handle, _: Region) -> Option<Connection> {
        None
    }

    fn watches(&self, _: &Handle, _: &Metric, _: Region, _: &Spec) -> Vec<Watch> {
        Vec::new()
    }

    fn runbook(&self, entry: &Entry, spec: &Spec) -> Contribution {
        runbook::part(self, entry, spec)
    }
}
