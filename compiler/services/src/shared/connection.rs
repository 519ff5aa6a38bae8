//! How a member of a network reaches something else in it.

use drc_ir::Expr;

/// What stands in a network behind a security group and waits for connections.
#[derive(Clone, Debug)]
pub struct Connection {
    /// Id of its security group; whoever connects adds a rule to it.
    pub security_group: Expr,
    /// The TCP port it listens on.
    pub port: i64,
}
