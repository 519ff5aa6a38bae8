//! What `drc explain` answers.

use crate::page::Page;
use crate::{codes, schema};
use drc_services::ServiceKind;
use drc_syntax::closest;
use serde_json::Value;

/// The page of a code, of a kind or of a field, ending with a line break.
///
/// # Errors
/// There is none: what was meant, if that can be told.
pub fn explain(topic: &str) -> Result<String, String> {
    if let Some(code) = codes::find(topic) {
        return Ok(format!("{}\n", code.page.trim_end()));
    }
    if let Some(kind) = ServiceKind::find(topic) {
        return Ok(format!("{}\n", kind.explain().trim_end()));
    }
    field(topic).ok_or_else(|| {
        let help = meant(topic)
            .map_or("`drc explain` lists all pages".to_owned(), |it| format!("did you mean `{it}`?"));
        format!("there is no page `{topic}`; {help}")
    })
}

/// Every page, in chapters, with its first sentence.
pub fn pages() -> String {
    let mut text = String::new();
    for (chapter, codes) in codes::chapters() {
        text.push_str(&format!("{chapter}\n"));
        for code in codes {
            let (name, severity) = (code.name, code.severity.word());
            text.push_str(&format!("  {} {severity:<8} {name}\n", code.id));
            text.push_str(&format!("                  {}\n", Page(code.page).sentence()));
        }
        text.push('\n');
    }
    text.push_str("Service kinds\n");
    for kind in ServiceKind::ALL {
        text.push_str(&format!("  {:<15} {}\n", kind.tag(), Page(kind.explain()).sentence()));
    }
    text
}

/// The topic that a word comes closest to. An address of a spec is meant for its kind.
fn meant(topic: &str) -> Option<&'static str> {
    let kinds = || ServiceKind::ALL.iter().map(|it| it.tag());
    // A number that is not there is no slip of another one.
    let number = |id: &&str| topic.ends_with(id.trim_start_matches("DRC"));
    let ids = codes::all().into_iter().map(|it| it.id).filter(number);
    let words = ids.chain(codes::all().into_iter().map(|it| it.name)).chain(kinds());
    let kind = topic.split_once('.').map_or(topic, |(kind, _)| kind);
    closest(topic, words).or_else(|| closest(kind, kinds()))
}

/// What the JSON Schema says of a field: `traffic.ttl`, `table.rpo`, and `table.payments.rpo` as a spec would have it.
fn field(path: &str) -> Option<String> {
    let root = schema::schema();
    let mut keys = path.split('.').peekable();
    let first = keys.next()?;
    let kind = ServiceKind::find(first);
    let mut field = root.get("properties")?.get(first)?;
    if kind.is_some_and(|it| !it.singleton())
        && keys.peek().is_some_and(|key| member(&root, field, key).is_none())
    {
        // The name of a service: it must be followed by a field of it.
        keys.next();
        keys.peek()?;
    }
    for key in keys {
        field = member(&root, field, key)?;
    }
    let table = table(&root, field);
    let said = about(field).or_else(|| about(table))?;
    let members = table.get("properties").and_then(Value::as_object).into_iter().flatten();
    let members: String = members
        .map(|(key, it)| format!("- `{key}`: {}\n", about(it).unwrap_or_default().replace('\n', " ")))
        .collect();
    let members = if members.is_empty() { members } else { format!("\n{members}") };
    let more = kind.map_or(String::new(), |it| format!("\nIts service: `drc explain {}`\n", it.tag()));
    Some(format!("# {path}\n\n{said}\n{members}{more}"))
}

fn about(schema: &Value) -> Option<String> {
    schema.get("description").and_then(Value::as_str).map(|it| it.trim().to_owned())
}

fn member<'s>(root: &'s Value, schema: &'s Value, key: &str) -> Option<&'s Value> {
    table(root, schema).get("properties")?.get(key)
}

/// The table that a schema describes: of a list, of each service of a kind, or by reference.
fn table<'s>(root: &'s Value, schema: &'s Value) -> &'s Value {
    let inner =
        ["items", "additionalProperties"].iter().find_map(|key| schema.get(key).filter(|it| it.is_object()));
    // A reference with words of its own stands inside `allOf`.
    let reference = schema.get("$ref").or_else(|| schema.get("allOf")?.get(0)?.get("$ref"));
    let target = reference.and_then(Value::as_str).and_then(|it| root.pointer(it.trim_start_matches('#')));
    match target.or(inner) {
        Some(it) => table(root, it),
        None => schema,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn fields_are_found_as_people_write_them() {
        for path in [
            "objectives",
            "traffic.ttl",
            "traffic.health_check.interval",
            "table.rpo",
            "table.payments.rpo",
            "objectives.rto",
            "allow.until",
        ] {
            let page = explain(path).expect(path);
            assert!(page.starts_with(&format!("# {path}\n\n")) && page.lines().count() > 2, "{page}");
        }
    }

    #[test]
    fn what_is_not_there_is_guessed() {
        let help = |topic: &str| explain(topic).expect_err(topic);
        assert_eq!(help("table.payments"), "there is no page `table.payments`; did you mean `table`?");
        assert_eq!(
            help("table.payments.rpoo"),
            "there is no page `table.payments.rpoo`; did you mean `table`?"
        );
        assert_eq!(help("tabel"), "there is no page `tabel`; did you mean `table`?");
        assert_eq!(help("DCR401"), "there is no page `DCR401`; did you mean `DRC401`?");
        assert_eq!(help("DRC999"), "there is no page `DRC999`; `drc explain` lists all pages");
    }
}
