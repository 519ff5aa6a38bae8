"""Rules are set, changed and taken away, and CloudFormation hears of it however it ends."""
import importlib.util
import json
from pathlib import Path

import boto3
import pytest
from moto import mock_aws

SOURCE = Path(__file__).parents[2] / "bucket-replication" / "index.py"
HERE, THERE = "docs-here-test", "docs-there-test"
ROLE = "arn:aws:iam::123456789012:role/replication"


def rule(to, priority=1):
    return {
        "Id": f"to-{to}",
        "Status": "Enabled",
        "Priority": priority,
        "Filter": {"Prefix": ""},
        "DeleteMarkerReplication": {"Status": "Enabled"},
        "Destination": {"Bucket": f"arn:aws:s3:::{to}"},
    }


def event(request, rules=(), bucket=HERE):
    return {
        "RequestType": request,
        "StackId": "stack",
        "RequestId": "request",
        "LogicalResourceId": "Replication",
        "ResponseURL": "https://cloudformation.invalid/answer",
        "ResourceProperties": {"Bucket": bucket, "Role": ROLE, "Rules": json.dumps(list(rules))},
    }


@pytest.fixture
def index(monkeypatch):
    specification = importlib.util.spec_from_file_location("bucket_replication", SOURCE)
    module = importlib.util.module_from_spec(specification)
    specification.loader.exec_module(module)
    module.answers = []
    monkeypatch.setattr(module, "respond", lambda event, answer: module.answers.append(answer))
    return module


@pytest.fixture
def s3(monkeypatch):
    for name in ("AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY"):
        monkeypatch.setenv(name, "test")
    monkeypatch.setenv("AWS_DEFAULT_REGION", "us-east-1")
    monkeypatch.delenv("AWS_ENDPOINT_URL", raising=False)
    with mock_aws():
        client = boto3.client("s3")
        for bucket in (HERE, THERE):
            client.create_bucket(Bucket=bucket)
            client.put_bucket_versioning(Bucket=bucket, VersioningConfiguration={"Status": "Enabled"})
        yield client


def rules_of(s3):
    return s3.get_bucket_replication(Bucket=HERE)["ReplicationConfiguration"]["Rules"]


def test_rules_are_set_under_the_name_the_api_has_for_their_id(index, s3):
    index.handler(event("Create", [rule(THERE)]), None)
    assert index.answers == [{"Status": "SUCCESS", "PhysicalResourceId": f"replication-of-{HERE}"}]
    assert [it["ID"] for it in rules_of(s3)] == [f"to-{THERE}"]
    assert rules_of(s3)[0]["Priority"] == 1


def test_an_update_replaces_them(index, s3):
    index.handler(event("Create", [rule(THERE)]), None)
    index.handler(event("Update", [{**rule(THERE), "Id": "other"}]), None)
    assert [it["ID"] for it in rules_of(s3)] == ["other"]


def test_they_go_with_the_resource(index, s3):
    index.handler(event("Create", [rule(THERE)]), None)
    index.handler(event("Delete"), None)
    assert index.answers[-1]["Status"] == "SUCCESS"
    with pytest.raises(s3.exceptions.ClientError, match="ReplicationConfigurationNotFound"):
        rules_of(s3)


def test_a_bucket_that_went_first_took_them_along(index, s3):
    index.handler(event("Delete", bucket="gone-before"), None)
    assert index.answers[-1]["Status"] == "SUCCESS"


def test_a_refusal_is_told_with_its_reason(index, s3):
    index.handler(event("Create", [rule(THERE)], bucket="not-there"), None)
    answer = index.answers[-1]
    assert answer["Status"] == "FAILED"
    assert "NoSuchBucket" in answer["Reason"]
    assert answer["PhysicalResourceId"] == "replication-of-not-there"


def test_the_answer_goes_where_cloudformation_waits(monkeypatch):
    specification = importlib.util.spec_from_file_location("bucket_replication", SOURCE)
    module = importlib.util.module_from_spec(specification)
    specification.loader.exec_module(module)
    sent = []

    class Open:
        def __enter__(self):
            return self

        def __exit__(self, *_):
            return False

    def urlopen(request, timeout):
        sent.append((request.get_method(), request.full_url, json.loads(request.data)))
        return Open()

    monkeypatch.setattr(module.urllib.request, "urlopen", urlopen)
    module.respond(event("Create"), {"Status": "SUCCESS", "PhysicalResourceId": "x"})
    kept = {"StackId": "stack", "RequestId": "request", "LogicalResourceId": "Replication"}
    assert sent == [("PUT", "https://cloudformation.invalid/answer", {**kept, "Status": "SUCCESS", "PhysicalResourceId": "x"})]
