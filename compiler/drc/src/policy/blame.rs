//! Why a policy is broken: which comparison fails, on which figures, and whose they are.

use super::eval::{Fault, Scope, Subject};
use super::functions;
use drc_diagnostic::Label;
use drc_model::What;
use drc_services::Entry;
use drc_syntax::grammar::{Expr, Form, Operator};

/// Under what is blamed for more than one figure.
const ASKED: &str = "asked of this one";

/// More places of one service than a reader takes in.
const MOST_PLACES: usize = 5;

/// One thing that breaks a policy.
#[derive(Clone, Debug)]
pub(super) struct Cause<'e> {
    /// What fails, in the policy.
    pub labels: Vec<Label>,
    /// Whose fault it is, in the spec.
    pub service: Option<&'e Entry>,
    /// The places in the spec.
    pub places: Vec<Label>,
}

/// Why an expression is not `wanted`.
pub(super) fn causes<'e>(
    scope: &Scope<'_, 'e>,
    expr: &'e Expr,
    wanted: bool,
) -> Result<Vec<Cause<'e>>, Fault> {
    match &expr.value {
        Form::Not(inner) => causes(scope, inner, !wanted),
        Form::Binary(left, operator, right) if matches!(operator.value, Operator::And | Operator::Or) => {
            let mut found = Vec::new();
            for side in [left, right] {
                // What stands behind `and` and `or` may have a value only because of what stands before it.
                match scope.holds(side) {
                    Ok(holds) if holds != wanted => found.extend(causes(scope, side, wanted)?),
                    Ok(_) => {}
                    Err(_) => break,
                }
            }
            let each_breaks_it = (operator.value == Operator::And) == wanted;
            Ok(if each_breaks_it { found } else { together(found) })
        }
        Form::Call(name, arguments)
            if (name.value == "all") == wanted && matches!(&*name.value, "all" | "any") =>
        {
            let mut found = Vec::new();
            for subject in scope.domain(arguments)? {
                // One of the others may have no value: what is broken is broken all the same.
                if scope.holds_of(arguments.get(1), &subject).is_ok_and(|it| it != wanted) {
                    for cause in of_subject(scope, arguments, &subject, wanted)? {
                        add(&mut found, cause);
                    }
                }
            }
            Ok(found)
        }
        Form::Call(..) | Form::Binary(..) | Form::Literal(_) | Form::List(_) | Form::Path(_) => {
            let (service, place) = responsible(scope, expr);
            let text = told(scope, expr, wanted)?;
            Ok(vec![Cause {
                labels: vec![Label { span: expr.span, text }],
                service,
                places: place.into_iter().collect(),
            }])
        }
    }
}

/// Adds what breaks a policy: several times for one service is one thing, with several places.
fn add<'e>(causes: &mut Vec<Cause<'e>>, next: Cause<'e>) {
    let address = |it: &Cause<'e>| it.service.map(|it| &it.address);
    let of_service = causes.iter_mut().rev().take_while(|it| address(it) == address(&next));
    let same =
        |it: &&mut Cause<'e>| it.labels.first().map(|it| it.span) == next.labels.first().map(|it| it.span);
    match of_service.into_iter().find(same) {
        Some(it) => {
            it.places.extend(next.places);
            it.places.truncate(MOST_PLACES);
        }
        None => causes.push(next),
    }
}

/// Several things that break a policy only all at once.
fn together(causes: Vec<Cause<'_>>) -> Vec<Cause<'_>> {
    let merged = causes.into_iter().reduce(|mut first, next| {
        let said: Vec<_> = first.labels.iter().map(|it| it.span).collect();
        first.labels.extend(next.labels.into_iter().filter(|it| !said.contains(&it.span)));
        first.service = first.service.or(next.service);
        if first.places.is_empty() {
            first.places = next.places;
        }
        first
    });
    merged.into_iter().collect()
}

fn of_subject<'e>(
    scope: &Scope<'_, 'e>,
    arguments: &'e [Expr],
    subject: &Subject<'e>,
    wanted: bool,
) -> Result<Vec<Cause<'e>>, Fault> {
    let Some(condition) = arguments.get(1) else { return Ok(Vec::new()) };
    let found = causes(&Scope { world: scope.world, it: Some(subject) }, condition, wanted)?;
    Ok(found
        .into_iter()
        .map(|mut it| {
            it.service = it.service.or(subject.service);
            let here = it.service.map(|it| Label { span: it.span, text: ASKED.to_owned() });
            if it.places.is_empty() {
                it.places.extend(here);
            }
            it
        })
        .collect())
}

/// What fails, with its figures.
fn told<'e>(scope: &Scope<'_, 'e>, expr: &'e Expr, wanted: bool) -> Result<String, Fault> {
    Ok(match &expr.value {
        Form::Binary(left, operator, right) => {
            let (a, b) = (&left.value, &right.value);
            let word = operator.value.word();
            let not = if wanted { "not " } else { "" };
            let figure = |it: &'e Expr| -> Result<String, Fault> {
                let known = matches!(it.value, Form::Literal(_) | Form::List(_));
                Ok(if known { String::new() } else { format!(" ({})", scope.value(it)?) })
            };
            if matches!(left.value, Form::Literal(_) | Form::List(_)) {
                let value = scope.value(right)?;
                format!("{b} is {value}, and {a} is {not}{word} that")
            } else {
                format!("{a} is {}, {not}{word} {b}{}", scope.value(left)?, figure(right)?)
            }
        }
        Form::Call(name, arguments) if matches!(&*name.value, "all" | "any") => {
            let several = scope.domain(arguments)?.len();
            let of = if name.value == "all" { "every one" } else { "none" };
            format!("holds for {of} of {several}")
        }
        Form::Call(name, arguments) if name.value == "exists" => {
            let what = arguments.first().map(|it| it.value.to_string()).unwrap_or_default();
            let not = if wanted { "not " } else { "" };
            format!("{what} is {not}there")
        }
        Form::Literal(_) | Form::List(_) | Form::Path(_) | Form::Call(..) | Form::Not(_) => {
            format!("{} is {}", expr.value, scope.value(expr)?)
        }
    })
}

/// Whose figures an expression is about: the first that is somebody's.
fn responsible<'e>(scope: &Scope<'_, 'e>, expr: &'e Expr) -> (Option<&'e Entry>, Option<Label>) {
    match &expr.value {
        Form::Literal(_) => (None, None),
        Form::List(items) => first(scope, items.iter()),
        Form::Not(inner) => responsible(scope, inner),
        Form::Binary(left, _, right) => first(scope, [&**left, &**right].into_iter()),
        Form::Path(words) => {
            let Some(subject) = scope.one(words) else { return (None, None) };
            let figure = match subject.value.what {
                What::Absent | What::Table(_) | What::Named(_) => ASKED.to_owned(),
                What::Boolean(_) | What::Quantity(..) | What::Text(_) | What::List(_) => {
                    format!("{} is {}", words.last().map_or("it", |it| it.value.as_str()), subject.value)
                }
            };
            let written = subject.value.span.map(|span| Label { span, text: figure.clone() });
            // A default stands nowhere: its service does.
            let unwritten = subject.service.map(|it| Label { span: it.span, text: figure });
            (subject.service, written.or(unwritten))
        }
        Form::Call(name, arguments) => called(scope, &name.value, arguments),
    }
}

fn first<'e>(
    scope: &Scope<'_, 'e>,
    parts: impl Iterator<Item = &'e Expr>,
) -> (Option<&'e Entry>, Option<Label>) {
    let found: Vec<_> = parts.map(|it| responsible(scope, it)).collect();
    // A field of a service says more than an objective it is compared with.
    let of_service = found.iter().position(|(service, _)| service.is_some());
    let somewhere = found.iter().position(|(_, place)| place.is_some());
    of_service.or(somewhere).and_then(|at| found.into_iter().nth(at)).unwrap_or((None, None))
}

fn called<'e>(
    scope: &Scope<'_, 'e>,
    name: &str,
    arguments: &'e [Expr],
) -> (Option<&'e Entry>, Option<Label>) {
    let world = scope.world;
    if matches!(name, "rpo" | "target") {
        let stores = functions::stores(scope, arguments).unwrap_or_default();
        let of_plan = stores.iter().max_by_key(|it| it.lag.columns.plan);
        let of_target = stores.iter().min_by_key(|it| it.target.value);
        let store = if name == "rpo" { of_plan } else { of_target };
        let label = store.map(|it| {
            let planned = format!("{}: {} planned, {}", it.address, it.lag.columns.plan, it.lag.name);
            let asked = format!("{} is asked of {}", it.target.value, it.address);
            let (span, text) = if name == "rpo" { (it.span, planned) } else { (it.target.span, asked) };
            Label { span, text }
        });
        return (store.and_then(|it| world.spec.entry(&it.address)), label);
    }
    if matches!(name, "rto" | "slack" | "detection" | "nominal") {
        let rto = &world.budget.rto;
        let terms = rto.terms().filter(|it| it.field.is_some());
        let terms = terms.filter(|it| name != "detection" || it.id == "detection");
        let Some(largest) = terms.max_by_key(|it| it.columns.plan) else { return (None, None) };
        let path = rto.paths.iter().find(|path| path.terms.iter().any(|it| it.field == largest.field));
        let named = |entry: &&Entry| path.is_some_and(|it| it.name == entry.address.to_string());
        let text = format!("the largest part: {} for {}", largest.columns.plan, largest.id);
        let label = largest.field.map(|(_, span)| Label { span, text });
        return (world.spec.services.iter().find(named), label);
    }
    let stand_in = arguments.first().map(|it| responsible(scope, it));
    stand_in.unwrap_or((None, None))
}
