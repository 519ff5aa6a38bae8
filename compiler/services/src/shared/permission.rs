//! A function's consent to be called by an AWS service.

use crate::function::Invocable;
use drc_ir::{Attr, Construct, Expr, Shapes, map};

/// Lets an AWS service call a function on behalf of one resource and no other.
#[derive(Debug)]
pub struct Permission {
    /// The function.
    pub calls: Invocable,
    /// What a policy calls the service: `events.amazonaws.com`
    pub service: &'static str,
    /// ARN of the resource; `*` may stand in it.
    pub source: Expr,
}

impl Construct for Permission {
    fn cloudformation(&self, out: &mut Shapes<'_>) {
        out.main(
            "AWS::Lambda::Permission",
            map! {
                "FunctionName": self.calls.cloudformation_name(),
                "Action": "lambda:InvokeFunction",
                "Principal": self.service,
                "SourceArn": &self.source,
            },
        );
    }

    fn provider(&self, out: &mut Shapes<'_>) {
        let (name, qualifier) = self.calls.provider_name();
        out.main(
            "aws_lambda_permission",
            map! {
                "function_name": name,
                "qualifier": qualifier,
                "action": "lambda:InvokeFunction",
                "principal": self.service,
                "source_arn": &self.source,
            },
        );
    }

    fn known(&self, _: Attr) -> Option<Expr> {
        None
    }
}
