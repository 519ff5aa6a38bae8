"""Payments, taken by every way in, whichever backend deployed them; and when the primary region is gone."""

import contextlib
import json
import re

import pytest

from acceptance.calls import Runtime
from acceptance.path import behind_stage, check_needs, follow, ways
from acceptance.synced import secure, sweep
from acceptance.world import variables

PATIENCE = 5  # times: a health check asks more than once, too


@pytest.fixture
def runtime(world, session):
    """Of the deployment, so that its functions are started once."""
    folder = session.folders.mktemp("runtime")
    key = ("runtime", world.aws.server)
    return session.once(key, lambda: session.ends.enter_context(_prepared(world, folder)))


@contextlib.contextmanager
def _prepared(world, folder):
    """With the ledger's table made, as the operator makes it, once, in the primary; and parameters in step."""
    with Runtime(world, folder) as made:
        sweep(world, made)
        if world.spec["database"]:
            function = world.function(world.spec.serving(), world.spec.primary)["FunctionArn"]
            assert made.invoke(world.spec.primary, function, {"action": "migrate"})["migrated"]
        yield made


def test_every_way_in_leads_to_a_region_that_has_all_it_needs(world, runtime):
    for region in world.spec.regions:
        for way in ways(world.spec):
            for route in ("GET /health", "POST /payment"):
                hop = follow(world, way, region, route)
                assert hop.region == region
                check_needs(world, hop)


def test_payments_are_taken_where_they_can_be(world, runtime):
    """In every region, but for an unpromoted follower of the ledger, which says that it stands by."""
    for region in world.spec.regions:
        for way in ways(world.spec):
            if world.spec["database"] and region != world.spec.primary:
                _check_standby(world, runtime, way, region)
            else:
                _check_serving(world, runtime, way, region, "everyday")


@pytest.mark.concerns(lambda spec: spec.automatic)
def test_the_watcher_asks_the_function_that_serves_users(world):
    """Else the users could move and the data stay, or the data move while the users are served."""
    for _, function, _ in _watched(world):
        urls = variables(function)["PROBE_URLS"].split(",")
        for url in urls:
            api, region, stage, path = re.fullmatch(r"https://(\w+)\.execute-api\.([a-z0-9-]+)\.amazonaws\.com/(\w+)(/.*)", url).groups()
            assert region == world.spec.primary
            wanted = follow(world, "users", region, f"GET {path}").function
            assert behind_stage(world, api, stage, region, f"GET {path}").function == wanted


@pytest.mark.evacuates
def test_the_secondary_serves_alone(world, runtime):
    """Nothing of the primary answers: no API of AWS, no endpoint of ours. What moves, moves by what was deployed."""
    region = world.spec.secondaries[0]
    _see_the_primary_healthy(world, runtime)
    with world.aws.server.without(world.spec.primary), runtime.front.without(world.spec.primary):
        _let_it_promote(world, runtime)
        for way in ways(world.spec):
            check_needs(world, follow(world, way, region, "POST /payment"))
            _check_serving(world, runtime, way, region, "evacuated")
    _fail_back(world)


# --- serving --------------------------------------------------------------------------------------


def _check_serving(world, runtime, way, region, occasion):
    _check_health(runtime, follow(world, way, region, "GET /health"))
    payment = {"paymentId": f"{occasion}-{region}-{way}".replace(" ", "-"), "amount": "12.34", "currency": "USD"}
    hop = follow(world, way, region, "POST /payment")
    if hop.form == "balancer":
        assert runtime.call(hop, "POST /payment", payment).status == 401, "a balancer asks nobody who they are"
    for status in (201, 200):  # taken, and known when it comes again
        answer = runtime.call(hop, "POST /payment", payment, _key(world, hop))
        assert answer.status == status, answer
        assert payment.items() <= answer.body.items()
        assert answer.body["region"] == region
    _check_kept(world, region, payment["paymentId"])


def _check_health(runtime, hop):
    for _ in range(PATIENCE):
        answer = runtime.call(hop, "GET /health")
        if answer.status == 200:
            break
    assert (answer.status, answer.body["region"]) == (200, hop.region), answer


def _check_standby(world, runtime, way, region):
    hop = follow(world, way, region, "GET /health")
    answer = runtime.call(hop, "GET /health")
    assert (answer.status, answer.body["status"]) == (503, "standby"), answer
    assert runtime.call(hop, "GET /health?standby=ok").status == 200
    payment = {"paymentId": f"too-early-{region}", "amount": "1.00", "currency": "USD"}
    hop = follow(world, way, region, "POST /payment")
    assert runtime.call(hop, "POST /payment", payment, _key(world, hop)).status == 503


def _key(world, hop):
    """Who comes through a balancer shows the partner's key; the other ways in ask IAM."""
    if hop.form != "balancer":
        return {}
    (path,) = secure(world)
    held = world.aws.client("ssm", hop.region).get_parameter(Name=path, WithDecryption=True)
    return {"x-api-key": held["Parameter"]["Value"]}


def _check_kept(world, region, payment):
    """The item in the region's own table, which the others hold too; the receipt in its own bucket."""
    for name, said in world.spec["table"].items():
        key = said["partition_key"].split(":")[0]
        value = payment if key == "paymentId" else f"payment#{payment}"
        item = world.aws.client("dynamodb", region).get_item(TableName=world.table(name, region), Key={key: {"S": value}})
        assert payment in json.dumps(item["Item"])
    for name in world.spec["bucket"]:
        held = world.aws.client("s3", region).get_object(Bucket=world.bucket(name, region), Key=f"receipts/{payment}.json")
        assert payment in held["Body"].read().decode()
    for name, said in world.spec["bus"].items():
        for rule in said.get("rules", []):
            assert payment in _arrived(world, rule["to"].removeprefix("queue."), region), f"no event of {payment}"


def _arrived(world, queue, region) -> str:
    sqs, url = world.aws.client("sqs", region), world.queue(queue, region)
    texts = []
    while messages := sqs.receive_message(QueueUrl=url, MaxNumberOfMessages=10).get("Messages"):
        texts += [it["Body"] for it in messages]
        for it in messages:
            sqs.delete_message(QueueUrl=url, ReceiptHandle=it["ReceiptHandle"])
    return "\n".join(texts)


# --- the watcher ----------------------------------------------------------------------------------


def _watched(world):
    region = world.spec.secondaries[0]
    return [(it, world.watcher(it, region), region) for it in world.spec["database"]]


def _watch(runtime, function, region):
    return runtime.invoke(region, function["FunctionArn"], {})


def _see_the_primary_healthy(world, runtime):
    """The watcher counts nothing before it saw the primary answer once."""
    for _, function, region in _watched(world):
        for _ in range(PATIENCE):
            run = _watch(runtime, function, region)
            if run["result"] == "healthy":
                break
        assert (run["result"], run["state"]["failures"], run["armed"]) == ("healthy", 0, True)


def _let_it_promote(world, runtime):
    """As many runs as the spec's threshold says, and not one less."""
    for name, function, region in _watched(world):
        threshold = world.spec["database"][name]["watch"]["threshold"]
        runs = [_watch(runtime, function, region) for _ in range(threshold)]
        assert [it["result"] for it in runs] == ["failed"] * (threshold - 1) + ["promoted"]
        promotion = runs[-1]["state"]["promotion"]
        assert (promotion["kind"], promotion["outcome"]) == ("failover", "done")
        assert runs[-1]["problems"] == []
        assert _writer(world, name, region) == world.cluster(name, region)["DBClusterArn"]
        armed = variables(function)["ARMED_PARAMETER"]
        held = world.aws.client("ssm", region).get_parameter(Name=armed)["Parameter"]["Value"]
        assert held == "false", "failing back is a person's decision"


def _writer(world, name, region):
    members = world.global_cluster(name, region)["GlobalClusterMembers"]
    return next(it["DBClusterArn"] for it in members if it["IsWriter"])


def _fail_back(world):
    """As the runbook has it, so that what is left is what was deployed."""
    for name, function, region in _watched(world):
        world.aws.client("rds", region).switchover_global_cluster(
            GlobalClusterIdentifier=world.global_cluster(name, region)["GlobalClusterIdentifier"],
            TargetDbClusterIdentifier=world.cluster(name, world.spec.primary)["DBClusterArn"],
        )
        ssm, held = world.aws.client("ssm", region), variables(function)
        for key, value in (("ARMED_PARAMETER", "true"), ("STATE_PARAMETER", "{}")):
            ssm.put_parameter(Name=held[key], Value=value, Type="String", Overwrite=True)
