//! Sources, spans, spanned TOML and the small languages inside strings.
//!
//! | representation | what it is |
//! |---|---|
//! | [`Source`] | a name and its text |
//! | [`Document`] | the text as a tree of [`Item`]s, every one with its [`Span`] |
//! | [`grammar`] | durations, sizes, addresses, references, grants: text inside strings, with spans of its own |

mod document;
pub mod grammar;
mod source;
mod span;
mod suggest;

pub use document::{Date, Document, Entry, Item, Key, Repeated, SyntaxProblem, Table, Value, repeated};
pub use source::{Position, Source};
pub use span::{Span, Spanned};
pub use suggest::closest;
