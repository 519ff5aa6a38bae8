//! Rules of the printer that the sample does not meet, each on the smallest graph that does.

mod noun;

use drc_cloudformation::{Fault, Manifest, faults, print};
use drc_ir::{AssetId, Attr, CfnReturn, Expr, Graph, NodeId, map, text};
use noun::{Noun, graph, output};

fn files(graph: &Graph) -> Vec<(String, String)> {
    let text = |bytes: &[u8]| String::from_utf8_lossy(bytes).into_owned();
    print(graph).0.iter().map(|file| (file.path.clone(), text(&file.contents))).collect()
}

fn file(graph: &Graph, path: &str) -> String {
    files(graph).into_iter().find(|(it, _)| it == path).map(|(_, text)| text).expect("a file")
}

fn manifest(graph: &Graph) -> Manifest {
    serde_json::from_str(&file(graph, "manifest.json")).expect("a manifest")
}

/// The logical ids of a template, in its order.
fn ids(template: &str) -> Vec<&str> {
    let (_, resources) = template.split_once("Resources:\n").expect("resources");
    let resources = resources.split("\nOutputs:").next().unwrap_or_default();
    let key = |line: &'_ str| line.starts_with("  ") && !line.starts_with("   ") && !line.starts_with("  #");
    resources.lines().filter(|line| key(line)).map(|line| line.trim().trim_end_matches(':')).collect()
}

const ARN: Attr = Attr::new(CfnReturn::Att("Arn"), "arn");
const ID: Attr = Attr::new(CfnReturn::Ref, "id");

#[test]
fn of_two_that_want_one_id_the_longer_name_yields() {
    let mut it = graph(&["role.ops", "role.ops-policy", "table.orders-2", "table.orders2"]);
    it.home(0, "", Noun::default().part("policy"));
    it.home(1, "", Noun::default());
    it.home(2, "", Noun::default());
    it.home(3, "", Noun::default());
    let template = file(&it, "us-east-1-0.yaml");
    let expected =
        ["RoleOps", "RoleOpsPolicy", "RoleOpsPolicy1e76c726", "TableOrders2b68d7efe", "TableOrders2"];
    assert_eq!(ids(&template), expected);
    assert_eq!(faults(&it), []);
}

#[test]
fn an_id_is_unique_in_its_region_and_not_only_in_its_stack() {
    let mut it = graph(&["role.ops", "role.ops-policy"]);
    let policy = it.home(0, "policy", Noun::default());
    let far = it.away(0, "", Noun::default().with(policy.attr(ID)));
    it.home(1, "", Noun::default().with(far.attr(ID)));
    assert_eq!(ids(&file(&it, "us-east-1-0.yaml")), ["RoleOpsPolicy"]);
    assert_ne!(ids(&file(&it, "us-east-1-2.yaml")), ["RoleOpsPolicy"]);
}

#[test]
fn one_service_that_draws_one_resource_twice_is_a_fault() {
    let mut it = graph(&["role.ops"]);
    it.home(0, "x", Noun::default());
    it.home(0, "x", Noun::default());
    assert_eq!(faults(&it), [Fault::Twice { id: "RoleOpsX".into() }]);
}

#[test]
fn names_that_are_too_long_keep_what_tells_them_apart() {
    let long = format!("table.{}", "long-".repeat(80));
    let mut it = graph(&[&format!("{long}a"), &format!("{long}b")]);
    it.header.system = "s".repeat(200);
    it.home(0, "", Noun::default());
    it.home(1, "", Noun::default());
    let template = file(&it, "us-east-1-0.yaml");
    assert!(matches!(ids(&template)[..], [a, b] if a != b && a.len() == 255 && b.len() == 255));
    let manifest = manifest(&it);
    assert_eq!(manifest.stacks[0].name.len(), 128);
    assert!(manifest.stacks[0].name.ends_with("-us-east-1-0"));
    let description = template.lines().find(|line| line.starts_with("Description")).expect("a description");
    assert!(description.len() < 1024 + 20);
}

#[test]
fn a_suffix_makes_a_new_id_of_letters_and_digits() {
    let mut it = graph(&["api.x"]);
    it.home(0, "deployment", Noun { id_suffix: Some("a-1".into()), ..Noun::default() });
    assert_eq!(ids(&file(&it, "us-east-1-0.yaml")), ["ApiXDeploymenta1"]);
}

#[test]
fn parts_are_referred_to_and_waited_for() {
    let mut it = graph(&["bucket.x"]);
    let body = map! { "A": Expr::Part("", "Ref"), "B": text![Expr::Part("", "Arn"), "/*"] };
    it.home(0, "", Noun::default().part_with("policy", body).part_after("last", "policy"));
    let template = file(&it, "us-east-1-0.yaml");
    assert!(
        template.contains("      A:\n        Ref: BucketX\n      B:\n        Fn::Sub: ${BucketX.Arn}/*\n")
    );
    assert!(
        template
            .contains("  BucketXLast:\n    Type: AWS::Test::Last\n    DependsOn:\n      - BucketXPolicy\n")
    );
}

#[test]
fn a_node_that_is_drawn_by_another_is_known_or_a_fault() {
    let mut it = graph(&["table.x", "function.y"]);
    let table = it.home(0, "", Noun::default());
    let replica = Noun { drawn_by: Some(table.id), known: Some("arn:replica".into()), ..Noun::default() };
    let replica = it.away(0, "", replica);
    it.home(1, "", Noun::default().with(replica.attr(ARN)));
    let template = file(&it, "us-east-1-0.yaml");
    // What is written out instead of referred to must still be there first.
    assert!(template.contains("      Value: arn:replica\n    DependsOn:\n      - TableX\n"), "{template}");
    assert_eq!(faults(&it), []);
    let unknown = it.away(0, "unknown", Noun { drawn_by: Some(table.id), ..Noun::default() });
    it.away(1, "", Noun::default().with(unknown.attr(ARN)));
    let fault = Fault::Unknown { at: "FunctionY".into(), of: "table.x".into(), attribute: "Arn" };
    assert_eq!(faults(&it), [fault]);
    assert!(file(&it, "us-east-2-1.yaml").contains("Ref: Unresolved"));
}

#[test]
fn what_cloudformation_does_not_have_is_a_fault() {
    let mut it = graph(&["function.y"]);
    let body = map! { "A": Expr::Asset(AssetId(0)), "B": text!["x", Expr::AssetHash(AssetId(0))], "C": Expr::Part("no", "Arn") };
    it.home(0, "", Noun { body, ..Noun::default() });
    let at = || "FunctionY".to_owned();
    assert_eq!(faults(&it), [Fault::Part { at: at(), part: "no" }, Fault::NotCloudFormation { at: at() }]);
}

#[test]
fn a_parameter_is_told_from_a_resource_of_its_name() {
    let mut it = graph(&["key.x", "key.x-arn"]);
    let key = it.away(0, "", Noun::default());
    it.home(1, "", Noun::default().with(key.attr(ARN)));
    let template = file(&it, "us-east-1-1.yaml");
    assert!(template.contains("Parameters:\n  KeyXUsEast2Arn:\n"), "{template}");
    let mut it = graph(&["key.x", "key.x-us-east-2-arn"]);
    let key = it.away(0, "", Noun::default());
    it.home(1, "", Noun::default().with(key.attr(ARN)));
    assert!(file(&it, "us-east-1-1.yaml").contains("Parameters:\n  KeyXUsEast2ArnValue:\n"));
    assert_eq!(manifest(&it).stacks[1].parameters["KeyXUsEast2ArnValue"].output, "KeyXArn");
}

#[test]
fn one_output_serves_people_and_stacks() {
    let mut it = graph(&["topic.x", "alarm.y"]);
    let topic = it.away(0, "", Noun::default());
    it.home(1, "", Noun::default().with(topic.attr(ARN)));
    output(&mut it, 0, "arn", topic.attr(ARN));
    let template = file(&it, "us-east-2-0.yaml");
    assert_eq!(template.matches("TopicXArn").count(), 1, "{template}");
    // The same name for something else is another output.
    let mut it = graph(&["topic.x", "alarm.y"]);
    let topic = it.away(0, "", Noun::default());
    it.home(1, "", Noun::default().with(topic.attr(ARN)));
    output(&mut it, 0, "arn", Expr::from("something else"));
    let template = file(&it, "us-east-2-0.yaml");
    assert!(template.contains("TopicXArnValue:") && template.contains("TopicXArn:"), "{template}");
}

#[test]
fn an_output_waits_for_the_last_stack_it_asks() {
    let mut it = graph(&["a.x", "b.y"]);
    let first = it.away(0, "", Noun::default());
    let last = it.home(1, "", Noun::default().with(first.attr(ARN)));
    output(&mut it, 0, "both", map! { "first": first.attr(ARN), "last": last.attr(ARN) });
    // The Region's own stack comes before the one that must be asked.
    assert!(!file(&it, "us-east-2-0.yaml").contains("AXBoth"));
    let template = file(&it, "us-east-1-1.yaml");
    let expected = "  AXBothUsEast2:\n    Description: x\n    Value:\n      Fn::Join:\n        - \",\"\n        - - Fn::Sub: first=${AXUsEast2Arn}\n          - Fn::Sub: last=${BY.Arn}\n";
    assert!(template.contains(expected), "{template}");
}

#[test]
fn a_region_without_stacks_reports_from_the_last_one() {
    let mut it = graph(&["table.x"]);
    it.home(0, "", Noun::default());
    output(&mut it, 0, "name", Expr::from("x"));
    output(&mut it, 0, "names", Expr::List(vec!["a".into(), Expr::Absent, "b".into()]));
    output(&mut it, 0, "none", Expr::List(vec![]));
    let template = file(&it, "us-east-1-0.yaml");
    assert!(template.contains("  TableXNameUsEast2:\n    Description: x\n    Value: x\n"), "{template}");
    assert!(template.contains("    Value: a,b\n") && template.contains("    Value: \"\"\n"));
}

#[test]
fn a_node_that_draws_nothing_makes_no_stack() {
    let mut it = graph(&["table.x", "thing.y"]);
    let table = it.home(0, "", Noun::default());
    let nothing = it.away(1, "", Noun { silent: true, ..Noun::default() });
    it.after(nothing.id, table.id);
    let late = it.home(0, "late", Noun::default());
    it.after(late.id, nothing.id);
    let manifest = manifest(&it);
    let stacks: Vec<&str> = manifest.stacks.iter().map(|it| it.template.as_str()).collect();
    assert_eq!(stacks, ["us-east-1-0.yaml", "us-east-1-2.yaml"]);
    assert!(manifest.stacks[1].depends_on.is_empty());
}

#[test]
fn every_gate_of_a_stack_is_told() {
    let mut it = graph(&["zone.x"]);
    for part in ["a", "b"] {
        let node = it.home(0, part, Noun::default());
        it.nodes[node.id.0].gate = Some(format!("Do {part}."));
    }
    assert_eq!(manifest(&it).stacks[0].pause_after.as_deref(), Some("Do a.\nDo b."));
}

#[test]
fn a_layer_that_is_too_large_is_cut_into_pieces() {
    let mut it = graph(&["table.x"]);
    for at in 0..501 {
        it.home(0, &format!("n{at}"), Noun::default());
    }
    let manifest = manifest(&it);
    let names: Vec<&str> = manifest.stacks.iter().map(|it| it.name.as_str()).collect();
    assert_eq!(names, ["payments-dev-us-east-1-0", "payments-dev-us-east-1-0-1"]);
    assert_eq!(ids(&file(&it, &manifest.stacks[1].template)), ["TableXN500"]);
}

#[test]
fn after_is_printed_once_and_only_where_nothing_else_says_it() {
    let mut it = graph(&["a.x", "b.y"]);
    let first = it.home(0, "", Noun::default().part("policy"));
    let body = Expr::Part("", "Ref");
    let second =
        it.home(1, "", Noun::default().with(first.attr(ARN)).part_with("config", map! { "A": body }));
    it.nodes[second.id.0].after = vec![first.id, first.id, NodeId(0)];
    let template = file(&it, "us-east-1-0.yaml");
    assert_eq!(template.matches("DependsOn:\n      - AXPolicy\n\n").count(), 1, "{template}");
}

#[test]
fn no_stack_reports_more_than_it_may() {
    let mut it = graph(&["a.x", "b.y"]);
    let first = it.away(0, "", Noun::default());
    it.home(1, "", Noun::default().with(first.attr(ARN)));
    for at in 0..250 {
        output(&mut it, 0, format!("n{at}").leak(), Expr::from("known"));
    }
    assert_eq!(faults(&it), []);
    assert_eq!(file(&it, "us-east-2-0.yaml").matches("Value: known").count(), 199);
    assert_eq!(file(&it, "us-east-1-1.yaml").matches("Value: known").count(), 51);
    for at in 250..450 {
        output(&mut it, 0, format!("n{at}").leak(), Expr::from("known"));
    }
    let fault = Fault::Quota { stack: "payments-dev-us-east-2-0".into(), of: "outputs", count: 251 };
    assert_eq!(faults(&it), [fault]);
}

#[test]
fn what_refers_to_nothing_is_reported_where_its_service_is() {
    let mut it = graph(&["a.x", "b.y"]);
    it.away(0, "", Noun::default());
    let far = it.home(1, "", Noun::default());
    it.away(1, "", Noun::default().with(far.attr(ARN)));
    output(&mut it, 0, "name", Expr::from("known"));
    assert!(file(&it, "us-east-2-0.yaml").contains("  AXName:\n"));
}

#[test]
fn a_list_that_aws_answers_is_a_list_where_one_may_stand_and_else_a_text() {
    let servers = || Attr::new(CfnReturn::ListAtt("NameServers"), "name_servers");
    let mut it = graph(&["zone.x", "record.y"]);
    let zone = it.away(0, "", Noun::default());
    let body = map! { "List": zone.attr(servers()), "Text": text!["ns: ", zone.attr(servers())] };
    it.away(1, "", Noun { body: body.clone(), ..Noun::default() });
    it.home(1, "", Noun { body, ..Noun::default() });
    output(&mut it, 0, "name-servers", zone.attr(servers()));
    let near = file(&it, "us-east-2-0.yaml");
    let joined = "Fn::Join:\n        - \",\"\n        - Fn::GetAtt: [ZoneX, NameServers]\n";
    assert!(near.contains("      List:\n        Fn::GetAtt: [ZoneX, NameServers]\n"), "{near}");
    let text = "          - - \"ns: \"\n            - Fn::Join:\n                - \",\"\n                - Fn::GetAtt: [ZoneX, NameServers]\n";
    assert!(near.contains(text), "{near}");
    assert_eq!(near.matches(joined).count(), 1, "{near}");
    let far = file(&it, "us-east-1-1.yaml");
    assert!(far.contains("    Type: CommaDelimitedList\n"), "{far}");
    assert!(far.contains("      List:\n        Ref: ZoneXUsEast2NameServers\n"), "{far}");
    assert_eq!(manifest(&it).stacks[1].parameters["ZoneXUsEast2NameServers"].output, "ZoneXNameServers");
}
