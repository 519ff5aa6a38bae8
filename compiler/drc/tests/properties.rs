//! What holds of every budget, tried over all settings there are rather than over some that were thought of.

mod common;

use common::{check, read};
use drc_core::budget::Budget;
use drc_model::budget::Columns;

const HEAD: &str = "version = 1\n\
    [system]\nname = \"payments\"\nenvironment = \"dev\"\n\
    [objectives]\nrto = \"1h\"\nrpo = \"15m\"\n\
    [regions]\nprimary = \"us-east-1\"\nsecondary = \"us-east-2\"\n\
    [api.payment]\nroutes = { \"GET /health\" = { to = \"function.payment-processor\", auth = \"none\" } }\n\
    [function.payment-processor]\nruntime = \"nodejs22.x\"\ncode = \"../lambda/payment-processor-node\"\nhandler = \"index.handler\"\n";

fn traffic(interval: u64, threshold: u64, ttl: u64, more: &str) -> String {
    format!(
        "[traffic]\nroute = \"dns-failover\"\ntarget = \"api.payment\"\ndomain = \"api.payments.acme-bank.com\"\nzone = {{ id = \"Z0648231NA2XE3VDQPL4\" }}\n\
         ttl = \"{ttl}s\"\nhealth_check = {{ path = \"/health\", interval = \"{interval}s\", threshold = {threshold} }}\n{more}"
    )
}

fn budget(text: &str) -> Budget {
    check(text).budget.expect("a budget")
}

fn none_longer(shorter: Columns, longer: Columns) -> bool {
    shorter.best <= longer.best && shorter.typical <= longer.typical && shorter.plan <= longer.plan
}

#[test]
fn a_shorter_ttl_interval_or_threshold_never_lengthens_an_rto() {
    let intervals = [10, 30];
    let (thresholds, ttls) = ([1, 2, 3, 5, 10], [0, 10, 30, 60, 300]);
    let total = |i: u64, t: u64, ttl: u64| budget(&format!("{HEAD}{}", traffic(i, t, ttl, ""))).rto.total();
    let all: Vec<(u64, u64, u64, Columns)> = intervals
        .iter()
        .flat_map(|i| thresholds.iter().map(move |t| (*i, *t)))
        .flat_map(|(i, t)| ttls.iter().map(move |ttl| (i, t, *ttl)))
        .map(|(i, t, ttl)| (i, t, ttl, total(i, t, ttl)))
        .collect();
    for (i, t, ttl, sum) in &all {
        let above = all.iter().filter(|(i2, t2, ttl2, _)| i <= i2 && t <= t2 && ttl <= ttl2);
        for (i2, t2, ttl2, other) in above {
            assert!(none_longer(*sum, *other), "{i} × {t} + {ttl} takes longer than {i2} × {t2} + {ttl2}");
        }
    }
}

#[test]
fn best_typical_and_plan_rise_in_every_line_and_sum() {
    for name in ["serverless", "regulated", "aurora", "accelerator"] {
        let budget = budget(&read(&format!("specs/payments-{name}.toml")));
        let sums = [budget.rto.total(), budget.failback.total()];
        let services = budget.services.iter().map(|it| it.total);
        let all = budget.lines().map(|(_, it)| it.columns).chain(sums).chain(services);
        for Columns { best, typical, plan } in all.chain(budget.rpo()).chain(budget.skew()) {
            assert!(best <= typical && typical <= plan, "{name}: {best} {typical} {plan}");
        }
    }
}

#[test]
fn adding_a_store_never_lowers_the_rpo() {
    let stores = [
        "[table.a]\npartition_key = \"id: S\"\n",
        "[table.b]\npartition_key = \"id: S\"\nconsistency = \"strong\"\nwitness = \"us-west-2\"\n",
        "[bucket.c]\n",
        "[bucket.d]\nreplication = { time_control = true }\n",
        "[network.main]\ncidr = { us-east-1 = \"10.0.0.0/16\", us-east-2 = \"10.1.0.0/16\" }\n[database.e]\nengine = \"aurora-postgresql\"\nversion = \"16.11\"\nclass = \"db.r6g.large\"\nnetwork = \"network.main\"\n",
    ];
    let rpo = |set: usize| {
        let chosen: String =
            stores.iter().enumerate().filter(|(at, _)| set & (1 << at) != 0).map(|(_, it)| *it).collect();
        budget(&format!("{HEAD}{}{chosen}", traffic(30, 3, 60, ""))).rpo().unwrap_or_default()
    };
    let all: Vec<Columns> = (0..1 << stores.len()).map(rpo).collect();
    for (set, before) in all.iter().enumerate() {
        for added in 0..stores.len() {
            assert!(none_longer(*before, all[set | (1 << added)]), "store {added} to {set:b}");
        }
    }
}

/// The tables of a spec, each with its lines.
fn tables(text: &str) -> Vec<String> {
    let mut tables = vec![String::new()];
    for line in text.lines() {
        if line.starts_with('[') {
            tables.push(String::new());
        }
        let last = tables.last_mut().expect("one at least");
        last.push_str(line);
        last.push('\n');
    }
    tables
}

#[test]
fn figures_and_verdicts_do_not_depend_on_the_order_of_tables() {
    for name in ["serverless", "regulated", "aurora", "accelerator"] {
        let text = read(&format!("specs/payments-{name}.toml"));
        let tables = tables(&text);
        let (head, rest) = tables.split_first().expect("tables");
        let judged = |order: Vec<&String>| {
            let text = format!("{head}{}", order.into_iter().cloned().collect::<String>());
            let checked = check(&text);
            let budget = checked.budget.expect("a budget");
            let mut stores: Vec<String> = budget
                .stores
                .iter()
                .map(|it| format!("{} {:?} {:?}", it.address, it.lag.columns, it.verdict()))
                .collect();
            stores.sort();
            let mut services: Vec<String> = budget
                .services
                .iter()
                .map(|it| format!("{} {:?} {:?}", it.address, it.total, it.verdict()))
                .collect();
            services.sort();
            let mut codes: Vec<&str> = checked.diagnostics.iter().map(|it| it.code.id).collect();
            codes.sort_unstable();
            (budget.rto.total(), budget.rto.verdict(), budget.failback.total(), stores, services, codes)
        };
        let written = judged(rest.iter().collect());
        assert_eq!(judged(rest.iter().rev().collect()), written, "{name}, from the end");
        for turn in (1..rest.len()).step_by(3) {
            let order = rest[turn..].iter().chain(&rest[..turn]).collect();
            assert_eq!(judged(order), written, "{name}, turned by {turn}");
        }
    }
}

#[test]
fn a_service_never_takes_less_than_one_it_waits_for() {
    for name in ["serverless", "regulated", "aurora", "accelerator"] {
        let text = read(&format!("specs/payments-{name}.toml"));
        let budget = budget(&text);
        let whole = budget.rto.total();
        for service in &budget.services {
            assert!(
                none_longer(service.total, whole),
                "{name}: {} takes longer than the system",
                service.address
            );
        }
    }
}
