//! A domain or zone that is not a host name.

use super::domain_reserved::reserved;
use super::{Checking, Rule};
use drc_diagnostic::{Code, Diagnostic, Diagnostics, code};
use drc_services::traffic::Traffic;

/// A domain or zone that is not a host name.
#[derive(Debug)]
pub struct DomainName;

impl Rule for DomainName {
    const CODE: Code = code!("DRC410", "domain-name", Error);

    fn check(cx: &Checking<'_>, found: &mut Diagnostics) {
        let Some((_, traffic)) = cx.spec.one::<Traffic>() else { return };
        for name in std::iter::once(&traffic.domain)
            .chain(traffic.zone.name())
            .filter(|it| !is_host_name(&it.value) && reserved(&it.value).is_none())
        {
            found.push(
                Diagnostic::new(&Self::CODE, name.span, format!("`{}` is not a host name", name.value), "not a host name")
                    .why("a host name is labels of at most 63 lower-case letters, digits and dashes, with dots between them, at least two")
                    .help(match bare(&name.value).filter(|it| is_host_name(it)) {
                        Some(bare) => format!("write \"{bare}\""),
                        None => "write it like \"api.payments.acme-bank.com\", without scheme, path or final dot".to_owned(),
                    })
                    .source("https://docs.aws.amazon.com/Route53/latest/DeveloperGuide/DomainNameFormat.html")
                    .about("traffic"),
            );
        }
    }
}

/// The host name in a URL or an absolute name.
fn bare(name: &str) -> Option<String> {
    let host = name.split("://").last()?.split(['/', ':']).next()?;
    Some(host.trim_end_matches('.').to_ascii_lowercase())
}

/// Whether it can be in DNS at all.
pub(super) fn is_host_name(name: &str) -> bool {
    let letter = |it: u8| it.is_ascii_lowercase() || it.is_ascii_digit();
    let label = |label: &str| {
        let bytes = label.as_bytes();
        (1..=63).contains(&bytes.len())
            && bytes.iter().all(|it| letter(*it) || *it == b'-')
            && !label.starts_with('-')
            && !label.ends_with('-')
    };
    name.len() <= 253 && name.contains('.') && name.split('.').all(label)
}
