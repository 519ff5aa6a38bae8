//! Output folders. What drc wrote it may overwrite; what somebody else wrote or edited it may not.
//!
//! Each folder holds a `.drc.json` with the hash of every file as it was written. A file whose bytes no longer have
//! that hash was edited.

use drc_ir::{Artifact, Artifacts, Header};
use serde_json::{Map, Value, json};
use sha2::{Digest, Sha256};
use std::fs;
use std::io::Write as _;
use std::path::{Path, PathBuf};

/// The record of what was written.
const RECORD: &str = ".drc.json";

/// How a file on disk stands to the one that would be written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum State {
    /// Not there yet.
    New,
    /// The same bytes.
    Same,
    /// Written by drc, and different now.
    Changed,
    /// Not as drc wrote it.
    Edited,
    /// Written by drc, and no longer part of the output.
    Gone,
}

/// An output folder, compared with what should be in it.
pub(crate) struct Folder<'a> {
    path: PathBuf,
    artifacts: Vec<(&'a Artifact, State)>,
    /// Files of an earlier output that are not in this one.
    leftover: Vec<(String, State)>,
}

impl<'a> Folder<'a> {
    /// Compares a folder with what should be in it.
    ///
    /// # Errors
    /// A file cannot be read, as a sentence.
    pub(crate) fn open(path: PathBuf, artifacts: &'a Artifacts) -> Result<Folder<'a>, String> {
        let record = record(&path)?;
        let mut compared = Vec::new();
        for artifact in &artifacts.0 {
            let on_disk = read(&path.join(&artifact.path))?;
            compared
                .push((artifact, state(on_disk.as_deref(), &artifact.contents, record.get(&artifact.path))));
        }
        let mut leftover = Vec::new();
        for (name, written) in
            record.iter().filter(|(name, _)| !artifacts.0.iter().any(|it| it.path == **name))
        {
            if let Some(bytes) = read(&path.join(name))? {
                let untouched = written.as_str() == Some(&hash(&bytes));
                leftover.push((name.clone(), if untouched { State::Gone } else { State::Edited }));
            }
        }
        Ok(Folder { path, artifacts: compared, leftover })
    }

    /// The files in a state.
    pub(crate) fn paths(&self, state: State) -> impl Iterator<Item = String> + '_ {
        let artifacts = self.artifacts.iter().map(|(artifact, it)| (&artifact.path, it));
        let leftover = self.leftover.iter().map(|(name, it)| (name, it));
        let matching = artifacts.chain(leftover).filter(move |(_, it)| **it == state);
        matching.map(|(name, _)| self.path.join(name).display().to_string())
    }

    /// Writes what differs, each file whole or not at all, and removes what drc wrote and no longer writes.
    ///
    /// # Errors
    /// A file cannot be written, as a sentence.
    pub(crate) fn write(&self, header: &Header) -> Result<(), String> {
        for (artifact, state) in &self.artifacts {
            if *state != State::Same {
                replace(&self.path.join(&artifact.path), &artifact.contents)?;
            }
        }
        for (name, _) in self.leftover.iter().filter(|(_, state)| *state == State::Gone) {
            let path = self.path.join(name);
            fs::remove_file(&path)
                .map_err(|error| format!("drc: cannot remove {}: {error}", path.display()))?;
        }
        let files: Map<String, Value> =
            self.artifacts.iter().map(|(it, _)| (it.path.clone(), json!(hash(&it.contents)))).collect();
        let record = json!({ "drc": header.version, "spec": header.spec_hash, "files": files });
        let text = format!("{record:#}\n");
        let path = self.path.join(RECORD);
        if read(&path)?.as_deref() == Some(text.as_bytes()) {
            Ok(())
        } else {
            replace(&path, text.as_bytes())
        }
    }

    /// `out/terraform: 12 files, 3 written`
    pub(crate) fn summary(&self) -> String {
        let written = self.artifacts.iter().filter(|(_, state)| *state != State::Same).count();
        format!("{}: {} files, {written} written", self.path.display(), self.artifacts.len())
    }
}

fn state(on_disk: Option<&[u8]>, new: &[u8], written: Option<&Value>) -> State {
    match on_disk {
        None => State::New,
        Some(bytes) if bytes == new => State::Same,
        Some(bytes) if written.and_then(Value::as_str) == Some(&hash(bytes)) => State::Changed,
        Some(_) => State::Edited,
    }
}

fn record(folder: &Path) -> Result<Map<String, Value>, String> {
    let Some(bytes) = read(&folder.join(RECORD))? else { return Ok(Map::new()) };
    // A record that cannot be read claims nothing: then every file counts as edited.
    let record: Value = serde_json::from_slice(&bytes).unwrap_or_default();
    let files = record.get("files").and_then(Value::as_object).cloned().unwrap_or_default();
    // Names come from a file anybody can edit: one that leads out of the folder is not drc's.
    Ok(files.into_iter().filter(|(name, _)| is_inside(name)).collect())
}

fn is_inside(name: &str) -> bool {
    !name.starts_with('/') && name.split('/').all(|it| !it.is_empty() && it != ".." && !it.contains('\\'))
}

pub(crate) fn read(path: &Path) -> Result<Option<Vec<u8>>, String> {
    match fs::read(path) {
        Ok(bytes) => Ok(Some(bytes)),
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => Ok(None),
        Err(error) => Err(format!("drc: cannot read {}: {error}", path.display())),
    }
}

/// Puts a file in place whole: a temporary file beside it, then a rename. What is no file (`/dev/stdout`, a pipe) is
/// written to.
pub(crate) fn whole(path: &Path, contents: &[u8]) -> Result<(), String> {
    if path.exists() && !path.is_file() {
        return fs::write(path, contents)
            .map_err(|error| format!("drc: cannot write {}: {error}", path.display()));
    }
    replace(path, contents)
}

/// Puts a file in place whole: a temporary file beside it, then a rename.
pub(crate) fn replace(path: &Path, contents: &[u8]) -> Result<(), String> {
    let folder = path.parent().filter(|it| !it.as_os_str().is_empty()).unwrap_or(Path::new("."));
    let place = || -> std::io::Result<()> {
        fs::create_dir_all(folder)?;
        let mut file =
            tempfile::Builder::new().prefix(".drc-").permissions(readable()).tempfile_in(folder)?;
        file.write_all(contents)?;
        file.persist(path)?;
        Ok(())
    };
    place().map_err(|error| format!("drc: cannot write {}: {error}", path.display()))
}

/// Temporary files are private by default; these are for the reader of the repository.
#[cfg(unix)]
fn readable() -> fs::Permissions {
    use std::os::unix::fs::PermissionsExt as _;
    fs::Permissions::from_mode(0o644)
}

#[cfg(not(unix))]
fn readable() -> fs::Permissions {
    fs::metadata(".")
        .map_or_else(|_| unreachable!("the working directory has permissions"), |it| it.permissions())
}

fn hash(bytes: &[u8]) -> String {
    drc_core::package::hex(&Sha256::digest(bytes))
}
