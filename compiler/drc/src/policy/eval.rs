//! The value of an expression in one system.

use super::functions;
use super::roots;
use super::types::{dotted, result};
use crate::budget::{Budget, StoreBudget};
use drc_model::{Address, Fraction, Type, Unit, Value, What};
use drc_services::{Entry, ServiceKind, Spec};
use drc_syntax::grammar::{Expr, Form, Literal, Operator};
use drc_syntax::{Span, Spanned, closest};
use std::cmp::Ordering;
use std::collections::BTreeMap;

/// What policies look at.
#[derive(Debug)]
pub struct World<'e> {
    /// The system.
    pub spec: &'e Spec,
    /// Its figures.
    pub budget: &'e Budget,
    /// Those of its stores, by address.
    pub stores: BTreeMap<&'e Address, &'e StoreBudget>,
}

/// One of several, which `it` stands for.
#[derive(Clone, Debug)]
pub struct Subject<'e> {
    /// Its value.
    pub value: Value<'e>,
    /// Whose it is.
    pub service: Option<&'e Entry>,
}

impl<'e> Subject<'e> {
    fn of(entry: &'e Entry) -> Self {
        Self { value: entry.service.inspect(), service: Some(entry) }
    }
}

/// Where an expression is worked out.
#[derive(Debug)]
pub struct Scope<'s, 'e> {
    /// The system.
    pub world: &'s World<'e>,
    /// What `it` stands for.
    pub it: Option<&'s Subject<'e>>,
}

/// Why an expression has no value here.
#[derive(Clone, Debug)]
pub struct Fault {
    /// What has none.
    pub span: Span,
    /// In a sentence.
    pub message: String,
    /// In a few words.
    pub label: String,
    /// What to write instead.
    pub help: String,
    /// The service it is about, and where that is.
    pub service: Option<(String, Span)>,
}

impl Fault {
    pub(super) fn too_large(span: Span) -> Self {
        Self {
            span,
            message: "this is larger than any number drc counts with".to_owned(),
            label: "too large".to_owned(),
            help: "compare smaller quantities".to_owned(),
            service: None,
        }
    }
}

impl<'e> World<'e> {
    /// A system and its figures.
    pub fn new(spec: &'e Spec, budget: &'e Budget) -> Self {
        let stores = budget.stores.iter().map(|it| (&it.address, it)).collect();
        Self { spec, budget, stores }
    }

    fn services(&self, kind: ServiceKind) -> impl Iterator<Item = &'e Entry> {
        let spec = self.spec;
        spec.services.iter().filter(move |it| it.service.kind() == kind)
    }
}

impl<'e> Scope<'_, 'e> {
    /// The value of an expression.
    pub fn value(&self, expr: &'e Expr) -> Result<Value<'e>, Fault> {
        match &expr.value {
            Form::Literal(literal) => Ok(literal_value(literal)),
            Form::List(items) => {
                let items: Result<Vec<Value<'e>>, Fault> = items.iter().map(|it| self.value(it)).collect();
                Ok(Value::new(What::List(items?)))
            }
            Form::Path(words) => {
                let found = self.one(words).map(|it| it.value);
                let found = found.filter(|it| !matches!(it.what, What::Absent));
                found.ok_or_else(|| self.absent(words, expr.span))
            }
            Form::Call(name, arguments) => match functions::find(&name.value) {
                Some(function) => (function.value)(self, arguments, expr.span),
                None => Err(Fault::too_large(name.span)),
            },
            Form::Not(inner) => Ok(Value::new(What::Boolean(!self.holds(inner)?))),
            Form::Binary(left, operator, right) => match operator.value {
                Operator::And => Ok(Value::new(What::Boolean(self.holds(left)? && self.holds(right)?))),
                Operator::Or => Ok(Value::new(What::Boolean(self.holds(left)? || self.holds(right)?))),
                Operator::Equal
                | Operator::Unequal
                | Operator::Less
                | Operator::AtMost
                | Operator::More
                | Operator::AtLeast
                | Operator::In
                | Operator::Plus
                | Operator::Minus
                | Operator::Times
                | Operator::Divided => {
                    let (left, right) = (self.value(left)?, self.value(right)?);
                    apply(*operator, &left.what, &right.what).map(Value::new)
                }
            },
        }
    }

    /// Whether a condition holds.
    pub fn holds(&self, expr: &'e Expr) -> Result<bool, Fault> {
        let what = self.value(expr)?.what;
        if let What::Boolean(it) = what {
            return Ok(it);
        }
        Err(mismatch(expr.span, type_of(&what).word().to_owned()))
    }

    /// Whether a condition holds of one of several; without a condition it does.
    pub fn holds_of(&self, condition: Option<&'e Expr>, subject: &Subject<'e>) -> Result<bool, Fault> {
        condition.map_or(Ok(true), |it| Scope { world: self.world, it: Some(subject) }.holds(it))
    }

    /// Whether the condition is `wanted` of one of several.
    pub fn first(&self, arguments: &'e [Expr], wanted: bool) -> Result<bool, Fault> {
        for subject in self.domain(arguments)? {
            if self.holds_of(arguments.get(1), &subject)? == wanted {
                return Ok(true);
            }
        }
        Ok(false)
    }

    /// The several that the first argument names: services, or the values of a list or table.
    pub fn domain(&self, arguments: &'e [Expr]) -> Result<Vec<Subject<'e>>, Fault> {
        let Some(Form::Path(words)) = arguments.first().map(|it| &it.value) else { return Ok(Vec::new()) };
        let mut found = Vec::new();
        for Subject { value, service } in self.walk(words) {
            match value.what {
                What::Absent => {}
                What::List(items) => found.extend(items.into_iter().map(|value| Subject { value, service })),
                What::Named(items) => {
                    found.extend(items.into_iter().map(|(_, value)| Subject { value, service }));
                }
                What::Boolean(_) | What::Quantity(..) | What::Text(_) | What::Table(_) => {
                    found.push(Subject { value, service });
                }
            }
        }
        Ok(found)
    }

    /// What a path leads to: one value, those of all services of a kind, or nothing.
    pub fn walk(&self, words: &[Spanned<String>]) -> Vec<Subject<'e>> {
        let kind = words.first().and_then(|it| ServiceKind::find(&it.value));
        match kind.map(|kind| (kind, roots::behind(kind, &words[1..]))) {
            Some((kind, (Some("*"), fields))) => {
                self.world.services(kind).map(|it| steps(Subject::of(it), fields)).collect()
            }
            _ => self.one(words).into_iter().collect(),
        }
    }

    /// What a path leads to that names one thing.
    pub fn one(&self, words: &[Spanned<String>]) -> Option<Subject<'e>> {
        let (first, rest) = words.split_first()?;
        if first.value == "it" {
            return Some(steps(self.it?.clone(), rest));
        }
        let spec = self.world.spec;
        if let Some(kind) = ServiceKind::find(&first.value) {
            let (name, fields) = roots::behind(kind, rest);
            let entry = spec.entry(&Address::new(kind.tag(), name.unwrap_or_default()))?;
            return Some(steps(Subject::of(entry), fields));
        }
        let value = roots::value(spec, &first.value)?;
        Some(steps(Subject { value, service: None }, rest))
    }

    fn absent(&self, words: &[Spanned<String>], span: Span) -> Fault {
        let text = dotted(words);
        let kind = words.first().and_then(|it| ServiceKind::find(&it.value));
        let mut fault = Fault {
            span,
            message: format!("`{text}` is not set in this system, so it has no value"),
            label: "not set".to_owned(),
            help: format!("ask first: `exists({text}) and …`, or `not exists({text}) or …`"),
            service: None,
        };
        let service =
            self.it.and_then(|it| it.service).filter(|_| words.first().is_some_and(|it| it.value == "it"));
        if let Some(entry) = service {
            fault.message = format!("`{text}` is not set for {}, so it has no value", entry.address);
            fault.service = Some((entry.address.to_string(), entry.span));
        }
        if let Some(kind) = kind.filter(|it| it.singleton() && self.world.services(*it).next().is_none()) {
            fault.message = format!("this system has no [{}], so `{text}` has no value", kind.tag());
        }
        if let (Some(kind), Some(name)) = (kind.filter(|it| !it.singleton()), words.get(1))
            && self.world.spec.entry(&Address::new(kind.tag(), &name.value)).is_none()
        {
            fault.message = format!("this system has no `{}.{}`", kind.tag(), name.value);
            let known = self.world.services(kind).map(|it| it.address.name.as_str());
            if let Some(close) = closest(&name.value, known) {
                fault.help = format!("did you mean `{}.{close}`?", kind.tag());
            }
        }
        fault
    }
}

fn steps<'e>(from: Subject<'e>, words: &[Spanned<String>]) -> Subject<'e> {
    let Subject { mut value, service } = from;
    for word in words {
        value = match value.what {
            What::Table(fields) => fields.field(&word.value),
            What::Named(items) => items.into_iter().find(|(key, _)| *key == word.value).map(|(_, it)| it),
            What::Absent | What::Boolean(_) | What::Quantity(..) | What::Text(_) | What::List(_) => None,
        }
        .unwrap_or(Value::new(What::Absent));
    }
    Subject { value, service }
}

fn literal_value(literal: &Literal) -> Value<'_> {
    const MILLION: i128 = 1_000_000;
    let parts = |unit, amount: u64, of: i128| {
        let amount = Fraction::new(amount.into(), of).unwrap_or(Fraction::whole(0));
        Value::new(What::Quantity(unit, amount))
    };
    match literal {
        Literal::Duration(it) => Value::whole(Unit::Duration, *it),
        Literal::Size(it) => Value::whole(Unit::Size, *it),
        Literal::Money(it) => parts(Unit::Money, *it, MILLION),
        Literal::Percentage(it) => parts(Unit::Percentage, *it, 100 * MILLION),
        Literal::Count(it) => parts(Unit::Count, *it, MILLION),
        Literal::Text(it) => Value::text(it.as_str()),
        Literal::Boolean(it) => Value::new(What::Boolean(*it)),
    }
}

/// The type of a value that is there.
fn type_of(what: &What<'_>) -> Type {
    match what {
        What::Boolean(_) => Type::Boolean,
        What::Quantity(unit, _) => Type::Quantity(*unit),
        What::Text(_) => Type::Text,
        What::List(_) => Type::List(|| Type::Any),
        What::Table(_) | What::Named(_) => Type::Named(|| Type::Any),
        What::Absent => Type::Any,
    }
}

/// Only fields whose type differs from spec to spec come here: the rest was seen before there was a spec.
fn mismatch(span: Span, found: String) -> Fault {
    Fault {
        span,
        message: format!("what it asks is of another type here, {found}"),
        label: found,
        help: "ask only those where it is of the type that is meant".to_owned(),
        service: None,
    }
}

/// What an operator makes of two values.
fn apply<'e>(operator: Spanned<Operator>, left: &What<'e>, right: &What<'e>) -> Result<What<'e>, Fault> {
    let (of_left, of_right) = (type_of(left), type_of(right));
    let Some(of) = result(operator.value, of_left, of_right) else {
        let (a, b, word) = (of_left.word(), of_right.word(), operator.value.word());
        return Err(mismatch(operator.span, format!("{a} {word} {b}")));
    };
    let fits = |amount: Option<Fraction>| match (amount, of) {
        (Some(amount), Type::Quantity(unit)) => Ok(What::Quantity(unit, amount)),
        _ => Err(Fault::too_large(operator.span)),
    };
    let order = compare(left, right);
    Ok(What::Boolean(match operator.value {
        Operator::Equal => order == Some(Ordering::Equal),
        Operator::Unequal => order != Some(Ordering::Equal),
        Operator::Less => order == Some(Ordering::Less),
        Operator::AtMost => matches!(order, Some(Ordering::Less | Ordering::Equal)),
        Operator::More => order == Some(Ordering::Greater),
        Operator::AtLeast => matches!(order, Some(Ordering::Greater | Ordering::Equal)),
        Operator::In => match right {
            What::List(items) => items.iter().any(|it| compare(left, &it.what) == Some(Ordering::Equal)),
            What::Absent | What::Boolean(_) | What::Quantity(..) | What::Text(_) => false,
            What::Table(_) | What::Named(_) => false,
        },
        Operator::Plus => return fits(amounts(left, right).and_then(|(a, b)| a.plus(b))),
        Operator::Minus => return fits(amounts(left, right).and_then(|(a, b)| a.minus(b))),
        Operator::Times => return fits(amounts(left, right).and_then(|(a, b)| a.times(b))),
        Operator::Divided => {
            let (a, b) = amounts(left, right).ok_or_else(|| Fault::too_large(operator.span))?;
            if b == Fraction::whole(0) {
                return Err(Fault {
                    span: operator.span,
                    message: "this divides by zero, so it has no value".to_owned(),
                    label: "by zero in this system".to_owned(),
                    help: "multiply the other side instead: `a <= b * c` for `a / c <= b`".to_owned(),
                    service: None,
                });
            }
            return fits(a.by(b));
        }
        Operator::And | Operator::Or => false,
    }))
}

fn amounts(left: &What<'_>, right: &What<'_>) -> Option<(Fraction, Fraction)> {
    match (left, right) {
        (What::Quantity(_, left), What::Quantity(_, right)) => Some((*left, *right)),
        _ => None,
    }
}

/// How two values of one type stand to each other.
fn compare(left: &What<'_>, right: &What<'_>) -> Option<Ordering> {
    match (left, right) {
        (What::Quantity(_, left), What::Quantity(_, right)) => Some(left.cmp(right)),
        (What::Text(left), What::Text(right)) => Some(left.cmp(right)),
        (What::Boolean(left), What::Boolean(right)) => Some(left.cmp(right)),
        (What::List(left), What::List(right)) => {
            let same = left.len() == right.len()
                && left.iter().zip(right).all(|(a, b)| compare(&a.what, &b.what) == Some(Ordering::Equal));
            same.then_some(Ordering::Equal)
        }
        _ => None,
    }
}
