//! Rules of the printer that the sample does not meet, each on the smallest graph that does.

use drc_ir::{
    AssetId, Attr, CfnReturn, Construct, Expr, Graph, NodeId, Output, ServiceId, ServiceLabel, Shapes, Tags,
    map, text,
};
use drc_model::Region;
use drc_pulumi::{Fault, faults, print};
use drc_vendor::PulumiMajor::V7;

/// A construct that is whatever a test needs it to be: kind, body, and a part that waits for another.
#[derive(Debug)]
struct Noun(&'static str, Expr, Option<(&'static str, &'static str)>);

impl Construct for Noun {
    fn cloudformation(&self, _: &mut Shapes<'_>) {}
    fn provider(&self, out: &mut Shapes<'_>) {
        out.main(self.0, self.1.clone());
        if let Some((part, after)) = self.2 {
            out.part(part, "aws_sns_topic", map! {}).after_part(after);
        }
    }
    fn known(&self, _: Attr) -> Option<Expr> {
        None
    }
}

/// What must not go with the rest.
#[derive(Debug)]
struct Protected;

impl Construct for Protected {
    fn cloudformation(&self, _: &mut Shapes<'_>) {}
    fn provider(&self, out: &mut Shapes<'_>) {
        out.main("aws_sns_topic", map! { "name": "kept" }).protect(true);
    }
    fn known(&self, _: Attr) -> Option<Expr> {
        None
    }
}

/// Drawn by another node.
#[derive(Debug)]
struct Shadow(NodeId);

impl Construct for Shadow {
    fn cloudformation(&self, _: &mut Shapes<'_>) {}
    fn provider(&self, out: &mut Shapes<'_>) {
        out.drawn_by(self.0);
    }
    fn known(&self, _: Attr) -> Option<Expr> {
        None
    }
}

fn graph(services: &[(&'static str, &str)]) -> (Graph, Region) {
    let home = Region::find("us-east-1").expect("a Region of the table");
    let label = |it: &(&'static str, &str)| ServiceLabel { kind: it.0, name: it.1.to_owned() };
    let services = services.iter().map(label).collect();
    (Graph { regions: vec![home], tags: vec![Tags::default()], services, ..Graph::default() }, home)
}

fn one(kind: &'static str, body: Expr) -> Graph {
    let (mut it, home) = graph(&[("thing", "x")]);
    it.add(ServiceId(0), home, "", Noun(kind, body, None));
    it
}

/// The program from its first resource on.
fn resources(graph: &Graph) -> String {
    let text = String::from_utf8_lossy(&print(graph, V7).0[0].contents).into_owned();
    let (_, rest) = text.split_once("\n\n  # ").expect("a service");
    rest.to_owned()
}

/// The properties of a program's only resource.
fn properties(graph: &Graph) -> String {
    let text = resources(graph);
    let (_, rest) = text.split_once("    properties:\n").expect("properties");
    rest.split("    options:\n").next().unwrap_or_default().replace("\n      ", "\n").trim().to_owned()
}

#[test]
fn what_stands_once_is_an_object_and_what_may_stand_often_a_list() {
    let block = || map! { "status": "Enabled" };
    for value in [block(), Expr::List(vec![block()]), Expr::List(vec![Expr::Absent, block()])] {
        let it = one("aws_s3_bucket_versioning", map! { "versioning_configuration": value });
        assert_eq!(properties(&it), "versioningConfiguration:\n  status: Enabled");
        assert_eq!(faults(&it, V7), []);
    }
    let attribute = || map! { "name": "id", "type": "S" };
    for value in [attribute(), Expr::List(vec![attribute()])] {
        let it = one("aws_dynamodb_table", map! { "attribute": value });
        assert_eq!(properties(&it), "attributes:\n  - name: id\n    type: S");
    }
}

#[test]
fn no_blocks_are_not_printed_and_no_values_are() {
    let it = one("aws_dynamodb_table", map! { "attribute": Expr::List(vec![]), "tags": map! {} });
    assert_eq!(properties(&it), "tags: {}");
}

#[test]
fn a_form_that_does_not_fit_is_a_fault() {
    let two = || Expr::List(vec![map! { "status": "a" }, map! { "status": "b" }]);
    let it = one("aws_s3_bucket_versioning", map! { "versioning_configuration": two() });
    let fault = |path: &str| Fault::Form { kind: "aws_s3_bucket_versioning", path: path.into() };
    assert_eq!(faults(&it, V7), [fault("versioning_configuration")]);
    let it = one("aws_s3_bucket_versioning", map! { "versioning_configuration": "text" });
    assert_eq!(faults(&it, V7), [fault("versioning_configuration")]);
}

#[test]
fn what_the_table_lacks_is_a_fault_and_printed_all_the_same() {
    let it = one("aws_new_thing", map! { "some_name": 1 });
    assert_eq!(faults(&it, V7), [Fault::Type { kind: "aws_new_thing" }]);
    assert_eq!(properties(&it), "someName: 1");
    let inner = map! { "status": "Enabled", "no_such": true };
    let it = one("aws_s3_bucket_versioning", map! { "versioning_configuration": inner, "id": "x" });
    let kind = "aws_s3_bucket_versioning";
    let expected = [
        Fault::Field { kind, path: "versioning_configuration.no_such".into() },
        Fault::Computed { kind, path: "id".into() },
    ];
    assert_eq!(faults(&it, V7), expected);
}

#[test]
fn what_pulumi_does_not_have_is_a_fault() {
    let body = map! { "name": Expr::AssetKey(AssetId(0)), "policy": text!["x", Expr::Part("no", "arn")] };
    let it = one("aws_sns_topic", body);
    let at = || "thing-x-us-east-1".to_owned();
    assert_eq!(faults(&it, V7), [Fault::Part { at: at(), part: "no" }, Fault::NotPulumi { at: at() }]);
    assert_eq!(properties(&it), "name: ${unresolved}\npolicy: x${unresolved}");
}

#[test]
fn a_reference_to_a_field_that_is_not_there_is_a_fault() {
    let mut it = one("aws_sns_topic", map! {});
    let attr = Attr::new(CfnReturn::Ref, "no_such.thing");
    let value = Expr::List(vec![Expr::Attr(NodeId(0), attr)]);
    let output = Output {
        service: ServiceId(0),
        region: it.regions[0],
        name: "n".into(),
        global: true,
        description: "One.\nTwo.".into(),
        value,
    };
    it.outputs.push(output);
    assert_eq!(faults(&it, V7), [Fault::Field { kind: "aws_sns_topic", path: "no_such.thing".into() }]);
    assert!(
        resources(&it).ends_with(
            "outputs:\n  # One.\n  # Two.\n  thing-x-n:\n    - ${thing-x-us-east-1.noSuch.thing}\n"
        )
    );
}

#[test]
fn names_of_all_types_differ() {
    let (mut it, home) = graph(&[("role", "ops"), ("role", "ops-policy")]);
    it.add_global(ServiceId(0), home, "", Noun("aws_sns_topic", map! {}, Some(("policy", ""))));
    it.add_global(ServiceId(1), home, "", Noun("aws_sqs_queue", map! {}, None));
    let text = resources(&it);
    assert_eq!(text.matches("\n  role-ops-policy:\n").count(), 1);
    assert_eq!(text.matches("\n  role-ops-policy-").count(), 1);
    assert_eq!(faults(&it, V7), []);
    it.add_global(ServiceId(1), home, "", Noun("aws_sqs_queue", map! {}, None));
    assert!(matches!(&faults(&it, V7)[..], [Fault::Twice { name }] if name.starts_with("role-ops-policy")));
}

#[test]
fn a_node_that_another_draws_is_that_one() {
    let (mut it, home) = graph(&[("table", "x"), ("queue", "y")]);
    let table = it.add(ServiceId(0), home, "", Noun("aws_sns_topic", map! {}, None));
    let shadow = it.add(ServiceId(0), home, "shadow", Shadow(table.id));
    let arn = shadow.get_att("Arn", "arn");
    let queue =
        it.add(ServiceId(1), home, "", Noun("aws_sqs_queue", map! { "name": arn }, Some(("late", ""))));
    it.nodes[queue.id.0].after = vec![shadow.id];
    let text = resources(&it);
    assert!(text.contains("      name: ${table-x-us-east-1.arn}\n"));
    // What is referred to is waited for; what waits for a part that waits need not say so again.
    let after = "  queue-y-us-east-1-late:\n    type: aws:sns:Topic\n    options:\n      provider: ${provider-us-east-1}\n      dependsOn:\n        - ${queue-y-us-east-1}\n";
    assert!(text.ends_with(after), "{text}");
    assert_eq!(text.matches("dependsOn").count(), 1);
}

#[test]
fn dollars_are_escaped_in_keys_and_values_of_the_user() {
    let it = one("aws_sns_topic", map! { "tags": map! { "${a}": "${b} $5" } });
    assert_eq!(properties(&it), "tags:\n  $${a}: $${b} $5");
}

#[test]
fn the_partition_is_asked_for_where_an_arn_needs_it() {
    let it = one("aws_sns_topic", map! { "name": text!["arn:", Expr::Partition, ":x"] });
    assert_eq!(properties(&it), "name: arn:${partition}:x");
    let text = String::from_utf8_lossy(&print(&it, V7).0[0].contents).into_owned();
    assert!(text.contains("function: aws:getPartition\n") && !text.contains("aws:getCallerIdentity"));
}

#[test]
fn what_is_protected_is_not_destroyed_with_the_rest() {
    let (mut it, home) = graph(&[("thing", "x")]);
    it.add(ServiceId(0), home, "", Protected);
    assert!(resources(&it).ends_with("      protect: true\n"), "{}", resources(&it));
}
