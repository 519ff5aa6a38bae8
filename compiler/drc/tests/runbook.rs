//! Runbooks: every kind has its part, every figure is the budget's, and what can be run can be run anywhere.

mod common;

use common::{check, read, source, specs};
use drc_core::budget::Budget;
use drc_core::runbook::{Expected, Runbook, html, markdown};
use drc_model::budget::Columns;
use drc_services::runbook::{Chapter, Contribution, Takes, Undo};
use drc_services::{ServiceKind, Spec};
use std::collections::BTreeSet;

fn runbook(text: &str) -> (Spec, Budget, Runbook) {
    let checked = check(text);
    let graph = checked.lower(&source(text)).expect("a spec without errors");
    let runbook = checked.runbook(&graph).expect("a runbook");
    (checked.spec.expect("a spec"), checked.budget.expect("a budget"), runbook)
}

const SYSTEMS: [&str; 4] = ["serverless", "regulated", "aurora", "accelerator"];

fn systems() -> impl Iterator<Item = (&'static str, (Spec, Budget, Runbook))> {
    SYSTEMS.into_iter().map(|it| (it, runbook(&read(&format!("specs/payments-{it}.toml")))))
}

#[test]
fn every_kind_has_a_part_or_says_why_not() {
    let mut seen = BTreeSet::new();
    for path in specs() {
        let Some(spec) = check(&read(&path)).spec else { continue };
        for entry in &spec.services {
            seen.insert(entry.service.kind());
            match entry.service.runbook(entry, &spec) {
                Contribution::Nothing(why) => assert!(why.len() > 20, "{path}: {}: {why}", entry.address),
                Contribution::Part(part) => {
                    assert!(!part.steps.is_empty(), "{path}: {} has no step", entry.address);
                }
            }
        }
    }
    assert_eq!(seen.into_iter().collect::<Vec<_>>(), ServiceKind::ALL, "no spec has one of the others");
}

/// The budget's own sum of what a step names, by another way than the runbook's.
fn named(takes: &Takes, budget: &Budget) -> Option<Columns> {
    let of = |owner: &str, ids: &[&str], failback: bool| {
        let paths = if failback { &budget.failback.paths } else { &budget.rto.paths };
        let path = paths.iter().find(|it| it.name == owner);
        let terms = path.map(|it| it.terms.iter().collect::<Vec<_>>());
        let terms = terms.unwrap_or_else(|| budget.rto.after.iter().map(|(_, it)| it).collect());
        let chosen = terms.into_iter().filter(|it| ids.is_empty() || ids.contains(&it.id));
        chosen.fold(None, |sum: Option<Columns>, it| Some(sum.unwrap_or_default() + it.columns))
    };
    match takes {
        Takes::Rto(owner, ids) => of(owner, ids, false),
        Takes::Failback(owner, ids) => of(owner, ids, true),
        Takes::Lag(store) => {
            budget.lines().find(|(owner, it)| owner == store && it.id == "lag").map(|it| it.1.columns)
        }
        Takes::Unbudgeted(_) => None,
    }
}

#[test]
fn figures_are_the_budgets() {
    for (system, (_, budget, runbook)) in systems() {
        let mut budgeted = 0;
        for step in runbook.sections.iter().flat_map(|it| &it.steps) {
            let shown = match &step.expected {
                Expected::Budgeted(columns, ..) => Some(*columns),
                Expected::Unbudgeted(_) => None,
            };
            let (title, takes) = (&step.step.title, &step.step.takes);
            assert_eq!(shown, named(takes, &budget), "{system}: {title}");
            assert_eq!(
                shown.is_none(),
                matches!(takes, Takes::Unbudgeted(_)),
                "{system}: {title} names no term"
            );
            budgeted += usize::from(shown.is_some());
        }
        assert!(budgeted > 5, "{system}: {budgeted}");
        let failover = runbook.sections.iter().find(|it| it.chapter == Chapter::Failover).expect("a chapter");
        let total = Expected::Budgeted(budget.rto.total(), "RTO", Some(budget.rto.target));
        assert_eq!(failover.total, Some(total), "{system}");
        let text = markdown(&runbook);
        let plan = format!(
            "{}s planned, of the RTO of {}: pass",
            budget.rto.total().plan.as_secs(),
            budget.rto.target
        );
        assert!(text.contains(&plan), "{system}: {plan}");
    }
}

#[test]
fn a_step_that_acts_says_how_it_is_taken_back() {
    for (system, (_, _, runbook)) in systems() {
        for step in runbook.sections.iter().flat_map(|it| &it.steps) {
            let (step, number) = (&step.step, &step.number);
            match &step.undo {
                Undo::By(commands) => assert!(!commands.is_empty(), "{system} {number}"),
                Undo::Nothing(why) => assert!(!why.is_empty(), "{system} {number}"),
            }
            assert!(!step.why.is_empty() && !step.check.see.is_empty(), "{system} {number}: {}", step.title);
        }
    }
}

/// Interactive shells take `!` in double quotes for history.
#[test]
fn nothing_in_a_block_means_something_else_at_a_prompt() {
    for path in specs() {
        let (_, _, runbook) = runbook(&read(&path));
        let steps = runbook.sections.iter().flat_map(|it| &it.steps).map(|it| &it.step);
        let of_step = steps.flat_map(|it| it.commands.iter().chain(&it.check.commands));
        for command in of_step.chain(runbook.troubles.iter().flat_map(|(_, it)| &it.commands)) {
            assert!(!command.to_string().contains('!'), "{path}: {command}");
        }
    }
}

#[test]
fn the_teams_own_steps_are_steps_of_the_failover() {
    let step = "\n[[operations.steps]]\nname  = \"tell the partners\"\ntakes = \"2m\"\nundo  = \"tell them again\"\n";
    let text = read("specs/payments-regulated.toml")
        .replace("hands_off = true", "hands_off = false")
        .replace("rto       = \"15m\"", "rto       = \"40m\"")
        + step;
    let (_, _, runbook) = runbook(&text);
    let failover = runbook.sections.iter().find(|it| it.chapter == Chapter::Failover).expect("a chapter");
    let own = failover.steps.iter().find(|it| it.step.title == "tell the partners").expect("its step");
    assert!(own.step.why.contains("2m"), "{}", own.step.why);
    assert!(markdown(&runbook).contains("tell them again"));
}

#[test]
fn where_people_promote_the_decision_is_a_step_with_its_time() {
    let text = read("specs/payments-aurora.toml")
        .replace(
            "promotion = \"automatic\"\nwatch     = { interval = \"60s\", threshold = 3 }",
            "promotion = \"manual\"",
        )
        .replace("rto       = \"15m\"", "rto       = \"45m\"")
        .replace("hands_off = true\n", "");
    let (_, budget, runbook) = runbook(&text);
    let failover = runbook.sections.iter().find(|it| it.chapter == Chapter::Failover).expect("a chapter");
    let decide = failover.steps.iter().find(|it| it.step.title == "Decide").expect("a step");
    let path = budget.rto.paths.iter().find(|it| it.name == "database.ledger").expect("a path");
    let people = ["alarm", "page", "acknowledge", "decide", "execute"];
    let sum: Columns = path.terms.iter().filter(|it| people.contains(&it.id)).map(|it| it.columns).sum();
    assert_eq!(decide.expected, Expected::Budgeted(sum, "RTO", Some(budget.rto.target)));
    let promote = failover
        .steps
        .iter()
        .find(|it| it.step.title.starts_with("Promote database.ledger"))
        .expect("a step");
    assert_eq!(promote.step.only_if, None, "nobody else does it");
    let commands: Vec<String> = promote.step.commands.iter().map(ToString::to_string).collect();
    assert!(commands[1].contains("failover-global-cluster --region us-west-2"), "{commands:?}");
    assert!(commands[1].contains("--allow-data-loss"), "{commands:?}");
}

#[test]
fn the_page_needs_no_network_and_shows_all_that_the_text_does() {
    for (system, (_, _, runbook)) in systems() {
        let (page, text) = (html(&runbook), markdown(&runbook));
        for link in ["src=", "<link", "url(", "@import", "href=\"http"] {
            assert!(!page.contains(link), "{system}: {link}");
        }
        assert_eq!(page.matches("<pre").count(), text.matches("```sh\n").count(), "{system}");
        for step in runbook.sections.iter().flat_map(|it| &it.steps) {
            assert!(page.contains(&format!("id=\"step-{}\"", step.number)), "{system}: {}", step.number);
        }
    }
}
