//! The arguments of the commands that speak to AWS.

use crate::args::{Reading, TextOrJson};
use clap::Args;
use std::path::PathBuf;

/// What every one of them takes.
#[derive(Debug, Args)]
pub(crate) struct Target {
    #[command(flatten)]
    pub(crate) reading: Reading,
    /// How to say it; with json, standard output is one object and progress goes to standard error
    #[arg(long, value_enum, default_value_t = TextOrJson::Human)]
    pub(crate) format: TextOrJson,
    /// The spec; `-` reads standard input
    #[arg(value_name = "SPEC")]
    pub(crate) spec: PathBuf,
}

/// What those take that change something, or say what they would change.
#[derive(Debug, Args)]
pub(crate) struct Choice {
    /// Only the stacks of `primary`, `secondary` or a Region; the others need not answer
    #[arg(long, value_name = "REGION")]
    pub(crate) only: Option<String>,
    /// Permit the replacement or deletion of what this service holds; what the spec no longer has goes by its logical id
    #[arg(long, value_name = "ADDRESS")]
    pub(crate) allow_replace: Vec<String>,
}

#[derive(Debug, Args)]
pub(crate) struct PlanArgs {
    #[command(flatten)]
    pub(crate) target: Target,
    #[command(flatten)]
    pub(crate) choice: Choice,
}

#[derive(Debug, Args)]
pub(crate) struct DeployArgs {
    #[command(flatten)]
    pub(crate) target: Target,
    #[command(flatten)]
    pub(crate) choice: Choice,
    /// Ask nothing: execute the plan, and remove what failed creations left
    #[arg(long)]
    pub(crate) yes: bool,
    /// What stacks ask a person for is done: zones are delegated
    #[arg(long)]
    pub(crate) gates_done: bool,
}

#[derive(Debug, Args)]
pub(crate) struct DestroyArgs {
    #[command(flatten)]
    pub(crate) target: Target,
    /// Delete what buckets hold, old versions included
    #[arg(long)]
    pub(crate) empty_buckets: bool,
    /// Ask nothing
    #[arg(long)]
    pub(crate) yes: bool,
}

#[derive(Debug, Args)]
pub(crate) struct LookArgs {
    #[command(flatten)]
    pub(crate) target: Target,
}
