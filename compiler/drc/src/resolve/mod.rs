//! From text to a [`Spec`]: typed, defaults filled, overlay merged, names resolved; every problem at once.

mod frame;
mod order;
mod references;
mod syntax;

pub use frame::ROOT_KEYS;
pub(crate) use frame::version;
pub(crate) use syntax::parse;
pub use syntax::source;

use drc_diagnostic::problems::{UnknownEnvironment, UnknownKey, WrongType};
use drc_diagnostic::{Diagnostics, Problem};
use drc_model::Cx;
use drc_services::Spec;
use drc_syntax::{Document, Item, Source, Span, Spanned, Table, Value};
use frame::Directory;

/// A spec as far as it could be read, and what is wrong with it.
#[derive(Debug)]
pub struct Resolved {
    /// The spec, if nothing kept it from being read.
    pub spec: Option<Spec>,
    /// What is wrong, sorted by position.
    pub problems: Diagnostics,
}

/// Reads a spec for an environment; without one, for the spec's own.
pub fn resolve(source: &Source, environment: Option<&str>) -> Resolved {
    let (document, mut problems) = match syntax::parse(source) {
        Ok(parsed) => parsed,
        Err(problems) => return Resolved { spec: None, problems },
    };
    let broken_lines: Vec<usize> = problems.iter().map(|it| source.line_of(it.span().start)).collect();
    let overlays = overlays(&document);
    report_shapes(&document, &overlays, &mut problems);
    let asked = environment.map(str::to_owned).or_else(|| default_environment(&document)).unwrap_or_default();
    let known = overlays.iter().any(|(name, _)| *name == asked)
        || default_environment(&document).as_ref() == Some(&asked);
    if environment.is_some() && !known {
        problems.report(&unknown_environment(&document, &asked, &overlays));
    }
    let resolved = resolve_for(source, &document, &overlays, &asked);
    for (name, overlay) in overlays.iter().filter(|(name, _)| *name != asked) {
        other_environment(source, &document, (name, overlay), resolved.spec.as_ref(), &mut problems);
    }
    for found in resolved.problems.iter() {
        // What follows from a line that could not be read is not the reader's problem twice.
        let follows = !broken_lines.is_empty()
            && (broken_lines.contains(&source.line_of(found.span().start))
                || is_about_absence(found.code.id));
        if !follows {
            problems.push(found.clone());
        }
    }
    problems.sort();
    let spec = resolved.spec.filter(|_| !problems.has_errors());
    Resolved { spec, problems }
}

fn is_about_absence(code: &str) -> bool {
    use drc_diagnostic::problems::{MissingKey, UnknownAddress};
    [MissingKey::CODE.id, UnknownAddress::CODE.id].contains(&code)
}

fn resolve_for(
    source: &Source,
    document: &Document,
    overlays: &[(String, &Table)],
    environment: &str,
) -> Resolved {
    let merged = overlays.iter().find(|(name, _)| name == environment).map(|(_, overlay)| {
        let mut root = document.root.clone();
        root.overlay(overlay, frame::GROWING);
        root
    });
    let mut cx = Cx::new(source);
    let parts = frame::read(merged.as_ref().unwrap_or(&document.root), environment, &mut cx);
    let directory = parts.directory();
    references::check(directory.services, &[directory], &document.root, &mut cx);
    let order = order::order(directory, &mut cx);
    let spec = order.and_then(|order| parts.spec(order));
    Resolved { spec, problems: cx.problems }
}

/// Reads what another environment changes, for what its own lines say wrong: nobody wants to learn that on the day
/// it is deployed. `main` is the spec of the environment that was asked for.
fn other_environment(
    source: &Source,
    document: &Document,
    (name, overlay): (&str, &Table),
    main: Option<&Spec>,
    problems: &mut Diagnostics,
) {
    let mut root = touched(&document.root, overlay);
    root.overlay(overlay, frame::GROWING);
    let mut cx = Cx::new(source);
    let parts = frame::read(&root, name, &mut cx);
    if let Some(main) = main {
        let directories = [parts.directory(), Directory::of(main)];
        references::check(directories[0].services, &directories, &document.root, &mut cx);
    }
    let inside = extent(overlay);
    let of_overlay =
        |it: &&drc_diagnostic::Diagnostic| inside.start <= it.span().start && it.span().end <= inside.end;
    cx.problems.iter().filter(of_overlay).for_each(|it| problems.push(it.clone()));
}

/// The frame, and of the services those that an overlay changes.
fn touched(root: &Table, overlay: &Table) -> Table {
    let kept = |entry: &drc_syntax::Entry| {
        let key = entry.key.text.as_str();
        if ROOT_KEYS.contains(&key) {
            return Some(entry.clone());
        }
        let changes = overlay.get(key)?;
        let (Value::Table(mine), Value::Table(changes)) = (&entry.item.value, &changes.value) else {
            return Some(entry.clone());
        };
        let is_named = drc_services::ServiceKind::find(key).is_some_and(|kind| !kind.singleton());
        let named = |it: &&drc_syntax::Entry| !is_named || changes.get(&it.key.text).is_some();
        let entries = mine.entries.iter().filter(named).cloned().collect();
        let item = Item { value: Value::Table(Table { entries }), span: entry.item.span };
        Some(drc_syntax::Entry { key: entry.key.clone(), item })
    };
    Table { entries: root.entries.iter().filter_map(kept).collect() }
}

fn table<'d>(table: &'d Table, key: &str) -> Option<(&'d Item, &'d Table)> {
    let item = table.get(key)?;
    if let Value::Table(inner) = &item.value { Some((item, inner)) } else { None }
}

fn overlays(document: &Document) -> Vec<(String, &Table)> {
    let Some((_, environments)) = table(&document.root, "environments") else { return Vec::new() };
    let named =
        |entry: &drc_syntax::Entry| Some((entry.key.text.clone(), table(environments, &entry.key.text)?.1));
    environments.entries.iter().filter_map(named).collect()
}

/// Reports environments that are no tables, and environments of environments: neither would change anything.
fn report_shapes(document: &Document, overlays: &[(String, &Table)], problems: &mut Diagnostics) {
    let Some(entry) = document.root.entry("environments") else { return };
    let inner = table(&document.root, "environments").map_or(&[][..], |(_, inner)| inner.entries.as_slice());
    let all = std::iter::once(&entry.item).chain(inner.iter().map(|it| &it.item));
    for item in all.filter(|item| !matches!(item.value, Value::Table(_))) {
        let expected = "a table of what differs in an environment".to_owned();
        let found = item.value.type_name();
        problems.report(&WrongType { span: item.span, expected, found, text: String::new() });
    }
    for nested in overlays.iter().filter_map(|(_, overlay)| overlay.entry("environments")) {
        let key = Spanned::new(nested.key.text.clone(), nested.key.span);
        let known = ROOT_KEYS.iter().copied().filter(|it| *it != "environments").collect();
        problems.report(&UnknownKey { key, known });
    }
}

fn default_environment(document: &Document) -> Option<String> {
    let (_, system) = table(&document.root, "system")?;
    if let Value::String(name) = &system.get("environment")?.value { Some(name.clone()) } else { None }
}

fn unknown_environment(
    document: &Document,
    asked: &str,
    overlays: &[(String, &Table)],
) -> UnknownEnvironment {
    let span =
        ["environments", "system"].iter().find_map(|key| document.root.entry(key).map(|it| it.key.span));
    let known =
        default_environment(document).into_iter().chain(overlays.iter().map(|(name, _)| name.clone()));
    UnknownEnvironment { span: span.unwrap_or_default(), asked: asked.to_owned(), known: known.collect() }
}

/// From the first to the last byte a table's own lines take.
fn extent(table: &Table) -> Span {
    let spans = table.entries.iter().map(|entry| entry.key.span.to(extent_of(&entry.item)));
    spans.reduce(Span::to).unwrap_or_default()
}

/// The same of a value. `[[…]]` has a span of its header only.
fn extent_of(item: &Item) -> Span {
    if let Value::Table(inner) = &item.value {
        return extent(inner);
    }
    let items = if let Value::Array(items) = &item.value { items.as_slice() } else { &[] };
    items.iter().map(extent_of).fold(item.span, Span::to)
}
