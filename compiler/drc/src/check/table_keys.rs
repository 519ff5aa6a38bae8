//! Keys and indexes that DynamoDB refuses.

use super::{Checking, Rule};
use drc_diagnostic::{Code, Diagnostic, Diagnostics, code};
use drc_model::Attribute;
use drc_services::Entry;
use drc_services::table::{Index, Table};
use drc_syntax::{Span, Spanned};

/// Keys and indexes that DynamoDB refuses.
#[derive(Debug)]
pub struct TableKeys;

/// Global secondary indexes of a table. Source: <https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/ServiceQuotas.html>.
const MOST_INDEXES: usize = 20;
/// Attributes listed in one index, and in all of a table's.
const MOST_LISTED: usize = 20;
const MOST_LISTED_IN_ALL: usize = 100;

impl Rule for TableKeys {
    const CODE: Code = code!("DRC551", "table-keys", Error);

    fn check(cx: &Checking<'_>, found: &mut Diagnostics) {
        for (entry, table) in cx.spec.all::<Table>() {
            same_twice(found, entry, &table.partition_key, table.sort_key.as_ref());
            for (at, index) in table.indexes.iter().enumerate() {
                same_twice(found, entry, &index.partition_key, index.sort_key.as_ref());
                name(found, entry, index, &table.indexes[..at]);
                listed(found, entry, table, index);
            }
            together(found, entry, table);
        }
    }
}

fn refuse(entry: &Entry, span: Span, message: String, label: &str, help: String) -> Diagnostic {
    Diagnostic::new(&TableKeys::CODE, span, message, label)
        .help(help)
        .source("https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/ServiceQuotas.html")
        .about(entry.address.to_string())
}

fn same_twice(
    found: &mut Diagnostics,
    entry: &Entry,
    partition: &Spanned<Attribute>,
    sort: Option<&Spanned<Attribute>>,
) {
    let Some(sort) = sort.filter(|it| it.name == partition.name) else { return };
    found.push(
        refuse(
            entry,
            sort.span,
            format!("{} is partition key and sort key at once", sort.name),
            "the same attribute",
            "take the sort key out, or name another attribute".to_owned(),
        )
        .also(partition.span, "the partition key")
        .why("a key is made of two attributes or of one, never of the same one twice"),
    );
}

fn name(found: &mut Diagnostics, entry: &Entry, index: &Index, earlier: &[Spanned<Index>]) {
    if let Some(first) = earlier.iter().find(|it| it.name.0 == index.name.0) {
        let message = format!("{} has two indexes called {}", entry.address, index.name.0);
        found.push(
            refuse(
                entry,
                index.name.span,
                message,
                "the second one",
                "give one of them another name".to_owned(),
            )
            .also(first.name.span, "the first one"),
        );
    }
    if !(3..=255).contains(&index.name.0.len()) {
        let message = format!("an index cannot be called {}", index.name.0);
        found.push(refuse(
            entry,
            index.name.span,
            message,
            "DynamoDB takes 3 to 255 characters",
            "give it a longer name, such as by-customer".to_owned(),
        ));
    }
}

fn listed(found: &mut Diagnostics, entry: &Entry, table: &Table, index: &Index) {
    let Some(names) = index.project.attributes() else { return };
    let span = index.project.span;
    let key = names.iter().find(|name| table.keys().chain(index.keys()).any(|it| it.name == **name));
    if let Some(key) = key {
        let message = format!("{key} is a key attribute and stands in the index anyway");
        found.push(refuse(entry, span, message, "lists a key", format!("take {key} out of the list")));
    }
    if names.is_empty() {
        let message = "an index cannot list no attributes".to_owned();
        found.push(refuse(entry, span, message, "an empty list", "write project = \"keys\"".to_owned()));
    } else if names.len() > MOST_LISTED {
        let message = format!("an index cannot list {} attributes", names.len());
        let help = "write project = \"all\", or list fewer".to_owned();
        found.push(refuse(entry, span, message, "DynamoDB takes 20 at most", help));
    }
}

fn together(found: &mut Diagnostics, entry: &Entry, table: &Table) {
    if let Some(first) = table.indexes.get(MOST_INDEXES) {
        let message = format!("{} has {} indexes", entry.address, table.indexes.len());
        found.push(refuse(
            entry,
            first.span,
            message,
            "one more than DynamoDB makes without asking",
            "take indexes out; 20 are a quota that AWS raises on request, which drc does not know".to_owned(),
        ));
    }
    let listed =
        table.indexes.iter().map(|it| it.project.attributes().map_or(0, <[String]>::len)).sum::<usize>();
    if let Some(last) = table.indexes.last().filter(|_| listed > MOST_LISTED_IN_ALL) {
        let message = format!("the indexes of {} list {listed} attributes", entry.address);
        found.push(refuse(
            entry,
            last.span,
            message,
            "DynamoDB takes 100 in all indexes of a table",
            "write project = \"all\" where most attributes are listed".to_owned(),
        ));
    }
}
