//! A name that is too long once the naming rule is applied.

use super::{Checking, Rule};
use drc_diagnostic::{Code, Diagnostic, Diagnostics, code};

/// A name that is too long once the naming rule is applied.
#[derive(Debug)]
pub struct NameLength;

impl Rule for NameLength {
    const CODE: Code = code!("DRC501", "name-length", Error);

    fn check(cx: &Checking<'_>, found: &mut Diagnostics) {

        for (entry, name) in cx.names() {
            let (length, longest) = (name.name.chars().count(), name.kind.longest());
            if length > longest {
                found.push(
                    Diagnostic::new(&Self::CODE, entry.span, format!("`{}` has {length} characters; {} takes {longest}", name.name, name.kind.words()), format!("{} too many, after naming", length - longest))
                        .why("the naming rule adds the Region and the environment, and AWS counts the whole name")
                        .help(format!("shorten the name, or give {} a short `name = \"…\"` of its own", entry.address))
                        .source(name.kind.source())
                        .about(entry.address.to_string()),
                );
            }
        }
    }
}
