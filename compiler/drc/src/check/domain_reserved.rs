//! A name that cannot be in public DNS.

use super::{Checking, Rule};
use drc_diagnostic::{Code, Diagnostic, Diagnostics, code};
use drc_services::traffic::Traffic;

/// A name that cannot be in public DNS.
#[derive(Debug)]
pub struct DomainReserved;

impl Rule for DomainReserved {
    const CODE: Code = code!("DRC403", "domain-reserved", Error);

    fn check(cx: &Checking<'_>, found: &mut Diagnostics) {
        let Some((_, traffic)) = cx.spec.one::<Traffic>() else { return };
        for name in std::iter::once(&traffic.domain).chain(traffic.zone.name()) {
            let Some(reserved) = reserved(&name.value) else { continue };
            found.push(
                Diagnostic::new(&Self::CODE, name.span, format!("`{}` is reserved and cannot be in public DNS", name.value), format!("{reserved} is set aside"))
                    .why("RFC 2606 and 6761 set these names aside for examples and tests; Route 53 refuses such a zone, and nobody's resolver would find it")
                    .help("use a domain you own")
                    .source("https://www.rfc-editor.org/rfc/rfc6761")
                    .about("traffic"),
            );
        }
    }
}

/// RFC 2606, 6761, 6762, and the private-use name ICANN reserved in 2024.
const RESERVED: &[&str] = &[
    "example.com",
    "example.net",
    "example.org",
    "example",
    "invalid",
    "internal",
    "local",
    "localhost",
    "test",
];

/// Under which reserved name it is.
pub(super) fn reserved(name: &str) -> Option<&'static str> {
    let name = name.trim_end_matches('.').to_ascii_lowercase();
    RESERVED.iter().copied().find(|it| name == *it || name.ends_with(&format!(".{it}")))
}
