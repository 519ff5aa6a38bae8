//! A system that no template holds: a thousand times the same services, cut by service.

#![allow(clippy::disallowed_methods, reason = "tests read the repository")]

use drc_core::package::{File, FolderProblem, Folders};
use drc_core::{Backend, Options, check_source, emit};
use drc_ir::{Graph, Limits, cut};
use drc_syntax::Source;
use std::collections::{BTreeMap, BTreeSet};

const COPIES: usize = 1000;

struct Handler;

impl Folders for Handler {
    fn folder(&self, _: &str) -> Result<Vec<File>, FolderProblem> {
        let bytes = b"exports.handler = async () => ({ statusCode: 200 });\n".to_vec();
        Ok(vec![File { path: "index.js".to_owned(), bytes, executable: false }])
    }
}

/// The services of a shop, many times, and what stands once.
fn spec(numbers: impl Iterator<Item = usize>) -> String {
    let mut spec = "version = 1\n[system]\nname = \"shops\"\nenvironment = \"dev\"\n[objectives]\nrto = \"30m\"\nrpo = \"15m\"\n\
                    [regions]\nprimary = \"us-east-1\"\nsecondary = \"us-east-2\"\n[alerts]\ntopic = \"shops\"\n"
        .to_owned();
    for number in numbers {
        spec.push_str(&format!(
            "[function.take-{number}]\nruntime = \"nodejs22.x\"\ncode = \"code\"\nhandler = \"index.handler\"\n\
             access = [\"read-write table.orders-{number}\", \"read-write bucket.receipts-{number}\"]\n\
             [table.orders-{number}]\npartition_key = \"id: S\"\n[bucket.receipts-{number}]\nreplication = {{ time_control = true }}\n[queue.late-{number}]\n"
        ));
    }
    spec
}

fn graph(text: &str) -> Graph {
    let source = Source::new("shops.toml", text);
    let checked = check_source(&source, &Handler, Options::default());
    checked.lower(&source).expect("a spec without errors")
}

/// The stack of every resource, by Region and logical id.
fn places(graph: &Graph) -> BTreeMap<(String, String), String> {
    let origins = drc_cloudformation::origins(graph).into_iter();
    origins.map(|it| ((graph.node(it.node).region.code().to_owned(), it.id), it.stack)).collect()
}

#[test]
fn a_thousand_copies_respect_every_quota_and_one_more_moves_nothing() {
    let before = graph(&spec(0..COPIES));
    let stacks = cut(&before, Limits::AWS);
    assert!(stacks.stacks.len() > 20, "{} stacks", stacks.stacks.len());
    for stack in &stacks.stacks {
        assert!(stack.depends_on.iter().all(|it| stacks.stacks[it.0].layer <= stack.layer));
    }
    assert_eq!(drc_cloudformation::faults(&before), []);
    let files = emit(&before, Backend::CloudFormation);
    let templates: Vec<_> = files.0.iter().filter(|it| it.path.ends_with(".yaml")).collect();
    for template in &templates {
        let text = String::from_utf8_lossy(&template.contents);
        assert!(text.len() < 1_000_000, "{} has {} bytes", template.path, text.len());
        let sections = sections(&text);
        for (section, most) in [("Resources", 500), ("Parameters", 200), ("Outputs", 200)] {
            let held = sections.get(section).copied().unwrap_or(0);
            assert!(held <= most, "{} has {held} {section}", template.path);
        }
    }
    let again = emit(&graph(&spec(0..COPIES)), Backend::CloudFormation);
    assert!(files.0.iter().zip(&again.0).all(|(a, b)| a.path == b.path && a.contents == b.contents));
    let was = places(&before);
    let per_stack = was.values().fold(BTreeMap::new(), |mut all: BTreeMap<&str, usize>, it| {
        *all.entry(it).or_default() += 1;
        all
    });
    assert!(per_stack.values().all(|it| *it <= 500));
    // One more, wherever its name and its place in the spec put it.
    let first: Vec<usize> = std::iter::once(COPIES).chain(0..COPIES).collect();
    let last: Vec<usize> = (0..COPIES).chain([COPIES + 77]).collect();
    for numbers in [first, last] {
        let is = places(&graph(&spec(numbers.into_iter())));
        assert!(is.len() > was.len());
        let moved: BTreeSet<_> = was.iter().filter(|(id, stack)| is.get(*id) != Some(*stack)).collect();
        assert!(moved.is_empty(), "{} of {} moved, such as {:?}", moved.len(), was.len(), moved.first());
    }
}

/// How many names each section of a template has.
fn sections(text: &str) -> BTreeMap<&str, usize> {
    let (mut sections, mut section) = (BTreeMap::new(), "");
    for line in text.lines().filter(|it| !it.trim_start().starts_with('#')) {
        let depth = line.len() - line.trim_start().len();
        match (depth, line.trim_end().strip_suffix(':')) {
            (0, Some(name)) => section = name,
            (2, Some(_)) => *sections.entry(section).or_default() += 1,
            _ => {}
        }
    }
    sections
}
