import json

from acceptance.spots.registry import spot
from acceptance.world import listed, variables

SYNCED = {"when": lambda spec: spec.uses("parameter", "sync")}


@spot("parameter")
def parameters_hold_the_values_of_their_own_region(world):
    for name, said in world.spec["parameter"].items():
        if said.get("secure"):
            continue  # written by the sync function, when it runs
        for region in world.spec.regions:
            held = world.parameter(name, region)
            assert held["Type"] == "String"
            assert held["Value"] == _value(world, said["value"], region), f"{name} in {region}"


def _value(world, text, region):
    """The spec's value with what it refers to put in."""
    values = {"region": region, "environment": world.spec.environment}
    for name in world.spec["api"]:
        api = world.api(name, region)["id"]
        stage = world.spec["api"][name]["stage"]
        values[f"api.{name}.url"] = f"https://{api}.execute-api.{region}.amazonaws.com/{stage}"
    for name in world.spec["table"]:
        values[f"table.{name}.name"] = world.table(name, region)
    for name in world.spec["database"]:
        values[f"database.{name}.endpoint"] = world.cluster(name, region)["Endpoint"]
    for key, value in values.items():
        text = text.replace("${" + key + "}", value)
    return text


@spot("parameter", **SYNCED)
def a_synchroniser_in_every_region_keeps_parameters_in_step(world):
    said = {key: it for key, it in world.spec["parameter"].items() if it.get("sync")}
    paths = {key: world.path(key) for key in said}
    for region in world.spec.regions:
        held = variables(world.synchroniser(region))
        assert held["PEER_REGIONS"].split(",") == [it for it in world.spec.regions if it != region]
        carried = set(json.loads(held["PARAMETERS"])) | set(json.loads(held["SECRETS"]))
        assert carried == set(paths.values())
        for path, arn in json.loads(held["SECRETS"]).items():
            assert arn.split(":")[3] == region, f"{path} is read in another region"
            assert world.aws.client("secretsmanager", region).get_secret_value(SecretId=arn)["SecretString"]


@spot("parameter", **SYNCED)
def the_synchroniser_runs_on_a_change_and_every_now_and_then(world):
    for region in world.spec.regions:
        events, function = world.aws.client("events", region), world.synchroniser(region)["FunctionArn"]
        mine = []
        for rule in events.list_rules()["Rules"]:
            targets = events.list_targets_by_rule(Rule=rule["Name"])["Targets"]
            mine += [rule] if function in [it["Arn"] for it in targets] else []
        assert {it["State"] for it in mine} == {"ENABLED"}
        assert [it for it in mine if it.get("ScheduleExpression")]
        sources = [source for it in mine for source in json.loads(it.get("EventPattern") or "{}").get("source", [])]
        assert "aws.ssm" in sources


@spot("parameter", **SYNCED)
def the_synchroniser_may_write_what_it_carries_and_nothing_else(world):
    for region in world.spec.regions:
        function = world.synchroniser(region)
        paths = [*json.loads(variables(function)["PARAMETERS"]), *json.loads(variables(function)["SECRETS"])]
        written = {
            arn.split(":", 5)[5].removeprefix("parameter")
            for it in world.policies_of(function["Role"])
            if "ssm:PutParameter" in listed(it["Action"])
            for arn in listed(it["Resource"])
        }
        assert written == set(paths)
