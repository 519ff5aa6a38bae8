//! A system small enough to read and rich enough to show every form the printer knows.

mod constructs;

use constructs::*;
use drc_ir::{Asset, Expr, Graph, Header, NodeId, Output, ServiceId, ServiceLabel, Tags, map, text};
use drc_model::Region;

/// A Region that exists.
pub(crate) fn region(code: &str) -> Region {
    Region::find(code).expect("a Region of the table")
}

fn tags(role: &str, region: Region) -> Tags {
    let tag = |key: &str, value: &str| (key.to_owned(), value.to_owned());
    Tags(vec![
        tag("Environment", "dev"),
        tag("Region", region.code()),
        tag("DR-Role", role),
        tag("cost:center", "100 % of $5"),
    ])
}

/// A graph without nodes.
pub(crate) fn empty() -> Graph {
    let (home, away) = (region("us-east-1"), region("us-east-2"));
    Graph {
        header: Header {
            version: "0.1.0".into(),
            spec_hash: "sha256:5f2b".into(),
            system: "payments".into(),
            environment: "dev".into(),
            account: Some("123456789012".into()),
        },
        regions: vec![home, away],
        tags: vec![tags("primary", home), tags("secondary", away)],
        ..Graph::default()
    }
}

/// The sample, `copies` times over: each copy has services of its own.
pub(crate) fn system(copies: usize) -> Graph {
    let mut graph = empty();
    graph.assets.push(Asset {
        name: "payment-processor".into(),
        zip: b"PK".as_slice().into(),
        sha256: "00".into(),
        sha256_base64: "47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=".into(),
    });
    for kind in ["bucket", "function", "table", "traffic"] {
        for copy in 0..copies {
            let name = if copy == 0 { String::new() } else { format!("-{copy}") };
            let name = if kind == "traffic" { name } else { format!("payment-{kind}{name}") };
            graph.services.push(ServiceLabel { kind, name });
        }
    }
    for copy in 0..copies {
        let service = |kind: usize| ServiceId(kind * copies + copy);
        add(&mut graph, service(0), service(1), service(2), service(3));
    }
    graph
}

fn add(graph: &mut Graph, bucket: ServiceId, function: ServiceId, table: ServiceId, traffic: ServiceId) {
    let (home, away) = (graph.regions[0], graph.regions[1]);
    let source = buckets(graph, bucket, home, away);
    let table = tables(graph, table, home, away);
    for region in [home, away] {
        let role = graph.add_global(
            function,
            away,
            format!("role-{region}"),
            Role { trusts: "lambda", table: Some(table) },
        );
        let it = graph.add(function, region, "", Function { name: "payment-processor", role, table });
        graph.nodes[it.id.0].after = vec![source, table.id];
        graph.outputs.push(Output {
            service: function,
            region,
            name: "invoke-arn".into(),
            global: false,
            description: "What an API calls: \"${stage}\" not included.".into(),
            value: it.get_att("Arn", "invoke_arn"),
        });
    }
    records(graph, traffic, home, away);
}

fn buckets(graph: &mut Graph, service: ServiceId, home: Region, away: Region) -> NodeId {
    let role = graph.add_global(service, away, "replication", Role { trusts: "s3", table: None });
    let replica = graph.add(service, away, "", Bucket { name: "docs-us-east-2".into(), replication: None });
    let replication = Some(Replication { role, to: replica });
    graph.add(service, home, "", Bucket { name: "docs-us-east-1".into(), replication }).id
}

fn tables(graph: &mut Graph, service: ServiceId, home: Region, away: Region) -> drc_ir::Ref<Table> {
    let table = graph.add(service, home, "", Table { replica: away });
    graph.add(service, away, "", Replica { of: table });
    table
}

fn records(graph: &mut Graph, service: ServiceId, home: Region, away: Region) {
    let zone = graph.add_global(service, away, "zone", Zone);
    graph.nodes[zone.id.0].gate = Some("Delegate payments.example.org to the zone's name servers.".into());
    let certificate = graph.add(service, home, "certificate", Certificate { zone });
    let health = graph.add_global(service, away, "health", Health);
    graph.add_global(service, away, "record", Record { zone, health });
    graph.outputs.push(Output {
        service,
        region: away,
        name: "entry".into(),
        global: true,
        description: "Where clients go.".into(),
        value: map! {
            "certificate": certificate.ref_attr("arn"),
            "url": text!["https://", "api.payments.example.org", "/", Expr::Account],
        },
    });
}
