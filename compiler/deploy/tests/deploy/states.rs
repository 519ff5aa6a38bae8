//! Every status a stack can be found in.

use crate::front::{Witness, deploy_with, end, going_on};
use crate::loopback::{Operation, Server};
use crate::systems::{repository, system};
use drc_deploy::{Deployed, End, Next, Removal, Status, table};
use std::sync::Arc;

const STACK: &str = "payments-dev-us-east-1-0";

/// What CloudFormation's work comes to.
fn comes_to(status: Status) -> Option<Status> {
    Some(match status {
        Status::CreateInProgress => Status::CreateComplete,
        Status::RollbackInProgress => Status::RollbackComplete,
        Status::UpdateInProgress | Status::UpdateCompleteCleanupInProgress => Status::UpdateComplete,
        Status::UpdateRollbackInProgress | Status::UpdateRollbackCompleteCleanupInProgress => {
            Status::UpdateRollbackComplete
        }
        Status::DeleteInProgress => Status::DeleteComplete,
        Status::ImportInProgress => Status::ImportComplete,
        Status::ImportRollbackInProgress => Status::ImportRollbackComplete,
        Status::ReviewInProgress
        | Status::CreateComplete
        | Status::CreateFailed
        | Status::RollbackComplete
        | Status::RollbackFailed
        | Status::UpdateComplete
        | Status::UpdateFailed
        | Status::UpdateRollbackFailed
        | Status::UpdateRollbackComplete
        | Status::DeleteComplete
        | Status::DeleteFailed
        | Status::ImportComplete
        | Status::ImportRollbackFailed
        | Status::ImportRollbackComplete => return None,
    })
}

/// A system that stands, but for one stack, which is in a status.
async fn standing_but(status: Status) -> Server {
    let (server, system) = (Server::start().await, system("payments-serverless"));
    crate::front::deploy(&server, &system).await;
    let mut world = server.world();
    let key = ("us-east-1".to_owned(), STACK.to_owned());
    let ends_at = world.clock + 60;
    let stack = world.stacks.get_mut(&key).expect("the stack");
    stack.status = status;
    stack.operation = comes_to(status).map(|then| Operation { ends_at, then, set: None });
    if matches!(status, Status::ReviewInProgress | Status::DeleteComplete | Status::RollbackComplete) {
        stack.resources.clear();
        stack.outputs.clear();
    }
    if status == Status::DeleteComplete {
        let held = world.stacks.remove(&key).expect("the stack");
        world.stacks.insert((key.0, held.id.clone()), held);
    }
    drop(world);
    server
}

#[tokio::test]
async fn deploy_acts_on_every_status() {
    let system = system("payments-serverless");
    for status in Status::ALL.iter().copied() {
        let server = standing_but(status).await;
        let executed = server.world().count("ExecuteChangeSet");
        let front = Arc::new(Witness::default());
        let deployed = deploy_with(&server, &system, &front, going_on()).await.expect("it runs");
        let text = status.text();
        // What a status is acted upon as, once CloudFormation is through.
        match comes_to(status).unwrap_or(status).next() {
            Next::Stop => {
                let Deployed::Refused(plan) = deployed else { panic!("{text}: {deployed:?}") };
                assert!(plan.text().contains(STACK) && plan.text().contains(text), "{}", plan.text());
                assert!(!plan.text().contains("STACK"), "{}", plan.text());
                assert_eq!(server.world().count("ExecuteChangeSet"), executed, "{text}");
                continue;
            }
            Next::Change if status.is_working() => {
                let Deployed::Done(report) = deployed else { panic!("{text}: {deployed:?}") };
                assert_eq!(*end(&report, STACK), End::Unchanged, "{text}");
                assert!(front.was_told("InTheWay") && front.was_told("user/ada"), "{text}");
            }
            Next::Change => assert!(matches!(deployed, Deployed::Nothing), "{text}: {deployed:?}"),
            Next::Create | Next::Remove => {
                let Deployed::Done(report) = deployed else { panic!("{text}: {deployed:?}") };
                assert_eq!(*end(&report, STACK), End::Created, "{text}");
                let asked = comes_to(status).unwrap_or(status).next() == Next::Remove;
                assert_eq!(front.was_asked("Remove {"), asked, "{text}");
            }
            Next::Wait => panic!("{text} ends in nothing"),
        }
        let world = server.world();
        let stack = &world.stacks[&("us-east-1".to_owned(), STACK.to_owned())];
        assert!(!stack.status.is_working() && stack.status.next() == Next::Change, "{text}");
    }
}

#[tokio::test]
async fn destroy_acts_on_every_status() {
    let system = system("payments-serverless");
    for status in Status::ALL.iter().copied() {
        let server = standing_but(status).await;
        let gone = crate::front::destroy(&server, &system, going_on()).await.expect("it runs");
        let drc_deploy::Destroyed::Done(report) = gone else { panic!("{}: {gone:?}", status.text()) };
        assert!(report.is_good(), "{}:\n{}", status.text(), report.text());
        let wanted = if status.removal() == Removal::Gone { End::Absent } else { End::Deleted };
        assert_eq!(*end(&report, STACK), wanted, "{}", status.text());
        let world = server.world();
        assert!(world.stacks.values().all(|it| it.status == Status::DeleteComplete), "{}", status.text());
    }
}

#[test]
fn the_page_has_the_table() {
    let page = std::fs::read_to_string(repository().join("docs/deploy.md")).expect("docs/deploy.md");
    assert!(page.contains(&table()), "docs/deploy.md must contain:\n{}", table());
}

#[test]
fn texts_are_read_back() {
    for status in Status::ALL {
        assert_eq!(Status::parse(status.text()), Some(*status));
    }
    assert_eq!(Status::parse("SOMETHING_NEW"), None);
}
