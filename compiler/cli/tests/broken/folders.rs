//! What a spec may read of the machine: the code folders it names, inside the repository, and nothing else.

use crate::place::{GOOD, Place};
use std::os::unix::fs::symlink;

fn with_code(place: &Place, code: &str) {
    place.write("spec.toml", GOOD.replace("\"code\"", &format!("\"{code}\"")));
}

#[test]
fn specs_that_cannot_be_read() {
    let place = Place::emitted();
    let before = place.files("out");
    for spec in ["missing.toml", "code", "spec.toml/below"] {
        place.drc(&["check", spec]).could_not_run(spec);
        place.drc(&["emit", "--backend", "all", "--out", "out", spec]).could_not_run(spec);
    }
    place.drc(&["check", "--root", "nowhere", "spec.toml"]).could_not_run("nowhere");
    assert!(place.files("out") == before);
}

#[test]
fn the_others_are_checked_all_the_same() {
    let place = Place::new();
    let said = place.drc(&["check", "missing.toml", "spec.toml"]);
    said.could_not_run("missing.toml");
    assert!(said.err.contains("spec.toml: no findings"), "{}", said.err);
}

#[test]
fn a_code_folder_that_is_none() {
    let place = Place::emitted();
    place.write("empty/.DS_Store", "litter");
    for code in ["nowhere", "code/index.js", "empty", ""] {
        with_code(&place, code);
        // The repository itself is a folder with files, so the empty path is the handler's problem.
        let expected = if code.is_empty() { "DRC507" } else { "DRC505" };
        place.is_refused("spec.toml", expected, &[]);
    }
}

#[test]
fn a_code_folder_outside() {
    let place = Place::emitted();
    let elsewhere = tempfile::tempdir().expect("a folder");
    std::fs::write(elsewhere.path().join("id_ed25519"), "secret").expect("a file");
    for code in ["..", "../../etc", "code/../../x", "/etc", elsewhere.path().to_str().expect("UTF-8")] {
        with_code(&place, code);
        place.is_refused("spec.toml", "DRC506", &[]);
    }
}

#[test]
fn a_code_folder_outside_the_root_that_was_asked_for() {
    let place = Place::emitted();
    place.write("services/pay/spec.toml", GOOD.replace("\"code\"", "\"../../code\""));
    place.drc(&["check", "services/pay/spec.toml"]).succeeds();
    place.is_refused("services/pay/spec.toml", "DRC506", &["--root", "services"]);
    let said = place.drc(&["check", "--root", "services", "services/pay/spec.toml"]);
    assert!(said.err.contains("leads out of `services`"), "{}", said.err);
}

#[test]
fn links_that_lead_outside() {
    let place = Place::emitted();
    let elsewhere = tempfile::tempdir().expect("a folder");
    let secret = elsewhere.path().join("secret.js");
    std::fs::write(&secret, "secret").expect("a file");
    place.write("file/index.js", "exports");
    place.write("folder/index.js", "exports");
    symlink(&secret, place.path("file/lib.js")).expect("a link");
    symlink(elsewhere.path(), place.path("folder/lib")).expect("a link");
    symlink(elsewhere.path(), place.path("itself")).expect("a link");
    for code in ["file", "folder", "itself"] {
        with_code(&place, code);
        place.is_refused("spec.toml", "DRC506", &[]);
    }
}

#[test]
fn links_that_lead_nowhere_or_round_in_a_circle() {
    let place = Place::emitted();
    place.write("nowhere/index.js", "exports");
    place.write("circle/index.js", "exports");
    symlink("missing.js", place.path("nowhere/lib.js")).expect("a link");
    symlink("..", place.path("circle/up")).expect("a link");
    for code in ["nowhere", "circle"] {
        with_code(&place, code);
        place.is_refused("spec.toml", "DRC505", &[]);
    }
}

#[test]
fn a_link_inside_the_repository_is_followed() {
    let place = Place::new();
    place.write("linked/handler.txt", "not the handler");
    symlink("../code/index.js", place.path("linked/index.js")).expect("a link");
    with_code(&place, "linked");
    place.drc(&["check", "spec.toml"]).succeeds();
}

#[test]
fn an_error_cannot_be_accepted_and_then_emitted() {
    let place = Place::emitted();
    let allow = "\n[[allow]]\ncode = \"DRC505\"\nat = \"function.processor\"\nreason = \"later\"\n";
    place.write("spec.toml", GOOD.replace("\"code\"", "\"nowhere\"") + allow);
    place.is_refused("spec.toml", "DRC505", &[]);
}
