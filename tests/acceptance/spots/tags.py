from acceptance.spots.registry import spot
from acceptance.world import flat


@spot()
def what_is_regional_says_whose_it_is(world):
    for region in world.spec.regions:
        wanted = {"DR-Role": world.spec.role(region), "Environment": world.spec.environment, "Region": region}
        wanted |= world.spec["system"].get("tags", {})
        for kind, found in TAGGED.items():
            for what, held in found(world, region):
                missing = {key: it for key, it in wanted.items() if held.get(key) != it}
                assert not missing, f"{region} {kind} {what} lacks {missing}"


def _by_arn(service, operation, key, arn, name, tags_of):
    """Things that are listed without their tags, and asked for them one by one."""

    def found(world, region):
        client = world.aws.client(service, region)
        for it in world.aws.every(service, operation, key, region):
            if it[name] not in ("default", "default.aurora-mysql8.0"):
                yield it[name], tags_of(client, it[arn])

    return found


def _with_tags(service, operation, key, name, mine=lambda it: True):
    def found(world, region):
        for it in world.aws.every(service, operation, key, region):
            if mine(it):
                yield it[name], flat(it.get("Tags") or it.get("TagList") or [])

    return found


def _tables(world, region):
    client = world.aws.client("dynamodb", region)
    for name in world.aws.every("dynamodb", "list_tables", "TableNames", region):
        arn = client.describe_table(TableName=name)["Table"]["TableArn"]
        yield name, flat(client.list_tags_of_resource(ResourceArn=arn)["Tags"])


def _buckets(world, region):
    for name in world.spec["bucket"]:
        bucket = world.bucket(name, region)
        yield bucket, flat(world.aws.client("s3", region).get_bucket_tagging(Bucket=bucket)["TagSet"])


def _queues(world, region):
    for queue in world.aws.every("sqs", "list_queues", "QueueUrls", region):
        yield queue, world.aws.client("sqs", region).list_queue_tags(QueueUrl=queue).get("Tags", {})


def _apis(world, region):
    for it in world.aws.every("apigateway", "get_rest_apis", "items", region):
        yield it["name"], it.get("tags", {})


def _balancing(operation, key, arn):
    def found(world, region):
        client = world.aws.client("elbv2", region)
        for it in world.aws.every("elbv2", operation, key, region):
            held = client.describe_tags(ResourceArns=[it[arn]])["TagDescriptions"][0]["Tags"]
            yield it[arn], flat(held)

    return found


def _parameters(world, region):
    client = world.aws.client("ssm", region)
    for it in world.aws.every("ssm", "describe_parameters", "Parameters", region):
        if it["Type"] != "SecureString":  # written by the sync function, not by a deployment
            yield it["Name"], flat(client.list_tags_for_resource(ResourceType="Parameter", ResourceId=it["Name"])["TagList"])


def _of_the_network(it):
    return not it.get("IsDefault") and not it.get("DefaultForAz") and it.get("GroupName") != "default"


TAGGED = {
    "alarm": _by_arn(
        "cloudwatch", "describe_alarms", "MetricAlarms", "AlarmArn", "AlarmName",
        lambda client, arn: flat(client.list_tags_for_resource(ResourceARN=arn)["Tags"]),
    ),
    "api": _apis,
    "balancer": _balancing("describe_load_balancers", "LoadBalancers", "LoadBalancerArn"),
    "bucket": _buckets,
    "bus": _by_arn(
        "events", "list_event_buses", "EventBuses", "Arn", "Name",
        lambda client, arn: flat(client.list_tags_for_resource(ResourceARN=arn)["Tags"]),
    ),
    "cluster": _with_tags("rds", "describe_db_clusters", "DBClusters", "DBClusterIdentifier"),
    "elastic address": _with_tags("ec2", "describe_addresses", "Addresses", "AllocationId"),
    "endpoint": _with_tags("ec2", "describe_vpc_endpoints", "VpcEndpoints", "VpcEndpointId"),
    "function": _by_arn(
        "lambda", "list_functions", "Functions", "FunctionArn", "FunctionName",
        lambda client, arn: client.list_tags(Resource=arn)["Tags"],
    ),
    "instance": _with_tags("rds", "describe_db_instances", "DBInstances", "DBInstanceIdentifier"),
    "log group": _by_arn(
        "logs", "describe_log_groups", "logGroups", "logGroupArn", "logGroupName",
        lambda client, arn: client.list_tags_for_resource(resourceArn=arn)["tags"],
    ),
    "NAT gateway": _with_tags("ec2", "describe_nat_gateways", "NatGateways", "NatGatewayId"),
    "parameter": _parameters,
    "plan": _by_arn(
        "backup", "list_backup_plans", "BackupPlansList", "BackupPlanArn", "BackupPlanName",
        lambda client, arn: client.list_tags(ResourceArn=arn)["Tags"],
    ),
    "queue": _queues,
    "rule": _by_arn(
        "events", "list_rules", "Rules", "Arn", "Name",
        lambda client, arn: flat(client.list_tags_for_resource(ResourceARN=arn)["Tags"]),
    ),
    "security group": _with_tags("ec2", "describe_security_groups", "SecurityGroups", "GroupName", _of_the_network),
    "subnet": _with_tags("ec2", "describe_subnets", "Subnets", "SubnetId", _of_the_network),
    "table": _tables,
    "target group": _balancing("describe_target_groups", "TargetGroups", "TargetGroupArn"),
    "topic": _by_arn(
        "sns", "list_topics", "Topics", "TopicArn", "TopicArn",
        lambda client, arn: flat(client.list_tags_for_resource(ResourceArn=arn)["Tags"]),
    ),
    "vault": _by_arn(
        "backup", "list_backup_vaults", "BackupVaultList", "BackupVaultArn", "BackupVaultName",
        lambda client, arn: client.list_tags(ResourceArn=arn)["Tags"],
    ),
    "VPC": _with_tags("ec2", "describe_vpcs", "Vpcs", "VpcId", _of_the_network),
}
