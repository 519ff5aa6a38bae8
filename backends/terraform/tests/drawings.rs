//! Single drawings, right and wrong: what one rule of the printer makes of them.

use drc_ir::{
    AssetId, Attr, CfnReturn, Construct, Expr, Graph, NodeId, Output, Ref, ServiceId, ServiceLabel, Shapes,
    Tags, map, text,
};
use drc_model::Region;
use drc_terraform::{Fault, faults, print};

/// A noun drawn for the occasion.
#[derive(Debug)]
struct Noun(fn(&mut Shapes<'_>));

impl Construct for Noun {
    fn cloudformation(&self, _: &mut Shapes<'_>) {}
    fn provider(&self, out: &mut Shapes<'_>) {
        (self.0)(out);
    }
    fn known(&self, _: Attr) -> Option<Expr> {
        None
    }
}

/// The nouns one after another, as `bucket.docs` in Ohio.
fn graph(nouns: &[fn(&mut Shapes<'_>)]) -> Graph {
    let home = Region::find("us-east-2").expect("a Region of the table");
    let services = vec![ServiceLabel { kind: "bucket", name: "docs".into() }];
    let mut graph = Graph { regions: vec![home], tags: vec![Tags::default()], services, ..Graph::default() };
    for (at, noun) in nouns.iter().enumerate() {
        let _: Ref<Noun> = graph.add(ServiceId(0), home, format!("n{at}"), Noun(*noun));
    }
    graph
}

fn bucket(out: &mut Shapes<'_>) {
    out.main("aws_s3_bucket", map! { "bucket": "docs" });
}

fn versioned(out: &mut Shapes<'_>) {
    bucket(out);
    out.part(
        "versioning",
        "aws_s3_bucket_versioning",
        map! {
            "bucket": Expr::Part("", "id"), "versioning_configuration": map! { "status": "Enabled" },
        },
    );
}

fn refer(node: usize, part: &'static str, field: &'static str) -> Expr {
    Expr::Attr(NodeId(node), Attr::of_part(CfnReturn::Ref, part, field))
}

fn file(graph: &Graph, path: &str) -> String {
    let found = print(graph).0.into_iter().find(|file| file.path == path).expect("a file of this name");
    String::from_utf8(found.contents.to_vec()).expect("text")
}

/// The lists of dependencies, in order of resources.
fn waits(graph: &Graph) -> Vec<String> {
    let text = file(graph, "bucket.tf");
    let lists = text.split("depends_on = [").skip(1).filter_map(|rest| rest.split(']').next());
    lists.map(|list| list.split_whitespace().collect::<String>().replace("aws_s3_bucket", "")).collect()
}

#[test]
fn a_node_waits_for_every_resource_of_another_once() {
    let mut it = graph(&[versioned, |out| {
        out.main("aws_s3_bucket", map! { "bucket": "copy" }).after(NodeId(0));
    }]);
    it.after(NodeId(1), NodeId(0));
    assert_eq!(waits(&it), [".bucket_docs_us_east_2_n0,_versioning.bucket_docs_us_east_2_n0_versioning,"]);
}

#[test]
fn what_the_body_refers_to_is_not_listed_again() {
    let it = graph(&[versioned, |out| {
        out.main("aws_s3_bucket", map! { "bucket": text![refer(0, "", "id"), "-copy"] }).after(NodeId(0));
    }]);
    assert_eq!(waits(&it), ["_versioning.bucket_docs_us_east_2_n0_versioning"]);
}

#[test]
fn a_part_that_follows_its_sibling_does_not_wait_again() {
    let mut it = graph(&[bucket, versioned]);
    it.after(NodeId(1), NodeId(0));
    assert_eq!(waits(&it), [".bucket_docs_us_east_2_n0"]);
}

#[test]
fn a_part_that_stands_alone_waits_like_the_main_resource() {
    let mut it = graph(&[bucket, |out| {
        bucket(out);
        out.part("logs", "aws_s3_bucket", map! { "bucket": "logs" });
    }]);
    it.after(NodeId(1), NodeId(0));
    assert_eq!(waits(&it), [".bucket_docs_us_east_2_n0", ".bucket_docs_us_east_2_n0"]);
}

#[test]
fn a_node_drawn_by_another_is_referred_to_there_and_its_drawer_does_not_wait_for_itself() {
    let mut it = graph(&[
        bucket,
        |out| out.drawn_by(NodeId(0)),
        |out| {
            out.main("aws_s3_bucket_policy", map! { "bucket": refer(1, "", "id"), "policy": "{}" });
        },
    ]);
    it.after(NodeId(0), NodeId(1));
    it.after(NodeId(2), NodeId(1));
    assert!(file(&it, "bucket.tf").contains("bucket = aws_s3_bucket.bucket_docs_us_east_2_n0.id\n"));
    assert_eq!(waits(&it), [""; 0]);
    assert_eq!(faults(&it), []);
}

#[test]
fn a_block_may_be_a_map_or_a_list_of_them_and_stands_after_the_arguments() {
    let it = graph(&[|out| {
        let rule = |id: &'static str| map! { "filter": map! {}, "id": id, "status": "Enabled" };
        out.main(
            "aws_s3_bucket_lifecycle_configuration",
            map! { "rule": [rule("a"), rule("b")], "bucket": "docs" },
        );
    }]);
    let text = file(&it, "bucket.tf");
    let (_, body) = text.split_once("provider = aws.us_east_2\n").expect("a provider");
    insta::assert_snapshot!(body.trim());
}

#[test]
fn an_output_of_what_is_sensitive_says_so() {
    let mut it = graph(&[|out| {
        out.main("aws_acm_certificate", map! { "domain_name": "a.example.org" });
    }]);
    let value = text!["key=", refer(0, "", "private_key")];
    let (service, region) = (ServiceId(0), it.regions[0]);
    it.outputs = vec![Output {
        service,
        region,
        name: "key".into(),
        global: false,
        description: String::new(),
        value,
    }];
    assert!(file(&it, "outputs.tf").contains("output \"bucket_docs_key_us_east_2\" {"));
    assert!(file(&it, "outputs.tf").contains("\n  sensitive   = true\n"));
}

#[test]
fn every_mistake_of_a_drawing_is_found_and_none_stops_the_printer() {
    let it = graph(&[|out| {
        let shape = out.main(
            "aws_s3_bucket",
            map! {
                "bucket": Expr::AssetBucket,
                "arn": "arn:aws:s3:::docs",
                "bukcet": Expr::Part("absent", "id"),
                "tags": map! { "key": Expr::Part("", "idd") },
            },
        );
        shape.ignore_changes = vec!["id"];
        out.part(
            "versioning",
            "aws_s3_bucket_versioning",
            map! {
                "bucket": "docs", "versioning_configuration": [map! { "statsu": "Enabled" }],
            },
        );
        out.part("versioning", "aws_s3_bucket_versioning", map! { "versioning_configuration": "Enabled" });
        out.part("unknown", "aws_s3_bukcet", map! { "key": Expr::AssetKey(AssetId(0)) })
            .after_part("nowhere");
    }]);
    let here = |kind: &str, part: &str| format!("{kind}.bucket_docs_us_east_2_n0{part}");
    let main = here("aws_s3_bucket", "");
    let unknown = here("aws_s3_bukcet", "_unknown");
    let (bucket, versioning) = ("aws_s3_bucket", "aws_s3_bucket_versioning");
    let expected = [
        Fault::Type { kind: "aws_s3_bukcet" },
        Fault::Field { kind: bucket, path: "bukcet".into() },
        Fault::Field { kind: bucket, path: "idd".into() },
        Fault::Field { kind: versioning, path: "versioning_configuration.statsu".into() },
        Fault::Computed { kind: bucket, path: "arn".into() },
        Fault::Computed { kind: bucket, path: "id".into() },
        Fault::Block { kind: versioning, path: "versioning_configuration".into() },
        Fault::Part { at: main.clone(), part: "absent" },
        Fault::Part { at: unknown.clone(), part: "nowhere" },
        Fault::NotTerraform { at: main },
        Fault::NotTerraform { at: unknown },
        Fault::Twice { address: here("aws_s3_bucket_versioning", "_versioning") },
    ];
    assert_eq!(faults(&it), expected);
    // Undeclared, so that `terraform validate` refuses the file.
    assert_eq!(file(&it, "bucket.tf").matches("= local.unresolved\n").count(), 3);
}

#[test]
fn what_is_protected_is_not_destroyed_with_the_rest() {
    let it = graph(&[|out| {
        out.main("aws_s3_bucket", map! { "bucket": "docs" }).protect(true);
    }]);
    assert!(file(&it, "bucket.tf").contains("prevent_destroy = true"), "{}", file(&it, "bucket.tf"));
}
