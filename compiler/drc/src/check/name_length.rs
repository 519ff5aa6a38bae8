//! A name that is too long once the naming rule is applied.

use super::{Checking, Rule};
use drc_diagnostic::{Code, Diagnostic, Diagnostics, code};
use drc_model::{Address, NameKind, PhysicalName};
use std::collections::BTreeMap;

/// A name that is too long once the naming rule is applied.
#[derive(Debug)]
pub struct NameLength;

impl Rule for NameLength {
    const CODE: Code = code!("DRC501", "name-length", Error);

    fn check(cx: &Checking<'_>, found: &mut Diagnostics) {
        // Of a service's names the one that is furthest over: shorten it, and the others fit too.
        let mut worst: BTreeMap<&Address, (usize, &PhysicalName)> = BTreeMap::new();
        for (entry, name) in cx.names() {
            let over = name.name.chars().count().saturating_sub(name.kind.longest());
            if over > worst.get(&entry.address).map_or(0, |(over, _)| *over) {
                worst.insert(&entry.address, (over, name));
            }
        }
        for (address, (over, name)) in worst {
            let (length, longest) = (name.name.chars().count(), name.kind.longest());
            if let Some(entry) = cx.spec.entry(address) {
                found.push(
                    Diagnostic::new(
                        &Self::CODE,
                        entry.span,
                        format!(
                            "`{}` has {length} characters; {} takes {longest}",
                            name.name,
                            name.kind.words()
                        ),
                        format!("{over} too many, after naming"),
                    )
                    .why("the naming rule adds the Region and the environment, and AWS counts the whole name")
                    .help(if name.kind == NameKind::Parameter {
                        "shorten its `path`".to_owned()
                    } else {
                        format!(
                            "shorten the name, or give {} a short `name = \"…\"` of its own",
                            entry.address
                        )
                    })
                    .source(name.kind.source())
                    .about(entry.address.to_string()),
                );
            }
        }
    }
}
