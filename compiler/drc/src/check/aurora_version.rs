//! A version that the engine does not have, or that cannot do what is asked.

use super::{Checking, Rule};
use drc_diagnostic::{Code, Diagnostic, Diagnostics, code};
use drc_services::database::{Database, Engine};
use drc_syntax::Span;

/// A version that the engine does not have, or that cannot do what is asked.
#[derive(Debug)]
pub struct AuroraVersion;

impl Rule for AuroraVersion {
    const CODE: Code = code!("DRC543", "aurora-version", Error);

    fn check(cx: &Checking<'_>, found: &mut Diagnostics) {
        for (entry, database) in cx.spec.all::<Database>() {
            let Some((span, problem, label)) = wrong(database) else { continue };
            let (example, newest) = match database.engine.value {
                Engine::Mysql => {
                    ("8.0.mysql_aurora.3.08.2", "Aurora MySQL 3.01; SQL over HTTPS came with 3.07")
                }
                Engine::Postgresql => {
                    ("16.11", "Aurora PostgreSQL 13.4; SQL over HTTPS came with 13.11, 14.8, 15.3 and 16.1")
                }
            };
            found.push(
                Diagnostic::new(&Self::CODE, span, format!("{}: `{}` {problem}", entry.address, database.version.value), label)
                    .also(database.engine.span, "the engine")
                    .why(format!("a cluster of another Region can be promoted by one call from {newest}; the version is the same in every Region, or RDS refuses the failover"))
                    .help(format!("write version = \"{example}\", or a newer one of that form: `aws rds describe-db-engine-versions --engine {}` lists them", database.engine.value.word()))
                    .source("https://docs.aws.amazon.com/AmazonRDS/latest/AuroraUserGuide/Concepts.Aurora_Fea_Regions_DB-eng.Feature.GlobalDatabase.html")
                    .about(entry.address.to_string()),
            );
        }
    }
}

fn wrong(database: &Database) -> Option<(Span, &'static str, &'static str)> {
    let engine = database.engine.value;
    let span = database.version.span;
    let Some(version) = database.parsed_version() else {
        return Some((span, "is no version of its engine", "not of the engine's form"));
    };
    if !version.is_supported(engine) {
        return Some((span, "is too old for a global database that is promoted by one call", "too old"));
    }
    let asked = database.data_api.filter(|it| it.value && !version.has_data_api(engine))?;
    Some((asked.span, "does not take SQL over HTTPS", "not in this version"))
}
