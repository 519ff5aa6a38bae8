//! What rustc cannot ask for: names in the vendor table, pages, and the budget's worked numbers.

mod common;

use common::{check, graphs, read};
use drc_core::{Backend, codes};
use drc_diagnostic::Severity;
use drc_ir::NodeId;
use drc_model::budget::Verdict;
use drc_services::ServiceKind;
use drc_vendor::PulumiMajor;
use std::collections::BTreeSet;

#[test]
fn every_drawing_uses_names_the_vendors_know() {
    for (spec, graph) in graphs(Backend::Terraform) {
        assert_eq!(drc_terraform::faults(&graph), [], "{spec}");
    }
    for (spec, graph) in graphs(Backend::CloudFormation) {
        assert_eq!(drc_cloudformation::faults(&graph), [], "{spec}");
    }
    for major in [PulumiMajor::V6, PulumiMajor::V7] {
        for (spec, graph) in graphs(Backend::Pulumi(major)) {
            assert_eq!(drc_pulumi::faults(&graph, major), [], "{spec}");
        }
    }
}

#[test]
fn the_vendor_table_holds_no_type_that_nothing_draws() {
    let mut drawn: BTreeSet<&str> = BTreeSet::new();
    for (_, graph) in graphs(Backend::Terraform) {
        for n in 0..graph.nodes.len() {
            drawn.extend(graph.draw_provider(NodeId(n)).resources.iter().map(|it| it.kind));
        }
    }
    let idle: Vec<&str> =
        drc_vendor::Type::all().iter().map(|it| it.terraform).filter(|it| !drawn.contains(it)).collect();
    assert_eq!(idle, Vec::<&str>::new(), "take them out of backends/vendor/types.txt and run xtask");
}

#[test]
fn no_two_metrics_name_their_alarms_alike() {
    let alarms: Vec<&str> =
        ServiceKind::ALL.iter().flat_map(|kind| kind.metrics()).map(|it| it.alarm).collect();
    let distinct: BTreeSet<&str> = alarms.iter().copied().collect();
    assert_eq!(alarms.len(), distinct.len(), "{alarms:?}");
}

#[test]
fn every_code_and_kind_has_a_page() {
    for code in codes::all() {
        let title = format!("# {} {}", code.id, code.name);
        assert_eq!(code.page.lines().next(), Some(title.as_str()));
        assert!(code.page.len() > 200, "the page of {} is a stub", code.id);
    }
    for kind in ServiceKind::ALL {
        assert!(kind.explain().len() > 400, "the page of {} is a stub", kind.tag());
    }
}

/// What stands in each system's report, so that a figure that moves is seen.
#[test]
fn every_system_meets_its_targets_as_planned() {
    let systems = [("serverless", 278), ("regulated", 278), ("aurora", 875), ("accelerator", 857)];
    for (system, plan) in systems {
        let checked = check(&read(&format!("specs/payments-{system}.toml")));
        let rto = checked.budget.expect("a budget").rto;
        assert_eq!((rto.total().plan.as_secs(), rto.verdict()), (plan, Verdict::Pass), "{system}");
        let loud = checked.diagnostics.iter().filter(|it| it.severity() != Severity::Note);
        assert_eq!(loud.map(|it| it.code.id).collect::<Vec<_>>(), Vec::<&str>::new(), "{system}");
    }
}

#[test]
fn system_a_has_the_worked_numbers() {
    let checked = check(&read("specs/payments-serverless.toml"));
    let budget = checked.budget.expect("a budget");
    let rto = &budget.rto;
    assert_eq!(rto.nominal.map(|it| it.sum().as_secs()), Some(150));
    assert_eq!(rto.paths[0].total().plan.as_secs(), 268);
    assert_eq!(rto.total().plan.as_secs(), 278);
    assert_eq!(rto.verdict(), Verdict::Pass);
    assert!(!rto.bounded());
    let plans: Vec<(String, u64)> =
        budget.stores.iter().map(|it| (it.address.to_string(), it.lag.columns.plan.as_secs())).collect();
    assert_eq!(plans, [("table.payments".to_owned(), 270), ("bucket.payment-docs".to_owned(), 900)]);
    assert_eq!(checked.accepted.len(), 5);
    assert!(!checked.diagnostics.has_errors());
}

#[test]
fn the_published_schema_is_that_of_the_types() {
    let published = read("docs/spec.schema.json");
    let schema = format!("{:#}\n", drc_core::schema::schema());
    assert!(published == schema, "run: cargo run --release -- schema > docs/spec.schema.json");
}

#[test]
fn every_spec_names_the_schema_in_its_first_line() {
    let first = read("specs/payments-serverless.toml").lines().next().map(str::to_owned);
    assert_eq!(first.as_deref(), Some("#:schema ../docs/spec.schema.json"));
}

/// A path in backquotes that leads into the repository.
fn named_paths(text: &str) -> Vec<String> {
    let words = text.split('`').skip(1).step_by(2).map(str::to_owned);
    words.filter(|it| it.contains('/') && !it.contains([' ', '*', '<', '$', '{', ':'])).collect()
}

#[test]
fn every_path_that_the_architecture_names_exists() {
    for page in ["ARCHITECTURE.md", "CONTRIBUTING.md"] {
        let paths = named_paths(&read(page));
        assert!(paths.len() > 10, "{page} names {} paths", paths.len());
        for path in paths {
            assert!(common::exists(&path), "{page} names `{path}`, which does not exist");
        }
    }
}
