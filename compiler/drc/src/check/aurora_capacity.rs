//! A database that is neither provisioned nor serverless, both at once, or of a capacity Aurora does not have.

use super::{Checking, Rule};
use drc_diagnostic::{Code, Diagnostic, Diagnostics, code};
use drc_services::database::{Acu, Capacity, Database};
use drc_syntax::Span;

/// A database that is neither provisioned nor serverless, both at once, or of a capacity Aurora does not have.
#[derive(Debug)]
pub struct AuroraCapacity;

impl Rule for AuroraCapacity {
    const CODE: Code = code!("DRC542", "aurora-capacity", Error);

    fn check(cx: &Checking<'_>, found: &mut Diagnostics) {
        for (entry, database) in cx.spec.all::<Database>() {
            let wrong = match (&database.class, &database.capacity) {
                (None, None) => {
                    Some((entry.span, "has neither a class nor a capacity", "what are its instances?"))
                }
                (Some(class), Some(_)) => Some((class.span, "has a class and a capacity", "one of the two")),
                (Some(_), None) => None,
                (None, Some(capacity)) => range(&capacity.value),
            };
            let Some((span, message, label)) = wrong else { continue };
            found.push(
                Diagnostic::new(&Self::CODE, span, format!("{} {message}", entry.address), label)
                    .why("instances are either of one class, or serverless and move between two numbers of capacity units of about 2 GiB each")
                    .help("write class = \"db.r6g.large\", or capacity = { min = 8, max = 32 }: min 0 (pauses) or from 0.5, max from 1 to 256, in halves")
                    .source("https://docs.aws.amazon.com/AmazonRDS/latest/APIReference/API_ServerlessV2ScalingConfiguration.html")
                    .about(entry.address.to_string()),
            );
        }
    }
}

fn range(capacity: &Capacity) -> Option<(Span, &'static str, &'static str)> {
    let (one, most) = (Acu::halves(2), Acu::halves(512));
    let Capacity { min, max, need } = capacity;
    if !(one..=most).contains(&max.value) {
        return Some((max.span, "cannot grow to that capacity", "1 to 256"));
    }
    if min.value > max.value {
        return Some((min.span, "begins above what it may grow to", "more than `max`"));
    }
    let need = need.filter(|it| it.value > most || it.value < one)?;
    Some((need.span, "cannot need that capacity", "1 to 256"))
}
