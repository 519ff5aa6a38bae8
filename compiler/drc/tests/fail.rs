//! `specs/fail/<code>/<case>.toml` are specs with a mistake, `golden/fail/<code>/<case>.txt` what is said about each.
//!
//! A spec raises the code its folder is named after, and no other error or warning: one mistake, one finding. A case
//! called `with-…` raises others as well, and rightly; those in `several/` have many mistakes at once. A first line
//! `# --env NAME` compiles for that environment.
//!
//! `DRC_BLESS=1 cargo test -p drc-core --test fail` writes the goldens anew; read the diff as whoever is paged would.

#![allow(clippy::disallowed_methods, reason = "tests read the repository")]

mod world;

use drc_core::{Checked, Options, codes, resolve};
use drc_diagnostic::{Diagnostic, Severity, Style, render};
use drc_syntax::Source;
use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use world::TODAY;

/// Specs of many mistakes.
const SEVERAL: &str = "several";

fn repository() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).ancestors().nth(2).expect("the workspace").to_owned()
}

/// The files two folders below `folder`, as `code/case`, without their ending.
fn cases(folder: &str, ending: &str) -> BTreeSet<String> {
    let entries = |path: &Path| -> Vec<PathBuf> {
        let entries = std::fs::read_dir(path).expect("a folder of this suite");
        entries.map(|it| it.expect("an entry").path()).collect()
    };
    let root = repository().join(folder);
    let files = entries(&root).into_iter().flat_map(|code| entries(&code));
    let names = files.map(|file| {
        let name =
            file.strip_prefix(&root).expect("below the folder").to_str().expect("a UTF-8 name").to_owned();
        assert!(name.ends_with(ending), "{folder}/{name} does not belong here");
        name.trim_end_matches(ending).to_owned()
    });
    names.collect()
}

/// A spec, checked as the command line checks it.
fn check(case: &str) -> (Source, Checked) {
    let name = format!("specs/fail/{case}.toml");
    let bytes = std::fs::read(repository().join(&name)).expect("a spec");
    match resolve::source(&name, bytes) {
        Err((source, problems)) => (source, Checked::unreadable(problems)),
        Ok(source) => {
            let first = source.text().lines().next().unwrap_or_default().to_owned();
            let options = Options {
                environment: first.strip_prefix("# --env "),
                today: Some(TODAY),
                ..Options::default()
            };
            let checked = world::check(&source, options);
            (source, checked)
        }
    }
}

/// The findings that count: errors and warnings, and notes of the code in question.
fn counted<'c>(checked: &'c Checked, code: &'c str) -> impl Iterator<Item = &'c Diagnostic> {
    checked.diagnostics.iter().filter(move |it| it.severity() < Severity::Note || it.code.name == code)
}

fn rendered((source, checked): &(Source, Checked)) -> String {
    render(checked.diagnostics.iter(), source, Style::Plain)
}

#[test]
fn every_broken_spec_is_told_what_its_golden_says() {
    let blessing = std::env::var_os("DRC_BLESS").is_some();
    for case in cases("specs/fail", ".toml") {
        let said = rendered(&check(&case));
        let golden = repository().join(format!("golden/fail/{case}.txt"));
        if blessing {
            std::fs::create_dir_all(golden.parent().expect("a folder")).expect("a folder");
            std::fs::write(&golden, said).expect("a golden");
        } else {
            let expected = std::fs::read_to_string(&golden).unwrap_or_default();
            assert!(said == expected, "{case}: DRC_BLESS=1 writes the golden anew; now drc says\n{said}");
        }
    }
}

#[test]
fn every_broken_spec_raises_its_code_and_no_other() {
    for case in cases("specs/fail", ".toml") {
        let (folder, name) = case.split_once('/').expect("code/case");
        let checked = check(&case);
        let raised: BTreeSet<&str> = counted(&checked.1, folder).map(|it| it.code.name).collect();
        if folder == SEVERAL {
            assert!(raised.len() > 1, "{case} has one mistake only: {raised:?}");
            continue;
        }
        assert!(raised.contains(folder), "{case} raises {raised:?}");
        let others = raised.len() > 1;
        assert_eq!(others, name.starts_with("with-"), "{case} raises {raised:?}:\n{}", rendered(&checked));
    }
}

#[test]
fn every_code_has_a_broken_spec() {
    let folders: BTreeSet<String> =
        cases("specs/fail", ".toml").iter().filter_map(|it| Some(it.split_once('/')?.0.to_owned())).collect();
    let codes: BTreeSet<String> = codes::all().iter().map(|it| it.name.to_owned()).collect();
    let expected: BTreeSet<String> = codes.into_iter().chain([SEVERAL.to_owned()]).collect();
    let alone: Vec<&String> = folders.symmetric_difference(&expected).collect();
    assert!(alone.is_empty(), "a code without a broken spec, or a folder without a code: {alone:?}");
}

#[test]
fn no_golden_is_an_orphan() {
    let (goldens, specs) = (cases("golden/fail", ".txt"), cases("specs/fail", ".toml"));
    let alone: Vec<&String> = goldens.symmetric_difference(&specs).collect();
    assert!(alone.is_empty(), "a golden without a spec, or a spec without a golden: {alone:?}");
}

#[test]
fn findings_are_sorted_by_position_and_said_once() {
    for case in cases("specs/fail", ".toml") {
        let (_, checked) = check(&case);
        let places: Vec<_> =
            checked.diagnostics.iter().map(|it| (it.span(), it.code.id, &it.message)).collect();
        assert!(places.windows(2).all(|pair| pair[0] < pair[1]), "{case}: {places:#?}");
    }
}

#[test]
fn every_finding_marks_bytes_of_the_spec() {
    for case in cases("specs/fail", ".toml") {
        let (source, checked) = check(&case);
        for found in checked.diagnostics.iter() {
            let ends = found.labels.iter().map(|it| (it.span.start, it.span.end as usize));
            assert!(
                ends.into_iter().all(|(start, end)| start as usize <= end && end <= source.text().len()),
                "{case}"
            );
            let line = source.slice(source.line(source.line_of(found.span().start)));
            assert!(
                line.trim() != "" || source.text().is_empty(),
                "{case}: {} marks a blank line",
                found.code.id
            );
        }
    }
}

#[test]
fn nothing_said_is_longer_than_a_reader_takes_in() {
    for case in cases("specs/fail", ".toml") {
        let checked = check(&case);
        for line in
            rendered(&checked).lines().filter(|line| !line.contains("https://") && !line.contains(" │ "))
        {
            assert!(line.chars().count() <= 240, "{case}: {line}");
        }
    }
}
