"""What AWS refuses of the types of systems B, C and D, and this server with it."""

import json

import pytest
from botocore.exceptions import ClientError

from tools import server
from tools.aws import Aws

EAST, WEST = "us-east-1", "us-west-2"
ACCOUNT = "123456789012"


@pytest.fixture(scope="module")
def running():
    with server.running() as started:
        yield started


@pytest.fixture
def aws(running) -> Aws:
    running.reset()
    return Aws(running, (EAST, WEST))


def refused(code, call, **parameters) -> str:
    with pytest.raises(ClientError) as raised:
        call(**parameters)
    assert raised.value.response["Error"]["Code"] == code, raised.value
    return raised.value.response["Error"]["Message"]


# --- balancers and the accelerator -----------------------------------------------------------------


def network(aws, region=EAST):
    ec2 = aws.client("ec2", region)
    vpc = ec2.create_vpc(CidrBlock="10.0.0.0/16")["Vpc"]["VpcId"]
    zones = {f"{region}a": "10.0.0.0/24", f"{region}b": "10.0.1.0/24"}
    made = [ec2.create_subnet(VpcId=vpc, CidrBlock=it, AvailabilityZone=zone) for zone, it in zones.items()]
    return vpc, [it["Subnet"]["SubnetId"] for it in made]


def balancer(aws, kind="application", region=EAST):
    vpc, subnets = network(aws, region)
    made = aws.client("elbv2", region).create_load_balancer(Name=f"b-{kind}"[:32], Subnets=subnets, Type=kind)
    return vpc, made["LoadBalancers"][0]


def accelerator(aws):
    accelerators = aws.client("globalaccelerator", WEST)
    arn = accelerators.create_accelerator(Name="a", IdempotencyToken="1")["Accelerator"]["AcceleratorArn"]
    ports = [{"FromPort": 443, "ToPort": 443}]
    made = accelerators.create_listener(AcceleratorArn=arn, PortRanges=ports, Protocol="TCP", IdempotencyToken="1")
    return accelerators, arn, made["Listener"]["ListenerArn"]


def test_an_endpoint_is_a_balancer_of_the_groups_region(aws):
    accelerators, _, listener = accelerator(aws)
    _, made = balancer(aws, region=WEST)
    group = {"ListenerArn": listener, "IdempotencyToken": "1", "EndpointGroupRegion": EAST}
    group["EndpointConfigurations"] = [{"EndpointId": made["LoadBalancerArn"]}]
    assert EAST in refused("EndpointNotFoundException", accelerators.create_endpoint_group, **group)
    accelerators.create_endpoint_group(**{**group, "EndpointGroupRegion": WEST})
    again = {**group, "EndpointGroupRegion": WEST}
    refused("EndpointGroupAlreadyExistsException", accelerators.create_endpoint_group, **again)


def test_only_a_balancer_with_security_groups_keeps_client_addresses(aws):
    accelerators, _, listener = accelerator(aws)
    _, made = balancer(aws, "network")
    endpoint = {"EndpointId": made["LoadBalancerArn"], "ClientIPPreservationEnabled": True}
    group = {"ListenerArn": listener, "IdempotencyToken": "1", "EndpointGroupRegion": EAST}
    call = accelerators.create_endpoint_group
    assert "security groups" in refused("InvalidArgumentException", call, **group, EndpointConfigurations=[endpoint])


def test_an_accelerator_goes_last_and_disabled(aws):
    accelerators, arn, listener = accelerator(aws)
    refused("AcceleratorNotDisabledException", accelerators.delete_accelerator, AcceleratorArn=arn)
    accelerators.update_accelerator(AcceleratorArn=arn, Enabled=False)
    refused("AssociatedListenerFoundException", accelerators.delete_accelerator, AcceleratorArn=arn)
    accelerators.delete_listener(ListenerArn=listener)
    accelerators.delete_accelerator(AcceleratorArn=arn)


def test_an_application_balancer_wants_two_zones(aws):
    _, (subnet, _) = network(aws)
    call = aws.client("elbv2", EAST).create_load_balancer
    assert "two subnets" in refused("ValidationError", call, Name="b", Subnets=[subnet])


def test_a_balancer_is_a_target_once_it_listens_on_the_port(aws):
    balancing = aws.client("elbv2", EAST)
    vpc, made = balancer(aws)
    asked = {"Name": "t", "TargetType": "alb", "Protocol": "TCP", "Port": 80, "VpcId": vpc}
    group = balancing.create_target_group(**asked)["TargetGroups"][0]["TargetGroupArn"]
    target = {"TargetGroupArn": group, "Targets": [{"Id": made["LoadBalancerArn"]}]}
    assert "no listener on port 80" in refused("InvalidTarget", balancing.register_targets, **target)
    answer = [{"Type": "fixed-response", "FixedResponseConfig": {"StatusCode": "404"}}]
    balancing.create_listener(
        LoadBalancerArn=made["LoadBalancerArn"], Port=80, Protocol="HTTP", DefaultActions=answer
    )
    balancing.register_targets(**target)


def test_a_function_is_a_target_once_it_may_be_called(aws):
    balancing, functions = aws.client("elbv2", EAST), aws.client("lambda", EAST)
    arn = function(aws)
    group = balancing.create_target_group(Name="t", TargetType="lambda")["TargetGroups"][0]["TargetGroupArn"]
    target = {"TargetGroupArn": group, "Targets": [{"Id": f"{arn}:live"}]}
    allow = {"FunctionName": "f", "Action": "lambda:InvokeFunction", "Principal": "elasticloadbalancing.amazonaws.com"}
    functions.add_permission(StatementId="a", **allow)  # of the function, not of its alias
    assert "permission" in refused("AccessDenied", balancing.register_targets, **target)
    functions.add_permission(StatementId="a", Qualifier="live", SourceArn=group, **allow)
    balancing.register_targets(**target)


def function(aws) -> str:
    """A function `f` with an alias `live`."""
    trust = json.dumps({"Version": "2012-10-17", "Statement": []})
    role = aws.client("iam").create_role(RoleName="r", AssumeRolePolicyDocument=trust)["Role"]["Arn"]
    functions = aws.client("lambda", EAST)
    made = functions.create_function(
        FunctionName="f", Role=role, Runtime="python3.13", Handler="i.h", Code={"ZipFile": b"x"}, Publish=True
    )
    functions.create_alias(FunctionName="f", Name="live", FunctionVersion=made["Version"])
    return aws.client("lambda", EAST).get_function(FunctionName="f")["Configuration"]["FunctionArn"]


def test_provisioned_concurrency_is_of_an_alias_and_within_what_is_reserved(aws):
    function(aws)
    functions = aws.client("lambda", EAST)
    call = functions.put_provisioned_concurrency_config
    wanted = {"FunctionName": "f", "ProvisionedConcurrentExecutions": 5}
    refused("InvalidParameterValueException", call, Qualifier="$LATEST", **wanted)
    refused("ResourceNotFoundException", call, Qualifier="dead", **wanted)
    functions.put_function_concurrency(FunctionName="f", ReservedConcurrentExecutions=4)
    assert "reserved" in refused("InvalidParameterValueException", call, Qualifier="live", **wanted)


# --- data ------------------------------------------------------------------------------------------


def test_a_member_of_a_global_database_wants_it_to_exist(aws):
    rds = aws.client("rds", EAST)
    cluster = {"DBClusterIdentifier": "c", "Engine": "aurora-mysql", "GlobalClusterIdentifier": "g"}
    refused("GlobalClusterNotFoundFault", rds.create_db_cluster, **cluster)
    rds.create_global_cluster(GlobalClusterIdentifier="g", Engine="aurora-mysql")
    refused("InvalidParameterValue", rds.create_db_cluster, **cluster)  # the first one has a user
    user = {"MasterUsername": "u", "MasterUserPassword": "0123456789"}
    rds.create_db_cluster(**cluster, **user)
    other = aws.client("rds", WEST).create_db_cluster
    refused("InvalidParameterCombination", other, **cluster, **user)
    other(**cluster)


def test_strong_consistency_wants_three_regions_of_a_set_and_no_ttl(aws):
    tables = aws.client("dynamodb", EAST)
    tables.create_table(
        TableName="t", BillingMode="PAY_PER_REQUEST", KeySchema=[{"AttributeName": "k", "KeyType": "HASH"}],
        AttributeDefinitions=[{"AttributeName": "k", "AttributeType": "S"}],
    )
    one = {"TableName": "t", "MultiRegionConsistency": "STRONG", "ReplicaUpdates": [{"Create": {"RegionName": WEST}}]}
    witness = lambda region: [{"Create": {"RegionName": region}}]  # noqa: E731
    refused("ValidationException", tables.update_table, **one)
    refused("ValidationException", tables.update_table, **one, GlobalTableWitnessUpdates=witness("eu-west-1"))
    tables.update_table(**one, GlobalTableWitnessUpdates=witness("us-east-2"))
    held = tables.describe_table(TableName="t")["Table"]
    assert (held["MultiRegionConsistency"], held["GlobalTableWitnesses"][0]["RegionName"]) == ("STRONG", "us-east-2")
    assert aws.client("dynamodb", WEST).describe_table(TableName="t")["Table"]["MultiRegionConsistency"] == "STRONG"
    expiry = {"AttributeName": "e", "Enabled": True}
    refused("ValidationException", tables.update_time_to_live, TableName="t", TimeToLiveSpecification=expiry)


def test_a_plan_wants_its_vaults_and_goes_after_its_selections(aws):
    backup = aws.client("backup", EAST)
    copy = {"DestinationBackupVaultArn": f"arn:aws:backup:{WEST}:{ACCOUNT}:backup-vault:there"}
    plan = {"BackupPlanName": "p", "Rules": [{"RuleName": "r", "TargetBackupVaultName": "here", "CopyActions": [copy]}]}
    backup.create_backup_vault(BackupVaultName="here")
    assert WEST in refused("InvalidParameterValueException", backup.create_backup_plan, BackupPlan=plan)
    aws.client("backup", WEST).create_backup_vault(BackupVaultName="there")
    made = backup.create_backup_plan(BackupPlan=plan)["BackupPlanId"]
    selection = {"SelectionName": "s", "IamRoleArn": f"arn:aws:iam::{ACCOUNT}:role/r"}
    call = backup.create_backup_selection
    refused("InvalidParameterValueException", call, BackupPlanId=made, BackupSelection=selection)
    refused("ResourceNotFoundException", call, BackupPlanId="none", BackupSelection={**selection, "Resources": ["*"]})
    call(BackupPlanId=made, BackupSelection={**selection, "Resources": ["*"]})
    refused("InvalidRequestException", backup.delete_backup_plan, BackupPlanId=made)


# --- events, alarms, dashboards, names -------------------------------------------------------------


def test_an_endpoint_wants_two_buses_of_one_name(aws):
    events = aws.client("events", EAST)
    bus = lambda region: {"EventBusArn": f"arn:aws:events:{region}:{ACCOUNT}:event-bus/b"}  # noqa: E731
    failover = {"Primary": {"HealthCheck": "arn:aws:route53:::healthcheck/h"}, "Secondary": {"Route": WEST}}
    wanted = {"Name": "e", "RoutingConfig": {"FailoverConfig": failover}}
    wanted["RoleArn"] = f"arn:aws:iam::{ACCOUNT}:role/r"
    events.create_event_bus(Name="b")
    refused("ValidationException", events.create_endpoint, **wanted, EventBuses=[bus(EAST), bus(EAST)])
    refused("ResourceNotFoundException", events.create_endpoint, **wanted, EventBuses=[bus(EAST), bus(WEST)])
    aws.client("events", WEST).create_event_bus(Name="b")
    without = {key: it for key, it in wanted.items() if key != "RoleArn"}
    refused("ValidationException", events.create_endpoint, **without, EventBuses=[bus(EAST), bus(WEST)])
    events.create_endpoint(**wanted, EventBuses=[bus(EAST), bus(WEST)])
    assert events.describe_endpoint(Name="e")["State"] == "ACTIVE"


def test_a_composite_alarm_wants_its_alarms(aws):
    call = aws.client("cloudwatch", EAST).put_composite_alarm
    assert "a-1" in refused("ValidationError", call, AlarmName="c", AlarmRule='ALARM("a-1") OR ALARM("a-2")')


WITHOUT_REGION = {"widgets": [{"type": "metric", "properties": {"metrics": [["a", "b"]]}}]}


@pytest.mark.parametrize("body", ["{", "[]", json.dumps(WITHOUT_REGION)])
def test_a_dashboard_that_shows_nothing(aws, body):
    call = aws.client("cloudwatch", EAST).put_dashboard
    refused("InvalidParameterInput", call, DashboardName="d", DashboardBody=body)


def test_records_of_one_set_identifier_are_deleted_by_name(aws):
    names = aws.client("route53")
    zone = names.create_hosted_zone(Name="acme.com", CallerReference="1")["HostedZone"]["Id"]
    made = [record(name, SetIdentifier=EAST, Weight=1) for name in ("a.acme.com.", "b.acme.com.")]
    for it in made:
        change(names, zone, "CREATE", it)
    change(names, zone, "DELETE", made[0])
    held = names.list_resource_record_sets(HostedZoneId=zone)["ResourceRecordSets"]
    assert [it["Name"] for it in held if it["Type"] == "A"] == ["b.acme.com."]
    alias = {"Name": "c.acme.com.", "Type": "A"}
    alias["AliasTarget"] = {"DNSName": "a.acme.com.", "HostedZoneId": zone, "EvaluateTargetHealth": True}
    with pytest.raises(ClientError, match="that target was not found"):
        change(names, zone, "CREATE", alias)


def record(name, **more):
    return {"Name": name, "Type": "A", "TTL": 60, "ResourceRecords": [{"Value": "192.0.2.1"}], **more}


def change(names, zone, action, wanted):
    changes = {"Changes": [{"Action": action, "ResourceRecordSet": wanted}]}
    names.change_resource_record_sets(HostedZoneId=zone, ChangeBatch=changes)


# --- stacks ----------------------------------------------------------------------------------------


def stack(aws, resources):
    cloudformation = aws.client("cloudformation", EAST)
    cloudformation.create_stack(StackName="s", TemplateBody=json.dumps({"Resources": resources}))
    return cloudformation.describe_stacks(StackName="s")["Stacks"][0]


def test_a_reference_to_a_secret_that_is_not_there_fails_the_stack(aws):
    value = "{{resolve:secretsmanager:none:SecretString:key}}"
    held = stack(aws, {"P": {"Type": "AWS::SSM::Parameter", "Properties": {"Type": "String", "Value": value}}})
    assert held["StackStatus"] == "ROLLBACK_COMPLETE" and "secret" in held["StackStatusReason"]


@pytest.mark.parametrize(("resource_type", "properties"), [
    ("AWS::EC2::VPC", {"CidrBlock": "10.0.0.0/16"}),
    ("AWS::Events::EventBus", {"Name": "b"}),
    ("AWS::GlobalAccelerator::Accelerator", {"Name": "a"}),
    ("AWS::RDS::GlobalCluster", {"GlobalClusterIdentifier": "g", "Engine": "aurora-mysql"}),
])
def test_a_property_that_is_not_passed_on_fails_the_stack(aws, resource_type, properties):
    held = stack(aws, {"R": {"Type": resource_type, "Properties": {**properties, "Colour": "red"}}})
    assert held["StackStatus"] == "ROLLBACK_COMPLETE" and "Colour" in held["StackStatusReason"]
