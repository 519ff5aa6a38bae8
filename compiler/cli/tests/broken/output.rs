//! What drc wrote it may overwrite; what somebody else wrote or edited it may not.

use crate::place::{GOOD, Place};
use sha2::{Digest, Sha256};
use std::fs;

const EMIT: &[&str] = &["emit", "--backend", "all", "--out", "out", "spec.toml"];

fn emit(more: &[&'static str]) -> Vec<&'static str> {
    [EMIT, more].concat()
}

#[test]
fn the_second_time_nothing_is_written() {
    let place = Place::emitted();
    let touched = |place: &Place| {
        let time =
            |path: &std::path::PathBuf| fs::metadata(path).and_then(|it| it.modified()).expect("a time");
        place.files("out").keys().map(|path| (path.clone(), time(path))).collect::<Vec<_>>()
    };
    let (before, when) = (place.files("out"), touched(&place));
    let said = place.drc(EMIT);
    said.succeeds();
    assert!(said.err.contains("0 written"), "{}", said.err);
    assert!(place.files("out") == before);
    assert_eq!(touched(&place), when);
}

#[test]
fn the_same_spec_gives_the_same_bytes_wherever_it_is() {
    let (here, there) = (Place::emitted(), Place::emitted());
    let relative = |place: &Place| {
        let root = place.path("out");
        let name = |path: &std::path::PathBuf| path.strip_prefix(&root).expect("below out").to_owned();
        place.files("out").iter().map(|(path, bytes)| (name(path), bytes.clone())).collect::<Vec<_>>()
    };
    assert!(relative(&here) == relative(&there));
}

#[test]
fn an_edited_file_is_not_overwritten_unless_forced() {
    let place = Place::emitted();
    let (edited, original) = place
        .files("out/terraform")
        .into_iter()
        .find(|(path, _)| path.ends_with("function.tf") || path.to_string_lossy().contains("function"))
        .expect("a file with functions");
    fs::write(&edited, [original.as_slice(), b"\n# edited\n"].concat()).expect("a file");
    place.write("spec.toml", GOOD.replace("read-write table.payments", "read table.payments"));
    let before = place.files("out");

    let said = place.drc(EMIT);
    assert_eq!(said.status, 1, "{}", said.err);
    let name = edited.strip_prefix(place.path("")).expect("in the place").display().to_string();
    assert!(said.err.contains(&name) && said.err.contains("--force"), "{}", said.err);
    assert!(place.files("out") == before, "something was written");

    place.drc(&emit(&["--force"])).succeeds();
    let after = place.files("out");
    assert!(after != before && !String::from_utf8_lossy(&after[&edited]).contains("# edited"));
    assert_eq!(after[&place.path("out/README.md")], b"Written by hand.\n");
    assert_eq!(after[&place.path("out/terraform/override.tf")], b"# Written by hand, too.\n");
}

#[test]
fn a_strangers_file_in_the_way_is_not_overwritten() {
    let place = Place::emitted();
    let written: Vec<_> = place
        .files("out/terraform")
        .into_keys()
        .filter(|it| it.extension().is_some_and(|it| it == "tf"))
        .collect();
    fs::remove_dir_all(place.path("out")).expect("removed");
    let name = written.iter().find(|it| !it.ends_with("override.tf")).expect("a file");
    fs::create_dir_all(name.parent().expect("a folder")).expect("a folder");
    fs::write(name, "# somebody's own\n").expect("a file");
    let before = place.files("out");
    let said = place.drc(EMIT);
    assert_eq!(said.status, 1, "{}", said.err);
    assert!(place.files("out") == before);
}

#[test]
fn check_says_whether_the_files_are_up_to_date_and_writes_nothing() {
    let place = Place::emitted();
    place.drc(&emit(&["--check"])).succeeds();
    place.write("spec.toml", GOOD.replace("15m", "20m"));
    let before = place.files("out");
    let said = place.drc(&emit(&["--check"]));
    assert_eq!(said.status, 1, "{}", said.err);
    assert!(said.err.contains("is not up to date"), "{}", said.err);
    assert!(place.files("out") == before);

    fs::remove_dir_all(place.path("out")).expect("removed");
    assert_eq!(place.drc(&emit(&["--check"])).status, 1);
    assert!(!place.path("out").exists());
}

#[test]
fn a_file_that_is_no_longer_part_of_the_output_goes() {
    let place = Place::emitted();
    let before = place.files("out");
    place.write("spec.toml", GOOD.replace("[environments.prod]", "[queue.refunds]\n\n[environments.prod]"));
    place.drc(EMIT).succeeds();
    let more = place.files("out");
    place.write("spec.toml", GOOD);
    place.drc(EMIT).succeeds();
    let after = place.files("out");
    assert!(more != before);
    assert!(after == before, "back to the first spec is back to the first files");
}

#[test]
fn a_record_that_was_tampered_with_leads_to_no_file_outside() {
    let place = Place::emitted();
    place.write("victim.txt", "mine");
    let record = place.path("out/terraform/.drc.json");
    let mut json: serde_json::Value =
        serde_json::from_slice(&fs::read(&record).expect("a record")).expect("JSON");
    // As if drc had written the file, and would not write it any more.
    let hash = drc_core::package::hex(&Sha256::digest(b"mine"));
    json["files"]["../../victim.txt"] = hash.clone().into();
    json["files"][place.path("victim.txt").to_str().expect("UTF-8")] = hash.into();
    fs::write(&record, json.to_string()).expect("a record");
    place.drc(EMIT).succeeds();
    assert_eq!(fs::read(place.path("victim.txt")).expect("still there"), b"mine");

    fs::write(&record, "no JSON").expect("a record");
    place.drc(EMIT).succeeds();
}

#[test]
fn an_output_folder_that_is_a_file() {
    let place = Place::new();
    place.write("out", "a file");
    place.drc(EMIT).could_not_run("out");
    assert_eq!(fs::read(place.path("out")).expect("still there"), b"a file");
}
