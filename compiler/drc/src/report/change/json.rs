//! The report for machines. Version 1: numbers are numbers, durations are in milliseconds and say so. It is what templates
//! are given as well.
//!
//! The types are the format: `drc schema --of report` is made of them. A field may be added to version 1; none is renamed,
//! removed or given another meaning.

use super::Review;
use crate::budget::checked_since;
use crate::change::{Change, Evidence, Fate, Figure, Finding, Fix, Line, Pair, Risk, Seen};
use crate::cost::{self, Cost};
use crate::pipeline::VERSION;
use drc_diagnostic::Severity;
use drc_model::Duration;
use drc_model::budget::{self as model, Kind, Source, Verdict};
use drc_syntax::Position;
use schemars::generate::SchemaSettings;
use schemars::{JsonSchema, Schema, SchemaGenerator, json_schema};
use serde::Serialize;
use serde_json::{Value, json};
use std::borrow::Cow;

/// What became of a thing: `not-compared` without a base, `unknown` where one side cannot be read.
#[derive(Serialize)]
struct Status(&'static str);

impl JsonSchema for Status {
    fn schema_name() -> Cow<'static, str> {
        "Status".into()
    }

    fn json_schema(_: &mut SchemaGenerator) -> Schema {
        json_schema!({
            "description": "What became of it: `not-compared` without a base, `unknown` where one side cannot be read.",
            "enum": Fate::WORDS,
        })
    }
}

/// What `drc report` says of all specs together.
#[derive(Serialize, JsonSchema)]
struct Report<'r> {
    /// Of this format.
    #[schemars(extend("const" = 1))]
    version: u8,
    /// The version of drc that made the report.
    drc: &'static str,
    /// The day since which every figure behind it has been checked.
    facts: &'static str,
    /// What the specs are compared with, as the command line named it; null if with nothing.
    base: Option<&'r str>,
    /// By findings that no spec accepts: the worst of all specs; null where one cannot be read.
    verdict: Option<Verdict>,
    /// Whether anything is another than in the base: a figure by the threshold or more, a verdict, a finding, an accepted
    /// risk.
    changed: bool,
    /// The longest planned RTO of all specs; null where none can be read.
    rto_ms: Option<u64>,
    /// The verdict in one sentence.
    summary: String,
    /// Why specs could not be looked at, a sentence each.
    unread: &'r [String],
    /// The specs, in the order they were named.
    specs: Vec<Spec<'r>>,
}

/// What a change does to one spec.
#[derive(Serialize, JsonSchema)]
struct Spec<'r> {
    /// The spec, as the command line named it.
    spec: &'r str,
    /// The system's name; null if it cannot be read.
    system: Option<&'r str>,
    /// The environment that was compiled; null if the spec cannot be read.
    environment: Option<&'r str>,
    /// Its Regions, the primary first.
    regions: &'r [&'static str],
    /// What became of the spec: `new`, `gone`, `unknown`; `changed` if anything below is.
    status: Status,
    /// By findings that the spec does not accept; null if it cannot be read or is gone.
    verdict: Option<Verdict>,
    /// The same in the base.
    base_verdict: Option<Verdict>,
    /// What is promised and planned: the system's RTO first.
    figures: Vec<Target<'r>>,
    /// What the planned figures are made of.
    lines: Vec<Term<'r>>,
    /// What is wrong or worth knowing, and what was and is no more.
    findings: Vec<Found<'r>>,
    /// What the spec accepts now.
    accepted: Vec<Accepted<'r>>,
    /// What it costs in a month; null where neither side states a load.
    cost: Option<Costs<'r>>,
    /// The newest drill.
    drill: Drill,
    /// What to type first; null where nothing needs to be.
    fix: Option<Advice<'r>>,
}

/// A figure and its target, before and after.
#[derive(Serialize, JsonSchema)]
struct Target<'r> {
    /// What it is about.
    #[schemars(extend("enum" = OBJECTIVES))]
    objective: &'static str,
    /// Of which service; null for the system's.
    address: Option<&'r str>,
    /// What became of it; a change below the threshold is none.
    status: Status,
    /// Before; null where it is not known or was not there.
    base: Option<Planned>,
    /// Now; null where it is not known or is there no more.
    head: Option<Planned>,
    /// By how much the plan grew; negative: it shrank; null unless both sides are known.
    growth_ms: Option<i64>,
    /// The spec accepts that the target is missed.
    accepted: bool,
    /// Where the target stands; null for a default, and for what is gone.
    at: Option<Place>,
}

const OBJECTIVES: [&str; 6] = ["rto", "service-rto", "rpo", "in-flight", "backup", "failback"];

/// A figure on one side.
#[derive(Serialize, JsonSchema)]
struct Planned {
    /// What is promised; null where nothing is.
    target_ms: Option<u64>,
    /// Whether that is kept; null where nothing is promised.
    verdict: Option<Verdict>,
    /// If everything goes well.
    best_ms: u64,
    /// What usually happens.
    typical_ms: u64,
    /// What a target may be promised on.
    plan_ms: u64,
}

/// A line of the budget, before and after.
#[derive(Serialize, JsonSchema)]
struct Term<'r> {
    /// Whose it is: `traffic`, `database.ledger`, `table.payments`.
    path: &'r str,
    /// `ttl`: stable.
    id: &'static str,
    /// What it is, in words; of the base if it is gone.
    name: Option<&'r str>,
    /// What became of it; a change below the threshold is none.
    status: Status,
    /// Before; null where it is not known or was not there.
    base: Option<Columns>,
    /// Now; null where it is not known or is there no more.
    head: Option<Columns>,
    /// How far it can be relied on.
    kind: Kind,
    /// Where it comes from.
    source: &'r Source,
    /// Whether the system's planned RTO is made of it.
    critical: bool,
    /// The field that feeds it: its name.
    field: Option<&'static str>,
    /// The field that feeds it: where it stands.
    at: Option<Place>,
}

/// Three figures of one thing.
#[derive(Serialize, JsonSchema)]
struct Columns {
    /// If everything goes well.
    best_ms: u64,
    /// What usually happens.
    typical_ms: u64,
    /// What a target may be promised on.
    plan_ms: u64,
}

/// A finding, before and after.
#[derive(Serialize, JsonSchema)]
struct Found<'r> {
    /// `DRC401`
    code: &'static str,
    /// The code in words.
    name: &'static str,
    /// How bad it is.
    #[schemars(extend("enum" = ["error", "warning", "note"]))]
    severity: &'static str,
    /// What became of it; `changed`: it is said with other figures.
    status: Status,
    /// What is wrong, in one sentence.
    message: &'r str,
    /// The service it is about.
    address: Option<&'r str>,
    /// What to type instead.
    help: Option<&'r str>,
    /// Where; null for what is gone.
    at: Option<Place>,
}

/// A risk that the spec accepts.
#[derive(Serialize, JsonSchema)]
struct Accepted<'r> {
    /// `DRC305`
    code: &'static str,
    /// What became of it.
    status: Status,
    /// What is accepted, in one sentence.
    message: &'r str,
    /// The service it is about.
    address: Option<&'r str>,
    /// Why.
    reason: &'r str,
    /// The last day on which it is; null if that is open.
    until: Option<String>,
    /// How many days are left; null if that is open.
    days_left: Option<i64>,
    /// Where the exception stands.
    at: Option<Place>,
}

/// What the stated load costs in a month: an estimate, on demand, without free tiers and discounts.
#[derive(Serialize, JsonSchema)]
struct Costs<'r> {
    /// What became of it, to the cent.
    status: Status,
    /// Before; null where it is not known or no load was stated.
    base: Option<Month>,
    /// Now; null where it is not known or no load is stated.
    head: Option<Month>,
    /// What it is made of now.
    lines: Vec<CostLine<'r>>,
}

/// What a month costs.
#[derive(Serialize, JsonSchema)]
struct Month {
    /// US dollars that are known: the whole is at least that.
    known_usd: f64,
    /// How many lines have no figure.
    unknown: usize,
}

/// What one thing costs in one Region in a month.
#[derive(Serialize, JsonSchema)]
struct CostLine<'r> {
    /// `table.payments`
    address: &'r str,
    /// Where.
    region: &'static str,
    /// What is paid for.
    what: &'r str,
    /// What drives it.
    driver: &'r str,
    /// US dollars; null: nobody knows.
    usd: Option<f64>,
}

/// The newest drill.
#[derive(Serialize, JsonSchema)]
struct Drill {
    /// `none`: none is on record; `stale`: it is too old to be evidence.
    #[schemars(extend("enum" = ["unknown", "none", "held", "stale"]))]
    status: &'static str,
    /// The day.
    on: Option<String>,
}

/// What to type first.
#[derive(Serialize, JsonSchema)]
struct Advice<'r> {
    /// What to type.
    text: &'r str,
    /// The finding it mends.
    code: &'static str,
    /// Where.
    at: Option<Place>,
}

/// A place in the spec.
#[derive(Serialize, JsonSchema)]
struct Place {
    /// The line, from 1.
    #[schemars(range(min = 1))]
    line: usize,
    /// The column in characters, from 1.
    #[schemars(range(min = 1))]
    column: usize,
}

/// The report as a JSON value.
pub fn json(review: &Review<'_>) -> Value {
    let rto = review.changes().filter_map(|it| it.rto()?.columns.head.known()).map(|it| it.plan.as_millis());
    let report = Report {
        version: 1,
        drc: VERSION,
        facts: checked_since(),
        base: review.base.as_deref(),
        verdict: review.verdict(),
        changed: review.is_change(),
        rto_ms: rto.max(),
        summary: super::said::summary(review).sentence(),
        unread: &review.unread,
        specs: review.changes().map(spec).collect(),
    };
    // It cannot fail: every key is a string.
    serde_json::to_value(report).unwrap_or_default()
}

/// The JSON Schema of `drc report --format json`.
pub fn json_schema() -> Value {
    // As it is written: what may be null is there all the same.
    let mut generator = SchemaSettings::draft07().for_serialize().into_generator();
    let report = generator.subschema_for::<Report<'_>>();
    json!({
        "$schema": "http://json-schema.org/draft-07/schema#",
        "title": "drc report --format json, version 1",
        "allOf": [report],
        "definitions": generator.take_definitions(true),
    })
}

fn spec(change: &Change) -> Spec<'_> {
    Spec {
        spec: &change.spec,
        system: change.system.as_deref(),
        environment: change.environment.as_deref(),
        regions: &change.regions,
        status: status(change.fate()),
        verdict: change.verdict.head.known(),
        base_verdict: change.verdict.base.known(),
        figures: change.figures.iter().map(target).collect(),
        lines: change.lines.iter().map(term).collect(),
        findings: change.findings.iter().map(found).collect(),
        accepted: change.risks.iter().map(accepted).collect(),
        cost: costs(change),
        drill: drill(change.evidence),
        fix: change.fix.as_ref().map(advice),
    }
}

fn target(it: &Figure) -> Target<'_> {
    let planned = |target: Seen<Duration>, verdict: Seen<Verdict>, columns: Seen<model::Columns>| {
        let columns = columns.known()?;
        Some(Planned {
            target_ms: target.known().map(Duration::as_millis),
            verdict: verdict.known(),
            best_ms: columns.best.as_millis(),
            typical_ms: columns.typical.as_millis(),
            plan_ms: columns.plan.as_millis(),
        })
    };
    Target {
        objective: it.objective.id(),
        address: it.address.as_deref(),
        status: status(it.fate),
        base: planned(it.target.base, it.verdict.base, it.columns.base),
        head: planned(it.target.head, it.verdict.head, it.columns.head),
        growth_ms: it.growth(),
        accepted: it.accepted,
        at: it.at.map(place),
    }
}

fn term(it: &Line) -> Term<'_> {
    let Pair { base, head } = it.columns;
    Term {
        path: &it.path,
        id: it.id,
        name: it.name.last().map(String::as_str),
        status: status(it.fate),
        base: base.known().map(columns),
        head: head.known().map(columns),
        kind: it.kind,
        source: &it.source,
        critical: it.critical,
        field: it.field.map(|(name, _)| name),
        at: it.field.map(|(_, at)| place(at)),
    }
}

fn columns(it: model::Columns) -> Columns {
    Columns { best_ms: it.best.as_millis(), typical_ms: it.typical.as_millis(), plan_ms: it.plan.as_millis() }
}

fn found(it: &Finding) -> Found<'_> {
    Found {
        code: it.code.id,
        name: it.code.name,
        severity: Severity::word(it.severity),
        status: status(it.fate),
        message: &it.message,
        address: it.address.as_deref(),
        help: it.help.as_deref(),
        at: it.at.map(place),
    }
}

fn accepted(it: &Risk) -> Accepted<'_> {
    Accepted {
        code: it.code.id,
        status: status(it.fate),
        message: &it.message,
        address: it.address.as_deref(),
        reason: &it.reason,
        until: it.until.map(|it| it.to_string()),
        days_left: it.days_left,
        at: it.at.map(place),
    }
}

fn costs(change: &Change) -> Option<Costs<'_>> {
    let month =
        |it: Seen<&Cost>| it.known().map(|it| Month { known_usd: cents(it.known()), unknown: it.unknown() });
    let (base, head) = (change.cost.base.as_ref(), change.cost.head.as_ref());
    change.cost.last()?;
    let lines = head.known().map(|it| it.lines.iter().map(cost_line).collect());
    let status = status(change.cost_fate());
    Some(Costs { status, base: month(base), head: month(head), lines: lines.unwrap_or_default() })
}

fn cost_line(it: &cost::Line) -> CostLine<'_> {
    let cost::Line { address, region, what, driver, dollars } = it;
    CostLine { address, region, what, driver, usd: dollars.map(cents) }
}

fn cents(dollars: f64) -> f64 {
    (dollars * 100.0).round() / 100.0
}

fn drill(evidence: Evidence) -> Drill {
    let (status, on) = match evidence {
        Evidence::Unknown => ("unknown", None),
        Evidence::None => ("none", None),
        Evidence::Drill(on) => ("held", Some(on)),
        Evidence::Stale(on) => ("stale", Some(on)),
    };
    Drill { status, on: on.map(|it| it.to_string()) }
}

fn advice(it: &Fix) -> Advice<'_> {
    Advice { text: &it.text, code: it.code, at: it.at.map(place) }
}

fn status(fate: Fate) -> Status {
    Status(fate.word())
}

fn place(at: Position) -> Place {
    Place { line: at.line, column: at.column }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::change::Objective;

    #[test]
    fn the_schema_knows_every_objective() {
        assert_eq!(Objective::ALL.map(Objective::id), OBJECTIVES);
    }
}
