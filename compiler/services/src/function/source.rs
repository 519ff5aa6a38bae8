//! The queue a function works off.

use super::live::Invocable;
use drc_ir::{Attr, Construct, Expr, Shapes, map};

/// Lambda's own reader of a queue, which calls the function with batches of messages.
#[derive(Debug)]
pub struct EventSource {
    /// What it calls.
    pub calls: Invocable,
    /// ARN of the queue.
    pub queue: Expr,
    /// So many messages a call at most.
    pub batch: i64,
    /// So many calls at once at most.
    pub concurrency: Option<i64>,
}

impl EventSource {
    /// More than ten messages a call are collected over a time, which must then be stated.
    /// Source: <https://docs.aws.amazon.com/lambda/latest/api/API_CreateEventSourceMapping.html>.
    fn window(&self) -> Option<i64> {
        (self.batch > 10).then_some(1)
    }
}

/// The function says which messages failed: else one bad message would bring back the whole batch.
const RESPONSE: [&str; 1] = ["ReportBatchItemFailures"];

impl Construct for EventSource {
    fn cloudformation(&self, out: &mut Shapes<'_>) {
        let tags = out.tags().list();
        out.main(
            "AWS::Lambda::EventSourceMapping",
            map! {
                "FunctionName": self.calls.arn(),
                "EventSourceArn": &self.queue,
                "BatchSize": self.batch,
                "MaximumBatchingWindowInSeconds": self.window(),
                "ScalingConfig": self.concurrency.map(|it| map! { "MaximumConcurrency": it }),
                "FunctionResponseTypes": RESPONSE,
                "Tags": tags,
            },
        );
    }

    fn provider(&self, out: &mut Shapes<'_>) {
        out.main(
            "aws_lambda_event_source_mapping",
            map! {
                "function_name": self.calls.arn(),
                "event_source_arn": &self.queue,
                "batch_size": self.batch,
                "maximum_batching_window_in_seconds": self.window(),
                "scaling_config": self.concurrency.map(|it| [map! { "maximum_concurrency": it }]),
                "function_response_types": RESPONSE,
            },
        );
    }

    fn known(&self, _: Attr) -> Option<Expr> {
        None
    }
}
