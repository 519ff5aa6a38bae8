//! Policies: what they may ask, what they answer of the four systems, who may accept what, and their page.

mod common;

use common::{Disk, read, source};
use drc_core::policy::{FUNCTIONS, Verdict};
use drc_core::{Checked, Options, PolicyFile, check_source};
use drc_diagnostic::Severity;
use drc_model::{Type, Value, What};
use drc_services::ServiceKind;
use drc_syntax::Source;

const ORGANISATION: &str = "specs/policies/organisation.toml";

fn file(text: &str) -> PolicyFile {
    PolicyFile::read(Source::new("organisation.toml", text))
}

fn organisation() -> PolicyFile {
    let file = file(&read(ORGANISATION));
    let problems: Vec<&str> = file.problems.iter().map(|it| it.message.as_str()).collect();
    assert!(problems.is_empty(), "{problems:?}");
    file
}

fn check(spec: &str, environment: Option<&str>, policies: &[PolicyFile]) -> Checked {
    check_source(&source(spec), &Disk, Options { environment, policies, ..Options::default() })
}

fn violated(checked: &Checked) -> Vec<&str> {
    let broken = checked.judgements.iter().filter(|it| it.is_broken());
    broken.map(|it| it.id.as_str()).collect()
}

/// The spec of system A with some text replaced.
fn changed(changes: &[(&str, &str)]) -> String {
    let mut spec = read("specs/payments-serverless.toml");
    for (from, to) in changes {
        assert!(spec.contains(from), "{from}");
        spec = spec.replacen(from, to, 1);
    }
    spec
}

#[test]
fn the_four_systems_keep_the_organisations_policies() {
    let policies = [organisation()];
    // Both Aurora systems leave less of their quarter of an hour than finance wants: it is a warning, and it is true.
    let expected = [
        ("serverless", vec![]),
        ("regulated", vec![]),
        ("aurora", vec!["finance-slack"]),
        ("accelerator", vec!["finance-slack"]),
    ];
    for (system, broken) in expected {
        let checked = check(&read(&format!("specs/payments-{system}.toml")), None, &policies);
        assert_eq!(violated(&checked), broken, "{system}");
        assert_eq!(checked.judgements.len(), 10);
        assert!(!checked.diagnostics.has_errors(), "{system}");
    }
}

#[test]
fn each_of_the_organisations_policies_can_be_broken() {
    let policies = [organisation()];
    let alerts = "[alerts]\ntopic = \"failover-alerts\"\nemail = [\"oncall@acme-bank.com\"]\n";
    let breaks: [(&str, &[(&str, &str)]); 10] = [
        ("finance-slack", &[("rto       = \"5m\"", "rto       = \"4m45s\"")]),
        ("short-ttl", &[("ttl          = \"60s\"", "ttl          = \"61s\"")]),
        (
            "tables-can-be-set-back",
            &[("[table.payments]", "[table.payments]\npoint_in_time_recovery = false")],
        ),
        ("no-rpo-over-15-minutes-without-reason", &[("rpo       = \"1m\"", "rpo       = \"16m\"")]),
        ("short-rto-needs-no-hands", &[("hands_off = true", "hands_off = false")]),
        ("documents-under-time-control", &[("time_control = true", "time_control = false")]),
        ("logs-for-a-month", &[]),
        ("approved-regions", &[("secondary = \"us-east-2\"", "secondary = \"ca-central-1\"")]),
        ("functions-answer-in-time", &[("timeout       = \"30s\"", "timeout       = \"31s\"")]),
        ("somebody-is-told", &[(alerts, "")]),
    ];
    let ids: Vec<&str> = policies[0].policies.iter().map(|it| it.id.value.0.as_str()).collect();
    assert_eq!(ids, breaks.map(|(id, _)| id));
    for (id, changes) in breaks {
        // Only what is deployed to production keeps its logs for so long.
        let environment = (id == "logs-for-a-month").then_some("prod");
        let checked = check(&changed(changes), environment, &policies);
        assert!(violated(&checked).contains(&id), "{id}: {:?}", violated(&checked));
    }
}

#[test]
fn an_environment_adds_to_the_lists_of_a_spec() {
    let more = "\n[[policy]]\nid = \"a\"\nrequire = \"rto() <= 5m\"\nmessage = \"x\"\n\
        [[environments.prod.policy]]\nid = \"b\"\nrequire = \"rto() <= 4m\"\nmessage = \"x\"\n\
        [[environments.prod.allow]]\ncode = \"DRC557\"\nat = \"bucket.payment-docs\"\nreason = \"carried back by hand\"\n";
    let spec =
        changed(&[("[environments.prod]", "[environments.prod]\nsystem.tags = { Stage = \"prod\" }")]) + more;
    let ids = |environment| -> Vec<String> {
        check(&spec, environment, &[]).judgements.into_iter().map(|it| it.id).collect()
    };
    assert_eq!(ids(None), ["a"]);
    assert_eq!(ids(Some("prod")), ["a", "b"]);
    let allows = |environment| check(&spec, environment, &[]).spec.map(|it| it.allows.len());
    assert_eq!((allows(None), allows(Some("prod"))), (Some(5), Some(6)));
}

const SLACK: &str =
    "version = 1\n[[policy]]\nid = \"slack\"\nrequire = \"slack() >= 1m\"\nmessage = \"finance\"\n";
const ALLOWED: &str =
    "\n[[allow]]\ncode = \"policy:slack\"\nat = \"traffic\"\nreason = \"the drill took three minutes\"\n";

fn raised<'c>(checked: &'c Checked, code: &str) -> Vec<&'c drc_diagnostic::Diagnostic> {
    checked.diagnostics.iter().filter(|it| it.code.id == code).collect()
}

#[test]
fn a_spec_accepts_what_breaks_its_own_policy() {
    let spec = changed(&[]) + "\n" + SLACK.trim_start_matches("version = 1\n");
    assert_eq!(raised(&check(&spec, None, &[]), "DRC800").len(), 1);
    let accepted = check(&(spec + ALLOWED), None, &[]);
    assert!(raised(&accepted, "DRC800").is_empty() && !accepted.diagnostics.has_errors());
    assert_eq!(accepted.accepted.len(), 6);
    assert_eq!(violated(&accepted), ["slack"], "what is accepted is broken all the same");
}

#[test]
fn a_spec_does_not_accept_what_breaks_the_organisations_policy_unless_it_is_a_warning() {
    for code in ["policy:slack", "DRC800"] {
        let spec = changed(&[]) + &ALLOWED.replace("policy:slack", code);
        let refused = check(&spec, None, &[file(SLACK)]);
        let found = raised(&refused, "DRC800");
        assert_eq!((found.len(), found[0].severity()), (1, Severity::Error), "{code}");
        assert_eq!(raised(&refused, "DRC701").len(), 1, "{code} excuses nothing");
        let accepted = check(&spec, None, &[file(&format!("{SLACK}severity = \"warning\"\n"))]);
        assert!(raised(&accepted, "DRC800").is_empty() && raised(&accepted, "DRC701").is_empty(), "{code}");
    }
}

#[test]
fn a_finding_shows_the_spec_and_the_policy_below() {
    let spec = changed(&[]);
    let checked = check(&spec, None, &[file(SLACK)]);
    let found = raised(&checked, "DRC800")[0];
    let elsewhere = found.elsewhere.as_ref().expect("the policy");
    assert_eq!(elsewhere.source.slice(elsewhere.labels[0].span), "slack() >= 1m");
    assert_eq!(&spec[found.span().range()], "\"30s\"", "the interval of the health checks");
    let said = drc_diagnostic::render([found], &source(&spec), drc_diagnostic::Style::Plain);
    let (spec_at, policy_at) = (said.find("[spec.toml:28:"), said.find("[organisation.toml:4:"));
    assert!(spec_at.is_some() && spec_at < policy_at, "{said}");
}

#[test]
fn ids_count_across_files() {
    let accepted = ALLOWED.replace("traffic", "system");
    let warning = || file(&format!("{SLACK}severity = \"warning\"\n"));
    let checked = check(&(changed(&[]) + &accepted), None, &[warning(), warning()]);
    assert_eq!(raised(&checked, "DRC805").len(), 1, "that there are two of them is nobody's to accept");
}

#[test]
fn a_file_is_told_everything_that_is_wrong_and_keeps_what_is_right() {
    let broken = "version = 1\nowner = \"x\"\n\
        [[policy]]\nid = \"type\"\nrequire = \"rto() + 1\"\nmessage = \"x\"\n\
        [[policy]]\nid = \"name\"\nrequire = \"exists(tabel)\"\nmessage = \"x\"\n\
        [[policy]]\nid = \"syntax\"\nrequire = \"(\"\nmessage = \"x\"\n\
        [[policy]]\nid = \"right\"\nrequire = \"exists(table.*)\"\nmessage = \"x\"\n";
    let file = file(broken);
    let codes: Vec<&str> = file.problems.iter().map(|it| it.code.id).collect();
    assert_eq!(codes, ["DRC101", "DRC802", "DRC803", "DRC801"]);
    assert_eq!(file.policies.iter().map(|it| it.id.value.0.as_str()).collect::<Vec<_>>(), ["right"]);
}

/// Whether a value is what its type says.
fn conforms(value: &Value<'_>, of: Type) -> bool {
    match (&value.what, of) {
        (What::Absent, _) | (_, Type::Any) => true,
        (What::Boolean(_), Type::Boolean) | (What::Text(_), Type::Text) => true,
        (What::Quantity(unit, _), Type::Quantity(of)) => *unit == of,
        (What::List(items), Type::List(of)) => items.iter().all(|it| conforms(it, of())),
        (What::Named(items), Type::Named(of)) => items.iter().all(|(_, it)| conforms(it, of())),
        (What::Table(fields), Type::Table(keys)) => keys.all.iter().all(|key| {
            let (value, of) = (fields.field(key), (keys.of)(key));
            value.zip(of).is_some_and(|(value, of)| conforms(&value, of))
        }),
        _ => false,
    }
}

#[test]
fn every_field_of_every_service_has_the_type_it_says() {
    let mut seen: Vec<ServiceKind> = Vec::new();
    for path in common::specs() {
        let Some(spec) = common::check(&read(&path)).spec else { continue };
        for entry in &spec.services {
            let kind = entry.service.kind();
            assert!(conforms(&entry.service.inspect(), kind.fields()), "{path}: {}", entry.address);
            seen.push(kind);
        }
    }
    assert!(ServiceKind::ALL.iter().all(|it| seen.contains(it)));
}

/// A policy of system A, and the label under what fails.
fn verdict(spec: &str, require: &str) -> (Verdict, String) {
    let policy = format!("version = 1\n[[policy]]\nid = \"x\"\nmessage = \"x\"\nrequire = \"{require}\"\n");
    let file = file(&policy);
    assert!(file.problems.is_empty(), "{require}");
    let checked = check(spec, None, &[file]);
    let found = checked.judgements[0].findings.first().and_then(|it| it.elsewhere.as_ref());
    let label = found.map(|it| it.labels[0].text.clone()).unwrap_or_default();
    (checked.judgements[0].verdict, label)
}

#[test]
fn what_is_of_another_type_in_one_spec_has_no_value_there() {
    let spec = changed(&[]);
    assert_eq!(verdict(&spec, "all(alarm.*, it.above <= 5)").0, Verdict::Holds);
    let (other, label) = verdict(&spec, "all(alarm.*, it.above <= 60s)");
    assert_eq!((other, label.as_str()), (Verdict::NoValue, "a count <= a duration"));
}

#[test]
fn what_one_service_breaks_is_broken_although_another_has_no_value() {
    let reserved = "[function.a]\nreserved = 5\nruntime = \"nodejs22.x\"\ncode = \"../lambda/payment-processor-node\"\nhandler = \"index.handler\"\n\n";
    let spec =
        changed(&[("[function.payment-processor]", &format!("{reserved}[function.payment-processor]"))]);
    let (broken, label) = verdict(&spec, "all(function.*, it.reserved >= 10)");
    assert_eq!((broken, label.as_str()), (Verdict::Violated, "it.reserved is 5, not >= 10"));
    assert_eq!(verdict(&spec, "all(function.*, it.reserved >= 5)").0, Verdict::NoValue);
}

/// The lines of a page's blocks of one kind.
fn lines(page: &str, kind: &str) -> Vec<String> {
    let start = format!("```text {kind}\n");
    let blocks = page.split(&start).skip(1).filter_map(|it| it.split("```").next());
    blocks.flat_map(str::lines).map(str::to_owned).collect()
}

#[test]
fn the_page_of_policies_says_what_is_true() {
    let page = read("docs/policies.md");
    for function in FUNCTIONS {
        let row = format!("| `{}` | {} |", function.form, function.about);
        assert!(page.contains(&row), "docs/policies.md lacks\n{row}");
    }
    let spec = read("specs/payments-serverless.toml");
    let policy = |line: &str| {
        format!("version = 1\n[[policy]]\nid = \"x\"\nmessage = \"x\"\nrequire = '''{line}'''\n")
    };
    for (kind, verdict) in
        [("holds", Verdict::Holds), ("violated", Verdict::Violated), ("no-value", Verdict::NoValue)]
    {
        let lines = lines(&page, kind);
        assert!(!lines.is_empty(), "{kind}");
        for line in lines {
            let file = file(&policy(&line));
            assert!(file.problems.is_empty(), "{line}: {:?}", file.problems);
            let checked = check(&spec, None, &[file]);
            assert_eq!(checked.judgements[0].verdict, verdict, "{line}");
        }
    }
    for line in lines(&page, "refused") {
        assert!(file(&policy(&line)).problems.has_errors(), "{line}");
    }
}
