//! A runbook that no longer matches its spec is found, and one that somebody edited is kept.

use crate::place::{GOOD, Place};
use std::fs;

fn written() -> Place {
    let place = Place::new();
    place.drc(&["runbook", "--out", "RUNBOOK.md", "spec.toml"]).succeeds();
    place
}

const CHECK: &[&str] = &["runbook", "--check", "RUNBOOK.md", "spec.toml"];

#[test]
fn a_runbook_is_checked_against_its_spec() {
    let place = written();
    place.drc(CHECK).succeeds();
    let before = fs::read(place.path("RUNBOOK.md")).expect("a runbook");

    place.write("spec.toml", GOOD.replace("path = \"/health\"", "path = \"/health\", interval = \"10s\""));
    let said = place.drc(CHECK);
    assert_eq!(said.status, 1, "{}", said.err);
    assert!(said.err.contains("RUNBOOK.md is not the runbook of this spec"), "{}", said.err);
    assert_eq!(fs::read(place.path("RUNBOOK.md")).expect("a runbook"), before, "checking writes nothing");

    place.drc(&["runbook", "--out", "RUNBOOK.md", "spec.toml"]).succeeds();
    place.drc(CHECK).succeeds();
    let said = place.drc(&["runbook", "--env", "prod", "--check", "RUNBOOK.md", "spec.toml"]);
    assert_eq!(said.status, 1, "another environment has another runbook: {}", said.err);
}

#[test]
fn a_runbook_that_is_not_there_is_said_to_be_missing() {
    let said = Place::new().drc(CHECK);
    assert_eq!(said.status, 1, "{}", said.err);
    assert!(said.err.contains("RUNBOOK.md is not there"), "{}", said.err);
}

#[test]
fn a_spec_with_errors_has_no_runbook() {
    let place = written();
    place.write("spec.toml", GOOD.replace("us-east-2", "us-east-1"));
    let said = place.drc(&["runbook", "--out", "RUNBOOK.md", "spec.toml"]);
    assert_eq!(said.status, 1, "{}", said.err);
    assert!(said.err.contains("there is no runbook of it"), "{}", said.err);
    let text = fs::read_to_string(place.path("RUNBOOK.md")).expect("a runbook");
    assert!(text.contains("us-east-2"), "the old one is kept");
}

#[test]
fn emit_writes_it_beside_the_folders_and_keeps_what_was_edited() {
    let place = Place::emitted();
    let runbook = place.path("out/RUNBOOK.md");
    let text = fs::read_to_string(&runbook).expect("a runbook");
    assert_eq!(text, place.drc(&["runbook", "spec.toml"]).out, "one runbook, whichever command writes it");

    fs::write(&runbook, format!("{text}\nCall Anna first.\n")).expect("a file");
    let check = ["emit", "--backend", "all", "--out", "out", "--check", "spec.toml"];
    let said = place.drc(&check);
    assert!(said.status == 1 && said.err.contains("RUNBOOK.md is not up to date"), "{}", said.err);
    let said = place.drc(&["emit", "--backend", "all", "--out", "out", "spec.toml"]);
    assert!(said.status == 1 && said.err.contains("RUNBOOK.md was edited"), "{}", said.err);
    assert!(fs::read_to_string(&runbook).expect("a runbook").contains("Anna"));
}

#[test]
fn html_is_one_page() {
    let said = Place::new().drc(&["runbook", "--format", "html", "spec.toml"]);
    said.succeeds();
    assert!(said.out.starts_with("<!doctype html>") && said.out.trim_end().ends_with("</html>"));
}
