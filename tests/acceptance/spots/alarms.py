import json

from acceptance.spec import seconds
from acceptance.spots.registry import spot

# Metrics that count milliseconds; what the spec says is a time.
MILLISECONDS = ("ReplicationLatency", "AuroraGlobalDBReplicationLag")


@spot("alerts")
def every_alarm_tells_the_topic_of_its_own_region(world):
    for region in world.spec.regions:
        topic, alarms = world.alert_topic(region), world.alarms(region)
        assert alarms, f"no alarm in {region}"
        for alarm in alarms:
            assert alarm["AlarmActions"] == [topic], alarm["AlarmName"]
            assert alarm["ActionsEnabled"]
            assert alarm["TreatMissingData"], alarm["AlarmName"]


@spot("alarm")
def alarms_are_what_the_spec_says(world):
    for name, said in world.spec["alarm"].items():
        kind, service = said["on"].split(".")
        for region in world.spec.regions:
            namespace, dimensions = _watched(world, kind, service, region)
            found = world.watching(region, namespace, said["metric"], dimensions)
            assert _threshold(said) in [it["Threshold"] for it in found], f"{name} in {region}: {found}"
            (alarm,) = [it for it in found if it["Threshold"] == _threshold(said)]
            assert alarm["ComparisonOperator"] == "GreaterThanThreshold"
            if "within" in said:
                assert alarm["Period"] * alarm["EvaluationPeriods"] == seconds(said["within"])


def _threshold(said):
    if not isinstance(said["above"], str):
        return said["above"]
    return seconds(said["above"]) * (1000 if said["metric"] in MILLISECONDS else 1)


def _watched(world, kind, name, region):
    """Namespace of its metrics, and what says that they are its own."""
    if kind == "function":
        return "AWS/Lambda", {"FunctionName": world.function(name, region)["FunctionName"]}
    if kind == "api":
        return "AWS/ApiGateway", {"ApiName": world.api(name, region)["name"]}
    if kind == "database":
        return "AWS/RDS", {"DBClusterIdentifier": world.cluster(name, region)["DBClusterIdentifier"]}
    (other,) = {*world.spec.regions} - {region}
    return "AWS/DynamoDB", {"TableName": world.table(name, region), "ReceivingRegion": other}


@spot("table")
def replication_of_tables_is_watched_by_its_lag(world):
    """Never by UserErrors, which count the callers' mistakes."""
    for name in world.spec["table"]:
        wanted = {"TableName": world.table(name, world.spec.primary), "ReceivingRegion": world.spec.secondaries[0]}
        assert world.watching(world.spec.primary, "AWS/DynamoDB", "ReplicationLatency", wanted)
        assert not world.watching(world.spec.primary, "AWS/DynamoDB", "UserErrors", {})


@spot("bucket", when=lambda spec: spec.uses("bucket", "replication"))
def replication_of_buckets_is_watched_in_both_directions_there_are(world):
    """In seconds; S3 publishes the metric where the copies arrive, or where they come from: either will do."""
    for name, said in world.spec["bucket"].items():
        for region in world.spec.regions if said["replication"].get("two_way") else [world.spec.primary]:
            wanted = {"SourceBucket": world.bucket(name, region)}
            found = [it for each in world.spec.regions for it in world.watching(each, "AWS/S3", "ReplicationLatency", wanted)]
            assert [it["Threshold"] for it in found] == [seconds(said.get("rpo", "15m"))]


@spot("queue", when=lambda spec: spec.uses("queue", "redrive"))
def somebody_hears_of_what_was_set_aside(world):
    for name, said in world.spec["queue"].items():
        if "redrive" in said:
            for region in world.spec.regions:
                queue = world.queue(name, region).rsplit("/", 1)[-1]
                found = world.watching(region, "AWS/SQS", "ApproximateNumberOfMessagesVisible", {"QueueName": queue})
                assert [it["Threshold"] for it in found] == [0]


# --- dashboards -----------------------------------------------------------------------------------


@spot("alerts")
def dashboards_show_every_alarm_of_their_region(world):
    for region in world.spec.regions:
        widgets = _widgets(world, region)
        shown = {arn for it in widgets if it["type"] == "alarm" for arn in it["properties"]["alarms"]}
        assert shown == {it["AlarmArn"] for it in world.alarms(region)}


@spot("database")
def dashboards_show_the_database(world):
    """CPU, connections and lag of the region's own cluster."""
    for region in world.spec.regions:
        shown = _metrics(world, region)
        for name in world.spec["database"]:
            cluster = world.cluster(name, region)["DBClusterIdentifier"]
            held = {it[1] for it in shown if it[0] == "AWS/RDS" and cluster in it}
            assert held >= {"CPUUtilization", "DatabaseConnections", "AuroraGlobalDBReplicationLag"}, held


@spot("traffic")
def dashboards_show_whether_the_regions_are_healthy(world):
    """Of every health check that Route 53 asks over the network, in the one region that has its metrics."""
    checks = world.aws.every("route53", "list_health_checks", "HealthChecks")
    checks = {it["Id"] for it in checks if it["HealthCheckConfig"]["Type"] == "HTTPS"}
    for region in world.spec.regions:
        shown = [it for it in _metrics(world, region) if it[:2] == ["AWS/Route53", "HealthCheckStatus"]]
        assert checks <= {each for it in shown for each in it if isinstance(each, str)}, f"{region}: {shown}"


def _widgets(world, region):
    client = world.aws.client("cloudwatch", region)
    held = world.aws.every("cloudwatch", "list_dashboards", "DashboardEntries", region)
    assert held, f"no dashboard in {region}"
    bodies = [client.get_dashboard(DashboardName=it["DashboardName"])["DashboardBody"] for it in held]
    return [widget for it in bodies for widget in json.loads(it)["widgets"]]


def _metrics(world, region):
    shown = [it["properties"] for it in _widgets(world, region) if it["type"] == "metric"]
    return [line for it in shown for line in it.get("metrics", [])]
