//! The vocabulary of disaster recovery: regions, targets, quantities, addresses, budget terms.

pub mod region;

pub use region::{Partition, Region};
