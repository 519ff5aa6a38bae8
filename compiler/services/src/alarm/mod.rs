//! `alarm.<name>`: changes an alarm that a service has by itself, or adds one on another of its metrics.
//!
//! It lowers to nothing: the service it is on draws its own alarms and asks for these.

use crate::kind::Kind;
use crate::lowering::At;
use crate::runbook::Contribution;
use crate::shared::connection::Connection;
use crate::shared::metric::{Metric, Watch};
use crate::shared::policy::Statement;
use crate::spec::{Entry, Spec};
use crate::uses::Uses;
use drc_ir::Expr;
use drc_model::{Address, Cx, Decode, Duration, Inspect, PhysicalName, Region, Type, fields};
use drc_syntax::{Item, Spanned, Value};
use schemars::{Schema, SchemaGenerator, json_schema};
use std::fmt;

fields! {
    /// An alarm on a service's metric, in every Region that has the metric.
    pub struct Alarm {
        /// The service.
        on: Spanned<Address>,
        /// CloudWatch's name of the metric.
        metric: Spanned<String>,
        /// The value above which it alarms: a number for a count, a duration for a lag.
        above: Spanned<Threshold>,
        /// How long it must be above. Default: as the kind has it.
        within: Option<Spanned<Duration>>,
        /// What whoever is paged reads.
        description: Option<String>,
    }
}

/// A value to compare a metric with. Lags are durations, so that nobody confuses DynamoDB's milliseconds with S3's
/// seconds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Threshold {
    /// A count.
    Number(i64),
    /// A lag.
    Time(Duration),
}

impl From<Duration> for Threshold {
    fn from(time: Duration) -> Self {
        Self::Time(time)
    }
}

impl fmt::Display for Threshold {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Number(it) => write!(f, "{it}"),
            Self::Time(it) => write!(f, "{it}"),
        }
    }
}

impl Inspect for Threshold {
    fn kind() -> Type {
        Type::Any
    }
    fn inspect(&self) -> drc_model::Value<'_> {
        match self {
            Self::Number(it) => it.inspect(),
            Self::Time(it) => it.inspect(),
        }
    }
}

impl Decode for Threshold {
    fn decode(item: &Item, cx: &mut Cx<'_>) -> Option<Self> {
        if let Value::Integer(number) = &item.value {
            return Some(Self::Number(*number));
        }
        Duration::decode(item, cx).map(Self::Time)
    }
    fn example() -> String {
        "5".to_owned()
    }
    fn schema(generator: &mut SchemaGenerator) -> Schema {
        json_schema!({ "anyOf": [{ "type": "integer" }, Duration::schema(generator)] })
    }
}

impl Kind for Alarm {
    const KIND: &'static str = "alarm";
    const SINGLETON: bool = false;
    const EXPLAIN: &'static str = include_str!("explain.md");
    const ATTRIBUTES: &'static [&'static str] = &[];
    const VERBS: &'static [&'static str] = &[];
    const METRICS: &'static [Metric] = &[];
    type Handle = ();

    fn own_name(&self) -> Option<&str> {
        None
    }

    fn uses(&self, uses: &mut Uses) {
        uses.service(&self.on, &["function", "table", "bucket", "database", "queue", "topic", "api", "bus"]);
    }

    fn names(&self, _: &Entry, _: &Spec) -> Vec<PhysicalName> {
        Vec::new()
    }

    fn lower<'s>(&'s self, _: &mut At<'_, 's>) -> Self::Handle {}

    fn attribute((): &(), _: &str, _: Region) -> Option<Expr> {
        None
    }

    fn grant((): &(), _: &str, _: Region) -> Vec<Statement> {
        Vec::new()
    }

    fn locators((): &(), _: Region) -> Vec<(&'static str, Expr)> {
        Vec::new()
    }

    fn connection((): &(), _: Region) -> Option<Connection> {
        None
    }

    fn watches(&self, (): &(), _: &Metric, _: Region, _: &Spec) -> Vec<Watch> {
        Vec::new()
    }

    fn runbook(&self, _: &Entry, _: &Spec) -> Contribution {
        Contribution::Nothing("what an alarm tells is among the troubles of the service it is on")
    }
}
