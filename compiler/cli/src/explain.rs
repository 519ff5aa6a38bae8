//! `drc explain`, `drc facts`, `drc schema`, `drc completions`

use crate::args::{Cli, TextOrJson};
use crate::{Outcome, terminal};
use clap::CommandFactory as _;
use clap_complete::Shell;
use drc_core::{codes, report, schema as language};
use drc_services::ServiceKind;
use drc_syntax::closest;

/// Prints the page of a code or a kind, or the list of both.
pub(crate) fn run(topic: Option<&str>) -> Outcome {
    let Some(topic) = topic else { return list() };
    if let Some(code) = codes::find(topic) {
        terminal::print(&report::explain(code));
        return Outcome::Clean;
    }
    if let Some(kind) = ServiceKind::find(topic) {
        terminal::print(&format!("{}\n", kind.explain().trim_end()));
        return Outcome::Clean;
    }
    let codes = codes::all();
    let words =
        codes.iter().flat_map(|it| [it.id, it.name]).chain(ServiceKind::ALL.iter().map(|it| it.tag()));
    let help = closest(topic, words)
        .map_or("`drc explain` lists all pages".to_owned(), |it| format!("did you mean `{it}`?"));
    terminal::say(&format!("drc: there is no page `{topic}`; {help}"));
    Outcome::CouldNotRun
}

fn list() -> Outcome {
    let mut text = String::from("Findings\n");
    for code in codes::all() {
        text.push_str(&format!("  {} {:<8} {}\n", code.id, code.severity.word(), code.name));
    }
    text.push_str("\nService kinds\n");
    for kind in ServiceKind::ALL {
        text.push_str(&format!("  {}\n", kind.tag()));
    }
    terminal::print(&text);
    Outcome::Clean
}

/// Prints the figures that budgets rest on.
pub(crate) fn facts(format: TextOrJson) -> Outcome {
    match format {
        TextOrJson::Human => terminal::print(&report::facts_text()),
        TextOrJson::Json => terminal::print(&format!("{:#}\n", report::facts_json())),
    }
    Outcome::Clean
}

/// Prints the JSON Schema of the language.
pub(crate) fn schema() -> Outcome {
    terminal::print(&format!("{:#}\n", language::schema()));
    Outcome::Clean
}

/// Prints a completion script.
pub(crate) fn completions(shell: Shell) -> Outcome {
    let mut script = Vec::new();
    clap_complete::generate(shell, &mut Cli::command(), "drc", &mut script);
    terminal::print(&String::from_utf8_lossy(&script));
    Outcome::Clean
}
