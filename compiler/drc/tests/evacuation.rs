//! The proof that a Region may be lost: it holds for every spec, and each way to break it is found.

#![allow(
    clippy::panic,
    reason = "a spec that should be free of errors ends the test with what is wrong with it"
)]
#![allow(clippy::wildcard_enum_match_arm, reason = "a leaf is whatever is no branch")]

mod common;

use common::{check, graph, read, source, specs};
use drc_core::evacuation::{self, Because};
use drc_ir::{Attr, Construct, Expr, Graph, NodeId, ServiceId, ServiceLabel, Shapes, Tags, map};
use drc_model::Region;
use std::rc::Rc;

/// What is certainly wrong; whether a word is the spec's own shows only in its text.
fn faults(graph: &Graph, lost: &[Region]) -> usize {
    let proofs = evacuation::prove(graph, lost);
    proofs.iter().flat_map(|it| &it.faults).filter(|it| it.because != Because::WrittenOut).count()
}

#[test]
fn every_spec_may_lose_any_region_that_serves() {
    for path in specs() {
        let text = read(&path);
        let checked = check(&text);
        let proofs =
            checked.evacuations.as_deref().expect("a spec of few services is looked at on its graph");
        let lost: Vec<Region> = proofs.iter().map(|it| it.lost).collect();
        let spec = checked.spec.as_ref().expect("a spec");
        assert_eq!(lost, evacuation::losable(spec), "{path}");
        assert!(proofs.iter().all(|it| it.resources > 0), "{path}");
        let said: Vec<&str> = checked.diagnostics.iter().map(|it| it.message.as_str()).collect();
        let graph = checked.lower(&source(&text)).unwrap_or_else(|| panic!("{path}: {said:#?}"));
        assert_eq!(faults(&graph, &lost), 0, "{path}: {proofs:#?}");
    }
}

/// Every leaf of a value, with the keys that lead to it.
fn leaves(value: &Expr, path: &mut Vec<String>, found: &mut impl FnMut(&[String], &Expr)) {
    match value {
        Expr::List(items) => items.iter().for_each(|it| leaves(it, path, found)),
        Expr::Map(entries) => {
            for (key, it) in entries {
                path.push(key.to_string());
                leaves(it, path, found);
                path.pop();
            }
        }
        Expr::Json(inner) | Expr::WriteOnce(inner) => leaves(inner, path, found),
        Expr::Concat(pieces) if pieces.iter().any(|it| matches!(it, Expr::Attr(..))) => {
            pieces.iter().for_each(|it| leaves(it, path, found));
        }
        other => found(path, other),
    }
}

/// The value with every leaf replaced that `new` replaces.
fn replaced(value: &Expr, new: &dyn Fn(&Expr) -> Option<Expr>) -> Expr {
    if let Some(new) = new(value) {
        return new;
    }
    match value {
        Expr::List(items) => Expr::List(items.iter().map(|it| replaced(it, new)).collect()),
        Expr::Map(entries) => {
            Expr::Map(entries.iter().map(|(key, it)| (key.clone(), replaced(it, new))).collect())
        }
        Expr::Json(inner) => Expr::Json(Box::new(replaced(inner, new))),
        Expr::WriteOnce(inner) => Expr::WriteOnce(Box::new(replaced(inner, new))),
        Expr::Concat(pieces) => Expr::Concat(pieces.iter().map(|it| replaced(it, new)).collect()),
        other => other.clone(),
    }
}

/// A construct that is drawn as ever but for one value, which is redirected.
#[derive(Debug)]
struct Redirected {
    inner: Rc<dyn Construct>,
    kind: &'static str,
    from: Expr,
    to: Expr,
}

/// A construct in two graphs.
#[derive(Debug)]
struct Shared(Rc<dyn Construct>);

impl Construct for Shared {
    fn cloudformation(&self, out: &mut Shapes<'_>) {
        self.0.cloudformation(out);
    }
    fn provider(&self, out: &mut Shapes<'_>) {
        self.0.provider(out);
    }
    fn known(&self, attr: Attr) -> Option<Expr> {
        self.0.known(attr)
    }
}

impl Construct for Redirected {
    fn cloudformation(&self, out: &mut Shapes<'_>) {
        self.inner.cloudformation(out);
    }
    fn provider(&self, out: &mut Shapes<'_>) {
        self.inner.provider(out);
        for shape in out.resources.iter_mut().filter(|it| it.kind == self.kind) {
            shape.body = replaced(&shape.body, &|it| (*it == self.from).then(|| self.to.clone()));
        }
    }
    fn known(&self, attr: Attr) -> Option<Expr> {
        self.inner.known(attr)
    }
}

/// One thing a surviving resource asks for, and the same thing of the lost Region.
struct Need {
    at: NodeId,
    kind: &'static str,
    path: String,
    from: Expr,
    to: Expr,
}

/// What stands in the lost Region as this does in its own.
fn twin(graph: &Graph, id: NodeId, lost: Region) -> Option<NodeId> {
    let node = graph.node(id);
    let kinds = |id| graph.draw_provider(id).resources.iter().map(|it| it.kind).collect::<Vec<_>>();
    let same = |other: &NodeId| {
        let it = graph.node(*other);
        it.service == node.service && it.region == lost && !it.global
    };
    let part = node.part.replace(node.region.code(), lost.code());
    let in_lost: Vec<NodeId> = (0..graph.nodes.len()).map(NodeId).filter(same).collect();
    let named = in_lost.iter().find(|it| graph.node(**it).part == part);
    named.or_else(|| in_lost.iter().find(|it| kinds(**it) == kinds(id))).copied()
}

/// Every reference to the surviving Region, and every address in it, of what is left.
fn needs(graph: &Graph, lost: Region, left: Region) -> Vec<Need> {
    let mut needs: Vec<Need> = Vec::new();
    let (here, there) = (left.code(), lost.code());
    for at in (0..graph.nodes.len()).map(NodeId) {
        if !graph.node(at).global && graph.node(at).region == lost {
            continue;
        }
        for shape in &graph.draw_provider(at).resources {
            leaves(&shape.body, &mut Vec::new(), &mut |path, leaf| {
                let to = match leaf {
                    Expr::Attr(id, attr) if !graph.node(*id).global && graph.node(*id).region == left => {
                        twin(graph, *id, lost).map(|it| Expr::Attr(it, *attr))
                    }
                    Expr::Text(text) if text.contains(&format!(".{here}.")) => {
                        Some(Expr::from(text.replace(here, there)))
                    }
                    Expr::Concat(_) => Some(replaced(leaf, &|it| match it {
                        Expr::Text(text) if text.contains(&format!(":{here}:")) => {
                            Some(Expr::from(text.replace(here, there)))
                        }
                        _ => None,
                    }))
                    .filter(|it| it != leaf),
                    _ => None,
                };
                let path = path.join(".");
                needs.extend(to.map(|to| Need { at, kind: shape.kind, path, from: leaf.clone(), to }));
            });
        }
    }
    needs
}

/// What may be redirected unnoticed, and why: a picture is asked by nobody, and the proof of a certificate stands in
/// Route 53 by the time a Region is lost. In the accelerator's system, no record follows the health checks.
const DISPENSABLE: &[(&str, &str)] = &[
    ("aws_cloudwatch_dashboard", "dashboard_body"),
    ("aws_route53_record", "domain_validation_options"),
    ("aws_route53_health_check", "fqdn"),
];

#[test]
fn whatever_is_redirected_to_the_lost_region_is_found() {
    let (mut found, mut dispensable) = (0, 0);
    for system in ["payments-serverless", "payments-regulated", "payments-aurora", "payments-accelerator"] {
        let mut graph = graph(system);
        let (lost, left) = (graph.regions[0], graph.regions[1]);
        for need in needs(&graph, lost, left) {
            let inner: Rc<dyn Construct> =
                std::mem::replace(&mut graph.nodes[need.at.0].construct, Box::new(Nothing)).into();
            let (from, to) = (need.from.clone(), need.to);
            let redirected = Redirected { inner: inner.clone(), kind: need.kind, from, to };
            graph.nodes[need.at.0].construct = Box::new(redirected);
            let faults = faults(&graph, &[lost]);
            graph.nodes[need.at.0].construct = Box::new(Shared(inner));
            let value = format!("{} {:?}", need.path, need.from);
            if faults > 0 {
                found += 1;
            } else {
                let known = DISPENSABLE.iter().any(|(kind, it)| *kind == need.kind && value.contains(it));
                assert!(known, "{system}: nobody noticed {} {value}", need.kind);
                dispensable += 1;
            }
        }
    }
    assert!(found > 500, "only {found} were found, {dispensable} may be missed");
}

/// Stands where a construct is being replaced.
#[derive(Debug)]
struct Nothing;

impl Construct for Nothing {
    fn cloudformation(&self, _: &mut Shapes<'_>) {}
    fn provider(&self, _: &mut Shapes<'_>) {}
    fn known(&self, _: Attr) -> Option<Expr> {
        None
    }
}

/// One resource, drawn by hand: what no spec can say.
#[derive(Debug)]
struct Drawn(&'static str, Expr);

impl Construct for Drawn {
    fn cloudformation(&self, _: &mut Shapes<'_>) {}
    fn provider(&self, out: &mut Shapes<'_>) {
        out.main(self.0, self.1.clone());
    }
    fn known(&self, _: Attr) -> Option<Expr> {
        None
    }
}

/// A system of one function in two Regions, and beside it what is drawn by hand in the one that is left.
fn with(add: impl FnOnce(&mut Graph, Region, Region)) -> Vec<(Because, String)> {
    let [lost, left] = ["us-east-1", "us-east-2"].map(|it| Region::find(it).expect("a Region"));
    let service = ServiceLabel { kind: "function", name: "payments".to_owned() };
    let tags = vec![Tags::default(), Tags::default()];
    let mut graph = Graph { regions: vec![lost, left], services: vec![service], tags, ..Graph::default() };
    for region in [lost, left] {
        graph.add(
            ServiceId(0),
            region,
            "",
            Drawn("aws_lambda_function", map! { "function_name": "payments" }),
        );
    }
    assert_eq!(faults(&graph, &[lost]), 0);
    add(&mut graph, lost, left);
    let proofs = evacuation::prove(&graph, &[lost]);
    proofs.iter().flat_map(|it| &it.faults).map(|it| (it.because, it.mention.path.clone())).collect()
}

/// A resource of the Region that is left, one of whose properties asks for something of the lost one.
fn asking(kind: &'static str, property: &'static str, of: &'static str) -> Vec<(Because, String)> {
    with(|graph, lost, left| {
        let there = graph.add(ServiceId(0), lost, "there", Drawn(of, map! {}));
        let body = Expr::Map(vec![(property.into(), there.ref_attr("arn"))]);
        graph.add(ServiceId(0), left, "here", Drawn(kind, body));
    })
}

#[test]
fn every_kind_of_shared_fate_is_found_on_the_graph() {
    for (kind, property, of) in [
        ("aws_s3_bucket", "kms_master_key_id", "aws_kms_key"),
        ("aws_api_gateway_domain_name", "regional_certificate_arn", "aws_acm_certificate"),
        ("aws_lambda_function", "secret_arn", "aws_secretsmanager_secret"),
        ("aws_lambda_function", "parameter", "aws_ssm_parameter"),
        ("aws_lambda_function", "image_uri", "aws_ecr_repository"),
        ("aws_lambda_function", "layers", "aws_lambda_layer_version"),
        ("aws_lambda_function", "s3_bucket", "aws_s3_bucket"),
        ("aws_cloudwatch_metric_alarm", "alarm_actions", "aws_sns_topic"),
        ("aws_lambda_event_source_mapping", "event_source_arn", "aws_sqs_queue"),
    ] {
        assert_eq!(asking(kind, property, of), [(Because::Uses, property.to_owned())], "{kind} {property}");
    }
}

#[test]
fn a_role_that_trusts_a_provider_of_the_lost_region_is_found() {
    let trust = map! { "Statement": [map! { "Principal": map! { "Federated": "arn:aws:cognito-idp:us-east-1:123456789012:userpool/x" } }] };
    let found = with(|graph, _, left| {
        let body = map! { "assume_role_policy": trust.json() };
        graph.add_global(ServiceId(0), left, "role", Drawn("aws_iam_role", body));
    });
    assert_eq!(found, [(Because::Uses, "assume_role_policy.Statement.Principal.Federated".to_owned())]);
}

#[test]
fn a_role_that_may_act_in_the_lost_region_only_is_found() {
    let statement = |regions: &[&str]| {
        let resources: Vec<Expr> =
            regions.iter().map(|it| format!("arn:aws:sqs:{it}:123456789012:late").into()).collect();
        map! { "Statement": [map! { "Action": ["sqs:SendMessage"], "Resource": resources }] }.json()
    };
    let found = |regions: &[&str]| {
        with(|graph, _, left| {
            let body = map! { "policy": statement(regions) };
            graph.add_global(ServiceId(0), left, "role", Drawn("aws_iam_role_policy", body));
        })
    };
    assert_eq!(found(&["us-east-1"]), [(Because::PermitsOnly, "policy sqs:SendMessage".to_owned())]);
    assert_eq!(found(&["us-east-1", "us-east-2"]), []);
}

#[test]
fn state_in_the_lost_region_is_found() {
    let found = with(|graph, lost, _| {
        graph.add_global(
            ServiceId(0),
            lost,
            "zone",
            Drawn("aws_route53_zone", map! { "name": "acme-bank.com" }),
        );
    });
    assert_eq!(found, [(Because::State, "state".to_owned())]);
}

/// A record of a failover name: where it leads, and what its health check asks, if it has one.
fn record(graph: &mut Graph, place: &'static str, answer: &str, check: Option<&str>) {
    let home = graph.regions[1];
    let check = check.map(|host| {
        let body = map! { "fqdn": host.to_owned() };
        graph.add_global(
            ServiceId(0),
            home,
            format!("check-{place}"),
            Drawn("aws_route53_health_check", body),
        )
    });
    let body = map! {
        "name": "pay.acme-bank.com",
        "set_identifier": place,
        "records": [Expr::from(answer.to_owned())],
        "health_check_id": check.map(|it| it.ref_attr("id")),
    };
    graph.add_global(ServiceId(0), home, place, Drawn("aws_route53_record", body));
}

#[test]
fn of_records_one_must_be_left_that_its_own_health_check_lets_answer() {
    const LOST: &str = "d1.execute-api.us-east-1.amazonaws.com";
    const LEFT: &str = "d2.execute-api.us-east-2.amazonaws.com";
    let found = |first: Option<&'static str>, second: Option<&'static str>| {
        let found = with(|graph, _, _| {
            record(graph, "primary", LOST, first);
            record(graph, "secondary", LEFT, second);
        });
        found.into_iter().map(|(because, _)| because).collect::<Vec<_>>()
    };
    assert_eq!(found(Some(LOST), Some(LEFT)), []);
    assert_eq!(found(Some(LOST), None), []);
    assert_eq!(found(None, Some(LEFT)), [Because::NeverDrops]);
    assert_eq!(found(Some(LOST), Some(LOST)), [Because::Dropped]);
    let both_there = with(|graph, _, left| {
        let domain = map! { "domain_name": "pay.acme-bank.com" };
        graph.add(ServiceId(0), left, "domain", Drawn("aws_api_gateway_domain_name", domain));
        record(graph, "primary", LOST, Some(LOST));
        record(graph, "secondary", LOST, Some(LOST));
    });
    assert_eq!(both_there, [(Because::NoOther, "records".to_owned())]);
}

#[test]
fn a_large_spec_is_lowered_for_its_check_only_if_it_names_a_region() {
    let queues: String = (0..1_000).map(|it| format!("\n[queue.q{it}]\n")).collect();
    let text = format!("{}{queues}", read("compiler/drc/tests/base.toml"));
    let mut checked = check(&text);
    assert!(checked.evacuations.is_none());
    let graph = checked.lower(&source(&text)).expect("a spec without errors");
    checked.prove(&source(&text), &graph);
    let proofs = checked.evacuations.expect("what is emitted is proved");
    assert!(proofs.iter().all(|it| it.proved() && it.resources > 1_000), "{proofs:?}");
    let endpoint = "environment = { LEDGER = \"https://ledger.us-east-1.acme-bank.com\" }";
    let naming =
        text.replace("handler = \"index.handler\"", &format!("handler = \"index.handler\"\n{endpoint}"));
    let said = check(&naming);
    assert_eq!(said.diagnostics.iter().filter(|it| it.code.id == "DRC720").count(), 1);
}
