//! What a check says: for terminals, and for machines.

mod json;
mod text;
mod tune;

pub use json::json;
pub use text::{explain, text};
pub use tune::{tune_json, tune_text};
