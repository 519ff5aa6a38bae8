//! A Java function that may keep a database's old address.

use super::{Checking, Rule};
use drc_diagnostic::{Code, Diagnostic, Diagnostics, code};
use drc_model::{Grant, Piece, Text};
use drc_services::Entry;
use drc_services::function::{Function, Runtime};
use drc_syntax::Spanned;

/// A Java function that may keep a database's old address.
#[derive(Debug)]
pub struct JvmDnsCache;

impl Rule for JvmDnsCache {
    const CODE: Code = code!("DRC430", "jvm-dns-cache", Warning);

    fn check(cx: &Checking<'_>, found: &mut Diagnostics) {
        for (entry, function) in cx.spec.all::<Function>().filter(|(_, it)| is_java(it.runtime.value)) {
            let Some(grant) = function.access.iter().find(|it| it.verb == "connect") else { continue };
            let says = |word| function.environment.0.iter().find(|(_, value)| contains(value, word));
            if WORDS.iter().any(|word| says(word).is_some()) {
                continue;
            }
            let misspelt = says("-Dnetworkaddress.cache.ttl").map(|(key, _)| key);
            found.push(kept(entry, function, grant, misspelt));
        }
    }
}

/// What sets how long Java keeps an address, from outside of the code: the property, or a file of security properties.
const WORDS: &[&str] = &["sun.net.inetaddr.ttl", "java.security.properties"];

fn kept(entry: &Entry, function: &Function, grant: &Grant, misspelt: Option<&Spanned<String>>) -> Diagnostic {
    let (span, label) = match misspelt {
        Some(key) => (key.span, "a security property, which -D does not set"),
        None => (function.runtime.span, "keeps addresses as Java's settings say"),
    };
    Diagnostic::new(&JvmDnsCache::CODE, span, format!("{} may call {} at its old address after a failover", entry.address, grant.to.value), label)
        .also(grant.to.span, "found by its name")
        .why("a failover changes the address behind a cluster's name; Java keeps what it has looked up for a time of its own, with some settings until it is restarted, and a warm function is not")
        .help("add environment = { JAVA_TOOL_OPTIONS = \"-Dsun.net.inetaddr.ttl=5\" }; or set networkaddress.cache.ttl in the code, and say so in [[allow]]")
        .source("https://docs.aws.amazon.com/sdk-for-java/latest/developer-guide/jvm-ttl-dns.html")
        .about(entry.address.to_string())
}

/// AWS names its runtimes after what they run.
fn is_java(runtime: Runtime) -> bool {
    runtime.word().starts_with("java")
}

fn contains(text: &Text, word: &str) -> bool {
    text.pieces.iter().any(|it| match it {
        Piece::Plain(text) => text.contains(word),
        Piece::Reference(_) => false,
    })
}
