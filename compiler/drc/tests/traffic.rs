//! The paths from the name users call to a Region, followed through what is drawn.

mod common;

use common::{check, graph, read};
use drc_ir::{Expr, Graph, NodeId};
use std::collections::BTreeMap;

/// What Terraform would be told of the records users' names lead through: body by node.
fn drawn(graph: &Graph, kind: &str) -> BTreeMap<NodeId, Expr> {
    let shapes = (0..graph.nodes.len()).map(NodeId).flat_map(|id| {
        let shapes = graph.draw_provider(id).resources;
        shapes.into_iter().filter(|it| it.kind == kind).map(move |it| (id, it.body)).collect::<Vec<_>>()
    });
    shapes.collect()
}

fn get<'e>(body: &'e Expr, path: &str) -> Option<&'e Expr> {
    path.split('.').try_fold(body, |at, key| match at {
        Expr::Map(entries) => entries.iter().find(|(it, _)| it == key).map(|(_, value)| value),
        Expr::List(items) => items.get(key.parse::<usize>().ok()?),
        _ => None,
    })
}

fn text<'e>(body: &'e Expr, path: &str) -> Option<&'e str> {
    get(body, path).and_then(Expr::as_text)
}

/// The Region of the endpoint a record leads to, the alias of another record followed while `lost` are unhealthy.
fn answered(graph: &Graph, records: &BTreeMap<NodeId, Expr>, name: &str, lost: &[&str]) -> Option<String> {
    let of_name: Vec<&Expr> = records.values().filter(|it| text(it, "name") == Some(name)).collect();
    assert_eq!(of_name.len(), 2, "{name} has one PRIMARY and one SECONDARY");
    let with = |word| of_name.iter().find(|it| text(it, "failover_routing_policy.0.type") == Some(word));
    for record in ["PRIMARY", "SECONDARY"].map(|it| with(it).expect("one of each")) {
        let target = match get(record, "records.0").or(get(record, "alias.0.name")) {
            Some(Expr::Attr(id, _)) => *id,
            other => panic!("leads nowhere: {other:?}"),
        };
        if let Some(inner) = records.get(&target) {
            assert_eq!(
                text(inner, "type"),
                text(record, "type"),
                "an alias has the type of what it leads to"
            );
            assert_eq!(get(record, "alias.0.evaluate_target_health"), Some(&Expr::Bool(true)));
            let inner = text(inner, "name").expect("a name");
            if let Some(found) = answered(graph, records, inner, lost) {
                return Some(found);
            }
        } else {
            assert!(get(record, "health_check_id").is_some(), "a record without a check is healthy for ever");
            let region = graph.node(target).region.code();
            if !lost.contains(&region) {
                return Some(region.to_owned());
            }
        }
    }
    None
}

#[test]
fn a_chain_of_failover_names_reaches_every_region_in_its_turn() {
    let graph = graph("services/traffic-three-regions");
    let records = drawn(&graph, "aws_route53_record");
    let answered = |lost: &[&str]| answered(&graph, &records, "api.payments.acme-bank.com", lost);
    assert_eq!(answered(&[]).as_deref(), Some("us-east-1"));
    assert_eq!(answered(&["us-east-1"]).as_deref(), Some("us-east-2"));
    assert_eq!(answered(&["us-east-1", "us-east-2"]).as_deref(), Some("us-west-2"));
    assert_eq!(answered(&["us-east-2"]).as_deref(), Some("us-east-1"));
    // No health check is asked twice for one Region.
    assert_eq!(drawn(&graph, "aws_route53_health_check").len(), 3);
}

#[test]
fn latency_records_all_have_their_check() {
    let graph = graph("services/traffic-latency");
    let records = drawn(&graph, "aws_route53_record");
    let regions: Vec<&str> =
        records.values().filter_map(|it| text(it, "latency_routing_policy.0.region")).collect();
    assert_eq!(regions, ["us-east-1", "us-west-2"]);
    for record in records.values().filter(|it| get(it, "latency_routing_policy").is_some()) {
        assert!(get(record, "health_check_id").is_some());
        assert_eq!(get(record, "ttl"), Some(&Expr::Int(30)));
    }
}

/// Region, dial and Region of the endpoint of each group.
fn groups(text_of_spec: &str) -> Vec<(String, i64, String)> {
    let graph = common::lower(text_of_spec).expect("free of errors");
    let groups = drawn(&graph, "aws_globalaccelerator_endpoint_group");
    let group = |body: &Expr| {
        let region = text(body, "endpoint_group_region").unwrap_or_default().to_owned();
        let Some(Expr::Int(dial)) = get(body, "traffic_dial_percentage") else { panic!("no dial") };
        let Some(Expr::Attr(balancer, _)) = get(body, "endpoint_configuration.0.endpoint_id") else {
            panic!("no endpoint")
        };
        assert_eq!(
            get(body, "endpoint_configuration.0.weight"),
            Some(&Expr::Int(128)),
            "left out, it would be 0"
        );
        (region, *dial, graph.node(*balancer).region.code().to_owned())
    };
    groups.values().map(group).collect()
}

#[test]
fn an_accelerator_has_a_group_per_region_and_only_the_primary_serves() {
    let spec = read("specs/services/traffic-accelerator.toml");
    let group = |region: &str, dial| (region.to_owned(), dial, region.to_owned());
    assert_eq!(groups(&spec), [group("us-east-1", 100), group("us-east-2", 0)]);
    let active = spec.replacen("domain       =", "active_active = true\ndomain       =", 1);
    assert_eq!(groups(&active), [group("us-east-1", 100), group("us-east-2", 100)]);
}

#[test]
fn an_accelerator_waits_for_balancers_and_not_for_names() {
    let spec = read("specs/services/traffic-accelerator.toml");
    let plan = |spec: &str| check(spec).budget.expect("a budget").rto.paths[0].total().plan.as_secs();
    // 30 s × 3 + 10 s to answer, rerouting 60 s, reconnecting 30 s.
    assert_eq!(plan(&spec), 190);
    // What a balancer says of itself counts: case E of dr-facts F6.
    let own =
        "forward = \"balancer.app\"\nhealth_check = { interval = \"5s\", threshold = 2, timeout = \"2s\" }";
    assert_eq!(plan(&spec.replacen("forward = \"balancer.app\"", own, 1)), 102);
}

#[test]
fn the_budget_of_several_serving_regions_is_for_the_users_of_one() {
    use drc_core::budget::Affected;
    let affected =
        |name: &str| check(&read(&format!("specs/services/{name}.toml"))).budget.expect("a budget");
    assert_eq!(affected("traffic-latency").rto.affected, Some(Affected::UsersOfLostRegion));
    assert_eq!(affected("traffic").rto.affected, Some(Affected::Everybody));
    assert_eq!(affected("traffic-accelerator").rto.affected, Some(Affected::Everybody));
}
