//! A strongly consistent table with what only the other kind has.

use super::{Checking, Rule};
use drc_diagnostic::{Code, Diagnostic, Diagnostics, code};
use drc_services::table::Table;

/// A strongly consistent table with what only the other kind has.
#[derive(Debug)]
pub struct TableStrongUnsupported;

impl Rule for TableStrongUnsupported {
    const CODE: Code = code!("DRC553", "table-strong-unsupported", Error);

    fn check(cx: &Checking<'_>, found: &mut Diagnostics) {
        for (entry, table) in cx.spec.all::<Table>().filter(|(_, it)| it.is_strong()) {
            let Some(ttl) = &table.ttl_attribute else { continue };
            found.push(
                Diagnostic::new(&Self::CODE, ttl.span, format!("{} cannot expire items and be strongly consistent", entry.address), "no TTL on such a table")
                    .also(table.consistency.span, "asked for here")
                    .why("DynamoDB has no time to live on tables with multi-Region strong consistency, nor local indexes or transactions")
                    .help("delete old items yourself, or write consistency = \"eventual\"")
                    .source("https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/V2globaltables_HowItWorks.html")
                    .about(entry.address.to_string()),
            );
        }
    }
}
