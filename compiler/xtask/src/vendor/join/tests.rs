//! A provider small enough to read, with one field per way the bridges differ.

use super::*;
use serde_json::{Value, json};

/// Joins one type out of a Terraform block, a Pulumi resource per major, and the map's names of the fields.
fn join(block: &Value, v6: &Value, v7: &Value, properties: &Value) -> Result<Type, Disagreement> {
    let schema = json!({ "provider_schemas": { "aws": {
        "provider": { "block": {} },
        "resource_schemas": { "aws_thing": { "block": block } },
    } } });
    let package = |resource: &Value| {
        json!({ "resources": { "aws:m/thing:Thing": resource }, "provider": {}, "types": {
            "aws:m/Alias:Alias": { "properties": { "name": { "type": "string" } }, "required": ["name"] },
            "aws:m/Old:Old": { "properties": { "title": { "type": "string" } } },
        } })
    };
    let map = json!({ "aws_thing": {
        "token": "aws:m/thing:Thing", "token_v7": "aws:m/thing:Thing", "properties": properties,
        "v7_differences": [["(a remark)", ["x"]], ["renamed", "wasNamed", "isNamed", null, null]],
    } });
    let sources = Sources {
        terraform: serde_json::from_value(schema).unwrap(),
        pulumi: [v6, v7].map(|one| serde_json::from_value(package(one)).unwrap()),
        map: serde_json::from_value(map).unwrap(),
    };
    Type::join(&sources, "aws_thing")
}

/// The type with one optional attribute `x`, a property `x` of the given shape in both majors.
fn of_shape(kind: &Value, shape: &Value) -> Result<Type, Disagreement> {
    let block = json!({ "attributes": { "x": { "type": kind, "optional": true } } });
    let resource = json!({ "inputProperties": { "x": shape } });
    join(&block, &resource, &resource, &json!({ "x": { "pulumi": "x" } }))
}

fn list_of(reference: &str) -> Value {
    json!({ "type": "array", "items": { "$ref": reference } })
}

#[test]
fn the_schemas_decide_on_the_nesting() {
    let nesting = |kind: Value, shape: Value| match of_shape(&kind, &shape) {
        Ok(mut one) => one.fields.pop().map(|field| field.nesting),
        Err(wrong) => panic!("{wrong}"),
    };
    let string = json!({ "type": "string" });
    assert!(matches!(nesting(json!("string"), string.clone()), Some(Nesting::Value)));
    assert!(matches!(nesting(json!(["list", "string"]), string), Some(Nesting::Sole)));
    assert!(matches!(
        nesting(json!("string"), json!({ "$ref": "pulumi.json#/Archive" })),
        Some(Nesting::Archive)
    ));
    assert!(matches!(
        nesting(json!("string"), json!({ "$ref": "pulumi.json#/Asset" })),
        Some(Nesting::Asset)
    ));
    let objects = json!(["set", ["object", { "name": "string" }]]);
    assert!(matches!(nesting(objects, list_of("#/types/aws:m/Alias:Alias")), Some(Nesting::Objects(_))));
    // A list where Terraform has a scalar: no nesting says how to write that.
    assert!(nesting(json!("string"), json!({ "type": "array", "items": { "type": "string" } })).is_none());
}

#[test]
fn a_block_that_may_stand_once_stays_a_list_where_pulumi_keeps_one() {
    let inner = json!({ "attributes": { "name": { "type": "string", "optional": true } } });
    let block =
        json!({ "block_types": { "alias": { "nesting_mode": "list", "max_items": 1, "block": inner } } });
    let resource = json!({ "inputProperties": { "aliases": list_of("#/types/aws:m/Alias:Alias") } });
    let names = json!({ "alias": { "pulumi": "aliases", "nested": { "name": { "pulumi": "name" } } } });
    let one = join(&block, &resource, &resource, &names).unwrap();
    let [alias] = one.fields.as_slice() else { panic!("one field") };
    assert!(matches!(&alias.nesting, Nesting::Blocks(nested) if nested[0].role == Role::Required));
    assert_eq!(one.notes, ["alias.name is Optional in Terraform, but Required in Pulumi"]);
}

#[test]
fn a_field_may_have_another_name_in_each_major() {
    let block = json!({ "attributes": { "renamed": { "type": "string", "optional": true } } });
    let v6 = json!({ "inputProperties": { "wasNamed": { "type": "string" } } });
    let v7 = json!({ "inputProperties": { "isNamed": { "type": "string" } } });
    let one = join(&block, &v6, &v7, &json!({ "renamed": { "pulumi": "wasNamed" } })).unwrap();
    assert_eq!(one.fields[0].pulumi, ["wasNamed", "isNamed"]);
}

#[test]
fn what_one_provider_refuses_is_left_out_with_the_reason() {
    let block = json!({ "attributes": {
        "gone": { "type": "string", "optional": true },
        "id": { "type": "string", "computed": true },
        "new": { "type": "string", "optional": true },
        "old": { "type": "string", "optional": true, "deprecated": true },
        "tags_all": { "type": ["map", "string"], "optional": true, "computed": true },
    }, "block_types": {
        "bent": { "nesting_mode": "list", "block": {} },
        "timeouts": { "nesting_mode": "single", "block": {} },
    } });
    let properties = json!({ "tagsAll": { "type": "object" } });
    let v6 = json!({ "properties": properties, "inputProperties": {
        "gone": { "type": "string" }, "old": { "type": "string" }, "bent": { "$ref": "#/types/aws:m/Old:Old" } } });
    let v7 = json!({ "properties": properties, "inputProperties": {
        "new": { "type": "string" }, "old": { "type": "string" }, "bent": list_of("#/types/aws:m/Old:Old") } });
    let named = |name: &str| json!({ "pulumi": name });
    let names = json!({ "bent": named("bent"), "gone": named("gone"), "new": named("new"), "old": named("old"),
        "tags_all": named("tagsAll"), "id": { "pulumi": null } });
    let one = join(&block, &v6, &v7, &names).unwrap();
    let left_out: Vec<(Why, &str)> = one.left_out.iter().map(|(why, path)| (*why, path.as_str())).collect();
    assert_eq!(
        left_out,
        [
            (Why::Deprecated, "old"),
            (Why::Timeouts, "timeouts"),
            (Why::NotInV6, "new"),
            (Why::NotInV7, "gone"),
            (Why::ShapesDiffer, "bent"),
        ]
    );
    let kept: Vec<(&str, Role)> =
        one.fields.iter().map(|field| (field.terraform.as_str(), field.role)).collect();
    assert_eq!(kept, [("id", Role::Computed), ("tags_all", Role::Computed)]);
}

#[test]
fn a_required_field_cannot_be_left_out_in_silence() {
    let block = json!({ "attributes": { "x": { "type": "string", "required": true } } });
    let resource = json!({ "properties": {} });
    let Err(wrong) = join(&block, &resource, &resource, &json!({ "x": { "pulumi": "x" } })) else {
        panic!("x is in neither major")
    };
    assert_eq!(wrong.to_string(), "aws_thing cannot be written without x, but that is not in Pulumi 6");
}

#[test]
fn a_token_is_shortened_only_where_pulumi_finds_it_again() {
    assert_eq!(short("aws:s3/bucketV2:BucketV2"), "aws:s3:BucketV2");
    assert_eq!(short("aws:s3/oddFile:BucketV2"), "aws:s3/oddFile:BucketV2");
    assert_eq!(short("pulumi:providers:aws"), "pulumi:providers:aws");
}

#[test]
fn the_rule_for_names() {
    assert_eq!(camel("s3_us_east_1_regional_endpoint"), "s3UsEast1RegionalEndpoint");
    assert_eq!(camel("region"), "region");
}

#[test]
fn a_type_that_the_map_lacks_is_refused_unless_it_is_listed() {
    let block = json!({ "block": { "attributes": {
        "desired_state": { "type": "string", "required": true },
        "properties": { "type": "string", "computed": true },
    } } });
    let terraform = json!({ "provider_schemas": { "aws": {
        "provider": { "block": {} },
        "resource_schemas": { "aws_cloudcontrolapi_resource": block, "aws_thing": block },
    } } });
    let text = json!({ "type": "string" });
    let resource =
        json!({ "inputProperties": { "desiredState": text }, "properties": { "properties": text } });
    let package = || json!({ "resources": { "aws:cloudcontrol/resource:Resource": resource }, "provider": {}, "types": {} });
    let sources = Sources {
        terraform: serde_json::from_value(terraform).unwrap(),
        pulumi: [(); 2].map(|()| serde_json::from_value(package()).unwrap()),
        map: NameMap::new(),
    };
    let one = Type::join(&sources, "aws_cloudcontrolapi_resource").unwrap();
    assert_eq!(
        one.fields.iter().map(|it| it.pulumi[1].as_str()).collect::<Vec<_>>(),
        ["desiredState", "properties"]
    );
    assert_eq!(Type::join(&sources, "aws_thing").err(), Some(Disagreement::NotInMap("aws_thing".into())));
}
