//! The compiler as a library: resolve, budget, check, emit. Pure: what it knows of the world it is given.
//!
//! | stage | from → to | can fail with |
//! |---|---|---|
//! | [`resolve`](mod@resolve) | text → [`Spec`](drc_services::Spec) | every problem at once |
//! | [`budget`](mod@budget) | spec → [`Budget`](budget::Budget) | nothing |
//! | [`check`](mod@check) | spec + budget → findings | the rules |
//! | [`unsupported`](mod@unsupported) | spec + backend → findings | what that backend cannot write |
//! | [`patch`](mod@patch) | spec + graph → findings | patches that meet nothing |
//! | lower, draw, cut, print ([`pipeline::emit`]) | spec → files | nothing |

pub mod budget;
pub mod catalogue;
pub mod check;
pub mod codes;
pub mod package;
pub mod patch;
pub mod pipeline;
pub mod report;
pub mod resolve;
pub mod runbook;
pub mod schema;
pub mod unsupported;

pub use pipeline::{Backend, Checked, Options, check_source, emit};
pub use unsupported::unsupported;
