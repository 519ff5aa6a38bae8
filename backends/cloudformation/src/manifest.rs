//! What to deploy, in which order: read by `drc deploy`.

use indexmap::IndexMap;
use serde::{Deserialize, Serialize};

/// `manifest.json`
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Manifest {
    /// Version of drc.
    pub drc: String,
    /// `sha256:…` of the spec.
    pub spec: String,
    /// Name of the system.
    pub system: String,
    /// Name of the environment.
    pub environment: String,
    /// The account to deploy to, if the spec pins one: any other is refused.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub account: Option<String>,
    /// Every stack, in deployment order.
    pub stacks: Vec<StackEntry>,
}

/// One stack.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct StackEntry {
    /// Its name.
    pub name: String,
    /// The Region it is deployed in.
    pub region: String,
    /// The file of its template.
    pub template: String,
    /// The template is too large to be sent with the request and must be put into S3 first.
    #[serde(default, skip_serializing_if = "is_false")]
    pub upload: bool,
    /// What the one who deploys must acknowledge.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub capabilities: Vec<String>,
    /// Names of stacks that must exist first.
    pub depends_on: Vec<String>,
    /// Where the value of each parameter comes from. [`crate::CODE_BUCKET`] is not among them.
    pub parameters: IndexMap<String, Source>,
    /// Parameters whose value is a secret of whoever deploys, and the environment variable it is in.
    #[serde(default, skip_serializing_if = "IndexMap::is_empty")]
    pub inputs: IndexMap<String, String>,
    /// Packages that must be in the code bucket of its Region.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub assets: Vec<Package>,
    /// What a person must do once the stack exists and before any later one is deployed.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub pause_after: Option<String>,
}

/// An output of another stack.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Source {
    /// Name of the stack.
    pub stack: String,
    /// Name of the output.
    pub output: String,
}

/// A package of code.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Package {
    /// Beside the manifest.
    pub file: String,
    /// In the bucket.
    pub key: String,
}

fn is_false(value: &bool) -> bool {
    !value
}
