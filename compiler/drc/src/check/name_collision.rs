//! Two things that would have one name.

use super::{Checking, Rule};
use drc_diagnostic::{Code, Diagnostic, Diagnostics, code};
use drc_model::{NameKind, Region};
use drc_services::Entry;
use drc_syntax::Span;
use indexmap::IndexMap;
use std::collections::BTreeSet;

/// Two things that would have one name.
#[derive(Debug)]
pub struct NameCollision;

impl Rule for NameCollision {
    const CODE: Code = code!("DRC502", "name-collision", Error);

    fn check(cx: &Checking<'_>, found: &mut Diagnostics) {
        let mut said: BTreeSet<(Span, Span)> = BTreeSet::new();
        let mut seen: IndexMap<(NameKind, Option<Region>, &str), &Entry> = IndexMap::new();
        for (entry, name) in cx.names() {
            let region = if name.kind.is_global() { None } else { name.region };
            let Some(first) = seen.insert((name.kind, region, &name.name), entry) else { continue };
            // A service beside itself: its Region stands twice, which is said there. Two services: once is enough.
            if first.span == entry.span || !said.insert((first.span, entry.span)) {
                continue;
            }
            let diagnostic = Diagnostic::new(
                &Self::CODE,
                entry.span,
                format!(
                    "{} and {} would both be {} called `{}`",
                    first.address,
                    entry.address,
                    name.kind.words(),
                    name.name
                ),
                "the second one",
            );
            found.push(
                diagnostic
                    .also(first.span, "the first one")
                    .why("AWS refuses the second, or takes it for an update of the first")
                    .help(if name.kind == NameKind::Parameter {
                        "give one of them another `path`"
                    } else {
                        "give one of them another `name`; system.naming must contain ${service}"
                    })
                    .source(name.kind.source())
                    .about(entry.address.to_string()),
            );
        }
    }
}
