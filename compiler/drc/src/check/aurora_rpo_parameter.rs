//! An RPO that Aurora cannot enforce.

use super::{Checking, Rule};
use drc_diagnostic::{Code, Diagnostic, Diagnostics, code};
use drc_model::Duration;
use drc_services::database::{Database, Engine};

/// An RPO that Aurora cannot enforce.
#[derive(Debug)]
pub struct AuroraRpoParameter;

/// The least `rds.global_db_rpo` takes.
const LEAST: Duration = Duration::from_secs(20);

impl Rule for AuroraRpoParameter {
    const CODE: Code = code!("DRC313", "aurora-rpo-parameter", Error);

    fn check(cx: &Checking<'_>, found: &mut Diagnostics) {
        for (entry, database) in cx.spec.all::<Database>().filter(|(_, it)| it.enforces_rpo()) {
            let Some(enforced) = database.rpo_enforced else { continue };
            let rpo = cx.spec.rpo(database.rpo);
            let (span, message, label, help) = match database.engine.value {
                Engine::Mysql => (
                    enforced.span,
                    "cannot enforce its RPO: Aurora MySQL has nothing for it".to_owned(),
                    "Aurora PostgreSQL only",
                    "leave rpo_enforced out; the lag alarm is what there is".to_owned(),
                ),
                Engine::Postgresql if rpo.value < LEAST => (
                    rpo.span,
                    format!("cannot enforce an RPO of {}", rpo.value),
                    "20s is the least",
                    format!("give {} an `rpo` of {LEAST} or more", entry.address),
                ),
                Engine::Postgresql => continue,
            };
            found.push(
                Diagnostic::new(&Self::CODE, span, format!("{} {message}", entry.address), label)
                    .why("rds.global_db_rpo makes Aurora PostgreSQL stop committing once every other Region lags by more than so many seconds, from 20 on; Aurora MySQL has no such parameter")
                    .help(help)
                    .source("https://docs.aws.amazon.com/AmazonRDS/latest/AuroraUserGuide/aurora-global-database-disaster-recovery.html")
                    .about(entry.address.to_string()),
            );
        }
    }
}
