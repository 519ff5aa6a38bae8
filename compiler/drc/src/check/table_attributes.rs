//! One attribute with two types.

use super::{Checking, Rule};
use drc_diagnostic::{Code, Diagnostic, Diagnostics, code};
use drc_model::Attribute;
use drc_services::table::Table;
use drc_syntax::Spanned;

/// One attribute with two types.
#[derive(Debug)]
pub struct TableAttributes;

impl Rule for TableAttributes {
    const CODE: Code = code!("DRC550", "table-attributes", Error);

    fn check(cx: &Checking<'_>, found: &mut Diagnostics) {
        for (entry, table) in cx.spec.all::<Table>() {
            let mut seen: Vec<&Spanned<Attribute>> = Vec::new();
            for it in table.key_attributes() {
                let Some(first) = seen.iter().find(|other| other.name == it.name) else {
                    seen.push(it);
                    continue;
                };
                if first.of != it.of {
                    let (was, is) = (first.of.letter(), it.of.letter());
                    found.push(
                        Diagnostic::new(&Self::CODE, it.span, format!("{} is {is} here and {was} elsewhere in {}", it.name, entry.address), "the second type")
                            .also(first.span, "the first one")
                            .why("a table has one definition for each attribute that a key is made of; items whose value has another type are refused")
                            .help(format!("write \"{}: {was}\", or make this key of another attribute", it.name))
                            .source("https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_AttributeDefinition.html")
                            .about(entry.address.to_string()),
                    );
                }
            }
        }
    }
}
