//! Deployments against an AWS on the loopback, with everything that goes wrong scripted.

#![allow(clippy::disallowed_methods, reason = "tests read the repository")]
#![allow(clippy::panic, reason = "what helps several tests is no test by itself, and fails like one")]

mod failures;
mod front;
mod happy;
mod kills;
mod loopback;
mod policy;
mod states;
mod systems;
