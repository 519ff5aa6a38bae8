//! The worked numbers of the budget model, each from a spec, and what the four systems come to.

mod common;

use common::{check, read};
use drc_core::Checked;
use drc_core::budget::{Budget, alarm_floor};
use drc_diagnostic::Severity;
use drc_model::budget::{Columns, Verdict};

/// The least that has everything a traffic path needs; `head` is laid before its tables.
fn spec(rto: &str, traffic: &str, more: &str) -> Checked {
    check(&format!(
        "version = 1\n\
         [system]\nname = \"payments\"\nenvironment = \"dev\"\n\
         [objectives]\nrto = \"{rto}\"\nrpo = \"15m\"\n\
         [regions]\nprimary = \"us-east-1\"\nsecondary = \"us-east-2\"\n\
         [traffic]\nroute = \"dns-failover\"\ntarget = \"api.payment\"\nzone = {{ id = \"Z0648231NA2XE3VDQPL4\" }}\n{traffic}\n\
         [api.payment]\nroutes = {{ \"POST /payment\" = \"function.payment-processor\", \"GET /health\" = {{ to = \"function.payment-processor\", auth = \"none\" }} }}\n\
         [function.payment-processor]\nruntime = \"nodejs22.x\"\ncode = \"../lambda/payment-processor-node\"\nhandler = \"index.handler\"\n\
         [table.payments]\npartition_key = \"paymentId: S\"\n\
         {more}"
    ))
}

const NAME: &str = "domain = \"api.payments.acme-bank.com\"";
/// At the apex only an alias can stand, and it has a TTL of its own.
const APEX: &str = "domain = \"payments.acme-bank.com\"\n";

fn settings(interval: &str, threshold: u8, ttl: &str) -> String {
    format!(
        "{NAME}\nttl = \"{ttl}\"\nhealth_check = {{ path = \"/health\", interval = \"{interval}\", threshold = {threshold} }}"
    )
}

fn budget(checked: &Checked) -> &Budget {
    checked.budget.as_ref().expect("a budget")
}

fn traffic(checked: &Checked) -> Columns {
    budget(checked).rto.paths[0].total()
}

fn nominal(checked: &Checked) -> u64 {
    budget(checked).rto.nominal.expect("traffic").sum().as_secs()
}

/// Nominal, typical (whole seconds) and plan of the traffic path.
fn figures(checked: &Checked) -> (u64, u64, u64) {
    let path = traffic(checked);
    (nominal(checked), path.typical.as_secs(), path.plan.as_secs())
}

#[test]
fn case_a_thirty_seconds_three_times_and_a_minute_of_ttl() {
    assert_eq!(figures(&spec("5m", &settings("30s", 3, "60s"), "")), (150, 120, 268));
}

#[test]
fn case_b_ten_seconds_twice_and_half_a_minute() {
    assert_eq!(figures(&spec("5m", &settings("10s", 2, "30s"), "")), (50, 38, 162));
}

#[test]
fn case_b_prime_an_alias_has_a_minute_whatever_the_spec_says() {
    let apex = format!("{APEX}health_check = {{ path = \"/health\", interval = \"10s\", threshold = 2 }}");
    assert_eq!(figures(&spec("5m", &apex, "")), (80, 53, 192));
}

#[test]
fn case_b_double_prime_clients_that_keep_to_the_ttl() {
    let controlled = format!("{}\nclients = \"controlled\"", settings("10s", 2, "30s"));
    assert_eq!(figures(&spec("5m", &controlled, "")), (50, 38, 102));
}

#[test]
fn case_c_five_minutes_of_ttl() {
    assert_eq!(figures(&spec("10m", &settings("30s", 3, "5m"), "")), (390, 240, 508));
}

const LEDGER: &str = "[network.main]\ncidr = { us-east-1 = \"10.0.0.0/16\", us-east-2 = \"10.1.0.0/16\" }\n\
    [database.ledger]\nengine = \"aurora-mysql\"\nversion = \"8.0.mysql_aurora.3.08.2\"\nclass = \"db.r6g.large\"\nnetwork = \"network.main\"\n";

fn verdict(rto: &str, traffic: &str, more: &str) -> Verdict {
    budget(&spec(rto, traffic, more)).rto.verdict()
}

#[test]
fn verdicts_of_five_minutes() {
    assert_eq!(verdict("300s", &settings("30s", 3, "60s"), ""), Verdict::Pass, "A: 278");
    assert_eq!(verdict("300s", &settings("10s", 2, "30s"), ""), Verdict::Pass, "B: 172");
    assert_eq!(
        verdict("300s", &settings("30s", 3, "300s"), ""),
        Verdict::Warning,
        "C: 243 typically, 518 planned"
    );
    let automatic = format!("{LEDGER}promotion = \"automatic\"\n");
    assert_eq!(
        verdict("300s", &settings("30s", 3, "60s"), &automatic),
        Verdict::Error,
        "Aurora, by a watcher"
    );
    assert_eq!(verdict("300s", &settings("30s", 3, "60s"), LEDGER), Verdict::Error, "Aurora, by hand");
}

#[test]
fn verdicts_of_three_minutes() {
    assert_eq!(
        verdict("180s", &settings("30s", 3, "60s"), ""),
        Verdict::Warning,
        "A: 123 typically, 278 planned"
    );
    assert_eq!(verdict("180s", &settings("10s", 2, "30s"), ""), Verdict::Pass, "B: 172");
    let apex = format!("{APEX}health_check = {{ path = \"/health\", interval = \"10s\", threshold = 2 }}");
    assert_eq!(verdict("180s", &apex, ""), Verdict::Warning, "B′: 202");
}

#[test]
fn people_are_most_of_a_promotion_by_hand() {
    let checked = spec("40m", &settings("30s", 3, "60s"), LEDGER);
    let path = budget(&checked).rto.paths.iter().find(|it| it.name == "database.ledger").expect("a path");
    assert_eq!(path.total().plan.as_secs(), 1_745);
    let people = ["page", "acknowledge", "decide", "execute"];
    let theirs: u64 =
        path.terms.iter().filter(|it| people.contains(&it.id)).map(|it| it.columns.plan.as_secs()).sum();
    assert_eq!(theirs, 1_020);
}

#[test]
fn a_measured_promotion_stands_where_the_assumption_stood() {
    let more = format!(
        "{LEDGER}promotion = \"automatic\"\n\
         [measured.\"database.ledger\"]\npromotion = {{ value = \"48s\", on = 2026-10-02, source = \"game day 7\" }}\n"
    );
    let (before, after) = (
        spec("20m", &settings("30s", 3, "60s"), &format!("{LEDGER}promotion = \"automatic\"\n")),
        spec("20m", &settings("30s", 3, "60s"), &more),
    );
    let plan = |checked: &Checked| budget(checked).rto.total().plan.as_secs();
    assert_eq!(plan(&before) - plan(&after), 300 - 48);
    let source =
        budget(&after).rto.terms().find(|it| it.id == "promotion").map(|it| it.source.title.to_string());
    assert_eq!(source.as_deref(), Some("game day 7, 2026-10-02"));
}

#[test]
fn no_alarm_protects_an_rpo_below_four_minutes() {
    assert_eq!(alarm_floor().as_secs(), 240);
    for threshold in [1, 10, 30, 60] {
        let alarm = format!(
            "[alerts]\ntopic = \"oncall\"\nemail = [\"oncall@acme-bank.com\"]\n\
             [alarm.lag]\non = \"table.payments\"\nmetric = \"ReplicationLatency\"\nabove = \"{threshold}s\"\n"
        );
        let checked = spec("5m", &settings("30s", 3, "60s"), &alarm);
        let plan = budget(&checked).stores[0].lag.columns.plan;
        assert!(plan > alarm_floor(), "an alarm at {threshold}s tells within {plan}");
    }
}

#[test]
fn backups_are_as_old_as_their_schedule_window_job_and_copy() {
    let backup = |schedule: &str, window: &str| {
        let more = format!(
            "[backup.nightly]\nschedule = \"{schedule}\"\nstart_window = \"{window}\"\ncovers = [\"table.payments\"]\n"
        );
        let checked = spec("5m", &settings("30s", 3, "60s"), &more);
        budget(&checked).backups[0].total().plan.as_secs()
    };
    assert_eq!(backup("cron(0 5 ? * * *)", "8h"), 34 * 3_600, "daily, with AWS's default window");
    assert_eq!(backup("cron(0 5 ? * MON-FRI *)", "1h"), (72 + 1 + 1 + 1) * 3_600, "from Friday to Monday");
}

#[test]
fn a_function_that_needs_many_environments_ramps_up() {
    let with = |more: &str| {
        let text = read("specs/payments-serverless.toml");
        let checked =
            check(&text.replace(
                "runtime       = \"nodejs22.x\"",
                &format!("runtime       = \"nodejs22.x\"\n{more}"),
            ));
        checked.budget.expect("a budget").rto.total().plan.as_secs()
    };
    assert_eq!(with("peak = 2500"), 278 + 30);
    assert_eq!(with("peak = 2500\nprovisioned = 1500"), 278 + 10);
    assert_eq!(with("peak = 900\nprovisioned = 900"), 278);
}

#[test]
fn steps_of_people_begin_with_a_page() {
    let step = "[[operations.steps]]\nname = \"point the partners elsewhere\"\ntakes = \"2m\"\n";
    let checked = spec("40m", &settings("30s", 3, "60s"), step);
    let path = budget(&checked).rto.paths.iter().find(|it| it.name == "operations").expect("a path").total();
    assert_eq!(path.plan.as_secs(), 360 + 60 + 300 + 600 + 120);
    let automatic = spec("40m", &settings("30s", 3, "60s"), &format!("{step}run = \"automatic\"\n"));
    assert_eq!(budget(&automatic).rto.total().plan.as_secs(), 278, "two minutes go on beside the traffic");
}

/// Targets, plans and verdicts of the systems, per service as well.
fn system(name: &str, rto: u64, rpo: u64, critical: &[&str]) {
    let checked = check(&read(&format!("specs/payments-{name}.toml")));
    let budget = budget(&checked);
    assert_eq!((budget.rto.total().plan.as_secs(), budget.rto.verdict()), (rto, Verdict::Pass));
    assert_eq!(budget.rpo().expect("stores").plan.as_secs(), rpo);
    let path: Vec<&str> = budget.rto.critical_path().iter().map(|it| it.name.as_ref()).collect();
    assert_eq!(path, critical);
    let of_service = |it: &&drc_core::budget::ServiceBudget| it.address.to_string() == "api.payment";
    let api = budget.services.iter().find(of_service).expect("the API");
    assert_eq!(api.verdict(), Verdict::Pass);
    let slack = budget.rto.slack().expect("some").as_secs();
    assert_eq!(slack, budget.rto.target.as_secs() - rto);
}

#[test]
fn system_a_serverless_is_back_within_278_seconds() {
    system("serverless", 278, 900, &["traffic"]);
}

#[test]
fn system_b_regulated_is_back_within_278_seconds() {
    system("regulated", 278, 900, &["traffic"]);
}

#[test]
fn system_c_aurora_is_back_within_875_seconds() {
    system("aurora", 875, 300, &["database.ledger", "traffic"]);
}

#[test]
fn system_d_accelerator_is_back_within_857_seconds() {
    system("accelerator", 857, 900, &["database.ledger", "traffic"]);
}

/// Notes as well: whoever reads a reference spec sees why each is accepted.
#[test]
fn nothing_is_said_of_the_systems_but_what_they_accept_with_a_reason() {
    for name in ["serverless", "regulated", "aurora", "accelerator"] {
        let checked = check(&read(&format!("specs/payments-{name}.toml")));
        let open: Vec<&str> = checked.diagnostics.iter().map(|it| it.code.name).collect();
        assert_eq!(open, Vec::<&str>::new(), "{name}");
        let spec = checked.spec.expect("a spec");
        for (at, found) in &checked.accepted {
            assert!(
                spec.allows[*at].value.reason.value.len() > 20,
                "{name}: why is {} accepted?",
                found.code.name
            );
            assert_ne!(found.code.severity, Severity::Error);
        }
    }
}
