//! Brings emitted stacks into an account and out again: the only crate that speaks to AWS, and the only asynchronous one.
//!
//! | file | holds |
//! |---|---|
//! | `system.rs`, `intent.rs` | what is to be deployed, which line of the spec it comes from, and the budget's figures in it |
//! | `order.rs` | what can be deployed when |
//! | `state.rs` | every status of CloudFormation, and what is done about it |
//! | `client.rs`, `fault.rs` | the calls, in drc's words |
//! | `run.rs` | what every command works with |
//! | `artefacts.rs`, `changes.rs` | buckets for what is too large to send; change sets |
//! | `plan.rs`, `execute.rs`, `destroy.rs`, `status.rs`, `drift.rs` | the commands |
//! | `policy/` | what whoever deploys must be allowed |
//! | `front.rs`, `report.rs` | what is told, what is asked, and how it ended |
//!
//! CloudFormation is the only state: nothing is kept between two runs.

mod artefacts;
mod changes;
mod client;
mod destroy;
mod drift;
mod execute;
mod fault;
mod front;
mod intent;
mod json;
mod order;
mod plan;
mod policy;
mod report;
mod run;
mod state;
mod status;
mod system;

pub use client::{Aws, Caller, Client, Described, Occurrence, Patience, Setting};
pub use destroy::{Destroyed, destroy};
pub use drift::{Compared, Deviation, Difference, Drift, drift};
pub use execute::{Deployed, deploy};
pub use fault::Fault;
pub use front::{Doing, Event, Front, Question};
pub use intent::Intent;
pub use json::{json_schema, not_run, without_a_run};
pub use order::Order;
pub use plan::{Action, Foreseen, HOLD_DATA, Line, Plan, plan};
pub use policy::{Policies, Wide};
pub use report::{Cause, End, Failure, Report};
pub use run::{Options, Run};
pub use state::{Next, Removal, Status, table};
pub use status::{Health, Standing, State, status};
pub use system::{Resource, Stack, System};
