//! What the watcher remembers, and that it is called once for each time it is due.

use crate::function::{FunctionConstruct, FunctionRef};
use drc_ir::{Attr, Construct, Expr, Ref, Shapes, map};

/// A parameter that a function, or a person, writes while it stands: no deployment puts it back.
#[derive(Debug)]
pub struct Memory {
    /// Its path.
    pub name: String,
    /// What it means.
    pub description: String,
    /// What it begins with.
    pub initial: &'static str,
}

/// Lambda calls a function that failed twice more, and would have each failure counted three times.
#[derive(Debug)]
pub struct Once {
    /// The function.
    pub function: Ref<FunctionConstruct>,
}

/// Seconds after which a call is given up: by then the next is due. The fewest Lambda takes.
pub const LATE: i64 = 60;

impl Construct for Memory {
    fn cloudformation(&self, out: &mut Shapes<'_>) {
        let tags = out.tags().map();
        out.main(
            "AWS::SSM::Parameter",
            map! {
                "Name": &self.name,
                "Description": &self.description,
                "Type": "String",
                "Value": self.initial,
                "Tags": tags,
            },
        );
    }

    fn provider(&self, out: &mut Shapes<'_>) {
        let body = map! {
            "name": &self.name,
            "description": &self.description,
            "type": "String",
            "value": self.initial,
        };
        out.main("aws_ssm_parameter", body).ignore_changes.push("value");
    }

    fn known(&self, _: Attr) -> Option<Expr> {
        None
    }
}

impl Construct for Once {
    fn cloudformation(&self, out: &mut Shapes<'_>) {
        out.main(
            "AWS::Lambda::EventInvokeConfig",
            map! {
                "FunctionName": self.function.name(),
                "Qualifier": "$LATEST",
                "MaximumEventAgeInSeconds": LATE,
                "MaximumRetryAttempts": 0,
            },
        );
    }

    fn provider(&self, out: &mut Shapes<'_>) {
        out.main(
            "aws_lambda_function_event_invoke_config",
            map! {
                "function_name": self.function.name(),
                "maximum_event_age_in_seconds": LATE,
                "maximum_retry_attempts": 0,
            },
        );
    }

    fn known(&self, _: Attr) -> Option<Expr> {
        None
    }
}
