//! What a policy requires: arithmetic on quantities, comparisons, `and or not`, `in`, calls.

use super::parser::Rule;
use super::{GrammarError, duration, duration_text, parse, size, size_text};
use crate::{Span, Spanned};
use pest::iterators::Pair;
use std::fmt;
use std::ops::Range;

/// An expression and where it stands.
pub type Expr = Spanned<Form>;

/// The forms of an expression.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Form {
    /// `30s`, `'us-east-1'`
    Literal(Literal),
    /// `['us-east-1', 'us-east-2']`
    List(Vec<Expr>),
    /// `objectives.rto`, `table.*`
    Path(Vec<Spanned<String>>),
    /// `rpo(table.*)`
    Call(Spanned<String>, Vec<Expr>),
    /// `not a`
    Not(Box<Expr>),
    /// `a <= b`
    Binary(Box<Expr>, Spanned<Operator>, Box<Expr>),
}

/// A value as it is written.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Literal {
    /// `1m30s`, in milliseconds.
    Duration(u64),
    /// `256MiB`, in bytes.
    Size(u64),
    /// `12.50USD`, in millionths.
    Money(u64),
    /// `99.9%`, in millionths of a percent.
    Percentage(u64),
    /// `3`, `0.5`, in millionths.
    Count(u64),
    /// `'us-east-1'`
    Text(String),
    /// `true`
    Boolean(bool),
}

/// What stands between two operands, from the loosest to the tightest.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Operator {
    /// `or`
    Or,
    /// `and`
    And,
    /// `==`
    Equal,
    /// `!=`
    Unequal,
    /// `<`
    Less,
    /// `<=`
    AtMost,
    /// `>`
    More,
    /// `>=`
    AtLeast,
    /// `in`
    In,
    /// `+`
    Plus,
    /// `-`
    Minus,
    /// `*`
    Times,
    /// `/`
    Divided,
}

impl Operator {
    /// Every operator.
    pub const ALL: [Self; 13] = [
        Self::Or,
        Self::And,
        Self::Equal,
        Self::Unequal,
        Self::Less,
        Self::AtMost,
        Self::More,
        Self::AtLeast,
        Self::In,
        Self::Plus,
        Self::Minus,
        Self::Times,
        Self::Divided,
    ];

    /// As it is written.
    pub fn word(self) -> &'static str {
        match self {
            Self::Or => "or",
            Self::And => "and",
            Self::Equal => "==",
            Self::Unequal => "!=",
            Self::Less => "<",
            Self::AtMost => "<=",
            Self::More => ">",
            Self::AtLeast => ">=",
            Self::In => "in",
            Self::Plus => "+",
            Self::Minus => "-",
            Self::Times => "*",
            Self::Divided => "/",
        }
    }

    /// How tightly it binds.
    fn level(self) -> u8 {
        match self {
            Self::Or => 1,
            Self::And => 2,
            Self::Equal
            | Self::Unequal
            | Self::Less
            | Self::AtMost
            | Self::More
            | Self::AtLeast
            | Self::In => COMPARISON,
            Self::Plus | Self::Minus => 5,
            Self::Times | Self::Divided => 6,
        }
    }
}

const NEGATION: u8 = 3;
const COMPARISON: u8 = 4;
const OPERAND: u8 = 7;

/// Longer than any requirement a person wrote, and short enough to be walked by functions that call themselves.
const MOST_BYTES: usize = 2_000;
const MOST_BRACKETS: usize = 32;
const MOST_DEPTH: usize = 100;
const MILLION: u64 = 1_000_000;

/// `rpo(table.*) <= 1m and rto() <= objectives.rto - 30s`. `place` says where bytes of the text stand in the spec.
///
/// # Errors
/// Not an expression, or one that nobody could read.
pub fn expression(text: &str, place: &dyn Fn(Range<usize>) -> Span) -> Result<Expr, GrammarError> {
    if text.len() > MOST_BYTES {
        let expected = format!("at most {MOST_BYTES} bytes; a policy of several parts is several policies");
        return Err(GrammarError { at: MOST_BYTES..text.len(), expected });
    }
    let open = text.char_indices().filter(|(_, it)| matches!(it, '(' | '['));
    if let Some((at, bracket)) = open.clone().nth(MOST_BRACKETS) {
        let expected = format!("at most {MOST_BRACKETS} brackets");
        return Err(GrammarError { at: at..at + bracket.len_utf8(), expected });
    }
    let pairs = parse(Rule::expression, text)?;
    let whole = pairs.flatten().find(|it| it.as_rule() == Rule::disjunction);
    let empty = || GrammarError { at: 0..text.len(), expected: String::new() };
    let read = Reader { place }.chain(whole.ok_or_else(empty)?)?;
    if depth(&read) > MOST_DEPTH {
        let expected = format!("at most {MOST_DEPTH} operators in a row");
        return Err(GrammarError { at: 0..text.len(), expected });
    }
    Ok(read)
}

/// How deep an expression is nested.
fn depth(whole: &Expr) -> usize {
    let mut open = vec![(whole, 1)];
    let mut deepest = 0;
    while let Some((it, depth)) = open.pop() {
        deepest = deepest.max(depth);
        open.extend(it.value.parts().into_iter().map(|part| (part, depth + 1)));
    }
    deepest
}

impl Form {
    /// The expressions it is made of.
    fn parts(&self) -> Vec<&Expr> {
        match self {
            Self::Literal(_) | Self::Path(_) => Vec::new(),
            Self::List(items) | Self::Call(_, items) => items.iter().collect(),
            Self::Not(inner) => vec![inner],
            Self::Binary(left, _, right) => vec![left, right],
        }
    }
}

struct Reader<'p> {
    place: &'p dyn Fn(Range<usize>) -> Span,
}

fn bytes(pair: &Pair<'_, Rule>) -> Range<usize> {
    pair.as_span().start()..pair.as_span().end()
}

impl Reader<'_> {
    fn span(&self, pair: &Pair<'_, Rule>) -> Span {
        (self.place)(bytes(pair))
    }

    /// Operands and the operators between them, the left ones first.
    fn chain(&self, pair: Pair<'_, Rule>) -> Result<Expr, GrammarError> {
        let mut inner = pair.into_inner();
        let first = inner.next().map(|it| self.below(it));
        let mut left = first.unwrap_or_else(|| Err(GrammarError { at: 0..0, expected: String::new() }))?;
        while let (Some(operator), Some(right)) = (inner.next(), inner.next()) {
            let right = self.below(right)?;
            let word = Operator::ALL.into_iter().find(|it| it.word() == operator.as_str());
            let operator = Spanned::new(word.unwrap_or(Operator::Or), self.span(&operator));
            let span = left.span.to(right.span);
            left = Spanned::new(Form::Binary(Box::new(left), operator, Box::new(right)), span);
        }
        Ok(left)
    }

    /// One step down from a chain.
    fn below(&self, pair: Pair<'_, Rule>) -> Result<Expr, GrammarError> {
        let rule = pair.as_rule();
        if rule == Rule::negation {
            self.negation(pair)
        } else if rule == Rule::operand {
            self.operand(pair)
        } else {
            self.chain(pair)
        }
    }

    fn negation(&self, pair: Pair<'_, Rule>) -> Result<Expr, GrammarError> {
        let mut nots = Vec::new();
        let mut read = None;
        for it in pair.into_inner() {
            if it.as_rule() == Rule::not {
                nots.push(self.span(&it));
            } else {
                read = Some(self.chain(it)?);
            }
        }
        let inner = read.ok_or_else(|| GrammarError { at: 0..0, expected: String::new() })?;
        let wrap = |inner: Expr, not: Span| {
            let span = not.to(inner.span);
            Spanned::new(Form::Not(Box::new(inner)), span)
        };
        Ok(nots.into_iter().rev().fold(inner, wrap))
    }

    fn operand(&self, pair: Pair<'_, Rule>) -> Result<Expr, GrammarError> {
        let span = self.span(&pair);
        let at = bytes(&pair);
        let Some(inner) = pair.into_inner().next() else {
            return Err(GrammarError { at, expected: String::new() });
        };
        let rule = inner.as_rule();
        let text = inner.as_str();
        let form = if rule == Rule::group {
            self.disjunctions(inner)?.pop().map_or(Form::List(Vec::new()), |it| it.value)
        } else if rule == Rule::list {
            Form::List(self.disjunctions(inner)?)
        } else if rule == Rule::call {
            let name = inner.clone().into_inner().find(|it| it.as_rule() == Rule::path_word);
            let name = name.map(|it| Spanned::new(it.as_str().to_owned(), self.span(&it)));
            Form::Call(name.unwrap_or(Spanned::new(String::new(), span)), self.disjunctions(inner)?)
        } else if rule == Rule::path {
            let words = inner.into_inner().filter(|it| it.as_rule() != Rule::dot);
            Form::Path(words.map(|it| Spanned::new(it.as_str().to_owned(), self.span(&it))).collect())
        } else if rule == Rule::text {
            Form::Literal(Literal::Text(text[1..text.len() - 1].to_owned()))
        } else if rule == Rule::truth {
            Form::Literal(Literal::Boolean(text == "true"))
        } else {
            Form::Literal(quantity(text, &at)?)
        };
        Ok(Spanned::new(form, span))
    }

    fn disjunctions(&self, pair: Pair<'_, Rule>) -> Result<Vec<Expr>, GrammarError> {
        pair.into_inner().filter(|it| it.as_rule() == Rule::disjunction).map(|it| self.chain(it)).collect()
    }
}

/// `30s`, `256MiB`, `99.9%`, `12.50USD`, `3`: `at` is where it stands.
fn quantity(text: &str, at: &Range<usize>) -> Result<Literal, GrammarError> {
    let elsewhere = |error: GrammarError| GrammarError { at: at.clone(), ..error };
    if let Some(number) = text.strip_suffix('%') {
        return millionths(number, at).map(Literal::Percentage);
    }
    if let Some(number) = text.strip_suffix("USD") {
        return millionths(number, at).map(Literal::Money);
    }
    if text.ends_with('B') {
        return size(text).map(Literal::Size).map_err(elsewhere);
    }
    if text.ends_with(|it: char| it.is_ascii_digit()) {
        return millionths(text, at).map(Literal::Count);
    }
    duration(text).map(Literal::Duration).map_err(elsewhere)
}

/// A number, exactly.
fn millionths(text: &str, at: &Range<usize>) -> Result<u64, GrammarError> {
    let (whole, part) = text.split_once('.').unwrap_or((text, ""));
    let part = part.trim_end_matches('0');
    let digits = format!("{whole}{part:0<6}");
    match digits.parse() {
        Ok(number) if part.len() <= 6 && digits.len() <= 18 => Ok(number),
        _ => Err(GrammarError {
            at: at.clone(),
            expected: "at most twelve digits, and six behind the point".to_owned(),
        }),
    }
}

/// A number of millionths as it is written: `99.9`.
pub fn decimal(millionths: u64) -> String {
    let text = format!("{}.{:06}", millionths / MILLION, millionths % MILLION);
    text.trim_end_matches('0').trim_end_matches('.').to_owned()
}

impl fmt::Display for Literal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Duration(it) => f.write_str(&duration_text(*it)),
            Self::Size(it) => f.write_str(&size_text(*it)),
            Self::Money(it) => write!(f, "{}USD", decimal(*it)),
            Self::Percentage(it) => write!(f, "{}%", decimal(*it)),
            Self::Count(it) => f.write_str(&decimal(*it)),
            Self::Text(it) if it.contains('\'') => write!(f, "\"{it}\""),
            Self::Text(it) => write!(f, "'{it}'"),
            Self::Boolean(it) => write!(f, "{it}"),
        }
    }
}

/// With the brackets it needs, and no others.
impl fmt::Display for Form {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Literal(it) => write!(f, "{it}"),
            Self::List(items) => write!(f, "[{}]", listed(items)),
            Self::Path(words) => {
                let words: Vec<&str> = words.iter().map(|it| it.value.as_str()).collect();
                f.write_str(&words.join("."))
            }
            Self::Call(name, arguments) => write!(f, "{}({})", name.value, listed(arguments)),
            Self::Not(inner) => write!(f, "not {}", inner.value.at_level(NEGATION)),
            Self::Binary(left, operator, right) => {
                let level = operator.value.level();
                // Comparisons stand in no row; of the rest the left one is worked out first.
                let left_level = if level == COMPARISON { level + 1 } else { level };
                let (left, right) = (left.value.at_level(left_level), right.value.at_level(level + 1));
                write!(f, "{left} {} {right}", operator.value.word())
            }
        }
    }
}

fn listed(items: &[Expr]) -> String {
    items.iter().map(|it| it.value.to_string()).collect::<Vec<_>>().join(", ")
}

impl Form {
    fn level(&self) -> u8 {
        match self {
            Self::Literal(_) | Self::List(_) | Self::Path(_) | Self::Call(..) => OPERAND,
            Self::Not(_) => NEGATION,
            Self::Binary(_, operator, _) => operator.value.level(),
        }
    }

    /// The text where something of at least this level must stand.
    fn at_level(&self, level: u8) -> String {
        if self.level() < level { format!("({self})") } else { self.to_string() }
    }
}

#[cfg(test)]
mod tests;
