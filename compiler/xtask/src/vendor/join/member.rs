//! Attributes and blocks of a Terraform schema seen as one kind of thing.

use super::Role;
use crate::vendor::schema::{Attribute, Block};
use serde_json::Value;
use std::collections::BTreeMap;

/// An attribute or a block type.
pub(super) struct Member {
    pub(super) name: String,
    pub(super) form: Form,
    pub(super) role: Role,
    pub(super) sensitive: bool,
    pub(super) deprecated: bool,
}

/// What a member holds in Terraform.
pub(super) enum Form {
    Scalar,
    List,
    Map,
    Blocks(Vec<Member>),
    Objects(Vec<Member>),
    Object(Vec<Member>),
    Other,
}

/// The members of a block, sorted by name.
pub(super) fn of_block(block: &Block) -> Vec<Member> {
    let attributes = block.attributes.iter().map(|(name, attribute)| of_attribute(name, attribute));
    let blocks = block.block_types.iter().map(|(name, blocks)| Member {
        name: name.clone(),
        form: Form::Blocks(of_block(&blocks.block)),
        role: if blocks.min_items > 0 { Role::Required } else { Role::Optional },
        sensitive: false,
        deprecated: blocks.block.deprecated,
    });
    let mut members: Vec<Member> = attributes.chain(blocks).collect();
    members.sort_by(|one, other| one.name.cmp(&other.name));
    members
}

fn of_attribute(name: &str, attribute: &Attribute) -> Member {
    let role = match (attribute.required, attribute.optional) {
        (true, _) => Role::Required,
        (false, true) => Role::Optional,
        (false, false) => Role::Computed,
    };
    let form = attribute.nested_type.as_ref().map_or_else(
        || of_type(&attribute.kind, role),
        |nested| nested_form(&nested.nesting_mode, of_attributes(&nested.attributes)),
    );
    let (sensitive, deprecated) = (attribute.sensitive, attribute.deprecated);
    Member { name: name.into(), form, role, sensitive, deprecated }
}

fn of_attributes(attributes: &BTreeMap<String, Attribute>) -> Vec<Member> {
    attributes.iter().map(|(name, attribute)| of_attribute(name, attribute)).collect()
}

fn nested_form(mode: &str, members: Vec<Member>) -> Form {
    match mode {
        "list" | "set" => Form::Objects(members),
        "single" => Form::Object(members),
        _ => Form::Other,
    }
}

/// The form of a type expression: `"string"`, `["set", "string"]`, `["list", ["object", {…}]]`.
fn of_type(kind: &Value, role: Role) -> Form {
    if kind.is_string() {
        return Form::Scalar;
    }
    let part = |at: usize| kind.get(at).unwrap_or(&Value::Null);
    match (part(0).as_str(), part(1)) {
        (Some("list" | "set"), Value::String(_)) => Form::List,
        (Some("map"), Value::String(_)) => Form::Map,
        (Some("list" | "set"), element) => match of_type(element, role) {
            Form::Object(members) => Form::Objects(members),
            Form::Scalar | Form::List | Form::Map | Form::Blocks(_) | Form::Objects(_) | Form::Other => {
                Form::Other
            }
        },
        (Some("object"), Value::Object(members)) => {
            // An object type does not say who fills its members in; they follow the attribute.
            let role = if role == Role::Computed { Role::Computed } else { Role::Optional };
            let member = |(name, kind): (&String, &Value)| {
                let form = of_type(kind, role);
                Member { name: name.clone(), form, role, sensitive: false, deprecated: false }
            };
            let mut members: Vec<Member> = members.iter().map(member).collect();
            members.sort_by(|one, other| one.name.cmp(&other.name));
            Form::Object(members)
        }
        _ => Form::Other,
    }
}
