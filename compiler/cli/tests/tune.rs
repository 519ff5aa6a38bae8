//! `drc tune` as people run it: what the pages show is what it prints, and `--write` edits nothing but what it names.
//!
//! `DRC_BLESS=1 cargo test -p drc-cli --test tune` puts what drc prints below each `$ drc tune …` of the pages; read the
//! diff.

#![allow(clippy::disallowed_methods, reason = "tests run the binary")]

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};

fn repository() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).ancestors().nth(2).expect("the workspace").to_owned()
}

fn drc(folder: &Path, arguments: &[&str]) -> Output {
    let mut command = Command::new(env!("CARGO_BIN_EXE_drc"));
    command.current_dir(folder).args(arguments).stdin(Stdio::null()).output().expect("drc runs")
}

fn text(bytes: &[u8]) -> String {
    String::from_utf8(bytes.to_vec()).expect("UTF-8")
}

/// A copy of a system where it may be edited. No code lies beside it, so it is tuned as part of no repository.
fn copy(name: &str) -> (tempfile::TempDir, String) {
    let folder = tempfile::tempdir().expect("a folder");
    let (specs, lambda) = (folder.path().join("specs"), folder.path().join("lambda"));
    fs::create_dir(&specs).expect("a folder");
    fs::create_dir(folder.path().join(".git")).expect("a folder");
    for handler in ["payment-processor-node", "payment-ledger-python"] {
        fs::create_dir_all(lambda.join(handler)).expect("a folder");
        for file in ["index.js", "index.py"] {
            fs::write(lambda.join(handler).join(file), "x").expect("a file");
        }
    }
    let original = fs::read_to_string(repository().join(format!("specs/{name}.toml"))).expect("a spec");
    fs::write(specs.join("s.toml"), &original).expect("a spec");
    (folder, original)
}

const OPEN: &str = "```console\n$ drc ";

/// The page with what drc prints below each of its commands.
fn printed(page: &str) -> String {
    let mut out = String::new();
    let mut rest = page;
    while let Some(at) = rest.find(OPEN) {
        let (before, block) = rest.split_at(at);
        let command = block[OPEN.len()..].lines().next().expect("a command");
        let end = block[OPEN.len()..].find("```").expect("the end of the block") + OPEN.len();
        let arguments: Vec<&str> = command.split_whitespace().collect();
        let said = text(&drc(&repository(), &arguments).stdout);
        out += &format!("{before}{OPEN}{command}\n{said}");
        rest = &block[end..];
    }
    out + rest
}

#[test]
fn the_pages_show_what_drc_prints() {
    for name in ["README.md", "docs/tune.md"] {
        let path = repository().join(name);
        let page = fs::read_to_string(&path).expect("a page");
        let now = printed(&page);
        assert!(page.contains(OPEN), "{name} shows nothing");
        if std::env::var_os("DRC_BLESS").is_some() {
            fs::write(&path, now).expect("a page");
        } else {
            assert!(page == now, "{name}: DRC_BLESS=1 writes it anew; now it is\n{now}");
        }
    }
}

#[test]
fn writing_changes_what_is_named_and_says_so() {
    let (folder, original) = copy("payments-serverless");
    let out = drc(folder.path(), &["tune", "--rto", "4m", "--write", "specs/s.toml"]);
    assert_eq!(out.status.code(), Some(0), "{}", text(&out.stderr));
    let expected = original
        .replace("ttl          = \"60s\"", "ttl          = \"30s\"")
        .replace("interval = \"30s\", threshold = 3", "interval = \"30s\", threshold = 2");
    assert_ne!(original, expected);
    let edited = fs::read_to_string(folder.path().join("specs/s.toml")).expect("a spec");
    assert_eq!(edited, expected);
    let diff = text(&out.stderr);
    assert!(diff.contains("--- specs/s.toml\n+++ specs/s.toml\n@@"), "{diff}");
    assert!(
        diff.contains("\n-ttl          = \"60s\"") && diff.contains("\n+ttl          = \"30s\""),
        "{diff}"
    );
    // What was written meets it.
    let again = drc(folder.path(), &["tune", "--rto", "4m", "--write", "specs/s.toml"]);
    assert!(
        text(&again.stdout).contains("RTO 4m: 212s planned, met with 28s to spare"),
        "{}",
        text(&again.stdout)
    );
    assert!(text(&again.stderr).contains("nothing to write"));
}

#[test]
fn an_answer_is_picked_by_its_number() {
    let (folder, original) = copy("payments-serverless");
    let out = drc(folder.path(), &["tune", "--rto", "4m", "--write", "--pick", "2", "specs/s.toml"]);
    assert_eq!(out.status.code(), Some(0), "{}", text(&out.stderr));
    let edited = fs::read_to_string(folder.path().join("specs/s.toml")).expect("a spec");
    assert_eq!(edited, original.replace("interval = \"30s\"", "interval = \"10s\""));
}

#[test]
fn what_needs_thought_is_written_only_if_it_is_picked() {
    let (folder, original) = copy("payments-serverless");
    let path = folder.path().join("specs/s.toml");
    let out = drc(folder.path(), &["tune", "--rpo", "1m", "--write", "specs/s.toml"]);
    assert!(text(&out.stderr).contains("what needs thought is not written"), "{}", text(&out.stderr));
    assert_eq!(fs::read_to_string(&path).expect("a spec"), original);
    let out = drc(folder.path(), &["tune", "--rpo", "1m", "--write", "--pick", "1", "specs/s.toml"]);
    assert_eq!(out.status.code(), Some(0), "{}", text(&out.stderr));
    let edited = fs::read_to_string(&path).expect("a spec");
    assert!(edited.contains("consistency   = \"strong\"\nwitness       = \"us-west-2\"\n"), "{edited}");
}

#[test]
fn what_cannot_be_written_leaves_the_spec_alone() {
    let (folder, original) = copy("payments-serverless");
    for (arguments, why) in [
        (vec!["--pick", "99"], "there is no answer 99"),
        (vec!["--pick", "1,2,4"], "two of these answers set traffic.health_check"),
    ] {
        let all = [vec!["tune", "--rto", "4m", "--write"], arguments, vec!["specs/s.toml"]].concat();
        let out = drc(folder.path(), &all);
        assert_eq!(out.status.code(), Some(2));
        assert!(text(&out.stderr).contains(why), "{}", text(&out.stderr));
    }
    let out = drc(folder.path(), &["tune", "--write", "-"]);
    assert_eq!((out.status.code(), text(&out.stdout).as_str()), (Some(2), ""));
    let now = fs::read_to_string(folder.path().join("specs/s.toml")).expect("a spec");
    assert_eq!(now, original);
    assert_eq!(
        fs::read_dir(folder.path().join("specs")).expect("a folder").count(),
        1,
        "a temporary file is left"
    );
}

#[test]
fn out_of_reach_is_a_finding_and_nonsense_could_not_run() {
    let status = |arguments: &[&str]| {
        let all = [&["tune"], arguments, &["specs/payments-serverless.toml"]].concat();
        drc(&repository(), &all).status.code()
    };
    assert_eq!(status(&["--rto", "5m"]), Some(0), "met");
    assert_eq!(status(&["--rto", "4m"]), Some(0), "can be met");
    assert_eq!(status(&["--rto", "2m"]), Some(1), "cannot");
    assert_eq!(status(&["--rto", "2"]), Some(2), "no unit");
    assert_eq!(status(&["--rto", "4m", "--limit", "0"]), Some(2));
    assert_eq!(status(&["--rto", "4m", "--pick", "1"]), Some(2), "nothing would be written");
}

#[test]
fn json_has_numbers_and_says_where_no_sum_is_known() {
    let arguments = ["tune", "--rto", "4m", "--format", "json", "specs/payments-serverless.toml"];
    let out = drc(&repository(), &arguments);
    let value: serde_json::Value = serde_json::from_slice(&out.stdout).expect("JSON");
    assert_eq!((&value["version"], &value["possible"]), (&1.into(), &true.into()));
    let rto = &value["problems"][0];
    assert_eq!(
        (rto["target_ms"].as_u64(), rto["now"]["columns"]["plan_ms"].as_u64()),
        (Some(240_000), Some(278_000))
    );
    let answers = rto["answers"].as_array().expect("answers");
    let by_use = &answers[0];
    assert!(by_use["cost"]["usd_per_month"].is_null(), "{by_use}");
    assert_eq!(by_use["cost"]["why"][0]["more"], true);
    assert_eq!(by_use["edits"][0]["path"], serde_json::json!(["traffic", "ttl"]));
    assert_eq!(by_use["edits"][0]["line"], 27);
    assert!(answers[1]["cost"]["usd_per_month"].as_f64().expect("a sum") > 2.0);
}
