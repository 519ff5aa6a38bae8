//! What a spec was at another commit. git is asked, and told nothing.

use crate::files::lexical;
use std::collections::BTreeMap;
use std::io::{BufRead as _, BufReader, Read as _, Write as _};
use std::path::{Path, PathBuf};
use std::process::{Child, ChildStdin, ChildStdout, Command, Stdio};

/// The files of one commit, in each repository that specs are in.
pub(crate) struct Commit {
    reference: String,
    /// By the folder of the specs: the repository's root, as git has it, and the process that reads its files.
    folders: BTreeMap<PathBuf, String>,
    readers: BTreeMap<String, Reader>,
}

/// One process for all files: starting one for each takes longer than reading them.
struct Reader {
    id: String,
    child: Child,
    asks: ChildStdin,
    answers: BufReader<ChildStdout>,
}

impl Commit {
    /// The commit a branch, a tag or a hash names.
    pub(crate) fn new(reference: &str) -> Self {
        Self { reference: reference.to_owned(), folders: BTreeMap::new(), readers: BTreeMap::new() }
    }

    /// The bytes of a file there; `None` if it has no such file.
    ///
    /// # Errors
    /// git is missing, this is no repository, or the reference names no commit: as a sentence.
    pub(crate) fn read(&mut self, path: &Path) -> Result<Option<Vec<u8>>, String> {
        let path = lexical(&std::path::absolute(path).map_err(|error| format!("drc: {error}"))?);
        // A folder that is gone by now was in the repository of what is left of it.
        let folder = path.ancestors().skip(1).find(|it| it.is_dir()).unwrap_or(Path::new("/")).to_owned();
        let root = match self.folders.get(&folder) {
            Some(root) => root.clone(),
            None => {
                let root = ask(&folder, &["rev-parse", "--show-toplevel"])
                    .map_err(|why| format!("drc: {} is in no git repository: {why}", path.display()))?;
                self.folders.insert(folder.clone(), root.clone());
                root
            }
        };
        let real = folder.canonicalize().map_err(|error| format!("drc: {}: {error}", folder.display()))?;
        let below = path.strip_prefix(&folder).map_or(real.clone(), |rest| real.join(rest));
        let Ok(name) = below.strip_prefix(&root) else {
            return Err(format!("drc: {} is not below {root}", path.display()));
        };
        let Some(name) = name.to_str().filter(|it| !it.contains('\n')) else {
            return Err(format!("drc: git cannot be asked for {}", path.display()));
        };
        let name = name.replace(std::path::MAIN_SEPARATOR, "/");
        if !self.readers.contains_key(&root) {
            let reader = Reader::start(&root, &self.reference)?;
            self.readers.insert(root.clone(), reader);
        }
        let Some(reader) = self.readers.get_mut(&root) else { return Ok(None) };
        reader.read(&name).map_err(|error| format!("drc: git stopped while it read {name}: {error}"))
    }
}

impl Reader {
    fn start(root: &str, reference: &str) -> Result<Self, String> {
        // What begins with a dash is a name all the same, and only a commit will do.
        let commit = format!("{reference}^{{commit}}");
        let id = ask(Path::new(root), &["rev-parse", "--verify", "--quiet", "--end-of-options", &commit]);
        let id = id.map_err(|why| {
            format!("drc: {reference} names neither a file nor a commit of {root}{}", because(&why))
        })?;
        let started = git(Path::new(root))
            .args(["cat-file", "--batch"])
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn();
        let mut child = started.map_err(|error| format!("drc: cannot run git: {error}"))?;
        let (Some(asks), Some(answers)) = (child.stdin.take(), child.stdout.take()) else {
            return Err("drc: git does not listen".to_owned());
        };
        Ok(Self { id, child, asks, answers: BufReader::new(answers) })
    }

    /// Asks for one file and waits for it: both pipes would fill up otherwise.
    fn read(&mut self, name: &str) -> std::io::Result<Option<Vec<u8>>> {
        writeln!(self.asks, "{}:{name}", self.id)?;
        self.asks.flush()?;
        let mut head = String::new();
        self.answers.read_line(&mut head)?;
        let mut words = head.trim_end().rsplitn(3, ' ');
        let (size, kind) = (words.next().unwrap_or_default(), words.next().unwrap_or_default());
        let Ok(size) = size.parse::<usize>() else { return Ok(None) };
        // git ends each with a line break of its own.
        let mut bytes = vec![0; size + 1];
        self.answers.read_exact(&mut bytes)?;
        bytes.truncate(size);
        Ok((kind == "blob").then_some(bytes))
    }
}

impl Drop for Reader {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

fn because(why: &str) -> String {
    if why.is_empty() { String::new() } else { format!(": {why}") }
}

fn git(folder: &Path) -> Command {
    let mut git = Command::new("git");
    git.arg("-C").arg(folder);
    git
}

/// The first line of what git answers.
fn ask(folder: &Path, arguments: &[&str]) -> Result<String, String> {
    let answer = git(folder).args(arguments).stdin(Stdio::null()).output();
    let answer = answer.map_err(|error| format!("cannot run git: {error}"))?;
    if !answer.status.success() {
        let why = String::from_utf8_lossy(&answer.stderr);
        return Err(why.lines().next().unwrap_or_default().trim_start_matches("fatal: ").to_owned());
    }
    Ok(String::from_utf8_lossy(&answer.stdout).trim_end().to_owned())
}
