//! The graph of constructs, the expressions they are drawn in, and the cut into stacks.
//!
//! | representation | what it is |
//! |---|---|
//! | [`Graph`] | what there is: [`Node`]s in dependency order, each a [`Construct`] in a Region |
//! | [`Shapes`] | one dialect's drawing of one construct: resource bodies made of [`Expr`] |
//! | [`Stacks`] | CloudFormation's cut of the graph by Region and layer, in deployment order |
//! | [`Artifacts`] | files, ready to be written |

mod artifact;
mod expr;
mod graph;
mod naming;
mod shape;
mod stacks;

pub use artifact::{Artifact, Artifacts};
pub use expr::{Attr, CfnReturn, Expr, SECRET_VALUE, references};
pub use graph::{
    Asset, AssetId, Construct, Graph, Header, Input, InputId, Node, NodeId, Output, Patch, Ref, ServiceId,
    ServiceLabel, Tool,
};
pub use naming::{kebab, pascal, snake};
pub use shape::{Dependency, Shape, Shapes, Tags};
pub use stacks::{Limits, Outline, Piece, Stack, StackId, Stacks, cut};
