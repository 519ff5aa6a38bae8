//! ARNs as names tell them: for what must be named before it exists, or without being waited for.

use drc_ir::{Expr, text};
use drc_model::Region;
use std::fmt::Display;

/// `arn:PARTITION:SERVICE:REGION:ACCOUNT:RESOURCE`
pub fn arn(service: &str, region: Region, resource: impl Display) -> Expr {
    text!["arn:", Expr::Partition, format!(":{service}:{region}:"), Expr::Account, format!(":{resource}")]
}

/// `arn:PARTITION:SERVICE::ACCOUNT:RESOURCE`, of what has no Region.
pub fn global_arn(service: &str, resource: impl Display) -> Expr {
    text!["arn:", Expr::Partition, format!(":{service}::"), Expr::Account, format!(":{resource}")]
}
