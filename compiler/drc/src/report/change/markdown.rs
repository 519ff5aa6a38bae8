//! The report as a comment of a pull request.

use super::Review;
use super::said::{self, count, growth, judged, time};
use crate::budget::checked_since;
use crate::change::{Change, Fate, Figure, Finding, Line, Risk, Seen};
use crate::cost::{self, Cost};
use crate::pipeline::VERSION;
use drc_diagnostic::{Severity, harmless};
use drc_model::budget::Verdict;
use drc_syntax::Position;

/// GitHub takes no longer comment (in characters; counted in bytes here, which are never fewer).
pub const COMMENT_LIMIT: usize = 65_536;

/// What each part may take at most. Together they stay below the limit, so no comment is ever cut in the middle.
const TABLE: usize = 16_000;
const LINES: usize = 14_000;
const FINDINGS: usize = 11_000;
const RISKS: usize = 6_000;
const COSTS: usize = 6_000;
/// Heading, advice and footer, whose texts are shortened.
const REST: usize = 12_000;
const _: () = assert!(TABLE + LINES + FINDINGS + RISKS + COSTS + REST < COMMENT_LIMIT);

/// Nobody reads more of one text in a comment.
const LONGEST: usize = 400;

/// How many parts of a cost that nobody knows are named.
const MOST_PARTS: usize = 12;

/// The report as Markdown.
pub fn markdown(review: &Review<'_>) -> String {
    let summary = said::summary(review);
    let mut out = format!("{} **{}: {}**\n\n", summary.sign, summary.heading, prose(&summary.text));
    out.push_str(&table(review));
    out.push_str(&advice(review));
    out.push_str(&details("What changed, line by line", &lines(review), LINES));
    out.push_str(&details("Findings", &findings(review), FINDINGS));
    let (title, risks) = risks(review);
    out.push_str(&details(&title, &risks, RISKS));
    out.push_str(&details("Estimated cost of the stated load", &costs(review), COSTS));
    out.push_str(&footer(review));
    harmless(&out)
}

/// What fits of lines, and how many do not.
fn fitting(lines: &[String], room: usize) -> String {
    let mut out = String::new();
    for (at, line) in lines.iter().enumerate() {
        if out.len() + line.len() + 32 > room {
            out.push_str(&format!("\n… and {} more\n", lines.len() - at));
            return out;
        }
        out.push_str(line);
    }
    out
}

fn details(title: &str, lines: &[String], room: usize) -> String {
    if lines.is_empty() {
        return String::new();
    }
    let frame = format!("<details><summary>{title}</summary>\n\n");
    let end = "\n</details>\n\n";
    let body = fitting(lines, room.saturating_sub(frame.len() + end.len()));
    format!("{frame}{}{end}", body.trim_start())
}

/// A row for each spec that changed or does not pass; the others are counted.
fn table(review: &Review<'_>) -> String {
    let compared = review.base.is_some();
    let (told, quiet): (Vec<&Change>, Vec<&Change>) = review
        .changes()
        .partition(|it| !compared || it.is_change() || it.verdict.head != Seen::Known(Verdict::Pass));
    let mut out = String::new();
    if !told.is_empty() {
        let (names, rule) = if compared {
            ("| system | RTO planned / target | change | RPO planned / target | change | evidence |", 6)
        } else {
            ("| system | RTO planned / target | RPO planned / target | evidence |", 4)
        };
        let rows: Vec<String> = told.iter().map(|it| row(it, compared)).collect();
        let head = format!("{names}\n|{}\n", "---|".repeat(rule));
        let body = fitting(&rows, TABLE - head.len() - 200);
        out.push_str(&format!("{head}{body}\n"));
    }
    if !quiet.is_empty() {
        let (what, verb) = if quiet.len() == 1 { ("spec", "passes") } else { ("specs", "pass") };
        let also = if told.is_empty() { "" } else { " more" };
        out.push_str(&format!("{}{also} {what} {verb}, unchanged.\n\n", quiet.len()));
    }
    out
}

fn row(change: &Change, compared: bool) -> String {
    let name = code(change.system.as_deref().unwrap_or(&change.spec));
    let place = change.environment.as_ref().map_or(String::new(), |it| format!(" ({})", text(it)));
    let fate = match change.fate() {
        Fate::New | Fate::Gone => format!(", {}", change.fate().word()),
        Fate::NotCompared | Fate::Unknown | Fate::Changed | Fate::Unchanged => String::new(),
    };
    let mut cells = vec![format!("{name}{place}{fate}")];
    for (figure, of) in [(change.rto(), false), (change.rpo(), true)] {
        cells.push(figure.map_or_else(|| absent(change).to_owned(), |it| planned(it, of)));
        if compared {
            cells.push(figure.map_or_else(|| absent(change).to_owned(), said::change));
        }
    }
    cells.push(said::evidence(change.evidence));
    format!("| {} |\n", cells.join(" | "))
}

/// A spec that cannot be read has unknown figures; one that can be has none.
fn absent(change: &Change) -> &'static str {
    if change.verdict.head == Seen::Unknown { said::UNKNOWN } else { "none" }
}

/// `4 m 30 s / 1 m ⚠️ at risk (table.payments)`
fn planned(it: &Figure, named: bool) -> String {
    let plan = said::seen(it.columns.head.map(|it| it.plan));
    let target = said::seen(it.target.head);
    let whose =
        it.address.as_deref().filter(|_| named).map_or(String::new(), |it| format!(" ({})", code(it)));
    let verdict = judged(it);
    if it.columns.head.known().is_none() { plan } else { format!("{plan} / {target} {verdict}{whose}") }
}

/// What to type, for the worst spec that has something to type.
fn advice(review: &Review<'_>) -> String {
    let open = review.changes().filter(|it| it.fix.is_some());
    // The first of the worst, so that the answer is as the specs were named.
    let worst = open.collect::<Vec<_>>().into_iter().rev().max_by_key(|it| it.verdict.head.known());
    let Some((change, fix)) = worst.and_then(|it| Some((it, it.fix.as_ref()?))) else {
        return String::new();
    };
    format!("Fix first: {}{} ({})\n\n", text(&fix.text), at(change, fix.at), fix.code)
}

fn at(change: &Change, place: Option<Position>) -> String {
    let place = place.map(|it| format!("{}:{}", shortened(&change.spec), it.line));
    place.map_or(String::new(), |it| format!(" at {}", code(&it)))
}

/// Figures beside the two in the table, then the lines they are made of.
fn lines(review: &Review<'_>) -> Vec<String> {
    let mut out = Vec::new();
    for change in review.changes().filter(|it| it.is_change()) {
        let mut own: Vec<String> = Vec::new();
        let figures = change.figures.iter().filter(|it| it.fate.is_change());
        own.extend(figures.map(|it| figure(change, it)));
        let both = matches!((change.verdict.base, change.verdict.head), (Seen::Known(_), Seen::Known(_)));
        let (moved, quiet): (Vec<&Line>, Vec<&Line>) =
            change.lines.iter().partition(|it| it.fate.is_change());
        // Of a spec that was not there before, or is there no more, every line is.
        if both {
            own.extend(moved.into_iter().map(|it| line(change, it)));
        }
        if !own.is_empty() {
            let quiet =
                if both { count(quiet.len(), "unchanged line") } else { change.fate().word().to_owned() };
            out.push(format!("\n{}: {quiet}\n\n", code(&shortened(&change.spec))));
            out.append(&mut own);
        }
    }
    out
}

fn figure(change: &Change, it: &Figure) -> String {
    let plan = |side: Seen<drc_model::budget::Columns>| said::seen(side.map(|it| it.plan));
    let whose = it.address.as_deref().map_or("system".to_owned(), code);
    let target = it.target.head.known().map_or(String::new(), |it| format!(" against {}", time(it)));
    let (base, head) = (plan(it.columns.base), plan(it.columns.head));
    let what = it.objective.word();
    let grown = match (it.fate, it.growth()) {
        (Fate::New | Fate::Gone, _) | (_, None | Some(0)) => String::new(),
        (Fate::NotCompared | Fate::Unknown | Fate::Changed | Fate::Unchanged, Some(by)) => {
            format!(" ({})", growth(by))
        }
    };
    let moved = match it.fate {
        Fate::New => format!("new, {head}"),
        Fate::Gone => format!("gone, was {base}"),
        Fate::NotCompared | Fate::Unknown | Fate::Changed | Fate::Unchanged if base == head => base,
        Fate::NotCompared | Fate::Unknown | Fate::Changed | Fate::Unchanged => format!("{base} → {head}"),
    };
    let verdict = it.verdict.head.known().map_or(String::new(), |_| format!(" {}", judged(it)));
    format!("- **{whose} {what}: {moved}{grown}**{target}{verdict}{}\n", at(change, it.at))
}

fn line(change: &Change, it: &Line) -> String {
    let plan = |side: Seen<drc_model::budget::Columns>| said::seen(side.map(|it| it.plan));
    let name = it.name.last().map_or(it.id, String::as_str);
    let moved = match it.fate {
        Fate::New => format!("new, {}", plan(it.columns.head)),
        Fate::Gone => format!("gone, was {}", plan(it.columns.base)),
        Fate::NotCompared | Fate::Unknown | Fate::Changed | Fate::Unchanged => {
            format!("{} → {}", plan(it.columns.base), plan(it.columns.head))
        }
    };
    let place = at(change, it.field.map(|(_, at)| at));
    format!("- {} {}: {moved} ({}){place}\n", code(&it.path), text(name), it.kind.word())
}

/// What came and what went; what stays is counted.
fn findings(review: &Review<'_>) -> Vec<String> {
    let mut out = Vec::new();
    let mut quiet = 0;
    for change in review.changes() {
        let (stays, told): (Vec<&Finding>, Vec<&Finding>) = change
            .findings
            .iter()
            .filter(|it| it.severity != Severity::Note)
            .partition(|it| it.fate == Fate::Unchanged);
        quiet += stays.len();
        if !told.is_empty() {
            out.push(format!("\n{}\n\n", code(&shortened(&change.spec))));
            out.extend(told.into_iter().map(|it| finding(change, it)));
        }
    }
    if quiet > 0 {
        out.insert(0, format!("{} as before\n", count(quiet, "finding")));
    }
    out
}

fn finding(change: &Change, it: &Finding) -> String {
    let fate = match it.fate {
        Fate::NotCompared => it.severity.word().to_owned(),
        Fate::Unknown | Fate::New | Fate::Gone | Fate::Changed | Fate::Unchanged => {
            format!("{} {}", it.fate.word(), it.severity.word())
        }
    };
    format!("- {fate} {}: {}{}\n", it.code.id, text(&it.message), at(change, it.at))
}

/// With the days that are left: an exception without an end is one that nobody looks at again.
fn risks(review: &Review<'_>) -> (String, Vec<String>) {
    let all: Vec<(&Change, &Risk)> =
        review.changes().flat_map(|it| it.risks.iter().map(move |risk| (it, risk))).collect();
    let next = all.iter().filter_map(|(_, it)| it.days_left).min();
    let ends = next.map_or(String::new(), |days| format!(", the next one {}", said::days_left(days)));
    let line = |(change, it): &(&Change, &Risk)| {
        let ends = match (it.until, it.days_left) {
            (Some(until), Some(days)) => format!("{} ({until})", said::days_left(days)),
            (Some(until), None) => format!("until {until}"),
            (None, _) => "without an end".to_owned(),
        };
        let new = if it.fate == Fate::New { "new: " } else { "" };
        let whose = it.address.as_deref().map_or(String::new(), |it| format!(" {}", code(it)));
        format!("- {new}{}{whose}, {ends}: {}{}\n", it.code.id, text(&it.reason), at(change, it.at))
    };
    (format!("Accepted risks ({}{ends})", all.len()), all.iter().map(line).collect())
}

/// Per spec what it comes to, then what it is made of: the dearest first, then what nobody knows.
fn costs(review: &Review<'_>) -> Vec<String> {
    let mut out = Vec::new();
    for change in review.changes() {
        let (Some(said), Some(cost)) = (said::costs(change), change.cost.head.as_ref().known()) else {
            continue;
        };
        out.push(format!("\n{}: {said}\n\n", code(&shortened(&change.spec))));
        let mut known: Vec<(f64, &cost::Line)> =
            cost.lines.iter().filter_map(|it| Some((it.dollars?, it))).collect();
        known.sort_by(|(a, _), (b, _)| b.total_cmp(a));
        out.extend(known.into_iter().map(|(dollars, it)| {
            let (address, what, driver) = (code(&it.address), text(&it.what), text(&it.driver));
            format!("- {} {address} in {}: {what} ({driver})\n", said::dollars(dollars), it.region)
        }));
        out.extend(not_known(cost));
    }
    out
}

/// What nobody knows, each once: it is the same in every Region.
fn not_known(cost: &Cost) -> Option<String> {
    let mut parts: Vec<String> = Vec::new();
    for it in cost.lines.iter().filter(|it| it.dollars.is_none()) {
        let part = format!("{} {}", code(&it.address), text(&it.what));
        if !parts.contains(&part) {
            parts.push(part);
        }
    }
    let more = parts.len().saturating_sub(MOST_PARTS);
    parts.truncate(MOST_PARTS);
    let more = if more > 0 { format!(" and {more} more") } else { String::new() };
    (!parts.is_empty()).then(|| format!("- unknown: {}{more}\n", parts.join(", ")))
}

fn footer(review: &Review<'_>) -> String {
    let checked = checked_since();
    let base = review.base.as_deref().map_or(String::new(), |it| format!(" · compared with {}", text(it)));
    format!("<sub>drc {VERSION} · figures checked {checked} or later{base} · planned, not bounded</sub>\n")
}

/// A text that is not longer than people read.
fn shortened(text: &str) -> String {
    if text.chars().count() <= LONGEST {
        return text.to_owned();
    }
    text.chars().take(LONGEST).chain(['…']).collect()
}

/// Text that says what it says: no markup, no link, nobody is called by it.
fn text(text: &str) -> String {
    let mut out = String::new();
    for letter in shortened(text).chars() {
        match letter {
            '\n' | '\r' | '\t' => out.push(' '),
            '@' => out.push_str("@<!-- -->"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '&' => out.push_str("&amp;"),
            '\\' | '`' | '*' | '_' | '[' | ']' | '|' | '~' | '#' | '!' | '$' => out.extend(['\\', letter]),
            letter => out.push(letter),
        }
    }
    out
}

/// A name as it is typed: its fence is longer than any row of backticks in it.
fn code(name: &str) -> String {
    let name = shortened(name).replace(['\n', '\r'], " ").replace('|', "\\|");
    let longest = name.split(|it| it != '`').map(str::len).max().unwrap_or_default();
    let fence = "`".repeat(longest + 1);
    let space = if name.starts_with('`') || name.ends_with('`') { " " } else { "" };
    format!("{fence}{space}{name}{space}{fence}")
}

/// A sentence with names between backticks.
fn prose(sentence: &str) -> String {
    let part = |(at, part): (usize, &str)| if at % 2 == 0 { text(part) } else { code(part) };
    shortened(sentence).split('`').enumerate().map(part).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn text_is_no_markup() {
        assert_eq!(text("a|b\n<img> @all *x*"), "a\\|b &lt;img&gt; @<!-- -->all \\*x\\*");
        assert_eq!(code("a`b"), "``a`b``");
        assert_eq!(prose("`a_b` is_slow"), "`a_b` is\\_slow");
    }

    #[test]
    fn what_does_not_fit_is_counted() {
        let lines = vec!["- one\n".to_owned(), "- two\n".to_owned(), "- three\n".to_owned()];
        assert_eq!(fitting(&lines, 40), "- one\n\n… and 2 more\n");
        assert_eq!(fitting(&lines, 400), "- one\n- two\n- three\n");
    }
}
