//! Functions drc brings along: their code is part of the binary, so that a spec needs no folder for them.

use crate::database::{Database, Promotion};
use crate::function::Runtime;
use crate::parameter::first_synced;
use crate::spec::Spec;

/// A function's code.
#[derive(Debug)]
pub struct Shipped {
    /// What its package is called, and by which [`crate::At::shipped`] finds it.
    pub name: &'static str,
    /// Its one file, `index.py`.
    pub text: &'static str,
    /// Whether anything in a spec is done by it: packing code takes longer than checking a small spec.
    pub needed: fn(&Spec) -> bool,
}

/// The runtime all of them are written for.
pub const RUNTIME: Runtime = Runtime::Python313;
/// What Lambda calls.
pub const HANDLER: &str = "index.handler";
/// The file that holds it.
pub const FILE: &str = "index.py";

/// Promotes an Aurora global database once its primary Region fails.
pub const PROMOTION_WATCHER: Shipped = Shipped {
    name: "promotion-watcher",
    text: include_str!("../../../lambda/promotion-watcher/index.py"),
    needed: |spec| spec.all::<Database>().any(|(_, it)| it.promotion.value == Promotion::Automatic),
};

/// Keeps parameters of several Regions in step.
pub const PARAMETER_SYNC: Shipped = Shipped {
    name: "parameter-sync",
    text: include_str!("../../../lambda/parameter-sync/index.py"),
    needed: |spec| first_synced(spec).is_some(),
};

/// All of them.
pub const ALL: [&Shipped; 2] = [&PROMOTION_WATCHER, &PARAMETER_SYNC];
