//! The stages in a row: check a source, emit what was checked.

use crate::budget::{Budget, budget};
use crate::check::{self, Checking};
use crate::evacuation::{self, Evacuation};
use crate::package::{File, FolderProblem, Folders, hex, pack, package};
use crate::patch;
use crate::policy::{self, Judgement, PolicyFile};
use crate::resolve::resolve;
use crate::runbook::{Runbook, runbook};
use crate::unsupported::unsupported;
use drc_diagnostic::{Diagnostic, Diagnostics};
use drc_ir::{Artifacts, Graph, Header};
use drc_services::function::Function;
use drc_services::{Package, Packages, Spec, lower, shipped};
use drc_syntax::{Date, Source};
use drc_vendor::PulumiMajor;
use indexmap::IndexMap;
use sha2::{Digest, Sha256};

/// The version that headers and reports name.
pub const VERSION: &str = env!("CARGO_PKG_VERSION");

/// What a compilation depends on beside the spec and its code.
#[derive(Clone, Copy, Debug, Default)]
pub struct Options<'o> {
    /// `--env`; without it, the spec's own environment.
    pub environment: Option<&'o str>,
    /// The day exceptions are judged on; it never reaches an output.
    pub today: Option<Date>,
    /// Policies that many systems share.
    pub policies: &'o [PolicyFile],
}

/// A spec that has been looked at.
#[derive(Debug)]
pub struct Checked {
    /// The spec, if it could be read.
    pub spec: Option<Spec>,
    /// Its figures.
    pub budget: Option<Budget>,
    /// What is wrong or worth knowing, sorted by position.
    pub diagnostics: Diagnostics,
    /// What `[[allow]]` accepts: the place of the exception in the spec, and the finding.
    pub accepted: Vec<(usize, Diagnostic)>,
    /// What every policy says of it.
    pub judgements: Vec<Judgement>,
    /// What was found when each Region was taken away; nothing where the graph was not needed for the check.
    pub evacuations: Option<Vec<Evacuation>>,
    packages: Packages,
}

/// A tool whose language an output is written in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Backend {
    /// Terraform HCL.
    Terraform,
    /// CloudFormation templates and the manifest of their order.
    CloudFormation,
    /// A Pulumi YAML program, for a major version of the AWS provider.
    Pulumi(PulumiMajor),
}

impl Backend {
    /// Every one.
    pub const ALL: [Backend; 4] =
        [Self::CloudFormation, Self::Terraform, Self::Pulumi(PulumiMajor::V6), Self::Pulumi(PulumiMajor::V7)];

    /// The folder of its output, and its name on the command line.
    pub fn name(self) -> &'static str {
        match self {
            Self::Terraform => "terraform",
            Self::CloudFormation => "cloudformation",
            Self::Pulumi(_) => "pulumi",
        }
    }
}

/// Checks a source. Nothing of the world is looked at but the code folders.
pub fn check_source(source: &Source, folders: &dyn Folders, options: Options<'_>) -> Checked {
    let resolved = resolve(source, options.environment);
    let mut diagnostics = resolved.problems;
    let Some(spec) = resolved.spec else {
        return Checked::unreadable(diagnostics);
    };
    let budget = budget(&spec);
    let mut packed: IndexMap<String, Result<Package, FolderProblem>> = IndexMap::new();
    for (_, function) in spec.all::<Function>() {
        let path = &function.code.value;
        if !packed.contains_key(path) {
            packed.insert(path.clone(), folders.folder(path).and_then(|files| package(path, files)));
        }
    }
    let usable = packed.iter().filter_map(|(path, it)| Some((path.clone(), it.as_ref().ok()?.clone())));
    let packages = distinct_names(usable.collect());
    let mut evacuations = None;
    let sound = !diagnostics.has_errors();
    let judgements = policy::judge(&spec, &budget, options.policies);
    let checking =
        Checking { judgements: &judgements, ..Checking::new(&spec, &budget, &packed, options.today) };
    let (found, accepted) = check::check(checking, |found| {
        if !sound || found.has_errors() || !needs_graph(&spec, source) {
            return None;
        }
        let graph = graph(&spec, &packages, source);
        let proofs = evacuation::prove(&graph, &evacuation::losable(&spec));
        let mut seen = patch::check(&spec, &graph);
        seen.extend(evacuation::findings(&spec, source, &graph, &proofs));
        evacuations = Some(proofs);
        Some(seen)
    });
    diagnostics.extend(found);
    diagnostics.sort();
    let (spec, budget) = (Some(spec), Some(budget));
    Checked { spec, budget, diagnostics, accepted, judgements, evacuations, packages }
}

/// Up to so many services the graph is made for a check in any case: making it and looking through takes as long as the
/// rest of the check. Ten thousand services would take more than the tenth of a second a check may.
const SERVICES: usize = 1_000;

/// Whether findings may show in the graph. What a spec gets wrong there it must write out: a patch, or a Region. What
/// drc itself could get wrong, `emit` finds out in any case, before it writes.
fn needs_graph(spec: &Spec, source: &Source) -> bool {
    spec.services.len() <= SERVICES || !spec.patches.is_empty() || evacuation::named(spec, source)
}

fn graph(spec: &Spec, packages: &Packages, source: &Source) -> Graph {
    let header = Header {
        version: VERSION.to_owned(),
        spec_hash: hash(source, &spec.environment),
        system: spec.system.name.value.0.clone(),
        environment: spec.environment.clone(),
        account: spec.system.account.as_ref().map(|it| it.value.0.clone()),
    };
    let mut graph = lower(spec, &with_shipped(spec, packages), header);
    patch::apply(spec, &mut graph);
    graph
}

/// Two folders of one name would be one file of the output.
fn distinct_names(mut packages: Packages) -> Packages {
    let mut seen: Vec<String> = Vec::new();
    for package in packages.values_mut() {
        if seen.contains(&package.name) {
            package.name = format!("{}-{}", package.name, &package.sha256[..8]);
        }
        seen.push(package.name.clone());
    }
    packages
}

/// The spec's packages and those of the functions drc brings along for it.
fn with_shipped(spec: &Spec, packages: &Packages) -> Packages {
    let shipped = shipped::ALL.into_iter().filter(|it| (it.needed)(spec)).map(|it| {
        let file =
            File { path: shipped::FILE.to_owned(), bytes: it.text.as_bytes().to_vec(), executable: false };
        (it.name.to_owned(), pack(it.name, vec![file]))
    });
    // The spec's own folders come first: theirs are the names people know.
    distinct_names(packages.clone().into_iter().chain(shipped).collect())
}

fn hash(source: &Source, environment: &str) -> String {
    let mut hash = Sha256::new();
    hash.update(source.text());
    // The same text for another environment is another output.
    hash.update([0]);
    hash.update(environment);
    format!("sha256:{}", hex(&hash.finalize()))
}

impl Checked {
    /// What there is to say of a file that is not text.
    pub fn unreadable(diagnostics: Diagnostics) -> Self {
        Self {
            spec: None,
            budget: None,
            diagnostics,
            accepted: Vec::new(),
            judgements: Vec::new(),
            evacuations: None,
            packages: Packages::new(),
        }
    }

    /// What a backend cannot write of it.
    pub fn unsupported(&self, backend: Backend) -> Diagnostics {
        self.spec.as_ref().map(|spec| unsupported(spec, backend)).unwrap_or_default()
    }

    /// The graph of a spec without errors. `source` is what was checked; its hash goes into every header.
    pub fn lower(&self, source: &Source) -> Option<Graph> {
        let spec = self.spec.as_ref().filter(|_| !self.diagnostics.has_errors())?;
        Some(graph(spec, &self.packages, source))
    }

    /// Proves on its graph that a Region may be lost, unless the check has done so already.
    pub fn prove(&mut self, source: &Source, graph: &Graph) {
        let Some(spec) = self.spec.as_ref().filter(|_| self.evacuations.is_none()) else { return };
        let proofs = evacuation::prove(graph, &evacuation::losable(spec));
        let found = evacuation::findings(spec, source, graph, &proofs);
        self.diagnostics.extend(found);
        self.diagnostics.sort();
        self.evacuations = Some(proofs);
    }
}

impl Checked {
    /// The runbook of a spec and of the graph it was lowered to.
    pub fn runbook(&self, graph: &Graph) -> Option<Runbook> {
        Some(runbook(self.spec.as_ref()?, self.budget.as_ref()?, graph))
    }
}

/// Writes a graph in a tool's language.
pub fn emit(graph: &Graph, backend: Backend) -> Artifacts {
    match backend {
        Backend::Terraform => drc_terraform::print(graph),
        Backend::CloudFormation => drc_cloudformation::print(graph),
        Backend::Pulumi(major) => drc_pulumi::print(graph, major),
    }
}
