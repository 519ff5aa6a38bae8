//! The vocabulary of disaster recovery: regions, targets, quantities, addresses, budget terms.
//!
//! Types here read themselves from a spec ([`Decode`]) and describe themselves in the JSON Schema of the
//! language; both come out of one [`fields!`] declaration, so that they cannot drift.

mod address;
pub mod budget;
mod cidr;
mod decode;
mod fraction;
mod frame;
mod inspect;
mod json;
mod macros;
mod names;
mod policy;
mod quantity;
mod quotas;
pub mod region;
mod schedule;
mod text;
mod zones;

pub use address::{Address, Attribute, AttributeType, Grant, Name, Pattern, Route};
pub use cidr::Cidr;
pub use decode::{Cx, Decode, Named};
pub use fraction::Fraction;
pub use frame::{
    Account, Allow, Call, Drill, DrillKind, Load, Measured, Measurement, Objectives, Operations, OwnStep,
    Patch, PatchBackend, PerRegion, Regions, Role, Run, Strategy, System,
};
pub use inspect::{Fields, Inspect, Keys, Type, Unit, Value, What};
pub use json::Json;
pub use names::{NameKind, Naming, PhysicalName, Scope, Subject};
pub use policy::{Expression, Grade, Policy};
pub use quantity::{Count, Duration, Size};
pub use quotas::{LAMBDA_CONCURRENCY, Quota, Quotas};
pub use region::{Partition, Region};
pub use schedule::Schedule;
pub use text::{Piece, Text};
pub use zones::AvailabilityZone;

#[doc(hidden)]
pub mod reexport;
