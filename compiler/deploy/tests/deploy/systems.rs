//! Specs of the repository, compiled.

use drc_core::package::{File, FolderProblem, Folders};
use drc_core::{Options, check_source};
use drc_deploy::System;
use drc_ir::Graph;
use drc_syntax::Source;
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::Arc;

struct Repository(PathBuf);

impl Folders for Repository {
    fn folder(&self, path: &str) -> Result<Vec<File>, FolderProblem> {
        let mut files = Vec::new();
        let mut folders = vec![self.0.join(path)];
        while let Some(folder) = folders.pop() {
            for entry in fs::read_dir(&folder).map_err(|it| FolderProblem::Unreadable(it.to_string()))? {
                let path = entry.expect("an entry").path();
                if path.is_dir() {
                    folders.push(path);
                } else {
                    let name = path.file_name().expect("a name").to_string_lossy().into_owned();
                    files.push(File {
                        path: name,
                        bytes: fs::read(&path).expect("a file"),
                        executable: false,
                    });
                }
            }
        }
        Ok(files)
    }
}

pub fn repository() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).ancestors().nth(2).expect("the workspace").to_owned()
}

/// A spec below `specs/`.
pub fn system(name: &str) -> Arc<System> {
    let path = repository().join("specs").join(format!("{name}.toml"));
    compiled(&fs::read_to_string(path).expect("a spec"))
}

/// A spec below `specs/` with something of it changed.
pub fn changed(name: &str, from: &str, to: &str) -> Arc<System> {
    let path = repository().join("specs").join(format!("{name}.toml"));
    let text = fs::read_to_string(path).expect("a spec");
    assert!(text.contains(from), "{name} does not say {from}");
    compiled(&text.replace(from, to))
}

fn compiled(text: &str) -> Arc<System> {
    Arc::new(System::of(&lowered(text, "specs")))
}

/// The graph of a spec that is in a folder.
pub fn lowered(text: &str, folder: &str) -> Graph {
    let source = Source::new("spec.toml", text);
    let checked = check_source(&source, &Repository(repository().join(folder)), Options::default());
    checked.lower(&source).expect("a spec without errors")
}
