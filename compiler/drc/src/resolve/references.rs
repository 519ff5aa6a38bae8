//! Every address must name a service of a kind that may stand there, every `${…}` something that can be asked for.

use drc_diagnostic::problems::{UnknownAddress, UnknownAttribute, WrongKind, WrongVerb};
use drc_model::{Address, Cx, Grant};
use drc_services::{ServiceKind, Spec, Use, Uses, uses::WORDS};
use drc_syntax::Spanned;

pub(super) fn check(spec: &Spec, cx: &mut Cx<'_>) {
    for entry in &spec.services {
        let mut uses = Uses::default();
        entry.service.uses(&mut uses);
        for it in &uses.all {
            match it {
                Use::Service(address, kinds) | Use::NeededBy(address, kinds) => {
                    service(spec, address, kinds, cx)
                }
                Use::Grant(grant) => self::grant(spec, grant, cx),
                Use::Reference(words) => reference(spec, words, cx),
            }
        }
    }
}

fn service(spec: &Spec, address: &Spanned<Address>, kinds: &'static [&'static str], cx: &mut Cx<'_>) {
    if !kinds.contains(&address.value.kind.as_str()) {
        let address = address.clone().map(|it| it.to_string());
        cx.problems.report(&WrongKind { address, allowed: kinds.to_vec() });
    } else if spec.entry(&address.value).is_none() {
        let known = known(spec, kinds);
        cx.problems.report(&UnknownAddress { address: address.clone().map(|it| it.to_string()), known });
    }
}

fn known(spec: &Spec, kinds: &[&str]) -> Vec<String> {
    let addresses = spec.services.iter().map(|entry| &entry.address);
    addresses.filter(|it| kinds.contains(&it.kind.as_str())).map(ToString::to_string).collect()
}

/// Kinds that anything can be granted on.
fn grantable() -> Vec<&'static str> {
    ServiceKind::ALL.iter().filter(|kind| !kind.verbs().is_empty()).map(|kind| kind.tag()).collect()
}

fn grant(spec: &Spec, grant: &Spanned<Grant>, cx: &mut Cx<'_>) {
    let to = &grant.to;
    let address = || to.clone().map(|it| it.to_string());
    let kinds = grantable();
    let Some(kind) = ServiceKind::find(&to.value.kind).filter(|kind| kinds.contains(&kind.tag())) else {
        return cx.problems.report(&WrongKind { address: address(), allowed: kinds });
    };
    if spec.entry(&to.value).is_none() {
        let known = known(spec, &kinds);
        cx.problems.report(&UnknownAddress { address: address(), known });
    }
    if !kind.verbs().contains(&grant.verb.as_str()) {
        let text = grant.clone().map(|it| it.to_string());
        let known = kind.verbs().to_vec();
        cx.problems.report(&WrongVerb {
            grant: text,
            verb: grant.value.verb.clone(),
            kind: kind.tag(),
            known,
        });
    }
}

fn reference(spec: &Spec, words: &Spanned<Vec<String>>, cx: &mut Cx<'_>) {
    let known = match words.value.as_slice() {
        [word] if WORDS.contains(&word.as_str()) => return,
        [kind, name, rest @ ..] => match spec.entry(&Address::new(kind, name)) {
            Some(entry) => {
                let attributes = entry.service.kind().attributes();
                if matches!(rest, [attribute] if attributes.contains(&attribute.as_str())) {
                    return;
                }
                attributes.iter().map(|it| format!("{}.{it}", entry.address)).collect()
            }
            None => all_references(spec),
        },
        _ => all_references(spec),
    };
    let reference = words.clone().map(|it| it.join("."));
    cx.problems.report(&UnknownAttribute { reference, known });
}

fn all_references(spec: &Spec) -> Vec<String> {
    let words = WORDS.iter().map(|it| (*it).to_owned());
    let attributes = spec.services.iter().flat_map(|entry| {
        entry.service.kind().attributes().iter().map(|it| format!("{}.{it}", entry.address))
    });
    words.chain(attributes).collect()
}
