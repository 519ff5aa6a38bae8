//! What a change does to a budget, and how it is told: the reports of the four systems and of a longer TTL are in
//! `golden/reports/`.
//!
//! `DRC_BLESS=1 cargo test -p drc-core --test report` writes the goldens and `docs/report.schema.json` anew. Whether the
//! page can be read is for a browser to say: `tests/browser/`.

#![allow(clippy::disallowed_methods, reason = "tests read the repository")]

mod common;

use common::{Disk, read, repository};
use drc_core::change::{Change, Comparing, Evidence, Fate, Objective, Pair, Seen, Side, Threshold};
use drc_core::picture::{self, Arrow, Plan};
use drc_core::report::change::{self as report, COMMENT_LIMIT, Review};
use drc_core::{Checked, Options, check_source, resolve};
use drc_model::Region;
use drc_syntax::{Date, Source};
use serde_json::Value;
use std::collections::BTreeSet;

const TODAY: Date = Date { year: 2026, month: 11, day: 27 };

const SYSTEMS: [&str; 4] =
    ["payments-accelerator", "payments-aurora", "payments-regulated", "payments-serverless"];

type Looked = (Source, Checked);

fn look(name: &str, text: &str) -> Looked {
    let options = Options { today: Some(TODAY), ..Options::default() };
    match resolve::source(name, text.as_bytes().to_vec()) {
        Err((source, problems)) => (source, Checked::unreadable(problems)),
        Ok(source) => {
            let checked = check_source(&source, &Disk, options);
            (source, checked)
        }
    }
}

fn system_a() -> String {
    read("specs/payments-serverless.toml")
}

/// System A with another TTL.
fn longer_ttl() -> String {
    replaced(&system_a(), "ttl          = \"60s\"", "ttl          = \"300s\"")
}

fn replaced(text: &str, from: &str, to: &str) -> String {
    assert!(text.contains(from), "{from}");
    text.replace(from, to)
}

fn sides(base: Seen<&str>, head: Seen<&str>) -> Pair<Looked> {
    let side = |it: Seen<&str>| it.map(|text| look("dr.toml", text));
    Pair { base: side(base), head: side(head) }
}

fn change<'l>(sides: &'l Pair<Looked>, threshold: Option<&str>) -> (Change, Option<&'l Checked>) {
    let threshold = threshold.map(|it| Threshold::parse(it).expect("a threshold"));
    let both = sides.then(|(source, checked)| Some(Side { source, checked }));
    let how = Comparing { threshold, today: Some(TODAY) };
    let name = sides.last().map_or("dr.toml", |(source, _)| source.name());
    (Change::of(name, &both, how), sides.head.as_ref().known().map(|(_, it)| it))
}

fn review(sides: &Pair<Looked>) -> Review<'_> {
    let base = (sides.base.as_ref().known().is_some() || matches!(sides.base, Seen::Absent))
        .then(|| "main".to_owned());
    Review { specs: vec![change(sides, None)], unread: Vec::new(), base }
}

fn is_golden(path: &str, now: &str) {
    let golden = repository().join(path);
    if std::env::var_os("DRC_BLESS").is_some() {
        std::fs::create_dir_all(golden.parent().expect("a folder")).expect("a folder");
        std::fs::write(&golden, now).expect("a golden");
    }
    let expected = std::fs::read_to_string(&golden).unwrap_or_default();
    assert!(now == expected, "{path}: DRC_BLESS=1 writes it anew; now drc says\n{now}");
}

/// Every golden, by its name in `golden/reports/`.
fn goldens() -> Vec<(String, String)> {
    let mut all = Vec::new();
    for system in SYSTEMS {
        let path = format!("specs/{system}.toml");
        let sides = Pair { base: Seen::Unasked, head: Seen::Known(look(&path, &read(&path))) };
        let review = review(&sides);
        all.push((format!("{system}.md"), report::markdown(&review)));
        all.push((format!("{system}.txt"), report::text(&review)));
        all.push((format!("{system}.html"), report::html(&review)));
        let (spec, budget) = sides
            .head
            .as_ref()
            .known()
            .and_then(|(_, it)| it.spec.as_ref().zip(it.budget.as_ref()))
            .expect("a spec");
        let lost = Some(spec.regions.primary.value);
        all.push((format!("{system}.mmd"), picture::mermaid(&Plan::new(spec, budget, None))));
        all.push((format!("{system}-lost.dot"), picture::dot(&Plan::new(spec, budget, lost))));
    }
    let (was, is) = (system_a(), longer_ttl());
    let sides = sides(Seen::Known(&was), Seen::Known(&is));
    let review = review(&sides);
    all.push(("longer-ttl.md".to_owned(), report::markdown(&review)));
    all.push(("longer-ttl.txt".to_owned(), report::text(&review)));
    all.push(("longer-ttl.html".to_owned(), report::html(&review)));
    all.push(("longer-ttl.json".to_owned(), format!("{:#}\n", report::json(&review))));
    all
}

#[test]
fn reports_are_the_goldens() {
    let all = goldens();
    all.iter().for_each(|(name, text)| is_golden(&format!("golden/reports/{name}"), text));
    let folder = std::fs::read_dir(repository().join("golden/reports")).expect("a folder");
    let name = |it: std::io::Result<std::fs::DirEntry>| it.expect("a golden").file_name().into_string();
    let found: BTreeSet<String> = folder.map(|it| name(it).expect("a UTF-8 name")).collect();
    assert_eq!(found, all.into_iter().map(|(name, _)| name).collect());
}

#[test]
fn the_schema_of_json_is_the_one_in_docs() {
    is_golden("docs/report.schema.json", &format!("{:#}\n", report::json_schema()));
}

#[test]
fn a_longer_ttl_is_one_line_and_four_minutes() {
    let (was, is) = (system_a(), longer_ttl());
    let sides = sides(Seen::Known(&was), Seen::Known(&is));
    let (change, _) = change(&sides, None);
    let rto = change.rto().expect("an RTO");
    assert_eq!((rto.fate, rto.growth()), (Fate::Changed, Some(240_000)));
    let moved: Vec<&str> = change.lines.iter().filter(|it| it.fate.is_change()).map(|it| it.id).collect();
    assert_eq!(moved, ["ttl"]);
    let came: Vec<&str> =
        change.findings.iter().filter(|it| it.fate == Fate::New).map(|it| it.code.id).collect();
    assert_eq!(came, ["DRC301"]);
    let line = is.lines().position(|it| it.starts_with("ttl")).expect("a TTL") + 1;
    let ttl = change.lines.iter().find(|it| it.id == "ttl").expect("its line");
    assert_eq!(ttl.field.map(|(name, at)| (name, at.line)), Some(("traffic.ttl", line)));
    let back = self::sides(Seen::Known(&is), Seen::Known(&was));
    let (back, _) = self::change(&back, None);
    assert_eq!(back.rto().and_then(drc_core::change::Figure::growth), Some(-240_000));
    assert!(
        back.findings.iter().any(|it| it.fate == Fate::Gone && it.code.id == "DRC301" && it.at.is_none())
    );
}

#[test]
fn what_did_not_change_is_no_change() {
    let was = system_a();
    // Comments and order of lines are no change of a budget.
    let is = format!("# A comment, so that every place moves.\n{was}");
    let sides = sides(Seen::Known(&was), Seen::Known(&is));
    let (change, _) = change(&sides, None);
    assert_eq!(change.fate(), Fate::Unchanged);
    assert!(change.lines.iter().all(|it| it.fate == Fate::Unchanged));
    assert!(change.risks.iter().all(|it| it.fate == Fate::Unchanged));
    assert!(report::markdown(&review(&sides)).contains("1 spec passes, unchanged."));
}

#[test]
fn a_change_below_the_threshold_is_none() {
    let was = system_a();
    let is = replaced(&was, "ttl          = \"60s\"", "ttl          = \"55s\"");
    let sides = sides(Seen::Known(&was), Seen::Known(&is));
    let fate = |threshold| change(&sides, threshold).0.fate();
    // 4 m 38 s and five seconds: 1.8 %.
    assert_eq!(
        (fate(None), fate(Some("5s")), fate(Some("1%"))),
        (Fate::Changed, Fate::Changed, Fate::Changed)
    );
    assert_eq!(fate(Some("6s")), Fate::Unchanged);
    // The line itself shrank by more than the RTO did: by 8 % of its minute.
    assert_eq!(fate(Some("10%")), Fate::Unchanged);
    // A verdict that changes is told whatever the threshold.
    let worse = longer_ttl();
    let worse = self::sides(Seen::Known(&was), Seen::Known(&worse));
    assert_eq!(change(&worse, Some("100000%")).0.fate(), Fate::Changed);
}

#[test]
fn unknown_is_a_word_and_never_zero() {
    let was = system_a();
    for (base, head) in [
        (Seen::Known("version ="), Seen::Known(was.as_str())),
        (Seen::Known(was.as_str()), Seen::Known("version =")),
    ] {
        let sides = sides(base, head);
        let (change, _) = change(&sides, None);
        assert_eq!(change.fate(), Fate::Unknown);
        let rto = change.rto().expect("an RTO");
        assert_eq!((rto.fate, rto.growth()), (Fate::Unknown, None));
        let review = review(&sides);
        let json = report::json(&review);
        let figure = &json["specs"][0]["figures"][0];
        assert_eq!(figure["status"], "unknown");
        assert_eq!(figure["growth_ms"], Value::Null);
        assert_eq!(figure["base"].is_null(), base == Seen::Known("version ="));
        let page = report::html(&review);
        assert!(page.contains("unknown") && !page.contains("<td class=\"number\">0 s"), "{page}");
        for text in [report::markdown(&review), report::text(&review)] {
            assert!(text.contains("unknown") && !text.contains(" 0 s"), "{text}");
        }
    }
    // A spec that cannot be read is the first thing to say, and no verdict is given.
    let sides = sides(Seen::Known(&was), Seen::Known("version ="));
    let review = review(&sides);
    assert!(report::markdown(&review).starts_with("❔ **Recovery time unknown: `dr.toml` cannot be read"));
    assert_eq!(report::json(&review)["verdict"], Value::Null);
}

#[test]
fn what_is_new_and_what_is_gone_have_words_of_their_own() {
    let text = system_a();
    let new = sides(Seen::Absent, Seen::Known(&text));
    let (change, _) = change(&new, None);
    assert_eq!(change.fate(), Fate::New);
    assert!(change.figures.iter().all(|it| it.fate == Fate::New && it.growth().is_none()));
    let said = report::markdown(&review(&new));
    assert!(said.contains("(dev), new | 4 m 38 s / 5 m ✅ met | new |"), "{said}");
    let gone = sides(Seen::Known(&text), Seen::Absent);
    let said = report::markdown(&review(&gone));
    assert!(said.contains("(dev), gone | none | gone |") && said.contains("gone, was 4 m 38 s"), "{said}");
    // The same for a store of a spec.
    let more = format!("{text}\n[table.extra]\npartition_key = \"id: S\"\n");
    let less = sides(Seen::Known(&more), Seen::Known(&text));
    let (change, _) = self::change(&less, None);
    let table = change.figures.iter().find(|it| it.address.as_deref() == Some("table.extra"));
    assert_eq!(table.map(|it| (it.objective, it.fate)), Some((Objective::Rpo, Fate::Gone)));
}

#[test]
fn accepted_risks_count_their_days() {
    let text = system_a();
    let until =
        replaced(&text, "under the same paymentId\"", "under the same paymentId\"\nuntil  = 2026-12-06");
    let sides = sides(Seen::Known(&text), Seen::Known(&until));
    let (change, _) = change(&sides, None);
    let risk = change.risks.iter().find(|it| it.code.id == "DRC305").expect("the accepted loss");
    assert_eq!(risk.days_left, Some(9));
    let said = report::markdown(&review(&sides));
    assert!(said.contains("Accepted risks (5, the next one ends in 9 days)"), "{said}");
    assert!(said.contains("ends in 9 days (2026-12-06)"), "{said}");
}

#[test]
fn a_cost_that_changes_is_a_change() {
    let text = system_a();
    let slower = replaced(&text, "duration    = \"80ms\"", "duration    = \"800ms\"");
    let sides = sides(Seen::Known(&text), Seen::Known(&slower));
    let (change, _) = change(&sides, None);
    assert_eq!((change.cost_fate(), change.fate()), (Fate::Changed, Fate::Changed));
    let costs = report::json(&review(&sides))["specs"][0]["cost"].clone();
    let known = |side: &str| costs[side]["known_usd"].as_f64().expect("dollars");
    // Ten times $1.67.
    assert!((known("head") - known("base") - 15.0).abs() < 0.02, "{costs}");
    // Where no load is stated, nothing is.
    let (load, rest) = text.split_once("\n[load]").expect("a load");
    let silent = format!("{load}{}", &rest[rest.find("\n\n").expect("its end")..]);
    let sides = self::sides(Seen::Known(&silent), Seen::Known(&text));
    assert!(report::markdown(&review(&sides)).contains("(no load was stated before)"));
    let sides = self::sides(Seen::Unasked, Seen::Known(&silent));
    assert!(!report::markdown(&review(&sides)).contains("stated load"));
}

#[test]
fn a_drill_is_evidence_until_it_is_old() {
    let drilled = |on: &str| {
        let text = format!(
            "{}\n[operations]\ndrills = [{{ on = {on}, kind = \"failover\", source = \"game day 1\" }}]\n",
            system_a()
        );
        let sides = sides(Seen::Unasked, Seen::Known(&text));
        change(&sides, None).0.evidence
    };
    assert_eq!(drilled("2026-10-02"), Evidence::Drill(Date { year: 2026, month: 10, day: 2 }));
    assert_eq!(drilled("2026-01-02"), Evidence::Stale(Date { year: 2026, month: 1, day: 2 }));
    let text = system_a();
    let sides = sides(Seen::Unasked, Seen::Known(&text));
    assert_eq!(change(&sides, None).0.evidence, Evidence::None);
}

/// A spec with many findings, whose texts are long and full of markup.
fn crowded(number: usize) -> String {
    let mut text = system_a().replace("rto       = \"5m\"", "rto       = \"2m\"");
    for at in 0..8 {
        text.push_str(&format!("\n[table.t{number}x{at}]\npartition_key = \"id: S\"\nrpo = \"1s\"\n"));
        text.push_str(&format!(
            "\n[[allow]]\ncode = \"DRC999\"\nat = \"table.t{number}x{at}\"\nreason = \"| </details> `` @everyone {}\"\n",
            "*<b>|`".repeat(200)
        ));
    }
    text
}

#[test]
fn a_comment_is_never_too_long() {
    let all: Vec<Pair<Looked>> = (0..200)
        .map(|at| {
            let name = format!("specs/{}|`<b>{at}.toml", "long/".repeat(90));
            let base = if at % 10 == 0 { Seen::Known(look(&name, &system_a())) } else { Seen::Absent };
            Pair { base, head: Seen::Known(look(&name, &crowded(at))) }
        })
        .collect();
    let unread: Vec<String> =
        (0..500).map(|at| format!("cannot read {at}.toml: {}", "@".repeat(5_000))).collect();
    for unread in [Vec::new(), unread] {
        let specs = all.iter().map(|it| change(it, None)).collect();
        let said = report::markdown(&Review { specs, unread, base: Some("@".repeat(5_000)) });
        assert!(said.chars().count() < COMMENT_LIMIT, "{}", said.chars().count());
        assert!(said.len() > COMMENT_LIMIT / 3, "there was more than enough to say");
        assert!(said.matches("… and ").count() >= 3, "{said}");
        assert_eq!(said.matches("<details>").count(), said.matches("</details>").count(), "{said}");
        assert!(said.ends_with("</sub>\n"), "{said}");
        let rows = said.lines().filter(|it| it.starts_with("| "));
        for row in rows {
            let bars = row.replace("\\|", "").matches('|').count();
            assert_eq!(bars, 7, "{row}");
        }
    }
}

#[test]
fn a_template_has_what_json_has() {
    let (was, is) = (system_a(), longer_ttl());
    let sides = sides(Seen::Known(&was), Seen::Known(&is));
    let review = review(&sides);
    let text = "{% for it in specs[0].figures if it.status == \"changed\" %}{{ it.objective }} {{ it.growth_ms | growth }} to {{ it.head.plan_ms | time }}\n{% endfor %}";
    let said = report::template(&review, "mine.txt", text).expect("a report");
    assert_eq!(said, "rto +4 m to 8 m 38 s\nfailback +4 m to 8 m 10 s\n");
    let html =
        report::template(&review, "mine.html.j2", "<p>{{ \"<b>\" ~ specs[0].spec }}</p>").expect("a report");
    assert_eq!(html, "<p>&lt;b&gt;dr.toml</p>");
}

#[test]
fn the_page_of_docs_shows_what_is_so() {
    let page = read("docs/report.md");
    let block = |language: &str| {
        let begin = format!("```{language}\n");
        let (_, rest) = page.split_once(&begin).expect("a block");
        rest.split("```").next().expect("its end").to_owned()
    };
    let (was, is) = (system_a(), longer_ttl());
    let sides = sides(Seen::Known(&was), Seen::Known(&is));
    let review = review(&sides);
    let comment = report::markdown(&review);
    assert!(comment.starts_with(&block("markdown")), "drc says:\n{comment}");
    let said = report::template(&review, "mine.txt", &block("jinja")).expect("a report");
    assert!(said.contains("payments rto : +4 m to 8 m 38 s\n"), "{said}");
    let load = block("toml");
    assert!(
        look("dr.toml", &format!("{}{load}", system_a().split("[load]").next().unwrap_or_default()))
            .1
            .spec
            .is_some()
    );
    for word in Fate::WORDS {
        assert!(page.contains(&format!("`{word}`")), "{word}");
    }
}

#[test]
fn a_broken_template_is_told_by_its_line() {
    let text = system_a();
    let sides = sides(Seen::Unasked, Seen::Known(&text));
    let review = review(&sides);
    for (text, line) in [("one\n{{ verdcit }}\n", 2), ("\n\n{% for %}\n", 3), ("{{ 1 | tiem }}", 1)] {
        let why = report::template(&review, "mine.md", text).expect_err("a mistake");
        assert!(why.starts_with(&format!("mine.md:{line}: ")), "{why}");
    }
}

#[test]
fn the_page_needs_no_network_and_obeys_no_spec() {
    let text = system_a().replace("renders it again from the table", "<script>alert(1)</script><img src=x>");
    let sides = sides(Seen::Unasked, Seen::Known(&text));
    let page = report::html(&review(&sides));
    assert!(!page.contains("<script") && !page.contains("<img") && !page.contains("<link"), "{page}");
    assert!(!page.contains("url("), "{page}");
    assert!(page.contains("&lt;script&gt;"), "{page}");
}

#[test]
fn without_its_region_nobody_is_sent_there_and_nothing_copied() {
    for system in SYSTEMS {
        let (_, checked) = look(system, &read(&format!("specs/{system}.toml")));
        let (spec, budget) = checked.spec.zip(checked.budget).expect("a spec");
        let whole = Plan::new(&spec, &budget, None);
        let lost = Plan::new(&spec, &budget, Some(spec.regions.primary.value));
        assert_eq!(lost.lost, Some(0));
        let drawn = picture::mermaid(&lost);
        assert!(picture::mermaid(&whole).contains("users -->|users| r0n"), "{system}");
        assert!(!drawn.contains("users -->|users| r0n") && drawn.contains("users -->|users| r1n"), "{drawn}");
        assert!(!drawn.contains("typically"), "{drawn}");
        for it in lost.boxes.iter().filter(|it| it.writer.is_some()) {
            assert_eq!(it.writer, Some(1), "the database of {system} is written where it was promoted");
        }
        assert_eq!(Plan::new(&spec, &budget, Region::find("eu-west-1")).lost, None);
    }
}

#[test]
fn copies_go_on_past_a_region_in_the_middle() {
    let (_, checked) = look("dr.toml", &read("specs/services/table-strong.toml"));
    let (spec, budget) = checked.spec.zip(checked.budget).expect("a spec");
    let copied = |lost: &str| {
        let plan = Plan::new(&spec, &budget, Region::find(lost));
        let copies = plan.arrows.iter().filter_map(|it| match it {
            Arrow::Copy { from, to, cut, .. } => Some((*from, *to, *cut)),
            Arrow::Users { .. } | Arrow::Call { .. } => None,
        });
        copies.collect::<Vec<_>>()
    };
    assert_eq!(copied("us-east-1"), [(0, 1, true), (1, 2, false)]);
    assert_eq!(copied("us-east-2"), [(0, 2, false)]);
    assert_eq!(copied("us-west-2"), [(0, 1, false), (1, 2, true)]);
    assert_eq!(copied("nowhere"), [(0, 1, false), (1, 2, false)]);
}

#[test]
fn what_is_copied_one_way_comes_from_the_primary() {
    let text = read("specs/services/table-strong.toml") + "\n[bucket.docs]\n";
    let (_, checked) = look("dr.toml", &text);
    let (spec, budget) = checked.spec.zip(checked.budget).expect("a spec");
    let copied = |lost: Option<&str>| {
        let drawn = picture::mermaid(&Plan::new(&spec, &budget, lost.and_then(Region::find)));
        let copies = drawn.lines().filter(|it| it.contains("30 s typically"));
        let short = |it: &str| it.trim().replace("-->|30 s typically| ", "");
        copies.map(short).collect::<Vec<_>>()
    };
    assert_eq!(copied(None), ["r0n2 r1n2", "r0n2 r2n2"]);
    assert_eq!(copied(Some("us-east-2")), ["r0n2 r2n2"]);
    assert!(copied(Some("us-east-1")).is_empty());
}
