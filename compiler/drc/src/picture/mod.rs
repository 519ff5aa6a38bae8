//! Pictures: what a failover takes, and what stands in which Region. SVG for pages; Mermaid and DOT for other tools.

mod dot;
mod mermaid;
mod plan;
mod svg;
mod timeline;
mod topology;

pub use dot::dot;
pub use mermaid::mermaid;
pub use plan::{Arrow, ArrowKind, Box, Plan};
pub use timeline::timeline;
pub use topology::topology;

use serde::Serialize;

/// A picture, and what it is called.
#[derive(Clone, Debug, Serialize)]
pub struct Picture {
    /// A few words.
    pub title: String,
    /// What it shows, for those who do not see it.
    pub about: String,
    /// Itself.
    pub svg: String,
}
