//! What the templates are given: one context for every form.

use super::{Expected, PlacedStep, Runbook, Section};
use drc_model::Duration;
use drc_model::budget::{Columns, Verdict};
use drc_services::runbook::{Chapter, Command, Plane, Undo, Who};
use minijinja::syntax::SyntaxConfig;
use minijinja::{Environment, Value, context};

/// Renders a template with a runbook.
pub(super) fn render(template: &str, runbook: &Runbook) -> String {
    let mut environment = Environment::new();
    environment.set_syntax(
        SyntaxConfig::builder().trim_blocks(true).lstrip_blocks(true).build().unwrap_or_default(),
    );
    environment.add_filter("html", |text: String| escaped(&text));
    environment.add_filter("prose", |text: String| prose(&text));
    environment.add_filter("anchor", |text: String| anchor(&text));
    environment.render_str(template, context(runbook)).unwrap_or_else(|error| format!("{error:#}\n"))
}

fn context(runbook: &Runbook) -> Value {
    let number = Chapter::ALL.len() + 1;
    context! {
        system => runbook.header.system.clone(),
        environment => runbook.header.environment.clone(),
        version => runbook.header.version.clone(),
        hash => runbook.header.spec_hash.clone(),
        account => runbook.header.account.clone(),
        regions => runbook.regions.iter().map(|it| it.code()).collect::<Vec<_>>(),
        sections => runbook.sections.iter().enumerate().map(|(at, it)| section(at + 1, it)).collect::<Vec<_>>(),
        troubles => runbook.troubles.iter().map(|(address, it)| context! {
            address => address.clone(),
            symptom => it.symptom.clone(),
            cause => it.cause.clone(),
            shell => shell(&it.commands),
            then => it.then.clone(),
        }).collect::<Vec<_>>(),
        trouble_number => number,
        silent => runbook.silent.iter().map(|(address, why)| context! { address => address.clone(), why => *why }).collect::<Vec<_>>(),
    }
}

fn title(chapter: Chapter) -> &'static str {
    match chapter {
        Chapter::Deploy => "Deploy",
        Chapter::Verify => "Verify",
        Chapter::Drill => "Drill the loss of the primary",
        Chapter::Failover => "Fail over",
        Chapter::Failback => "Fail back",
        Chapter::Destroy => "Destroy",
    }
}

fn section(number: usize, section: &Section) -> Value {
    context! {
        number => number,
        title => title(section.chapter),
        intro => section.intro.clone(),
        run_from => section.run_from.clone(),
        total => section.total.as_ref().map(all),
        urgent => section.chapter == Chapter::Failover,
        // A person in a hurry wants the list first.
        overview => matches!(section.chapter, Chapter::Drill | Chapter::Failover | Chapter::Failback),
        steps => section.steps.iter().map(step).collect::<Vec<_>>(),
    }
}

fn step(placed: &PlacedStep) -> Value {
    let it = &placed.step;
    let undo = match &it.undo {
        Undo::Nothing(why) => context! { why => why.clone() },
        Undo::By(commands) => context! { shell => shell(commands) },
    };
    let who = match it.who {
        Who::Person => "you",
        Who::Automatic => "automatic",
    };
    context! {
        number => placed.number.clone(),
        title => it.title.clone(),
        only_if => it.only_if.clone(),
        why => it.why.clone(),
        who => who,
        plane => plane(placed),
        expected => expected(&placed.expected),
        plan => plan(&placed.expected),
        shell => shell(&it.commands),
        check => shell(&it.check.commands),
        see => it.check.see.clone(),
        undo => undo,
    }
}

/// The lines of a block, as they are typed.
fn shell(commands: &[Command]) -> Option<String> {
    let lines: Vec<String> = commands.iter().map(ToString::to_string).collect();
    (!lines.is_empty()).then(|| lines.join("\n"))
}

fn plane(placed: &PlacedStep) -> String {
    let regions: Vec<&str> = placed.answered_by.iter().map(|it| it.code()).collect();
    let of = if regions.is_empty() { String::new() } else { format!(" of {}", regions.join(" and ")) };
    match placed.step.plane {
        Plane::Data => format!("data plane{of}"),
        Plane::Control => format!("control plane{of}"),
        Plane::Own => "no API of AWS".to_owned(),
    }
}

/// Read side by side, so in seconds; what takes an hour or more in minutes, rounded up.
pub(super) fn time(time: Duration) -> String {
    let minute = Duration::from_secs(60);
    if time >= minute * 60 {
        return (minute * time.as_millis().div_ceil(60_000)).to_string();
    }
    let millis = time.as_millis();
    if millis.is_multiple_of(1_000) {
        format!("{}s", millis / 1_000)
    } else {
        format!("{}.{}s", millis / 1_000, millis % 1_000 / 100)
    }
}

fn figures(columns: Columns) -> String {
    format!("{} typically, {} planned", time(columns.typical), time(columns.plan))
}

fn expected(expected: &Expected) -> String {
    match expected {
        Expected::Unbudgeted(why) => format!("not in the budget: {why}"),
        Expected::Budgeted(columns, what, Some(target)) => format!(
            "{}, of the {what} of \
            {target}",
            figures(*columns)
        ),
        Expected::Budgeted(columns, what, None) => format!("{}; no target for the {what}", figures(*columns)),
    }
}

fn plan(expected: &Expected) -> Option<String> {
    match expected {
        Expected::Unbudgeted(_) => None,
        Expected::Budgeted(columns, ..) => Some(time(columns.plan)),
    }
}

/// Of a whole chapter, with the verdict.
fn all(expected: &Expected) -> String {
    match expected {
        Expected::Budgeted(columns, what, Some(target)) => {
            let verdict = Verdict::of(*columns, *target).word();
            format!("{}, of the {what} of {target}: {verdict}", figures(*columns))
        }
        Expected::Budgeted(..) | Expected::Unbudgeted(_) => self::expected(expected),
    }
}

fn escaped(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;").replace('"', "&quot;")
}

/// Text with `code` in it.
fn prose(text: &str) -> String {
    let parts = text.split('`').enumerate();
    let part = |(at, it): (usize, &str)| {
        if at % 2 == 1 { format!("<code>{}</code>", escaped(it)) } else { escaped(it) }
    };
    parts.map(part).collect()
}

/// As Markdown's readers make anchors of headings.
fn anchor(text: &str) -> String {
    let kept = text.to_lowercase().replace(' ', "-");
    kept.chars().filter(|it| it.is_alphanumeric() || "-_".contains(*it)).collect()
}
