import json

from acceptance.spec import seconds
from acceptance.spots.registry import spot

REPLICATED = {"when": lambda spec: spec.uses("bus", "replicate")}
ENDPOINT = {"when": lambda spec: spec.uses("bus", "global_endpoint")}


@spot("bus")
def a_bus_is_in_every_region(world):
    for name in world.spec["bus"]:
        assert all(world.bus(name, it)["Arn"].split(":")[3] == it for it in world.spec.regions)


@spot("bus", when=lambda spec: spec.uses("bus", "rules"))
def rules_route_to_the_own_region_and_lose_nothing(world):
    for name, said in world.spec["bus"].items():
        for region in world.spec.regions:
            rules = _rules(world, name, region)
            for wanted in said["rules"]:
                (rule,) = [it for it in rules if json.loads(it["EventPattern"]) == wanted["match"]]
                (target,) = rule["Targets"]
                assert rule["State"] == "ENABLED"
                assert target["Arn"] == world.queue_arn(wanted["to"].removeprefix("queue."), region)
                _check_dead_letters(world, target, rule["Arn"], region)


@spot("bus", **REPLICATED)
def events_are_copied_once_and_only_from_where_they_were_published(world):
    """Else two buses that copy to each other would copy for ever."""
    for name in world.spec["bus"]:
        for region in world.spec.regions:
            others = {world.bus(name, it)["Arn"] for it in world.spec.regions if it != region}
            copies = [it for it in _rules(world, name, region) if others & {each["Arn"] for each in it["Targets"]}]
            assert {each["Arn"] for it in copies for each in it["Targets"]} == others
            for rule in copies:
                pattern = json.loads(rule["EventPattern"])
                assert pattern["region"] == [region] and rule["State"] == "ENABLED"
                assert pattern["replay-name"] == [{"exists": False}], "a replay would be copied as if it were new"
                for target in rule["Targets"]:
                    assert target["RoleArn"]
                    _check_dead_letters(world, target, rule["Arn"], region)
                    _check_may_put(world, target)


def _check_may_put(world, target):
    may = [it["Resource"] for it in world.policies_of(target["RoleArn"]) if "events:PutEvents" in it["Action"]]
    assert any(target["Arn"] in it for it in may), f"{target['RoleArn']} may not put on {target['Arn']}"


def _check_dead_letters(world, target, rule, region):
    queue = target["DeadLetterConfig"]["Arn"]
    assert queue.split(":")[3] == region
    assert target["RetryPolicy"]["MaximumEventAgeInSeconds"] > 0
    url = world.aws.client("sqs", region).get_queue_url(QueueName=queue.split(":")[5])["QueueUrl"]
    policy = world.aws.client("sqs", region).get_queue_attributes(QueueUrl=url, AttributeNames=["Policy"])
    statements = json.loads(policy["Attributes"]["Policy"])["Statement"]
    assert any("events.amazonaws.com" in str(it["Principal"]) and rule in str(it["Condition"]) for it in statements)


@spot("bus", when=lambda spec: spec.uses("bus", "archive"))
def events_are_archived_in_every_region(world):
    for name, said in world.spec["bus"].items():
        for region in world.spec.regions:
            client = world.aws.client("events", region)
            held = [client.describe_archive(ArchiveName=it["ArchiveName"]) for it in client.list_archives()["Archives"]]
            (archive,) = [it for it in held if it["EventSourceArn"] == world.bus(name, region)["Arn"]]
            assert (archive["State"], archive["RetentionDays"]) == ("ENABLED", seconds(said["archive"]) // 86400)


@spot("bus", **ENDPOINT)
def a_global_endpoint_stands_before_both_buses(world):
    for name in world.spec["bus"]:
        (endpoint,) = world.aws.client("events", world.spec.primary).list_endpoints()["Endpoints"]
        buses = [world.bus(name, it)["Arn"] for it in world.spec.regions]
        assert [it["EventBusArn"] for it in endpoint["EventBuses"]] == buses
        assert len({it.rsplit("/", 1)[-1] for it in buses}) == 1, "AWS wants one name"
        assert endpoint["State"] == "ACTIVE" and endpoint["ReplicationConfig"]["State"] == "ENABLED"
        failover = endpoint["RoutingConfig"]["FailoverConfig"]
        assert failover["Secondary"]["Route"] == world.spec.secondaries[0]
        _check_health(world, failover["Primary"]["HealthCheck"].rsplit("/", 1)[-1])


def _check_health(world, check):
    """It follows an alarm of the primary; where that one falls silent, events move."""
    route53, region = world.aws.client("route53"), world.spec.primary
    held = route53.get_health_check(HealthCheckId=check)["HealthCheck"]["HealthCheckConfig"]
    assert (held["Type"], held["InsufficientDataHealthStatus"]) == ("CLOUDWATCH_METRIC", "Unhealthy")
    assert held["AlarmIdentifier"]["Region"] == region
    (alarm,) = [it for it in world.alarms(region) if it["AlarmName"] == held["AlarmIdentifier"]["Name"]]
    assert alarm["TreatMissingData"] == "breaching"


@spot("bus", "function", **ENDPOINT)
def publishers_know_the_endpoint(world):
    (endpoint,) = world.aws.client("events", world.spec.primary).list_endpoints()["Endpoints"]
    for name in world.spec["bus"]:
        for function, said in world.spec["function"].items():
            if f"publish bus.{name}" in said["access"]:
                for region in world.spec.regions:
                    held = world.function(function, region)["Environment"]["Variables"]
                    assert endpoint["EndpointId"] in held.values()


def _rules(world, bus, region):
    """Those of the bus but for the ones EventBridge keeps for itself, with their targets."""
    client, name = world.aws.client("events", region), world.bus(bus, region)["Name"]
    held = [it for it in client.list_rules(EventBusName=name)["Rules"] if "ManagedBy" not in it]
    return [
        {**it, "Targets": client.list_targets_by_rule(Rule=it["Name"], EventBusName=name)["Targets"]} for it in held
    ]
