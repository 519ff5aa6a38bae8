//! What a function needs to run by the clock: a rule that calls it once, and parameters it remembers by.

use crate::function::{FunctionConstruct, FunctionRef};
use drc_ir::{Attr, Construct, Expr, Ref, Shapes, map, text};
use drc_model::{Duration, Region};

/// Calls a function time and again, and never twice for one time: what is late is of no use.
#[derive(Debug)]
pub struct Schedule {
    /// Its name.
    pub name: String,
    /// What for.
    pub description: String,
    /// Time between two calls, in whole minutes.
    pub every: Duration,
    /// What is called.
    pub function: Ref<FunctionConstruct>,
}

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

/// Seconds after which EventBridge and Lambda give up a call: by then the next is due.
const LATE: i64 = 60;

/// `arn:…:parameter/PATH`
pub fn parameter_arn(path: &str, region: Region) -> Expr {
    let service = format!(":ssm:{region}:");
    text!["arn:", Expr::Partition, service, Expr::Account, format!(":parameter{path}")]
}

impl Schedule {
    fn rate(&self) -> String {
        match self.every.seconds() / 60 {
            1 => "rate(1 minute)".to_owned(),
            minutes => format!("rate({minutes} minutes)"),
        }
    }
}

impl Construct for Schedule {
    fn cloudformation(&self, out: &mut Shapes<'_>) {
        let tags = out.tags().list();
        let target = map! {
            "Id": "function",
            "Arn": self.function.arn(),
            "RetryPolicy": map! { "MaximumEventAgeInSeconds": LATE, "MaximumRetryAttempts": 0 },
        };
        out.main(
            "AWS::Events::Rule",
            map! {
                "Name": &self.name,
                "Description": &self.description,
                "ScheduleExpression": self.rate(),
                "State": "ENABLED",
                "Targets": [target],
                "Tags": tags,
            },
        );
        out.part(
            "permission",
            "AWS::Lambda::Permission",
            map! {
                "FunctionName": self.function.name(),
                "Action": "lambda:InvokeFunction",
                "Principal": "events.amazonaws.com",
                "SourceArn": Expr::Part("", "Arn"),
            },
        );
        out.part(
            "once",
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
            "aws_cloudwatch_event_rule",
            map! {
                "name": &self.name,
                "description": &self.description,
                "schedule_expression": self.rate(),
                "state": "ENABLED",
            },
        );
        let retry = map! { "maximum_event_age_in_seconds": LATE, "maximum_retry_attempts": 0 };
        out.part(
            "target",
            "aws_cloudwatch_event_target",
            map! {
                "rule": Expr::Part("", "name"),
                "target_id": "function",
                "arn": self.function.arn(),
                "retry_policy": [retry],
            },
        );
        out.part(
            "permission",
            "aws_lambda_permission",
            map! {
                "function_name": self.function.name(),
                "action": "lambda:InvokeFunction",
                "principal": "events.amazonaws.com",
                "source_arn": Expr::Part("", "arn"),
            },
        );
        out.part(
            "once",
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
        let body = map! { "name": &self.name, "description": &self.description, "type": "String", "value": self.initial };
        out.main("aws_ssm_parameter", body).ignore_changes.push("value");
    }

    fn known(&self, _: Attr) -> Option<Expr> {
        None
    }
}
