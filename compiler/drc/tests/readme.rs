//! What the README says and shows is so.

mod common;

use common::{check, read};
use drc_diagnostic::Severity;
use drc_syntax::Source;

fn codes(text: &str) -> Vec<&'static str> {
    let checked = check(text);
    checked.diagnostics.iter().filter(|it| it.severity() != Severity::Note).map(|it| it.code.id).collect()
}

#[test]
fn its_spec_is_free_of_errors() {
    let readme = read("README.md");
    let spec = readme.split("```toml\n").nth(1).and_then(|it| it.split("```").next()).expect("a spec");
    let checked = check(spec);
    assert!(!checked.diagnostics.has_errors());
    // The four it writes, and the dashboard that every spec gets.
    assert!(checked.spec.is_some_and(|spec| spec.services.len() == 5));
}

#[test]
fn its_broken_target_is_refused_and_its_repair_leaves_the_warning_it_names() {
    let spec = read("specs/payments-serverless.toml");
    let broken = spec.replace("rto       = \"5m\"", "rto       = \"2m\"");
    assert_ne!(spec, broken);
    assert_eq!(codes(&broken), ["DRC301"]);
    let repaired = broken
        .replace("interval = \"30s\", threshold = 3", "interval = \"10s\", threshold = 2")
        .replace("ttl          = \"60s\"", "ttl          = \"30s\"");
    assert_eq!(codes(&repaired), ["DRC303"]);
    let rto = check(&repaired).budget.expect("a budget").rto;
    assert_eq!((rto.nominal.map(|it| it.sum().as_secs()), rto.total().plan.as_secs()), (Some(50), 172));
}

#[test]
fn its_finding_is_what_drc_draws() {
    let broken = read("specs/payments-serverless.toml").replace("rto       = \"5m\"", "rto       = \"2m\"");
    let checked = check(&broken);
    let source = Source::new("specs/payments-serverless.toml", broken);
    let first = checked.diagnostics.iter().take(1);
    let drawn = drc_diagnostic::render(first, &source, drc_diagnostic::Style::Plain);
    assert!(read("README.md").contains(drawn.trim_end()), "drc draws:\n{drawn}");
}

#[test]
fn its_budget_is_what_drc_prints() {
    let text = read("specs/payments-serverless.toml");
    let checked = check(&text);
    let (spec, budget) = (checked.spec.expect("a spec"), checked.budget.expect("a budget"));
    let printed = drc_core::report::text(&spec, &budget);
    let readme = read("README.md");
    let shown = readme.split("```text\n").nth(1).and_then(|it| it.split("```").next()).expect("a budget");
    for line in shown.lines().filter(|line| !line.contains('…') && !line.is_empty()) {
        assert!(printed.lines().any(|it| it == line), "drc does not print:\n{line}\nbut:\n{printed}");
    }
}

#[test]
fn every_command_it_names_exists() {
    let readme = read("README.md");
    for path in ["tests/run", "tests/bench", "ARCHITECTURE.md", "CONTRIBUTING.md", "docs/spec.schema.json"] {
        assert!(readme.contains(path) && common::exists(path), "{path}");
    }
}
