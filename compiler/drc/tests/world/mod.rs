//! Code folders that exist only here, one for each way a folder can be: what is checked depends on no disk.

use drc_core::package::{File, FolderProblem, Folders};
use drc_core::{Backend, Checked, Options, check_source};
use drc_syntax::{Date, Source};

/// The day that exceptions are judged on.
pub const TODAY: Date = Date { year: 2026, month: 11, day: 21 };

/// The folders, from wherever a spec of the repository looks at them.
pub struct World;

impl Folders for World {
    fn folder(&self, path: &str) -> Result<Vec<File>, FolderProblem> {
        let file = |name: &str| {
            Ok(vec![File { path: name.to_owned(), bytes: b"exports".to_vec(), executable: false }])
        };
        match path.trim_start_matches("../") {
            "lambda/payment-processor-node" => file("index.js"),
            "lambda/payment-processor-python" => file("index.py"),
            "lambda/payment-processor-node/index.js" => Err(FolderProblem::NotAFolder),
            // It holds the text that `file` makes.
            "lambda/payment-processor.zip" => file("payment-processor.zip"),
            "lambda/empty" => Err(FolderProblem::Empty),
            "lambda/models" => Err(FolderProblem::TooLarge(300 << 20)),
            "lambda/locked" => Err(FolderProblem::Unreadable("Permission denied (os error 13)".to_owned())),
            "secrets" | "/etc" => Err(FolderProblem::OutsideRoot("`payments`".to_owned())),
            _ => Err(FolderProblem::Missing),
        }
    }
}

/// A source, checked as `drc emit --backend all` checks it: with what some backend cannot write.
pub fn check(source: &Source, options: Options<'_>) -> Checked {
    let mut checked = check_source(source, &World, options);
    for backend in Backend::ALL {
        let unsupported = checked.unsupported(backend);
        checked.diagnostics.extend(unsupported);
    }
    checked.diagnostics.sort();
    checked
}
