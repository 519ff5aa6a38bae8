//! Where paths begin: the tables every spec has, and the kinds of services.

use drc_model::{
    Allow, Inspect, Load, Measured, Objectives, Operations, Patch, PerRegion, Quotas, Regions, System, Type,
    Value,
};
use drc_services::{ServiceKind, Spec};
use drc_syntax::Spanned;

/// Lists the roots that are not services once: their names, types and values.
macro_rules! roots {
    ($spec:ident; $($name:literal: $t:ty => $value:expr;)*) => {
        const FRAME: &[&str] = &[$($name),*];

        /// The type of a root.
        pub(super) fn kind(name: &str) -> Option<Type> {
            match name { $($name => Some(<$t as Inspect>::kind()),)* _ => None }
        }

        /// The value of a root.
        pub(super) fn value<'s>($spec: &'s Spec, name: &str) -> Option<Value<'s>> {
            match name { $($name => Some(<$t as Inspect>::inspect(&$value)),)* _ => None }
        }
    };
}

roots! { spec;
    "system": System => spec.system;
    "environment": String => spec.environment;
    "objectives": Objectives => spec.objectives;
    "regions": Regions => spec.regions;
    "operations": Operations => spec.operations;
    "load": Option<Load> => spec.load;
    "measured": Measured => spec.measured;
    "quotas": Spanned<PerRegion<Quotas>> => spec.quotas;
    "allow": Vec<Spanned<Allow>> => spec.allows;
    "patch": Vec<Spanned<Patch>> => spec.patches;
}

/// Every word a path may begin with.
pub(super) fn all() -> impl Iterator<Item = &'static str> {
    FRAME.iter().copied().chain(ServiceKind::ALL.iter().map(|it| it.tag())).chain(["it"])
}

/// Of the words behind a kind: the name or star, if there is one, and the fields behind that.
pub(super) fn behind(kind: ServiceKind, words: &[Spanned<String>]) -> (Option<&str>, &[Spanned<String>]) {
    match words.split_first() {
        Some((name, fields)) if name.value == "*" || !kind.singleton() => (Some(&name.value), fields),
        _ => (None, words),
    }
}
