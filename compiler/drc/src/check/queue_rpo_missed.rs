//! Messages that wait longer than promised.

use super::{Checking, Rule};
use drc_diagnostic::{Code, Diagnostic, Diagnostics, code};
use drc_model::budget::Verdict;

/// Messages that wait longer than promised.
#[derive(Debug)]
pub struct QueueRpoMissed;

impl Rule for QueueRpoMissed {
    const CODE: Code = code!("DRC335", "queue-rpo-missed", Warning);

    fn check(cx: &Checking<'_>, found: &mut Diagnostics) {
        for waiting in
            cx.budget.in_flight.iter().filter(|it| it.verdict().is_some_and(|it| it != Verdict::Pass))
        {
            let Some(target) = waiting.target else { continue };
            let plan = waiting.age.columns.plan;
            found.push(
                Diagnostic::new(&Self::CODE, target.span, format!("messages in {} may be {plan} old when their Region is lost, not {}", waiting.address, target.value), "promised")
                    .why(format!("a queue is not replicated: what waits in it is out of reach until its Region returns; {}", waiting.age.name))
                    .help(format!("raise it to {plan}; or give it an alarm on ApproximateAgeOfOldestMessage that tells four minutes before; or keep what matters in a table until it is done"))
                    .source("https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/sqs-available-cloudwatch-metrics.html")
                    .about(waiting.address.to_string()),
            );
        }
    }
}
