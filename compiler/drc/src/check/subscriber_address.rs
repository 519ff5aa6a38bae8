//! Somebody a topic cannot write to.

use super::{Checking, Rule};
use drc_diagnostic::{Code, Diagnostic, Diagnostics, code};
use drc_model::{Address, Piece, Text};
use drc_services::Entry;
use drc_services::alerts::Alerts;
use drc_services::topic::Topic;
use drc_syntax::{Span, Spanned};

/// Somebody a topic cannot write to.
#[derive(Debug)]
pub struct SubscriberAddress;

impl Rule for SubscriberAddress {
    const CODE: Code = code!("DRC558", "subscriber-address", Error);

    fn check(cx: &Checking<'_>, found: &mut Diagnostics) {
        for (entry, topic) in cx.spec.all::<Topic>() {
            mail(found, entry, &topic.email);
            for url in topic.https.iter().filter(|it| !is_https(&it.value)) {
                found.push(refuse(
                    entry,
                    url.span,
                    "a topic posts to https:// only".to_owned(),
                    "not such a URL",
                    "write it with https:// and a host",
                ));
            }
            twice(found, entry, &topic.to);
        }
        for (entry, alerts) in cx.spec.all::<Alerts>() {
            mail(found, entry, &alerts.email);
        }
    }
}

fn refuse(entry: &Entry, span: Span, message: String, label: &str, help: &str) -> Diagnostic {
    Diagnostic::new(&SubscriberAddress::CODE, span, message, label)
        .why("SNS refuses the subscription while the stack is being made")
        .help(help)
        .source("https://docs.aws.amazon.com/sns/latest/api/API_Subscribe.html")
        .about(entry.address.to_string())
}

fn mail(found: &mut Diagnostics, entry: &Entry, addresses: &[Spanned<String>]) {
    let is_address = |text: &str| {
        let halves = text.split_once('@');
        halves.is_some_and(|(who, at)| {
            !who.is_empty() && at.contains('.') && !text.contains(char::is_whitespace)
        })
    };
    for (number, it) in addresses.iter().enumerate() {
        if !is_address(&it.value) {
            let message = format!("{} is no address of a mailbox", it.value);
            found.push(refuse(entry, it.span, message, "not such an address", "write it as name@domain"));
        } else if let Some(first) = addresses[..number].iter().find(|other| other.value == it.value) {
            let message = format!("{} stands twice", it.value);
            found.push(
                refuse(entry, it.span, message, "the second time", "take one of them out")
                    .also(first.span, "the first time"),
            );
        }
    }
}

fn twice(found: &mut Diagnostics, entry: &Entry, to: &[Spanned<Address>]) {
    for (number, it) in to.iter().enumerate() {
        if let Some(first) = to[..number].iter().find(|other| other.value == it.value) {
            let message = format!("{} writes to {} twice", entry.address, it.value);
            found.push(
                refuse(entry, it.span, message, "the second time", "take one of them out")
                    .also(first.span, "the first time"),
            );
        }
    }
}

fn is_https(url: &Text) -> bool {
    match url.pieces.as_slice() {
        [Piece::Plain(text), rest @ ..] => {
            text.strip_prefix("https://").is_some_and(|host| !host.is_empty() || !rest.is_empty())
        }
        // Whatever stands in another service's attribute is not known here.
        [Piece::Reference(_), ..] => true,
        [] => false,
    }
}
