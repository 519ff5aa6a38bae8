//! What a stated load costs in a month.

#![allow(clippy::disallowed_methods, reason = "tests read the repository")]

mod common;

use common::{check, read};
use drc_core::cost::{Cost, monthly};

fn cost(text: &str) -> Cost {
    monthly(&check(text).spec.expect("a spec"))
}

/// What a service pays for something in a Region: the line's dollars, which may be unknown.
fn line(cost: &Cost, address: &str, region: &str, what: &str) -> Option<f64> {
    let found = cost.lines.iter().find(|it| it.address == address && it.region == region && it.what == what);
    found.expect(what).dollars
}

fn near(seen: Option<f64>, wanted: f64) -> bool {
    seen.is_some_and(|it| (it - wanted).abs() < 0.005)
}

#[test]
fn system_a_by_hand() {
    let cost = cost(&read("specs/payments-serverless.toml"));
    let a = |address, region, what| line(&cost, address, region, what);
    // 5 million requests at $3.50 a million, and calls at $0.20.
    assert!(near(a("api.payment", "us-east-1", "requests to a REST API"), 17.5));
    assert!(near(a("function.payment-processor", "us-east-1", "calls of functions"), 1.0));
    // 5 million × 0.08 s × 0.25 GiB × $0.0000166667.
    assert!(near(a("function.payment-processor", "us-east-1", "running functions"), 1.67));
    // Two kibibytes are two writes, in both Regions: 10 million × $0.625. They are one read.
    for region in ["us-east-1", "us-east-2"] {
        assert!(near(a("table.payments", region, "replicated writes"), 6.25));
        assert!(near(a("bucket.payment-docs", region, "putting objects"), 5.0));
        assert_eq!(a("table.payments", region, "storage"), None);
    }
    assert!(near(a("table.payments", "us-east-1", "reads"), 0.625));
    // A million of 150 KiB are 143.05 GiB: $0.02 to send, $0.015 to send in time.
    assert!(near(a("bucket.payment-docs", "us-east-1", "GB copied to another Region"), 2.86));
    assert!(near(a("bucket.payment-docs", "us-east-1", "GB under replication time control"), 2.15));
    assert!(cost.unknown() > 0 && cost.total().is_none());
    let sum: f64 = cost.lines.iter().filter_map(|it| it.dollars).sum();
    assert!((cost.known() - sum).abs() < f64::EPSILON && sum > 40.0, "{sum}");
}

#[test]
fn what_nobody_knows_is_never_zero() {
    let text = read("specs/payments-serverless.toml");
    let silent = text.replace("duration    = \"80ms\"\n", "").replace("item_size   = \"2KiB\"\n", "");
    let cost = cost(&silent);
    assert_eq!(line(&cost, "function.payment-processor", "us-east-1", "running functions"), None);
    assert_eq!(line(&cost, "table.payments", "us-east-1", "reads"), None);
    // A Region whose prices are not in the table.
    let elsewhere = text.replace("secondary = \"us-east-2\"", "secondary = \"eu-west-1\"");
    let cost = self::cost(&elsewhere);
    assert_eq!(line(&cost, "table.payments", "eu-west-1", "writes"), None);
    let said = cost.lines.iter().find(|it| it.address == "table.payments" && it.region == "eu-west-1");
    assert!(said.is_some_and(|it| it.driver.ends_with("its price there is unknown")));
    assert!(cost.lines.iter().all(|it| it.dollars != Some(0.0)));
}

#[test]
fn where_every_region_serves_the_load_is_shared() {
    let text = read("specs/payments-serverless.toml").replace("\"dns-failover\"", "\"dns-latency\"");
    let cost = cost(&text);
    for region in ["us-east-1", "us-east-2"] {
        assert!(near(line(&cost, "api.payment", region, "requests to a REST API"), 8.75));
        // What one Region writes, the other has to write as well.
        assert!(near(line(&cost, "table.payments", region, "replicated writes"), 6.25));
    }
}

#[test]
fn a_load_below_zero_is_refused() {
    let text = read("specs/payments-serverless.toml").replace("requests    = 5_000_000", "requests    = -1");
    let checked = check(&text);
    assert!(
        checked.diagnostics.iter().any(|it| it.message.contains("0 or more")),
        "{:?}",
        checked.diagnostics
    );
}
