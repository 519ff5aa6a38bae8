//! Regenerates what is generated. Never shipped.
#![allow(
    clippy::disallowed_methods,
    clippy::print_stdout,
    clippy::print_stderr,
    reason = "a developer's command line: it reads schemas, writes sources and says so"
)]

mod copies;
mod failure;
mod permissions;
mod vendor;

use clap::Parser;
use std::path::PathBuf;
use std::process::ExitCode;

/// Regenerates the checked-in files that are made from something else.
#[derive(Parser)]
#[command(name = "xtask")]
enum Task {
    /// Writes backends/vendor/src/table.rs from the providers' schemas.
    Vendor(vendor::Options),
    /// Writes compiler/deploy/src/policy/table.rs from CloudFormation's registry and IAM's reference.
    Permissions(permissions::Options),
    /// Prints a spec with its services there many times over, for measuring.
    Copies {
        /// The spec.
        spec: PathBuf,
        /// How many times.
        copies: usize,
    },
}

fn main() -> ExitCode {
    let done = match Task::parse() {
        Task::Vendor(options) => vendor::run(&options),
        Task::Permissions(options) => permissions::run(&options),
        Task::Copies { spec, copies } => std::fs::read_to_string(&spec)
            .map(|text| copies::copies(&text, copies))
            .map_err(|error| failure::Failure::Unreadable { path: spec, error }),
    };
    match done {
        Ok(report) => {
            println!("{report}");
            ExitCode::SUCCESS
        }
        Err(failure) => {
            eprintln!("error: {failure}");
            ExitCode::FAILURE
        }
    }
}
