//! The budget as a table for terminals.

use crate::budget::{Affected, Budget, StoreBudget};
use crate::evacuation::Evacuation;
use crate::pipeline::Checked;
use drc_diagnostic::Code;
use drc_model::budget::{Columns, Term};
use drc_model::{Duration, Patch};
use drc_services::Spec;
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
            after => rto.after.iter().map(term).collect::<Vec<_>>(),
            total => columns(rto.total()),
        },
        patches => spec.patches.iter().map(|it| patch(&it.value)).collect::<Vec<_>>(),
        stores => budget.stores.iter().map(store).collect::<String>(),
        sources => sources(budget),
    };
    environment.render_str(TEMPLATE, context).unwrap_or_else(|error| format!("{error:#}\n"))
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

/// Whoever reviews must see what the compiler did not decide.
fn patch(patch: &Patch) -> String {
    let keys: Vec<&str> = patch.set.0.iter().map(|(key, _)| key.value.as_str()).collect();
    let (at, backend) = (&patch.at.value, patch.backend.value.word());
    format!("{at} {} ({backend}): {}; {}", patch.type_.value, keys.join(", "), patch.reason.value)
}

fn term(term: &Term) -> Value {
    context! { id => term.id, name => term.name.clone(), kind => term.kind.word(), columns => columns(term.columns), source => term.source.title }
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

/// Budgets are read side by side, so always in seconds.
fn seconds(time: Duration) -> String {
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
    for source in terms.map(|it| it.source).filter(|it| !it.url.is_empty()) {
        if !seen.contains(&source.url) {
            seen.push(source.url);
            pages.push(context! { title => source.title, url => source.url });
        }
    }
    pages
}

/// The page of a code, ending with a line break.
pub fn explain(code: &Code) -> String {
    format!("{}\n", code.page.trim_end())
}
