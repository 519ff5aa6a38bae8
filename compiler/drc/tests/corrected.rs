//! The places of the four systems where what was first asked for would not work on AWS (`Corrected` in their
//! requirements): whoever writes it the first way is told so, at the very words.

#![allow(clippy::disallowed_methods, reason = "tests read the repository")]

mod world;

use drc_core::Options;
use drc_syntax::Source;
use std::path::Path;

const BASE: &str = include_str!("base.toml");

/// What drc says of a code: the marked text and the sentence.
fn said(text: &str, code: &str) -> Vec<(String, String)> {
    let source = Source::new("spec.toml", text);
    let checked = world::check(&source, Options { today: Some(world::TODAY), ..Options::default() });
    let of_code = checked.diagnostics.iter().filter(|it| it.code.name == code);
    of_code.map(|it| (source.slice(it.span()).to_owned(), it.message.clone())).collect()
}

/// The one finding in a spec of `specs/fail`.
fn said_of(case: &str) -> (String, String) {
    let path = format!("{}/../../specs/fail/{case}.toml", env!("CARGO_MANIFEST_DIR"));
    let text = std::fs::read_to_string(Path::new(&path)).expect("a broken spec");
    let said = said(&text, case.split('/').next().unwrap_or_default());
    assert_eq!(said.len(), 1, "{case}: {said:?}");
    said.into_iter().next().expect("one")
}

#[test]
fn a5_thirty_seconds_three_times_and_a_minute_are_150_seconds() {
    let with = |rto: &str| {
        let text = BASE.replacen("rto = \"6m\"", &format!("rto = \"{rto}\""), 1);
        said(&text, "rto-less-than-detection-plus-ttl")
    };
    let message = "an RTO of 2m29s is less than detection plus TTL: 30s × 3 + 1m = 2m30s";
    assert_eq!(with("149s"), [("\"149s\"".to_owned(), message.to_owned())]);
    assert_eq!(with("150s"), [], "not 210 s");
}

#[test]
fn a5_every_region_has_a_certificate_of_its_own() {
    let (marked, message) = said_of("cert-missing-region/only-primary");
    assert!(marked.contains("us-east-1") && !marked.contains("us-east-2"), "{marked}");
    assert_eq!(message, "there is no certificate for us-east-2");
    let (marked, message) = said_of("cert-missing-region/wrong-region");
    assert!(marked.starts_with("\"arn:aws:acm:"), "{marked}");
    assert_eq!(message, "this is not a certificate of us-east-2");
}

#[test]
fn a5_names_for_examples_are_no_public_zones() {
    for name in ["api.payments.example.com", "payments.test", "pay.bank.internal", "localhost"] {
        let text = BASE.replacen("api.payments.acme-bank.com", name, 1);
        let message = format!("`{name}` is reserved and cannot be in public DNS");
        assert_eq!(said(&text, "domain-reserved"), [(format!("\"{name}\""), message)]);
    }
}

#[test]
fn d1_an_accelerator_without_endpoint_groups_is_refused() {
    let (marked, message) = said_of("accelerator-target/api");
    assert_eq!(marked, "\"api.payment\"");
    assert_eq!(message, "an accelerator cannot lead to `api.payment`");
}

#[test]
fn d2_health_checks_name_no_placeholder() {
    for (case, host) in [
        ("example", "example.com"),
        ("todo", "TODO"),
        ("load-balancer", "placeholder.elb.us-east-1.amazonaws.com"),
    ] {
        let (marked, message) = said_of(&format!("health-check-placeholder/{case}"));
        assert_eq!(marked, format!("\"{host}\""));
        assert!(message.starts_with(&format!("`{host}` is a placeholder")), "{message}");
    }
}
