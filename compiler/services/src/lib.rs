//! Service kinds: a folder each, with its fields, what it lowers to, and how that is drawn.
//!
//! `kind.rs` is what a kind must say about itself; `registry.rs` lists the kinds once; `shared/` holds nouns
//! with more than one user. A kind never sees a backend.

pub mod kind;
pub mod lowering;
mod package;
pub mod registry;
pub mod runbook;
pub mod shared;
pub mod shipped;
pub mod spec;
pub mod uses;

pub use kind::Kind;
pub use lowering::{At, Lowering, lower};
pub use package::{Package, Packages};
pub use registry::{
    Handle, Service, ServiceKind, alarm, alerts, api, backup, balancer, bucket, bus, dashboard, database,
    function, key, network, parameter, queue, role, secret, table, topic, traffic,
};
pub use spec::{Entry, Spec};
pub use uses::{Use, Uses};
