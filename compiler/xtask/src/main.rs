//! Regenerates what is generated. Never shipped.
#![allow(
    clippy::disallowed_methods,
    clippy::print_stdout,
    clippy::print_stderr,
    reason = "a developer's command line: it reads schemas, writes sources and says so"
)]

mod failure;
mod vendor;

use clap::Parser;
use std::process::ExitCode;

/// Regenerates the checked-in files that are made from something else.
#[derive(Parser)]
#[command(name = "xtask")]
enum Task {
    /// Writes backends/vendor/src/table.rs from the providers' schemas.
    Vendor(vendor::Options),
}

fn main() -> ExitCode {
    let done = match Task::parse() {
        Task::Vendor(options) => vendor::run(&options),
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
