//! A serverless database that pauses.

use super::{Checking, Rule};
use drc_diagnostic::{Code, Diagnostic, Diagnostics, code};
use drc_services::database::{Acu, Database};

/// A serverless database that pauses.
#[derive(Debug)]
pub struct AuroraServerlessPaused;

impl Rule for AuroraServerlessPaused {
    const CODE: Code = code!("DRC545", "aurora-serverless-paused", Warning);

    fn check(cx: &Checking<'_>, found: &mut Diagnostics) {
        for (entry, database) in cx.spec.all::<Database>() {
            let min =
                database.capacity.as_ref().map(|it| it.value.min).filter(|it| it.value == Acu::halves(0));
            let Some(min) = min else { continue };
            found.push(
                Diagnostic::new(&Self::CODE, min.span, format!("{} pauses when nobody uses it, and nobody uses the Region that takes over", entry.address), "0 units: it pauses")
                    .why("a paused instance takes about 15 seconds to resume and comes back with empty buffers and the least capacity, just when all load arrives")
                    .help("write min = 8 or more; min = 0.5 at least keeps it awake")
                    .source("https://docs.aws.amazon.com/AmazonRDS/latest/AuroraUserGuide/aurora-serverless-v2-auto-pause.html")
                    .about(entry.address.to_string()),
            );
        }
    }
}
