//! The types of a policy, before there is a spec: what adds up with what, and which fields and functions there are.

use super::functions::{self, Function, Parameters};
use super::problems::{unknown_name, wrong_type};
use super::roots;
use drc_diagnostic::Diagnostics;
use drc_model::{Duration, Inspect, Policy, Size, Type, Unit};
use drc_services::ServiceKind;
use drc_syntax::grammar::{Expr, Form, Literal, Operator};
use drc_syntax::{Span, Spanned};

/// The columns of a budget.
pub(super) const COLUMNS: [&str; 3] = ["best", "typical", "plan"];

/// Reports what is wrong with policies wherever they are applied.
pub(crate) fn check<'p>(policies: impl IntoIterator<Item = &'p Policy>, problems: &mut Diagnostics) {
    for policy in policies {
        for expression in std::iter::once(&policy.require).chain(&policy.when) {
            Checker { it: Vec::new(), problems: &mut *problems }
                .condition(&expression.0, "a policy requires");
        }
    }
}

struct Checker<'c> {
    /// What `it` stands for, the innermost last.
    it: Vec<Type>,
    problems: &'c mut Diagnostics,
}

/// Whether values of two types can be the same.
fn same(left: Type, right: Type) -> bool {
    match (left, right) {
        (Type::Any, _) | (_, Type::Any) | (Type::Boolean, Type::Boolean) | (Type::Text, Type::Text) => true,
        (Type::Quantity(left), Type::Quantity(right)) => left == right,
        (Type::List(left), Type::List(right)) => same(left(), right()),
        _ => false,
    }
}

/// What an operator makes of its operands; `None` where it does not take them.
pub(super) fn result(operator: Operator, left: Type, right: Type) -> Option<Type> {
    use Type::{Any, Boolean, Quantity};
    let quantities = matches!(left, Quantity(_) | Any) && matches!(right, Quantity(_) | Any);
    match operator {
        Operator::Or | Operator::And => (same(left, Boolean) && same(right, Boolean)).then_some(Boolean),
        Operator::Equal | Operator::Unequal => same(left, right).then_some(Boolean),
        Operator::Less | Operator::AtMost | Operator::More | Operator::AtLeast => {
            (quantities && same(left, right)).then_some(Boolean)
        }
        Operator::In => match right {
            Type::List(item) => same(left, item()).then_some(Boolean),
            Any => Some(Boolean),
            Boolean | Quantity(_) | Type::Text | Type::Table(_) | Type::Named(_) => None,
        },
        Operator::Plus | Operator::Minus => (quantities && same(left, right)).then_some(left),
        Operator::Times => match (left, right) {
            (Quantity(Unit::Count | Unit::Percentage), Quantity(_)) => Some(right),
            (Quantity(_), Quantity(Unit::Count | Unit::Percentage)) => Some(left),
            _ => quantities.then_some(Any).filter(|_| !matches!((left, right), (Quantity(_), Quantity(_)))),
        },
        Operator::Divided => match (left, right) {
            (Quantity(of), Quantity(by)) if of == by => Some(Quantity(Unit::Count)),
            (Quantity(_), Quantity(Unit::Count | Unit::Percentage)) => Some(left),
            _ => quantities.then_some(Any).filter(|_| !matches!((left, right), (Quantity(_), Quantity(_)))),
        },
    }
}

impl Checker<'_> {
    /// Something that must be true or false; `who` says for what.
    fn condition(&mut self, expr: &Expr, who: &str) {
        let Some(of) = self.of(expr).filter(|it| !same(*it, Type::Boolean)) else { return };
        let text = &expr.value;
        let help = match of {
            Type::Quantity(unit) => format!("compare it: `{text} <= {}`", example(unit)),
            Type::Text => {
                format!("compare it: `{text} == 'us-east-1'`, `{text} in ['us-east-1', 'us-east-2']`")
            }
            Type::List(_) | Type::Table(_) | Type::Named(_) => {
                format!("ask for it: `exists({text})`, `count({text}) <= 3`")
            }
            Type::Boolean | Type::Any => String::new(),
        };
        let message = format!("{who} something that is true or false, and `{text}` is {}", of.word());
        self.problems.push(wrong_type(expr.span, message, of.word().to_owned(), help));
    }

    fn of(&mut self, expr: &Expr) -> Option<Type> {
        match &expr.value {
            Form::Literal(literal) => Some(of_literal(literal)),
            Form::List(items) => self.list(items),
            Form::Path(words) => self.path(words, expr.span),
            Form::Call(name, arguments) => self.call(name, arguments),
            Form::Not(inner) => {
                self.condition(inner, "`not` takes");
                Some(Type::Boolean)
            }
            Form::Binary(left, operator, right) => {
                let (of_left, of_right) = (self.of(left), self.of(right));
                let (of_left, of_right) = (of_left?, of_right?);
                let made = result(operator.value, of_left, of_right);
                if made.is_none() {
                    self.mismatch(left, *operator, right, (of_left, of_right));
                }
                made
            }
        }
    }

    fn mismatch(
        &mut self,
        left: &Expr,
        operator: Spanned<Operator>,
        right: &Expr,
        (of_left, of_right): (Type, Type),
    ) {
        let word = operator.value.word();
        let (a, b) = (of_left.word(), of_right.word());
        let message =
            format!("`{}` is {a} and `{}` is {b}: `{word}` does not take them", left.value, right.value);
        let help = instead(left, operator.value, right, (of_left, of_right));
        self.problems.push(wrong_type(operator.span, message, format!("{a} {word} {b}"), help));
    }

    fn list(&mut self, items: &[Expr]) -> Option<Type> {
        let mut of = Type::Any;
        for item in items {
            let found = self.of(item)?;
            if !same(of, found) {
                let message = format!(
                    "a list has values of one type, and this one has {} and {}",
                    of.word(),
                    found.word()
                );
                let help = "write values of one type".to_owned();
                self.problems.push(wrong_type(item.span, message, found.word().to_owned(), help));
                return None;
            }
            of = found;
        }
        Some(Type::List(maker(of)))
    }

    /// A value, by its path.
    fn path(&mut self, words: &[Spanned<String>], span: Span) -> Option<Type> {
        if words.iter().any(|it| it.value == "*") || self.is_kind(words) {
            let text = dotted(words);
            let glob = if self.is_kind(words) { format!("{text}.*") } else { text.clone() };
            let (services, field) = glob.split_once(".*").unwrap_or((&glob, ""));
            let each = format!("ask each of them, `all({services}.*, it{field} … )`");
            let help = format!("{each}, or whether there is one, `exists({services}.*)`");
            let message = format!("`{text}` names several services and has no value of its own");
            self.problems.push(wrong_type(span, message, "several services".to_owned(), help));
            return None;
        }
        self.walk(words)
    }

    /// Whether a path is the name of a kind that stands more than once.
    fn is_kind(&self, words: &[Spanned<String>]) -> bool {
        words.len() == 1 && ServiceKind::find(&words[0].value).is_some_and(|it| !it.singleton())
    }

    /// The type at the end of a path. Of a glob, that of each of its services.
    fn walk(&mut self, words: &[Spanned<String>]) -> Option<Type> {
        let (first, mut rest) = words.split_first()?;
        let mut of = if first.value == "it" {
            match self.it.last() {
                Some(it) => *it,
                None => {
                    let message = "`it` stands for one of several, and here is only one".to_owned();
                    let help = "write it inside any(…), all(…) or count(…), behind the comma".to_owned();
                    self.problems.push(wrong_type(
                        first.span,
                        message,
                        "stands for nothing".to_owned(),
                        help,
                    ));
                    return None;
                }
            }
        } else if let Some(kind) = ServiceKind::find(&first.value) {
            (_, rest) = roots::behind(kind, rest);
            kind.fields()
        } else if let Some(of) = roots::kind(&first.value) {
            of
        } else {
            let known: Vec<&str> = roots::all().collect();
            self.problems.push(unknown_name(first.span, &first.value, "table or kind of service", &known));
            return None;
        };
        let mut so_far = words[..words.len() - rest.len()].to_vec();
        for word in rest {
            of = self.step(of, word, &so_far)?;
            so_far.push(word.clone());
        }
        Some(of)
    }

    fn step(&mut self, of: Type, word: &Spanned<String>, so_far: &[Spanned<String>]) -> Option<Type> {
        let problem = match of {
            Type::Any => return Some(Type::Any),
            Type::Named(item) => return Some(item()),
            Type::Table(keys) => match (keys.of)(&word.value) {
                Some(of) => return Some(of),
                None => unknown_name(
                    word.span,
                    &word.value,
                    &format!("field of `{}` called", dotted(so_far)),
                    keys.all,
                ),
            },
            Type::Boolean | Type::Quantity(_) | Type::Text | Type::List(_) => {
                let text = dotted(so_far);
                let help = if matches!(of, Type::List(_)) {
                    format!("ask each of them: `all({text}, it.{} … )`", word.value)
                } else {
                    format!("write `{text}`")
                };
                let message = format!("`{text}` is {} and has no `{}`", of.word(), word.value);
                wrong_type(word.span, message, of.word().to_owned(), help)
            }
        };
        self.problems.push(problem);
        None
    }

    fn call(&mut self, name: &Spanned<String>, arguments: &[Expr]) -> Option<Type> {
        let Some(function) = functions::find(&name.value) else {
            let known: Vec<&str> = functions::ALL.iter().map(|it| it.name).collect();
            self.problems.push(unknown_name(name.span, &name.value, "function", &known));
            return None;
        };
        if self.arguments(function, arguments).is_none() {
            let message = format!("`{}` does not take what stands in its brackets", name.value);
            let (label, help) =
                (format!("takes {}", function.parameters.words()), format!("write `{}`", function.form));
            self.problems.push(wrong_type(name.span, message, label, help));
        }
        Some(function.result)
    }

    /// Checks the arguments of a function; `None` if they are of another number or form.
    fn arguments(&mut self, function: &Function, arguments: &[Expr]) -> Option<()> {
        match (function.parameters, arguments) {
            (Parameters::Nothing | Parameters::Column, []) => Some(()),
            (Parameters::Column, [it]) => column(it).map(|_| ()),
            (Parameters::Stores, [stores, rest @ ..]) => {
                self.domain(stores)?;
                match rest {
                    [] => Some(()),
                    [it] => column(it).map(|_| ()),
                    _ => None,
                }
            }
            (Parameters::Path | Parameters::Domain, [it]) => self.domain(it).map(|_| ()),
            (Parameters::Domain | Parameters::DomainAndCondition, [domain, condition]) => {
                let several = self.domain(domain)?;
                if let Some(it) = several {
                    self.it.push(it);
                    self.condition(condition, &format!("`{}` asks of each", function.name));
                    self.it.pop();
                }
                Some(())
            }
            (Parameters::Nothing | Parameters::Column | Parameters::Stores | Parameters::Path, _)
            | (Parameters::Domain | Parameters::DomainAndCondition, _) => None,
        }
    }

    /// What each of several is: services of a glob, or the values of a list or table. `Some(None)` if that is wrong in
    /// itself, `None` if nothing is named.
    fn domain(&mut self, expr: &Expr) -> Option<Option<Type>> {
        let Form::Path(words) = &expr.value else { return None };
        if self.is_kind(words) {
            self.path(words, expr.span);
            return Some(None);
        }
        let of = self.walk(words);
        Some(of.map(|of| match of {
            Type::List(item) | Type::Named(item) => item(),
            Type::Boolean | Type::Quantity(_) | Type::Text | Type::Table(_) | Type::Any => of,
        }))
    }
}

/// The column that an argument names.
pub(super) fn column(expr: &Expr) -> Option<usize> {
    let Form::Path(words) = &expr.value else { return None };
    let [word] = words.as_slice() else { return None };
    COLUMNS.iter().position(|it| *it == word.value)
}

pub(super) fn dotted(words: &[Spanned<String>]) -> String {
    words.iter().map(|it| it.value.as_str()).collect::<Vec<_>>().join(".")
}

fn of_literal(literal: &Literal) -> Type {
    match literal {
        Literal::Duration(_) => Type::Quantity(Unit::Duration),
        Literal::Size(_) => Type::Quantity(Unit::Size),
        Literal::Money(_) => Type::Quantity(Unit::Money),
        Literal::Percentage(_) => Type::Quantity(Unit::Percentage),
        Literal::Count(_) => Type::Quantity(Unit::Count),
        Literal::Text(_) => Type::Text,
        Literal::Boolean(_) => Type::Boolean,
    }
}

/// The type of a list's items, as lists keep it.
fn maker(of: Type) -> fn() -> Type {
    match of {
        Type::Boolean => bool::kind,
        Type::Text => String::kind,
        Type::Quantity(Unit::Duration) => Duration::kind,
        Type::Quantity(Unit::Size) => Size::kind,
        Type::Quantity(Unit::Count) => i64::kind,
        Type::Quantity(Unit::Percentage) => || Type::Quantity(Unit::Percentage),
        Type::Quantity(Unit::Money) => || Type::Quantity(Unit::Money),
        Type::List(_) | Type::Table(_) | Type::Named(_) | Type::Any => || Type::Any,
    }
}

/// A quantity of a unit.
fn example(unit: Unit) -> &'static str {
    match unit {
        Unit::Count => "3",
        Unit::Percentage => "99.9%",
        Unit::Duration => "30s",
        Unit::Size => "256MiB",
        Unit::Money => "12.50USD",
    }
}

/// What to write in place of operands that an operator does not take.
fn instead(left: &Expr, operator: Operator, right: &Expr, of: (Type, Type)) -> String {
    use Type::Quantity;
    let (a, b) = (&left.value, &right.value);
    let word = operator.word();
    let is_text = |it: &Expr| matches!(it.value, Form::Literal(Literal::Text(_)));
    match (operator, of) {
        (Operator::Plus | Operator::Minus, (Quantity(_), Quantity(Unit::Percentage))) => {
            format!("to change it by a share of itself, write `{a} * (100% {word} {b})`")
        }
        (Operator::In, _) => format!("write a list of values like `{a}` behind `in`: `{a} in [ … , … ]`"),
        (Operator::And | Operator::Or, _) => format!("compare each side first: `a <= b {word} c <= d`"),
        (_, (Quantity(unit), Type::Text)) if is_text(right) => {
            format!("write the quantity without quotes: `{a} {word} {}`", example(unit))
        }
        (_, (Quantity(unit), Quantity(Unit::Count))) if unit != Unit::Count => {
            format!("say the unit of `{b}`: `{a} {word} {}`", example(unit))
        }
        (Operator::Times, _) => {
            "multiply by a count or a percentage: `30s * 3`, `objectives.rto * 80%`".to_owned()
        }
        (Operator::Divided, _) => {
            "divide by a count, a percentage, or a quantity of the same unit".to_owned()
        }
        (_, (Quantity(unit), _)) => format!("set it against {}: `{a} {word} {}`", unit.word(), example(unit)),
        (Operator::Equal | Operator::Unequal, (of_left, _)) => {
            format!("set it against {}", of_left.word())
        }
        _ => format!("`{word}` takes quantities of one unit, such as `30s {word} 1m`"),
    }
}
