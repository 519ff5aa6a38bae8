//! Same spec, same bytes; and what the order of tables in a spec may not change.

mod common;

use common::{graph, lower, read, texts};
use drc_core::{Backend, emit};
use drc_vendor::PulumiMajor;

const BACKENDS: [Backend; 4] = [
    Backend::Terraform,
    Backend::CloudFormation,
    Backend::Pulumi(PulumiMajor::V6),
    Backend::Pulumi(PulumiMajor::V7),
];

#[test]
fn the_same_spec_gives_the_same_bytes() {
    for backend in BACKENDS {
        let bytes = || {
            let artifacts = emit(&graph("payments-serverless"), backend);
            artifacts.0.into_iter().map(|it| (it.path, it.contents)).collect::<Vec<_>>()
        };
        assert_eq!(bytes(), bytes(), "{backend:?}");
    }
}

/// The tables of a spec, each with its lines, in the order they stand.
fn tables(text: &str) -> Vec<String> {
    let mut tables = vec![String::new()];
    for line in text.lines() {
        if line.starts_with('[') {
            tables.push(String::new());
        }
        let last = tables.last_mut().expect("there is always one");
        last.push_str(line);
        last.push('\n');
    }
    tables
}

#[test]
fn the_order_of_tables_changes_nothing_but_the_hash() {
    let text = read("specs/payments-serverless.toml");
    let mut tables = tables(&text);
    let head = tables.remove(0);
    tables.reverse();
    let reversed = lower(&format!("{head}{}", tables.concat())).expect("the reversed spec is as good");
    let straight = lower(&text).expect("the spec is good");
    assert_ne!(straight.header.spec_hash, reversed.header.spec_hash);
    for backend in BACKENDS {
        let without_hash = |graph: &drc_ir::Graph| {
            let hash = graph.header.spec_hash.clone();
            let texts = texts(graph, backend).into_iter();
            texts.map(|(path, text)| (path, text.replace(&hash, "HASH"))).collect::<Vec<_>>()
        };
        assert_eq!(without_hash(&straight), without_hash(&reversed), "{backend:?}");
    }
}

#[test]
fn nothing_of_the_machine_reaches_an_output() {
    let graph = graph("payments-serverless");
    let home = common::repository().display().to_string();
    for backend in BACKENDS {
        for (path, text) in texts(&graph, backend) {
            assert!(!text.contains(&home), "{path} names a path of this machine");
            assert!(!text.contains("/tmp/"), "{path} names a temporary path");
        }
    }
}
