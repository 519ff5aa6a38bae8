//! `drc explain`, `drc facts`, `drc schema`, `drc completions`

use crate::args::{Cli, SchemaOf, TextOrJson};
use crate::{Outcome, terminal};
use clap::CommandFactory as _;
use clap_complete::Shell;
use drc_core::{explain, report, schema};

/// Prints the page of a topic, or the list of all pages.
pub(crate) fn run(topic: Option<&str>) -> Outcome {
    match topic.map_or_else(|| Ok(explain::pages()), explain::explain) {
        Ok(page) => {
            terminal::print(&page);
            Outcome::Clean
        }
        Err(why) => {
            terminal::say(&format!("drc: {why}"));
            Outcome::CouldNotRun
        }
    }
}

/// Prints the figures that budgets rest on.
pub(crate) fn facts(format: TextOrJson) -> Outcome {
    match format {
        TextOrJson::Human => terminal::print(&report::facts_text()),
        TextOrJson::Json => terminal::print(&format!("{:#}\n", report::facts_json())),
    }
    Outcome::Clean
}

/// Prints a JSON Schema.
pub(crate) fn schema(of: SchemaOf) -> Outcome {
    let schema = match of {
        SchemaOf::Spec => schema::schema(),
        SchemaOf::Check => report::json_schema(),
        SchemaOf::Report => report::change::json_schema(),
        SchemaOf::Deploy => drc_deploy::json_schema(),
    };
    terminal::print(&format!("{schema:#}\n"));
    Outcome::Clean
}

/// Prints a completion script.
pub(crate) fn completions(shell: Shell) -> Outcome {
    let mut script = Vec::new();
    clap_complete::generate(shell, &mut Cli::command(), "drc", &mut script);
    terminal::print(&String::from_utf8_lossy(&script));
    Outcome::Clean
}
