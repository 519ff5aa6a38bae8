//! A store with an RPO of its own and no reason for it.

use super::{Checking, Rule};
use drc_diagnostic::{Code, Diagnostic, Diagnostics, code};
use drc_services::bucket::Bucket;
use drc_services::database::Database;
use drc_services::table::Table;

/// A store with an RPO of its own and no reason for it.
#[derive(Debug)]
pub struct RpoWithoutReason;

impl Rule for RpoWithoutReason {
    const CODE: Code = code!("DRC306", "rpo-without-reason", Error);

    fn check(cx: &Checking<'_>, found: &mut Diagnostics) {
        let tables = cx.spec.all::<Table>().map(|(entry, it)| (entry, it.rpo, it.rpo_reason.is_some()));
        let buckets = cx.spec.all::<Bucket>().map(|(entry, it)| (entry, it.rpo, it.rpo_reason.is_some()));
        let databases = cx.spec.all::<Database>().map(|(entry, it)| (entry, it.rpo, it.rpo_reason.is_some()));
        let stores = tables
            .chain(buckets)
            .chain(databases)
            .filter_map(|(entry, rpo, reasoned)| Some((entry, rpo?, reasoned)));
        for (entry, rpo, _) in stores.filter(|(.., reasoned)| !reasoned) {
            found.push(
                Diagnostic::new(&Self::CODE, rpo.span, format!("{} has an RPO of its own, {}, and no reason for it", entry.address, rpo.value), "differs from the system's")
                    .also(cx.spec.objectives.rpo.span, "the system's")
                    .why("the auditor asks why this store may lose more than the others; the answer belongs beside the figure")
                    .help("add `rpo_reason = \"…\"`")
                    .about(entry.address.to_string()),
            );
        }
    }
}
