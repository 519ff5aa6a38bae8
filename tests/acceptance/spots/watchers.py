"""The watcher: it promotes, and must need nothing of the region it watches."""

import re

from acceptance.spec import seconds
from acceptance.spots.registry import spot
from acceptance.world import listed, variables

REQUIRED = {
    "GLOBAL_CLUSTER", "TARGET_CLUSTER_ARN", "PRIMARY_CLUSTER", "PRIMARY_REGION", "THRESHOLD", "STATE_PARAMETER",
    "ARMED_PARAMETER", "TOPIC_ARN",
}
AUTOMATIC = {"when": lambda spec: spec.automatic}


@spot("database", **AUTOMATIC)
def the_watcher_is_in_the_secondary_only(world):
    for name in world.spec["database"]:
        found = [region for region in world.spec.regions if world.watcher(name, region)]
        assert found == [world.spec.secondaries[0]]


@spot("database", **AUTOMATIC)
def one_watcher_at_a_time_outside_every_network(world):
    for name, function, region in watchers(world):
        held = world.aws.client("lambda", region).get_function(FunctionName=function["FunctionName"])
        assert held["Concurrency"]["ReservedConcurrentExecutions"] == 1
        assert not (function.get("VpcConfig") or {}).get("SubnetIds")
        once = world.aws.client("lambda", region).get_function_event_invoke_config(FunctionName=function["FunctionName"])
        assert once["MaximumRetryAttempts"] == 0, "the next run is the retry"


@spot("database", **AUTOMATIC)
def the_watcher_knows_what_it_watches_and_promotes(world):
    for name, function, region in watchers(world):
        held, said = variables(function), world.spec["database"][name]
        assert REQUIRED <= set(held)
        assert held["GLOBAL_CLUSTER"] == world.global_cluster(name, region)["GlobalClusterIdentifier"]
        assert held["TARGET_CLUSTER_ARN"] == world.cluster(name, region)["DBClusterArn"]
        assert held["PRIMARY_CLUSTER"] == world.cluster(name, world.spec.primary)["DBClusterIdentifier"]
        assert held["PRIMARY_REGION"] == world.spec.primary
        assert held["THRESHOLD"] == str(said["watch"]["threshold"])
        assert held["TOPIC_ARN"] == world.alert_topic(region)


@spot("database", **AUTOMATIC)
def the_watcher_is_armed_and_remembers_in_its_own_region(world):
    for _, function, region in watchers(world):
        ssm, held = world.aws.client("ssm", region), variables(function)
        assert ssm.get_parameter(Name=held["ARMED_PARAMETER"])["Parameter"]["Value"] == "true"
        assert ssm.get_parameter(Name=held["STATE_PARAMETER"])["Parameter"]["Value"] == "{}"


@spot("database", **AUTOMATIC)
def the_watcher_runs_on_its_schedule(world):
    for name, function, region in watchers(world):
        events = world.aws.client("events", region)
        interval = seconds(world.spec["database"][name]["watch"]["interval"]) // 60
        rate = "rate(1 minute)" if interval == 1 else f"rate({interval} minutes)"
        rules = [it for it in events.list_rules()["Rules"] if it.get("ScheduleExpression") == rate]
        targets = {it["Name"]: events.list_targets_by_rule(Rule=it["Name"])["Targets"] for it in rules}
        (rule,) = [it for it in rules if function["FunctionArn"] in [each["Arn"] for each in targets[it["Name"]]]]
        assert rule["State"] == "ENABLED"
        policy = world.aws.client("lambda", region).get_policy(FunctionName=function["FunctionName"])["Policy"]
        assert rule["Arn"] in policy and "events.amazonaws.com" in policy


@spot("database", **AUTOMATIC)
def the_watcher_may_do_what_it_does_and_no_more(world):
    """What lambda/README.md asks for. Of the primary region nothing but the cluster is named, whose ARN RDS checks."""
    for name, function, region in watchers(world):
        may = {}
        for statement in world.policies_of(function["Role"]):
            for action in listed(statement["Action"]):
                may.setdefault(action, set()).update(listed(statement["Resource"]))
        held = variables(function)
        clusters = {world.cluster(name, it)["DBClusterArn"] for it in world.spec.regions}
        whole = clusters | {world.global_cluster(name, region)["GlobalClusterArn"]}
        parameters = {_parameter_arn(held[it], held["TOPIC_ARN"]) for it in ("STATE_PARAMETER", "ARMED_PARAMETER")}
        assert may["rds:FailoverGlobalCluster"] == may["rds:SwitchoverGlobalCluster"] == whole
        assert may["rds:DescribeDBClusters"] >= clusters and may["rds:DescribeGlobalClusters"] >= whole - clusters
        assert may["ssm:GetParameters"] == may["ssm:PutParameter"] == parameters
        assert may["sns:Publish"] == {held["TOPIC_ARN"]}
        away = {it for each in may.values() for it in each if re.match(rf"arn:aws:\w+:{world.spec.primary}:", it)}
        assert away == {world.cluster(name, world.spec.primary)["DBClusterArn"]}, away


@spot("database", **AUTOMATIC)
def somebody_hears_of_a_watcher_that_fails_or_does_not_run(world):
    for _, function, region in watchers(world):
        wanted = {"FunctionName": function["FunctionName"]}
        (alarm,) = world.watching(region, "AWS/Lambda", "Errors", wanted)
        assert (alarm["Threshold"], alarm["TreatMissingData"]) == (0, "breaching")


def watchers(world):
    region = world.spec.secondaries[0]
    return [(it, world.watcher(it, region), region) for it in world.spec["database"]]


def _parameter_arn(path, beside):
    region, account = beside.split(":")[3:5]
    return f"arn:aws:ssm:{region}:{account}:parameter{path}"
