//! The machine formats: what they print of two broken specs is in `golden/formats/`, and what editors and code scanning
//! ask of every place holds for every finding of `specs/fail`.
//!
//! `DRC_BLESS=1 cargo test -p drc-core --test formats` writes the goldens and `docs/check.schema.json` anew. Whether they
//! are valid is for the published schemas to say: `tests/static/test_formats.py`.

#![allow(clippy::disallowed_methods, reason = "tests read the repository")]

mod common;
mod world;

use common::repository;
use drc_core::report::{self, Run};
use drc_core::{Checked, Options, resolve};
use drc_syntax::Source;
use serde_json::Value;
use std::collections::BTreeSet;
use world::TODAY;

fn check(name: &str, bytes: Vec<u8>) -> (Source, Checked) {
    match resolve::source(name, bytes) {
        Err((source, problems)) => (source, Checked::unreadable(problems)),
        Ok(source) => {
            let first = source.text().lines().next().unwrap_or_default().to_owned();
            let options =
                Options { environment: first.strip_prefix("# --env "), today: Some(TODAY), policies: &[] };
            let checked = world::check(&source, options);
            (source, checked)
        }
    }
}

fn spec(path: &str) -> (Source, Checked) {
    check(path, std::fs::read(repository().join(path)).expect("a spec"))
}

/// Every broken spec.
fn broken() -> Vec<String> {
    let mut found = Vec::new();
    for code in std::fs::read_dir(repository().join("specs/fail")).expect("a folder") {
        for case in std::fs::read_dir(code.expect("a folder").path()).expect("a folder") {
            let path = case.expect("a spec").path();
            found.push(path.strip_prefix(repository()).expect("inside").to_string_lossy().into_owned());
        }
    }
    found.sort();
    assert!(found.len() > 100);
    found
}

fn sample() -> Run {
    let results = ["specs/fail/several/rules.toml", "specs/fail/not-utf8/latin-1.toml", ACCEPTING].map(spec);
    Run { results: results.into(), unread: vec!["cannot read a.toml".to_owned()], ..Run::default() }
}

/// A spec that accepts a finding.
const ACCEPTING: &str = "specs/fail/accelerator-order/three.toml";

fn is_golden(path: &str, now: &str) {
    let golden = repository().join(path);
    if std::env::var_os("DRC_BLESS").is_some() {
        std::fs::create_dir_all(golden.parent().expect("a folder")).expect("a folder");
        std::fs::write(&golden, now).expect("a golden");
    }
    let expected = std::fs::read_to_string(&golden).unwrap_or_default();
    assert!(now == expected, "{path}: DRC_BLESS=1 writes it anew; now drc says\n{now}");
}

#[test]
fn sarif() {
    is_golden("golden/formats/check.sarif", &format!("{:#}\n", report::sarif(&sample())));
}

#[test]
fn junit() {
    is_golden("golden/formats/check.junit.xml", &report::junit(&sample()));
}

#[test]
fn github() {
    is_golden("golden/formats/check.github.txt", &report::github(&sample()));
}

#[test]
fn json() {
    let (source, checked) = spec(ACCEPTING);
    is_golden("golden/formats/check.json", &format!("{:#}\n", report::json(&source, &checked, &[])));
}

#[test]
fn no_golden_is_an_orphan() {
    let folder = std::fs::read_dir(repository().join("golden/formats")).expect("a folder");
    let name = |it: std::io::Result<std::fs::DirEntry>| it.expect("a golden").file_name().into_string();
    let found: BTreeSet<String> = folder.map(|it| name(it).expect("a UTF-8 name")).collect();
    let wanted = ["check.github.txt", "check.json", "check.junit.xml", "check.sarif"].map(str::to_owned);
    assert_eq!(found, BTreeSet::from(wanted));
}

#[test]
fn the_schema_of_json_is_the_one_in_docs() {
    is_golden("docs/check.schema.json", &format!("{:#}\n", report::json_schema()));
}

/// The results of a log.
fn results(log: &Value) -> &[Value] {
    log["runs"][0]["results"].as_array().map(Vec::as_slice).unwrap_or_default()
}

#[test]
fn every_finding_has_a_place_that_editors_can_show() {
    for path in broken() {
        let (source, checked) = spec(&path);
        let lines: Vec<String> = source.text().lines().map(str::to_owned).collect();
        let found = checked.diagnostics.iter().len() + checked.accepted.len();
        let labels = checked.diagnostics.iter().chain(checked.accepted.iter().map(|(_, it)| it));
        for label in labels.flat_map(|it| &it.labels) {
            // A default stands nowhere: nothing is to be blamed on it.
            assert!(label.span.written().is_some() || lines.is_empty(), "{path}: {}", label.text);
        }
        let log = report::sarif(&Run { results: vec![(source, checked)], ..Run::default() });
        assert_eq!(results(&log).len(), found, "{path}");
        for result in results(&log) {
            let related = result["relatedLocations"].as_array().into_iter().flatten();
            for location in result["locations"].as_array().into_iter().flatten().chain(related) {
                let region = &location["physicalLocation"]["region"];
                let number = |key: &str| region[key].as_u64().and_then(|it| usize::try_from(it).ok());
                let at =
                    ["startLine", "startColumn", "endLine", "endColumn"].map(|key| number(key).expect(key));
                let [line, column, end_line, end_column] = at;
                assert!(
                    line >= 1 && column >= 1 && (line, column) <= (end_line, end_column),
                    "{path}: {region}"
                );
                let length = |line: usize| lines.get(line - 1).map_or(0, |it| it.chars().count());
                assert!(end_line <= lines.len().max(1), "{path}: {region}");
                assert!(column <= length(line) + 1 && end_column <= length(end_line) + 1, "{path}: {region}");
            }
        }
    }
}

#[test]
fn every_finding_is_a_test_and_an_annotation() {
    for path in broken() {
        let result = spec(&path);
        let (open, accepted) = (result.1.diagnostics.iter().len(), result.1.accepted.len());
        let objectives = result.1.budget.as_ref().map_or(0, |it| 1 + it.stores.len());
        let run = Run { results: vec![result], ..Run::default() };
        assert_eq!(report::github(&run).lines().count(), open, "{path}");
        let cases = report::junit(&run).matches("<testcase ").count();
        assert_eq!(cases, objectives + open + accepted, "{path}");
    }
}

fn fingerprints(text: &str) -> Vec<String> {
    let result = check("spec.toml", text.as_bytes().to_vec());
    let log = report::sarif(&Run { results: vec![result], ..Run::default() });
    let print = |it: &Value| it["partialFingerprints"]["drc/v1"].as_str().expect("a fingerprint").to_owned();
    results(&log).iter().map(print).collect()
}

#[test]
fn a_fingerprint_outlives_what_happens_around_it() {
    let text = common::read("specs/fail/several/rules.toml");
    let before = fingerprints(&text);
    assert_eq!(before.iter().collect::<BTreeSet<_>>().len(), before.len(), "each has its own");
    assert_eq!(fingerprints(&text.replace("\n[", "\n# A word about it.\n\n[")), before);
    let edited = fingerprints(&text.replace("rto = \"2m\"", "rto = \"1m\""));
    assert_eq!(before.iter().filter(|it| !edited.contains(it)).count(), 1, "another RTO is another finding");
}

#[test]
fn what_is_accepted_says_why_and_until_when() {
    let text = common::read(ACCEPTING).replace("\nreason = ", "\nuntil = 2027-03-31\nreason = ");
    let log = |text: &str| {
        let result = check("spec.toml", text.as_bytes().to_vec());
        report::sarif(&Run { results: vec![result], ..Run::default() })
    };
    let accepting = log(&text);
    let accepted = results(&accepting).iter().find(|it| it["suppressions"] != serde_json::json!([]));
    let accepted = accepted.expect("a finding that is accepted");
    let suppression = &accepted["suppressions"][0];
    assert_eq!(suppression["justification"], "the handler stands for one that refuses who shows no key");
    assert_eq!(suppression["properties"]["until"], "2027-03-31");
    let counting = log(text.split("[[allow]]").next().unwrap_or_default());
    let same =
        results(&counting).iter().find(|it| it["ruleId"] == accepted["ruleId"]).expect("it counts again");
    assert_eq!(same["partialFingerprints"], accepted["partialFingerprints"], "and is the same finding");
    assert_eq!(same["suppressions"], serde_json::json!([]));
}

#[test]
fn denied_warnings_fail() {
    let count = |deny_warnings| {
        let run = Run {
            results: vec![spec("specs/fail/rto-below-plan/no-room.toml")],
            deny_warnings,
            ..Run::default()
        };
        report::junit(&run).matches("<failure ").count()
    };
    assert!(count(false) == 0 && count(true) > 0);
}
