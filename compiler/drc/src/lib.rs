//! The compiler as a library: resolve, budget, check, emit. Pure: what it knows of the world it is given.
//!
//! | stage | from → to | can fail with |
//! |---|---|---|
//! | [`resolve`](mod@resolve) | text → [`Spec`](drc_services::Spec) | every problem at once |
//! | [`budget`](mod@budget) | spec → [`Budget`](budget::Budget) | nothing |
//! | [`check`](mod@check) | spec + budget → findings | the rules |
//! | [`policy`](mod@policy) | policies + spec + budget → findings | what the policies say |
//! | [`tune`](mod@tune) | spec + targets → settings that meet them | nothing |
//! | [`unsupported`](mod@unsupported) | spec + backend → findings | what that backend cannot write |
//! | [`evacuation`](mod@evacuation) | graph → proof, or findings | whatever ties Regions together |
//! | [`patch`](mod@patch) | spec + graph → findings | patches that meet nothing |
//! | lower, draw, cut, print ([`pipeline::emit`]) | spec → files | nothing |

pub mod budget;
pub mod catalogue;
pub mod change;
pub mod check;
pub mod codes;
pub mod cost;
pub mod docs;
pub mod evacuation;
pub mod explain;
pub mod package;
pub mod page;
pub mod patch;
pub mod picture;
pub mod pipeline;
pub mod policy;
pub mod report;
pub mod resolve;
pub mod runbook;
pub mod schema;
pub mod steps;
pub mod tune;
pub mod unsupported;

pub use pipeline::{Backend, Checked, Options, check_source, emit};
pub use policy::PolicyFile;
pub use unsupported::unsupported;
