//! What goes well: create, nothing to do, change, one Region alone, destroy.

use crate::front::{Witness, begin, deploy, deploy_with, destroy, end, going_on};
use crate::loopback::Server;
use crate::systems::{changed, system};
use drc_deploy::{Deployed, Destroyed, End, Options, Status};
use std::sync::Arc;

const SYSTEMS: [&str; 4] =
    ["payments-serverless", "payments-regulated", "payments-aurora", "payments-accelerator"];

#[tokio::test]
async fn every_system_is_created_once_kept_and_destroyed_without_a_rest() {
    for name in SYSTEMS {
        let (server, system) = (Server::start().await, system(name));
        let report = deploy(&server, &system).await;
        assert!(report.is_good(), "{name}:\n{}", report.text());
        assert!(report.stacks.iter().all(|(.., end)| *end == End::Created), "{}", report.text());
        let resources: usize = system.stacks.iter().map(|it| it.resources.len()).sum();
        {
            let world = server.world();
            assert_eq!(world.made.len(), resources, "{name}");
            assert!(world.made.values().all(|it| *it == 1), "{name}: {:?}", world.made);
            assert_eq!(world.count("ExecuteChangeSet"), system.stacks.len());
        }
        let again =
            deploy_with(&server, &system, &Arc::default(), Options::default()).await.expect("it runs");
        assert!(matches!(again, Deployed::Nothing), "{name}: {again:?}");
        let gone = destroy(&server, &system, Options::default()).await.expect("it runs");
        assert!(matches!(&gone, Destroyed::Done(report) if report.is_good()), "{name}: {gone:?}");
        let world = server.world();
        assert!(world.stacks.values().all(|it| it.status == Status::DeleteComplete));
        assert!(world.buckets.is_empty(), "{name}: {:?}", world.buckets.keys());
    }
}

#[tokio::test]
async fn artefact_buckets_are_encrypted_versioned_private_and_written_once() {
    let (server, system) = (Server::start().await, system("payments-aurora"));
    deploy(&server, &system).await;
    let before = server.world().buckets.clone();
    assert_eq!(before.len(), 2);
    for (name, bucket) in &before {
        let settings: Vec<&str> = bucket.settings.iter().map(String::as_str).collect();
        assert_eq!(settings, ["encryption", "policy", "publicAccessBlock", "versioning"], "{name}");
        assert_eq!(bucket.tags["drc:system"], "payments");
        assert!(name.ends_with(&bucket.region), "{name} is in {}", bucket.region);
        assert_eq!(bucket.puts, bucket.objects.len());
    }
    deploy(&server, &changed("payments-aurora", "ttl          = \"60s\"", "ttl          = \"30s\"")).await;
    let after = server.world().buckets.clone();
    for (name, bucket) in &after {
        assert!(before[name].objects.keys().all(|it| bucket.objects.contains_key(it)), "{name}");
        assert_eq!(bucket.puts, bucket.objects.len(), "an object is never written twice");
    }
}

#[tokio::test]
async fn a_plan_names_addresses_and_leaves_nothing() {
    let (server, system) = (Server::start().await, system("payments-aurora"));
    let run = begin(&server, &system, &Arc::default(), Options::default()).await.expect("it begins");
    let plan = drc_deploy::plan(&run).await.expect("it runs");
    let text = plan.text();
    assert!(text.contains("+  database.ledger  DatabaseLedger AWS::RDS::"), "{text}");
    let resources: usize = system.stacks.iter().map(|it| it.resources.len()).sum();
    assert_eq!(plan.stacks.iter().map(|(.., it)| it.lines().len()).sum::<usize>(), resources);
    // A stack in review takes as long to go as any other.
    for _ in 0..20 {
        let _ = drc_deploy::status(&system, &server.aws(&system.regions)).await;
    }
    let world = server.world();
    let left: Vec<_> = world.stacks.iter().filter(|(_, it)| it.status != Status::DeleteComplete).collect();
    assert!(left.is_empty(), "{left:?}");
    assert!(world.buckets.is_empty(), "{:?}", world.buckets.keys());
    assert_eq!(world.count("ExecuteChangeSet"), 0);
}

#[tokio::test]
async fn a_change_reaches_only_the_stacks_it_concerns() {
    let (server, before) = (Server::start().await, system("payments-serverless"));
    deploy(&server, &before).await;
    let after = changed("payments-serverless", "ttl          = \"60s\"", "ttl          = \"30s\"");
    let report = deploy(&server, &after).await;
    let ends: Vec<&str> = report.stacks.iter().map(|(.., it)| it.word()).collect();
    assert_eq!(
        ends,
        ["unchanged", "unchanged", "unchanged", "changed", "unchanged", "changed"],
        "{}",
        report.text()
    );
}

#[tokio::test]
async fn declining_changes_nothing() {
    let (server, system) = (Server::start().await, system("payments-serverless"));
    let front = Arc::new(Witness { refuses: true, ..Witness::default() });
    let ended = deploy_with(&server, &system, &front, going_on()).await.expect("it runs");
    assert!(matches!(ended, Deployed::Declined), "{ended:?}");
    assert!(front.was_asked("Deploy("));
    assert!(server.world().made.is_empty());
}

#[tokio::test]
async fn a_gate_is_asked_for_once_and_holds_what_is_behind_it() {
    let (server, system) = (Server::start().await, system("payments-serverless"));
    // Yes to the plan, and nobody has delegated: the front that refuses would refuse the plan, so gates are told apart.
    struct Delegating(Witness, bool);
    impl drc_deploy::Front for Delegating {
        fn tell(&self, event: drc_deploy::Event<'_>) {
            self.0.tell(event);
        }
        fn ask(&self, question: drc_deploy::Question<'_>) -> bool {
            let gate = matches!(question, drc_deploy::Question::Gate { .. });
            self.0.ask(question) && (!gate || self.1)
        }
        fn stopped(&self) -> bool {
            false
        }
    }
    let run_with = async |done: bool| {
        let front = Arc::new(Delegating(Witness::default(), done));
        let shared = Arc::clone(&front) as Arc<dyn drc_deploy::Front>;
        let aws = server.aws(&system.regions);
        let run = drc_deploy::Run::begin(Arc::clone(&system), aws, shared, Options::default())
            .await
            .expect("it begins");
        let Deployed::Done(report) = drc_deploy::deploy(&run).await.expect("it runs") else {
            panic!("it deploys")
        };
        (report, front)
    };
    let asked = |front: &Delegating| {
        front.0.asked.lock().expect("a lock").iter().filter(|it| it.starts_with("Gate")).count()
    };
    let (report, front) = run_with(false).await;
    // Two stacks wait for it.
    assert_eq!(asked(&front), 1);
    assert!(
        matches!(end(&report, "payments-dev-us-east-1-1"), End::Gated(todo) if todo.contains("Delegate"))
    );
    assert_eq!(*end(&report, "payments-dev-us-east-1-0"), End::Created);
    assert!(report.text().contains("--gates-done"), "{}", report.text());
    // Not asked of CloudFormation but of a person: the next run stands before the same gate.
    let (report, front) = run_with(true).await;
    assert!(report.is_good(), "{}", report.text());
    assert_eq!(asked(&front), 1);
    assert!(front.0.was_asked("TrafficNameServers"));
}

#[tokio::test]
async fn the_secondary_is_deployed_while_the_primary_is_lost() {
    let (server, before) = (Server::start().await, system("payments-serverless"));
    deploy(&server, &before).await;
    server.world().lost.insert("us-east-1".to_owned());
    let after = changed("payments-serverless", "ttl          = \"60s\"", "ttl          = \"30s\"");
    let options = || Options { only: Some("secondary".to_owned()), ..going_on() };
    let deployed = deploy_with(&server, &after, &Arc::default(), options()).await.expect("it runs");
    let Deployed::Done(report) = deployed else { panic!("{deployed:?}") };
    assert!(report.is_good(), "{}", report.text());
    assert_eq!(*end(&report, "payments-dev-us-east-2-2"), End::Changed);
    assert!(report.stacks.iter().all(|(_, region, _)| region == "us-east-2"));
    {
        let world = server.world();
        let kept = &world.stacks[&("us-east-2".to_owned(), "payments-dev-us-east-2-2".to_owned())].parameters;
        let from_the_lost = &kept["TrafficDomainUsEast1RegionalDomainName"];
        assert_eq!(from_the_lost, "payments-dev-us-east-1-1/TrafficDomainRegionalDomainName");
    }
    let state = drc_deploy::status(&after, &server.aws(&after.regions)).await.expect("the other one answers");
    let words: Vec<&str> = state.regions.iter().map(|(_, it)| it.word()).collect();
    assert_eq!(words, ["unreachable", "complete"]);
    let all = deploy_with(&server, &after, &Arc::default(), going_on()).await.expect("it runs");
    let Deployed::Refused(plan) = all else { panic!("{all:?}") };
    assert!(plan.text().contains("us-east-1 is unreachable"), "{}", plan.text());
}

#[tokio::test]
async fn one_that_is_not_drcs_is_left_alone() {
    let (server, system) = (Server::start().await, system("payments-serverless"));
    deploy(&server, &system).await;
    let key = ("us-east-1".to_owned(), "payments-dev-us-east-1-0".to_owned());
    server.world().stacks.get_mut(&key).expect("the stack").tags.clear();
    let refused = destroy(&server, &system, Options::default()).await.expect_err("it is refused");
    assert!(
        refused.what.contains("payments-dev-us-east-1-0 in us-east-1 that drc did not make"),
        "{}",
        refused.what
    );
    let plan = deploy_with(&server, &system, &Arc::default(), going_on()).await.expect("it runs");
    assert!(matches!(plan, Deployed::Refused(_)), "{plan:?}");
    assert_eq!(server.world().count("DeleteStack"), 0);
}

#[tokio::test]
async fn another_account_than_the_specs_is_refused() {
    let server = Server::start().await;
    let spec = changed("payments-serverless", "[objectives]", "[objectives]");
    let mut system = Arc::into_inner(spec).expect("the only one");
    system.account = Some("999999999999".to_owned());
    let refused =
        begin(&server, &Arc::new(system), &Arc::default(), Options::default()).await.err().expect("refused");
    assert!(
        refused.what.contains("999999999999") && refused.what.contains("123456789012"),
        "{}",
        refused.what
    );
}

/// `DRC_BLESS=1 cargo test -p drc-deploy --test deploy` writes it anew. That outputs are valid by it, `tests/acceptance` sees.
#[test]
fn the_schema_of_the_machine_output_is_the_published_one() {
    let path = super::systems::repository().join("docs/deploy.schema.json");
    let printed = format!("{:#}\n", drc_deploy::json_schema());
    if std::env::var_os("DRC_BLESS").is_some() {
        std::fs::write(&path, &printed).expect("it is written");
    }
    assert_eq!(std::fs::read_to_string(path).expect("a schema"), printed);
}
