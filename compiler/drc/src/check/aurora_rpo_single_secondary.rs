//! An enforced RPO, and one other Region whose loss stops all writing.

use super::{Checking, Rule};
use drc_diagnostic::{Code, Diagnostic, Diagnostics, code};
use drc_services::database::{Database, Engine};

/// An enforced RPO, and one other Region whose loss stops all writing.
#[derive(Debug)]
pub struct AuroraRpoSingleSecondary;

impl Rule for AuroraRpoSingleSecondary {
    const CODE: Code = code!("DRC314", "aurora-rpo-single-secondary", Warning);

    fn check(cx: &Checking<'_>, found: &mut Diagnostics) {
        let [only] = cx.spec.regions.secondaries.as_slice() else { return };
        let enforcing = cx
            .spec
            .all::<Database>()
            .filter(|(_, it)| it.enforces_rpo() && it.engine.value == Engine::Postgresql);
        for (entry, database) in enforcing {
            let Some(enforced) = database.rpo_enforced else { continue };
            found.push(
                Diagnostic::new(&Self::CODE, enforced.span, format!("without {} nobody can write to {}", only.value, entry.address), "writing stops with the only follower")
                    .also(only.span, "the only other Region")
                    .why("Aurora stops committing once every Region that follows lags by more than the RPO: with one of them, its loss is the primary's outage")
                    .help("add a second secondary Region; or accept it with a reason in [[allow]]: no loss is worth more than being up")
                    .source("https://docs.aws.amazon.com/AmazonRDS/latest/AuroraUserGuide/aurora-global-database-disaster-recovery.html")
                    .about(entry.address.to_string()),
            );
        }
    }
}
