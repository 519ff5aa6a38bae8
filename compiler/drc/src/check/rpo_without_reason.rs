//! A store with an RPO of its own and no reason for it.

use super::{Checking, Rule};
use drc_diagnostic::{Code, Diagnostic, Diagnostics, code};
use drc_services::Service;

/// A store with an RPO of its own and no reason for it.
#[derive(Debug)]
pub struct RpoWithoutReason;

impl Rule for RpoWithoutReason {
    const CODE: Code = code!("DRC306", "rpo-without-reason", Error);

    fn check(cx: &Checking<'_>, found: &mut Diagnostics) {

        let stores = cx.spec.services.iter().filter_map(|entry| match &entry.service {
            Service::Table(it) => Some((entry, it.rpo?, it.rpo_reason.is_some())),
            Service::Bucket(it) => Some((entry, it.rpo?, it.rpo_reason.is_some())),
            Service::Traffic(_) | Service::Api(_) | Service::Function(_) | Service::Queue(_) | Service::Topic(_) | Service::Role(_) | Service::Alerts(_) | Service::Alarm(_) => None,
        });
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
