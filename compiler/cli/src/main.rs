//! The `drc` command line: the only place that touches files, the environment, the clock and standard output.

#![allow(clippy::disallowed_methods, reason = "this crate is where the world begins")]

mod args;
mod check;
mod clock;
mod deploy;
mod emit;
mod explain;
mod files;
mod git;
mod output;
mod report;
mod runbook;
mod terminal;
mod tune;

use args::{Cli, Command};
use clap::Parser as _;
use std::process::ExitCode;

#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

/// How a run ended. Numbers as documented: 0 clean, 1 findings, 2 could not run.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Outcome {
    Clean,
    Findings,
    CouldNotRun,
}

fn main() -> ExitCode {
    let outcome = match Cli::parse().command {
        Command::Check(args) => check::run(&args),
        Command::Report(args) => report::run(&args),
        Command::Graph(args) => report::graph(&args),
        Command::Emit(args) => emit::run(&args),
        Command::Tune(args) => tune::run(&args),
        Command::Plan(args) => deploy::plan(&args),
        Command::Deploy(args) => deploy::deploy(&args),
        Command::Status(args) => deploy::status(&args),
        Command::Drift(args) => deploy::drift(&args),
        Command::Destroy(args) => deploy::destroy(&args),
        Command::IamPolicy(args) => deploy::iam_policy(&args),
        Command::Runbook(args) => runbook::run(&args),
        Command::Explain { topic } => explain::run(topic.as_deref()),
        Command::Facts { format } => explain::facts(format),
        Command::Schema { of } => explain::schema(of),
        Command::Completions { shell } => explain::completions(shell),
    };
    ExitCode::from(match outcome {
        Outcome::Clean => 0,
        Outcome::Findings => 1,
        Outcome::CouldNotRun => 2,
    })
}
