//! The examples of the pages that `drc explain` prints: a bad one raises the page's own code and no other error or
//! warning, a good one raises none at all. (Notes of other codes are nobody's mistake and do not count.)
//!
//! An example shows only the tables that matter. It is laid over `base.toml`: of that, the tables go whose address the
//! example uses, and the example is appended. Its info string says what it is: `toml bad`, `toml good`; `whole` if it
//! is all of the file; `env=NAME` for `--env NAME`.

#![allow(clippy::disallowed_methods, reason = "tests read the repository")]

mod world;

use drc_core::{Options, codes, schema};
use drc_diagnostic::{Diagnostic, Severity, Style, render};
use drc_services::ServiceKind;
use drc_syntax::Source;
use serde_json::Value;
use world::TODAY;

const BASE: &str = include_str!("base.toml");

/// Pages without examples: why, and the broken spec that raises the code instead.
const WITHOUT_EXAMPLES: &[(&str, &str, &str)] = &[
    ("not-utf8", "a page is UTF-8, so bytes that are not cannot stand on it", "not-utf8/latin-1"),
    ("control-byte", "a NUL byte on a page would make every tool take it for binary", "control-byte/nul"),
    ("lambda-env-size", "four kilobytes of settings would bury the page", "lambda-env-size/settings"),
];

struct Example<'p> {
    bad: bool,
    whole: bool,
    environment: Option<&'p str>,
    text: String,
}

/// The fenced TOML blocks of a page.
fn examples(page: &str) -> Vec<Example<'_>> {
    let mut found: Vec<Example<'_>> = Vec::new();
    let mut inside = false;
    for line in page.lines() {
        if let Some(info) = line.strip_prefix("```toml") {
            let words: Vec<&str> = info.split_whitespace().collect();
            assert!(words.contains(&"bad") != words.contains(&"good"), "{line}: bad or good?");
            found.push(Example {
                bad: words.contains(&"bad"),
                whole: words.contains(&"whole"),
                environment: words.iter().find_map(|it| it.strip_prefix("env=")),
                text: String::new(),
            });
            inside = true;
        } else if line.starts_with("```") {
            inside = false;
        } else if let Some(last) = found.last_mut().filter(|_| inside) {
            last.text.push_str(line);
            last.text.push('\n');
        }
    }
    found
}

/// The address a header belongs to: `[api.payment.routes]` is part of `api.payment`, `[traffic.x]` of `traffic`.
fn address(header: &str) -> String {
    let path = header.trim_matches(['[', ']', ' ']);
    let words: Vec<&str> = path.split('.').collect();
    let named = ServiceKind::find(words[0]).is_some_and(|kind| !kind.singleton());
    words[..words.len().min(1 + usize::from(named))].join(".")
}

/// A text in its top-level tables, each with its address; what stands before the first has none.
fn tables(text: &str) -> Vec<(String, String)> {
    let mut tables = vec![(String::new(), String::new())];
    for line in text.lines() {
        if line.starts_with('[') {
            tables.push((address(line), String::new()));
        }
        let last = tables.last_mut().expect("one at least");
        last.1.push_str(line);
        last.1.push('\n');
    }
    tables.retain(|(_, text)| text.lines().any(|line| !line.is_empty() && !line.starts_with('#')));
    tables
}

fn laid_over(example: &str) -> String {
    let tables_of_example = tables(example);
    let kept =
        tables(BASE).into_iter().filter(|(it, _)| tables_of_example.iter().all(|(mine, _)| mine != it));
    // What has no header must stand first, whoever says it.
    let (first, rest): (Vec<_>, Vec<_>) =
        kept.chain(tables_of_example.clone()).partition(|(it, _)| it.is_empty());
    first.into_iter().chain(rest).map(|(_, text)| text).collect()
}

/// What an example raises: errors, warnings, and notes of the page's own code.
fn raised(example: &Example<'_>, code: &str) -> Vec<(String, Diagnostic)> {
    let text = if example.whole { example.text.clone() } else { laid_over(&example.text) };
    let source = Source::new("example.toml", text);
    let options = Options { environment: example.environment, today: Some(TODAY), ..Options::default() };
    let checked = world::check(&source, options);
    let counted =
        checked.diagnostics.iter().filter(|it| it.severity() < Severity::Note || it.code.name == code);
    counted.map(|it| (render([it], &source, Style::Plain), it.clone())).collect()
}

#[test]
fn the_base_is_free_of_findings() {
    let base = Example { bad: false, whole: true, environment: None, text: BASE.to_owned() };
    assert!(raised(&base, "").is_empty());
}

#[test]
fn bad_examples_raise_their_code_and_good_ones_nothing() {
    for code in codes::all() {
        for example in examples(code.page) {
            let raised = raised(&example, code.name);
            let said: String = raised.iter().map(|(text, _)| text.as_str()).collect();
            let as_it_says = if example.bad {
                !raised.is_empty() && raised.iter().all(|(_, it)| it.code.id == code.id)
            } else {
                raised.is_empty()
            };
            let which = if example.bad { "bad" } else { "good" };
            assert!(
                as_it_says,
                "{} {}, its {which} example:\n{}\nraises\n{said}",
                code.id, code.name, example.text
            );
        }
    }
}

#[test]
fn every_page_has_both_examples_or_a_reason() {
    for code in codes::all() {
        let examples = examples(code.page);
        let both = examples.iter().any(|it| it.bad) && examples.iter().any(|it| !it.bad);
        match WITHOUT_EXAMPLES.iter().find(|(name, ..)| *name == code.name) {
            None => assert!(both, "{} {} lacks an example", code.id, code.name),
            Some((_, why, instead)) => {
                assert!(examples.is_empty(), "{} has examples although {why}", code.name);
                let root = std::path::Path::new(env!("CARGO_MANIFEST_DIR"))
                    .ancestors()
                    .nth(2)
                    .expect("the workspace");
                assert!(root.join("specs/fail").join(instead).with_extension("toml").exists(), "{instead}");
            }
        }
    }
}

#[test]
fn every_page_says_what_why_and_what_instead() {
    for code in codes::all() {
        for section in ["\n## Why\n", "\n## Example\n", "\n## Instead\n"] {
            assert!(code.page.contains(section), "{}: {section}", code.id);
        }
        let longest = code.page.lines().count();
        assert!(longest < 90, "{} takes {longest} lines to read", code.id);
    }
}

#[test]
fn the_example_of_every_kind_is_clean() {
    for kind in ServiceKind::ALL {
        let examples = examples(kind.explain());
        assert!(examples.iter().any(|it| !it.bad), "{} has no example", kind.tag());
        for example in examples {
            let said: String = raised(&example, "").iter().map(|(text, _)| text.as_str()).collect();
            assert!(said.is_empty(), "{}:\n{said}", kind.tag());
            let table = format!("[{}", kind.tag());
            assert!(example.text.lines().any(|line| line.starts_with(&table)), "{} shows itself", kind.tag());
        }
    }
}

/// The object a schema describes, through its reference.
fn object<'s>(root: &'s Value, schema: &'s Value) -> &'s Value {
    // A reference with words of its own stands inside `allOf`.
    let reference = schema["$ref"].as_str().or(schema["allOf"][0]["$ref"].as_str());
    match reference {
        Some(path) => &root["definitions"][path.trim_start_matches("#/definitions/")],
        None => schema,
    }
}

/// The row of a field in a page's table: its default, as the page has it.
fn row<'p>(page: &'p str, field: &str) -> Option<&'p str> {
    let start = format!("| `{field}` | ");
    page.lines().find_map(|line| line.strip_prefix(&start)).and_then(|rest| rest.split(" | ").next())
}

/// What a field's description says of its default: the text between backquotes, or a word.
fn default(about: &str) -> Option<String> {
    let rest = about.split("Default: ").nth(1)?;
    let quoted = rest.strip_prefix('`').and_then(|it| Some(it.split_once('`')?.0));
    let word = rest.trim_end_matches('.');
    let plain = ["true", "false"].contains(&word) || word.parse::<i64>().is_ok();
    quoted.map(str::to_owned).or_else(|| plain.then(|| word.to_owned()))
}

/// Whether a page has the fields that a schema has, with the same defaults.
fn same_fields(page: &str, root: &Value, schema: &Value, prefix: &str, optional: bool, kind: &str) {
    let table = object(root, schema);
    let required: Vec<&str> =
        table["required"].as_array().into_iter().flatten().filter_map(Value::as_str).collect();
    for (key, field) in table["properties"].as_object().into_iter().flatten() {
        let path = format!("{prefix}{key}");
        let is_required = required.contains(&key.as_str());
        if row(page, &path).is_none() {
            // A table in a table has a row of its own, or a row per field.
            assert!(object(root, field)["properties"].is_object(), "{kind}: `{path}` is not on its page");
            same_fields(page, root, field, &format!("{path}."), optional || !is_required, kind);
            continue;
        }
        let shown = row(page, &path).unwrap_or_default();
        if !optional {
            assert_eq!(shown == "required", is_required, "{kind}: `{path}` is {shown}");
        }
        if let Some(default) = default(field["description"].as_str().unwrap_or_default()) {
            assert_eq!(shown, format!("`{default}`"), "{kind}: default of `{path}`");
        }
    }
}

#[test]
fn the_page_of_every_kind_is_true_to_its_fields() {
    let root = schema::schema();
    for kind in ServiceKind::ALL {
        let page = kind.explain();
        let schema = &root["properties"][kind.tag()];
        let service = if kind.singleton() { schema } else { &schema["additionalProperties"] };
        same_fields(page, &root, service, "", false, kind.tag());
        let fields =
            page.split("\n## Fields\n").nth(1).and_then(|it| it.split("\n## ").next()).unwrap_or_default();
        let rows = fields.lines().filter(|line| line.starts_with("| `"));
        for field in rows.filter_map(|line| line.split('`').nth(1)) {
            let first = field.split('.').next().unwrap_or_default();
            assert!(
                object(&root, service)["properties"][first].is_object(),
                "{} has no `{field}`",
                kind.tag()
            );
        }
    }
}

#[test]
fn the_page_of_every_kind_names_what_can_be_asked_granted_and_watched() {
    for kind in ServiceKind::ALL {
        let page = kind.explain();
        for attribute in kind.attributes() {
            assert!(page.contains(&format!(".{attribute}}}`")), "{}: {attribute}", kind.tag());
        }
        for word in kind.verbs().iter().copied().chain(kind.metrics().iter().map(|it| it.name)) {
            assert!(page.contains(&format!("`{word}`")), "{}: {word}", kind.tag());
        }
    }
}
