//! `drc emit`

use crate::args::{BackendName, EmitArgs, Reading};
use crate::output::{Folder, State};
use crate::{Outcome, check, terminal};
use drc_core::runbook::{FILE, markdown};
use drc_core::{Backend, Checked, emit};
use drc_ir::{Artifacts, Graph};
use drc_syntax::Source;
use drc_vendor::PulumiMajor;
use std::path::Path;

/// Writes the infrastructure of a spec. Errors in the spec leave the output as it was.
pub(crate) fn run(args: &EmitArgs) -> Outcome {
    let compiled = compile(&args.spec, &args.reading, &backends(args), "nothing was written");
    let (source, checked, graph) = match compiled {
        Ok(compiled) => compiled,
        Err(outcome) => return outcome,
    };
    terminal::show(&source, &checked);
    let outputs: Vec<(Backend, Artifacts)> =
        backends(args).into_iter().map(|backend| (backend, emit(&graph, backend))).collect();
    let runbook = runbook(&checked, &graph);
    if args.stdout {
        print("", &runbook);
        outputs.iter().for_each(|(backend, artifacts)| print(&format!("{}/", backend.name()), artifacts));
        return Outcome::Clean;
    }
    write(args, &graph, &runbook, &outputs)
}

/// Reads, checks and lowers a spec, and proves that a Region may be lost. What keeps it from that is said, with what
/// follows from it: `nothing was written`.
pub(crate) fn compile(
    spec: &Path,
    reading: &Reading,
    backends: &[Backend],
    so: &str,
) -> Result<(Source, Checked, Graph), Outcome> {
    let (policies, broken) = check::policies(reading)?;
    if broken != Outcome::Clean {
        terminal::say(&format!("drc: a policy that cannot be read may be one that is broken; {so}"));
        return Err(broken);
    }
    let (source, checked) = check::look(spec, reading, &policies).map_err(|why| {
        terminal::say(&why);
        Outcome::CouldNotRun
    })?;
    let mut checked = for_backends(checked, backends);
    let graph = checked.lower(&source);
    graph.iter().for_each(|it| checked.prove(&source, it));
    match graph.filter(|_| !checked.diagnostics.has_errors()) {
        Some(graph) => Ok((source, checked, graph)),
        None => {
            terminal::show(&source, &checked);
            terminal::say(&format!("{}; {so}", terminal::summary(&source, &checked)));
            Err(Outcome::Findings)
        }
    }
}

/// What is wrong with a spec, and what the backends it is emitted for cannot write of it.
fn for_backends(mut checked: Checked, backends: &[Backend]) -> Checked {
    for backend in backends {
        let unsupported = checked.unsupported(*backend);
        checked.diagnostics.extend(unsupported);
    }
    checked.diagnostics.sort();
    checked
}

fn backends(args: &EmitArgs) -> Vec<Backend> {
    let major = if args.pulumi_provider == "6" { PulumiMajor::V6 } else { PulumiMajor::V7 };
    match args.backend {
        BackendName::Terraform => vec![Backend::Terraform],
        BackendName::Cloudformation => vec![Backend::CloudFormation],
        BackendName::Pulumi => vec![Backend::Pulumi(major)],
        BackendName::All => vec![Backend::CloudFormation, Backend::Terraform, Backend::Pulumi(major)],
    }
}

/// What stands beside the folders of the backends: one runbook for all of them.
fn runbook(checked: &Checked, graph: &Graph) -> Artifacts {
    let mut artifacts = Artifacts::default();
    if let Some(runbook) = checked.runbook(graph) {
        artifacts.text(FILE, markdown(&runbook));
    }
    artifacts
}

/// Text files one after the other, each below its path, as `head` prints several files.
fn print(folder: &str, artifacts: &Artifacts) {
    for artifact in &artifacts.0 {
        match std::str::from_utf8(&artifact.contents) {
            Ok(text) => terminal::print(&format!("==> {folder}{} <==\n{text}\n", artifact.path)),
            Err(_) => terminal::print(&format!(
                "==> {folder}{} <==\n({} bytes)\n\n",
                artifact.path,
                artifact.contents.len()
            )),
        }
    }
}

fn write(args: &EmitArgs, graph: &Graph, runbook: &Artifacts, outputs: &[(Backend, Artifacts)]) -> Outcome {
    let mut folders = Vec::new();
    let of_backends = outputs.iter().map(|(backend, artifacts)| (args.out.join(backend.name()), artifacts));
    for (path, artifacts) in of_backends.chain([(args.out.clone(), runbook)]) {
        match Folder::open(path, artifacts) {
            Ok(folder) => folders.push(folder),
            Err(why) => {
                terminal::say(&why);
                return Outcome::CouldNotRun;
            }
        }
    }
    if args.check {
        return up_to_date(&folders);
    }
    let edited: Vec<String> = folders.iter().flat_map(|it| it.paths(State::Edited)).collect();
    if !edited.is_empty() && !args.force {
        edited.iter().for_each(|path| {
            terminal::say(&format!("drc: {path} was edited since drc wrote it, or is not drc's"));
        });
        terminal::say("drc: nothing was written; move the change into the spec, or overwrite with --force");
        return Outcome::Findings;
    }
    for folder in &folders {
        if let Err(why) = folder.write(&graph.header) {
            terminal::say(&why);
            return Outcome::CouldNotRun;
        }
        terminal::say(&folder.summary());
    }
    Outcome::Clean
}

fn up_to_date(folders: &[Folder<'_>]) -> Outcome {
    let stale: Vec<String> = folders
        .iter()
        .flat_map(|it| {
            [State::New, State::Changed, State::Edited, State::Gone]
                .into_iter()
                .flat_map(|state| it.paths(state))
        })
        .collect();
    for path in &stale {
        terminal::say(&format!("drc: {path} is not up to date"));
    }
    if stale.is_empty() { Outcome::Clean } else { Outcome::Findings }
}
