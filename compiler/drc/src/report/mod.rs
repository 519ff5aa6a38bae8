//! What a check says: for terminals, and for machines.

mod facts;
mod json;
mod text;

pub use facts::{facts_json, facts_text};
pub use json::json;
pub use text::{explain, text};
