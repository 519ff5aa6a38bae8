#!/usr/bin/env python3
"""Prunes the vendors' schemas to the resource types drc emits, so that a clone checks its output without a download.

    prune.py --from DIR [--types backends/vendor/types.txt] [--out data]

DIR holds the full files: pulumi-aws-6.83.4-schema.json.gz and pulumi-aws-7.51.1-schema.json.gz (`pulumi package
get-schema aws@VERSION`, descriptions dropped), terraform-aws-5.100.0-schema.json.gz (`terraform providers schema
-json`) and tf-pulumi-map.json.gz (the two joined). Same input, same bytes.
"""

import argparse
import gzip
import json
import urllib.parse
from pathlib import Path

from schema import load_json

HERE = Path(__file__).resolve().parent
TYPES = HERE.parents[2] / "backends" / "vendor" / "types.txt"
FUNCTIONS = ["aws:index/getCallerIdentity:getCallerIdentity", "aws:index/getPartition:getPartition",
             "aws:secretsmanager/getRandomPassword:getRandomPassword",
             "aws:secretsmanager/getSecretVersion:getSecretVersion",
             "aws:index/getRegion:getRegion"]
DATA_SOURCES = ["aws_caller_identity", "aws_partition", "aws_region",
                "aws_secretsmanager_random_password", "aws_secretsmanager_secret_version"]
# Types that the map leaves out: token (the same in both majors) and properties. compiler/xtask/src/vendor/join.rs has
# the same list, with the reasons.
UNMAPPED = {
    "aws_cloudcontrolapi_resource": (
        "aws:cloudcontrol/resource:Resource",
        {"desired_state": "desiredState", "properties": "properties", "role_arn": "roleArn", "schema": "schema",
         "type_name": "typeName", "type_version_id": "typeVersionId"},
    ),
    # A pair is a block of at most one: its name, and its properties. What targets other than a bus have is left out.
    "aws_scheduler_schedule": (
        "aws:scheduler/schedule:Schedule",
        {"arn": "arn", "description": "description", "end_date": "endDate", "group_name": "groupName",
         "kms_key_arn": "kmsKeyArn", "name": "name", "name_prefix": "namePrefix",
         "schedule_expression": "scheduleExpression", "schedule_expression_timezone": "scheduleExpressionTimezone",
         "start_date": "startDate", "state": "state",
         "flexible_time_window": ("flexibleTimeWindow", {
             "maximum_window_in_minutes": "maximumWindowInMinutes", "mode": "mode"}),
         "target": ("target", {
             "arn": "arn", "input": "input", "role_arn": "roleArn",
             "dead_letter_config": ("deadLetterConfig", {"arn": "arn"}),
             "eventbridge_parameters": ("eventbridgeParameters", {"detail_type": "detailType", "source": "source"}),
             "retry_policy": ("retryPolicy", {
                 "maximum_event_age_in_seconds": "maximumEventAgeInSeconds",
                 "maximum_retry_attempts": "maximumRetryAttempts"})})},
    ),
}
# What the checker reads of a resource; stateInputs alone would double the file.
RESOURCE_KEYS = ("inputProperties", "properties", "requiredInputs", "deprecationMessage")


def read_types(path):
    """One Terraform type a line; `#` starts a comment."""
    lines = (line.split("#")[0].strip() for line in Path(path).read_text(encoding="utf-8").splitlines())
    return sorted(filter(None, lines))


def only(table, keys):
    return {key: table[key] for key in keys if key in table}


def referenced_types(value, types, found):
    """Adds every type `value` refers to, and every type those refer to."""
    if isinstance(value, dict):
        reference = value.get("$ref", "")
        token = urllib.parse.unquote(reference.split("#/types/")[1]) if "#/types/" in reference else None
        if token and token not in found:
            found[token] = types[token]
            referenced_types(types[token], types, found)
    for child in value.values() if isinstance(value, dict) else value if isinstance(value, list) else ():
        referenced_types(child, types, found)


def prune_pulumi(schema, tokens):
    resources = {token: only(schema["resources"][token], RESOURCE_KEYS) for token in tokens}
    functions = only(schema["functions"], FUNCTIONS)
    provider = only(schema["provider"], RESOURCE_KEYS)
    types = {}
    for part in (resources, functions, provider):
        referenced_types(part, schema["types"], types)
    return {"name": schema["name"], "version": schema["version"], "provider": provider, "resources": resources,
            "functions": functions, "types": types}


def with_unmapped(names):
    """The map and what it leaves out."""
    added = {name: {"token": token, "token_v7": token,
                    "properties": unmapped_properties(properties)}
             for name, (token, properties) in UNMAPPED.items()}
    return {**added, **names}


def unmapped_properties(properties):
    """As the map writes them."""
    return {field: {"pulumi": it} if isinstance(it, str)
            else {"pulumi": it[0], "flattened": True, "nested": unmapped_properties(it[1])}
            for field, it in properties.items()}


def prune_names(names, types):
    """Token of each major version and the renamed properties; what only explains the join goes."""
    return {name: {"token": {"6": names[name]["token"], "7": names[name]["token_v7"]},
                   "properties": prune_properties(names[name]["properties"])} for name in types}


def prune_properties(properties):
    pruned = {}
    for name, entry in properties.items():
        if entry.get("pulumi"):
            pruned[name] = only(entry, ("pulumi", "flattened"))
            if entry.get("nested"):
                pruned[name]["nested"] = prune_properties(entry["nested"])
    return pruned


def prune_terraform(schema, types):
    (provider,) = schema["provider_schemas"].values()
    resources = {name: prune_block(provider["resource_schemas"][name]["block"]) for name in types}
    data = {name: prune_block(provider["data_source_schemas"][name]["block"]) for name in DATA_SOURCES}
    return {"resources": resources, "data_sources": data}


def prune_block(block):
    """Attribute types and which are computed, down through the nested blocks."""
    attributes, blocks = block.get("attributes", {}), block.get("block_types", {})
    return {"attributes": {name: only(attribute, ("type", "computed")) for name, attribute in attributes.items()},
            "blocks": {name: prune_block(nested["block"]) for name, nested in blocks.items()}}


def write(path, document):
    """Gzipped JSON whose bytes depend on nothing but the document: sorted keys, no time, no file name."""
    text = json.dumps(document, sort_keys=True, separators=(",", ":")) + "\n"
    path.write_bytes(gzip.compress(text.encode(), compresslevel=9, mtime=0))
    print(f"{path.name}: {path.stat().st_size:,} bytes")


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--from", dest="source", type=Path, required=True, help="folder of the full files")
    parser.add_argument("--types", type=Path, default=TYPES, help="Terraform types, one a line")
    parser.add_argument("--out", type=Path, default=HERE / "data")
    arguments = parser.parse_args()
    types = read_types(arguments.types)
    names = with_unmapped(load_json(arguments.source / "tf-pulumi-map.json.gz"))
    unknown = [name for name in types if name not in names]
    if unknown:
        raise SystemExit(f"not in tf-pulumi-map.json.gz: {', '.join(unknown)}")
    for major, version, key in (("6", "6.83.4", "token"), ("7", "7.51.1", "token_v7")):
        full = load_json(arguments.source / f"pulumi-aws-{version}-schema.json.gz")
        write(arguments.out / f"pulumi-aws-{major}.json.gz", prune_pulumi(full, [names[name][key] for name in types]))
    write(arguments.out / "names.json.gz", prune_names(names, types))
    terraform = load_json(arguments.source / "terraform-aws-5.100.0-schema.json.gz")
    write(arguments.out / "terraform-aws.json.gz", prune_terraform(terraform, types))


if __name__ == "__main__":
    main()
