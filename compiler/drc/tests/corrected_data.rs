//! What was asked for and does not work on AWS (the marks "Corrected" of the four systems): databases, buckets, alarms,
//! functions and networks. Each system with the mistake written back into it is told so, at the bytes that are wrong.

mod common;

use common::{check, graph, read};
use drc_core::{Options, check_source};
use drc_ir::NodeId;
use drc_syntax::Date;
use std::collections::BTreeMap;

/// A system with a piece of its text exchanged.
fn broken(system: &str, right: &str, wrong: &str) -> String {
    let text = read(&format!("specs/payments-{system}.toml"));
    assert!(text.contains(right), "{system} has no {right}");
    text.replacen(right, wrong, 1)
}

/// The bytes at which a spec raises a code; once, and for one reason.
fn blamed(text: &str, code: &str) -> String {
    let checked = check(text);
    let found: Vec<_> = checked.diagnostics.iter().filter(|it| it.code.id == code).collect();
    assert_eq!(
        found.len(),
        1,
        "{code}: {:?}",
        checked.diagnostics.iter().map(|it| (it.code.id, &it.message)).collect::<Vec<_>>()
    );
    text[found[0].span().start as usize..found[0].span().end as usize].to_owned()
}

#[test]
fn a3_time_control_promises_no_minute() {
    let own = "rpo         = \"15m\"\nrpo_reason  = \"receipts are rendered again from the table\"\n";
    let spec = broken("serverless", own, "");
    assert_eq!(blamed(&spec, "DRC574"), "\"1m\"", "the system's objective");
}

#[test]
fn a6_user_errors_are_no_lag() {
    let spec = broken("regulated", "\"ReplicationLatency\"\nabove  = \"30s\"", "\"UserErrors\"\nabove  = 0");
    assert_eq!(blamed(&spec, "DRC518"), "\"UserErrors\"");
}

#[test]
fn c1_a_global_database_has_no_backtrack() {
    let spec = broken("aurora", "class     = ", "backtrack = \"24h\"\nclass     = ");
    assert_eq!(blamed(&spec, "DRC540"), "\"24h\"");
}

#[test]
fn c7_a_daily_backup_is_no_rpo_of_minutes() {
    let spec =
        broken("aurora", "start_window   = \"1h\"\n", "start_window   = \"1h\"\nrpo            = \"5m\"\n");
    assert_eq!(blamed(&spec, "DRC334"), "\"5m\"", "a day, an hour's window, the job and the copy");
}

#[test]
fn c1_the_password_is_none_that_rds_looks_after() {
    let spec = broken("aurora", "class     = ", "manage_master_user_password = true\nclass     = ");
    assert_eq!(blamed(&spec, "DRC101"), "manage_master_user_password");
    // The secret of drc's own is replicated to the Region that promotes.
    let graph = graph("payments-aurora");
    let secrets = drawn(&graph, "aws_secretsmanager_secret");
    assert!(
        secrets.values().any(|body| body.contains("replica") && body.contains("us-west-2")),
        "{secrets:?}"
    );
}

#[test]
fn c2_people_take_longer_than_a_short_rto() {
    let by_hand = broken(
        "aurora",
        "promotion = \"automatic\"\nwatch     = { interval = \"60s\", threshold = 3 }",
        "promotion = \"manual\"",
    );
    let spec = by_hand.replacen("hands_off = true", "", 1).replacen("\"15m\"", "\"5m\"", 1);
    assert_eq!(blamed(&spec, "DRC311"), "\"5m\"");
}

#[test]
fn c4_traffic_does_not_fail_over_to_a_function_url() {
    let spec = broken("aurora", "target       = \"api.payment\"", "target       = \"function.payments\"");
    assert_eq!(blamed(&spec, "DRC108"), "\"function.payments\"");
}

#[test]
fn d5_one_capacity_unit_carries_no_primary() {
    let accepted = "[[allow]]\ncode   = \"DRC544\"\nat     = \"database.ledger\"\n";
    let text = read("specs/payments-accelerator.toml");
    let (before, rest) = text.split_once(accepted).expect("the exception");
    let (_, after) = rest.split_once("\n\n").expect("another one");
    assert_eq!(blamed(&format!("{before}{after}"), "DRC544"), "{ min = 0.5, max = 1 }");
}

/// What Terraform would be told of a type: bodies, as they print, by node.
fn drawn(graph: &drc_ir::Graph, kind: &str) -> BTreeMap<NodeId, String> {
    let ids = (0..graph.nodes.len()).map(NodeId);
    let drawn = ids.flat_map(|id| graph.draw_provider(id).resources.into_iter().map(move |it| (id, it)));
    drawn.filter(|(_, it)| it.kind == kind).map(|(id, it)| (id, format!("{:?}", it.body))).collect()
}

#[test]
fn d8_every_peering_has_routes_on_both_sides() {
    let graph = graph("payments-accelerator");
    assert_eq!(drawn(&graph, "aws_vpc_peering_connection").len(), 1);
    let routes = drawn(&graph, "aws_route");
    let peered = |to: &str| {
        routes.values().filter(|it| it.contains("vpc_peering_connection_id") && it.contains(to)).count()
    };
    let tables = drawn(&graph, "aws_route_table").len();
    assert_eq!(
        peered("10.0.0.0/16") + peered("10.1.0.0/16"),
        tables,
        "each table of both sides leads to the other"
    );
    assert_eq!(peered("10.0.0.0/16"), peered("10.1.0.0/16"));
}

#[test]
fn d11_no_password_stands_in_a_spec() {
    let field = broken("accelerator", "engine    = ", "password  = \"hunter2hunter2\"\nengine    = ");
    assert_eq!(blamed(&field, "DRC101"), "password");
    let variable = broken(
        "accelerator",
        "timeout       = \"28s\"",
        "timeout       = \"28s\"\nenvironment   = { DB_PASSWORD = \"hunter2hunter2\" }",
    );
    assert_eq!(blamed(&variable, "DRC568"), "DB_PASSWORD");
}

#[test]
fn a_runtime_is_deprecated_until_the_day_it_is_blocked() {
    let text = broken("serverless", "nodejs22.x", "nodejs20.x");
    let on = |year, month, day| {
        let options = Options { today: Some(Date { year, month, day }), ..Options::default() };
        let checked = check_source(&common::source(&text), &common::Disk, options);
        let found = checked.diagnostics.iter().filter(|it| it.code.name.starts_with("lambda-runtime"));
        found.map(|it| it.code.id).collect::<Vec<_>>()
    };
    assert_eq!(on(2026, 4, 29), Vec::<&str>::new());
    assert_eq!(on(2027, 1, 31), ["DRC510"]);
    assert_eq!(on(2027, 2, 1), ["DRC585"]);
}
