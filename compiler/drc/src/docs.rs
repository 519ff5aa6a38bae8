//! The files of `docs/` that are made of what drc knows: its codes, its kinds, the catalogue of mistakes.

use crate::catalogue::{Fate, mistakes};
use crate::codes;
use crate::page::Page;
use drc_diagnostic::Code;
use drc_services::ServiceKind;

/// The last line of every one of them.
const MADE: &str = "<!-- Made by `DRC_BLESS=1 cargo test -p drc-core --test docs`; edits are lost. -->\n";

/// Every generated file: its path below `docs/`, and its text.
pub fn files() -> Vec<(String, String)> {
    let pages = codes::all().into_iter().map(|it| (path(it), code(it)));
    let kinds = ServiceKind::ALL.iter().map(|it| (format!("kinds/{}.md", it.tag()), kind(*it)));
    let lists = [("codes.md", code_list()), ("kinds.md", kind_list()), ("catalogue.md", catalogue())];
    let lists = lists.into_iter().map(|(path, text)| (path.to_owned(), text));
    lists.chain(pages).chain(kinds).map(|(path, text)| (path, format!("{text}\n{MADE}"))).collect()
}

fn path(code: &Code) -> String {
    format!("codes/{}-{}.md", code.id, code.name)
}

fn code(code: &Code) -> String {
    let (page, severity, chapter) = (linked(code.page), code.severity.word(), codes::chapter(code));
    format!("{page}\n\n---\n\nSeverity: {severity}. Chapter: {chapter}. [All findings](../codes.md)\n")
}

fn kind(kind: ServiceKind) -> String {
    format!("{}\n\n---\n\n[All kinds](../kinds.md)\n", linked(kind.explain()))
}

/// A page whose readers have no `drc explain`: they follow a link.
fn linked(page: &str) -> String {
    let mut parts = page.trim_end().split("`drc explain ");
    let mut out = parts.next().unwrap_or_default().to_owned();
    for part in parts {
        let (topic, rest) = part.split_once('`').unwrap_or((part, ""));
        let target = codes::find(topic).map(path);
        let target = target.or_else(|| ServiceKind::find(topic).map(|it| format!("kinds/{}.md", it.tag())));
        match target {
            Some(target) => out.push_str(&format!("[`{topic}`](../{target}){rest}")),
            None => out.push_str(&format!("`drc explain {topic}`{rest}")),
        }
    }
    out
}

fn code_list() -> String {
    let mut text = String::from(
        "# Findings\n\nWhat `drc check` and `drc emit` can find, by number. A number is never given to something else. \
         An error fails the check, a warning does with `--deny warnings`, a note never does; `[[allow]]` accepts \
         warnings and notes, with a reason.\n",
    );
    for (chapter, codes) in codes::chapters() {
        text.push_str(&format!("\n## {chapter}\n\n| code | name | severity | |\n|---|---|---|---|\n"));
        for code in codes {
            let (severity, about) = (code.severity.word(), cell(&Page(code.page).sentence()));
            text.push_str(&format!(
                "| [{}]({}) | `{}` | {severity} | {about} |\n",
                code.id,
                path(code),
                code.name
            ));
        }
    }
    text
}

fn kind_list() -> String {
    let mut text = String::from(
        "# Service kinds\n\nWhat a spec is made of. Each page says what a kind becomes in AWS, its fields, its alarms, \
         and what happens to it when a Region is lost.\n\n| kind | written | |\n|---|---|---|\n",
    );
    for kind in ServiceKind::ALL {
        let tag = kind.tag();
        let written = if kind.singleton() { format!("[{tag}]") } else { format!("[{tag}.NAME]") };
        let about = cell(&Page(kind.explain()).sentence());
        text.push_str(&format!("| [{tag}](kinds/{tag}.md) | `{written}` | {about} |\n"));
    }
    text
}

fn catalogue() -> String {
    let mut all: Vec<_> = mistakes().collect();
    all.sort_by_key(|it| it.number);
    let found = all.iter().filter(|it| matches!(it.fate, Fate::Rule(_))).count();
    let mut text = format!(
        "# The catalogue of mistakes\n\nMistakes that people make with recovery across Regions, and what became of each \
         in drc: {found} are found by a rule, {} cannot be made.\n\n| | mistake | what became of it |\n|---:|---|---|\n",
        all.len() - found
    );
    for it in all {
        let fate = match it.fate {
            Fate::Rule(name) => codes::find(name)
                .map_or(name.to_owned(), |code| format!("[{} `{name}`]({})", code.id, path(code))),
            Fate::Impossible(why) => format!("cannot be made: {}", cell(why)),
        };
        text.push_str(&format!("| {} | {} | {fate} |\n", it.number, it.name));
    }
    text
}

/// Text in a table: a bar would end the column.
fn cell(text: &str) -> String {
    text.replace('|', "\\|")
}
