"""The way of a request, from what users call to the function that answers and what that needs.

Every step is looked up where a request would find it: in DNS or at the accelerator, which are in no region, and from
there on in the region that serves and in no other.
"""

import re
from dataclasses import dataclass

from acceptance.spec import Spec
from acceptance.spots.balancers import accelerator_of, behind
from acceptance.world import ROLES, World, variables


@dataclass(frozen=True)
class Hop:
    """Where a request ends up: a function, the region it is in, and what form requests have that come this way."""

    region: str
    function: str
    form: str  # of the event: rest, balancer or url


def ways(spec: Spec) -> list[str]:
    """The ways in that a system has. Of these, `users` is the one that moves from region to region by itself."""
    own_name = ["own name"] if spec.uses("api", "domain") else []
    url = ["function url"] if spec.uses("function", "url") else []
    return ["users", *own_name, *url]


def follow(world: World, way: str, region: str, route: str) -> Hop:
    """From the way in to the function, when every region before this one is down."""
    if way == "users":
        down = world.spec.regions[: world.spec.regions.index(region)]
        return _USERS[world.spec.route](world, down, region, route)
    if way == "own name":
        (name,) = world.spec["api"]
        return _behind_domain(world, world.spec.domain(name, region), region, route)
    (name,) = world.spec["function"]
    function = world.function(name, region)
    url = world.aws.client("lambda", region).get_function_url_config(FunctionName=function["FunctionName"])
    assert url["FunctionUrl"].startswith("https://"), url
    return Hop(region, function["FunctionArn"], "url")


# --- by name --------------------------------------------------------------------------------------


def _by_name(world, down, region, route):
    """Route 53 answers with the first record whose own health check finds its region up."""
    records = world.failover_records()
    for role in ROLES:
        if _checked_region(world, records[role]["HealthCheckId"]) not in down:
            break
    (value,) = [it["Value"].rstrip(".") for it in records[role]["ResourceRecords"]]
    domain = world.spec["traffic"]["domain"]
    held = world.aws.client("apigateway", region).get_domain_name(domainName=domain)
    assert held["regionalDomainName"] == value, f"the {role} record points at {value}, which is not of {region}"
    return _behind_domain(world, domain, region, route)


def _checked_region(world, check):
    """It is in the host's name: that of an API, or of a load balancer."""
    route53 = world.aws.client("route53", world.spec.secondaries[0])
    host = route53.get_health_check(HealthCheckId=check)["HealthCheck"]["HealthCheckConfig"]["FullyQualifiedDomainName"]
    (region,) = [it for it in world.spec.regions if f".{it}." in host]
    return region


def _behind_domain(world, domain, region, route):
    """domain → mapping → stage → route → function"""
    verb, path = route.split()
    gateway = world.aws.client("apigateway", region)
    (mapping,) = gateway.get_base_path_mappings(domainName=domain)["items"]
    assert mapping["basePath"] == "(none)", f"{path} would not reach the API: it is mapped below {mapping['basePath']}"
    return behind_stage(world, mapping["restApiId"], mapping["stage"], region, f"{verb} {path}")


def behind_stage(world, api, stage, region, route) -> Hop:
    gateway = world.aws.client("apigateway", region)
    held = gateway.get_stage(restApiId=api, stageName=stage)
    gateway.get_deployment(restApiId=api, deploymentId=held["deploymentId"])
    uri = _method(world, region, api, *route.split())["methodIntegration"]["uri"]
    function = re.search(r"functions/(arn:aws:lambda:[^/]+)/invocations", uri)[1]
    assert function.split(":")[3] == region, f"the API in {region} calls {function}"
    return Hop(region, function, "rest")


def _method(world, region, api, verb, path):
    resources = world.aws.every("apigateway", "get_resources", "items", region, restApiId=api, embed=["methods"])
    found = [it["resourceMethods"][verb] for it in resources if it["path"] == path and verb in it["resourceMethods"]]
    assert found, f"{verb} {path} is no route of the API in {region}"
    return found[0]


# --- by anycast -----------------------------------------------------------------------------------


def _by_anycast(world, down, region, route):
    """alias → accelerator → listener → endpoint group → balancers, one behind the other → function"""
    (record,) = world.records(world.spec["traffic"]["domain"])
    accelerator, _, groups = accelerator_of(world)
    assert record["AliasTarget"]["DNSName"].rstrip(".") == accelerator["DnsName"]
    up = [it for it in groups if it["EndpointGroupRegion"] not in down]
    # The dial says how much a group gets while all is well; when no other is healthy it is not asked.
    (group,) = [it for it in up if it["TrafficDialPercentage"] > 0] or up
    assert group["EndpointGroupRegion"] == region
    (endpoint,) = group["EndpointDescriptions"]
    return Hop(region, _behind_balancer(world, endpoint["EndpointId"], region), "balancer")


def _behind_balancer(world, target, region):
    names = {world.balancer(it, region)["LoadBalancerArn"]: it for it in world.spec["balancer"]}
    while target in names:
        _, held = behind(world, names[target], region)
        target = held["Id"]
    assert target.split(":")[2:4] == ["lambda", region], target
    return target


_USERS = {"dns-failover": _by_name, "accelerator": _by_anycast}


# --- what the function needs ----------------------------------------------------------------------


def check_needs(world: World, hop: Hop) -> None:
    """Everything its environment names is there, in its own region: it is asked for nowhere else."""
    held = variables(world.aws.client("lambda", hop.region).get_function_configuration(FunctionName=hop.function))
    for key, value in held.items():
        for prefix, check in _NEEDS.items():
            if re.fullmatch(prefix, key):
                check(world, value, hop.region)


def _cluster(world, arn, region):
    (found,) = world.aws.client("rds", region).describe_db_clusters(DBClusterIdentifier=arn)["DBClusters"]
    assert found["Status"] == "available"


def _queue(world, url, region):
    sqs = world.aws.client("sqs", region)
    arn = sqs.get_queue_attributes(QueueUrl=url, AttributeNames=["QueueArn"])["Attributes"]["QueueArn"]
    assert arn.split(":")[3] == region


def _bucket(world, name, region):
    place = world.aws.client("s3", region).get_bucket_location(Bucket=name)["LocationConstraint"]
    assert (place or "us-east-1") == region


def _parameter(world, name, region):
    assert world.aws.client("ssm", region).get_parameter(Name=name, WithDecryption=True)["Parameter"]["Value"]


_NEEDS = {
    r"TABLE_\w+": lambda world, name, region: world.aws.client("dynamodb", region).describe_table(TableName=name),
    r"BUCKET_\w+": _bucket,
    r"\w*QUEUE_URL": _queue,
    r"DATABASE_\w+_ARN": _cluster,
    r"DATABASE_\w+_SECRET": lambda world, arn, region: world.aws.client("secretsmanager", region).get_secret_value(SecretId=arn),
    r"BUS_\w+(?<!_ENDPOINT)": lambda world, name, region: world.aws.client("events", region).describe_event_bus(Name=name),
    r"PARAMETER_\w+": _parameter,
}
