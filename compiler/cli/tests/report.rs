//! `drc report` in a repository: what git has is what a change is compared with.

#![allow(clippy::disallowed_methods, reason = "tests run the command line")]

use serde_json::Value;
use std::fs;
use std::path::Path;
use std::process::{Command, Output};
use tempfile::TempDir;

const SPEC: &str = include_str!("../../../specs/payments-serverless.toml");

fn git(folder: &Path, arguments: &[&str]) {
    let ran = Command::new("git")
        .current_dir(folder)
        .args(["-c", "user.name=a", "-c", "user.email=a@example.com", "-c", "commit.gpgsign=false"])
        .args(arguments)
        .output()
        .expect("git runs");
    assert!(ran.status.success(), "git {arguments:?}: {}", String::from_utf8_lossy(&ran.stderr));
}

/// A repository whose `main` has `live/a b.toml` and its code.
fn repository() -> TempDir {
    let place = tempfile::tempdir().expect("a folder");
    let write = |path: &str, text: &str| {
        let path = place.path().join(path);
        fs::create_dir_all(path.parent().expect("a folder")).expect("a folder");
        fs::write(path, text).expect("a file");
    };
    write("lambda/payment-processor-node/index.js", "exports.handler = async () => ({});\n");
    write("live/a b.toml", SPEC);
    git(place.path(), &["init", "--quiet", "--initial-branch=main"]);
    git(place.path(), &["add", "."]);
    git(place.path(), &["commit", "--quiet", "--message=one"]);
    place
}

fn drc(folder: &Path, arguments: &[&str]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_drc")).current_dir(folder).args(arguments).output().expect("drc runs")
}

fn said(output: &Output) -> String {
    String::from_utf8_lossy(&output.stdout).into_owned()
}

fn report(folder: &Path, base: &str, spec: &str) -> (Option<i32>, Value) {
    let output = drc(folder, &["report", "--format", "json", "--base", base, spec]);
    let value = serde_json::from_slice(&output.stdout).unwrap_or_default();
    (output.status.code(), value)
}

#[test]
fn a_change_against_a_branch() {
    let place = repository();
    let live = place.path().join("live");
    let (status, value) = report(&live, "main", "a b.toml");
    assert_eq!((status, &value["changed"]), (Some(0), &Value::Bool(false)));
    let spec = live.join("a b.toml");
    fs::write(&spec, SPEC.replace("ttl          = \"60s\"", "ttl          = \"300s\"")).expect("a spec");
    // From wherever it is named.
    for (folder, name) in [(live.as_path(), "a b.toml"), (place.path(), "./live/../live/a b.toml")] {
        let (status, value) = report(folder, "main", name);
        assert_eq!((status, &value["changed"]), (Some(1), &Value::Bool(true)));
        assert_eq!(value["specs"][0]["figures"][0]["growth_ms"], 240_000);
    }
    // A file is a base as well.
    let old = place.path().join("old.toml");
    fs::write(&old, SPEC).expect("a spec");
    let (_, value) = report(&live, "../old.toml", "a b.toml");
    assert_eq!(value["specs"][0]["figures"][0]["growth_ms"], 240_000);
}

#[test]
fn a_spec_that_is_new_and_one_that_is_gone() {
    let place = repository();
    fs::write(place.path().join("live/new.toml"), SPEC).expect("a spec");
    let (status, value) = report(place.path(), "main", "live/new.toml");
    assert_eq!((status, &value["specs"][0]["status"]), (Some(0), &Value::from("new")));
    fs::remove_dir_all(place.path().join("live")).expect("it goes");
    let (status, value) = report(place.path(), "main", "live/a b.toml");
    assert_eq!((status, &value["specs"][0]["status"]), (Some(0), &Value::from("gone")));
    // What is neither here nor there cannot be reported.
    let (status, value) = report(place.path(), "main", "live/neither.toml");
    assert_eq!((status, &value["verdict"]), (Some(2), &Value::Null));
    assert_eq!(value["unread"].as_array().map(Vec::len), Some(1));
}

#[test]
fn a_base_that_is_none() {
    let place = repository();
    for base in ["nowhere", "--upload-pack=touch x", "-x", "main:live", ""] {
        let base = format!("--base={base}");
        let output = drc(place.path(), &["report", &base, "live/a b.toml"]);
        let err = String::from_utf8_lossy(&output.stderr);
        assert_eq!(output.status.code(), Some(2), "{base}: {err}");
        assert!(err.contains("names neither a file nor a commit"), "{base}: {err}");
    }
    let outside = tempfile::tempdir().expect("a folder");
    fs::write(outside.path().join("a.toml"), SPEC).expect("a spec");
    let output = drc(outside.path(), &["report", "--base", "main", "a.toml"]);
    assert_eq!(output.status.code(), Some(2));
    assert!(String::from_utf8_lossy(&output.stderr).contains("is in no git repository"));
}

#[test]
fn without_a_change_nothing_is_said() {
    let place = repository();
    let spec = place.path().join("live/a b.toml");
    let run = |more: &[&str]| {
        let mut arguments = vec!["report", "--base", "main", "--format", "markdown", "--only-if-changed"];
        arguments.extend(more);
        arguments.push("live/a b.toml");
        drc(place.path(), &arguments)
    };
    assert_eq!(said(&run(&[])), "");
    fs::write(&spec, SPEC.replace("ttl          = \"60s\"", "ttl          = \"55s\"")).expect("a spec");
    assert!(said(&run(&[])).contains("−5 s"), "{}", said(&run(&[])));
    assert_eq!(said(&run(&["--threshold", "6s"])), "");
    assert!(said(&run(&["--threshold", "5s"])).contains("−5 s"));
    assert_eq!(run(&["--threshold", "5"]).status.code(), Some(2), "no threshold");
}

#[test]
fn a_report_goes_where_it_is_told() {
    let place = repository();
    let run = |arguments: &[&str]| {
        let mut all = vec!["report"];
        all.extend(arguments);
        all.push("live/a b.toml");
        drc(place.path(), &all)
    };
    let output = run(&["--format", "html", "--out", "site/report.html"]);
    assert!(output.status.success() && output.stdout.is_empty());
    assert!(fs::read_to_string(place.path().join("site/report.html")).expect("a page").contains("</html>"));
    fs::write(place.path().join("mine.txt"), "{{ specs[0].system }} {{ rto_ms | time }}\n")
        .expect("a template");
    assert_eq!(said(&run(&["--template", "mine.txt"])), "payments 4 m 38 s\n");
    fs::write(place.path().join("mine.txt"), "\n{{ sytem }}").expect("a template");
    let output = run(&["--template", "mine.txt"]);
    let err = String::from_utf8_lossy(&output.stderr);
    assert_eq!(output.status.code(), Some(2));
    assert!(err.starts_with("drc: mine.txt:2: "), "{err}");
    let output = run(&["--format", "svg"]);
    assert!(said(&output).starts_with("<svg ") && said(&output).trim_end().ends_with("</svg>"));
}

#[test]
fn a_graph_without_a_region() {
    let place = repository();
    let graph = |more: &[&str]| {
        let mut all = vec!["graph", "live/a b.toml"];
        all.extend(more);
        drc(place.path(), &all)
    };
    assert!(said(&graph(&[])).contains("us-east-1, primary"));
    assert!(said(&graph(&["--format", "dot", "--lost", "us-east-1"])).contains("us-east-1, lost"));
    assert!(said(&graph(&["--format", "svg"])).starts_with("<svg "));
    assert_eq!(graph(&["--lost", "eu-west-1"]).status.code(), Some(2), "no Region of it");
}
