//! The tree of a TOML text, every key and value with its span.

use crate::{Source, Span};
use std::ops::Range;
use toml::de::{DeTable, DeValue};

/// Larger texts are refused before parsing: a spec of a thousand services is two megabytes.
const MAX_BYTES: usize = 64 << 20;

/// A parsed TOML text.
#[derive(Clone, Debug)]
pub struct Document {
    /// Its top-level keys.
    pub root: Table,
}

/// A value and where it stands.
#[derive(Clone, Debug)]
pub struct Item {
    /// What it is.
    pub value: Value,
    /// Where; of a `[table]`, its header.
    pub span: Span,
}

/// The TOML types.
#[derive(Clone, Debug)]
pub enum Value {
    /// `"text"`
    String(String),
    /// `3`
    Integer(i64),
    /// `0.5`
    Float(f64),
    /// `true`
    Boolean(bool),
    /// `2026-11-21`
    Date(Date),
    /// `[…]`, or `[[…]]`
    Array(Vec<Item>),
    /// `{…}`, or `[…]`
    Table(Table),
}

/// A local date as TOML writes it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Date {
    /// Four digits.
    pub year: u16,
    /// From 1.
    pub month: u8,
    /// From 1.
    pub day: u8,
}

impl Date {
    /// How many days after 1 January 1970 it is; what no calendar has counts as the day after the one before.
    pub fn number(self) -> i64 {
        let (year, month) = (i64::from(self.year), i64::from(self.month));
        // Years that begin in March: the leap day is then the last of them.
        let (year, month) = if month > 2 { (year, month - 3) } else { (year - 1, month + 9) };
        365 * year + year.div_euclid(4) - year.div_euclid(100)
            + year.div_euclid(400)
            + (153 * month + 2) / 5
            + i64::from(self.day)
            - 719_469
    }
}

impl std::fmt::Display for Date {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{:04}-{:02}-{:02}", self.year, self.month, self.day)
    }
}

/// Keys and values in the order they are written.
#[derive(Clone, Debug, Default)]
pub struct Table {
    /// In the order of the text.
    pub entries: Vec<Entry>,
}

/// A key and its value.
#[derive(Clone, Debug)]
pub struct Entry {
    /// The key.
    pub key: Key,
    /// The value.
    pub item: Item,
}

/// A key and where it stands.
#[derive(Clone, Debug)]
pub struct Key {
    /// Without quotes.
    pub text: String,
    /// With quotes, if it has them.
    pub span: Span,
}

/// A key that stands where one of its name stood already.
#[derive(Clone, Debug)]
pub struct Repeated {
    /// The key with those of the tables around it.
    pub path: Vec<String>,
    /// The first one.
    pub first: Span,
    /// It heads a table of its own, `[…]`.
    pub header: bool,
}

/// Why a text is not TOML.
#[derive(Clone, Debug)]
pub struct SyntaxProblem {
    /// What the parser says.
    pub message: String,
    /// Where it says so.
    pub span: Span,
}

impl Table {
    /// The value of a key.
    pub fn get(&self, key: &str) -> Option<&Item> {
        self.entry(key).map(|entry| &entry.item)
    }

    /// The key and its value.
    pub fn entry(&self, key: &str) -> Option<&Entry> {
        self.entries.iter().find(|entry| entry.key.text == key)
    }

    /// Lays `over` on this table: tables are merged by key, everything else is replaced.
    pub fn overlay(&mut self, over: &Table) {
        for entry in &over.entries {
            match self.entries.iter_mut().find(|mine| mine.key.text == entry.key.text) {
                Some(mine) => match (&mut mine.item.value, &entry.item.value) {
                    (Value::Table(mine), Value::Table(over)) => mine.overlay(over),
                    _ => mine.item = entry.item.clone(),
                },
                None => self.entries.push(entry.clone()),
            }
        }
    }
}

impl Value {
    /// The type in the words of the TOML manual, with its article.
    pub fn type_name(&self) -> &'static str {
        match self {
            Self::String(_) => "a string",
            Self::Integer(_) => "an integer",
            Self::Float(_) => "a float",
            Self::Boolean(_) => "a boolean",
            Self::Date(_) => "a date",
            Self::Array(_) => "an array",
            Self::Table(_) => "a table",
        }
    }
}

impl Document {
    /// Parses a source. On problems the tree holds what could be read, and the problems say what could not.
    pub fn parse(source: &Source) -> (Document, Vec<SyntaxProblem>) {
        let text = source.text();
        if text.len() > MAX_BYTES {
            let message = format!("the file has {} bytes; a spec may have {MAX_BYTES}", text.len());
            let problem = SyntaxProblem { message, span: Span::default() };
            return (Document { root: Table::default() }, vec![problem]);
        }
        let (root, errors) = DeTable::parse_recoverable(text);
        let mut problems: Vec<SyntaxProblem> = errors
            .iter()
            .map(|error| SyntaxProblem {
                message: error.message().trim().to_owned(),
                // Only a key of too many parts is reported without a place.
                span: Span::new(error.span().unwrap_or_else(|| longest_key(text))),
            })
            .collect();
        let root = table(root.get_ref(), &mut problems);
        (Document { root }, problems)
    }
}

/// The first line with more dots than a key may have.
fn longest_key(text: &str) -> Range<usize> {
    let mut start = 0;
    for line in text.split_inclusive('\n') {
        if line.bytes().filter(|byte| *byte == b'.').count() >= 80 {
            return start..start + line.trim_end().len();
        }
        start += line.len();
    }
    0..0
}

/// What the key at `second` repeats. The parser forgets the first once it has merged the two; with the second under a
/// name of its own, both are in the tree. That is a second parse, so not of a text that no person wrote.
pub fn repeated(source: &Source, second: Span) -> Option<Repeated> {
    const OWN: &str = "drc-the-second-one";
    const MOST_BYTES: usize = 256 << 10;
    let text = source.text();
    if text.len() > MOST_BYTES {
        return None;
    }
    let (before, after) = (text.get(..second.start as usize)?, text.get(second.end as usize..)?);
    let (document, _) = Document::parse(&Source::new("", [before, OWN, after].concat()));
    let key = source.slice(second).trim_matches(['"', '\'']);
    let mut path = Vec::new();
    let (first, header) = sibling(&document.root, key, second.start, &mut path)?;
    path.push(key.to_owned());
    Some(Repeated { path, first, header })
}

/// The key called `name` in the table that has a key at `start`, and whether the latter heads a table.
fn sibling(table: &Table, name: &str, start: u32, path: &mut Vec<String>) -> Option<(Span, bool)> {
    if let Some(renamed) = table.entries.iter().find(|it| it.key.span.start == start) {
        let header = matches!(renamed.item.value, Value::Table(_)) && renamed.item.span.start < start;
        return Some((table.entry(name)?.key.span, header));
    }
    table.entries.iter().find_map(|entry| {
        path.push(entry.key.text.clone());
        let inner = |item: &Item, path: &mut Vec<String>| {
            if let Value::Table(inner) = &item.value { sibling(inner, name, start, path) } else { None }
        };
        let found = if let Value::Array(items) = &entry.item.value {
            items.iter().find_map(|item| inner(item, path))
        } else {
            inner(&entry.item, path)
        };
        if found.is_none() {
            path.pop();
        }
        found
    })
}

fn table(from: &DeTable<'_>, problems: &mut Vec<SyntaxProblem>) -> Table {
    let entry = |(key, value): (&toml::Spanned<std::borrow::Cow<'_, str>>, &toml::Spanned<DeValue<'_>>)| {
        let key = Key { text: key.get_ref().clone().into_owned(), span: Span::new(key.span()) };
        let item = item(value.get_ref(), value.span(), problems);
        Entry { key, item }
    };
    Table { entries: from.iter().map(entry).collect() }
}

fn item(from: &DeValue<'_>, span: Range<usize>, problems: &mut Vec<SyntaxProblem>) -> Item {
    let span = Span::new(span);
    let mut problem = |message: &str| problems.push(SyntaxProblem { message: message.to_owned(), span });
    let value = match from {
        DeValue::String(text) => Value::String(text.clone().into_owned()),
        DeValue::Boolean(it) => Value::Boolean(*it),
        DeValue::Integer(it) => {
            Value::Integer(i64::from_str_radix(it.as_str(), it.radix()).unwrap_or_else(|_| {
                problem("this integer does not fit 64 bits");
                0
            }))
        }
        DeValue::Float(it) => Value::Float(it.as_str().parse().unwrap_or_default()),
        DeValue::Datetime(it) => Value::Date(match (it.date, it.time) {
            (Some(date), None) => Date { year: date.year, month: date.month, day: date.day },
            _ => {
                problem("write a date without a time, such as 2026-11-21");
                Date { year: 1970, month: 1, day: 1 }
            }
        }),
        DeValue::Array(items) => {
            Value::Array(items.iter().map(|it| self::item(it.get_ref(), it.span(), problems)).collect())
        }
        DeValue::Table(it) => Value::Table(table(it, problems)),
    };
    Item { value, span }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reports_every_mistake_and_keeps_the_rest() {
        let source = Source::new("s", "a = 1\nb = \nc = 2\nc = 3\n[d]\ne = 'x'\n");
        let (document, problems) = Document::parse(&source);
        assert_eq!(problems.len(), 2, "{problems:?}");
        assert!(matches!(document.root.get("d").map(|it| &it.value), Some(Value::Table(_))));
    }

    #[test]
    fn the_first_of_two_definitions_is_found_wherever_it_stands() {
        let text = "[a]\nx = 1\n[t.p]\nx = 1\n[t.p]\nx.y = 1\nx.y = 2\n[[l]]\n\"q r\" = { s = 1, s = 2 }\n";
        let source = Source::new("s", text);
        let mut spans: Vec<Span> = Document::parse(&source).1.iter().map(|it| it.span).collect();
        spans.sort();
        let found: Vec<(String, usize, bool)> = spans
            .iter()
            .filter_map(|span| repeated(&source, *span))
            .map(|it| (it.path.join("."), source.line_of(it.first.start), it.header))
            .collect();
        assert!(found.contains(&("t.p".to_owned(), 2, true)), "{found:?}");
        assert!(found.contains(&("l.q r.s".to_owned(), 8, false)), "{found:?}");
    }

    #[test]
    fn two_hundred_thousand_brackets_are_a_problem_and_not_a_crash() {
        let source = Source::new("s", format!("a = {}", "[".repeat(200_000)));
        assert!(!Document::parse(&source).1.is_empty());
    }

    #[test]
    fn an_overlay_merges_tables_and_replaces_the_rest() {
        let parse = |text: &str| Document::parse(&Source::new("s", text)).0.root;
        let mut base = parse("x.a = 1\nx.b = [1]\ny = 1\n");
        base.overlay(&parse("x.b = [2, 3]\nx.c = 4\n"));
        let Some(Value::Table(x)) = base.get("x").map(|it| &it.value) else { panic!("x is a table") };
        assert_eq!(x.entries.iter().map(|it| it.key.text.as_str()).collect::<Vec<_>>(), ["a", "b", "c"]);
        assert!(matches!(&x.entries[1].item.value, Value::Array(items) if items.len() == 2));
    }
}
