"""The types of systems B, C and D: deployed by both backends, looked at, taken down."""

import json
import pathlib
import shutil
import zipfile

import pytest

from tools import server
from tools.aws import Aws
from tools.require import CannotBeHad, give_up
from tools.stacks import Deployment
from tools.terraform import Root

SAMPLES = pathlib.Path(__file__).with_name("samples") / "services"
HANDLER = pathlib.Path(__file__).parents[3] / "lambda/payment-processor-node"
REGIONS = EAST, WEST = "us-east-1", "us-west-2"


@pytest.fixture(scope="module")
def deployed():
    with server.running() as started:
        stacks = Deployment(SAMPLES / "cloudformation", Aws(started, REGIONS))
        stacks.create()
        yield stacks


@pytest.fixture(scope="module")
def applied(tmp_path_factory):
    with server.running() as started:
        root = _root(tmp_path_factory.mktemp("services") / "root", started)
        yield root, root.apply(), Aws(started, REGIONS)


def _root(folder, started) -> Root:
    emitted = folder.with_name("emitted")
    shutil.copytree(SAMPLES / "terraform", emitted)
    (emitted / "code").mkdir()
    with zipfile.ZipFile(emitted / "code/payment-processor.zip", "w") as archive:
        for path in sorted(HANDLER.iterdir()):
            archive.write(path, path.name)
    try:
        root = Root.copy(emitted, folder, started)
        root.init()
    except CannotBeHad as why:
        give_up(str(why))
    return root


@pytest.fixture(params=["cloudformation", "terraform"])
def aws(request) -> Aws:
    if request.param == "cloudformation":
        return request.getfixturevalue("deployed").aws
    return request.getfixturevalue("applied")[2]


def test_every_resource_of_the_stacks_is_really_made(deployed):
    resources = deployed.resources()
    assert {it["ResourceStatus"] for it in resources} == {"CREATE_COMPLETE"}
    assert [it for it in resources if it.get("ResourceStatusReason")] == []


def test_the_password_of_the_database_is_the_secrets(deployed):
    """What CloudFormation was handed is a reference; Aurora got what it refers to."""
    secret = deployed.outputs["services-dev-us-east-1-2"]["Secret"]
    held = deployed.aws.client("secretsmanager", EAST).get_secret_value(SecretId=secret)["SecretString"]
    (cluster,) = clusters(deployed.aws, EAST, "ledger")
    assert cluster["MasterUsername"] == json.loads(held)["username"] == "ledger"


def clusters(aws, region, name):
    held = aws.every("rds", "describe_db_clusters", "DBClusters", region)
    return [it for it in held if name in it["DBClusterIdentifier"]]


def test_the_ledger_has_a_writer_and_a_reader(aws):
    members = ledger_of(aws)["GlobalClusterMembers"]
    assert {it["DBClusterArn"].split(":")[3]: it["IsWriter"] for it in members} == {EAST: True, WEST: False}


def ledger_of(aws):
    held = aws.client("rds", EAST).describe_global_clusters()["GlobalClusters"]
    (ledger,) = [it for it in held if "ledger" in it["GlobalClusterIdentifier"]]
    return ledger


def test_a_promoted_reader_writes(aws):
    rds, ledger = aws.client("rds", WEST), ledger_of(aws)
    writer, reader = sorted(ledger["GlobalClusterMembers"], key=lambda it: not it["IsWriter"])
    for target in (reader, writer):  # and back, for what is left to test
        rds.failover_global_cluster(
            GlobalClusterIdentifier=ledger["GlobalClusterIdentifier"],
            TargetDbClusterIdentifier=target["DBClusterArn"], AllowDataLoss=True,
        )
        writers = [it["DBClusterArn"] for it in ledger_of(aws)["GlobalClusterMembers"] if it["IsWriter"]]
        assert writers == [target["DBClusterArn"]]


def test_the_accelerator_points_at_both_regions(aws):
    accelerators = aws.client("globalaccelerator", WEST)
    (edge,) = accelerators.list_accelerators()["Accelerators"]
    (listener,) = accelerators.list_listeners(AcceleratorArn=edge["AcceleratorArn"])["Listeners"]
    groups = accelerators.list_endpoint_groups(ListenerArn=listener["ListenerArn"])["EndpointGroups"]
    assert {it["EndpointGroupRegion"] for it in groups} == set(REGIONS)
    for group in groups:
        (endpoint,) = group["EndpointDescriptions"]
        balancers = aws.every("elbv2", "describe_load_balancers", "LoadBalancers", group["EndpointGroupRegion"])
        (found,) = [it for it in balancers if it["LoadBalancerArn"] == endpoint["EndpointId"]]
        assert found["Type"] == "network"


def test_the_network_balancer_reaches_the_function(aws):
    for region in REGIONS:
        balancing = aws.client("elbv2", region)
        kinds = {it["TargetType"]: it for it in balancing.describe_target_groups()["TargetGroups"]}
        (balancer,) = targets(balancing, kinds["alb"])
        assert ":loadbalancer/app/" in balancer
        (function,) = targets(balancing, kinds["lambda"])
        assert function.endswith(":live")


def targets(balancing, group):
    held = balancing.describe_target_health(TargetGroupArn=group["TargetGroupArn"])["TargetHealthDescriptions"]
    return [it["Target"]["Id"] for it in held]


def test_the_peering_is_active_on_both_sides(aws):
    for region in REGIONS:
        (peering,) = aws.every("ec2", "describe_vpc_peering_connections", "VpcPeeringConnections", region)
        assert peering["Status"]["Code"] == "active"
        tables = aws.every("ec2", "describe_route_tables", "RouteTables", region)
        routes = [it for table in tables for it in table["Routes"] if it.get("VpcPeeringConnectionId")]
        assert [it["VpcPeeringConnectionId"] for it in routes] == [peering["VpcPeeringConnectionId"]]


def test_a_function_group_lets_out_only_what_it_says(aws):
    for region in REGIONS:
        groups = aws.every("ec2", "describe_security_groups", "SecurityGroups", region)
        (group,) = [it for it in groups if it["Description"] == "the function"]
        assert {it.get("FromPort") for it in group["IpPermissionsEgress"]} == {443, 3306}


def test_a_selection_backs_up_what_is_copied(aws):
    backup = aws.client("backup", EAST)
    (plan,) = backup.list_backup_plans()["BackupPlansList"]
    (selection,) = backup.list_backup_selections(BackupPlanId=plan["BackupPlanId"])["BackupSelectionsList"]
    place = {"BackupPlanId": plan["BackupPlanId"], "SelectionId": selection["SelectionId"]}
    assert backup.get_backup_selection(**place)["BackupSelection"]["Resources"]
    (rule,) = backup.get_backup_plan(BackupPlanId=plan["BackupPlanId"])["BackupPlan"]["Rules"]
    assert rule["CopyActions"][0]["DestinationBackupVaultArn"].split(":")[3] == WEST


def test_events_go_to_the_other_region(aws):
    events = aws.client("events", EAST)
    (bus,) = [it["Name"] for it in events.list_event_buses()["EventBuses"] if it["Name"] != "default"]
    held = events.list_targets_by_rule(EventBusName=bus, Rule="booked-dev")["Targets"]
    (remote,) = [it for it in held if ":event-bus/" in it["Arn"]]
    assert remote["Arn"].split(":")[3] == WEST and remote["RoleArn"] and remote["DeadLetterConfig"]
    (endpoint,) = events.list_endpoints()["Endpoints"]
    assert endpoint["RoutingConfig"]["FailoverConfig"]["Secondary"]["Route"] == WEST


def test_an_event_arrives_in_both_regions_with_the_region_it_comes_from(aws):
    events = aws.client("events", EAST)
    (bus,) = [it["Name"] for it in events.list_event_buses()["EventBuses"] if it["Name"] != "default"]
    event = {"Source": "payments", "DetailType": "PaymentBooked", "Detail": "{}", "EventBusName": bus}
    events.put_events(Entries=[event])
    for region in REGIONS:
        (queue,) = [it for it in aws.every("sqs", "list_queues", "QueueUrls", region) if "booked" in it]
        (message,) = aws.client("sqs", region).receive_message(QueueUrl=queue)["Messages"]
        assert json.loads(message["Body"])["region"] == EAST


def test_a_composite_alarm_is_no_metric_alarm(aws):
    cloudwatch = aws.client("cloudwatch", EAST)
    assert "CompositeAlarms" not in cloudwatch.describe_alarms() or not cloudwatch.describe_alarms()["CompositeAlarms"]
    (alarm,) = cloudwatch.describe_alarms(AlarmTypes=["CompositeAlarm"])["CompositeAlarms"]
    assert alarm["AlarmRule"].count("ALARM(") == 2


CHANGES = {
    "region.yaml": {
        "HealthCheckPath: /health\n": "HealthCheckPath: /healthz\n", "{DeleteAfterDays: 7}": "{DeleteAfterDays: 14}",
        "Port: 80\n": "Port: 81\n", "Sid: Account": "Sid: Owner", "rate(1 minute)": "rate(2 minutes)",
    },
    "database.yaml": {"BackupRetentionPeriod: 7": "BackupRetentionPeriod: 14", "PromotionTier: 0": "PromotionTier: 1"},
    "edge.yaml": {"TrafficDialPercentage: 100": "TrafficDialPercentage: 0"},
    "home.yaml": {"Description: services": "Description: of the services"},
    "secret.yaml": {"Description: master password of the ledger": "Description: the password"},
}


@pytest.mark.parametrize("template", CHANGES)
def test_a_change_is_made_in_place(deployed, template):
    text = (SAMPLES / "cloudformation" / template).read_text()
    for before, after in CHANGES[template].items():
        text = text.replace(before, after)
    stack = [it for it in deployed.manifest["stacks"] if it["template"] == template][-1]
    cloudformation = deployed.aws.client("cloudformation", stack["region"])
    held = identities(cloudformation, stack)
    given = [{"ParameterKey": it, "UsePreviousValue": True} for it in stack.get("parameters", {})]
    cloudformation.update_stack(
        StackName=stack["name"], TemplateBody=text, Parameters=given, Capabilities=stack.get("capabilities", [])
    )
    now = cloudformation.describe_stacks(StackName=stack["name"])["Stacks"][0]
    assert now["StackStatus"] == "UPDATE_COMPLETE", now.get("StackStatusReason")
    assert identities(cloudformation, stack) == held


def identities(cloudformation, stack):
    pages = cloudformation.get_paginator("list_stack_resources").paginate(StackName=stack["name"])
    listed = [it for page in pages for it in page["StackResourceSummaries"]]
    return {it["LogicalResourceId"]: it["PhysicalResourceId"] for it in listed}


def test_second_plan_is_empty(applied):
    assert applied[0].drift() == ""


@pytest.mark.last
def test_stacks_leave_nothing(deployed):
    deployed.delete()
    assert deployed.aws.leftovers() == []


@pytest.mark.last
def test_terraform_leaves_nothing(applied):
    root, made, aws = applied
    assert root.destroy() == made
    assert aws.leftovers() == []
