//! `golden/<spec>/` holds what `drc emit` writes for `specs/<spec>.toml`: real files, which the vendors' tools accept.
//!
//! `DRC_BLESS=1 cargo test -p drc-cli --test golden` writes them anew; read the diff before you commit it.

#![allow(clippy::disallowed_methods, reason = "tests read the repository")]

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

fn repository() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).ancestors().nth(2).expect("the workspace").to_owned()
}

fn specs() -> BTreeSet<String> {
    let entries = fs::read_dir(repository().join("specs")).expect("specs/");
    let names = entries
        .map(|it| it.expect("an entry").path())
        .filter(|it| it.extension().is_some_and(|it| it == "toml"));
    names.map(|it| it.file_stem().expect("a name").to_string_lossy().into_owned()).collect()
}

#[test]
fn emissions_are_up_to_date() {
    let blessing = std::env::var_os("DRC_BLESS").is_some();
    for spec in specs() {
        let how = if blessing { "--force" } else { "--check" };
        let out = Command::new(env!("CARGO_BIN_EXE_drc"))
            .current_dir(repository())
            .args(["emit", "--backend", "all", how, "--out"])
            .arg(format!("golden/{spec}"))
            .arg(format!("specs/{spec}.toml"))
            .output()
            .expect("drc runs");
        assert!(out.status.success(), "{spec}:\n{}", String::from_utf8_lossy(&out.stderr));
    }
}

/// `golden/<spec>/iam-policy.json` is what `drc iam-policy` says; parliament reads it in `tests/static`.
#[test]
fn policies_of_the_deployer_are_up_to_date() {
    let said = |how: &[&str], spec: &str| {
        let out = Command::new(env!("CARGO_BIN_EXE_drc"))
            .current_dir(repository())
            .arg("iam-policy")
            .args(how)
            .arg(format!("specs/{spec}.toml"))
            .output()
            .expect("drc runs");
        assert!(out.status.success(), "{spec}:\n{}", String::from_utf8_lossy(&out.stderr));
        out.stdout
    };
    for spec in specs() {
        let report = said(&["--format", "json"], &spec);
        let golden = repository().join("golden").join(&spec).join("iam-policy.json");
        if std::env::var_os("DRC_BLESS").is_some() {
            fs::write(&golden, &report).expect("a golden");
        }
        let wanted = fs::read(&golden).unwrap_or_default();
        assert!(wanted == report, "{} is out of date: DRC_BLESS=1 writes it anew", golden.display());

        let report: serde_json::Value = serde_json::from_slice(&report).expect("JSON");
        let policies = report["policies"].as_array().expect("policies");
        let documents: Vec<&serde_json::Value> = policies.iter().map(|it| &it["document"]).collect();
        let list: Vec<serde_json::Value> = serde_json::from_slice(&said(&[], &spec)).expect("a list");
        assert_eq!(list.iter().collect::<Vec<_>>(), documents, "{spec}");
    }
}

fn files(folder: &Path, below: &str, found: &mut BTreeSet<String>) {
    for entry in fs::read_dir(folder).expect("a folder") {
        let entry = entry.expect("an entry");
        let name = format!("{below}{}", entry.file_name().to_string_lossy());
        if entry.path().is_dir() {
            files(&entry.path(), &format!("{name}/"), found);
        } else if name != ".drc.json" {
            found.insert(name);
        }
    }
}

#[test]
fn no_golden_file_is_an_orphan() {
    let golden = repository().join("golden");
    let specs = specs();
    for entry in fs::read_dir(&golden).expect("golden/") {
        let spec = entry.expect("an entry").file_name().to_string_lossy().into_owned();
        if ["fail", "formats", "tune", "reports"].contains(&spec.as_str()) {
            continue; // their own suites look for orphans there
        }
        assert!(specs.contains(&spec), "golden/{spec} has no spec");
        let mut beside: BTreeSet<String> = BTreeSet::new();
        files(&golden.join(&spec), "", &mut beside);
        beside.retain(|it| !it.contains('/'));
        assert_eq!(
            beside,
            BTreeSet::from(["RUNBOOK.md", "iam-policy.json"].map(str::to_owned)),
            "golden/{spec}"
        );
        for backend in ["cloudformation", "terraform", "pulumi"] {
            let folder = golden.join(&spec).join(backend);
            let record = fs::read(folder.join(".drc.json")).expect("a record");
            let record: serde_json::Value = serde_json::from_slice(&record).expect("a JSON record");
            let recorded: BTreeSet<String> =
                record["files"].as_object().expect("files").keys().cloned().collect();
            let mut on_disk = BTreeSet::new();
            files(&folder, "", &mut on_disk);
            assert_eq!(on_disk, recorded, "golden/{spec}/{backend}");
        }
    }
}
