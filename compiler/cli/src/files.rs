//! Specs and code folders.

use drc_core::package::{File, FolderProblem, Folders, MOST_BYTES, is_archive};
use drc_core::resolve;
use drc_diagnostic::Diagnostics;
use drc_syntax::Source;
use std::fs;
use std::io::Read as _;
use std::path::{Component, Path, PathBuf};

/// A spec as it was read.
pub(crate) enum Read {
    /// Text.
    Spec(Source),
    /// Not text: what can be shown of it, and what is wrong.
    NotText(Source, Diagnostics),
}

/// Reads a spec; `-` is standard input.
///
/// # Errors
/// Why it cannot be read, as a sentence.
pub(crate) fn read(path: &Path) -> Result<Read, String> {
    let (name, bytes) = if path == Path::new("-") {
        let mut bytes = Vec::new();
        std::io::stdin().read_to_end(&mut bytes).map(|_| ("<stdin>".to_owned(), bytes))
    } else {
        fs::read(path).map(|bytes| (path.display().to_string(), bytes))
    }
    .map_err(|error| format!("drc: cannot read {}: {error}", path.display()))?;
    Ok(match resolve::source(&name, bytes) {
        Ok(source) => Read::Spec(source),
        Err((source, problems)) => Read::NotText(source, problems),
    })
}

/// The folder drc runs in, from the root of its repository, with slashes; empty outside of any.
pub(crate) fn folder_in_repository() -> String {
    let Ok(here) = Path::new(".").canonicalize() else { return String::new() };
    let below = repository(&here).and_then(|root| here.strip_prefix(root).ok());
    below.map_or(String::new(), |it| it.display().to_string().replace(std::path::MAIN_SEPARATOR, "/"))
}

fn repository(folder: &Path) -> Option<&Path> {
    folder.ancestors().find(|it| it.join(".git").exists())
}

/// The code folders of a spec on disk.
pub(crate) struct Disk {
    base: PathBuf,
    root: PathBuf,
}

impl Disk {
    /// Folders as seen from `spec`. Code may come from `root`, else from the repository the spec is in, else from the
    /// spec's own folder.
    ///
    /// # Errors
    /// The root does not exist, as a sentence.
    pub(crate) fn new(spec: &Path, root: Option<&Path>) -> Result<Disk, String> {
        let base =
            if spec == Path::new("-") { Path::new(".") } else { spec.parent().unwrap_or(Path::new(".")) };
        let base = if base.as_os_str().is_empty() { Path::new(".") } else { base };
        let base = canonical(base)?;
        let root = match root {
            Some(root) => canonical(root)?,
            None => repository(&base).unwrap_or(&base).to_owned(),
        };
        Ok(Disk { base, root })
    }

    fn outside(&self) -> FolderProblem {
        // Its name only: where a repository lies on a machine is nobody's business in a log.
        let name = self.root.file_name().map_or("/".into(), |name| name.to_string_lossy().into_owned());
        FolderProblem::OutsideRoot(format!("`{name}`"))
    }

    fn walk(
        &self,
        folder: &Path,
        below: &str,
        depth: usize,
        files: &mut Vec<File>,
    ) -> Result<(), FolderProblem> {
        // A link to a folder above would never end.
        if depth > 64 {
            return Err(FolderProblem::Unreadable("folders are nested more than 64 deep".to_owned()));
        }
        let unreadable = |error: std::io::Error| FolderProblem::Unreadable(error.to_string());
        let mut entries =
            fs::read_dir(folder).and_then(Iterator::collect::<Result<Vec<_>, _>>).map_err(unreadable)?;
        entries.sort_by_key(fs::DirEntry::file_name);
        for entry in entries {
            let name = entry.file_name().into_string();
            let name =
                name.map_err(|name| FolderProblem::Unreadable(format!("{} is not UTF-8", name.display())))?;
            if is_litter(&name) {
                continue;
            }
            let real = entry.path().canonicalize().map_err(unreadable)?;
            if !real.starts_with(&self.root) {
                return Err(self.outside());
            }
            let path = if below.is_empty() { name } else { format!("{below}/{name}") };
            if real.is_dir() {
                self.walk(&real, &path, depth + 1, files)?;
            } else {
                let size = fs::metadata(&real).map_err(unreadable)?.len();
                let total = size + files.iter().map(|it| it.bytes.len() as u64).sum::<u64>();
                if total > MOST_BYTES {
                    return Err(FolderProblem::TooLarge(total));
                }
                let bytes = fs::read(&real).map_err(unreadable)?;
                files.push(File { path, bytes, executable: is_executable(&real) });
            }
        }
        Ok(())
    }
}

impl Folders for Disk {
    fn folder(&self, path: &str) -> Result<Vec<File>, FolderProblem> {
        let wanted = self.base.join(path);
        // By the letters of the path first: what is outside is not even asked whether it exists.
        if !lexical(&wanted).starts_with(&self.root) {
            return Err(self.outside());
        }
        let Ok(real) = wanted.canonicalize() else { return Err(FolderProblem::Missing) };
        if !real.starts_with(&self.root) {
            return Err(self.outside());
        }
        if is_archive(path) && real.is_file() {
            return archive(&real).map(|it| vec![it]);
        }
        if !real.is_dir() {
            return Err(FolderProblem::NotAFolder);
        }
        let mut files = Vec::new();
        self.walk(&real, "", 0, &mut files)?;
        if files.is_empty() { Err(FolderProblem::Empty) } else { Ok(files) }
    }
}

/// A zip that is used as it is.
fn archive(path: &Path) -> Result<File, FolderProblem> {
    let unreadable = |error: std::io::Error| FolderProblem::Unreadable(error.to_string());
    let size = fs::metadata(path).map_err(unreadable)?.len();
    if size > MOST_BYTES {
        return Err(FolderProblem::TooLarge(size));
    }
    let bytes = fs::read(path).map_err(unreadable)?;
    Ok(File { path: String::new(), bytes, executable: false })
}

/// What tools leave behind: it would make the same code another package.
fn is_litter(name: &str) -> bool {
    matches!(name, ".DS_Store" | "__pycache__" | ".git") || name.ends_with(".pyc")
}

fn canonical(path: &Path) -> Result<PathBuf, String> {
    path.canonicalize().map_err(|error| format!("drc: cannot find {}: {error}", path.display()))
}

/// The path without `.` and `..`, by its letters.
pub(crate) fn lexical(path: &Path) -> PathBuf {
    let mut out = PathBuf::new();
    for part in path.components() {
        match part {
            Component::ParentDir => {
                out.pop();
            }
            Component::CurDir => {}
            Component::Prefix(_) | Component::RootDir | Component::Normal(_) => out.push(part),
        }
    }
    out
}

#[cfg(unix)]
fn is_executable(path: &Path) -> bool {
    use std::os::unix::fs::PermissionsExt as _;
    fs::metadata(path).is_ok_and(|it| it.permissions().mode() & 0o111 != 0)
}

#[cfg(not(unix))]
fn is_executable(_: &Path) -> bool {
    false
}
