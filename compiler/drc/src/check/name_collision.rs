//! Two things that would have one name.

use super::{Checking, Rule};
use drc_diagnostic::{Code, Diagnostic, Diagnostics, code};
use drc_model::{NameKind, Region};
use drc_services::Entry;
use std::collections::BTreeMap;

/// Two things that would have one name.
#[derive(Debug)]
pub struct NameCollision;

impl Rule for NameCollision {
    const CODE: Code = code!("DRC502", "name-collision", Error);

    fn check(cx: &Checking<'_>, found: &mut Diagnostics) {

        let mut seen: BTreeMap<(NameKind, Option<Region>, &str), &Entry> = BTreeMap::new();
        for (entry, name) in cx.names() {
            let region = if name.kind.is_global() { None } else { name.region };
            let Some(first) = seen.insert((name.kind, region, &name.name), entry) else { continue };
            let diagnostic = Diagnostic::new(&Self::CODE, entry.span, format!("{} and {} would both be {} called `{}`", first.address, entry.address, name.kind.words(), name.name), "the second one");
            let diagnostic = if first.span == entry.span { diagnostic } else { diagnostic.also(first.span, "the first one") };
            found.push(
                diagnostic
                    .why("AWS refuses the second, or takes it for an update of the first")
                    .help("give one of them another name; if they differ by Region only, `naming` must contain ${region} or ${role}")
                    .source(name.kind.source())
                    .about(entry.address.to_string()),
            );
        }
    }
}
