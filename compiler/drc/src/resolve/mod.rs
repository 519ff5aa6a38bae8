//! From text to a [`Spec`]: typed, defaults filled, overlay merged, names resolved; every problem at once.

mod frame;
mod order;
mod references;
mod syntax;

pub use frame::ROOT_KEYS;
pub use syntax::source;

use drc_diagnostic::problems::UnknownEnvironment;
use drc_diagnostic::{Diagnostics, Problem};
use drc_model::Cx;
use drc_services::Spec;
use drc_syntax::{Document, Item, Source, Span, Table, Value};

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
    let asked = environment.map(str::to_owned).or_else(|| default_environment(&document)).unwrap_or_default();
    let known = overlays.iter().any(|(name, _)| *name == asked)
        || default_environment(&document).as_ref() == Some(&asked);
    if environment.is_some() && !known {
        problems.report(&unknown_environment(&document, &asked, &overlays));
    }
    let resolved = resolve_for(source, &document, &overlays, &asked);
    let others = overlays.iter().filter(|(name, _)| *name != asked);
    // Other environments are read too, for what their own lines say wrong: nobody wants to learn that on the day
    // of their deployment.
    for (name, table) in others {
        let inside = extent(table);
        let mut found = resolve_for(source, &document, &overlays, name).problems;
        found.retain(|it| inside.start <= it.span().start && it.span().end <= inside.end);
        found.iter().for_each(|it| problems.push(it.clone()));
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
    let mut root = document.root.clone();
    root.entries.retain(|entry| entry.key.text != "environments");
    if let Some((_, overlay)) = overlays.iter().find(|(name, _)| name == environment) {
        root.overlay(overlay);
    }
    let mut cx = Cx::new(source);
    let spec = frame::spec(&root, environment, &mut cx);
    let spec = spec.and_then(|mut spec| {
        references::check(&spec, &mut cx);
        spec.order = order::order(&spec, &mut cx)?;
        Some(spec)
    });
    Resolved { spec, problems: cx.problems }
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
    let spans = table.entries.iter().map(|entry| {
        let value = if let Value::Table(inner) = &entry.item.value { extent(inner) } else { entry.item.span };
        entry.key.span.to(value)
    });
    spans.reduce(Span::to).unwrap_or_default()
}
