//! A class that no instance of a global database can have.

use super::{Checking, Rule};
use drc_diagnostic::{Code, Diagnostic, Diagnostics, code};
use drc_services::database::Database;

/// A class that no instance of a global database can have.
#[derive(Debug)]
pub struct AuroraTClassGlobal;

impl Rule for AuroraTClassGlobal {
    const CODE: Code = code!("DRC541", "aurora-t-class-global", Error);

    fn check(cx: &Checking<'_>, found: &mut Diagnostics) {
        for (entry, database) in cx.spec.all::<Database>() {
            let Some(class) = &database.class else { continue };
            let Some((label, help)) = wrong(&class.value) else { continue };
            found.push(
                Diagnostic::new(&Self::CODE, class.span, format!("{} cannot be of class `{}`", entry.address, class.value), label)
                    .why("a global database needs memory-optimised classes: readers in another Region apply the whole log and then carry the whole load")
                    .help(help)
                    .source("https://docs.aws.amazon.com/AmazonRDS/latest/AuroraUserGuide/aurora-global-database.configuration.requirements.html")
                    .about(entry.address.to_string()),
            );
        }
    }
}

fn wrong(class: &str) -> Option<(&'static str, &'static str)> {
    let word = |it: &str| {
        !it.is_empty() && it.bytes().all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit())
    };
    match class.split('.').collect::<Vec<_>>().as_slice() {
        ["db", "serverless"] => {
            Some(("not a class of a size", "write capacity = { min = 8, max = 32 } instead of `class`"))
        }
        ["db", family, size] if word(family) && word(size) => family.starts_with('t').then_some((
            "a burstable class",
            "write class = \"db.r6g.large\" or larger, or capacity = { min = 8, max = 32 }",
        )),
        _ => Some(("not the form of a class", "write it as RDS does: class = \"db.r6g.large\"")),
    }
}
