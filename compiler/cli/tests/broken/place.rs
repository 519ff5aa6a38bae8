//! A repository with a good spec, its code and its emission; and drc, run in it.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};
use std::time::{Duration, Instant};
use tempfile::TempDir;

/// More than that and a reader thinks it hangs. Tests run an unoptimised build, often beside others.
pub const PATIENCE: Duration = Duration::from_secs(if cfg!(debug_assertions) { 20 } else { 5 });

/// A spec without findings.
pub const GOOD: &str = r#"version = 1

[system]
name        = "payments"
environment = "dev"

[objectives]
rto = "5m"
rpo = "15m"

[regions]
primary   = "us-east-1"
secondary = "us-east-2"

[traffic]
route        = "dns-failover"
target       = "api.payment"
domain       = "api.payments.acme-bank.com"
zone         = { id = "Z0648231NA2XE3VDQPL4" }
health_check = { path = "/health" }

[api.payment.routes]
"POST /payment" = "function.processor"
"GET /health"   = { to = "function.processor", auth = "none" }

[function.processor]
runtime = "nodejs22.x"
code    = "code"
handler = "index.handler"
access  = ["read-write table.payments"]

[table.payments]
partition_key = "paymentId: S"

[environments.prod]
objectives.rto                = "4m"
traffic.health_check.interval = "10s"
"#;

/// A folder that passes for a repository, with `spec.toml` and `code/index.js`.
pub struct Place {
    folder: TempDir,
}

/// What a run said.
pub struct Said {
    pub status: i32,
    pub out: String,
    pub err: String,
}

/// Every file of a folder, and its bytes.
pub type Files = BTreeMap<PathBuf, Vec<u8>>;

impl Place {
    pub fn new() -> Self {
        let place = Place { folder: tempfile::tempdir().expect("a folder") };
        fs::create_dir(place.path(".git")).expect(".git");
        place.write("code/index.js", "exports.handler = async () => ({ statusCode: 200 });\n");
        place.write("spec.toml", GOOD);
        place
    }

    /// The good spec, emitted to `out`, with a stranger's files beside it.
    pub fn emitted() -> Self {
        let place = Self::new();
        place.drc(&["emit", "--backend", "all", "--out", "out", "spec.toml"]).succeeds();
        place.write("out/README.md", "Written by hand.\n");
        place.write("out/terraform/override.tf", "# Written by hand, too.\n");
        place
    }

    pub fn path(&self, below: &str) -> PathBuf {
        self.folder.path().join(below)
    }

    pub fn write(&self, path: &str, contents: impl AsRef<[u8]>) {
        let path = self.path(path);
        fs::create_dir_all(path.parent().expect("a folder")).expect("a folder");
        fs::write(path, contents).expect("a file");
    }

    pub fn files(&self, folder: &str) -> Files {
        let mut files = Files::new();
        collect(&self.path(folder), &mut files);
        files
    }

    pub fn command(&self, arguments: &[&str]) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_drc"));
        command.current_dir(self.folder.path()).args(arguments).stdin(Stdio::null());
        for name in ["NO_COLOR", "CLICOLOR_FORCE", "RUST_BACKTRACE"] {
            command.env_remove(name);
        }
        command
    }

    /// Runs drc, which must neither panic nor hang.
    pub fn drc(&self, arguments: &[&str]) -> Said {
        let start = Instant::now();
        let output = self.command(arguments).output().expect("drc runs");
        let took = start.elapsed();
        let said = Said::new(&output);
        assert!(took < PATIENCE, "{arguments:?} took {took:?}");
        said
    }

    /// `check` and `emit` must say `code` and where, and leave the output as it was.
    pub fn is_refused(&self, spec: &str, code: &str, more: &[&str]) {
        let before = self.files("out");
        let check = self.drc(&[&["check", spec], more].concat());
        check.finds(code, spec);
        let emit = self.drc(&[&["emit", "--backend", "all", "--out", "out", spec], more].concat());
        emit.finds(code, spec);
        assert!(emit.err.contains("nothing was written"), "{}", emit.err);
        assert!(self.files("out") == before, "{spec}: the output was touched");
    }
}

impl Said {
    pub fn new(output: &Output) -> Self {
        let text = |bytes: &[u8]| String::from_utf8_lossy(bytes).into_owned();
        let said = Said {
            status: output.status.code().unwrap_or(-1),
            out: text(&output.stdout),
            err: text(&output.stderr),
        };
        assert!(!said.err.contains("panicked"), "{}", said.err);
        assert!((0..=2).contains(&said.status), "status {}:\n{}", said.status, said.err);
        said
    }

    pub fn succeeds(&self) {
        assert_eq!(self.status, 0, "{}", self.err);
    }

    /// Exit 1, the code, and the place as `name:line:column`.
    pub fn finds(&self, code: &str, name: &str) {
        assert_eq!(self.status, 1, "{}", self.err);
        assert!(self.err.contains(&format!("error[{code}]")), "no {code} in\n{}", self.err);
        let is_place = |rest: &str| {
            let mut parts = rest.split(']').next().unwrap_or_default().split(':');
            let mut number = || parts.next().is_some_and(|it| it.parse::<usize>().is_ok_and(|it| it > 0));
            number() && number()
        };
        let found = self.err.split(&format!("[{name}:")).skip(1).any(is_place);
        assert!(found, "no {name}:line:column in\n{}", self.err);
    }

    /// Exit 2 and one sentence.
    pub fn could_not_run(&self, about: &str) {
        assert_eq!(self.status, 2, "{}", self.err);
        assert!(self.err.starts_with("drc: ") && self.err.contains(about), "{}", self.err);
    }
}

fn collect(folder: &Path, files: &mut Files) {
    for entry in fs::read_dir(folder).into_iter().flatten() {
        let path = entry.expect("an entry").path();
        if path.is_dir() {
            collect(&path, files);
        } else {
            files.insert(path.clone(), fs::read(&path).expect("a file"));
        }
    }
}
