//! Edits, made in the bytes of the spec: everything else, comments and layout, stays as it is.
//!
//! | where the key goes | how it is written |
//! |---|---|
//! | it is there | its value is replaced |
//! | into `{ … }` | `, key = value` behind the last one |
//! | under a header `[…]` | a line behind the last one, its `=` below theirs |
//! | beside dotted keys | a line, or a place, with the same prefix |
//! | a service more | a table at the end |
//!
//! What an environment lays over the base is changed there.

use super::{Edit, Literal};
use drc_syntax::{Document, Entry, Item, Source, Table, Value};
use std::ops::Range;

/// A replacement of bytes.
struct Splice {
    at: Range<usize>,
    text: String,
}

/// The text with every edit made, one after the other. `None` if the text leaves no place for one, or is not TOML.
pub fn apply(source: &Source, environment: &str, edits: &[Edit]) -> Option<String> {
    let mut text = source.text().to_owned();
    for edit in edits {
        let now = Source::new(source.name(), text);
        let Splice { at, text: new } = splice(&now, environment, edit)?;
        text = [now.text().get(..at.start)?, &new, now.text().get(at.end..)?].concat();
    }
    Some(text)
}

/// The line an edit is made in, from 1.
pub fn line_of(source: &Source, environment: &str, edit: &Edit) -> Option<usize> {
    let at = splice(source, environment, edit)?.at.start;
    let start = u32::try_from(at).ok()?;
    Some(source.position(start).line)
}

fn splice(source: &Source, environment: &str, edit: &Edit) -> Option<Splice> {
    let (document, problems) = Document::parse(source);
    if !problems.is_empty() {
        return None;
    }
    let root = &document.root;
    let path: Vec<&str> = edit.path.iter().map(String::as_str).collect();
    let overlay = inner(root, "environments").and_then(|it| inner(it, environment));
    let written = overlay.and_then(|it| find(it, &path)).or_else(|| find(root, &path));
    match (&edit.then, written) {
        (Literal::Value(value), Some(item)) => Some(Splice { at: item.span.range(), text: value.clone() }),
        (Literal::Value(value), None) => {
            let (parent, table, rest) = deepest(root, &path)?;
            insert(source.text(), parent, table, &nested(rest, value)?)
        }
        (Literal::Service(lines), None) => Some(service(source.text(), &path, lines)),
        // Somebody has a service of that name.
        (Literal::Service(_), Some(_)) => None,
    }
}

fn inner<'t>(table: &'t Table, key: &str) -> Option<&'t Table> {
    table_of(table.get(key)?)
}

fn table_of(item: &Item) -> Option<&Table> {
    if let Value::Table(table) = &item.value { Some(table) } else { None }
}

fn find<'t>(table: &'t Table, path: &[&str]) -> Option<&'t Item> {
    let (last, tables) = path.split_last()?;
    tables.iter().try_fold(table, |table, key| inner(table, key))?.get(last)
}

/// The last table on the path that is there, and what is missing below it.
fn deepest<'t, 'p>(root: &'t Table, path: &'p [&'p str]) -> Option<(&'t Item, &'t Table, &'p [&'p str])> {
    let (first, mut rest) = path.split_first()?;
    let mut item = root.get(first)?;
    let mut table = table_of(item)?;
    while let Some((key, below)) = rest.split_first() {
        let Some(next) = table.get(key) else { break };
        item = next;
        table = table_of(next)?;
        rest = below;
    }
    Some((item, table, rest))
}

/// `("watch", "{ interval = \"60s\" }")` of `watch`, `interval`.
fn nested(rest: &[&str], value: &str) -> Option<(String, String)> {
    let (first, below) = rest.split_first()?;
    let value = below.iter().rev().fold(value.to_owned(), |value, key| format!("{{ {key} = {value} }}"));
    Some(((*first).to_owned(), value))
}

fn insert(text: &str, parent: &Item, table: &Table, new: &(String, String)) -> Option<Splice> {
    let (key, value) = new;
    match text.as_bytes().get(parent.span.start as usize)? {
        b'{' => Some(match table.entries.iter().map(end).max() {
            Some(end) => Splice { at: end..end, text: format!(", {key} = {value}") },
            None => Splice { at: parent.span.range(), text: format!("{{ {key} = {value} }}") },
        }),
        b'[' => Some(below_header(text, parent, table, new)),
        _ => beside_dotted(text, table, new),
    }
}

/// One past the last byte of an entry's value; of dotted keys, of the last of them.
fn end(entry: &Entry) -> usize {
    match &entry.item.value {
        Value::Table(inner) if entry.item.span == entry.key.span => {
            inner.entries.iter().map(end).max().unwrap_or(entry.key.span.end as usize)
        }
        Value::Table(_) | Value::String(_) | Value::Integer(_) | Value::Float(_) | Value::Boolean(_) => {
            entry.item.span.end as usize
        }
        Value::Date(_) | Value::Array(_) => entry.item.span.end as usize,
    }
}

/// Whether an entry stands in lines of its table, and not under a header of its own.
fn is_line(text: &str, entry: &Entry) -> bool {
    let start = entry.item.span.start as usize;
    // A header begins before its key; an array of values does not.
    start >= entry.key.span.start as usize || text.as_bytes().get(start) != Some(&b'[')
}

fn line_start(text: &str, at: usize) -> usize {
    text[..at].rfind('\n').map_or(0, |it| it + 1)
}

fn line_end(text: &str, at: usize) -> usize {
    text[at..].find('\n').map_or(text.len(), |it| at + it)
}

fn line_break(text: &str) -> &'static str {
    if text.contains("\r\n") { "\r\n" } else { "\n" }
}

fn below_header(text: &str, parent: &Item, table: &Table, (key, value): &(String, String)) -> Splice {
    let lines = table.entries.iter().filter(|it| is_line(text, it));
    let last = lines.max_by_key(|it| end(it));
    let from = last.map_or(parent.span.end as usize, end);
    let mut at = line_end(text, from);
    if text[..at].ends_with('\r') {
        at -= 1;
    }
    let (indent, width) = last.map_or(("", 0), |entry| {
        let start = line_start(text, entry.key.span.start as usize);
        let before = &text[start..entry.key.span.start as usize];
        let indent = &before[..before.len() - before.trim_start().len()];
        // Where the `=` of the line above is, so that the new one stands below it.
        let equals =
            text[start..].find('=').map_or(0, |it| text[start + indent.len()..start + it].chars().count());
        (indent, equals.saturating_sub(1))
    });
    Splice { at: at..at, text: format!("{}{indent}{key:<width$} = {value}", line_break(text)) }
}

/// Keys `a.b.c = …` have no table to go into: the new one goes behind the last of them and begins as that does.
fn beside_dotted(text: &str, table: &Table, (key, value): &(String, String)) -> Option<Splice> {
    let last = table.entries.iter().filter(|it| is_line(text, it)).max_by_key(|it| end(it))?;
    let start = last.key.span.start as usize;
    let begins = |byte: char| matches!(byte, '\n' | '{' | ',');
    let from = text[..start].rfind(begins).map_or(0, |it| it + 1);
    let prefix = text[from..start].trim_start();
    let in_line = from > 0 && text.as_bytes().get(from - 1) != Some(&b'\n');
    let from = end(last);
    if in_line {
        return Some(Splice { at: from..from, text: format!(", {prefix}{key} = {value}") });
    }
    let mut at = line_end(text, from);
    if text[..at].ends_with('\r') {
        at -= 1;
    }
    Some(Splice { at: at..at, text: format!("{}{prefix}{key} = {value}", line_break(text)) })
}

fn service(text: &str, path: &[&str], lines: &[(&'static str, String)]) -> Splice {
    let width = lines.iter().map(|(key, _)| key.len()).max().unwrap_or_default();
    let line = line_break(text);
    let gap = if text.ends_with('\n') { line.to_owned() } else { format!("{line}{line}") };
    let lines: String = lines.iter().map(|(key, value)| format!("{key:<width$} = {value}{line}")).collect();
    Splice { at: text.len()..text.len(), text: format!("{gap}[{}]{line}{lines}", path.join(".")) }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn edit(path: &str, value: &str) -> Edit {
        let path = path.split('.').map(str::to_owned).collect();
        Edit { path, now: None, then: Literal::Value(value.to_owned()), span: None }
    }

    fn after(text: &str, edits: &[Edit]) -> String {
        apply(&Source::new("s", text), "prod", edits).expect("a place")
    }

    #[test]
    fn each_shape_of_a_table_gets_its_key_in_its_own_style() {
        let cases = [
            (
                "[t]\nttl          = \"5m\" # long\n",
                "t.ttl",
                "\"60s\"",
                "[t]\nttl          = \"60s\" # long\n",
            ),
            (
                "[t]\n\nroute  = \"x\" # why\n\n[u]\n",
                "t.ttl",
                "1",
                "[t]\n\nroute  = \"x\" # why\nttl    = 1\n\n[u]\n",
            ),
            ("[t] # empty\n[u]\na = 1\n", "t.a", "1", "[t] # empty\na = 1\n[u]\na = 1\n"),
            ("t = { a = 1 }\n", "t.b", "2", "t = { a = 1, b = 2 }\n"),
            ("t = {}\n", "t.b", "2", "t = { b = 2 }\n"),
            ("[t]\nc = [\n  1,\n] # end\n", "t.b.d", "2", "[t]\nc = [\n  1,\n] # end\nb = { d = 2 }\n"),
            ("[t]\nh.a = 1\n\n[u]\n", "t.h.b", "2", "[t]\nh.a = 1\nh.b = 2\n\n[u]\n"),
            ("t = { h.a = 1, z = 2 }\n", "t.h.b", "2", "t = { h.a = 1, h.b = 2, z = 2 }\n"),
            ("t.h.a = 1\n", "t.h.b", "2", "t.h.a = 1\nt.h.b = 2\n"),
            ("[t]\r\na = 1\r\n", "t.b", "2", "[t]\r\na = 1\r\nb = 2\r\n"),
            ("[t]\na = 1", "t.b", "2", "[t]\na = 1\nb = 2"),
            ("[t.u]\nx = 1\n[t]\n  a = 1\n", "t.b", "2", "[t.u]\nx = 1\n[t]\n  a = 1\n  b = 2\n"),
            (
                "[t]\na = 1\n[environments.prod]\nt.a = 2\n",
                "t.a",
                "3",
                "[t]\na = 1\n[environments.prod]\nt.a = 3\n",
            ),
            (
                "[t]\na = 1\n[environments.dev]\nt.a = 2\n",
                "t.a",
                "3",
                "[t]\na = 3\n[environments.dev]\nt.a = 2\n",
            ),
        ];
        for (text, path, value, expected) in cases {
            assert_eq!(after(text, &[edit(path, value)]), expected, "{text}");
        }
    }

    #[test]
    fn edits_of_one_new_table_share_it() {
        let edits = [edit("t.watch.interval", "\"60s\""), edit("t.watch.threshold", "2")];
        let expected = "[t]\na = 1\nwatch = { interval = \"60s\", threshold = 2 }\n";
        assert_eq!(after("[t]\na = 1\n", &edits), expected);
    }

    #[test]
    fn a_service_is_added_at_the_end_and_not_over_another() {
        let lines = vec![("on", "\"table.a\"".to_owned()), ("above", "\"30s\"".to_owned())];
        let path = vec!["alarm".to_owned(), "a-lag".to_owned()];
        let new = Edit { path, now: None, then: Literal::Service(lines), span: None };
        let expected = "[t]\na = 1\n\n[alarm.a-lag]\non    = \"table.a\"\nabove = \"30s\"\n";
        assert_eq!(after("[t]\na = 1\n", std::slice::from_ref(&new)), expected);
        assert_eq!(apply(&Source::new("s", expected), "prod", &[new]), None);
    }

    #[test]
    fn what_is_not_toml_is_not_edited() {
        assert_eq!(apply(&Source::new("s", "[t\n"), "prod", &[edit("t.a", "1")]), None);
    }
}
