//! What goes wrong, and what is said and done about it.

use crate::front::{Witness, begin, deploy, deploy_with, end, going_on};
use crate::loopback::{Answer, Record, Server, Trouble};
use crate::systems::{changed, system};
use drc_deploy::{Deployed, End, Failure, HOLD_DATA, Options, Status, System};
use std::collections::BTreeSet;
use std::sync::Arc;

const SPEC: &str = "payments-serverless";
const FIRST: &str = "payments-dev-us-east-1-0";

fn trouble(call: &'static str, after: usize, times: usize, answer: Answer) -> Trouble {
    Trouble { call, region: "", after, times, answer }
}

const THROTTLED: Answer =
    Answer::Error(400, "Throttling", "Rate exceeded", &[("retry-after", "1"), ("x-amz-retry-after", "20")]);
const EXPIRED: Answer =
    Answer::Error(403, "ExpiredToken", "The security token included in the request is expired", &[]);

async fn ended(server: &Server, system: &Arc<System>) -> drc_deploy::Report {
    let deployed = deploy_with(server, system, &Arc::default(), going_on()).await.expect("it runs");
    let Deployed::Done(report) = deployed else { panic!("{deployed:?}") };
    report
}

fn failure<'r>(report: &'r drc_deploy::Report, stack: &str) -> &'r Failure {
    let End::Failed(failure) = end(report, stack) else { panic!("{}", report.text()) };
    failure
}

#[tokio::test]
async fn throttling_and_server_errors_are_waited_out() {
    let (server, system) = (Server::start().await, system(SPEC));
    server.world().troubles = vec![
        trouble("DescribeStacks", 3, 2, THROTTLED),
        trouble("CreateChangeSet", 1, 2, THROTTLED),
        trouble("ExecuteChangeSet", 1, 2, Answer::Error(503, "ServiceUnavailable", "Please retry", &[])),
        trouble("DescribeStackEvents", 2, 2, Answer::Error(500, "InternalFailure", "", &[])),
    ];
    let report = deploy(&server, &system).await;
    assert!(report.is_good(), "{}", report.text());
    let world = server.world();
    assert!(world.troubles.iter().all(|it| it.times == 0), "{:?}", world.troubles);
    assert!(world.made.values().all(|it| *it == 1));
}

#[tokio::test]
async fn throttling_without_end_is_said_in_awss_words() {
    let (server, system) = (Server::start().await, system(SPEC));
    server.world().troubles = vec![trouble("ExecuteChangeSet", 0, 1000, THROTTLED)];
    let report = ended(&server, &system).await;
    assert!(failure(&report, FIRST).what.contains("Throttling: Rate exceeded"), "{}", report.text());
    assert!(matches!(end(&report, "payments-dev-us-east-1-1"), End::Held(_)));
}

#[tokio::test]
async fn an_expired_token_stops_the_run_and_the_next_goes_on() {
    let (server, system) = (Server::start().await, system(SPEC));
    // In the middle: the first stacks are being created.
    server.world().troubles = vec![trouble("DescribeStackEvents", 2, 1000, EXPIRED)];
    let report = ended(&server, &system).await;
    let failure = failure(&report, FIRST);
    assert!(
        failure.what.contains("ExpiredToken") && failure.what.contains("log in again"),
        "{}",
        failure.what
    );
    server.world().troubles.clear();
    let report = deploy(&server, &system).await;
    assert!(report.is_good(), "{}", report.text());
    assert!(server.world().made.values().all(|it| *it == 1));
}

#[tokio::test]
async fn a_lost_answer_does_not_make_anything_twice() {
    for call in ["CreateChangeSet", "ExecuteChangeSet", "PUT object", "PUT bucket", "DeleteChangeSet"] {
        let (server, system) = (Server::start().await, system("payments-aurora"));
        server.world().troubles = vec![trouble(call, 0, 2, Answer::Silence)];
        let report = deploy(&server, &system).await;
        assert!(report.is_good(), "{call}:\n{}", report.text());
        let world = server.world();
        assert!(world.made.values().all(|it| *it == 1), "{call}");
        assert_eq!(
            world.made.len(),
            system.stacks.iter().map(|it| it.resources.len()).sum::<usize>(),
            "{call}"
        );
    }
}

#[tokio::test]
async fn a_creation_that_fails_is_told_by_its_address_and_made_anew_when_mended() {
    let (server, system) = (Server::start().await, system(SPEC));
    let reason = "payments-table-dev already exists in stack arn:aws:cloudformation:us-east-1:1:stack/other";
    server.world().fails.insert("TablePayments".to_owned(), reason.to_owned());
    let report = ended(&server, &system).await;
    let failed = failure(&report, FIRST);
    assert_eq!(failed.status, Some(Status::RollbackComplete));
    let causes: Vec<(&str, &str)> =
        failed.causes.iter().map(|it| (it.address.as_str(), it.reason.as_str())).collect();
    assert_eq!(causes, [("table.payments", reason)]);
    assert!(
        report.text().contains("table.payments (TablePayments, AWS::DynamoDB::GlobalTable) is CREATE_FAILED")
    );
    assert_eq!(*end(&report, "payments-dev-us-east-2-0"), End::Created, "what does not need it goes on");
    server.world().fails.clear();
    let front = Arc::new(Witness::default());
    deploy_with(&server, &system, &front, going_on()).await.expect("it runs");
    assert!(front.was_asked("Remove {") && front.was_asked(reason));
    let again = deploy_with(&server, &system, &Arc::default(), going_on()).await.expect("it runs");
    assert!(matches!(again, Deployed::Nothing), "{again:?}");
}

#[tokio::test]
async fn an_update_that_fails_is_rolled_back_and_the_rest_is_not_begun() {
    let (server, before) = (Server::start().await, system(SPEC));
    deploy(&server, &before).await;
    let after = changed(SPEC, "interval = \"30s\"", "interval = \"10s\"");
    server
        .world()
        .fails
        .insert("TrafficHealthSecondary".to_owned(), "RequestInterval cannot be updated".to_owned());
    let report = ended(&server, &after).await;
    let failed = failure(&report, "payments-dev-us-east-2-0");
    assert_eq!(failed.status, Some(Status::UpdateRollbackComplete), "{}", report.text());
    assert_eq!(failed.causes[0].address, "traffic");
    assert!(
        report.stacks.iter().any(|(.., it)| matches!(it, End::Held(by) if by == "payments-dev-us-east-2-0"))
    );
    server.world().fails.clear();
    assert!(deploy(&server, &after).await.is_good());
}

#[tokio::test]
async fn a_stack_that_is_deleted_meanwhile_is_noticed_and_made_again() {
    let (server, system) = (Server::start().await, system(SPEC));
    server.world().slowness = Some(40);
    server.world().troubles = vec![trouble("DescribeStackEvents", 0, 1, Answer::Deleted)];
    let report = ended(&server, &system).await;
    let gone: Vec<&End> =
        report.stacks.iter().map(|(.., it)| it).filter(|it| matches!(it, End::Failed(_))).collect();
    let [End::Failed(failed)] = gone.as_slice() else { panic!("{}", report.text()) };
    assert!(failed.what.contains("was deleted by somebody else"), "{}", failed.what);
    assert!(deploy(&server, &system).await.is_good());
}

#[tokio::test]
async fn outputs_that_are_missing_are_named() {
    let (server, system) = (Server::start().await, system(SPEC));
    server.world().silent_outputs.insert("TrafficZoneRef".to_owned());
    let report = ended(&server, &system).await;
    let failed = failure(&report, "payments-dev-us-east-1-1");
    assert!(
        failed.what.contains("the output TrafficZoneRef of payments-dev-us-east-2-0, which does not have it"),
        "{}",
        failed.what
    );
}

#[tokio::test]
async fn no_changes_is_understood_in_both_forms() {
    for other_words in [false, true] {
        let (server, system) = (Server::start().await, system(SPEC));
        server.world().other_words = other_words;
        assert!(deploy(&server, &system).await.is_good());
        let again = deploy_with(&server, &system, &Arc::default(), going_on()).await.expect("it runs");
        assert!(matches!(again, Deployed::Nothing), "{again:?}");
        let world = server.world();
        assert!(world.stacks.values().all(|it| it.change_sets.is_empty()));
    }
    // The third way: CreateChangeSet itself refuses.
    let (server, system) = (Server::start().await, system(SPEC));
    assert!(deploy(&server, &system).await.is_good());
    let refusal = Answer::Error(400, "ValidationError", "No updates are to be performed.", &[]);
    server.world().troubles = vec![trouble("CreateChangeSet", 0, 1000, refusal)];
    let again = deploy_with(&server, &system, &Arc::default(), going_on()).await.expect("it runs");
    assert!(matches!(again, Deployed::Nothing), "{again:?}");
}

#[tokio::test]
async fn a_replacement_of_data_is_refused_unless_it_is_allowed_by_address() {
    let (server, before) = (Server::start().await, system(SPEC));
    deploy(&server, &before).await;
    let after = changed(SPEC, "partition_key = \"paymentId: S\"", "partition_key = \"payment: S\"");
    server.world().replaces.insert("TablePayments".to_owned());
    let executed = server.world().count("ExecuteChangeSet");
    let refused = deploy_with(&server, &after, &Arc::default(), going_on()).await.expect("it runs");
    let Deployed::Refused(plan) = refused else { panic!("{refused:?}") };
    assert!(
        plan.text().contains("±  table.payments  TablePayments AWS::DynamoDB::GlobalTable"),
        "{}",
        plan.text()
    );
    assert!(plan.text().contains("LOSES DATA; --allow-replace table.payments permits it"), "{}", plan.text());
    assert_eq!(server.world().count("ExecuteChangeSet"), executed);
    let allowed = Options { allow_replace: ["table.payments".to_owned()].into(), ..going_on() };
    let deployed = deploy_with(&server, &after, &Arc::default(), allowed).await.expect("it runs");
    assert!(matches!(&deployed, Deployed::Done(report) if report.is_good()), "{deployed:?}");
}

/// One line of the spec is swapped with another, and CloudFormation would delete every store and make it anew elsewhere.
#[tokio::test]
async fn what_leaves_its_stack_for_another_is_a_loss_of_data() {
    let (server, before) = (Server::start().await, system(SPEC));
    deploy(&server, &before).await;
    let regions = |primary, secondary| format!("primary   = \"{primary}\"\nsecondary = \"{secondary}\"");
    let swapped = changed(SPEC, &regions("us-east-1", "us-east-2"), &regions("us-east-2", "us-east-1"));
    let executed = server.world().count("ExecuteChangeSet");
    let refused = deploy_with(&server, &swapped, &Arc::default(), going_on()).await.expect("it runs");
    let Deployed::Refused(plan) = refused else { panic!("{refused:?}") };
    let text = plan.text();
    for lost in ["table.payments  TablePayments ", "bucket.payment-docs  BucketPaymentDocs "] {
        let line = text.lines().find(|it| it.contains(lost) && it.contains("LOSES DATA"));
        assert!(line.is_some(), "{lost}: {text}");
    }
    assert_eq!(server.world().count("ExecuteChangeSet"), executed);
}

/// To CloudFormation a table that is called something else in the spec is one table less and one more.
#[tokio::test]
async fn a_store_that_leaves_the_spec_is_deleted_only_if_that_is_allowed() {
    let (server, before) = (Server::start().await, system(SPEC));
    deploy(&server, &before).await;
    let renamed = changed(SPEC, "table.payments", "table.orders");
    let refused = deploy_with(&server, &renamed, &Arc::default(), going_on()).await.expect("it runs");
    let Deployed::Refused(plan) = refused else { panic!("{refused:?}") };
    assert!(
        plan.text().contains(
            "TablePayments AWS::DynamoDB::GlobalTable  LOSES DATA; --allow-replace TablePayments permits it"
        ),
        "{}",
        plan.text()
    );
    let allowed = Options { allow_replace: ["TablePayments".to_owned()].into(), ..going_on() };
    let deployed = deploy_with(&server, &renamed, &Arc::default(), allowed).await.expect("it runs");
    assert!(matches!(&deployed, Deployed::Done(report) if report.is_good()), "{deployed:?}");
}

/// What leaves the spec is known by its type alone, so the list of types must follow the drawings.
#[test]
fn every_type_that_holds_data_is_known() {
    let all = std::fs::read_dir(super::systems::repository().join("specs/services")).expect("specs");
    let files = all.map(|it| it.expect("a file").path()).filter(|it| it.is_file());
    let specs = files.map(|it| (std::fs::read_to_string(it).expect("a spec"), "specs/services"));
    let systems = ["serverless", "regulated", "aurora", "accelerator"]
        .map(|it| super::systems::repository().join(format!("specs/payments-{it}.toml")));
    let systems = systems.into_iter().map(|it| (std::fs::read_to_string(it).expect("a spec"), "specs"));
    let mut drawn: BTreeSet<&str> = BTreeSet::new();
    for (text, folder) in specs.chain(systems) {
        let system = System::of(&super::systems::lowered(&text, folder));
        let resources = system.stacks.iter().flat_map(|it| it.resources.values());
        drawn.extend(resources.filter(|it| it.stateful).map(|it| it.kind));
    }
    drawn.retain(|it| !["AWS::Logs::LogGroup", "AWS::RDS::DBInstance"].contains(it));
    assert_eq!(drawn, HOLD_DATA.iter().copied().collect());
}

#[tokio::test]
async fn two_deployments_at_once_make_everything_once_and_say_who_is_in_the_way() {
    let (server, system) = (Server::start().await, system(SPEC));
    let (one, two) = (Arc::new(Witness::default()), Arc::new(Witness::default()));
    let (first, second) = tokio::join!(
        deploy_with(&server, &system, &one, going_on()),
        deploy_with(&server, &system, &two, going_on())
    );
    for ended in [first.expect("it runs"), second.expect("it runs")] {
        assert!(matches!(&ended, Deployed::Done(report) if report.is_good()), "{ended:?}");
    }
    assert!(server.world().made.values().all(|it| *it == 1));
    let told = |it: &Witness| it.was_told("arn:aws:iam::123456789012:user/ada");
    assert!(told(&one) || told(&two));
}

#[tokio::test]
async fn a_deployment_of_another_spec_is_waited_for_and_named() {
    let (server, before) = (Server::start().await, system(SPEC));
    let after = changed(SPEC, "interval = \"30s\"", "interval = \"10s\"");
    let (one, two) = (Arc::new(Witness::default()), Arc::new(Witness::default()));
    server.world().slowness = Some(100);
    let second = async {
        while server.world().count("ExecuteChangeSet") == 0 {
            tokio::time::sleep(std::time::Duration::from_millis(1)).await;
        }
        deploy_with(&server, &after, &two, going_on()).await
    };
    let (first, second) = tokio::join!(deploy_with(&server, &before, &one, going_on()), second);
    assert!(first.is_ok() && second.is_ok(), "{first:?}\n{second:?}");
    assert!(two.was_told("InTheWay") && two.was_told("user/ada") && two.was_told("2026-11-27T20:00:00Z"));
    assert!(server.world().made.values().all(|it| *it == 1));
}

#[tokio::test]
async fn whoever_stops_it_finishes_what_is_under_way_and_goes_on_later() {
    let (server, system) = (Server::start().await, system(SPEC));
    let front = Arc::new(Witness { stop_after: Some(1), ..Witness::default() });
    let deployed = deploy_with(&server, &system, &front, going_on()).await.expect("it runs");
    let Deployed::Done(report) = deployed else { panic!("{deployed:?}") };
    let words: Vec<&str> = report.stacks.iter().map(|(.., it)| it.word()).collect();
    assert_eq!(
        words,
        ["created", "created", "stopped", "stopped", "stopped", "stopped"],
        "{}",
        report.text()
    );
    assert!(server.world().stacks.values().all(|it| it.operation.is_none()));
    assert!(deploy(&server, &system).await.is_good());
    assert!(server.world().made.values().all(|it| *it == 1));
}

#[tokio::test]
async fn a_bucket_that_holds_something_is_emptied_only_on_demand() {
    let (server, system) = (Server::start().await, system(SPEC));
    deploy(&server, &system).await;
    let bucket = crate::loopback::Bucket {
        region: "us-east-2".to_owned(),
        objects: [("receipt".to_owned(), Vec::new())].into(),
        ..Default::default()
    };
    server.world().buckets.insert("bucketpaymentdocs".to_owned(), bucket);
    let refused =
        crate::front::destroy(&server, &system, Options::default()).await.expect_err("it is refused");
    assert!(refused.what.contains("bucket.payment-docs (bucketpaymentdocs) holds 1"), "{}", refused.what);
    assert!(refused.next.contains("--empty-buckets"));
    assert_eq!(server.world().count("DeleteStack"), 0);
    let options = Options { empty_buckets: true, ..Options::default() };
    let gone = crate::front::destroy(&server, &system, options).await.expect("it runs");
    assert!(matches!(&gone, drc_deploy::Destroyed::Done(report) if report.is_good()), "{gone:?}");
    assert!(server.world().buckets["bucketpaymentdocs"].objects.is_empty());
}

#[tokio::test]
async fn the_proof_of_a_certificate_goes_before_its_zone() {
    let (server, system) = (Server::start().await, system(SPEC));
    deploy(&server, &system).await;
    let record = |name: &str, kind: &str, value: &str| Record {
        name: name.to_owned(),
        kind: kind.to_owned(),
        set: None,
        ttl: 300,
        value: value.to_owned(),
    };
    let kept = record("www.payments.acme-bank.com.", "CNAME", "elsewhere.example.org.");
    let proof = record("_a.api.payments.acme-bank.com.", "CNAME", "_b.acm-validations.aws.");
    server.world().records = vec![kept.clone(), proof];
    crate::front::destroy(&server, &system, Options::default()).await.expect("it runs");
    assert_eq!(server.world().records, [kept]);
}

#[tokio::test]
async fn drift_is_compared_with_what_was_deployed_and_with_the_budget() {
    let (server, system) = (Server::start().await, system(SPEC));
    deploy(&server, &system).await;
    let run = begin(&server, &system, &Arc::default(), Options::default()).await.expect("it begins");
    let answer = |set: &str, ttl| Record {
        name: "api.payments.acme-bank.com.".to_owned(),
        kind: "CNAME".to_owned(),
        set: Some(set.to_owned()),
        ttl,
        value: "x.".to_owned(),
    };
    {
        let mut world = server.world();
        world.health_checks.insert("traffichealthprimary".to_owned(), (30, 3));
        world.health_checks.insert("traffichealthsecondary".to_owned(), (30, 3));
        world.records = vec![answer("primary", 60), answer("secondary", 60)];
        world.replicates = Some(true);
    }
    let same = drc_deploy::drift(&run).await;
    assert!(same.is_good(), "{}", same.text());
    {
        let mut world = server.world();
        world.health_checks.insert("traffichealthprimary".to_owned(), (10, 10));
        world.health_checks.remove("traffichealthsecondary");
        world.records = vec![answer("primary", 3600)];
        world.replicates = Some(false);
        let memory = ("/MemorySize".to_owned(), "256".to_owned(), "128".to_owned());
        world.drifted = vec![("FunctionPaymentProcessor".to_owned(), memory.0, memory.1, memory.2)];
    }
    let drift = drc_deploy::drift(&run).await;
    let text = drift.text();
    for line in [
        "function.payment-processor (FunctionPaymentProcessor, AWS::Lambda::Function) was changed",
        "/MemorySize: deployed 256, found 128",
        "traffic (TrafficHealthPrimary): interval is 10s, the spec says 30s: detection takes 100 s, the budget counts 90 s",
        "traffic (TrafficHealthPrimary): threshold is 10, the spec says 3",
        "traffic (TrafficHealthSecondary): health check is deleted, the spec says there",
        "traffic (TrafficRecordPrimary): ttl is 3600s, the spec says 60s",
        "traffic (TrafficRecordSecondary): record is deleted, the spec says there",
        "bucket.payment-docs (BucketPaymentDocs): replication time control is 0, the spec says 1",
    ] {
        assert!(text.contains(line), "no `{line}` in\n{text}");
    }
    assert_eq!(drift.json()["budget"].as_array().map(Vec::len), Some(6), "{text}");
}

#[tokio::test]
async fn what_is_handed_over_is_shown_to_nobody() {
    let (server, system) = (Server::start().await, system("services/secret"));
    let variables: Vec<&String> = system.stacks.iter().flat_map(|it| it.entry.inputs.values()).collect();
    assert!(!variables.is_empty(), "the spec takes no value");
    let secret = "correct-horse-battery-staple";
    let inputs = variables.iter().map(|it| ((*it).clone(), secret.to_owned())).collect();
    let lacking = deploy_with(&server, &system, &Arc::default(), going_on()).await.expect("it runs");
    let Deployed::Done(report) = lacking else { panic!("{lacking:?}") };
    let named = format!("the environment variable {} is not set", variables[0]);
    assert!(report.text().contains(&named), "{}", report.text());
    let front = Arc::new(Witness::default());
    let options = Options { inputs, ..going_on() };
    let deployed = deploy_with(&server, &system, &front, options).await.expect("it runs");
    let Deployed::Done(report) = deployed else { panic!("{deployed:?}") };
    assert!(report.is_good(), "{}", report.text());
    assert!(!front.was_told(secret) && !front.was_asked(secret) && !report.text().contains(secret));
    // Without the variable a stack that stands keeps what it was given.
    let again = deploy_with(&server, &system, &Arc::default(), going_on()).await.expect("it runs");
    assert!(matches!(again, Deployed::Nothing), "{again:?}");
}
