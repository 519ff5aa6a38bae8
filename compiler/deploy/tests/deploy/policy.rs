//! What `drc iam-policy` grants: everything that a deployment asks for, and not what it does not.

use crate::front::{Witness, begin, deploy, destroy, going_on};
use crate::loopback::{Record, Server};
use crate::systems::{lowered, repository, system};
use drc_deploy::{Options, Policies, System};
use serde_json::Value;
use std::collections::BTreeSet;
use std::fs;
use std::sync::Arc;

const SYSTEMS: [&str; 4] =
    ["payments-serverless", "payments-regulated", "payments-aurora", "payments-accelerator"];

fn policies(name: &str) -> Policies {
    let text = fs::read_to_string(repository().join(format!("specs/{name}.toml"))).expect("a spec");
    Policies::of(&lowered(&text, "specs"))
}

/// A request as IAM sees it.
#[derive(Clone, Copy)]
struct Asked<'a> {
    action: &'a str,
    resource: &'a str,
    /// Condition keys and their values.
    keys: &'a [(&'a str, &'a str)],
}

/// As IAM decides, as far as drc's policies go: they only allow.
fn allows(policies: &Policies, asked: Asked<'_>) -> bool {
    let statements = policies.documents.iter().flat_map(|it| it["Statement"].as_array().expect("statements"));
    let mut statements = statements.filter(|it| texts(&it["Action"]).contains(&asked.action));
    statements.any(|it| {
        texts(&it["Resource"]).iter().any(|pattern| matches(pattern, asked.resource))
            && it["Condition"]
                .as_object()
                .into_iter()
                .flatten()
                .all(|(operator, test)| holds(operator, test, asked.keys))
    })
}

fn holds(operator: &str, test: &Value, keys: &[(&str, &str)]) -> bool {
    test.as_object().expect("keys").iter().all(|(key, wanted)| {
        let value = keys.iter().find(|(it, _)| it == key).map(|(_, value)| *value);
        value.is_some_and(|value| match operator {
            "StringEquals" | "Bool" => texts(wanted).contains(&value),
            "StringLike" | "ArnEquals" => texts(wanted).iter().any(|it| matches(it, value)),
            other => panic!("no {other} here"),
        })
    })
}

fn texts(value: &Value) -> Vec<&str> {
    value.as_str().map_or_else(
        || value.as_array().expect("a text or several").iter().filter_map(Value::as_str).collect(),
        |one| vec![one],
    )
}

/// `*` is any text, `?` any character.
fn matches(pattern: &str, text: &str) -> bool {
    let mut rest = pattern.chars();
    match rest.next() {
        None => text.is_empty(),
        Some('*') => {
            let rest = rest.as_str();
            let mut ends = text.char_indices().map(|(at, _)| at).chain([text.len()]);
            ends.any(|at| matches(rest, &text[at..]))
        }
        Some(wanted) => {
            let mut left = text.chars();
            left.next().is_some_and(|it| wanted == '?' || it == wanted)
                && matches(rest.as_str(), left.as_str())
        }
    }
}

/// What IAM calls a request that the loopback has seen, and the ARN it is about.
fn in_iam((service, call, region, what): &(String, String, String, String)) -> Vec<(String, String)> {
    let (name, _) = what.trim_matches('/').split_once('/').unwrap_or((what.trim_matches('/'), ""));
    let bucket = format!("arn:aws:s3:::{name}");
    let s3 = |action: &str| vec![(format!("s3:{action}"), bucket.clone())];
    let object = |action: &str| (format!("s3:{action}"), format!("{bucket}/code/0123.zip"));
    match (service.as_str(), call.as_str()) {
        ("cloudformation", _) => {
            // Called by its ARN once it is deleted; about a drift detection, not a stack, where the request names none.
            let arn = if what.starts_with("arn:") {
                what.clone()
            } else {
                format!("arn:aws:cloudformation:{region}:123456789012:stack/{what}/0f")
            };
            vec![(format!("cloudformation:{call}"), arn)]
        }
        ("sts", _) => vec![(format!("sts:{call}"), "*".to_owned())],
        ("route53", _) if what.contains("healthcheck") => {
            vec![("route53:GetHealthCheck".to_owned(), "arn:aws:route53:::healthcheck/1".to_owned())]
        }
        ("route53", _) => {
            let verb = if call.starts_with("GET") { "List" } else { "Change" };
            vec![(format!("route53:{verb}ResourceRecordSets"), "arn:aws:route53:::hostedzone/Z0".to_owned())]
        }
        ("s3", "PUT bucket") => s3("CreateBucket"),
        ("s3", "DELETE bucket") => s3("DeleteBucket"),
        ("s3", "GET bucket ?tagging") => s3("GetBucketTagging"),
        ("s3", "GET bucket ?versions") => s3("ListBucketVersions"),
        ("s3", "GET bucket ?replication") => s3("GetReplicationConfiguration"),
        ("s3", "PUT bucket ?encryption") => s3("PutEncryptionConfiguration"),
        ("s3", "PUT bucket ?policy") => s3("PutBucketPolicy"),
        ("s3", "PUT bucket ?publicAccessBlock") => s3("PutBucketPublicAccessBlock"),
        ("s3", "PUT bucket ?tagging") => s3("PutBucketTagging"),
        ("s3", "PUT bucket ?versioning") => s3("PutBucketVersioning"),
        // S3 says that an object is not there only to whom it would list the bucket.
        ("s3", "HEAD object") => [s3("ListBucket"), vec![object("GetObject")]].concat(),
        ("s3", "PUT object") => vec![object("PutObject")],
        ("s3", "POST bucket ?delete") => vec![object("DeleteObject"), object("DeleteObjectVersion")],
        other => panic!("what is {other:?} in IAM?"),
    }
}

/// The loopback calls a bucket by its logical id; AWS calls it as the template does.
fn named(system: &System, region: &str, path: &str) -> String {
    for stack in system.stacks.iter().filter(|it| it.entry.region == region) {
        let id = stack.resources.keys().find(|it| it.to_lowercase() == path.trim_matches('/'));
        let body = id.and_then(|id| stack.template.split_once(&format!("\n  {id}:\n")));
        if let Some((_, rest)) = body.and_then(|(_, body)| body.split_once("BucketName: ")) {
            return format!("/{}", rest.lines().next().expect("a name"));
        }
    }
    path.to_owned()
}

#[tokio::test]
async fn every_call_that_drc_makes_is_granted() {
    let mut seen: BTreeSet<String> = BTreeSet::new();
    for name in SYSTEMS {
        let (server, system, policies) = (Server::start().await, system(name), policies(name));
        // A plan before there is anything leaves a stack in review behind, and removes it.
        let run = begin(&server, &system, &Arc::new(Witness::default()), going_on()).await.expect("it runs");
        drc_deploy::plan(&run).await.expect("a plan");
        deploy(&server, &system).await;
        let proof = Record {
            name: "_0a1b.payments.acme-bank.com.".to_owned(),
            kind: "CNAME".to_owned(),
            set: None,
            ttl: 300,
            value: "_2c3d.acm-validations.aws.".to_owned(),
        };
        server.world().records.push(proof);
        drc_deploy::plan(&run).await.expect("a plan");
        drc_deploy::drift(&run).await;
        drc_deploy::status(&system, &server.aws(&system.regions)).await.expect("a status");
        let options = Options { empty_buckets: true, ..Options::default() };
        destroy(&server, &system, options).await.expect("it runs");
        for request in &server.world().asked {
            let region = [("aws:RequestedRegion", request.2.as_str())];
            let mut request = request.clone();
            request.3 = named(&system, &request.2, &request.3);
            for (action, resource) in in_iam(&request) {
                let asked = Asked { action: &action, resource: &resource, keys: &region };
                assert!(allows(&policies, asked), "{name}: {action} on {resource} is not granted");
                seen.insert(action);
            }
        }
    }
    // What drc asks for in its own name, it does ask for; these go with other calls: tags with a change set, the drift of a
    // resource with that of its stack, a secret's value with a template that refers to it.
    let goes_along = [
        "cloudformation:DetectStackResourceDrift",
        "cloudformation:TagResource",
        "cloudformation:UntagResource",
        "secretsmanager:GetSecretValue",
    ];
    let types = types();
    let own = types.lines().filter(|it| it.starts_with("drc::")).flat_map(|it| it.split(' '));
    let calls = own.filter_map(|it| it.strip_prefix('+'));
    let idle: BTreeSet<&str> = calls.filter(|it| !seen.contains(*it) && !goes_along.contains(it)).collect();
    assert_eq!(idle, BTreeSet::new(), "drc is granted what it never asks for");
    for call in
        ["route53:ChangeResourceRecordSets", "route53:GetHealthCheck", "s3:GetReplicationConfiguration"]
    {
        assert!(seen.contains(call), "{call}: drift or destroy is no longer looked at");
    }
}

#[test]
fn what_deploying_does_not_take_is_not_granted() {
    let policies = policies("payments-accelerator");
    let region = ("aws:RequestedRegion", "us-east-1");
    let role = "arn:aws:iam::123456789012:role/payments-us-east-1-dev";
    let vpc = "arn:aws:ec2:us-east-1:123456789012:vpc/vpc-1";
    let key = "arn:aws:kms:us-east-1:123456789012:key/1";
    let boundary = "arn:aws:iam::aws:policy/AdministratorAccess";
    for (action, resource, key) in [
        ("s3:GetObject", "arn:aws:s3:::payment-docs-us-east-1-dev/a", region),
        ("s3:DeleteBucket", "arn:aws:s3:::somebody-elses", region),
        (
            "cloudformation:DeleteStack",
            "arn:aws:cloudformation:us-east-1:123456789012:stack/payments-prod-us-east-1-0/1",
            region,
        ),
        ("iam:PassRole", role, ("iam:PassedToService", "ec2.amazonaws.com")),
        ("iam:CreateUser", "arn:aws:iam::123456789012:user/me", region),
        ("iam:PutRolePolicy", "arn:aws:iam::123456789012:role/admin", region),
        (
            "iam:AttachRolePolicy",
            "arn:aws:iam::123456789012:role/payment-gateway-logs-us-east-1-dev",
            ("iam:PolicyARN", boundary),
        ),
        ("ec2:DeleteVpc", vpc, ("aws:ResourceTag/drc:system", "another")),
        ("ec2:DeleteVpc", vpc, region),
        ("ec2:DescribeVpcs", "*", ("aws:RequestedRegion", "eu-west-1")),
        ("kms:Decrypt", key, region),
        (
            "secretsmanager:GetSecretValue",
            "arn:aws:secretsmanager:us-east-1:123456789012:secret:another-abcdef",
            region,
        ),
    ] {
        assert!(
            !allows(&policies, Asked { action, resource, keys: &[key] }),
            "{action} on {resource} with {key:?}"
        );
    }
    for (action, resource, key) in [
        ("iam:PassRole", role, ("iam:PassedToService", "lambda.amazonaws.com")),
        ("ec2:DeleteVpc", vpc, ("aws:ResourceTag/drc:system", "payments")),
        ("ec2:DescribeVpcs", "*", region),
        ("kms:Decrypt", key, ("kms:ViaService", "secretsmanager.us-east-1.amazonaws.com")),
        (
            "secretsmanager:GetSecretValue",
            "arn:aws:secretsmanager:us-east-1:123456789012:secret:ledger-login-dev-abcdef",
            region,
        ),
    ] {
        assert!(
            allows(&policies, Asked { action, resource, keys: &[key] }),
            "{action} on {resource} with {key:?}"
        );
    }
}

fn types() -> String {
    fs::read_to_string(repository().join("compiler/deploy/src/policy/types.txt")).expect("types.txt")
}

/// Every spec there is: the folder it is in, and its text.
fn specs() -> Vec<(String, &'static str, String)> {
    let mut all = Vec::new();
    for folder in ["specs", "specs/services", "tests/specs"] {
        for entry in fs::read_dir(repository().join(folder)).expect("a folder") {
            let path = entry.expect("an entry").path();
            if path.extension().is_some_and(|it| it == "toml") {
                all.push((path.display().to_string(), folder, fs::read_to_string(&path).expect("a spec")));
            }
        }
    }
    all
}

#[test]
fn policies_of_every_spec_name_actions_fit_and_are_the_same_again() {
    let specs = specs();
    assert!(specs.len() > 20, "only {} specs", specs.len());
    let mut drawn: BTreeSet<&str> = BTreeSet::new();
    for (name, folder, text) in specs {
        let graph = lowered(&text, folder);
        let system = System::of(&graph);
        drawn.extend(system.stacks.iter().flat_map(|it| it.resources.values()).map(|it| it.kind));
        let policies = Policies::of(&graph);
        assert!(policies.lacking.is_empty(), "{name}: types.txt lacks {:?}", policies.lacking);
        assert_eq!(policies.json(), Policies::of(&graph).json(), "{name}");
        for (at, document) in policies.documents.iter().enumerate() {
            let size = document.to_string().chars().filter(|it| !it.is_whitespace()).count();
            assert!(size <= 6144, "{name}: policy {} has {size} characters", at + 1);
            for statement in document["Statement"].as_array().expect("statements") {
                let wildcards = texts(&statement["Action"]).into_iter().filter(|it| it.contains('*')).count();
                assert_eq!(wildcards, 0, "{name}: {statement}");
                // Every star that is more than an account or the end of a name has its reason.
                let sid = statement["Sid"].as_str().expect("a Sid");
                let has_reason = policies.wide.iter().any(|it| it.policy == at + 1 && it.sid == sid);
                assert!(has_reason || !texts(&statement["Resource"]).contains(&"*"), "{name}: {statement}");
            }
        }
    }
    let types =
        fs::read_to_string(repository().join("compiler/deploy/src/policy/types.txt")).expect("types.txt");
    let kinds = types.lines().filter_map(|it| it.split(' ').next()).filter(|it| it.contains("::"));
    let idle: Vec<&str> = kinds.filter(|it| !it.starts_with("drc::") && !drawn.contains(it)).collect();
    assert_eq!(idle, Vec::<&str>::new(), "take them out of types.txt and run xtask");
}

#[test]
fn the_account_of_the_spec_stands_in_every_arn() {
    let text = fs::read_to_string(repository().join("specs/payments-serverless.toml")).expect("a spec");
    let text = text.replacen("[system]", "[system]\naccount = \"123456789012\"", 1);
    let policies = Policies::of(&lowered(&text, "specs"));
    let text = policies.text();
    assert!(
        text.contains("arn:aws:lambda:us-east-1:123456789012:function:payment-processor-us-east-1-dev"),
        "{text}"
    );
    assert!(!text.contains(":*:"), "an account is left open: {text}");
}
