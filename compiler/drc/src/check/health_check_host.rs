//! A health check that is to ask a host of the spec's own.

use super::domain_reserved::reserved;
use super::{Checking, Rule};
use drc_diagnostic::{Code, Diagnostic, Diagnostics, code};
use drc_services::traffic::Traffic;
use drc_syntax::Spanned;

/// A health check that is to ask a host of the spec's own.
#[derive(Debug)]
pub struct HealthCheckHost;

impl Rule for HealthCheckHost {
    const CODE: Code = code!("DRC423", "health-check-host", Error);

    fn check(cx: &Checking<'_>, found: &mut Diagnostics) {
        let Some((traffic, host)) = written(cx).filter(|it| kind(it) == Host::Other) else { return };
        found.push(
            Diagnostic::new(&Self::CODE, host.span, format!("one host cannot tell the health of {} Regions", cx.spec.regions.all().count()), "read only to say so")
                .also(traffic.target.span, "whose endpoint in each Region is asked")
                .why("each Region has a health check of its own, which must ask what stands in that Region and nowhere else; drc knows those hosts, and writes them")
                .help("take `host` out: `path` is all that has to be said")
                .source("https://docs.aws.amazon.com/apigateway/latest/developerguide/dns-failover.html")
                .about("traffic"),
        );
    }
}

/// What a host in a health check is, whichever rule says so.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Host {
    /// Nobody's, or nobody's yet.
    Placeholder,
    /// The name that fails over.
    Shared,
    /// One that may exist.
    Other,
}

/// What `host` says, where a spec has one.
pub(super) fn written<'c>(cx: &Checking<'c>) -> Option<(&'c Traffic, &'c Spanned<String>)> {
    let (_, traffic) = cx.spec.one::<Traffic>()?;
    Some((traffic, traffic.health_check.host.as_ref()?))
}

pub(super) fn kind((traffic, host): &(&Traffic, &Spanned<String>)) -> Host {
    let host = bare(&host.value);
    if host == traffic.domain.value.to_ascii_lowercase() {
        return Host::Shared;
    }
    if reserved(&host).is_some() || is_filler(&host) { Host::Placeholder } else { Host::Other }
}

/// What is left of a URL without its scheme, port and path.
fn bare(host: &str) -> String {
    let rest = host.trim().split("://").last().unwrap_or_default();
    let host = rest.split(['/', ':', '?']).next().unwrap_or_default();
    host.trim_end_matches('.').to_ascii_lowercase()
}

/// Whether somebody wrote it to be replaced: `TODO`, `<host>`, `your-api.com`, `api.changeme.com`.
fn is_filler(host: &str) -> bool {
    const FILLERS: &[&str] = &["todo", "tbd", "fixme", "changeme", "placeholder", "dummy", "your", "xxx"];
    let mut words = host.split(|it: char| !it.is_ascii_alphanumeric());
    !host.contains('.') || host.contains(['<', '{', '$']) || words.any(|it| FILLERS.contains(&it))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_was_written_to_be_replaced_is_told_from_hosts() {
        for filler in ["todo", "<host>", "api.changeme.com", "your-api.acme-bank.com", "localhost", ""] {
            assert!(is_filler(filler), "{filler}");
        }
        for host in
            ["api.acme-bank.com", "yourself.acme-bank.com", "a1b2c3.execute-api.us-east-1.amazonaws.com"]
        {
            assert!(!is_filler(host), "{host}");
        }
        assert_eq!(bare("https://API.acme-bank.com:443/health"), "api.acme-bank.com");
    }
}
