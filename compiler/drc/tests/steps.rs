//! The steps of a failover: for the four systems by name, each with its plane and its Region.

mod common;

use common::{check, read};
use drc_core::steps::{Plane, Takes, steps};

/// Name, call, plane, Region and what prices it.
fn listed(spec: &str) -> Vec<String> {
    let checked = check(&read(&format!("specs/{spec}.toml")));
    let (spec, budget) = (checked.spec.expect("a spec"), checked.budget.expect("a budget"));
    let line = |it: &drc_core::steps::Step<'_>| {
        let (call, region) =
            (it.call.as_deref().unwrap_or("-"), it.region.map_or("everywhere", |it| it.code()));
        let Takes::Term(term) = it.takes else { return format!("{} is stated", it.name) };
        assert!(budget.rto.terms().any(|it| it.id == term), "{} has no term {term}", it.name);
        format!("{}: {call}, {} plane, {region}", it.name, it.plane.word())
    };
    steps(&spec).iter().map(line).collect()
}

const BY_NAME: [&str; 2] = [
    "health checks find us-east-1 failing: -, data plane, everywhere",
    "Route 53 answers without us-east-1: -, data plane, everywhere",
];

#[test]
fn the_serverless_systems_move_by_health_checks_alone() {
    assert_eq!(listed("payments-serverless"), BY_NAME);
    assert_eq!(listed("payments-regulated"), BY_NAME);
}

#[test]
fn the_relational_system_promotes_before_it_moves() {
    let promoted = [
        "the watcher of database.ledger finds us-east-1 failing: lambda:InvokeFunction, data plane, us-west-2",
        "database.ledger takes writes in us-west-2: rds:FailoverGlobalCluster, control plane, us-west-2",
    ];
    assert_eq!(listed("payments-aurora"), [promoted, BY_NAME].concat());
}

#[test]
fn the_accelerated_system_reroutes_at_the_edge() {
    let expected = [
        "the watcher of database.ledger finds us-east-1 failing: lambda:InvokeFunction, data plane, us-east-2",
        "database.ledger takes writes in us-east-2: rds:FailoverGlobalCluster, control plane, us-east-2",
        "the endpoint in us-east-1 is found failing: -, data plane, everywhere",
        "the accelerator passes us-east-1 by: -, data plane, everywhere",
    ];
    assert_eq!(listed("payments-accelerator"), expected);
}

/// A system with one step of its own.
fn with_step(step: &str) -> String {
    format!(
        "{}\n[[operations.steps]]\nname = \"edit\"\ntakes = \"2m\"\n{step}\n",
        read("specs/payments-serverless.toml")
    )
}

/// Plane, Region, planned seconds and whether those are bounded.
fn own(text: &str) -> (Plane, Option<&'static str>, u64, bool) {
    let spec = check(text).spec.expect("a spec");
    let steps = steps(&spec);
    let step = steps.last().expect("the team's own");
    let Takes::Stated { columns, bounded } = step.takes else { unreachable!("the team states it") };
    (step.plane, step.region.map(|it| it.code()), columns.plan.as_secs(), bounded)
}

#[test]
fn an_edit_of_records_takes_an_hour_with_accelerated_recovery_and_no_known_time_without() {
    let text = with_step("call = \"route53:ChangeResourceRecordSets\"");
    assert_eq!(own(&text), (Plane::Control, Some("us-east-1"), 120, false));
    let on = text.replace("health_check = {", "accelerated_recovery = true\nhealth_check = {");
    // AWS is designed for the hour, and promises nothing.
    assert_eq!(own(&on), (Plane::Control, Some("us-east-1"), 3_600, false));
    // A system elsewhere loses nothing that it edits records with.
    let elsewhere = text.replace("\"us-east-1\"", "\"us-west-1\"");
    assert_eq!(own(&elsewhere), (Plane::Control, Some("us-east-1"), 120, true));
}

#[test]
fn data_planes_and_what_is_no_call_are_asked_where_the_step_says() {
    assert_eq!(own(&with_step("call = \"sqs:SendMessage\"")), (Plane::Data, Some("us-east-2"), 120, true));
    assert_eq!(own(&with_step("region = \"us-east-1\"")), (Plane::Own, Some("us-east-1"), 120, true));
}

#[test]
fn the_table_for_people_says_what_each_step_needs() {
    let printed = |text: &str| {
        let checked = check(text);
        drc_core::report::text(&checked.spec.expect("a spec"), &checked.budget.expect("a budget"))
    };
    let aurora = printed(&read("specs/payments-aurora.toml"));
    let promotion = "  control  us-west-2       automatic  database.ledger takes writes in us-west-2 (rds:FailoverGlobalCluster)\n";
    assert!(aurora.contains(promotion), "{aurora}");
    assert!(aurora.contains("statically stable: none needs a control plane of the Region that is lost"));
    let edited = printed(&with_step("call = \"iam:CreateRole\""));
    assert!(edited.contains("  1 needs a control plane of the Region that is lost\n"), "{edited}");
}

#[test]
fn a_line_says_what_policies_say() {
    let spec = read("specs/payments-serverless.toml");
    let said = |policies: &str| drc_core::report::policies(&check(&format!("{spec}\n{policies}")));
    assert_eq!(said(""), "");
    let policy = |id: &str, require: &str| {
        format!("[[policy]]\nid = \"{id}\"\nrequire = \"{require}\"\nmessage = \"a test\"\n")
    };
    assert_eq!(
        said(&format!("{}{}", policy("fits", "rto() <= objectives.rto"), policy("quick", "rto() <= 1s"))),
        "policies: 1 of 2 holds; 1 is broken: quick\n"
    );
}
