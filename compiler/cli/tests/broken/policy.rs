//! `--policy FILE`: several files, broken ones, ones that are not there.

use crate::place::Place;

const SLACK: &str =
    "version = 1\n\n[[policy]]\nid = \"slack\"\nrequire = \"slack() >= 1m\"\nmessage = \"finance\"\n";
const KEPT: &str = "version = 1\n\n[[policy]]\nid = \"recovery\"\nrequire = \"all(table.*, it.point_in_time_recovery)\"\nmessage = \"x\"\n";

#[test]
fn every_file_is_applied_to_every_spec() {
    let place = Place::new();
    place.write("slack.toml", SLACK);
    place.write("kept.toml", KEPT);
    place.drc(&["check", "--policy", "kept.toml", "spec.toml"]).succeeds();
    let said =
        place.drc(&["check", "--policy", "kept.toml", "--policy", "slack.toml", "spec.toml", "spec.toml"]);
    said.finds("DRC800", "spec.toml");
    assert_eq!(said.err.matches("[slack.toml:5:").count(), 2, "{}", said.err);
}

#[test]
fn a_warning_is_an_error_only_where_warnings_are_denied() {
    let place = Place::new();
    place.write("slack.toml", format!("{SLACK}severity = \"warning\"\n"));
    let arguments = ["check", "--policy", "slack.toml", "spec.toml"];
    place.drc(&arguments).succeeds();
    assert_eq!(place.drc(&[&arguments[..], &["--deny", "warnings"]].concat()).status, 1);
}

#[test]
fn nothing_is_emitted_that_breaks_a_policy() {
    let place = Place::emitted();
    place.write("slack.toml", SLACK);
    place.is_refused("spec.toml", "DRC800", &["--policy", "slack.toml"]);
    place.write("broken.toml", SLACK.replace("1m", "10%"));
    let before = place.files("out");
    let said =
        place.drc(&["emit", "--backend", "all", "--out", "out", "--policy", "broken.toml", "spec.toml"]);
    said.finds("DRC802", "broken.toml");
    assert!(place.files("out") == before, "the output was touched");
}

#[test]
fn a_broken_file_is_told_once_and_the_rest_is_checked() {
    let place = Place::new();
    place.write("broken.toml", "version = 2\n[[policy]]\nid = \"x\"\n[[polici]]\n");
    place.write("slack.toml", SLACK);
    let said =
        place.drc(&["check", "--policy", "broken.toml", "--policy", "slack.toml", "spec.toml", "spec.toml"]);
    said.finds("DRC101", "broken.toml");
    said.finds("DRC800", "spec.toml");
    assert_eq!(said.err.matches("error[DRC101]").count(), 1, "{}", said.err);
    place.write("empty.toml", "");
    place.drc(&["check", "--policy", "empty.toml", "spec.toml"]).finds("DRC002", "empty.toml");
    place.write("bytes.toml", b"\xff\xfe");
    place.drc(&["check", "--policy", "bytes.toml", "spec.toml"]).finds("DRC001", "bytes.toml");
}

#[test]
fn a_file_that_cannot_be_read_ends_the_run() {
    let place = Place::new();
    place.drc(&["check", "--policy", "none.toml", "spec.toml"]).could_not_run("none.toml");
}

#[test]
fn machines_read_what_each_policy_says() {
    let place = Place::new();
    place.write("slack.toml", SLACK);
    place.write("broken.toml", KEPT.replace("recovery\"\nrequire", "recovery\"\nrequired"));
    let arguments =
        ["check", "--format", "json", "--policy", "slack.toml", "--policy", "broken.toml", "spec.toml"];
    let said = place.drc(&arguments);
    let json: serde_json::Value = serde_json::from_str(&said.out).expect("JSON");
    assert_eq!(json["policies"][0]["id"], "slack");
    assert_eq!(json["policies"][0]["verdict"], "violated");
    assert_eq!(json["policies"][0]["file"], "slack.toml");
    assert_eq!(json["policy_files"][1]["diagnostics"][1]["labels"][0]["at"]["start"]["line"], 5);
    let found = json["diagnostics"].as_array().expect("findings").iter().find(|it| it["code"] == "DRC800");
    let found = found.expect("the violation");
    assert_eq!(found["elsewhere"]["file"], "slack.toml");
    assert_eq!(found["elsewhere"]["labels"][0]["text"], "slack() is 22s, not >= 1m");
    assert_eq!(said.status, 1);
}
