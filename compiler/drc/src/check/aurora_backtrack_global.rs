//! A database that would be rewound.

use super::{Checking, Rule};
use drc_diagnostic::{Code, Diagnostic, Diagnostics, code};
use drc_services::database::Database;

/// A database that would be rewound.
#[derive(Debug)]
pub struct AuroraBacktrackGlobal;

impl Rule for AuroraBacktrackGlobal {
    const CODE: Code = code!("DRC540", "aurora-backtrack-global", Error);

    fn check(cx: &Checking<'_>, found: &mut Diagnostics) {
        for (entry, database) in cx.spec.all::<Database>() {
            let Some(backtrack) = database.backtrack else { continue };
            found.push(
                Diagnostic::new(&Self::CODE, backtrack.span, format!("{} cannot be rewound by {}: a global database has no backtrack", entry.address, backtrack.value), "AWS refuses it")
                    .why("backtrack rewinds one cluster's volume in place; the volumes of other Regions follow the first one's log and cannot follow it backwards")
                    .help("leave `backtrack` out; mistakes are undone by restoring to a point in time within backup_retention, into a new cluster")
                    .source("https://docs.aws.amazon.com/AmazonRDS/latest/AuroraUserGuide/aurora-global-database.html")
                    .about(entry.address.to_string()),
            );
        }
    }
}
