//! What API Gateway writes down of its own work.

use super::construct::{RestApi, RestApiRef};
use drc_ir::{Attr, Construct, Expr, Ref, Shapes, map, text};
use drc_model::{Duration, keywords};

keywords! {
    /// What API Gateway writes down of its own work.
    pub enum ExecutionLogs as "a level of execution logs" {
        /// Nothing.
        Off = "off",
        /// Requests it could not serve.
        Errors = "errors",
        /// Every step of every request; never its body.
        All = "all",
    }
}

impl ExecutionLogs {
    /// API Gateway's word; `None`: it writes nothing unless it is told to.
    pub fn level(self) -> Option<&'static str> {
        match self {
            Self::Off => None,
            Self::Errors => Some("ERROR"),
            Self::All => Some("INFO"),
        }
    }
}

/// The log group API Gateway writes execution logs to. It has a name of API Gateway's choice; left to API Gateway, it
/// would keep everything for ever.
#[derive(Debug)]
pub struct ExecutionLogGroup {
    /// The API.
    pub api: Ref<RestApi>,
    /// The stage's name.
    pub stage: String,
    /// How long it keeps events.
    pub retention: Duration,
}

impl ExecutionLogGroup {
    fn name(&self) -> Expr {
        text!["API-Gateway-Execution-Logs_", self.api.id(), format!("/{}", self.stage)]
    }
}

impl Construct for ExecutionLogGroup {
    fn cloudformation(&self, out: &mut Shapes<'_>) {
        let tags = out.tags().list();
        out.main(
            "AWS::Logs::LogGroup",
            map! { "LogGroupName": self.name(), "RetentionInDays": self.retention.days(), "Tags": tags },
        )
        .stateful();
    }

    fn provider(&self, out: &mut Shapes<'_>) {
        out.main(
            "aws_cloudwatch_log_group",
            map! { "name": self.name(), "retention_in_days": self.retention.days() },
        );
    }

    fn known(&self, _: Attr) -> Option<Expr> {
        None
    }
}
