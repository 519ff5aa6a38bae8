//! What a reference asks a resource for, in Pulumi's words.

use crate::property::Level;
use drc_vendor::{Field, Nesting, PulumiMajor, Type};

/// Writes `domainValidationOptions[0].resourceRecordName` for `domain_validation_options[0].resource_record_name`;
/// false if the vendor table lacks a word of it.
pub(crate) fn push_path(out: &mut String, of: Option<&'static Type>, path: &str, major: PulumiMajor) -> bool {
    let mut level = Some(Level::Resource(of));
    let mut known = true;
    for (at, step) in path.split('.').enumerate() {
        let (word, index) = step.split_at(step.find('[').unwrap_or(step.len()));
        let field = level.and_then(|level| level.field(word));
        known &= field.is_some();
        out.push_str(if at == 0 { "" } else { "." });
        push_name(out, field, word, major);
        if !field.is_some_and(|field| stands_once(field.nesting)) {
            out.push_str(index);
        }
        level = field.map(Level::Within);
    }
    known
}

/// A field's name; a guess where the table lacks it, since something must be printed.
pub(crate) fn push_name(out: &mut String, field: Option<&'static Field>, word: &str, major: PulumiMajor) {
    if let Some(field) = field {
        return out.push_str(field.pulumi(major));
    }
    let mut words = word.split('_');
    out.push_str(words.next().unwrap_or_default());
    for word in words {
        let mut chars = word.chars();
        out.extend(chars.next().map(|first| first.to_ascii_uppercase()));
        out.push_str(chars.as_str());
    }
}

/// Whether what Terraform keeps in a list is no list in Pulumi: it has no index.
fn stands_once(nesting: Nesting) -> bool {
    match nesting {
        Nesting::Block(_) | Nesting::Object(_) | Nesting::Sole => true,
        Nesting::Value | Nesting::Archive | Nesting::Asset | Nesting::Blocks(_) | Nesting::Objects(_) => {
            false
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn path(kind: &str, path: &str) -> (String, bool) {
        let mut out = String::new();
        let known = push_path(&mut out, Type::find(kind), path, PulumiMajor::V7);
        (out, known)
    }

    #[test]
    fn a_path_is_translated_word_by_word() {
        let kind = "aws_acm_certificate";
        let long = "domain_validation_options[0].resource_record_name";
        assert_eq!(path(kind, long), ("domainValidationOptions[0].resourceRecordName".into(), true));
        assert_eq!(path("aws_api_gateway_stage", "rest_api_id"), ("restApi".into(), true));
    }

    #[test]
    fn what_stands_once_has_no_index() {
        assert_eq!(
            path("aws_lambda_function", "environment[0].variables"),
            ("environment.variables".into(), true)
        );
        let sole = path("aws_api_gateway_rest_api", "endpoint_configuration[0].types[0]");
        assert_eq!(sole, ("endpointConfiguration.types".into(), true));
    }

    #[test]
    fn what_the_table_lacks_is_guessed_and_told() {
        assert_eq!(path("aws_thing", "some_long_name[1].x_y"), ("someLongName[1].xY".into(), false));
        assert_eq!(path("aws_sqs_queue", "no_such"), ("noSuch".into(), false));
    }
}
