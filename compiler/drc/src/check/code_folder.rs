//! A code folder that cannot be packed.

use super::{Checking, Rule};
use crate::package::{FolderProblem, is_archive};
use drc_diagnostic::{Code, Diagnostic, Diagnostics, code};
use drc_services::function::Function;

/// A code folder that cannot be packed.
#[derive(Debug)]
pub struct CodeFolder;

impl Rule for CodeFolder {
    const CODE: Code = code!("DRC505", "code-folder", Error);

    fn check(cx: &Checking<'_>, found: &mut Diagnostics) {
        for (entry, function) in cx.spec.all::<Function>() {
            let Some(Err(problem)) = cx.folders.get(&function.code.value) else { continue };
            let path = &function.code.value;
            let above = path.rsplit_once('/').map_or(".", |(above, _)| above);
            let (message, help) = match problem {
                FolderProblem::Missing => (
                    "does not exist".to_owned(),
                    format!(
                        "write the path of the folder or zip that holds the code of {}, as seen from the spec's own folder",
                        entry.address
                    ),
                ),
                FolderProblem::NotAFolder => (
                    "is a file, not a folder".to_owned(),
                    format!("write the folder it is in: code = \"{above}\""),
                ),
                FolderProblem::NotAZip(why) => (
                    format!("is not a zip: {why}"),
                    "write the path of a zip that unpacks, or of the folder that holds the code".to_owned(),
                ),
                FolderProblem::Empty => {
                    ("is empty".to_owned(), format!("put the code of {} into it", entry.address))
                }
                FolderProblem::Unreadable(why) => (
                    format!("cannot be read: {why}"),
                    "drc packs every file below it, so it must be able to read them all".to_owned(),
                ),
                FolderProblem::TooLarge(bytes) => (
                    format!("holds {} MiB; Lambda takes 250", bytes >> 20),
                    "take out what the function does not need, or let it load that from a bucket".to_owned(),
                ),
                FolderProblem::OutsideRoot(_) => continue,
            };
            found.push(
                Diagnostic::new(
                    &Self::CODE,
                    function.code.span,
                    format!(
                        "the code {} `{}` {message}",
                        if is_archive(path) { "archive" } else { "folder" },
                        function.code.value
                    ),
                    "relative to the spec",
                )
                .help(help)
                .about(entry.address.to_string()),
            );
        }
    }
}
