//! A handler whose file is not in the code folder.

use super::{Checking, Rule};
use drc_diagnostic::{Code, Diagnostic, Diagnostics, code};
use drc_services::function::Function;

/// A handler whose file is not in the code folder.
#[derive(Debug)]
pub struct HandlerMissing;

impl Rule for HandlerMissing {
    const CODE: Code = code!("DRC507", "handler-missing", Error);

    fn check(cx: &Checking<'_>, found: &mut Diagnostics) {
        for (entry, function) in cx.spec.all::<Function>() {
            let Some(Ok(package)) = cx.folders.get(&function.code.value) else { continue };
            let endings = function.runtime.value.handler_files();
            let stem = function
                .handler
                .value
                .rsplit_once('.')
                .map_or(function.handler.value.as_str(), |(file, _)| file);
            let wanted: Vec<String> = endings.iter().map(|ending| format!("{stem}.{ending}")).collect();
            if !wanted.is_empty() && !wanted.iter().any(|it| package.files.contains(it)) {
                found.push(
                    Diagnostic::new(&Self::CODE, function.handler.span, format!("the handler `{}` of {} is not in its code folder", function.handler.value, entry.address), format!("there is no {}", wanted.join(" or ")))
                        .also(function.code.span, "the code folder")
                        .why("Lambda looks for file.function when it is called, not when it is deployed: the first to notice would be a user")
                        .help(format!("the folder holds {}", some(&package.files)))
                        .about(entry.address.to_string()),
                );
            }
        }
    }
}

fn some(files: &[String]) -> String {
    let shown = files.iter().take(5).cloned().collect::<Vec<_>>().join(", ");
    if files.len() > 5 { format!("{shown} and {} more", files.len() - 5) } else { shown }
}
