//! What is generated below `docs/` is up to date, and what its pages lead to exists.
//!
//! `DRC_BLESS=1 cargo test -p drc-core --test docs` writes it anew. Not a task of xtask: that makes the vendor table, which
//! drc-core needs, and so must be built without it.

#![allow(clippy::disallowed_methods, reason = "tests read the repository")]

mod common;
mod world;

use common::repository;
use drc_core::report::{self, Run};
use drc_core::{Options, codes, docs, explain};
use drc_services::ServiceKind;
use drc_syntax::Source;
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

/// The Markdown files of a folder of `docs/`, by path below it.
fn on_disk(folder: &str) -> BTreeMap<String, String> {
    let folder = repository().join("docs").join(folder);
    let entries = std::fs::read_dir(&folder).into_iter().flatten();
    let paths = entries
        .map(|it| it.expect("an entry").path())
        .filter(|it| it.extension().is_some_and(|it| it == "md"));
    let docs = repository().join("docs");
    let file = |path: PathBuf| {
        let name = path.strip_prefix(&docs).expect("inside").to_string_lossy().into_owned();
        (name, std::fs::read_to_string(path).expect("a page"))
    };
    paths.map(file).collect()
}

#[test]
fn the_generated_pages_are_up_to_date() {
    let wanted: BTreeMap<String, String> = docs::files().into_iter().collect();
    let docs = repository().join("docs");
    let generated = || [on_disk("codes"), on_disk("kinds")].into_iter().flatten();
    if std::env::var_os("DRC_BLESS").is_some() {
        for (path, _) in generated().filter(|(path, _)| !wanted.contains_key(path)) {
            std::fs::remove_file(docs.join(path)).expect("an orphan");
        }
        for (path, text) in &wanted {
            let path = docs.join(path);
            std::fs::create_dir_all(path.parent().expect("a folder")).expect("a folder");
            std::fs::write(path, text).expect("a page");
        }
    }
    for (path, _) in generated() {
        assert!(wanted.contains_key(&path), "docs/{path} belongs to nothing; DRC_BLESS=1 removes it");
    }
    for (path, text) in wanted {
        let now = std::fs::read_to_string(docs.join(&path)).unwrap_or_default();
        assert!(now == text, "docs/{path} is out of date; DRC_BLESS=1 writes it");
    }
}

#[test]
fn links_lead_somewhere() {
    let mut links = 0;
    for (path, text) in ["", "codes", "kinds"].into_iter().flat_map(on_disk) {
        // An example holds no links, whatever it looks like.
        for prose in text.split("```").step_by(2) {
            for rest in prose.split("](").skip(1) {
                let target = rest.split([')', '#']).next().unwrap_or_default();
                let from = repository().join("docs").join(&path);
                let exists = from.parent().unwrap_or(Path::new("")).join(target).exists();
                assert!(target.starts_with("https://") || exists, "docs/{path} leads to {target}");
                links += 1;
            }
        }
    }
    assert!(links > 200);
}

#[test]
fn pages_name_topics_that_can_be_explained() {
    let pages =
        codes::all().into_iter().map(|it| it.page).chain(ServiceKind::ALL.iter().map(|it| it.explain()));
    let mut named = 0;
    for page in pages {
        for rest in page.split("`drc explain ").skip(1) {
            let topic = rest.split('`').next().unwrap_or_default();
            assert!(explain::explain(topic).is_ok(), "{topic}, in\n{page}");
            named += 1;
        }
    }
    assert!(named > 2);
}

#[test]
fn every_page_begins_with_a_sentence() {
    for page in
        codes::all().into_iter().map(|it| it.page).chain(ServiceKind::ALL.iter().map(|it| it.explain()))
    {
        let sentence = drc_core::page::Page(page).sentence();
        assert!(sentence.ends_with(['.', ':']) && sentence.len() < 240, "{sentence}");
    }
}

/// The fenced blocks of a page, by their info string.
fn blocks<'p>(page: &'p str, info: &str) -> Vec<&'p str> {
    let opening = format!("```{info}\n");
    page.split(&opening).skip(1).filter_map(|it| it.split("```").next()).collect()
}

/// `docs/formats.md` shows what drc prints of the spec at its top. `…` stands for lines left out, and for the rest of a
/// line.
#[test]
fn the_examples_of_the_formats_are_what_drc_prints() {
    let page = common::read("docs/formats.md");
    let spec = blocks(&page, "toml").first().copied().expect("a spec");
    let source = Source::new("dr.toml", spec);
    let checked = world::check(&source, Options { today: Some(world::TODAY), ..Options::default() });
    let json = format!("{:#}\n", report::json(&source, &checked, &[]));
    let run = Run { results: vec![(source, checked)], ..Run::default() };
    let sarif = format!("{:#}\n", report::sarif(&run));
    let printed =
        [("json", json), ("json sarif", sarif), ("xml", report::junit(&run)), ("text", report::github(&run))];
    for (info, printed) in printed {
        let shown = blocks(&page, info).first().copied().expect(info);
        let mut lines = printed.lines();
        for line in shown.lines().filter(|it| it.trim() != "…") {
            let same = |it: &str| match line.strip_suffix('…') {
                Some(start) => it.starts_with(start),
                None => it == line,
            };
            assert!(lines.any(same), "{info}: drc does not print, here or at all:\n{line}\nbut\n{printed}");
        }
    }
}
