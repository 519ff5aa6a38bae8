"""Each rule about templates catches the template it is meant for, and lets the sound one pass."""

import copy
import json

import pytest

import template_rules
from templates import Manifest

ARN = {"Fn::Sub": "arn:${AWS::Partition}:s3:::docs-us-east-2"}
API = {"Ref": "Api"}

SOUND = {
    "system-us-east-2-0": {
        "Resources": {
            "Replica": {"Type": "AWS::S3::Bucket", "Properties": {
                "BucketName": "docs-us-east-2", "VersioningConfiguration": {"Status": "Enabled"}}},
            "Role": {"Type": "AWS::IAM::Role", "Properties": {"RoleName": "replication"}},
            "Zone": {"Type": "AWS::Route53::HostedZone", "Properties": {"Name": "acme-bank.com."}},
            "Check": {"Type": "AWS::Route53::HealthCheck", "Properties": {
                "HealthCheckConfig": {"Type": "HTTPS", "RequestInterval": 30}}},
            "Primary": {"Type": "AWS::Route53::RecordSet", "Properties": {
                "HostedZoneId": {"Ref": "Zone"}, "Name": "api.acme-bank.com", "Type": "CNAME", "Failover": "PRIMARY",
                "SetIdentifier": "primary", "HealthCheckId": {"Ref": "Check"}}},
        },
        "Outputs": {"RoleArn": {"Value": {"Fn::GetAtt": ["Role", "Arn"]}}, "ZoneId": {"Value": {"Ref": "Zone"}}},
    },
    "system-us-east-1-1": {
        "Description": "layer 1",
        "Parameters": {"RoleArn": {"Type": "String"}, "ZoneId": {"Type": "String"}},
        "Resources": {
            "Source": {"Type": "AWS::S3::Bucket", "Properties": {
                "BucketName": {"Fn::Sub": "docs-${AWS::Region}"},
                "VersioningConfiguration": {"Status": "Enabled"},
                "ReplicationConfiguration": {"Role": {"Ref": "RoleArn"}, "Rules": [{
                    "Priority": 1, "Filter": {"Prefix": ""}, "DeleteMarkerReplication": {"Status": "Enabled"},
                    "Destination": {
                        "Bucket": ARN,
                        "ReplicationTime": {"Status": "Enabled", "Time": {"Minutes": 15}},
                        "Metrics": {"Status": "Enabled", "EventThreshold": {"Minutes": 15}}}}]}}},
            "Table": {"Type": "AWS::DynamoDB::GlobalTable", "Properties": {
                "TableName": "payments", "StreamSpecification": {"StreamViewType": "NEW_AND_OLD_IMAGES"},
                "Replicas": [{"Region": {"Ref": "AWS::Region"}}, {"Region": "us-east-2"}]}},
            "Api": {"Type": "AWS::ApiGateway::RestApi"},
            "Get": {"Type": "AWS::ApiGateway::Method", "Properties": {"RestApiId": API}},
            "Post": {"Type": "AWS::ApiGateway::Method", "Properties": {"RestApiId": API}},
            "Deployment": {"Type": "AWS::ApiGateway::Deployment", "DependsOn": ["Get", "Post"],
                           "Properties": {"RestApiId": API}},
            "Topic": {"Type": "AWS::SNS::Topic", "Properties": {"TopicName": "alerts"}},
            "Alarm": {"Type": "AWS::CloudWatch::Alarm", "Properties": {"AlarmActions": [{"Ref": "Topic"}]}},
            "Handler": {"Type": "AWS::Lambda::Function", "Properties": {
                "FunctionName": {"Fn::Join": ["-", ["handler", {"Ref": "AWS::Region"}]]},
                "Code": {"ZipFile": "// arn:aws: in a comment"}}},
            "Record": {"Type": "AWS::Route53::RecordSet", "Properties": {
                "HostedZoneId": {"Ref": "ZoneId"}, "Name": "www.acme-bank.com", "Type": "CNAME"}},
        },
    },
}
ENTRIES = [
    {"name": "system-us-east-2-0", "region": "us-east-2"},
    {"name": "system-us-east-1-1", "region": "us-east-1", "depends_on": ["system-us-east-2-0"], "parameters": {
        "RoleArn": {"stack": "system-us-east-2-0", "output": "RoleArn"},
        "ZoneId": {"stack": "system-us-east-2-0", "output": "ZoneId"}}},
]
FIRST, SECOND = SOUND


GROUP = {"Type": "AWS::Route53::RecordSetGroup", "Properties": {
    "HostedZoneId": {"Ref": "Zone"}, "RecordSets": [{"Name": "a.acme-bank.com", "Type": "A", "Weight": 1}]}}


class Spoilt:
    """A copy of the sound manifest with handles for the parts the cases change."""

    def __init__(self):
        self.templates, self.entries = copy.deepcopy(SOUND), copy.deepcopy(ENTRIES)

    def properties(self, stack, logical):
        return self.templates[stack]["Resources"][logical]["Properties"]

    @property
    def rule(self):
        return self.properties(SECOND, "Source")["ReplicationConfiguration"]["Rules"][0]

    @property
    def record(self):
        return self.properties(FIRST, "Primary")

    def findings(self):
        documents = [self.templates[stack] for stack in (FIRST, SECOND)]
        manifest = Manifest.of(self.entries, list(map(json.dumps, documents)), documents)
        return [(found.check, found.resource) for found in template_rules.findings(manifest)]


def many(kind):
    return {f"Thing{i}": {"Type": kind} for i in range(501)}


# What is done to the sound manifest → the rule that must speak, and the place it must name.
CASES = {
    "source without versions": (
        lambda it: it.properties(SECOND, "Source").pop("VersioningConfiguration"),
        "replication-needs-versioning", f"{SECOND}/Source"),
    "replica without versions": (
        lambda it: it.properties(FIRST, "Replica").update(VersioningConfiguration={"Status": "Suspended"}),
        "replication-needs-versioning", f"{SECOND}/Source"),
    "replica that nobody makes": (
        lambda it: it.properties(FIRST, "Replica").update(BucketName="other"),
        "replication-needs-versioning", f"{SECOND}/Source"),
    "time control of 5 minutes": (
        lambda it: it.rule["Destination"]["ReplicationTime"]["Time"].update(Minutes=5),
        "time-control-needs-metrics", f"{SECOND}/Source"),
    "time control without metrics": (
        lambda it: it.rule["Destination"].pop("Metrics"),
        "time-control-needs-metrics", f"{SECOND}/Source"),
    "metrics without threshold": (
        lambda it: it.rule["Destination"]["Metrics"].pop("EventThreshold"),
        "time-control-needs-metrics", f"{SECOND}/Source"),
    "filter without delete markers": (
        lambda it: it.rule.pop("DeleteMarkerReplication"),
        "filter-needs-delete-marker-replication", f"{SECOND}/Source"),
    "filter without priority": (
        lambda it: it.rule.pop("Priority"),
        "filter-needs-delete-marker-replication", f"{SECOND}/Source"),
    "health check every 20 s": (
        lambda it: it.properties(FIRST, "Check")["HealthCheckConfig"].update(RequestInterval=20),
        "health-check-interval", f"{FIRST}/Check"),
    "failover record without identifier": (
        lambda it: it.record.pop("SetIdentifier"),
        "routed-record-has-set-identifier", f"{FIRST}/Primary"),
    "record in a group without identifier": (
        lambda it: it.templates[FIRST]["Resources"].update(Primary=GROUP),
        "routed-record-has-set-identifier", f"{FIRST}/Primary"),
    "primary that nothing checks": (
        lambda it: it.record.pop("HealthCheckId"),
        "primary-record-is-checked", f"{FIRST}/Primary"),
    "CNAME at the apex": (
        lambda it: it.record.update(Name="Acme-Bank.com."),
        "no-cname-at-the-apex", f"{FIRST}/Primary"),
    "CNAME at the apex of a zone in another stack": (
        lambda it: it.properties(SECOND, "Record").update(Name="acme-bank.com"),
        "no-cname-at-the-apex", f"{SECOND}/Record"),
    "table without its own region": (
        lambda it: it.properties(SECOND, "Table").update(Replicas=[{"Region": "us-east-2"}]),
        "global-table-has-stream-and-own-region", f"{SECOND}/Table"),
    "table without a stream": (
        lambda it: it.properties(SECOND, "Table").pop("StreamSpecification"),
        "global-table-has-stream-and-own-region", f"{SECOND}/Table"),
    "deployment that waits for one method of two": (
        lambda it: it.templates[SECOND]["Resources"]["Deployment"].update(DependsOn="Get"),
        "deployment-depends-on-methods", f"{SECOND}/Deployment"),
    "alarm on a topic it may not publish to": (
        lambda it: it.properties(SECOND, "Topic").update(KmsMasterKeyId="alias/aws/sns"),
        "alarm-can-publish", f"{SECOND}/Alarm"),
    "partition in an ARN": (
        lambda it: it.properties(SECOND, "Handler").update(Role="arn:aws:iam::123456789012:role/x"),
        "no-partition-in-an-arn", f"{SECOND}/Handler"),
    "name too long once the region is in": (
        lambda it: it.properties(SECOND, "Source").update(BucketName={"Fn::Sub": "d" * 54 + "-${AWS::Region}"}),
        "name-fits", f"{SECOND}/Source"),
    "stack name": (lambda it: it.entries[0].update(name="1" * 129), "stack-name-fits", "1" * 129),
    "body over 51,200 bytes": (
        lambda it: it.templates[SECOND].update(Metadata={"Filler": "x" * 51_200}), "body-fits", SECOND),
    "body over 1 MB": (
        lambda it: it.templates[SECOND].update(Metadata={"Filler": "x" * 1_048_576}), "body-fits", SECOND),
    "501 resources": (
        lambda it: it.templates[SECOND]["Resources"].update(many("AWS::SNS::Topic")), "quotas-hold", SECOND),
    "201 parameters": (
        lambda it: it.templates[SECOND]["Parameters"].update({f"P{i}": {"Default": "x"} for i in range(201)}),
        "quotas-hold", SECOND),
    "201 outputs": (
        lambda it: it.templates[FIRST]["Outputs"].update({f"O{i}": {"Value": "x"} for i in range(201)}),
        "quotas-hold", FIRST),
    "description": (lambda it: it.templates[SECOND].update(Description="d" * 1025), "quotas-hold", SECOND),
    "parameter without a source": (
        lambda it: it.entries[1]["parameters"].pop("RoleArn"), "parameters-are-produced", SECOND),
    "code bucket without code": (
        lambda it: it.templates[SECOND]["Parameters"].update(CodeBucket={"Type": "String"}),
        "parameters-are-produced", SECOND),
    "source without a parameter": (
        lambda it: it.templates[FIRST].update(Parameters={}) or it.entries[0].update(parameters={"X": {"value": "1"}}),
        "parameters-are-produced", FIRST),
    "output that is not there": (
        lambda it: it.templates[FIRST]["Outputs"].pop("RoleArn"), "parameters-are-produced", SECOND),
    "dependency left unsaid": (lambda it: it.entries[1].pop("depends_on"), "parameters-are-produced", SECOND),
    "dependency on a later stack": (
        lambda it: it.entries[0].update(depends_on=[SECOND]), "order-is-kept", FIRST),
}


def test_sound_manifest_passes():
    assert Spoilt().findings() == []


@pytest.mark.parametrize("case", CASES, ids=str)
def test_rule_catches(case):
    spoil, check, place = CASES[case]
    manifest = Spoilt()
    spoil(manifest)
    assert (check, place) in manifest.findings()


def test_every_rule_has_a_case():
    rules = [rule for _, rule in template_rules.RESOURCE_RULES] + template_rules.STACK_RULES
    assert {rule.__name__.replace("_", "-") for rule in rules} == {check for _, check, _ in CASES.values()}


def test_code_bucket_is_filled_by_the_deployment():
    manifest = Spoilt()
    manifest.templates[SECOND]["Parameters"]["CodeBucket"] = {"Type": "String"}
    manifest.entries[1]["assets"] = [{"file": "code.zip", "key": "code.zip"}]
    assert manifest.findings() == []


def test_marked_body_may_go_through_s3():
    manifest = Spoilt()
    manifest.templates[SECOND]["Metadata"] = {"Filler": "x" * 51_200}
    manifest.entries[1]["upload"] = True
    assert manifest.findings() == []
