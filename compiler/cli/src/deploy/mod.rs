//! `drc plan`, `drc deploy`, `drc status`, `drc drift`, `drc destroy`, and `drc iam-policy`, which these need

mod args;
mod front;

pub(crate) use args::{DeployArgs, DestroyArgs, LookArgs, PlanArgs};

use crate::args::TextOrJson;
use crate::{Outcome, emit, terminal};
use args::{Choice, Target};
use drc_core::Backend;
use drc_deploy::{Aws, Deployed, Destroyed, Failure, Options, Patience, Policies, Run, System};
use drc_ir::Graph;
use front::Console;
use serde_json::Value;
use std::sync::Arc;

/// `drc plan`
pub(crate) fn plan(args: &PlanArgs) -> Outcome {
    with_system(&args.target, |system| {
        let console = Arc::new(Console::new(true));
        let options = options(&system, Some(&args.choice));
        wait(&console, async {
            let run = begin(&system, &console, options).await?;
            let plan = drc_deploy::plan(&run).await?;
            say(args.target.format, || plan.text(), || plan.json());
            Ok(clean_if(plan.blocked().is_empty() && plan.failures().is_empty()))
        })
    })
}

/// `drc deploy`
pub(crate) fn deploy(args: &DeployArgs) -> Outcome {
    with_system(&args.target, |system| {
        let console = Arc::new(Console::new(args.yes));
        let options = Options { gates_done: args.gates_done, ..options(&system, Some(&args.choice)) };
        wait(&console, async {
            let run = begin(&system, &console, options).await?;
            Ok(match drc_deploy::deploy(&run).await? {
                Deployed::Done(report) => {
                    say(args.target.format, || report.text(), || report.json());
                    clean_if(report.is_good())
                }
                Deployed::Nothing => {
                    let text = || format!("{}: everything is as the spec says\n", system.title());
                    say(args.target.format, text, || ended("deploy", &system, "nothing"));
                    Outcome::Clean
                }
                Deployed::Refused(plan) => {
                    say(args.target.format, || plan.text() + "nothing was changed\n", || plan.json());
                    Outcome::Findings
                }
                Deployed::Declined => {
                    say(
                        args.target.format,
                        || "nothing was changed\n".to_owned(),
                        || ended("deploy", &system, "declined"),
                    );
                    Outcome::Findings
                }
            })
        })
    })
}

/// `drc destroy`
pub(crate) fn destroy(args: &DestroyArgs) -> Outcome {
    with_system(&args.target, |system| {
        let console = Arc::new(Console::new(args.yes));
        let options = Options { empty_buckets: args.empty_buckets, ..options(&system, None) };
        wait(&console, async {
            let run = begin(&system, &console, options).await?;
            Ok(match drc_deploy::destroy(&run).await? {
                Destroyed::Done(report) => {
                    say(args.target.format, || report.text(), || report.json());
                    clean_if(report.is_good())
                }
                Destroyed::Nothing => {
                    let text = || format!("{}: there is nothing\n", system.title());
                    say(args.target.format, text, || ended("destroy", &system, "nothing"));
                    Outcome::Clean
                }
                Destroyed::Declined => {
                    say(
                        args.target.format,
                        || "nothing was deleted\n".to_owned(),
                        || ended("destroy", &system, "declined"),
                    );
                    Outcome::Findings
                }
            })
        })
    })
}

/// `drc status`
pub(crate) fn status(args: &LookArgs) -> Outcome {
    with_system(&args.target, |system| {
        let console = Arc::new(Console::new(true));
        wait(&console, async {
            let aws = Aws::connect(&system.regions, Patience::default()).await;
            let state = drc_deploy::status(&system, &aws).await?;
            say(args.target.format, || state.text(), || state.json());
            Ok(clean_if(state.is_good()))
        })
    })
}

/// `drc drift`
pub(crate) fn drift(args: &LookArgs) -> Outcome {
    with_system(&args.target, |system| {
        let console = Arc::new(Console::new(true));
        let options = options(&system, None);
        wait(&console, async {
            let run = begin(&system, &console, options).await?;
            let drift = drc_deploy::drift(&run).await;
            say(args.target.format, || drift.text(), || drift.json());
            Ok(clean_if(drift.is_good()))
        })
    })
}

/// `drc iam-policy`
pub(crate) fn iam_policy(args: &LookArgs) -> Outcome {
    with_compiled(&args.target, Policies::of, |policies| {
        say(args.target.format, || policies.text(), || policies.json());
        if args.target.format == TextOrJson::Human {
            terminal::say(&format!("drc: {}", policies.summary()));
        }
        Ok(Outcome::Clean)
    })
}

fn clean_if(good: bool) -> Outcome {
    if good { Outcome::Clean } else { Outcome::Findings }
}

fn say(format: TextOrJson, text: impl FnOnce() -> String, json: impl FnOnce() -> Value) {
    match format {
        TextOrJson::Human => terminal::print(&text()),
        TextOrJson::Json => terminal::print(&format!("{:#}\n", json())),
    }
}

fn ended(command: &'static str, system: &System, end: &'static str) -> Value {
    drc_deploy::without_a_run(command, &system.name, &system.environment, end)
}

fn options(system: &System, choice: Option<&Choice>) -> Options {
    let variables = system.stacks.iter().flat_map(|it| it.entry.inputs.values());
    let set = variables.filter_map(|it| Some((it.clone(), std::env::var(it).ok()?)));
    Options {
        only: choice.and_then(|it| it.only.clone()),
        allow_replace: choice.map(|it| it.allow_replace.iter().cloned().collect()).unwrap_or_default(),
        inputs: set.collect(),
        ..Options::default()
    }
}

async fn begin(system: &Arc<System>, console: &Arc<Console>, options: Options) -> Result<Arc<Run>, Failure> {
    let aws = Aws::connect(&system.regions, Patience::default()).await;
    Run::begin(Arc::clone(system), aws, Arc::clone(console) as Arc<dyn drc_deploy::Front>, options).await
}

fn with_system(target: &Target, then: impl FnOnce(Arc<System>) -> Result<Outcome, Failure>) -> Outcome {
    with_compiled(target, System::of, |system| then(Arc::new(system)))
}

/// Checks and compiles the spec; what has errors is not deployed.
fn with_compiled<T>(
    target: &Target,
    of: impl FnOnce(&Graph) -> T,
    then: impl FnOnce(T) -> Result<Outcome, Failure>,
) -> Outcome {
    let backends = [Backend::CloudFormation];
    let graph = match emit::compile(&target.spec, &target.reading, &backends, "nothing was done") {
        Ok((.., graph)) => graph,
        Err(outcome) => return outcome,
    };
    match then(of(&graph)) {
        Ok(outcome) => outcome,
        Err(failure) => {
            match target.format {
                TextOrJson::Human => {
                    terminal::say(&format!("drc: {}\n  next: {}", failure.what, failure.next));
                }
                TextOrJson::Json => terminal::print(&format!("{:#}\n", drc_deploy::not_run(&failure))),
            }
            Outcome::CouldNotRun
        }
    }
}

/// One thread waits for all of it: AWS does the work.
fn wait(
    console: &Arc<Console>,
    work: impl Future<Output = Result<Outcome, Failure>>,
) -> Result<Outcome, Failure> {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build();
    let runtime = runtime
        .map_err(|error| Failure::plain(format!("drc cannot wait for AWS: {error}"), "drc once more"))?;
    let watched = Arc::clone(console);
    runtime.block_on(async {
        tokio::spawn(async move {
            while tokio::signal::ctrl_c().await.is_ok() {
                if drc_deploy::Front::stopped(&*watched) {
                    watched.line(
                        "drc: left; CloudFormation goes on without it. The same command goes on from there.",
                    );
                    std::process::exit(130);
                }
                watched.line(
                    "drc: what is under way is finished, nothing new is begun; once more leaves at once",
                );
                watched.stop();
            }
        });
        work.await
    })
}
