"""The plans of two roots can be compared: what differs is told, and what a provider refuses is refused."""

import copy
import json
from dataclasses import replace

import pytest

from compare import compare
from outputs import HERE, PULUMI_TOOLS, Output
from planned import Refused, Root, plan
from schema import load_json

SAMPLE = Output(HERE / "samples" / "receipts")
PROVIDER = {"provider": {"aws": [{"region": "us-east-1"}]}}
BUCKET = ("aws_s3_bucket", "receipts_us_east_1")
VERSIONING = ("aws_s3_bucket_versioning", "receipts_us_east_1_versioning")
POLICY = ("aws_iam_role_policy", "writer_policy")


@pytest.fixture
def ours():
    return plan(SAMPLE.terraform)


def changed(plan, **parts):
    return replace(plan, **{name: {**getattr(plan, name), **part} for name, part in parts.items()})


def test_root_is_read():
    root = Root.read(SAMPLE.terraform)
    tags = {"Environment": "dev", "Region": "us-east-1"}
    assert root.providers[""] == {"region": "us-east-1", "tags": tags}
    assert root.resources[BUCKET] == "" and root.region(("aws_s3_bucket", "receipts_us_east_2")) == "us-east-2"
    assert root.data_sources == {"aws_caller_identity", "aws_partition"}


def test_references_come_to_text(ours):
    statements = json.loads(ours.resources[POLICY]["policy"])["Statement"]
    assert statements[0]["Resource"] == "arn:aws:dynamodb:us-east-1:123456789012:table/aws_dynamodb_table.receipts"
    assert ours.outputs["api_url"].startswith("https://aws_api_gateway_rest_api.receipts_api.id.execute-api.")


def test_a_plan_equals_itself(ours):
    assert not list(compare(ours, ours))


def test_order_of_keys_in_json_is_nothing(ours):
    document = json.loads(ours.resources[POLICY]["policy"])
    shuffled = json.dumps({"Version": document["Version"], "Statement": document["Statement"]}, indent=1)
    other = changed(ours, resources={POLICY: {**ours.resources[POLICY], "policy": shuffled}})
    assert not list(compare(ours, other))


def test_differences_are_told(ours):
    versioning = copy.deepcopy(ours.resources[VERSIONING])
    versioning["versioning_configuration"][0]["status"] = "Suspended"
    resources = {VERSIONING: versioning, ("aws_sns_topic", "more"): {}}
    other = changed(ours, resources=resources, outputs={"api_url": "https://"})
    assert [line.split(": ")[0] for line in compare(ours, other)] == [
        "aws_sns_topic.more", "aws_s3_bucket_versioning.receipts_us_east_1_versioning.versioning_configuration",
        "output api_url"]


def test_another_region_is_told(ours):
    moved = replace(ours, root=replace(ours.root, resources={**ours.root.resources, BUCKET: "us_east_2"}))
    assert list(compare(ours, moved)) == [
        "aws_s3_bucket.receipts_us_east_1: us-east-1 in Terraform, us-east-2 in Pulumi"]


def test_other_tags_are_told(ours):
    providers = {alias: {**provider, "tags": {}} for alias, provider in ours.root.providers.items()}
    (line,) = compare(ours, replace(ours, root=replace(ours.root, providers=providers)))
    assert line.startswith("default tags by region")


@pytest.mark.parametrize("interval, refusal", [(20, "expected request_interval"), (30, None)])
def test_provider_judges_the_arguments(tmp_path, interval, refusal):
    """Validation by the real provider survives the mocks."""
    check = {"type": "HTTPS", "fqdn": "api.acme-bank.com", "request_interval": interval, "failure_threshold": 3}
    document = {**PROVIDER, "resource": {"aws_route53_health_check": {"primary": check}}}
    (tmp_path / "main.tf.json").write_text(json.dumps(document))
    if refusal:
        with pytest.raises(Refused, match=refusal):
            plan(tmp_path)
    else:
        assert plan(tmp_path).resources


def test_tables_hold_every_type_drc_draws():
    """After a change of backends/vendor/types.txt run tests/tools/pulumi/prune.py."""
    lines = (HERE.parents[1] / "backends" / "vendor" / "types.txt").read_text(encoding="utf-8").splitlines()
    types = {line.split("#")[0].strip() for line in lines} - {""}
    data = PULUMI_TOOLS / "data"
    assert types <= set(load_json(data / "names.json.gz"))
    assert types <= set(load_json(data / "terraform-aws.json.gz")["resources"])
