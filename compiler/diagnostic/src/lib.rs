//! Diagnostics as types: what can be wrong, on which page it is explained, and how it is shown.
//!
//! A [`Problem`] is a struct with what its text needs; it says itself as a [`Diagnostic`], which is what
//! travels. Problems of reading a spec are in [`problems`]; rules about recovery live with the checks.

mod code;
mod diagnostic;
pub mod problems;
mod render;

pub use code::{Code, Severity};
pub use diagnostic::{Diagnostic, Diagnostics, Elsewhere, Label, Problem};
pub use render::{Style, harmless, render};
