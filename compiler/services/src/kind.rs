//! What every service kind must say about itself. Nothing has a default: a kind that leaves something out does
//! not compile.

use crate::lowering::At;
use crate::runbook::Contribution;
use crate::shared::connection::Connection;
use crate::shared::metric::{Metric, Watch};
use crate::shared::policy::Statement;
use crate::spec::{Entry, Spec};
use crate::uses::Uses;
use drc_ir::Expr;
use drc_model::{Decode, PhysicalName, Region};
use std::fmt::Debug;

/// A kind of service.
pub trait Kind: Decode + Debug + 'static {
    /// The first half of its address: `table`.
    const KIND: &'static str;
    /// It stands once in a spec, as `[alerts]` and not as `[alerts.name]`.
    const SINGLETON: bool;
    /// The page `drc explain KIND` prints.
    const EXPLAIN: &'static str;
    /// What `${kind.name.attribute}` may ask for, per Region.
    const ATTRIBUTES: &'static [&'static str];
    /// What `access = ["verb kind.name"]` may grant.
    const VERBS: &'static [&'static str];
    /// What CloudWatch measures of it and an alarm may be on.
    const METRICS: &'static [Metric];
    /// What later services may use of it once it is lowered.
    type Handle: Debug + 'static;

    /// What the naming rule calls `${service}`, where that is not the service's name in the spec.
    fn own_name(&self) -> Option<&str>;

    /// Every address the service names.
    fn uses(&self, uses: &mut Uses);

    /// Every name it will have in AWS: the rules about names look here, and `lower` asks the same functions.
    fn names(&self, entry: &Entry, spec: &Spec) -> Vec<PhysicalName>;

    /// Adds what it consists of to the graph.
    fn lower<'s>(&'s self, at: &mut At<'_, 's>) -> Self::Handle;

    /// The value of an attribute in a Region; `None` for a name not in [`Kind::ATTRIBUTES`].
    fn attribute(handle: &Self::Handle, attribute: &str, region: Region) -> Option<Expr>;

    /// What a verb allows in a Region; empty for a verb not in [`Kind::VERBS`].
    fn grant(handle: &Self::Handle, verb: &str, region: Region) -> Vec<Statement>;

    /// What whoever is granted access finds it by: the values of `KIND_NAME` (no suffix, first) and `KIND_NAME_SUFFIX`
    /// in a function's environment.
    fn locators(handle: &Self::Handle, region: Region) -> Vec<(&'static str, Expr)>;

    /// How a member of its network reaches it in a Region; `None` for what stands in no network.
    fn connection(handle: &Self::Handle, region: Region) -> Option<Connection>;

    /// The alarms on one metric in a Region: what is watched, and from which value on if the spec says nothing.
    fn watches(&self, handle: &Self::Handle, metric: &Metric, region: Region, spec: &Spec) -> Vec<Watch>;

    /// What people do with it: its part of the runbook, or why it has none.
    fn runbook(&self, entry: &Entry, spec: &Spec) -> Contribution;
}
