//! What the providers publish, as far as the table needs it.

use serde::Deserialize;
use serde_json::Value;
use std::collections::BTreeMap;

/// `terraform providers schema -json`.
#[derive(Deserialize)]
pub(crate) struct Terraform {
    provider_schemas: BTreeMap<String, Provider>,
}

#[derive(Deserialize)]
struct Provider {
    provider: Schema,
    resource_schemas: BTreeMap<String, Schema>,
}

#[derive(Deserialize)]
struct Schema {
    block: Block,
}

impl Terraform {
    pub(crate) fn resource(&self, name: &str) -> Option<&Block> {
        self.provider_schemas.values().find_map(|p| p.resource_schemas.get(name)).map(|s| &s.block)
    }

    pub(crate) fn provider(&self) -> Option<&Block> {
        self.provider_schemas.values().next().map(|p| &p.provider.block)
    }
}

/// A resource's body, or a block within it.
#[derive(Deserialize, Default)]
pub(crate) struct Block {
    #[serde(default)]
    pub(crate) attributes: BTreeMap<String, Attribute>,
    #[serde(default)]
    pub(crate) block_types: BTreeMap<String, Blocks>,
    #[serde(default)]
    pub(crate) deprecated: bool,
}

/// A block type: how often it may stand, and what stands in it.
#[derive(Deserialize)]
pub(crate) struct Blocks {
    pub(crate) block: Block,
    #[serde(default)]
    pub(crate) min_items: u32,
}

#[derive(Deserialize, Default)]
pub(crate) struct Attribute {
    #[serde(default)]
    pub(crate) required: bool,
    #[serde(default)]
    pub(crate) optional: bool,
    #[serde(default)]
    pub(crate) sensitive: bool,
    #[serde(default)]
    pub(crate) deprecated: bool,
    /// `"string"`, `["list", "string"]`, `["set", ["object", {…}]]`.
    #[serde(default, rename = "type")]
    pub(crate) kind: Value,
    pub(crate) nested_type: Option<Nested>,
}

/// An attribute that the plugin framework describes like a block.
#[derive(Deserialize)]
pub(crate) struct Nested {
    pub(crate) attributes: BTreeMap<String, Attribute>,
    pub(crate) nesting_mode: String,
}

/// The schema of a Pulumi package.
#[derive(Deserialize)]
pub(crate) struct Package {
    pub(crate) resources: BTreeMap<String, Resource>,
    pub(crate) types: BTreeMap<String, Object>,
    pub(crate) provider: Resource,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct Resource {
    #[serde(default)]
    pub(crate) input_properties: Properties,
    #[serde(default)]
    pub(crate) properties: Properties,
    #[serde(default)]
    pub(crate) required_inputs: Vec<String>,
}

pub(crate) type Properties = BTreeMap<String, Property>;

/// An object or an enum.
#[derive(Deserialize)]
pub(crate) struct Object {
    #[serde(default)]
    pub(crate) properties: Properties,
    #[serde(default)]
    pub(crate) required: Vec<String>,
    #[serde(default, rename = "enum")]
    values: Vec<Value>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct Property {
    #[serde(rename = "$ref")]
    reference: Option<String>,
    #[serde(rename = "type")]
    kind: Option<String>,
    items: Option<Box<Property>>,
    #[serde(default)]
    one_of: Vec<Property>,
    pub(crate) deprecation_message: Option<String>,
}

/// What a Pulumi property holds.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum Shape {
    Scalar,
    Map,
    Scalars,
    Archive,
    Asset,
    Object,
    Objects,
    Other,
}

impl Package {
    /// The shape of a property, and the object type it is made of if it is.
    pub(crate) fn shape(&self, property: &Property) -> (Shape, Option<&Object>) {
        // Where a string will do, Pulumi also takes an enum, a policy document or a resource.
        if property.one_of.iter().any(|p| p.kind.as_deref() == Some("string")) {
            return (Shape::Scalar, None);
        }
        match (property.reference.as_deref(), property.kind.as_deref()) {
            (Some("pulumi.json#/Archive"), _) => (Shape::Archive, None),
            (Some("pulumi.json#/Asset"), _) => (Shape::Asset, None),
            (Some(reference), _) => self.referenced(reference),
            (None, Some("string" | "number" | "integer" | "boolean")) => (Shape::Scalar, None),
            (None, Some("object")) => (Shape::Map, None),
            (None, Some("array")) => match property.items.as_deref().map(|items| self.shape(items)) {
                Some((Shape::Object, object)) => (Shape::Objects, object),
                Some((Shape::Scalar, _)) => (Shape::Scalars, None),
                _ => (Shape::Other, None),
            },
            (None, _) => (Shape::Other, None),
        }
    }

    fn referenced(&self, reference: &str) -> (Shape, Option<&Object>) {
        let name = reference.trim_start_matches("#/types/").replace("%2F", "/");
        match self.types.get(&name) {
            Some(object) if object.values.is_empty() => (Shape::Object, Some(object)),
            Some(_) => (Shape::Scalar, None),
            None => (Shape::Other, None),
        }
    }
}

/// The joined map: which Pulumi resource a Terraform type became, and which property each field.
pub(crate) type NameMap = BTreeMap<String, Entry>;

/// One Terraform type in the map.
#[derive(Deserialize)]
pub(crate) struct Entry {
    pub(crate) token: String,
    pub(crate) token_v7: String,
    pub(crate) properties: BTreeMap<String, Named>,
    /// Rows of `[path, name in V6, name in V7, …]`, among them remarks that begin with a parenthesis.
    v7_differences: Vec<Vec<Value>>,
}

impl Entry {
    /// The name in V7 of the field at a dotted path, where it is not the name in V6.
    pub(crate) fn renamed(&self, path: &str) -> Option<&str> {
        let row = self.v7_differences.iter().find(|row| row.first().is_some_and(|first| first == path))?;
        row.get(2)?.as_str()
    }
}

/// One field in the map.
#[derive(Deserialize)]
pub(crate) struct Named {
    pub(crate) pulumi: Option<String>,
    pub(crate) nested: Option<BTreeMap<String, Named>>,
}
