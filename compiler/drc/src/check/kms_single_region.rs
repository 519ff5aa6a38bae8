//! Keys of one Region each, with which functions encrypt.

use super::{Checking, Rule};
use drc_diagnostic::{Code, Diagnostic, Diagnostics, code};
use drc_model::PerRegion;
use drc_services::function::Function;
use drc_services::key::Key;
use drc_services::registry::Typed as _;
use drc_syntax::Spanned;

/// Keys of one Region each, with which functions encrypt.
#[derive(Debug)]
pub struct KmsSingleRegion;

impl Rule for KmsSingleRegion {
    const CODE: Code = code!("DRC589", "kms-single-region", Warning);

    fn check(cx: &Checking<'_>, found: &mut Diagnostics) {
        for (entry, function) in cx.spec.all::<Function>() {
            for grant in function.access.iter().filter(|it| it.verb == "use") {
                let key = cx.spec.entry(&grant.to.value).and_then(|it| Key::service(&it.service));
                let Some(existing) = key.and_then(|it| it.existing.as_ref()) else { continue };
                let Some(alone) = single_region(&existing.value) else { continue };
                found.push(
                    Diagnostic::new(&Self::CODE, alone.span, format!("what {} encrypts in one Region the other cannot decrypt: {} is another key in each", entry.address, grant.to.value), "no multi-Region key")
                        .also(grant.span, "encrypts with it")
                        .why("services encrypt their copies anew with the key of their Region, but what a function encrypted itself is copied as it is; only keys of one id, mrk-…, share their material, and no key becomes one later")
                        .help("make a multi-Region key with a replica per Region, or take `existing` out: drc makes one; then encrypt again what is there")
                        .source("https://docs.aws.amazon.com/kms/latest/developerguide/multi-region-keys-overview.html")
                        .about(entry.address.to_string()),
                );
            }
        }
    }
}

/// The first key that shares no material with the one of the first Region. What an alias leads to nobody knows here.
fn single_region(keys: &PerRegion<Spanned<String>>) -> Option<&Spanned<String>> {
    let id = |arn: &str| arn.split_once(":key/").map(|(_, id)| id.to_owned());
    let (_, first) = keys.0.first()?;
    let shared = id(&first.value)?;
    let stranger =
        |arn: &&Spanned<String>| id(&arn.value).is_some_and(|it| it != shared || !it.starts_with("mrk-"));
    keys.0.iter().map(|(_, arn)| arn).find(stranger)
}
