"""The server: that what AWS refuses is refused, and that what moto loses is kept."""

import json

import pytest
from botocore.exceptions import ClientError

from tools import server
from tools.aws import Aws

EAST, OHIO = "us-east-1", "us-east-2"
TRUST = {
    "Version": "2012-10-17",
    "Statement": [{"Effect": "Allow", "Action": "sts:AssumeRole", "Principal": {"Service": "lambda.amazonaws.com"}}],
}


@pytest.fixture(scope="module")
def running():
    with server.running() as started:
        yield started


@pytest.fixture
def aws(running) -> Aws:
    running.reset()
    return Aws(running, (EAST, OHIO))


@pytest.fixture
def cloudformation(aws):
    return aws.client("cloudformation", EAST)


def deploy(cloudformation, resources, outputs=None, **options):
    """A stack `s` of these resources, described."""
    body = json.dumps({"Resources": resources, "Outputs": outputs or {}})
    cloudformation.create_stack(StackName="s", TemplateBody=body, **options)
    return cloudformation.describe_stacks(StackName="s")["Stacks"][0]


def change(cloudformation, resources):
    cloudformation.update_stack(StackName="s", TemplateBody=json.dumps({"Resources": resources}))
    return cloudformation.describe_stacks(StackName="s")["Stacks"][0]


def parameter(value="1", **more):
    return {"Type": "AWS::SSM::Parameter", "Properties": {"Name": "/p", "Type": "String", "Value": value}, **more}


def refused(code, call, **parameters) -> str:
    with pytest.raises(ClientError) as raised:
        call(**parameters)
    assert raised.value.response["Error"]["Code"] == code, raised.value
    return raised.value.response["Error"]["Message"]


# --- stacks ---------------------------------------------------------------------------------------


def test_an_unknown_type_fails_the_stack_by_name(aws, cloudformation):
    stack = deploy(cloudformation, {"P": parameter(), "X": {"Type": "AWS::Quantum::Ledger", "DependsOn": "P"}})
    assert stack["StackStatus"] == "ROLLBACK_COMPLETE"
    assert "AWS::Quantum::Ledger" in stack["StackStatusReason"]
    events = cloudformation.describe_stack_events(StackName="s")["StackEvents"]
    assert ("X", "CREATE_FAILED") in [(it["LogicalResourceId"], it["ResourceStatus"]) for it in events]
    assert aws.every("ssm", "describe_parameters", "Parameters") == []  # rolled back


@pytest.mark.parametrize("name", ["Colour", "Tier"])
def test_a_property_is_passed_on_or_fails_the_stack(cloudformation, name):
    declared = parameter()
    declared["Properties"][name] = "Standard"
    stack = deploy(cloudformation, {"P": declared})
    if name == "Tier":
        assert stack["StackStatus"] == "CREATE_COMPLETE"
    else:
        assert name in stack["StackStatusReason"]


def test_an_unknown_attribute_fails_the_stack(cloudformation):
    stack = deploy(cloudformation, {"P": parameter()}, {"O": {"Value": {"Fn::GetAtt": ["P", "Arn"]}}})
    assert stack["StackStatus"] == "ROLLBACK_COMPLETE"
    assert "no attribute Arn" in stack["StackStatusReason"]


def test_a_circle_fails_the_stack(cloudformation):
    stack = deploy(cloudformation, {"A": parameter({"Ref": "B"}), "B": parameter({"Ref": "A"})})
    assert "Circular dependency" in stack["StackStatusReason"]


def test_what_is_depended_on_comes_first(cloudformation):
    first = {"Type": "AWS::Logs::LogGroup", "Properties": {"LogGroupName": "/l"}}
    deploy(cloudformation, {"P": parameter({"Ref": "T"}), "T": topic(DependsOn=["L"]), "L": first})
    events = cloudformation.describe_stack_events(StackName="s")["StackEvents"]
    done = [it["LogicalResourceId"] for it in events if it["ResourceStatus"] == "CREATE_COMPLETE"]
    assert done[::-1][:3] == ["L", "T", "P"]


def topic(**more):
    return {"Type": "AWS::SNS::Topic", "Properties": {"TopicName": "t"}, **more}


def test_a_changed_stack_keeps_what_did_not_change(cloudformation):
    deploy(cloudformation, {"T": topic(), "P": parameter()})
    stack = change(cloudformation, {"T": topic(), "P": parameter("2")})
    assert stack["StackStatus"] == "UPDATE_COMPLETE"
    held = cloudformation.list_stack_resources(StackName="s")["StackResourceSummaries"]
    assert {it["LogicalResourceId"]: it["ResourceStatus"] for it in held} == {
        "P": "UPDATE_COMPLETE", "T": "CREATE_COMPLETE",
    }


def test_a_failed_change_is_rolled_back(aws, cloudformation):
    deploy(cloudformation, {"P": parameter("before")})
    stack = change(cloudformation, {"P": parameter("after"), "X": {"Type": "AWS::Quantum::Ledger", "DependsOn": "P"}})
    assert stack["StackStatus"] == "UPDATE_ROLLBACK_COMPLETE"
    assert aws.client("ssm").get_parameter(Name="/p")["Parameter"]["Value"] == "before"


def test_a_removed_resource_is_deleted(aws, cloudformation):
    deploy(cloudformation, {"P": parameter(), "T": topic()})
    change(cloudformation, {"T": topic()})
    assert aws.every("ssm", "describe_parameters", "Parameters") == []


def test_a_stack_that_will_not_go_stays(aws, cloudformation):
    deploy(cloudformation, {"B": {"Type": "AWS::S3::Bucket", "Properties": {"BucketName": "held"}}})
    aws.client("s3").put_object(Bucket="held", Key="k", Body=b"")
    cloudformation.delete_stack(StackName="s")
    assert cloudformation.describe_stacks(StackName="s")["Stacks"][0]["StackStatus"] == "DELETE_FAILED"
    aws.client("s3").delete_object(Bucket="held", Key="k")
    cloudformation.delete_stack(StackName="s")
    assert aws.leftovers() == []


def test_change_sets_belong_to_their_stack_and_set_outputs(cloudformation):
    for name in ("one", "two"):
        body = {"Resources": {"T": {"Type": "AWS::SNS::Topic", "Properties": {"TopicName": name}}}}
        body["Outputs"] = {"Arn": {"Value": {"Ref": "T"}}}
        cloudformation.create_change_set(
            StackName=name, ChangeSetName="deploy", ChangeSetType="CREATE", TemplateBody=json.dumps(body)
        )
    cloudformation.execute_change_set(StackName="one", ChangeSetName="deploy")
    stack = cloudformation.describe_stacks(StackName="one")["Stacks"][0]
    assert stack["StackStatus"] == "CREATE_COMPLETE"
    assert stack["Outputs"][0]["OutputValue"].endswith(":one")
    assert cloudformation.describe_stacks(StackName="two")["Stacks"][0]["StackStatus"] == "REVIEW_IN_PROGRESS"


def test_a_changed_parameter_is_a_change(cloudformation):
    body = json.dumps({"Parameters": {"V": {"Type": "String"}}, "Resources": {"P": parameter({"Ref": "V"})}})
    one, two = ([{"ParameterKey": "V", "ParameterValue": it}] for it in "12")
    cloudformation.create_stack(StackName="s", TemplateBody=body, Parameters=one)
    wanted = {"ChangeSetName": "c", "ChangeSetType": "UPDATE", "TemplateBody": body, "Parameters": two}
    cloudformation.create_change_set(StackName="s", **wanted)
    held = cloudformation.describe_change_set(StackName="s", ChangeSetName="c")
    assert [it["ResourceChange"]["LogicalResourceId"] for it in held["Changes"]] == ["P"]


def test_an_update_without_changes_is_refused_and_such_a_change_set_fails(cloudformation):
    body = json.dumps({"Parameters": {"V": {"Type": "String"}}, "Resources": {"P": parameter({"Ref": "V"})}})
    same = {"TemplateBody": body, "Parameters": [{"ParameterKey": "V", "ParameterValue": "1"}]}
    cloudformation.create_stack(StackName="s", **same)
    assert "No updates" in refused("ValidationError", cloudformation.update_stack, StackName="s", **same)
    cloudformation.create_change_set(StackName="s", ChangeSetName="c", ChangeSetType="UPDATE", **same)
    held = cloudformation.describe_change_set(StackName="s", ChangeSetName="c")
    assert (held["Status"], held["ExecutionStatus"]) == ("FAILED", "UNAVAILABLE")


def test_named_roles_take_a_capability(cloudformation):
    role = {"Type": "AWS::IAM::Role", "Properties": {"RoleName": "r", "AssumeRolePolicyDocument": TRUST}}
    body = json.dumps({"Resources": {"R": role}})
    wanted = {"StackName": "s", "TemplateBody": body, "Capabilities": ["CAPABILITY_IAM"]}
    reason = refused("InsufficientCapabilitiesException", cloudformation.create_stack, **wanted)
    assert "CAPABILITY_NAMED_IAM" in reason


def test_a_large_template_is_refused(cloudformation):
    body = json.dumps({"Resources": {"P": parameter("x" * 51_200)}})
    assert "templateBody" in refused("ValidationError", cloudformation.create_stack, StackName="s", TemplateBody=body)


def test_a_global_table_wants_its_own_region_and_a_stream(cloudformation):
    table = {
        "AttributeDefinitions": [{"AttributeName": "id", "AttributeType": "S"}],
        "KeySchema": [{"AttributeName": "id", "KeyType": "HASH"}],
        "BillingMode": "PAY_PER_REQUEST",
        "Replicas": [{"Region": OHIO}],
    }
    stack = deploy(cloudformation, {"T": {"Type": "AWS::DynamoDB::GlobalTable", "Properties": table}})
    assert f"the stack's own region, {EAST}" in stack["StackStatusReason"]
    cloudformation.delete_stack(StackName="s")
    table["Replicas"].append({"Region": EAST})
    stack = deploy(cloudformation, {"T": {"Type": "AWS::DynamoDB::GlobalTable", "Properties": table}})
    assert "StreamSpecification is required" in stack["StackStatusReason"]


# --- services -------------------------------------------------------------------------------------


def test_a_put_in_one_region_is_read_in_the_other(aws):
    east, ohio = (aws.client("dynamodb", it) for it in (EAST, OHIO))
    east.create_table(
        TableName="t",
        KeySchema=[{"AttributeName": "id", "KeyType": "HASH"}],
        AttributeDefinitions=[{"AttributeName": "id", "AttributeType": "S"}],
        BillingMode="PAY_PER_REQUEST",
    )
    east.update_table(TableName="t", ReplicaUpdates=[{"Create": {"RegionName": OHIO}}])
    ohio.put_item(TableName="t", Item={"id": {"S": "1"}})
    assert east.get_item(TableName="t", Key={"id": {"S": "1"}})["Item"] == {"id": {"S": "1"}}
    assert ohio.describe_table(TableName="t")["Table"]["TableArn"].split(":")[3] == OHIO


def test_replication_wants_a_versioned_destination(aws):
    s3 = aws.client("s3")
    for bucket in ("from", "far"):
        s3.create_bucket(Bucket=bucket)
    s3.put_bucket_versioning(Bucket="from", VersioningConfiguration={"Status": "Enabled"})
    for destination, reason in (("missing", "must exist"), ("far", "versioning")):
        rule = {"Status": "Enabled", "Priority": 1, "Filter": {"Prefix": ""}}
        rule["DeleteMarkerReplication"] = {"Status": "Enabled"}
        rule["Destination"] = {"Bucket": f"arn:aws:s3:::{destination}"}
        configuration = {"Role": "arn:aws:iam::123456789012:role/r", "Rules": [rule]}
        call = s3.put_bucket_replication
        assert reason in refused("InvalidRequest", call, Bucket="from", ReplicationConfiguration=configuration)


def test_a_bucket_policy_against_plain_http_lets_tls_through(aws):
    s3 = aws.client("s3")
    s3.create_bucket(Bucket="tls")
    deny = {"Effect": "Deny", "Principal": "*", "Action": "s3:*", "Resource": "arn:aws:s3:::tls/*"}
    deny["Condition"] = {"Bool": {"aws:SecureTransport": "false"}}
    s3.put_bucket_policy(Bucket="tls", Policy=json.dumps({"Version": "2012-10-17", "Statement": [deny]}))
    s3.put_object(Bucket="tls", Key="k", Body=b"")


def test_one_record_issues_the_certificates_of_both_regions(aws):
    certificates = [(aws.client("acm", region), request(aws, region)) for region in (EAST, OHIO)]
    records = [described(acm, arn)["DomainValidationOptions"][0]["ResourceRecord"] for acm, arn in certificates]
    assert records[0] == records[1]
    assert [described(acm, arn)["Status"] for acm, arn in certificates] == ["PENDING_VALIDATION"] * 2
    publish(aws, records[0])
    assert [described(acm, arn)["Status"] for acm, arn in certificates] == ["ISSUED"] * 2


def request(aws, region):
    acm = aws.client("acm", region)
    return acm.request_certificate(DomainName="api.acme.com", ValidationMethod="DNS")["CertificateArn"]


def described(acm, arn):
    return acm.describe_certificate(CertificateArn=arn)["Certificate"]


def publish(aws, record):
    route53 = aws.client("route53")
    zone = route53.create_hosted_zone(Name="acme.com", CallerReference="1")["HostedZone"]["Id"]
    wanted = {"Name": record["Name"], "Type": "CNAME", "TTL": 60, "ResourceRecords": [{"Value": record["Value"]}]}
    changes = {"Changes": [{"Action": "CREATE", "ResourceRecordSet": wanted}]}
    route53.change_resource_record_sets(HostedZoneId=zone, ChangeBatch=changes)


def test_a_domain_wants_an_issued_certificate_of_its_region(aws):
    wanted = {"domainName": "api.acme.com", "regionalCertificateArn": request(aws, EAST)}
    for region in (EAST, OHIO):
        call = aws.client("apigateway", region).create_domain_name
        assert "not issued" in refused("BadRequestException", call, **wanted)


def test_a_stage_logs_only_with_the_accounts_role(aws):
    gateway = aws.client("apigateway", EAST)
    api = gateway.create_rest_api(name="a")["id"]
    root = gateway.get_resources(restApiId=api)["items"][0]["id"]
    place = {"restApiId": api, "resourceId": root, "httpMethod": "GET"}
    gateway.put_method(**place, authorizationType="NONE")
    gateway.put_integration(**place, type="MOCK")
    deployment = gateway.create_deployment(restApiId=api)["id"]
    gateway.create_stage(restApiId=api, stageName="prod", deploymentId=deployment)
    logs = [{"op": "replace", "path": "/*/*/logging/loglevel", "value": "INFO"}]
    stage = {"restApiId": api, "stageName": "prod", "patchOperations": logs}
    assert "CloudWatch Logs role ARN" in refused("BadRequestException", gateway.update_stage, **stage)
    role = [{"op": "replace", "path": "/cloudwatchRoleArn", "value": "arn:aws:iam::123456789012:role/r"}]
    gateway.update_account(patchOperations=role)
    gateway.update_stage(**stage)


def test_an_alarm_tells_topics_of_its_region_only(aws):
    alarm = {
        "AlarmName": "a", "Namespace": "AWS/Lambda", "MetricName": "Errors", "Statistic": "Sum", "Period": 60,
        "EvaluationPeriods": 1, "Threshold": 1, "ComparisonOperator": "GreaterThanThreshold",
    }
    call = aws.client("cloudwatch", EAST).put_metric_alarm
    call(**alarm, AlarmActions=[f"arn:aws:sns:{EAST}:123456789012:t"])
    reason = refused("ValidationError", call, **alarm, AlarmActions=[f"arn:aws:sns:{OHIO}:123456789012:t"])
    assert f"Only {EAST} is supported" in reason


# --- requests -------------------------------------------------------------------------------------


def test_a_request_that_is_sent_again_is_done_once(aws):
    """As by an SDK whose first try was answered, and who never heard it."""
    ec2 = aws.client("ec2", OHIO)
    before = len(ec2.describe_vpcs()["Vpcs"])

    def numbered(request, **_):
        request.headers["amz-sdk-invocation-id"] = "6f0e"

    ec2.meta.events.register("before-send.ec2.CreateVpc", numbered)
    try:
        made = {ec2.create_vpc(CidrBlock="10.9.0.0/16")["Vpc"]["VpcId"] for _ in range(2)}
    finally:
        ec2.meta.events.unregister("before-send.ec2.CreateVpc", numbered)
    assert len(made) == 1
    assert len(ec2.describe_vpcs()["Vpcs"]) == before + 1
    assert ec2.create_vpc(CidrBlock="10.8.0.0/16")["Vpc"]["VpcId"] not in made
