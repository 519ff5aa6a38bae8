//! Reports by a template of the user's. What it is given is the JSON report.

use super::{Review, json, said};
use drc_model::Duration;
use minijinja::syntax::SyntaxConfig;
use minijinja::value::Serde;
use minijinja::{AutoEscape, Environment, Error, UndefinedBehavior};

/// The report as a template has it. `name` is the template's file; what ends with `.html` is escaped as HTML.
///
/// # Errors
/// What is wrong with the template, with its line.
pub fn template(review: &Review<'_>, name: &str, text: &str) -> Result<String, String> {
    let mut environment = environment();
    environment.set_syntax(SyntaxConfig::builder().keep_trailing_newline(true).build().unwrap_or_default());
    // A slip in a name is an error with a line, not a hole in a report.
    environment.set_undefined_behavior(UndefinedBehavior::Strict);
    let rendered = environment.render_named_str(name, text, Serde(json(review)));
    rendered.map_err(|error| said_of(&error, name))
}

fn said_of(error: &Error, name: &str) -> String {
    let line = error.line().map_or(String::new(), |line| format!(":{line}"));
    let detail = error.detail().map_or(String::new(), |it| format!(": {it}"));
    format!("{name}{line}: {}{detail}", error.kind())
}

/// What templates know beside what the template language has: `time` and `growth` say milliseconds as people
/// do, `dollars` an amount.
pub(super) fn environment() -> Environment<'static> {
    let mut environment = Environment::new();
    environment.add_filter("time", |millis: Option<u64>| {
        millis.map_or(said::UNKNOWN.to_owned(), |it| said::time(Duration::from_millis(it)))
    });
    environment
        .add_filter("growth", |millis: Option<i64>| millis.map_or(said::UNKNOWN.to_owned(), said::growth));
    environment
        .add_filter("dollars", |amount: Option<f64>| amount.map_or(said::UNKNOWN.to_owned(), said::dollars));
    environment.set_auto_escape_callback(|name| {
        let name = name.strip_suffix(".j2").unwrap_or(name);
        let html = [".html", ".htm", ".xml"].iter().any(|it| name.ends_with(it));
        if html { AutoEscape::Html } else { AutoEscape::None }
    });
    environment
}
