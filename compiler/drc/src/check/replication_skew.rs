//! Stores that will not agree with each other.

use super::{Checking, Rule};
use crate::budget::StoreBudget;
use drc_diagnostic::{Code, Diagnostic, Diagnostics, code};
use drc_services::Entry;
use drc_services::function::Function;
use std::collections::BTreeSet;

/// Stores that will not agree with each other.
#[derive(Debug)]
pub struct ReplicationSkew;

impl Rule for ReplicationSkew {
    const CODE: Code = code!("DRC326", "replication-skew", Note);

    fn check(cx: &Checking<'_>, found: &mut Diagnostics) {
        let mut told = BTreeSet::new();
        for (writer, behind, ahead) in apart(cx) {
            if !told.insert(&behind.address) {
                continue;
            }
            let skew = behind.lag.columns.plan.saturating_sub(ahead.lag.columns.best);
            found.push(
                Diagnostic::new(&Self::CODE, behind.span, format!("{} may be {} behind {} once the Region is lost", behind.address, super::whole(skew), ahead.address), "the furthest behind")
                    .also(ahead.span, "the closest")
                    .also(writer.span, "writes both")
                    .why("every store replicates by itself, and AWS keeps none in step with another: a row may name an object that has not arrived")
                    .help("let readers bear a reference that leads nowhere yet, and reconcile after a failover; or accept it with a reason in [[allow]]")
                    .source("https://docs.aws.amazon.com/AmazonS3/latest/userguide/replication.html")
                    .about(behind.name.clone()),
            );
        }
    }
}

/// Functions that write two stores which may be further apart than the system's RPO: of each those two that are furthest.
fn apart<'c>(cx: &'c Checking<'_>) -> impl Iterator<Item = (&'c Entry, &'c StoreBudget, &'c StoreBudget)> {
    let rpo = cx.spec.objectives.rpo.value;
    let lag = |it: &&StoreBudget| it.lag.columns.plan;
    cx.spec.all::<Function>().filter_map(move |(entry, function)| {
        let stores = || function.access.iter().filter_map(|it| cx.stores.get(&it.value.to.value).copied());
        let (behind, ahead) = (stores().max_by_key(lag)?, stores().min_by_key(lag)?);
        let far = behind.lag.columns.plan.saturating_sub(ahead.lag.columns.best) > rpo;
        (far && behind.address != ahead.address).then_some((entry, behind, ahead))
    })
}
