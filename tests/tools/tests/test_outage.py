"""The loss of a Region, and the ledger behind the Data API: what the evacuation tests rest on."""

import json

import pytest
from botocore.exceptions import ClientError, HTTPClientError

from tools import server
from tools.aws import Aws

EAST, WEST = "us-east-1", "us-west-2"


@pytest.fixture(scope="module")
def started():
    with server.running() as it:
        yield it


@pytest.fixture
def aws(started):
    started.reset()
    return Aws(started, (EAST, WEST))


def test_nothing_of_a_lost_region_answers(aws):
    with aws.server.without(EAST):
        for service, operation in (("sqs", "list_queues"), ("rds", "describe_db_clusters"), ("s3", "list_buckets")):
            with pytest.raises(HTTPClientError):
                getattr(aws.client(service, EAST), operation)()
            getattr(aws.client(service, WEST), operation)()
    aws.client("sqs", EAST).list_queues()


def test_what_is_in_no_region_answers_on(aws):
    """Route 53 and IAM are called as if they were in us-east-1."""
    with aws.server.without(EAST):
        aws.client("route53", EAST).list_hosted_zones()
        aws.client("iam", EAST).list_roles()


def test_a_region_comes_back_however_the_block_ends(aws):
    with pytest.raises(ZeroDivisionError), aws.server.without(EAST):
        1 / 0
    aws.client("sqs", EAST).list_queues()


# --- the ledger -----------------------------------------------------------------------------------


@pytest.fixture
def clusters(aws):
    aws.client("rds", EAST).create_global_cluster(GlobalClusterIdentifier="ledger", Engine="aurora-mysql")
    return {region: _member(aws, region) for region in (EAST, WEST)}


def _member(aws, region):
    login = {"MasterUsername": "ledger", "MasterUserPassword": "not-a-secret"} if region == EAST else {}
    made = aws.client("rds", region).create_db_cluster(
        DBClusterIdentifier=f"ledger-{region}", Engine="aurora-mysql", GlobalClusterIdentifier="ledger", **login
    )
    return made["DBCluster"]["DBClusterArn"]


def run(aws, region, cluster, sql, **values):
    parameters = [{"name": key, "value": {"stringValue": it}} for key, it in values.items()]
    secret = f"arn:aws:secretsmanager:{region}:123456789012:secret:ledger"
    asked = {"resourceArn": cluster, "secretArn": secret, "sql": sql, "parameters": parameters}
    return aws.client("rds-data", region).execute_statement(**asked)["records"]


def refusal(*arguments):
    with pytest.raises(ClientError) as why:
        run(*arguments)
    return why.value.response["Error"]["Code"]


def test_statements_run_on_the_writer_only(aws, clusters):
    run(aws, EAST, clusters[EAST], "CREATE TABLE payments (id VARCHAR(8) PRIMARY KEY)")
    run(aws, EAST, clusters[EAST], "INSERT INTO payments VALUES (:id)", id="one")
    assert refusal(aws, WEST, clusters[WEST], "SELECT * FROM payments") == "DatabaseUnavailableException"
    assert refusal(aws, WEST, clusters[EAST], "SELECT * FROM payments") == "DatabaseNotFoundException"
    assert refusal(aws, EAST, clusters[EAST], "SELECT * FROM elsewhere") == "DatabaseErrorException"


def test_a_promoted_member_has_what_the_writer_wrote(aws, clusters):
    run(aws, EAST, clusters[EAST], "CREATE TABLE payments (id VARCHAR(8) PRIMARY KEY)")
    run(aws, EAST, clusters[EAST], "INSERT INTO payments VALUES (:id)", id="one")
    with aws.server.without(EAST):
        aws.client("rds", WEST).failover_global_cluster(
            GlobalClusterIdentifier="ledger", TargetDbClusterIdentifier=clusters[WEST], AllowDataLoss=True
        )
        assert run(aws, WEST, clusters[WEST], "SELECT id FROM payments") == [[{"stringValue": "one"}]]
    assert refusal(aws, EAST, clusters[EAST], "SELECT id FROM payments") == "DatabaseUnavailableException"


# --- what else they rest on -----------------------------------------------------------------------


def test_a_replica_of_a_secret_is_found_without_the_random_end_of_its_arn(aws):
    """The only ARN that a template of the other Region can know."""
    made = aws.client("secretsmanager", EAST).create_secret(
        Name="ledger", SecretString="{}", AddReplicaRegions=[{"Region": WEST}]
    )
    arn = made["ARN"].replace(EAST, WEST).rsplit("-", 1)[0]
    for wanted in (arn, "ledger"):
        assert aws.client("secretsmanager", WEST).get_secret_value(SecretId=wanted)["SecretString"] == "{}"
    with pytest.raises(ClientError):
        aws.client("secretsmanager", WEST).get_secret_value(SecretId=made["ARN"])


def test_a_stack_makes_changes_and_deletes_a_schedule(aws):
    client, stack = aws.client("cloudformation", EAST), {"StackName": "heartbeat"}
    client.create_stack(**stack, TemplateBody=_schedule("rate(1 minute)"))
    client.update_stack(**stack, TemplateBody=_schedule("rate(2 minutes)"))
    scheduler = aws.client("scheduler", EAST)
    assert scheduler.get_schedule(Name="heartbeat")["ScheduleExpression"] == "rate(2 minutes)"
    client.delete_stack(**stack)
    assert scheduler.list_schedules()["Schedules"] == []


def _schedule(expression):
    target = {"Arn": "arn:aws:events:us-east-1:123456789012:event-bus/default", "RoleArn": "arn:aws:iam::123456789012:role/r"}
    properties = {
        "Name": "heartbeat", "ScheduleExpression": expression, "FlexibleTimeWindow": {"Mode": "OFF"}, "Target": target,
    }
    return json.dumps({"Resources": {"Heartbeat": {"Type": "AWS::Scheduler::Schedule", "Properties": properties}}})
