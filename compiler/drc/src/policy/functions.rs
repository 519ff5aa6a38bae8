//! What a policy can call: each function once, with its page's line, its parameters and its value.

use super::eval::{Fault, Scope, Subject};
use super::types::{column, dotted};
use crate::budget::StoreBudget;
use crate::cost::monthly;
use drc_model::budget::Columns;
use drc_model::{Duration, Fraction, Type, Unit, Value, What};
use drc_syntax::Span;
use drc_syntax::grammar::{Expr, Form};

/// A function of the policy language.
#[derive(Debug)]
pub struct Function {
    /// `rpo`
    pub name: &'static str,
    /// How it is written.
    pub form: &'static str,
    /// What it answers.
    pub about: &'static str,
    /// What it takes.
    pub parameters: Parameters,
    /// What its value is.
    pub result: Type,
    pub(super) value: Evaluate,
}

/// Works a call out: the scope, the arguments, and where the call stands.
type Evaluate = for<'e> fn(&Scope<'_, 'e>, &'e [Expr], Span) -> Result<Value<'e>, Fault>;

/// What stands in a function's brackets.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Parameters {
    /// Nothing.
    Nothing,
    /// Nothing, or a column of the budget.
    Column,
    /// Stores, and then perhaps a column.
    Stores,
    /// A path or a glob.
    Path,
    /// A glob, a list or a table, and then perhaps a condition on each.
    Domain,
    /// A glob, a list or a table, and a condition on each.
    DomainAndCondition,
}

impl Parameters {
    pub(super) fn words(self) -> &'static str {
        match self {
            Self::Nothing => "nothing",
            Self::Column => "nothing, or one of best, typical, plan",
            Self::Stores => "stores such as table.*, and then perhaps best, typical or plan",
            Self::Path => "a field or services, such as system.account or table.*",
            Self::Domain => "services such as table.*, or a list",
            Self::DomainAndCondition => "services such as table.*, or a list, and a condition on `it`",
        }
    }
}

const DURATION: Type = Type::Quantity(Unit::Duration);
const COUNT: Type = Type::Quantity(Unit::Count);

/// Every function, in the order of its page.
pub const ALL: &[Function] = &[
    Function {
        name: "rto",
        form: "rto()",
        about: "How long users wait when a Region is lost: the plan figure of the budget, or another column.",
        parameters: Parameters::Column,
        result: DURATION,
        value: |scope, arguments, _| Ok(pick(scope.world.budget.rto.total(), arguments.first())),
    },
    Function {
        name: "slack",
        form: "slack()",
        about: "What the RTO leaves over: `objectives.rto - rto()`. Below zero where the plan does not fit.",
        parameters: Parameters::Nothing,
        result: DURATION,
        value: |scope, _, span| {
            let rto = &scope.world.budget.rto;
            let whole = |it: Duration| Fraction::whole(it.as_millis().into());
            let slack = whole(rto.target).minus(whole(rto.total().plan));
            Ok(Value::new(What::Quantity(Unit::Duration, slack.ok_or_else(|| Fault::too_large(span))?)))
        },
    },
    Function {
        name: "detection",
        form: "detection()",
        about: "How long traffic's health checks take to see that a Region is gone.",
        parameters: Parameters::Column,
        result: DURATION,
        value: |scope, arguments, span| {
            let terms = scope.world.budget.rto.terms().filter(|it| it.id == "detection");
            let columns = terms.map(|it| it.columns).reduce(|sum, it| sum + it);
            columns.map(|it| pick(it, arguments.first())).ok_or_else(|| no_traffic(span))
        },
    },
    Function {
        name: "nominal",
        form: "nominal()",
        about: "What people quote: interval × threshold, and the TTL where DNS moves traffic.",
        parameters: Parameters::Nothing,
        result: DURATION,
        value: |scope, _, span| {
            let nominal = scope.world.budget.rto.nominal.ok_or_else(|| no_traffic(span))?;
            Ok(duration(nominal.sum()))
        },
    },
    Function {
        name: "rpo",
        form: "rpo(table.*)",
        about: "How much the worst of some stores may have lost: the plan figure of its budget, or another column.",
        parameters: Parameters::Stores,
        result: DURATION,
        value: |scope, arguments, _| {
            let worst = stores(scope, arguments)?.into_iter().max_by_key(|it| it.lag.columns.plan);
            let worst = worst.ok_or_else(|| no_store(scope, arguments))?;
            Ok(pick(worst.lag.columns, arguments.get(1)))
        },
    },
    Function {
        name: "target",
        form: "target(table.*)",
        about: "The smallest RPO that is asked of some stores: their own, or the system's.",
        parameters: Parameters::Stores,
        result: DURATION,
        value: |scope, arguments, _| {
            let smallest = stores(scope, arguments)?.into_iter().map(|it| it.target.value).min();
            smallest.map(duration).ok_or_else(|| no_store(scope, arguments))
        },
    },
    Function {
        name: "cost",
        form: "cost()",
        about: "What a month costs at least, for the load the spec states: the estimate of `drc report`, which leaves out what has no known price.",
        parameters: Parameters::Nothing,
        result: Type::Quantity(Unit::Money),
        value: |scope, _, span| {
            let cost = scope.world.spec.load.as_ref().map(|_| monthly(scope.world.spec));
            let known = cost.ok_or_else(|| no_load(span))?.known();
            let amount = micros(known).and_then(|it| Fraction::new(it, 1_000_000));
            Ok(Value::new(What::Quantity(Unit::Money, amount.ok_or_else(|| Fault::too_large(span))?)))
        },
    },
    Function {
        name: "count",
        form: "count(table.*, it.point_in_time_recovery)",
        about: "How many services or values there are; with a condition, how many fulfil it.",
        parameters: Parameters::Domain,
        result: COUNT,
        value: |scope, arguments, _| {
            let mut count: i128 = 0;
            for subject in scope.domain(arguments)? {
                count += i128::from(scope.holds_of(arguments.get(1), &subject)?);
            }
            Ok(Value::whole(Unit::Count, count))
        },
    },
    Function {
        name: "exists",
        form: "exists(system.account)",
        about: "Whether the spec says something of it. A default does exist; an optional field that is left out does not.",
        parameters: Parameters::Path,
        result: Type::Boolean,
        value: |scope, arguments, _| Ok(Value::new(What::Boolean(!scope.domain(arguments)?.is_empty()))),
    },
    Function {
        name: "any",
        form: "any(table.*, it.consistency == 'strong')",
        about: "Whether a condition holds for one of several at least. False for none.",
        parameters: Parameters::DomainAndCondition,
        result: Type::Boolean,
        value: |scope, arguments, _| scope.first(arguments, true).map(|it| Value::new(What::Boolean(it))),
    },
    Function {
        name: "all",
        form: "all(function.*, it.timeout <= 30s)",
        about: "Whether a condition holds for every one of several. True for none.",
        parameters: Parameters::DomainAndCondition,
        result: Type::Boolean,
        value: |scope, arguments, _| scope.first(arguments, false).map(|it| Value::new(What::Boolean(!it))),
    },
];

/// The function of a name.
pub(super) fn find(name: &str) -> Option<&'static Function> {
    ALL.iter().find(|it| it.name == name)
}

fn duration<'e>(time: Duration) -> Value<'e> {
    Value::whole(Unit::Duration, time.as_millis())
}

/// The column that an argument names; the plan without one.
fn pick<'e>(columns: Columns, argument: Option<&Expr>) -> Value<'e> {
    duration(match argument.and_then(column) {
        Some(0) => columns.best,
        Some(1) => columns.typical,
        _ => columns.plan,
    })
}

/// The budgets of the stores that the first argument names.
pub(super) fn stores<'e>(
    scope: &Scope<'_, 'e>,
    arguments: &'e [Expr],
) -> Result<Vec<&'e StoreBudget>, Fault> {
    let store = |it: Subject<'e>| scope.world.stores.get(&it.service?.address).copied();
    Ok(scope.domain(arguments)?.into_iter().filter_map(store).collect())
}

fn no_store(scope: &Scope<'_, '_>, arguments: &[Expr]) -> Fault {
    let (span, text) = match arguments.first().map(|it| (&it.value, it.span)) {
        Some((Form::Path(words), span)) => (span, dotted(words)),
        _ => (Span::default(), String::new()),
    };
    let known = scope.world.budget.stores.iter().map(|it| it.address.to_string());
    let known: Vec<String> = known.take(5).collect();
    let there_is = if known.is_empty() {
        "this system has none".to_owned()
    } else {
        format!("there are {}", known.join(", "))
    };
    Fault {
        span,
        message: format!("`{text}` matches no store, so it has no RPO: {there_is}"),
        label: "matches no store".to_owned(),
        help: format!(
            "`all({text}, rpo(it) <= 1m)` holds where there is none; or add when = \"exists({text})\""
        ),
        service: None,
    }
}

/// Dollars in millionths; `None` beyond what a budget can hold.
#[allow(
    clippy::cast_possible_truncation,
    reason = "a sum below a million million dollars has no more digits"
)]
fn micros(dollars: f64) -> Option<i128> {
    (dollars < 1e12).then(|| (dollars * 1e6).round() as i128)
}

fn no_load(span: Span) -> Fault {
    Fault {
        span,
        message: "this system states no [load], so nobody knows what a month of it costs".to_owned(),
        label: "has no value without [load]".to_owned(),
        help: "add when = \"exists(load)\" to the policy, or state the load in the spec".to_owned(),
        service: None,
    }
}

fn no_traffic(span: Span) -> Fault {
    Fault {
        span,
        message: "this system has no [traffic], so nothing detects and moves it".to_owned(),
        label: "has no value without [traffic]".to_owned(),
        help: "add when = \"exists(traffic)\" to the policy".to_owned(),
        service: None,
    }
}
