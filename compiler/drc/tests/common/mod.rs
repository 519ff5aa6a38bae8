//! Specs of the repository, compiled as the command line compiles them.

#![allow(clippy::disallowed_methods, reason = "tests read the repository")]
#![allow(clippy::panic, reason = "a fixture that cannot be read ends the test")]
#![allow(dead_code, reason = "each suite uses a part of it")]

use drc_core::package::{File, FolderProblem, Folders};
use drc_core::{Backend, Checked, Options, check_source, emit};
use drc_ir::Graph;
use drc_syntax::Source;
use std::path::{Path, PathBuf};

/// The repository.
pub fn repository() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).ancestors().nth(2).expect("the workspace").to_owned()
}

/// The text of a file of the repository.
pub fn read(path: &str) -> String {
    let path = repository().join(path);
    std::fs::read_to_string(&path).unwrap_or_else(|error| panic!("{}: {error}", path.display()))
}

/// Code folders as seen from wherever specs stand; flat, as all of them are.
pub struct Disk;

impl Folders for Disk {
    fn folder(&self, path: &str) -> Result<Vec<File>, FolderProblem> {
        let places = ["specs", "specs/services", "tests/specs"].map(|it| repository().join(it).join(path));
        let folder = places.iter().find(|it| it.exists()).unwrap_or(&places[0]);
        let entries = std::fs::read_dir(folder).map_err(|_| FolderProblem::Missing)?;
        let file = |entry: std::fs::DirEntry| File {
            path: entry.file_name().into_string().expect("a UTF-8 name"),
            bytes: std::fs::read(entry.path()).expect("a file"),
            executable: false,
        };
        Ok(entries.map(|entry| file(entry.expect("an entry"))).collect())
    }
}

/// A text as a source.
pub fn source(text: &str) -> Source {
    Source::new("spec.toml", text)
}

/// A text, checked.
pub fn check(text: &str) -> Checked {
    check_source(&source(text), &Disk, Options::default())
}

/// The graph of a text, if it is free of errors.
pub fn lower(text: &str) -> Option<Graph> {
    check(text).lower(&source(text))
}

/// The graph of `specs/NAME.toml`, which must be free of errors.
pub fn graph(name: &str) -> Graph {
    let text = read(&format!("specs/{name}.toml"));
    let problems: Vec<String> = check(&text).diagnostics.iter().map(|it| it.message.clone()).collect();
    lower(&text).unwrap_or_else(|| panic!("{name}: {problems:#?}"))
}

/// The text files of an output, by path.
pub fn texts(graph: &Graph, backend: Backend) -> Vec<(String, String)> {
    let text = |it: drc_ir::Artifact| Some((it.path, String::from_utf8(it.contents.to_vec()).ok()?));
    emit(graph, backend).0.into_iter().filter_map(text).collect()
}

/// Whether the repository has a file or folder.
pub fn exists(path: &str) -> bool {
    repository().join(path).exists()
}

/// Paths of every spec that must be free of errors.
pub fn specs() -> Vec<String> {
    let mut found = Vec::new();
    for folder in ["specs", "specs/services", "tests/specs"] {
        for entry in std::fs::read_dir(repository().join(folder)).expect("a folder of specs") {
            let name = entry.expect("an entry").file_name().to_string_lossy().into_owned();
            if name.ends_with(".toml") {
                found.push(format!("{folder}/{name}"));
            }
        }
    }
    found.sort();
    assert!(found.len() > 2, "{found:?}");
    found
}

/// The graph of every one of them that a backend can write.
pub fn graphs(backend: Backend) -> Vec<(String, Graph)> {
    let graph = |path: String| {
        let text = read(&path);
        let checked = check(&text);
        let problems: Vec<String> = checked.diagnostics.iter().map(|it| it.message.clone()).collect();
        let graph = checked.lower(&source(&text)).unwrap_or_else(|| panic!("{path}: {problems:#?}"));
        (!checked.unsupported(backend).has_errors()).then_some((path, graph))
    };
    specs().into_iter().filter_map(graph).collect()
}
