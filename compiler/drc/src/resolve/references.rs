//! Every address must name a service of a kind that may stand there, every `${…}` something that can be asked for.

use super::ROOT_KEYS;
use super::frame::Directory;
use drc_diagnostic::problems::{UnknownAddress, UnknownAttribute, WrongKind, WrongVerb};
use drc_model::{Address, Cx, Grant, Pattern};
use drc_services::{Entry, ServiceKind, Use, Uses, uses::WORDS};
use drc_syntax::{Span, Spanned, Table, Value};

/// Checks services; what they name may be in any of `specs`. `root` is what they were read from.
pub(super) fn check(services: &[Entry], specs: &[Directory<'_>], root: &Table, cx: &mut Cx<'_>) {
    for entry in services {
        let mut uses = Uses::default();
        entry.service.uses(&mut uses);
        for it in &uses.all {
            match it {
                Use::Service(address, kinds) | Use::NeededBy(address, kinds) | Use::Later(address, kinds) => {
                    service(specs, root, entry, (address, kinds), cx);
                }
                Use::Pattern(pattern, kinds) => {
                    self::pattern(specs, root, entry, (pattern, kinds), cx);
                }
                Use::Grant(grant) => self::grant(specs, root, grant, cx),
                Use::Reference(words) => reference(specs, root, words, cx),
            }
        }
    }
}

fn entry<'s>(specs: &[Directory<'s>], address: &Address) -> Option<&'s Entry> {
    specs.iter().find_map(|spec| spec.entry(address))
}

fn services<'s>(specs: &[Directory<'s>]) -> impl Iterator<Item = &'s Entry> + use<'s> {
    specs.last().copied().into_iter().flat_map(|spec| spec.services)
}

/// Whether a table of this name stands under the kind, or under a word that is no kind, and gave no service: what is
/// wrong there has been said, and who names it is not to blame.
fn is_unread(root: &Table, kind: &str, name: &str) -> bool {
    let may_be = |key: &str| key == kind || !ROOT_KEYS.contains(&key) && ServiceKind::find(key).is_none();
    let holds = |value: &Value| {
        let Value::Table(named) = value else { return false };
        named.entries.iter().any(|it| it.key.text.eq_ignore_ascii_case(name))
    };
    root.entries.iter().any(|entry| may_be(&entry.key.text) && holds(&entry.item.value))
}

fn service(
    specs: &[Directory<'_>],
    root: &Table,
    asker: &Entry,
    (address, kinds): (&Spanned<Address>, &'static [&'static str]),
    cx: &mut Cx<'_>,
) {
    if !kinds.contains(&address.value.kind.as_str()) {
        let why = why_not(asker.service.kind(), &address.value.kind, kinds);
        let address = address.clone().map(|it| it.to_string());
        cx.problems.report(&WrongKind { address, allowed: kinds.to_vec(), why });
    } else if entry(specs, &address.value).is_none() {
        unknown(specs, root, address, kinds, cx);
    }
}

/// A pattern that means nothing is as wrong as an address nobody has.
fn pattern(
    specs: &[Directory<'_>],
    root: &Table,
    asker: &Entry,
    (pattern, kinds): (&Spanned<Pattern>, &'static [&'static str]),
    cx: &mut Cx<'_>,
) {
    let address = || pattern.clone().map(|it| it.to_string());
    if !kinds.contains(&pattern.value.kind.as_str()) {
        cx.problems.report(&WrongKind { address: address(), allowed: kinds.to_vec(), why: None });
    } else if let Some(name) = &pattern.value.name {
        let named = pattern.clone().map(|it| Address::new(&it.kind, name));
        service(specs, root, asker, (&named, kinds), cx);
    } else if !services(specs).any(|entry| pattern.value.matches(&entry.address)) {
        cx.problems.report(&UnknownAddress { address: address(), known: known(specs, kinds) });
    }
}

/// Why a service cannot name one of another kind, where people have good reason to think it can.
fn why_not(asker: ServiceKind, asked: &str, allowed: &[&str]) -> Option<&'static str> {
    match (asker.tag(), asked, allowed) {
        ("traffic", "function", _) => Some(
            "a function URL answers only to its own host name, on AWS's certificate: under a name that fails over, TLS \
             fails; an API in front has the same name in every Region",
        ),
        ("function", "table", ["queue"]) => Some(
            "the stream of each replica of a global table carries the writes of all Regions: every Region's function \
             would process every change, as often as there are Regions",
        ),
        _ => None,
    }
}

fn unknown(
    specs: &[Directory<'_>],
    root: &Table,
    address: &Spanned<Address>,
    kinds: &[&str],
    cx: &mut Cx<'_>,
) {
    if !is_unread(root, &address.value.kind, &address.value.name) {
        let known = known(specs, kinds);
        cx.problems.report(&UnknownAddress { address: address.clone().map(|it| it.to_string()), known });
    }
}

fn known(specs: &[Directory<'_>], kinds: &[&str]) -> Vec<String> {
    let addresses = services(specs).map(|entry| &entry.address);
    addresses.filter(|it| kinds.contains(&it.kind.as_str())).map(ToString::to_string).collect()
}

/// Kinds that anything can be granted on.
fn grantable() -> Vec<&'static str> {
    ServiceKind::ALL.iter().filter(|kind| !kind.verbs().is_empty()).map(|kind| kind.tag()).collect()
}

fn grant(specs: &[Directory<'_>], root: &Table, grant: &Spanned<Grant>, cx: &mut Cx<'_>) {
    let to = &grant.to;
    let address = || to.clone().map(|it| it.to_string());
    let Some(kind) = ServiceKind::find(&to.value.kind).filter(|kind| !kind.verbs().is_empty()) else {
        return cx.problems.report(&WrongKind { address: address(), allowed: grantable(), why: None });
    };
    if entry(specs, &to.value).is_none() {
        unknown(specs, root, to, &grantable(), cx);
    }
    if !kind.verbs().contains(&grant.verb.as_str()) {
        let verb = Spanned::new(grant.verb.clone(), verb_of(grant, cx));
        cx.problems.report(&WrongVerb { verb, kind: kind.tag(), known: kind.verbs().to_vec() });
    }
}

/// Where the verb stands; all of the grant where the string is not written as it reads.
fn verb_of(grant: &Spanned<Grant>, cx: &Cx<'_>) -> Span {
    let start = grant.span.start as usize + 1;
    let span = Span::new(start..start + grant.verb.len());
    if cx.source.slice(span) == grant.verb { span } else { grant.span }
}

fn reference(specs: &[Directory<'_>], root: &Table, words: &Spanned<Vec<String>>, cx: &mut Cx<'_>) {
    let known = match words.value.as_slice() {
        [word] if WORDS.contains(&word.as_str()) => return,
        [kind, name, rest @ ..] => match entry(specs, &Address::new(kind, name)) {
            Some(entry) => {
                let attributes = entry.service.kind().attributes();
                if matches!(rest, [attribute] if attributes.contains(&attribute.as_str())) {
                    return;
                }
                attributes.iter().map(|it| format!("{}.{it}", entry.address)).collect()
            }
            None if is_unread(root, kind, name) => return,
            None => all_references(specs),
        },
        _ => all_references(specs),
    };
    let reference = words.clone().map(|it| it.join("."));
    cx.problems.report(&UnknownAttribute { reference, known });
}

fn all_references(specs: &[Directory<'_>]) -> Vec<String> {
    let words = WORDS.iter().map(|it| (*it).to_owned());
    let attributes = services(specs).flat_map(|entry| {
        entry.service.kind().attributes().iter().map(|it| format!("{}.{it}", entry.address))
    });
    words.chain(attributes).collect()
}
