//! Encryption under a key of the spec's own, where a service names one.

use crate::key::Key;
use crate::lowering::At;
use crate::shared::policy::Statement;
use crate::uses::Uses;
use drc_ir::Expr;
use drc_model::{Address, Region};
use drc_syntax::Spanned;

/// Names the key among what a service uses.
pub fn uses(key: Option<&Spanned<Address>>, uses: &mut Uses) {
    if let Some(key) = key {
        uses.service(key, &["key"]);
    }
}

/// The ARN of the key in a Region; `None` where the service names none and AWS's own key serves.
pub fn key_arn(at: &At<'_, '_>, key: Option<&Spanned<Address>>, region: Region) -> Option<Expr> {
    at.handle::<Key>(&key?.value).arn(region)
}

/// What whoever reads and writes data under a key needs beside the right to the data itself.
pub fn use_of(key: Option<&Expr>) -> Option<Statement> {
    let actions = ["kms:Decrypt", "kms:DescribeKey", "kms:GenerateDataKey"];
    key.map(|arn| Statement::allow("UseKeyOf", actions, [arn.clone()]))
}
