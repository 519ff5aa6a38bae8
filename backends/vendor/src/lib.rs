//! Terraform resource types, their fields, and what Pulumi calls both.
//!
//! Pulumi's AWS provider is bridged from Terraform's and most of its names follow a rule; the rest (`rest_api_id` is
//! `restApi`, `alias` stays a list) would make computed names wrong. So nothing is computed here: `table.rs` is generated
//! from the providers' own schemas, by `cargo run -p drc-xtask -- vendor --data DIR`, for the types in `types.txt`.
//!
//! The table holds what **all** providers drc writes for accept without a warning: Terraform 5.100 and 6, Pulumi 6 and 7.
//! A field that one of them lacks, deprecates or nests differently is left out, and a comment in the table says why. So a
//! field that is found has a name in every major, and a drawing that uses any other fails a test.
//!
//! | [`Nesting`] | Terraform | Pulumi |
//! |---|---|---|
//! | `Value` | `x = …` | `x: …` |
//! | `Sole` | `x = ["one"]` | `x: one` |
//! | `Archive` | `x = "path.zip"` | `x: {fn::fileArchive: path.zip}` |
//! | `Asset` | `x = "path"` | `x: {fn::fileAsset: path}` |
//! | `Blocks` | `x { … }`, any number | `xs: [{…}]` |
//! | `Block` | `x { … }`, at most one | `x: {…}` |
//! | `Objects` | `x = [{ … }]` | `xs: [{…}]` |
//! | `Object` | `x = { … }` | `x: {…}` |

mod readers;
#[rustfmt::skip]
mod table;
#[cfg(test)]
mod tests;

pub use readers::Reader;

/// The release of Terraform's AWS provider whose schema the table was made from.
pub const TERRAFORM_VERSION: &str = table::TERRAFORM_VERSION;

/// A major version of Pulumi's AWS provider.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum PulumiMajor {
    /// Bridged from Terraform's AWS provider 5.
    V6,
    /// Bridged from Terraform's AWS provider 6.
    V7,
}

impl PulumiMajor {
    /// The release whose schema the table was made from.
    pub fn version(self) -> &'static str {
        match self {
            Self::V6 => table::PULUMI_V6_VERSION,
            Self::V7 => table::PULUMI_V7_VERSION,
        }
    }
}

/// One Terraform resource type, or the provider block, and what Pulumi calls it.
#[derive(Debug)]
pub struct Type {
    /// Terraform's name: `aws_s3_bucket`.
    pub terraform: &'static str,
    v6: &'static str,
    v7: &'static str,
    /// Sorted by Terraform's name.
    pub fields: &'static [Field],
}

impl Type {
    /// Looks a Terraform type up; `None` if the table lacks it (a test's business, never a user's).
    pub fn find(terraform: &str) -> Option<&'static Self> {
        let at = table::TYPES.binary_search_by(|t| t.terraform.cmp(terraform)).ok()?;
        table::TYPES.get(at)
    }

    /// Every resource type, sorted by Terraform's name.
    pub fn all() -> &'static [Self] {
        table::TYPES
    }

    /// The block `provider "aws"`, in Pulumi the resource `pulumi:providers:aws`.
    pub fn provider() -> &'static Self {
        &table::PROVIDER
    }

    /// Pulumi's type token, in the short form its YAML documentation uses: `aws:s3:Bucket`.
    pub fn pulumi(&self, major: PulumiMajor) -> &'static str {
        match major {
            PulumiMajor::V6 => self.v6,
            PulumiMajor::V7 => self.v7,
        }
    }

    /// Looks an argument or attribute up by Terraform's name.
    pub fn field(&self, terraform: &str) -> Option<&'static Field> {
        find(self.fields, terraform)
    }
}

/// An argument or attribute of a type, or of a block within it.
#[derive(Debug)]
pub struct Field {
    /// Terraform's name: `rest_api_id`.
    pub terraform: &'static str,
    v6: &'static str,
    v7: &'static str,
    /// What the field holds.
    pub nesting: Nesting,
    /// Who gives the field its value.
    pub role: Role,
    /// Marked sensitive by Terraform's provider: a literal here would be a secret in a file.
    pub sensitive: bool,
}

impl Field {
    /// Pulumi's name: `restApi`.
    pub fn pulumi(&self, major: PulumiMajor) -> &'static str {
        match major {
            PulumiMajor::V6 => self.v6,
            PulumiMajor::V7 => self.v7,
        }
    }

    /// Looks a field of the nested block or object up by Terraform's name.
    pub fn field(&self, terraform: &str) -> Option<&'static Self> {
        find(self.nesting.fields(), terraform)
    }
}

/// What a field holds, in Terraform and in Pulumi; the same in both of Pulumi's majors.
#[derive(Debug, Clone, Copy)]
pub enum Nesting {
    /// A scalar, a list or set of scalars, or a map whose keys are the user's.
    Value,
    /// A list of exactly one scalar in Terraform (`types = ["REGIONAL"]`); the bare scalar in Pulumi.
    Sole,
    /// The path of a zip in Terraform; an archive (`fn::fileArchive`) in Pulumi.
    Archive,
    /// The path of a file in Terraform; an asset (`fn::fileAsset`) in Pulumi.
    Asset,
    /// Repeated blocks `x { … }` in Terraform; a list of objects in Pulumi. Some may stand only once in Terraform and are
    /// a list in Pulumi all the same (`alias` of a record).
    Blocks(&'static [Field]),
    /// A block that may stand once in Terraform; an object in Pulumi.
    Block(&'static [Field]),
    /// An attribute that holds a list or set of objects in Terraform (`x = [{ … }]`); a list of objects in Pulumi.
    Objects(&'static [Field]),
    /// An attribute that holds one object in Terraform (`x = { … }`); an object in Pulumi.
    Object(&'static [Field]),
}

impl Nesting {
    /// The fields of the nested block or object, sorted by Terraform's name; none for a value.
    pub fn fields(self) -> &'static [Field] {
        match self {
            Self::Value | Self::Sole | Self::Archive | Self::Asset => &[],
            Self::Blocks(fields) | Self::Block(fields) | Self::Objects(fields) | Self::Object(fields) => {
                fields
            }
        }
    }
}

/// Who gives a field its value.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Role {
    /// The program must.
    Required,
    /// The program may; AWS or the provider has a default.
    Optional,
    /// Only AWS or the provider: something to refer to.
    Computed,
}

fn find(fields: &'static [Field], terraform: &str) -> Option<&'static Field> {
    let at = fields.binary_search_by(|f| f.terraform.cmp(terraform)).ok()?;
    fields.get(at)
}

/// A table row whose Pulumi name is the same in both majors; rows that differ override one name.
const fn t(terraform: &'static str, pulumi: &'static str, fields: &'static [Field]) -> Type {
    Type { terraform, v6: pulumi, v7: pulumi, fields }
}

/// See [`t`].
const fn f(terraform: &'static str, pulumi: &'static str, nesting: Nesting, role: Role) -> Field {
    Field { terraform, v6: pulumi, v7: pulumi, nesting, role, sensitive: false }
}
