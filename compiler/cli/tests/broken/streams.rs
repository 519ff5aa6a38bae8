//! Standard input and output, environments, colours, readers that go away.

use crate::place::{GOOD, PATIENCE, Place, Said};
use std::io::Write as _;
use std::process::Stdio;
use std::time::Instant;

fn with_input(place: &Place, arguments: &[&str], input: &[u8]) -> Said {
    let start = Instant::now();
    let mut child = place
        .command(arguments)
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .expect("drc runs");
    child.stdin.take().expect("its input").write_all(input).expect("drc reads all of it");
    let said = Said::new(&child.wait_with_output().expect("drc ends"));
    assert!(start.elapsed() < PATIENCE);
    said
}

#[test]
fn a_spec_from_standard_input() {
    let place = Place::new();
    let said = with_input(&place, &["check", "-"], GOOD.as_bytes());
    said.succeeds();
    assert!(said.err.contains("<stdin>: no findings"), "{}", said.err);
    let from_file = place.drc(&["emit", "--backend", "terraform", "--stdout", "spec.toml"]);
    let from_input =
        with_input(&place, &["emit", "--backend", "terraform", "--stdout", "-"], GOOD.as_bytes());
    assert_eq!(from_input.out, from_file.out);
}

#[test]
fn a_broken_spec_from_standard_input() {
    let place = Place::new();
    with_input(&place, &["check", "-"], b"").finds("DRC002", "<stdin>");
    with_input(&place, &["check", "-"], b"version = 1\nx = \xff").finds("DRC001", "<stdin>");
    with_input(&place, &["check", "-"], b"version =").finds("DRC004", "<stdin>");
    let outside = GOOD.replace("\"code\"", "\"../code\"");
    with_input(&place, &["check", "-"], outside.as_bytes()).finds("DRC506", "<stdin>");
}

#[test]
fn environments() {
    let place = Place::new();
    let dev = place.drc(&["check", "spec.toml"]);
    let prod = place.drc(&["check", "--env", "prod", "spec.toml"]);
    dev.succeeds();
    prod.succeeds();
    assert!(dev.out.contains("payments (dev)") && dev.out.contains("RTO 5m"), "{}", dev.out);
    assert!(prod.out.contains("payments (prod)") && prod.out.contains("RTO 4m"), "{}", prod.out);
    let said = place.drc(&["check", "--env", "prdo", "spec.toml"]);
    said.finds("DRC007", "spec.toml");
    assert!(said.err.contains("dev, prod"), "{}", said.err);
    // A mistake of an environment is found whichever one is compiled.
    place.write("spec.toml", GOOD.replace("interval = \"10s\"", "interval = \"10\""));
    place.drc(&["check", "spec.toml"]).finds("DRC105", "spec.toml");
}

#[test]
fn machines_get_json_and_nothing_else() {
    let place = Place::new();
    place.write("spec.toml", GOOD.replace("interval", "intervall"));
    let said = place.drc(&["check", "--format", "json", "spec.toml"]);
    assert_eq!(said.status, 1);
    let json: serde_json::Value = serde_json::from_str(&said.out).expect("JSON");
    assert!(json.to_string().contains("DRC101"), "{json}");
    place.write("noise.toml", [0xff; 100]);
    let said = place.drc(&["check", "--format", "json", "noise.toml", "spec.toml"]);
    let json: serde_json::Value = serde_json::from_str(&said.out).expect("JSON");
    assert_eq!(json.as_array().map(Vec::len), Some(2));
}

#[test]
fn a_document_is_whole_whatever_became_of_the_specs() {
    let place = Place::new();
    place.write("noise.toml", [0xff; 100]);
    place.write("obeyed.toml", GOOD.replace("payments", "\u{1b}]0;owned\u{7}payments"));
    let formats = [
        ("sarif", "\"executionSuccessful\": false"),
        ("junit", "errors=\"1\""),
        ("github", "::error title=drc::"),
    ];
    for (format, unread) in formats {
        let specs = ["noise.toml", "missing.toml", "obeyed.toml", "spec.toml"];
        let said = place.drc(&[&["check", "--format", format][..], &specs].concat());
        assert_eq!(said.status, 2, "{format}");
        assert!(said.out.contains(unread) && said.out.contains("missing.toml"), "{}", said.out);
        assert!(said.out.contains("DRC001") && said.out.contains("DRC003"), "{}", said.out);
        assert!(!said.out.contains('\u{1b}') && !said.out.contains('\u{7}'), "{format} drives a terminal");
    }
}

#[test]
fn displays_find_the_spec_from_the_root_of_the_repository() {
    let place = Place::new();
    place.write("infra/live/spec.toml", "version = 2\n");
    for (format, path) in
        [("sarif", "\"uri\": \"infra/live/spec.toml\""), ("github", "file=infra/live/spec.toml,")]
    {
        let mut command = place.command(&["check", "--format", format, "../live/spec.toml"]);
        let output = command.current_dir(place.path("infra/live")).output().expect("drc runs");
        let said = Said::new(&output);
        assert!(said.out.contains(path), "{}", said.out);
    }
}

#[test]
fn a_reader_that_goes_away_is_no_failure() {
    let place = Place::new();
    place.write("broken.toml", "version = 2\n");
    let runs: &[&[&str]] = &[
        &["explain"],
        &["explain", "DRC401"],
        &["schema"],
        &["completions", "bash"],
        &["--help"],
        &["check", "spec.toml"],
        &["explain", "traffic.ttl"],
        &["schema", "--of", "check"],
        &["check", "--format", "json", "spec.toml"],
        &["check", "--format", "sarif", "spec.toml"],
        &["check", "--format", "junit", "spec.toml"],
        &["check", "--format", "github", "spec.toml"],
        &["emit", "--backend", "terraform", "--stdout", "spec.toml"],
    ];
    for arguments in runs {
        // Nobody reads: every write fails, as behind `| head -1` once head has ended.
        let (reader, writer) = std::io::pipe().expect("a pipe");
        drop(reader);
        let output =
            place.command(arguments).stdout(writer).stderr(Stdio::piped()).output().expect("drc runs");
        let said = Said::new(&output);
        assert_eq!(said.status, 0, "{arguments:?}: {}", said.err);
    }
    let (reader, writer) = std::io::pipe().expect("a pipe");
    drop(reader);
    let status = place.command(&["check", "broken.toml"]).stderr(writer).status().expect("drc runs");
    assert_eq!(status.code(), Some(1));
}

#[test]
fn colours_follow_the_terminal_and_the_environment() {
    let place = Place::new();
    place.write("spec.toml", "version = 2\n");
    let coloured = |variables: &[(&str, &str)]| {
        let mut command = place.command(&["check", "spec.toml"]);
        let output = command.envs(variables.iter().copied()).output().expect("drc runs");
        let said = Said::new(&output);
        said.err.contains('\u{1b}')
    };
    assert!(!coloured(&[]), "a pipe is no terminal");
    assert!(coloured(&[("CLICOLOR_FORCE", "1")]));
    assert!(!coloured(&[("NO_COLOR", "1"), ("CLICOLOR_FORCE", "1")]));
    assert!(!coloured(&[("NO_COLOR", "1")]));
}

#[test]
fn pages_are_found_by_code_name_and_kind() {
    let place = Place::new();
    for topic in ["DRC401", "drc401", "health-check-interval"] {
        let said = place.drc(&["explain", topic]);
        said.succeeds();
        assert!(said.out.starts_with("# DRC401 health-check-interval\n"), "{}", said.out);
    }
    assert!(place.drc(&["explain", "table"]).out.starts_with("# table\n"));
    let list = place.drc(&["explain"]).out;
    assert!(
        list.starts_with("Reading a spec\n  DRC001 ") && list.contains("A DynamoDB global table"),
        "{list}"
    );
    assert!(place.drc(&["explain", "traffic.ttl"]).out.starts_with("# traffic.ttl\n"));
    place.drc(&["explain", "table.payments"]).could_not_run("did you mean `table`?");
    place.drc(&["explain", "health-check-intervall"]).could_not_run("did you mean `health-check-interval`?");
}
