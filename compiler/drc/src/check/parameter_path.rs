//! A path that Parameter Store does not take.

use super::{Checking, Rule};
use drc_diagnostic::{Code, Diagnostic, Diagnostics, code};
use drc_services::parameter::{PATH_WORDS, Parameter, path};
use drc_syntax::Span;

/// A path that Parameter Store does not take.
#[derive(Debug)]
pub struct ParameterPath;

const DEEPEST: usize = 15;

impl Rule for ParameterPath {
    const CODE: Code = code!("DRC565", "parameter-path", Error);

    fn check(cx: &Checking<'_>, found: &mut Diagnostics) {
        for (entry, parameter) in cx.spec.all::<Parameter>() {
            let whole = path(parameter, cx.spec, cx.spec.regions.primary.value);
            let Some((span, message, label, help)) =
                reference(parameter).or_else(|| problem(parameter, &whole))
            else {
                continue;
            };
            found.push(
                Diagnostic::new(&Self::CODE, span, message, label)
                    .why("Systems Manager refuses it when the parameter is made")
                    .help(help)
                    .source("https://docs.aws.amazon.com/systems-manager/latest/userguide/sysman-paramstore-su-create.html")
                    .about(entry.address.to_string()),
            );
        }
    }
}

type Found = (Span, String, &'static str, String);

/// A reference to what is not known before anything exists.
fn reference(parameter: &Parameter) -> Option<Found> {
    let unknown = |words: &&drc_syntax::Spanned<Vec<String>>| !matches!(words.value.as_slice(), [word] if PATH_WORDS.contains(&word.as_str()));
    let words = parameter.path.value.references().find(unknown)?;
    let message = format!("a path cannot hold ${{{}}}", words.value.join("."));
    let known: Vec<String> = PATH_WORDS.iter().map(|it| format!("${{{it}}}")).collect();
    Some((
        words.span,
        message,
        "not known before it is deployed",
        format!("a path may hold {}", known.join(", ")),
    ))
}

fn problem(parameter: &Parameter, whole: &str) -> Option<Found> {
    let span = parameter.path.span;
    let plain = whole.trim_start_matches('/');
    if !whole.starts_with('/') {
        return Some((
            span,
            format!("`{whole}` is not a path"),
            "no slash first",
            format!("write \"/{whole}\""),
        ));
    }
    let allowed = |it: char| it.is_ascii_alphanumeric() || "/_.-".contains(it);
    if let Some(other) = whole.chars().find(|it| !allowed(*it)) {
        let help = "use letters, digits and the signs _ . - between slashes".to_owned();
        return Some((span, format!("a path cannot hold {other:?}"), "not a character of paths", help));
    }
    if plain.is_empty() || plain.split('/').any(str::is_empty) {
        let help = "put a name between any two slashes, and one at the end".to_owned();
        return Some((span, format!("`{whole}` has a level without a name"), "an empty level", help));
    }
    let first = plain.split('/').next().unwrap_or_default().to_ascii_lowercase();
    if first.starts_with("aws") || first.starts_with("ssm") {
        let help = format!("begin with the system's name: \"/payments/{plain}\"");
        return Some((
            span,
            format!("paths that begin with /{first} are AWS's own"),
            "begins with aws or ssm",
            help,
        ));
    }
    let deep = plain.split('/').count();
    (deep > DEEPEST).then(|| {
        let help = format!("take {} out", deep - DEEPEST);
        (span, format!("a path of {deep} levels"), "at most 15 levels", help)
    })
}
