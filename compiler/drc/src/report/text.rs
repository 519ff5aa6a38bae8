//! The budget as a table for terminals.

use crate::budget::{Affected, BackupBudget, Budget, FailbackBudget, ServiceBudget, StoreBudget};
use crate::evacuation::Evacuation;
use crate::pipeline::Checked;
use crate::policy;
use crate::steps::{Plane, Step, steps};
use drc_diagnostic::harmless;
use drc_model::budget::{Columns, Term, Verdict};
use drc_model::{Duration, Patch};
use drc_services::Spec;
use drc_syntax::Spanned;
use minijinja::syntax::SyntaxConfig;
use minijinja::{Environment, Value, context};

const TEMPLATE: &str = include_str!("budget.txt.j2");

/// The budget of a spec, ending with a line break.
pub fn text(spec: &Spec, budget: &Budget) -> String {
    let mut environment = Environment::new();
    environment.set_syntax(
        SyntaxConfig::builder().trim_blocks(true).lstrip_blocks(true).build().unwrap_or_default(),
    );
    environment.add_filter("left", |text: String, width: usize| format!("{text:<width$}"));
    environment.add_filter("right", |text: String, width: usize| format!("{text:>width$}"));
    let rto = &budget.rto;
    let steps = steps(spec);
    let lost = spec.regions.primary.value;
    let context = context! {
        system => spec.system.name.value.0.clone(),
        environment => spec.environment.clone(),
        regions => spec.regions.all().map(|it| it.code()).collect::<Vec<_>>(),
        rto => context! {
            target => rto.target.to_string(),
            verdict => rto.verdict().word(),
            bounded => rto.bounded(),
            data_first => rto.data_first,
            nominal => rto.nominal.map(|it| context! { formula => it.formula(), sum => seconds(it.sum()) }),
            share => rto.affected == Some(Affected::UsersOfLostRegion),
            paths => rto.paths.iter().map(|path| context! {
                name => path.name.as_ref(), terms => path.terms.iter().map(term).collect::<Vec<_>>(), total => columns(path.total()),
            }).collect::<Vec<_>>(),
            after => rto.after.iter().map(|(_, it)| term(it)).collect::<Vec<_>>(),
            total => columns(rto.total()),
            critical => rto.critical_path().iter().map(|it| it.name.as_ref()).collect::<Vec<_>>().join(", then "),
            slack => match rto.slack() {
                Ok(left) => format!("slack {}", seconds(left)),
                Err(missing) => format!("{} too long", seconds(missing)),
            },
            stale => rto.stale_writes.map(|it| seconds(it.plan)),
        },
        steps => steps.iter().map(step).collect::<String>(),
        unstable => steps.iter().filter(|it| it.plane == Plane::Control && it.region == Some(lost)).count(),
        services => budget.services.iter().filter(|it| it.own).map(service).collect::<String>(),
        system_rpo => budget.rpo().filter(|_| budget.stores.len() > 1).map(columns),
        skew => budget.skew().map(|it| seconds(it.plan)),
        in_flight => budget.in_flight.iter().map(|it| other(&it.address.to_string(), it.target, it.age.columns, it.verdict(), &it.age.name)).collect::<String>(),
        backups => budget.backups.iter().map(|it| other(&it.name, it.target, it.total(), it.verdict(), &backup(it))).collect::<String>(),
        failback => failback(&budget.failback),
        patches => spec.patches.iter().map(|it| patch(&it.value)).collect::<Vec<_>>(),
        stores => budget.stores.iter().map(store).collect::<String>(),
        sources => sources(budget),
    };
    harmless(&environment.render_str(TEMPLATE, context).unwrap_or_else(|error| format!("{error:#}\n")))
}

/// A line for each Region that may be lost.
pub fn evacuation(checked: &Checked) -> String {
    if checked.diagnostics.has_errors() && checked.evacuations.is_none() {
        return String::new();
    }
    let Some(proofs) = &checked.evacuations else {
        return "evacuation: no service names a Region; `drc emit` proves it of every resource\n".to_owned();
    };
    let line = |it: &Evacuation| {
        let left: Vec<&str> = it.left.iter().map(|it| it.code()).collect();
        let (may, needs) = if it.proved() { ("may", "none needs") } else { ("may not", "some need") };
        let (lost, resources, left) = (it.lost, it.resources, left.join(" or "));
        format!(
            "evacuation: {lost} {may} be lost: {resources} resources serve or promote from {left}, {needs} {lost}\n"
        )
    };
    proofs.iter().map(line).collect()
}

/// What policies say, in one line; nothing where there are none.
pub fn policies(checked: &Checked) -> String {
    let named = |wanted: &[policy::Verdict]| -> Vec<&str> {
        checked.judgements.iter().filter(|it| wanted.contains(&it.verdict)).map(|it| it.id.as_str()).collect()
    };
    let holds = named(&[policy::Verdict::Holds]).len();
    let idle = named(&[policy::Verdict::DoesNotApply]);
    let broken = named(&[policy::Verdict::Violated, policy::Verdict::NoValue]);
    if checked.judgements.is_empty() {
        return String::new();
    }
    let rest = [(" does not apply", " do not apply", idle), (" is broken", " are broken", broken)];
    let rest = rest.into_iter().filter(|(.., ids)| !ids.is_empty()).map(|(one, many, ids)| {
        let verb = if ids.len() == 1 { one } else { many };
        format!("; {}{verb}: {}", ids.len(), ids.join(", "))
    });
    let total = checked.judgements.len();
    let verb = if holds == 1 { "holds" } else { "hold" };
    format!("policies: {holds} of {total} {verb}{}\n", rest.collect::<String>())
}

fn step(it: &Step<'_>) -> String {
    let region = it.region.map_or("everywhere", |it| it.code());
    let call = it.call.as_ref().map(|it| format!(" ({it})")).unwrap_or_default();
    format!("  {:<9}{region:<16}{:<11}{}{call}\n", it.plane.word(), it.run.word(), it.name)
}

/// Whoever reviews must see what the compiler did not decide.
fn patch(patch: &Patch) -> String {
    let keys: Vec<&str> = patch.set.0.iter().map(|(key, _)| key.value.as_str()).collect();
    let (at, backend) = (&patch.at.value, patch.backend.value.word());
    format!("{at} {} ({backend}): {}; {}", patch.type_.value, keys.join(", "), patch.reason.value)
}

fn term(term: &Term) -> Value {
    context! { id => term.id, name => term.name.clone(), kind => term.kind.word(), columns => columns(term.columns), source => term.source.title.as_ref() }
}

fn backup(it: &BackupBudget) -> String {
    it.terms.first().map_or_else(String::new, |gap| format!("{}, then window, job and copy", gap.name))
}

fn service(it: &ServiceBudget) -> String {
    let waits: Vec<String> = it.waits_for.iter().map(ToString::to_string).collect();
    let waits = if waits.is_empty() { String::new() } else { format!("waits for {}", waits.join(", ")) };
    other(&it.address.to_string(), Some(it.target), it.total, Some(it.verdict()), &waits)
}

/// A figure whose target may be absent.
fn other(
    name: &str,
    target: Option<Spanned<Duration>>,
    all: Columns,
    verdict: Option<Verdict>,
    what: &str,
) -> String {
    let [best, typical, plan] = long(all);
    let target = target.map_or_else(|| "none".to_owned(), |it| it.value.to_string());
    let verdict = verdict.map_or("", Verdict::word);
    let line = format!("  {name:<28}{target:>8}{best:>9}{typical:>9}{plan:>9}  {verdict:<9}{what}");
    format!("{}\n", line.trim_end())
}

/// The way back in few lines: nobody is in a hurry then.
fn failback(it: &FailbackBudget) -> Value {
    let paths =
        it.paths.iter().map(|path| context! { name => path.name.as_ref(), total => long(path.total()) });
    context! {
        paths => paths.collect::<Vec<_>>(),
        total => long(it.total()),
        target => it.target.map(|it| it.value.to_string()),
        verdict => it.verdict().map(Verdict::word),
        stop => (it.interruption.plan > Duration::ZERO).then(|| long(it.interruption)),
        by_hand => it.by_hand.join(", "),
    }
}

/// A line of its own making: a spec may have thousands of stores, and the template engine takes its time with each.
fn store(store: &StoreBudget) -> String {
    let [best, typical, plan] = columns(store.lag.columns);
    format!(
        "  {:<28}{:>8}{best:>9}{typical:>9}{plan:>8}   {:<9}{:<11} {}\n",
        store.address,
        store.target.value,
        store.verdict().word(),
        store.lag.kind.word(),
        store.lag.name
    )
}

fn columns(columns: Columns) -> [String; 3] {
    [seconds(columns.best), seconds(columns.typical), seconds(columns.plan)]
}

/// What takes hours or days nobody reads in seconds: in minutes, rounded up.
fn long(columns: Columns) -> [String; 3] {
    let word = |time: Duration| {
        let minute = Duration::from_secs(60);
        if time < minute * 60 {
            seconds(time)
        } else {
            (minute * time.as_millis().div_ceil(60_000)).to_string()
        }
    };
    [word(columns.best), word(columns.typical), word(columns.plan)]
}

/// Budgets are read side by side, so always in seconds.
pub(super) fn seconds(time: Duration) -> String {
    let millis = time.as_millis();
    if millis.is_multiple_of(1_000) {
        format!("{}s", millis / 1_000)
    } else {
        format!("{}.{}s", millis / 1_000, millis % 1_000 / 100)
    }
}

/// Pages behind the figures, each once, in order of appearance.
fn sources(budget: &Budget) -> Vec<Value> {
    let terms = budget.rto.terms().chain(budget.stores.iter().map(|it| &it.lag));
    let mut seen: Vec<&str> = Vec::new();
    let mut pages = Vec::new();
    for source in terms.map(|it| &it.source).filter(|it| !it.url.is_empty()) {
        if !seen.contains(&source.url) {
            seen.push(source.url);
            pages.push(context! { title => source.title.as_ref(), url => source.url });
        }
    }
    pages
}
