//! A parameter that is to be the same in every Region and cannot be.

use super::{Checking, Rule};
use drc_diagnostic::{Code, Diagnostic, Diagnostics, code};
use drc_services::parameter::{Parameter, copied_paths};

/// A parameter that is to be the same in every Region and cannot be.
#[derive(Debug)]
pub struct ParameterSync;

/// What is the same in every Region.
const EVERYWHERE: [&str; 2] = ["system", "environment"];
/// An event pattern takes 2,048 characters; the names of all copied parameters stand in one.
const MOST: usize = 1_900;

impl Rule for ParameterSync {
    const CODE: Code = code!("DRC567", "parameter-sync", Error);

    fn check(cx: &Checking<'_>, found: &mut Diagnostics) {
        for (entry, parameter) in cx.spec.all::<Parameter>().filter(|(_, it)| it.is_copied()) {
            let path = parameter.path.value.references();
            let value = parameter.value.iter().flat_map(|it| it.value.references());
            let differs = |words: &&drc_syntax::Spanned<Vec<String>>| !matches!(words.value.as_slice(), [word] if EVERYWHERE.contains(&word.as_str()));
            let Some(words) = path.chain(value).find(differs) else { continue };
            found.push(
                Diagnostic::new(&Self::CODE, words.span, format!("{} is to be the same in every Region, and ${{{}}} is not", entry.address, words.value.join(".")), "one per Region")
                    .also(parameter.sync.span, "is to be the same everywhere")
                    .why("the function that copies changes would write one Region's value over the other's: the other Region would then use what stands in the first, on the day the first is lost")
                    .help("take `sync` out: without it each Region has its own; or take the reference out")
                    .about(entry.address.to_string()),
            );
        }
        too_many(cx, found);
    }
}

fn too_many(cx: &Checking<'_>, found: &mut Diagnostics) {
    let paths = copied_paths(cx.spec, cx.spec.regions.primary.value);
    let mut length = 0;
    let over = paths.iter().position(|path| {
        length += path.len() + 3;
        length > MOST
    });
    let mut copied = cx.spec.all::<Parameter>().filter(|(_, it)| it.is_copied());
    let Some((entry, parameter)) = over.and_then(|at| copied.nth(at)) else { return };
    found.push(
        Diagnostic::new(
            &ParameterSync::CODE,
            parameter.sync.span,
            format!("{} parameters are too many to be kept in step", paths.len()),
            "no room from here on",
        )
        .why("one rule of EventBridge names them all, and its pattern takes 2048 characters")
        .help("shorten the paths, put several settings into one parameter, or keep the others in a table")
        .source("https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-quota.html")
        .about(entry.address.to_string()),
    );
}
