//! Whatever is broken, the real binary says so: exit 1 with a code and `file:line:column` (2 where there is nothing to
//! read), in less than five seconds, without a panic, and without touching what was emitted before.

#![allow(clippy::disallowed_methods, reason = "tests run the command line")]

#[cfg(unix)] // for links
mod folders;
mod output;
mod place;
mod policy;
mod runbook;
mod streams;
mod text;
