//! The arguments, and the help that is printed of them.

use crate::deploy::{DeployArgs, DestroyArgs, LookArgs, PlanArgs};
use clap::{Args, Parser, Subcommand, ValueEnum};
use drc_core::change::Threshold;
use drc_model::Duration;
use drc_syntax::grammar;
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
    /// Report budgets, and what a change does to them: for pull requests, browsers, scripts
    Report(ReportArgs),
    /// Draw what stands in which Region, who serves, and what is copied where
    Graph(GraphArgs),
    /// Write the infrastructure of a spec
    Emit(EmitArgs),
    /// Search the settings that meet a target, cheapest first, with what each costs in money and false alarms
    Tune(TuneArgs),
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
    /// Write the runbook of a spec: deploy, verify, drill, fail over, fail back, destroy
    Runbook(RunbookArgs),
    /// Explain a finding (DRC401), a service kind (table) or a field (traffic.ttl); without one, list the pages
    Explain {
        /// A code, its name, a service kind, or a field of one
        topic: Option<String>,
    },
    /// List the figures that budgets rest on: kind, source, and the day each was checked
    Facts {
        /// How to say it
        #[arg(long, value_enum, default_value_t = TextOrJson::Human)]
        format: TextOrJson,
    },
    /// Print a JSON Schema
    Schema {
        /// Of what
        #[arg(long, value_enum, default_value_t = SchemaOf::Spec)]
        of: SchemaOf,
    },
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
    /// File of policies that every spec must keep; may be given several times
    #[arg(long = "policy", value_name = "FILE")]
    pub(crate) policies: Vec<PathBuf>,
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
    /// For machines: version 1, durations in milliseconds; `drc schema --of check` prints its schema
    Json,
    /// SARIF 2.1.0, for code scanning: one log for all specs
    Sarif,
    /// JUnit's XML, for test displays: a suite per spec, a test per objective and finding
    Junit,
    /// Workflow commands of GitHub Actions, for annotations
    Github,
}

#[derive(Debug, Args)]
pub(crate) struct ReportArgs {
    #[command(flatten)]
    pub(crate) reading: Reading,
    /// Compare with another file, or with the specs as they are at a commit, branch or tag
    #[arg(long, value_name = "FILE|GIT-REF")]
    pub(crate) base: Option<String>,
    /// How to say it
    #[arg(long, value_enum, default_value_t = ReportFormat::Text)]
    pub(crate) format: ReportFormat,
    /// Say it by a template of your own (MiniJinja): it is given what `--format json` prints
    #[arg(long, value_name = "FILE", conflicts_with = "format")]
    pub(crate) template: Option<PathBuf>,
    /// Write to a file instead of standard output
    #[arg(long, value_name = "FILE")]
    pub(crate) out: Option<PathBuf>,
    /// Say nothing unless a figure, a verdict, a finding or an accepted risk is another than in the base
    #[arg(long, requires = "base")]
    pub(crate) only_if_changed: bool,
    /// The least change of a planned figure that counts: 10s, 5%
    #[arg(long, value_name = "TIME|PERCENT", requires = "base", value_parser = Threshold::parse)]
    pub(crate) threshold: Option<Threshold>,
    /// Treat findings of this severity as errors
    #[arg(long, value_enum, value_name = "SEVERITY")]
    pub(crate) deny: Option<Deny>,
    /// Specs to report; `-` reads standard input
    #[arg(required = true, value_name = "SPEC")]
    pub(crate) specs: Vec<PathBuf>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum ReportFormat {
    /// For terminals
    Text,
    /// For the comment of a pull request: never too long for one
    Markdown,
    /// A page with pictures that needs no network
    Html,
    /// For machines: version 1, durations in milliseconds; `drc schema --of report` prints its schema
    Json,
    /// The failover timeline of one spec
    Svg,
}

#[derive(Debug, Args)]
pub(crate) struct GraphArgs {
    #[command(flatten)]
    pub(crate) reading: Reading,
    /// How to draw it
    #[arg(long, value_enum, default_value_t = GraphFormat::Mermaid)]
    pub(crate) format: GraphFormat,
    /// Draw what is left without this Region
    #[arg(long, value_name = "REGION")]
    pub(crate) lost: Option<String>,
    /// The spec; `-` reads standard input
    #[arg(value_name = "SPEC")]
    pub(crate) spec: PathBuf,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum GraphFormat {
    /// Mermaid, which GitHub and GitLab draw inside Markdown
    Mermaid,
    /// DOT, for Graphviz
    Dot,
    /// SVG, for browsers
    Svg,
}

/// What a schema describes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum SchemaOf {
    /// The spec language, for editors
    Spec,
    /// What `drc check --format json` prints
    Check,
    /// What `drc report --format json` prints
    Report,
    /// What plan, deploy, status, drift and destroy print with `--format json`
    Deploy,
}

/// How commands that only list something say it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum TextOrJson {
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

#[derive(Debug, Args)]
pub(crate) struct RunbookArgs {
    #[command(flatten)]
    pub(crate) reading: Reading,
    /// As what
    #[arg(long, value_enum, default_value_t = Page::Markdown)]
    pub(crate) format: Page,
    /// File to write to [default: standard output]
    #[arg(long, value_name = "FILE", conflicts_with = "check")]
    pub(crate) out: Option<PathBuf>,
    /// Write nothing; end with status 1 if this file is not the runbook of the spec
    #[arg(long, value_name = "FILE")]
    pub(crate) check: Option<PathBuf>,
    /// The spec; `-` reads standard input
    #[arg(value_name = "SPEC")]
    pub(crate) spec: PathBuf,
}

/// The form of a page for people.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum Page {
    /// As `drc emit` writes it
    Markdown,
    /// One file that needs no network
    Html,
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

#[derive(Debug, Args)]
#[command(after_help = "Exit status: 0 every target is or can be met, 1 some cannot, 2 could not run.")]
pub(crate) struct TuneArgs {
    #[command(flatten)]
    pub(crate) reading: Reading,
    /// Search for this RTO instead of the spec's
    #[arg(long, value_name = "TIME", value_parser = duration)]
    pub(crate) rto: Option<Duration>,
    /// Search for this RPO instead of the system's; a store with an `rpo` of its own keeps it
    #[arg(long, value_name = "TIME", value_parser = duration)]
    pub(crate) rpo: Option<Duration>,
    /// Meet the target with the planned figure, which is the default
    #[arg(long, conflicts_with = "typical")]
    pub(crate) plan: bool,
    /// Meet the target with the typical figure only
    #[arg(long)]
    pub(crate) typical: bool,
    /// How many answers to show for each figure
    #[arg(long, value_name = "N", default_value_t = 5, value_parser = at_least_one)]
    pub(crate) limit: usize,
    /// How to say it
    #[arg(long, value_enum, default_value_t = TextOrJson::Human)]
    pub(crate) format: TextOrJson,
    /// Make the edits in the spec: of every figure that misses its target the first answer, unless it needs thought
    #[arg(long)]
    pub(crate) write: bool,
    /// Make the edits of these answers instead, by their numbers
    #[arg(long, value_name = "N", requires = "write", value_delimiter = ',')]
    pub(crate) pick: Vec<usize>,
    /// The spec; `-` reads standard input
    #[arg(value_name = "SPEC")]
    pub(crate) spec: PathBuf,
}

fn duration(text: &str) -> Result<Duration, String> {
    let millis =
        grammar::duration(text).map_err(|error| format!("a duration such as 1m30s: {}", error.expected))?;
    Ok(Duration::from_millis(millis))
}

fn at_least_one(text: &str) -> Result<usize, String> {
    text.parse().ok().filter(|it| *it > 0).ok_or_else(|| "a number from 1 on".to_owned())
}
