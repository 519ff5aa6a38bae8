//! What `drc tune` finds, and that it is true: of the four systems with tighter targets (`golden/tune/<spec>.txt`), and
//! of variants of them that nobody wrote.
//!
//! `DRC_BLESS=1 cargo test -p drc-core --test tune` writes the goldens anew; read the diff.

#![allow(clippy::disallowed_methods, reason = "tests read the repository")]

mod common;

use common::{read, repository};
use drc_core::budget::budget;
use drc_core::check::strong_witness;
use drc_core::package::{File, FolderProblem, Folders};
use drc_core::resolve::resolve;
use drc_core::tune::{
    Aim, Answer, Column, Edit, FIELDS, Figure, Literal, Request, Tuned, apply, cheapest_repair, tune,
};
use drc_core::{Checked, Options, report};
use drc_diagnostic::Severity;
use drc_model::Duration;
use drc_syntax::{Date, Document, Source, Table, Value};
use proptest::prelude::*;
use std::collections::{BTreeMap, BTreeSet};

const SYSTEMS: [&str; 4] =
    ["payments-serverless", "payments-regulated", "payments-aurora", "payments-accelerator"];

/// The day that exceptions are judged on.
const TODAY: Date = Date { year: 2026, month: 11, day: 21 };

/// Code that takes no time to pack.
struct Small;

impl Folders for Small {
    fn folder(&self, _: &str) -> Result<Vec<File>, FolderProblem> {
        let file = |name: &str| File { path: name.to_owned(), bytes: b"exports".to_vec(), executable: false };
        Ok(vec![file("index.js"), file("index.py")])
    }
}

fn seconds(seconds: u64) -> Duration {
    Duration::from_secs(seconds)
}

fn asked(rto: Option<u64>, rpo: Option<u64>) -> Request {
    let limit = usize::MAX;
    Request { rto: rto.map(seconds), rpo: rpo.map(seconds), column: Column::Plan, limit }
}

fn options() -> Options<'static> {
    Options { today: Some(TODAY), ..Options::default() }
}

fn found(source: &Source, request: &Request) -> Tuned {
    let problems = |checked: Box<Checked>| {
        let problems = checked.diagnostics.iter().map(|it| it.message.clone());
        problems.collect::<Vec<_>>().join("\n")
    };
    tune(source, &Small, options(), request).map_err(problems).expect("a spec that can be tuned")
}

fn system(name: &str) -> Source {
    let path = format!("specs/{name}.toml");
    let text = read(&path);
    Source::new(path, text)
}

#[test]
fn the_four_systems_are_told_what_their_goldens_say() {
    // Each tight enough to be missed; the last so that settings cannot meet it.
    let cases = [
        ("payments-serverless", Some(240), None),
        ("payments-regulated", Some(180), Some(180)),
        ("payments-aurora", Some(810), Some(290)),
        ("payments-accelerator", Some(600), None),
    ];
    let blessing = std::env::var_os("DRC_BLESS").is_some();
    for (name, rto, rpo) in cases {
        let source = system(name);
        let said = report::tune_text(&source, &found(&source, &Request { limit: 5, ..asked(rto, rpo) }));
        let golden = repository().join(format!("golden/tune/{name}.txt"));
        if blessing {
            std::fs::create_dir_all(golden.parent().expect("a folder")).expect("a folder");
            std::fs::write(&golden, said).expect("a golden");
        } else {
            let expected = std::fs::read_to_string(&golden).unwrap_or_default();
            assert!(said == expected, "{name}: DRC_BLESS=1 writes the golden anew; now drc says\n{said}");
        }
    }
    let goldens = std::fs::read_dir(repository().join("golden/tune")).expect("golden/tune").count();
    assert_eq!(goldens, cases.len(), "a golden without a case");
}

/// The keys of a spec and what they hold, in the letters of the text.
fn leaves(source: &Source) -> BTreeMap<String, String> {
    fn walk(table: &Table, above: &str, source: &Source, into: &mut BTreeMap<String, String>) {
        for entry in &table.entries {
            let path = format!("{above}.{}", entry.key.text);
            match &entry.item.value {
                Value::Table(inner) => walk(inner, &path, source, into),
                Value::Array(_) | Value::String(_) | Value::Integer(_) | Value::Float(_) => {
                    into.insert(path, source.slice(entry.item.span).to_owned());
                }
                Value::Boolean(_) | Value::Date(_) => {
                    into.insert(path, source.slice(entry.item.span).to_owned());
                }
            }
        }
    }
    let mut all = BTreeMap::new();
    walk(&Document::parse(source).0.root, "", source, &mut all);
    all
}

/// The keys an answer names, as `leaves` names them.
fn named(edits: &[Edit]) -> BTreeSet<String> {
    let keys = edits.iter().flat_map(|edit| match &edit.then {
        Literal::Value(_) => vec![format!(".{}", edit.key())],
        Literal::Service(lines) => lines.iter().map(|(key, _)| format!(".{}.{key}", edit.key())).collect(),
    });
    keys.collect()
}

/// Nothing but what an answer names is another in the new text, to the byte.
fn only_the_named_bytes(before: &Source, after: &Source, answer: &Answer) {
    let (old, new) = (leaves(before), leaves(after));
    let changed: BTreeSet<String> =
        old.keys().chain(new.keys()).filter(|key| old.get(*key) != new.get(*key)).cloned().collect();
    assert_eq!(changed, named(&answer.edits), "{}", after.text());
    // Lines, comments among them, are there as they were and in their order, but for those with a named key.
    let diff = similar::TextDiff::from_lines(before.text(), after.text());
    let lost = diff.iter_all_changes().filter(|it| it.tag() == similar::ChangeTag::Delete).count();
    assert!(lost <= answer.edits.len(), "{}", diff.unified_diff());
}

fn errors(checked: &Checked) -> BTreeSet<(&'static str, Option<String>)> {
    let errors = checked.diagnostics.iter().filter(|it| it.code.severity == Severity::Error);
    errors.map(|it| (it.code.id, it.address.clone())).collect()
}

fn is_true(source: &Source, aim: &Aim, answer: &Answer, before: &Checked) {
    let environment = before.spec.as_ref().map(|it| it.environment.as_str()).expect("a spec");
    let text = apply(source, environment, &answer.edits).expect("a place for each edit");
    let edited = Source::new(source.name(), text);
    let after = drc_core::check_source(&edited, &Small, options());
    let budget = after.budget.as_ref().expect("a budget");
    let columns = match &aim.figure {
        Figure::Rto => budget.rto.total(),
        Figure::Rpo(store) => {
            let store = budget.stores.iter().find(|it| it.address == *store);
            store.expect("the store").lag.columns
        }
    };
    assert_eq!(columns, answer.then.columns, "the text comes to what the search said");
    assert!(aim.column.of(columns) <= aim.target, "{aim:?} {columns:?}");
    let new: Vec<_> = errors(&after).difference(&errors(before)).cloned().collect();
    assert!(new.is_empty(), "{new:?}\n{}", edited.text());
    only_the_named_bytes(source, &edited, answer);
}

/// A system as somebody else might have set it.
fn variant() -> impl Strategy<Value = String> {
    let system = prop::sample::select(SYSTEMS.to_vec());
    let interval = prop::sample::select(vec![10_u64, 30]);
    let ttl = prop::option::of(prop::sample::select(vec![10_u64, 30, 60, 300]));
    let watch = prop::option::of(prop::sample::select(vec![60_u64, 120, 300]));
    let flags = (any::<bool>(), any::<bool>(), any::<bool>());
    (system, interval, 2_i64..8, ttl, watch, flags).prop_map(
        |(name, interval, threshold, ttl, watch, (headless, manual, timed))| {
            let mut text = read(&format!("specs/{name}.toml"));
            let mut set = |from: &str, to: &str| text = text.replace(from, to);
            let check = "health_check = { path = \"/health\", interval = \"30s\", threshold = 3 }";
            let fast = check.replace("30s", "10s");
            let other = format!(
                "health_check = {{ path = \"/health\", interval = \"{interval}s\", threshold = {threshold} }}"
            );
            set(check, &other);
            set(&fast, &other);
            match ttl {
                Some(ttl) => set("ttl          = \"60s\"", &format!("ttl          = \"{ttl}s\" # ours")),
                None => set("ttl          = \"60s\"\n", ""),
            }
            let kept = watch.map_or(String::new(), |it| format!("watch.interval = \"{it}s\"\n"));
            for threshold in [2, 3] {
                set(&format!("watch     = {{ interval = \"60s\", threshold = {threshold} }}\n"), &kept);
            }
            if manual && watch.is_none() {
                set("promotion = \"automatic\"\n", "");
                set("hands_off = true\n", "");
            }
            if headless {
                set("secondary = 1 }", "secondary = 0 }");
            }
            if timed {
                set("time_control = true", "time_control = false");
            }
            text
        },
    )
}

proptest! {
    // A case is a search and a check of every answer; shrinking finds the smallest text by itself.
    #![proptest_config(ProptestConfig { cases: 8, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn every_answer_is_true_of_the_text(
        text in variant(),
        rto in 100_u64..1_500,
        rpo in 200_u64..1_000,
    ) {
        let source = Source::new("spec.toml", text);
        let before = drc_core::check_source(&source, &Small, options());
        let tuned = found(&source, &Request { limit: 4, ..asked(Some(rto), Some(rpo)) });
        for problem in &tuned.problems {
            prop_assert!(problem.refused.is_empty(), "a knob offers what is an error: {:?}", problem.refused);
            for answer in &problem.answers {
                is_true(&source, &problem.aim, answer, &before);
            }
            prop_assert!(problem.is_met() || problem.answers.is_empty() == problem.floor.is_some());
        }
    }

    #[test]
    fn the_repair_of_a_breach_is_among_the_answers_or_beaten_by_one(text in variant(), rto in 100_u64..1_500) {
        let text = text.replace("rto       = \"15m\"", &format!("rto       = \"{rto}s\""));
        let source = Source::new("spec.toml", text);
        let spec = resolve(&source, None).spec.expect("a spec");
        let repair = cheapest_repair(&spec, &budget(&spec));
        let tuned = found(&source, &asked(Some(spec.objectives.rto.as_secs()), None));
        let problem = &tuned.problems[0];
        if let Some(repair) = repair.filter(|_| !problem.is_met()) {
            prop_assert!(repair.after < repair.before && repair.answer.cautions.is_empty());
            prop_assert_eq!(repair.passes, repair.after <= problem.aim.target);
            prop_assert!(!repair.passes || !problem.answers.is_empty());
        }
    }
}

#[test]
fn patience_is_never_punished_with_false_alarms() {
    for (name, intervals) in
        [("payments-serverless", vec![10, 30]), ("payments-accelerator", vec![5, 10, 20, 30])]
    {
        let rate = |interval: u64, threshold: i64| {
            let check = format!("interval = \"{interval}s\", threshold = {threshold}");
            let text = system(name).text().replace("interval = \"30s\", threshold = 3", &check);
            found(&Source::new("s", text), &asked(Some(600), None)).problems[0].now.needless
        };
        for threshold in 2..=9 {
            for pair in intervals.windows(2) {
                assert!(
                    rate(pair[1], threshold) <= rate(pair[0], threshold),
                    "{name}: {pair:?} × {threshold}"
                );
            }
            for interval in &intervals {
                assert!(rate(*interval, threshold + 1) <= rate(*interval, threshold), "{name}: {interval}");
            }
        }
    }
}

#[test]
fn no_answer_is_beaten_by_another() {
    let source = system("payments-aurora");
    let answers = &found(&source, &asked(Some(810), None)).problems[0].answers;
    assert!(answers.len() > 3, "{}", answers.len());
    for (at, one) in answers.iter().enumerate() {
        for (_, other) in answers.iter().enumerate().filter(|(there, _)| *there != at) {
            let beats = one.then.columns.plan <= other.then.columns.plan
                && one.then.needless <= other.then.needless
                && one.then.bill.at_most(&other.then.bill)
                && one.cautions.len() <= other.cautions.len();
            assert!(!beats, "{:?} beats {:?}", one.edits, other.edits);
        }
    }
    let dollars: Vec<f64> =
        answers.iter().filter(|it| it.cautions.is_empty()).map(|it| it.cost.dollars).collect();
    assert!(dollars.is_sorted(), "cheapest first: {dollars:?}");
}

#[test]
fn too_many_combinations_are_said_and_not_hidden() {
    let aurora = read("specs/payments-aurora.toml");
    let start = aurora.find("[database.ledger]").expect("a database");
    let end = aurora[start..].find("\n\n").expect("its end") + start;
    let more: String =
        (0..3).map(|it| aurora[start..end].replace(".ledger", &format!(".book-{it}")) + "\n\n").collect();
    let source = Source::new("s", aurora + "\n" + &more);
    let tuned = found(&source, &Request { limit: 1, ..asked(Some(810), None) });
    assert!(tuned.problems[0].capped);
    assert!(report::tune_text(&source, &tuned).contains("not all: drc stops at 20000"));
    assert_eq!(report::tune_json(&source, &tuned)["problems"][0]["combinations_capped"], true);
}

#[test]
fn what_is_wrong_otherwise_comes_first() {
    let text = read("specs/payments-serverless.toml").replace("interval = \"30s\"", "interval = \"20s\"");
    let refused = tune(&Source::new("s", text), &Small, options(), &asked(None, None));
    let checked = refused.expect_err("figures of an interval that AWS does not have");
    assert!(checked.diagnostics.iter().any(|it| it.code.id == "DRC401"));
}

#[test]
fn an_overlay_is_edited_where_it_says_so() {
    let prod = "[environments.prod]\nobjectives.rto = \"4m\"\ntraffic.ttl = \"5m\"\n";
    let base = read("specs/payments-serverless.toml");
    let text = base.split("[environments.prod]").next().expect("the base").to_owned() + prod;
    let source = Source::new("s", text);
    let prod = Options { environment: Some("prod"), ..options() };
    let tuned = tune(&source, &Small, prod, &asked(None, None)).expect("a spec");
    let answer = &tuned.problems[0].answers[0];
    let edited = apply(&source, "prod", &answer.edits).expect("a place");
    let overlay = edited.split("[environments.prod]").nth(1).expect("the overlay");
    assert!(["30s", "60s"].iter().any(|it| overlay.contains(&format!("traffic.ttl = \"{it}\""))), "{edited}");
    assert!(edited.contains("ttl          = \"60s\""), "the base is another environment's too");
}

#[test]
fn a_strong_table_is_offered_where_dynamodb_takes_the_regions() {
    let near = system("payments-serverless");
    let witness = strong_witness(&resolve(&near, None).spec.expect("a spec")).flatten();
    assert_eq!(witness.map(|it| it.code()), Some("us-west-2"));
    let far = Source::new("s", near.text().replace("us-east-2", "eu-west-1"));
    let of = |source: &Source| {
        let tuned = found(source, &asked(None, Some(60)));
        let table = tuned
            .problems
            .into_iter()
            .find(|it| matches!(&it.aim.figure, Figure::Rpo(it) if it.kind == "table"));
        table.expect("a table").answers.len()
    };
    assert_eq!((of(&near), of(&far)), (1, 0));
}

#[test]
fn the_page_names_every_knob_and_no_price_is_looked_up_by_a_name_the_table_lacks() {
    let page = read("docs/tune.md");
    for field in FIELDS {
        assert!(page.contains(&format!("`{field}`")), "docs/tune.md does not name {field}");
    }
    // A price that is not found is a use of unknown price: none of the four systems has one.
    for name in SYSTEMS {
        let source = system(name);
        for (_, _, answer) in found(&source, &asked(Some(3_600), None)).numbered() {
            let by_use = answer.cost.by_use.iter().map(|(why, _)| why);
            for why in by_use {
                assert!(why.contains("depends on traffic") || why.contains("load balancer"), "{name}: {why}");
            }
        }
    }
}
