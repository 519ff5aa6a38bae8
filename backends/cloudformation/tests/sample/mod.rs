//! A system small enough to read and rich enough to show every form the printers know: both YAML backends print it.

mod compute;
mod storage;
mod traffic;

use compute::{Code, Function, Role};
use drc_ir::{Asset, AssetId, Expr, Graph, Header, NodeId, Output, Ref, ServiceId, ServiceLabel, Tags, map};
use drc_model::Region;
use storage::{Bucket, GlobalTable, TableRef, TableReplica};
use traffic::{Certificate, Domain, DomainRef, HealthCheck, HealthRef, Record, Zone, ZoneRef};

/// A Region that exists.
pub(crate) fn region(code: &str) -> Region {
    Region::find(code).expect("a Region of the table")
}

fn tags(role: &str, region: Region) -> Tags {
    let tag = |key: &str, value: &str| (key.to_owned(), value.to_owned());
    Tags(vec![
        tag("Team", "payments: = a"),
        tag("Environment", "dev"),
        tag("Region", region.code()),
        tag("DR-Role", role),
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
    graph.assets = ["payment-processor", "report"].map(asset).into();
    let kinds = [
        ("bucket", "payment-docs"),
        ("function", "payment-processor"),
        ("table", "payments"),
        ("traffic", ""),
    ];
    for (kind, name) in kinds {
        let copy = |at: usize| if at == 0 { name.to_owned() } else { format!("{name}copy-{at}") };
        graph.services.extend((0..copies).map(|at| ServiceLabel { kind, name: copy(at) }));
    }
    for copy in 0..copies {
        let service = |kind: usize| ServiceId(kind * copies + copy);
        let (home, away) = (graph.regions[0], graph.regions[1]);
        let docs = buckets(&mut graph, service(0), home, away);
        let tables = tables(&mut graph, service(2), home, away);
        functions(&mut graph, service(1), docs, tables);
        traffic(&mut graph, service(3), home, away);
    }
    graph
}

fn asset(name: &str) -> Asset {
    let sha256 = format!("{:0<64}", name.len());
    Asset {
        name: name.to_owned(),
        zip: b"PK".as_slice().into(),
        sha256,
        sha256_base64: "47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=".into(),
    }
}

fn buckets(graph: &mut Graph, service: ServiceId, home: Region, away: Region) -> [Ref<Bucket>; 2] {
    let name = |region: Region| format!("payment-docs-{region}-dev-{}", service.0);
    let role = Role::new(format!("replication-{}", service.0), "s3.amazonaws.com")
        .may("s3:ReplicateObject", Expr::from("arn:aws:s3:::payment-docs/*"));
    let role = graph.add_global(service, away, "replication", role);
    let to = graph.add(service, away, "", Bucket { name: name(away), replication: None });
    let from = graph.add(service, home, "", Bucket { name: name(home), replication: Some((role, to)) });
    [from, to]
}

fn tables(
    graph: &mut Graph,
    service: ServiceId,
    home: Region,
    away: Region,
) -> (Ref<GlobalTable>, Ref<TableReplica>) {
    let name = format!("payments-dev-{}", service.0);
    let replicas = graph.regions.iter().map(|it| (*it, graph.tags(*it).clone())).collect();
    let table = graph.add(service, home, "", GlobalTable { name: name.clone(), replicas });
    let replica = graph.add(service, away, "", TableReplica { table, name, region: away });
    (table, replica)
}

fn functions(
    graph: &mut Graph,
    service: ServiceId,
    docs: [Ref<Bucket>; 2],
    (table, replica): (Ref<GlobalTable>, Ref<TableReplica>),
) {
    for (at, region) in graph.regions.clone().into_iter().enumerate() {
        let table = if at == 0 { table.arn() } else { replica.arn() };
        let name = format!("payment-processor-{region}-dev-{}", service.0);
        let role =
            Role::new(format!("{name}-role"), "lambda.amazonaws.com").may("dynamodb:PutItem", table.clone());
        let role = graph.add(service, region, "role", role);
        let code = if at == 0 { Code::Inline(AssetId(0)) } else { Code::Package(AssetId(1)) };
        let function =
            graph.add(service, region, "", Function { name, code, role, table, docs: docs[at], region });
        graph.nodes[function.id.0].after = vec![docs[at].id];
        report(graph, (service, region, "arn", false), function.get_att("Arn", "arn"));
        let arns = Expr::List(vec![docs[at].get_att("Arn", "arn"), function.get_att("Arn", "arn")]);
        report(graph, (service, region, "arns", false), arns);
    }
}

fn traffic(graph: &mut Graph, service: ServiceId, home: Region, away: Region) {
    let zone_name = format!("pay{}.example.org", service.0);
    let name = format!("api.{zone_name}");
    let zone = graph.add_global(service, away, "zone", Zone { name: zone_name.clone() });
    graph.nodes[zone.id.0].gate = Some(format!("Delegate {zone_name} to the zone's name servers."));
    let domains = [home, away].map(|region| {
        let certificate = graph.add(service, region, "certificate", Certificate { name: name.clone(), zone });
        graph.add(service, region, "domain", Domain { name: name.clone(), certificate })
    });
    let health = graph.add_global(service, away, "health", HealthCheck { host: domains[0].host() });
    for (at, role) in ["PRIMARY", "SECONDARY"].into_iter().enumerate() {
        let health = (at == 0).then_some(health);
        let record = Record { zone, name: name.clone(), role, health, to: domains[at] };
        let record = graph.add_global(service, away, role.to_lowercase(), record);
        graph.after(record.id, NodeId(0));
    }
    let value =
        map! { "url": format!("https://{name}/"), "health": health.id(), "primary": domains[0].host() };
    report(graph, (service, away, "entry", true), value);
    report(graph, (service, away, "name-servers", true), zone.name_servers());
    report(graph, (service, home, "name", true), Expr::from(&name));
}

fn report(
    graph: &mut Graph,
    (service, region, name, global): (ServiceId, Region, &'static str, bool),
    value: Expr,
) {
    let description = format!("The {name} of {}: where it is", graph.services[service.0].address());
    graph.outputs.push(Output { service, region, name: name.into(), global, description, value });
}
