//! The check as JUnit's XML, in the form that Jenkins publishes a schema of (`junit-10.xsd`) and GitLab, Azure and others
//! read. A suite per spec; in it a case per objective, and a case per finding.

use super::finding::{Finding, findings, paragraphs, path, place};
use super::{Run, severity};
use crate::budget::Budget;
use crate::pipeline::Checked;
use drc_diagnostic::Severity;
use drc_model::Duration;
use drc_model::budget::{Columns, Verdict};
use drc_syntax::Source;
use std::collections::BTreeMap;

/// One test, as displays show it.
struct Case {
    /// Without figures and lines: displays tell by it what is new and what is mended.
    name: String,
    end: End,
    /// What is to be read of it.
    said: String,
}

/// How a test ended.
enum End {
    Passed,
    /// Shown, and counted apart: neither met nor a failure.
    Skipped(String),
    /// Of a type, with a message.
    Failed(&'static str, String),
    /// The test itself could not be made.
    Broken(String),
}

/// The result of a check as an XML document. Errors fail, and so do warnings where they are denied; else warnings, and
/// what is accepted, are skipped tests: displays show those, and pass.
pub fn junit(run: &Run) -> String {
    let mut suites: Vec<(String, Vec<Case>)> = Vec::new();
    for (source, checked) in &run.results {
        suites.push((path(run, source), cases(run, source, checked)));
    }
    if !run.unread.is_empty() {
        let broken = |(at, why): (usize, &String)| Case {
            name: format!("spec {}", at + 1),
            end: End::Broken(why.clone()),
            said: why.clone(),
        };
        let cases = run.unread.iter().enumerate().map(broken).collect();
        suites.push(("specs that could not be read".to_owned(), cases));
    }
    let all = || suites.iter().flat_map(|(_, cases)| cases);
    let mut xml = Xml(String::from("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n"));
    let [tests, failures, errors, _] = counts(all());
    let totals = [("name", "drc"), ("tests", &tests), ("failures", &failures), ("errors", &errors)];
    xml.element("testsuites", &totals, |xml| {
        xml.0.push('\n');
        suites.iter().for_each(|(name, cases)| suite(xml, name, cases));
    });
    xml.0
}

fn cases(run: &Run, source: &Source, checked: &Checked) -> Vec<Case> {
    let mut names = BTreeMap::new();
    let found = findings(run, source, checked);
    let found = found.iter().map(|it| case(it, run.deny_warnings, &mut names));
    checked.budget.as_ref().map(objectives).unwrap_or_default().into_iter().chain(found).collect()
}

/// A case per objective.
fn objectives(budget: &Budget) -> Vec<Case> {
    let rto = &budget.rto;
    let first = objective("RTO".to_owned(), rto.target, rto.total(), rto.verdict());
    let stores = budget
        .stores
        .iter()
        .map(|it| objective(format!("RPO {}", it.address), it.target.value, it.lag.columns, it.verdict()));
    std::iter::once(first).chain(stores).collect()
}

/// An objective that is not met is a finding already, and fails or is accepted as such: one mistake, one failure.
fn objective(name: String, target: Duration, figures: Columns, verdict: Verdict) -> Case {
    let (best, typical, plan) = (figures.best, figures.typical, figures.plan);
    let said = format!("target {target}: best {best}, typical {typical}, planned {plan}");
    let end = match verdict {
        Verdict::Pass => End::Passed,
        Verdict::Warning => End::Skipped("only the typical figure fits: see the finding".to_owned()),
        Verdict::Error => End::Skipped("not even the typical figure fits: see the finding".to_owned()),
    };
    Case { name, end, said }
}

fn case(it: &Finding<'_>, deny_warnings: bool, names: &mut BTreeMap<String, usize>) -> Case {
    let code = it.diagnostic.code;
    let words = [Some(code.id), Some(code.name), it.diagnostic.address.as_deref()];
    let name = words.into_iter().flatten().collect::<Vec<_>>().join(" ");
    let count = names.entry(name.clone()).or_default();
    *count += 1;
    let name = if *count > 1 { format!("{name} #{count}") } else { name };
    let message = it.diagnostic.message.clone();
    let at = place(it.source, it.diagnostic.span()).start;
    let said = format!("{}:{}:{}: {}", it.path, at.line, at.column, paragraphs(it.diagnostic).join("\n\n"));
    let end = match (it.allow, severity(it.diagnostic)) {
        (Some(allow), _) => End::Skipped(format!("accepted: {}", allow.value.reason.value)),
        (None, Severity::Error) => End::Failed("error", message),
        (None, Severity::Warning) if deny_warnings => End::Failed("warning", message),
        (None, Severity::Warning) => End::Skipped(format!("warning: {message}")),
        (None, Severity::Note) => End::Passed,
    };
    Case { name, end, said }
}

fn suite(xml: &mut Xml, name: &str, cases: &[Case]) {
    let [tests, failures, errors, skipped] = counts(cases);
    let totals = [
        ("name", name),
        ("tests", &tests),
        ("failures", &failures),
        ("errors", &errors),
        ("skipped", &skipped),
    ];
    // Jenkins takes what stands before the last dot for a package.
    let class = format!("drc.{}", name.trim_end_matches(".toml").replace('.', "_"));
    xml.element("testsuite", &totals, |xml| {
        xml.0.push('\n');
        for case in cases {
            xml.element("testcase", &[("classname", &class), ("name", &case.name)], |xml| body(xml, case));
        }
    });
}

fn body(xml: &mut Xml, case: &Case) {
    let said = |xml: &mut Xml| xml.text(&case.said);
    match &case.end {
        End::Passed => xml.element("system-out", &[], said),
        End::Skipped(why) => {
            xml.element("skipped", &[("message", why)], |_| ());
            xml.element("system-out", &[], said);
        }
        End::Failed(type_, why) => xml.element("failure", &[("type", type_), ("message", why)], said),
        End::Broken(why) => xml.element("error", &[("type", "unread"), ("message", why)], said),
    }
}

/// How many there are, failed, broken, and were skipped.
fn counts<'c>(cases: impl IntoIterator<Item = &'c Case>) -> [String; 4] {
    let mut counts = [0; 4];
    for case in cases {
        counts[0] += 1;
        match case.end {
            End::Passed => {}
            End::Failed(..) => counts[1] += 1,
            End::Broken(_) => counts[2] += 1,
            End::Skipped(_) => counts[3] += 1,
        }
    }
    counts.map(|it| it.to_string())
}

/// XML that is being written. Nothing reaches it unescaped but what stands in this file.
struct Xml(String);

impl Xml {
    fn element(&mut self, name: &str, attributes: &[(&str, &str)], inside: impl FnOnce(&mut Self)) {
        self.0.push_str(&format!("<{name}"));
        for (key, value) in attributes {
            self.0.push_str(&format!(" {key}=\""));
            // A parser makes blanks of line breaks and tabs in attributes, unless they are references.
            let value = escaped(value).replace('\n', "&#10;").replace('\t', "&#9;");
            self.0.push_str(&value);
            self.0.push('"');
        }
        self.0.push('>');
        inside(self);
        self.0.push_str(&format!("</{name}>\n"));
    }

    fn text(&mut self, text: &str) {
        self.0.push_str(&escaped(text));
    }
}

/// Text as XML 1.0 takes it. Most control characters it takes in no form: they become U+FFFD.
fn escaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for letter in text.chars() {
        match letter {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            '\r' => out.push_str("&#13;"),
            '\n' | '\t' => out.push(letter),
            '\0'..=' ' if letter != ' ' => out.push('\u{fffd}'),
            '\u{fffe}' | '\u{ffff}' => out.push('\u{fffd}'),
            it => out.push(it),
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_written_ends_an_element() {
        let mut xml = Xml(String::new());
        xml.element("a", &[("b", "\"<&>\t\n\u{1b}")], |xml| xml.text("]]> <&\r\0\u{ffff}ö"));
        assert_eq!(
            xml.0,
            "<a b=\"&quot;&lt;&amp;&gt;&#9;&#10;\u{fffd}\">]]&gt; &lt;&amp;&#13;\u{fffd}\u{fffd}ö</a>\n"
        );
    }
}
