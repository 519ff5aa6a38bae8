"""The policy checks catch what they claim to, and know an ARN from the function that makes it."""

import json

import pytest

import policies
from policies import Policy
from templates import Manifest

BUCKET = "arn:aws:s3:::docs"


def statement(**changes):
    return {"Effect": "Allow", "Action": "s3:GetObject", "Resource": f"{BUCKET}/*"} | changes


def checks(*statements):
    document = json.dumps({"Version": "2012-10-17", "Statement": list(statements)})
    return {finding.check for finding in policies.findings([Policy("terraform", "aws_iam_role.x", document)])}


def trust(**changes):
    return {"Effect": "Allow", "Principal": {"Service": "lambda.amazonaws.com"}, "Action": "sts:AssumeRole"} | changes


SOUND = {
    "grant": statement(),
    "trust": trust(),
    "trust of the account": trust(Principal={"AWS": "arn:aws:iam::123456789012:root"}),
    "a * where AWS allows nothing narrower": statement(Action=["xray:PutTraceSegments"], Resource="*"),
    "TLS only": statement(Effect="Deny", Principal="*", Action="s3:*", Resource=[BUCKET, f"{BUCKET}/*"],
                          Condition={"Bool": {"aws:SecureTransport": "false"}}),
}
BAD = {
    "every action": (statement(Action="*"), "WILDCARD_ACTION"),
    "every action of a service": (statement(Action="s3:*"), "WILDCARD_ACTION"),
    "every read": (statement(Action=["s3:Get*"]), "WILDCARD_ACTION"),
    "all but one action": (statement(NotAction="iam:*"), "NEGATED_GRANT"),
    "every resource": (statement(Resource="*"), "RESOURCE_STAR"),
    "action on the wrong resource": (statement(Resource=BUCKET), "RESOURCE_MISMATCH"),
    "unknown action": (statement(Action="s3:ReadObject"), "UNKNOWN_ACTION"),
    "no ARN": (statement(Resource="docs/*"), "INVALID_ARN"),
    "unknown condition": (statement(Condition={"StringLikes": {"s3:prefix": "x"}}), "UNKNOWN_OPERATOR"),
    "open to everyone": (trust(Principal="*"), "OPEN_PRINCIPAL"),
    "open to every account": (trust(Principal={"AWS": ["*"]}), "OPEN_PRINCIPAL"),
}


@pytest.mark.parametrize("case", SOUND, ids=str)
def test_sound_statement_passes(case):
    assert checks(SOUND[case]) == set()


@pytest.mark.parametrize("case", BAD, ids=str)
def test_bad_statement_is_caught(case):
    bad, check = BAD[case]
    assert check in checks(bad)


def test_references_in_a_template_come_to_arns():
    """A policy that names a table by GetAtt, one by a parameter, and one by Sub is judged as AWS would see it."""
    table = {"Type": "AWS::DynamoDB::GlobalTable", "Properties": {"TableName": "payments"}}
    grant = {"Effect": "Allow", "Action": "dynamodb:PutItem", "Resource": [
        {"Fn::GetAtt": ["Table", "Arn"]}, {"Ref": "OtherArn"},
        {"Fn::Sub": "arn:${AWS::Partition}:dynamodb:${AWS::Region}:${AWS::AccountId}:table/third"}]}
    role = {"Type": "AWS::IAM::Role", "Properties": {"Policies": [{"PolicyDocument": {
        "Version": "2012-10-17", "Statement": [grant]}}]}}
    first = {"Resources": {"Table": table}, "Outputs": {"Arn": {"Value": {"Fn::GetAtt": ["Table", "Arn"]}}}}
    second = {"Resources": {"Table": table, "Role": role}, "Parameters": {"OtherArn": {"Type": "String"}}}
    crossing = {"OtherArn": {"stack": "first", "output": "Arn"}}
    entries = [{"name": "first", "region": "us-east-2"},
               {"name": "second", "region": "us-east-1", "parameters": crossing}]
    (policy,) = policies.of_manifest(Manifest.of(entries, ["", ""], [first, second]))
    prefix = "arn:aws:dynamodb:"
    assert policy.resource == "second/Role"
    assert policy.statements[0]["Resource"] == [
        f"{prefix}us-east-1:123456789012:table/payments", f"{prefix}us-east-2:123456789012:table/payments",
        f"{prefix}us-east-1:123456789012:table/third"]
    assert not list(policies.findings([policy]))
