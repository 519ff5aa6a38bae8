"""The pruned tables: small, complete for what they hold, and the same bytes from the same input."""

import json

import prune

BUCKET = {"inputProperties": {"rule": {"$ref": "#/types/aws:s3/Rule:Rule"}}, "stateInputs": {}, "properties": {}}
STATUSES = {"type": "array", "items": {"$ref": "#/types/aws:s3%2FStatus:Status"}}
TYPES = {
    "aws:s3/Rule:Rule": {"properties": {"status": STATUSES}},
    "aws:s3/Status:Status": {"type": "string", "enum": [{"value": "Enabled"}]},
    "aws:s3/Other:Other": {"properties": {}},
}


def test_types_are_kept_that_something_refers_to():
    schema = {"name": "aws", "version": "7", "provider": {}, "resources": {"b": BUCKET, "c": {}}, "functions": {},
              "types": TYPES}
    pruned = prune.prune_pulumi(schema, ["b"])
    assert set(pruned["resources"]) == {"b"}
    assert set(pruned["types"]) == {"aws:s3/Rule:Rule", "aws:s3/Status:Status"}
    assert "stateInputs" not in pruned["resources"]["b"]


def test_types_that_the_map_lacks_are_added():
    names = prune.with_unmapped({"aws_s3_bucket": {}})
    assert {"aws_s3_bucket", *prune.UNMAPPED} == set(names)
    pruned = prune.prune_names(names, prune.UNMAPPED)
    assert pruned["aws_cloudcontrolapi_resource"]["properties"]["desired_state"] == {"pulumi": "desiredState"}


def test_same_input_same_bytes(tmp_path):
    first, second = tmp_path / "first.json.gz", tmp_path / "second.json.gz"
    prune.write(first, {"a": 1, "b": [2]})
    prune.write(second, {"b": [2], "a": 1})
    assert first.read_bytes() == second.read_bytes()
    assert first.read_bytes()[4:8] == bytes(4), "a time in the header"
    assert json.dumps(prune.load_json(first)) == '{"a": 1, "b": [2]}'


def test_types_file_has_comments(tmp_path):
    (tmp_path / "types.txt").write_text("# all\naws_sqs_queue\n\naws_s3_bucket  # and its parts\n")
    assert prune.read_types(tmp_path / "types.txt") == ["aws_s3_bucket", "aws_sqs_queue"]
