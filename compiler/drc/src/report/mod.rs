//! What a check says: for terminals, and for machines.

mod json;
mod text;

pub use json::json;
pub use text::{evacuation, explain, text};
