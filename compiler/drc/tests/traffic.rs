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
    path.split('.').try_fold(body, |at, key| {
        if let Expr::Map(entries) = at {
            entries.iter().find(|(it, _)| it == key).map(|(_, value)| value)
        } else if let Expr::List(items) = at {
            items.get(key.parse::<usize>().ok()?)
        } else {
            None
        }
    })
}

/// The node a value refers to.
fn node(value: Option<&Expr>) -> Option<NodeId> {
    if let Some(Expr::Attr(id, _)) = value { Some(*id) } else { None }
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
        let target =
            node(get(record, "records.0").or(get(record, "alias.0.name"))).expect("it leads somewhere");
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

#[test]
fn a_name_at_the_top_of_its_zone_is_an_alias() {
    let spec = read("specs/services/traffic.toml");
    let leads = |domain: &str, zone: &str| {
        let spec = spec.replace("api.payments.acme-bank.com", domain);
        let spec = spec.replace("{ id = \"Z0648231NA2XE3VDQPL4\" }", zone);
        let graph = common::lower(&spec).expect("free of errors");
        let records = drawn(&graph, "aws_route53_record");
        let failover = |it: &&Expr| get(it, "failover_routing_policy").is_some();
        let types: Vec<&str> = records.values().filter(failover).filter_map(|it| text(it, "type")).collect();
        assert_eq!(types.len(), 2);
        types[0].to_owned()
    };
    let (given, made) = ("{ id = \"Z0648231NA2XE3VDQPL4\" }", "{ create = \"acme-bank.com\" }");
    assert_eq!(leads("api.acme-bank.com", given), "CNAME");
    assert_eq!(leads("api.acme-bank.com", made), "CNAME");
    assert_eq!(leads("acme-bank.com", made), "A");
    assert_eq!(leads("acme-bank.com", given), "A", "above it stands no zone of anybody's");
    assert_eq!(leads("acme-bank.co.uk", given), "A");
    let named = "{ id = \"Z0648231NA2XE3VDQPL4\", name = \"pay.acme-bank.com\" }";
    assert_eq!(leads("pay.acme-bank.com", given), "CNAME", "nobody says what the zone is called");
    assert_eq!(leads("pay.acme-bank.com", named), "A");
}

#[test]
fn every_region_answers_to_the_one_name_with_a_certificate_of_its_own() {
    let graph = graph("payments-serverless");
    let domains = drawn(&graph, "aws_api_gateway_domain_name");
    let regions: Vec<&str> = domains.keys().map(|id| graph.node(*id).region.code()).collect();
    assert_eq!(regions, ["us-east-1", "us-east-2"]);
    for (id, body) in &domains {
        assert_eq!(text(body, "domain_name"), Some("api.payments.acme-bank.com"));
        let certificate = node(get(body, "regional_certificate_arn")).expect("one that is made here");
        assert_eq!(graph.node(certificate).region, graph.node(*id).region);
    }
}

#[test]
fn every_health_check_asks_through_sni_for_the_path_below_the_stage() {
    let checks = drawn(&graph("payments-serverless"), "aws_route53_health_check");
    assert_eq!(checks.len(), 2);
    for check in checks.values() {
        assert_eq!(get(check, "enable_sni"), Some(&Expr::Bool(true)));
        assert_eq!(text(check, "resource_path"), Some("/prod/health"));
    }
}

#[test]
fn every_record_that_is_given_by_health_has_a_check() {
    let by_health = ["failover_routing_policy", "latency_routing_policy"];
    for (spec, graph) in common::graphs(drc_core::Backend::Terraform) {
        let records = drawn(&graph, "aws_route53_record");
        for record in records.values().filter(|it| by_health.iter().any(|policy| get(it, policy).is_some())) {
            let inner = node(get(record, "alias.0.name")).is_some_and(|it| records.contains_key(&it));
            assert!(inner || get(record, "health_check_id").is_some(), "{spec}: {record:?}");
        }
    }
}

/// Region, dial and Region of the endpoint of each group.
fn groups(text_of_spec: &str) -> Vec<(String, Expr, String)> {
    let graph = common::lower(text_of_spec).expect("free of errors");
    let groups = drawn(&graph, "aws_globalaccelerator_endpoint_group");
    let group = |body: &Expr| {
        let region = text(body, "endpoint_group_region").unwrap_or_default().to_owned();
        let dial = get(body, "traffic_dial_percentage").expect("a dial").clone();
        let balancer = node(get(body, "endpoint_configuration.0.endpoint_id")).expect("an endpoint");
        assert_eq!(
            get(body, "endpoint_configuration.0.weight"),
            Some(&Expr::Int(128)),
            "left out, it would be 0"
        );
        (region, dial, graph.node(balancer).region.code().to_owned())
    };
    groups.values().map(group).collect()
}

#[test]
fn an_accelerator_has_a_group_per_region_and_only_the_primary_serves() {
    let spec = read("specs/services/traffic-accelerator.toml");
    let group = |region: &str, dial| (region.to_owned(), Expr::Int(dial), region.to_owned());
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
