//! The arguments, and the help that is printed of them.

use crate::deploy::{DeployArgs, DestroyArgs, LookArgs, PlanArgs};
use clap::{Args, Parser, Subcommand, ValueEnum};
use std::path::PathBuf;

/// Compiles one disaster-recovery spec into infrastructure, and proves or refutes that it meets its targets.
///
/// A spec says what must survive the loss of a Region and how fast. `drc check` adds up what that takes and points at
/// the line that breaks the target; `drc emit` writes CloudFormation, Terraform or Pulumi that deploys as it stands;
/// `drc iam-policy` prints what deploying it takes. These work offline: they read the spec and the code folders it names, and nothing else. `drc plan`, `deploy`,
/// `status`, `drift` and `destroy` speak to AWS, with the credentials the AWS CLI would use.
#[derive(Debug, Parser)]
#[command(
    name = "drc",
    version,
    max_term_width = 100,
    after_help = "Exit status: 0 clean, 1 findings, 2 could not run."
)]
pub(crate) struct Cli {
    #[command(subcommand)]
    pub(crate) command: Command,
}

#[derive(Debug, Subcommand)]
pub(crate) enum Command {
    /// Check specs: the RTO and RPO budget, and everything that is wrong
    Check(CheckArgs),
    /// Write the infrastructure of a spec
    Emit(EmitArgs),
    /// Show what a deployment would change, in every Region, and change nothing
    Plan(PlanArgs),
    /// Deploy the spec with CloudFormation, every Region in the right order; goes on from wherever things are
    Deploy(DeployArgs),
    /// Show how every Region stands, the lost one too
    Status(LookArgs),
    /// Compare what is deployed with what is there, and the budget's figures with the spec
    Drift(LookArgs),
    /// Delete what was deployed, in reverse order, and only what drc made
    Destroy(DestroyArgs),
    /// Print the IAM policies that whoever deploys the spec needs, and nothing more
    IamPolicy(LookArgs),
    /// Explain a finding (DRC401, health-check-interval) or a service kind (table); without one, list them
    Explain {
        /// A code, its name, or a service kind
        topic: Option<String>,
    },
    /// Print the JSON Schema of the spec language, for editors
    Schema,
    /// Print the completion script of a shell
    Completions {
        /// Which shell
        shell: clap_complete::Shell,
    },
}

/// What every command that reads a spec takes.
#[derive(Debug, Args)]
pub(crate) struct Reading {
    /// Environment to compile for [default: the spec's system.environment]
    #[arg(long, value_name = "NAME")]
    pub(crate) env: Option<String>,
    /// Folder that code may come from [default: the repository the spec is in, else the spec's folder]
    #[arg(long, value_name = "DIR")]
    pub(crate) root: Option<PathBuf>,
}

#[derive(Debug, Args)]
pub(crate) struct CheckArgs {
    #[command(flatten)]
    pub(crate) reading: Reading,
    /// How to say it
    #[arg(long, value_enum, default_value_t = Format::Human)]
    pub(crate) format: Format,
    /// Treat findings of this severity as errors
    #[arg(long, value_enum, value_name = "SEVERITY")]
    pub(crate) deny: Option<Deny>,
    /// Specs to check; `-` reads standard input
    #[arg(required = true, value_name = "SPEC")]
    pub(crate) specs: Vec<PathBuf>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum Format {
    /// For people
    Human,
    /// For machines: version 1, durations in milliseconds
    Json,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum Deny {
    /// Warnings end with status 1, like errors
    Warnings,
}

#[derive(Debug, Args)]
pub(crate) struct EmitArgs {
    #[command(flatten)]
    pub(crate) reading: Reading,
    /// What to write
    #[arg(long, value_enum)]
    pub(crate) backend: BackendName,
    /// Folder to write to; each backend gets a folder of its own in it
    #[arg(long, value_name = "DIR", default_value = "out")]
    pub(crate) out: PathBuf,
    /// Write nothing; say which files are not up to date, with status 1 if any is not
    #[arg(long, conflicts_with = "stdout")]
    pub(crate) check: bool,
    /// Print the files instead of writing them
    #[arg(long)]
    pub(crate) stdout: bool,
    /// Overwrite files that were edited since drc wrote them
    #[arg(long)]
    pub(crate) force: bool,
    /// Major version of Pulumi's AWS provider
    #[arg(long, value_name = "MAJOR", default_value = "7", value_parser = ["6", "7"])]
    pub(crate) pulumi_provider: String,
    /// The spec; `-` reads standard input
    #[arg(value_name = "SPEC")]
    pub(crate) spec: PathBuf,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum BackendName {
    /// HCL files, one root module
    Terraform,
    /// A template per stack, and a manifest of their order
    Cloudformation,
    /// A YAML program
    Pulumi,
    /// All of them
    All,
}
