//! A code folder outside the repository.

use super::{Checking, Rule};
use crate::package::FolderProblem;
use drc_diagnostic::{Code, Diagnostic, Diagnostics, code};
use drc_services::function::Function;

/// A code folder outside the repository.
#[derive(Debug)]
pub struct CodeOutsideRoot;

impl Rule for CodeOutsideRoot {
    const CODE: Code = code!("DRC506", "code-outside-root", Error);

    fn check(cx: &Checking<'_>, found: &mut Diagnostics) {
        for (entry, function) in cx.spec.all::<Function>() {
            let Some(Err(FolderProblem::OutsideRoot(root))) = cx.folders.get(&function.code.value) else {
                continue;
            };
            found.push(
                Diagnostic::new(&Self::CODE, function.code.span, format!("the code folder `{}` leads out of {root}", function.code.value), "outside")
                    .why("a spec from a pull request must not be able to pack files of the machine that builds it into a function")
                    .help("move the code into the repository, or say with --root which folder code may come from")
                    .about(entry.address.to_string()),
            );
        }
    }
}
