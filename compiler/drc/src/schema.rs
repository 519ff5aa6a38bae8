//! The JSON Schema of the spec language, out of the types that read it.

use crate::resolve::ROOT_KEYS;
use drc_model::{
    Allow, Decode, Load, Measured, Objectives, Operations, PerRegion, Policy, Quotas, Regions, System,
};
use drc_services::ServiceKind;
use schemars::generate::SchemaSettings;
use schemars::{Schema, SchemaGenerator};
use serde_json::{Map, Value, json};

/// The schema as a JSON value.
pub fn schema() -> Value {
    let mut generator = SchemaSettings::draft07().into_generator();
    let mut properties = Map::new();
    for key in ROOT_KEYS {
        properties.insert((*key).to_owned(), root(key, &mut generator));
    }
    for kind in ServiceKind::ALL {
        let service = kind.schema(&mut generator).to_value();
        let value = if kind.singleton() {
            service
        } else {
            json!({
                "type": "object",
                "propertyNames": { "pattern": "^[a-z]([a-z0-9]|-[a-z0-9])*$" },
                "additionalProperties": service,
            })
        };
        properties.insert(kind.tag().to_owned(), value);
    }
    json!({
        "$schema": "http://json-schema.org/draft-07/schema#",
        "title": "drc spec, version 1",
        "type": "object",
        "properties": properties,
        "required": ["version", "system", "objectives", "regions"],
        "additionalProperties": false,
        "definitions": generator.take_definitions(true),
    })
}

fn root(key: &str, generator: &mut SchemaGenerator) -> Value {
    let schema: Schema = match key {
        "system" => System::schema(generator),
        "objectives" => Objectives::schema(generator),
        "regions" => Regions::schema(generator),
        "operations" => Operations::schema(generator),
        "load" => Load::schema(generator),
        "measured" => Measured::schema(generator),
        "quotas" => PerRegion::<Quotas>::schema(generator),
        "allow" => Vec::<Allow>::schema(generator),
        "policy" => Vec::<Policy>::schema(generator),
        "version" => return json!({ "const": 1, "description": "Version of the language." }),
        // An overlay says only what differs, so nothing is required in it; its keys are checked once merged.
        _ => return json!({ "type": "object", "additionalProperties": { "type": "object" } }),
    };
    schema.to_value()
}
