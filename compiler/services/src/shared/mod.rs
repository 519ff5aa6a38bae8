//! Nouns with more than one user.

pub mod alarm;
pub mod certificate;
pub mod connection;
pub mod encryption;
pub mod event_rule;
pub mod fingerprint;
pub mod log_group;
pub mod metric;
pub mod permission;
pub mod policy;
pub mod role;
pub mod security_group;
pub mod shipped_function;
pub mod zone;
