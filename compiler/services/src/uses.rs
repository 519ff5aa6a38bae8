//! The addresses a service names, and what it wants there.

use drc_model::{Address, Grant, Pattern, Text};
use drc_syntax::Spanned;

/// One address a service names.
#[derive(Clone, Debug)]
pub enum Use {
    /// The service itself, which must be of one of these kinds.
    Service(Spanned<Address>, &'static [&'static str]),
    /// A service that needs this one first, although this one names it.
    NeededBy(Spanned<Address>, &'static [&'static str]),
    /// A service this one names and does not wait for: what ties the two is made after both.
    Later(Spanned<Address>, &'static [&'static str]),
    /// A service or all of a kind, which must be one of these kinds.
    Pattern(Spanned<Pattern>, &'static [&'static str]),
    /// A grant.
    Grant(Spanned<Grant>),
    /// `${…}`: the words between the dots.
    Reference(Spanned<Vec<String>>),
}

/// Collects [`Use`]s.
#[derive(Debug, Default)]
pub struct Uses {
    /// In the order of the fields.
    pub all: Vec<Use>,
}

impl Uses {
    /// Names a service, which must be of one of `kinds`.
    pub fn service(&mut self, address: &Spanned<Address>, kinds: &'static [&'static str]) {
        self.all.push(Use::Service(address.clone(), kinds));
    }

    /// Names a service of one of `kinds` that needs this one first.
    pub fn needed_by(&mut self, address: &Spanned<Address>, kinds: &'static [&'static str]) {
        self.all.push(Use::NeededBy(address.clone(), kinds));
    }

    /// Names a service of one of `kinds` that may need this one itself.
    pub fn later(&mut self, address: &Spanned<Address>, kinds: &'static [&'static str]) {
        self.all.push(Use::Later(address.clone(), kinds));
    }

    /// Names a service or all of a kind, which must be one of `kinds`.
    pub fn pattern(&mut self, pattern: &Spanned<Pattern>, kinds: &'static [&'static str]) {
        self.all.push(Use::Pattern(pattern.clone(), kinds));
    }

    /// Grants something.
    pub fn grant(&mut self, grant: &Spanned<Grant>) {
        self.all.push(Use::Grant(grant.clone()));
    }

    /// Refers to something inside text.
    pub fn text(&mut self, text: &Text) {
        self.all.extend(text.references().map(|it| Use::Reference(it.clone())));
    }
}

/// Words that `${…}` may hold beside addresses.
pub const WORDS: &[&str] = &["system", "environment", "region", "peer_region", "role"];
