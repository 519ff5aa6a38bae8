import json

from acceptance.spec import seconds
from acceptance.spots.registry import spot
from acceptance.world import principals, variables

# Set by the runtime itself; Lambda refuses a function that sets one.
RESERVED = {
    "_HANDLER", "_X_AMZN_TRACE_ID", "AWS_ACCESS_KEY", "AWS_ACCESS_KEY_ID", "AWS_DEFAULT_REGION", "AWS_EXECUTION_ENV",
    "AWS_LAMBDA_FUNCTION_MEMORY_SIZE", "AWS_LAMBDA_FUNCTION_NAME", "AWS_LAMBDA_FUNCTION_VERSION",
    "AWS_LAMBDA_INITIALIZATION_TYPE", "AWS_LAMBDA_LOG_GROUP_NAME", "AWS_LAMBDA_LOG_STREAM_NAME",
    "AWS_LAMBDA_RUNTIME_API", "AWS_REGION", "AWS_SECRET_ACCESS_KEY", "AWS_SESSION_TOKEN", "LAMBDA_RUNTIME_DIR",
    "LAMBDA_TASK_ROOT",
}


@spot("function")
def functions_are_the_same_in_every_region(world):
    for name, said in world.spec["function"].items():
        held = [world.function(name, region) for region in world.spec.regions]
        for key in ("CodeSha256", "Handler", "MemorySize", "Runtime", "Timeout"):
            assert len({it[key] for it in held}) == 1, f"{name} differs in {key}"
        _check_function(held[0], said)


def _check_function(held, said):
    """What the spec leaves open is drc's to choose."""
    if "runtime" in said:
        assert held["Runtime"] == said["runtime"]
    if "timeout" in said:
        assert held["Timeout"] == seconds(said["timeout"])
    if "memory" in said:
        assert f"{held['MemorySize']}MiB" == said["memory"]


@spot("function")
def functions_know_their_own_region_only(world):
    for name in world.spec["function"]:
        held = [variables(world.function(name, region)) for region in world.spec.regions]
        for region, mine in zip(world.spec.regions, held):
            assert not RESERVED & set(mine)
            others = {*world.spec.regions} - {region}
            foreign = {
                key: value for key, value in mine.items() if key != "PEER_REGION" and any(it in value for it in others)
            }
            assert not foreign, f"{name} in {region} depends on another region: {foreign}"
        assert len({frozenset(it) for it in held}) == 1, "regions set different variables"


@spot("function")
def functions_are_traced(world):
    for region in world.spec.regions:
        for it in world.aws.every("lambda", "list_functions", "Functions", region):
            if not _is_of_cloudformation(it):
                assert it.get("TracingConfig") == {"Mode": "Active"}, it["FunctionName"]


def _is_of_cloudformation(function):
    """A function that only the deployment calls: it answers CloudFormation, and nobody else."""
    return "rules" in function["FunctionName"]


@spot("function", "queue", when=lambda spec: spec.uses("function", "on_failure"))
def failed_payments_go_to_the_queue_of_the_own_region(world):
    for name, said in world.spec["function"].items():
        for region in world.spec.regions:
            function = world.function(name, region)["FunctionName"]
            config = world.aws.client("lambda", region).get_function_event_invoke_config(FunctionName=function)
            wanted = world.queue_arn(said["on_failure"].removeprefix("queue."), region)
            assert config["DestinationConfig"]["OnFailure"]["Destination"] == wanted


@spot("function", when=lambda spec: spec.uses("function", "consumes"))
def what_failed_is_tried_again_message_by_message(world):
    for name, said in world.spec["function"].items():
        wanted = {it.removeprefix("queue.") for it in said["consumes"]}
        for region in world.spec.regions:
            function = world.function(name, region)["FunctionArn"]
            held = world.aws.every("lambda", "list_event_source_mappings", "EventSourceMappings", region)
            assert {it["EventSourceArn"] for it in held} == {world.queue_arn(it, region) for it in wanted}
            for mapping in held:
                assert mapping["FunctionArn"] == function and mapping["State"] == "Enabled"
                # Without it one bad message would bring nine good ones back.
                assert mapping["FunctionResponseTypes"] == ["ReportBatchItemFailures"]


@spot("function", "network", when=lambda spec: spec.uses("function", "network"))
def functions_are_in_the_private_subnets_of_every_zone(world):
    from acceptance.spots.networks import subnets_of

    for name, said in world.spec["function"].items():
        network = said["network"].removeprefix("network.")
        for region in world.spec.regions:
            held = world.function(name, region)["VpcConfig"]
            private = {it["SubnetId"] for it in subnets_of(world, network, region)["private"]}
            assert set(held["SubnetIds"]) == private
            assert len(held["SecurityGroupIds"]) == 1


@spot("function", when=lambda spec: spec.uses("function", "url"))
def function_urls_ask_who_calls(world):
    for name, said in world.spec["function"].items():
        for region in world.spec.regions:
            function = world.function(name, region)["FunctionName"]
            client = world.aws.client("lambda", region)
            held = client.get_function_url_config(FunctionName=function)
            assert held["AuthType"] == {"iam": "AWS_IAM"}[said["url"]]
            assert _open_to_all(client, function) == [], "a URL that asks for IAM, and a policy that lets anybody in"


def _open_to_all(client, function):
    try:
        policy = json.loads(client.get_policy(FunctionName=function)["Policy"])
    except client.exceptions.ResourceNotFoundException:
        return []
    return [it for it in policy["Statement"] if "*" in principals({"Statement": [it]}, "AWS") or it["Principal"] == "*"]


@spot("function")
def only_what_must_be_alone_has_concurrency_set_aside(world):
    for name, said in world.spec["function"].items():
        for region in world.spec.regions:
            function = world.function(name, region)["FunctionName"]
            client = world.aws.client("lambda", region)
            held = client.get_function(FunctionName=function).get("Concurrency", {})
            assert held.get("ReservedConcurrentExecutions") == said.get("reserved_concurrency")


@spot("function")
def every_log_group_keeps_its_logs_as_long_as_the_spec_says(world):
    """Every group of every service for some time, and the stated ones for the stated time."""
    for region in world.spec.regions:
        groups = world.aws.every("logs", "describe_log_groups", "logGroups", region)
        held = {it["logGroupName"]: it.get("retentionInDays") for it in groups}
        assert None not in held.values(), f"kept for ever: {held}"
        for name, days in _stated(world, region):
            assert held[name] == days, f"{region} {name}"
        for it in world.aws.every("lambda", "list_functions", "Functions", region):
            assert it["LoggingConfig"]["LogGroup"] in held


def _stated(world, region):
    for name, said in world.spec["function"].items():
        if "log_retention" in said:
            yield world.function(name, region)["LoggingConfig"]["LogGroup"], seconds(said["log_retention"]) // 86400
    for name, said in world.spec["api"].items():
        if "log_retention" in said:
            gateway, api = world.aws.client("apigateway", region), world.api(name, region)["id"]
            stage = gateway.get_stage(restApiId=api, stageName=said["stage"])
            yield stage["accessLogSettings"]["destinationArn"].split(":")[6], seconds(said["log_retention"]) // 86400
            if said.get("execution_logs", "off") != "off":
                yield f"API-Gateway-Execution-Logs_{api}/{said['stage']}", seconds(said["log_retention"]) // 86400
