//! A service that promises to be back before what it needs.

use super::{Checking, Rule};
use crate::budget::ServiceBudget;
use drc_diagnostic::{Code, Diagnostic, Diagnostics, code};
use drc_model::Address;
use std::collections::BTreeMap;

/// A service that promises to be back before what it needs.
#[derive(Debug)]
pub struct TargetBelowDependency;

impl Rule for TargetBelowDependency {
    const CODE: Code = code!("DRC329", "target-below-dependency", Error);

    fn check(cx: &Checking<'_>, found: &mut Diagnostics) {
        let budgets: BTreeMap<&Address, &ServiceBudget> =
            cx.budget.services.iter().map(|it| (&it.address, it)).collect();
        for service in &cx.budget.services {
            let slower = service.waits_for.iter().filter_map(|it| budgets.get(it));
            for other in slower.filter(|it| it.target.value > service.target.value) {
                found.push(
                    Diagnostic::new(&Self::CODE, service.target.span, format!("{} promises {}, but needs {}, which promises {}", service.address, service.target.value, other.address, other.target.value), "sooner than what it needs")
                        .also(other.target.span, format!("the target of {}", other.address))
                        .why("a service serves again once everything it calls does: the longest of their targets is its own")
                        .help(format!("raise the target of {} to {}, or lower that of {}", service.address, other.target.value, other.address))
                        .source("https://docs.aws.amazon.com/wellarchitected/latest/reliability-pillar/rel_planning_for_recovery_objective_defined_recovery.html")
                        .about(service.address.to_string()),
                );
            }
        }
    }
}
