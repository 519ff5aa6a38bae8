"""A payment on its way: from the name in DNS to the item in the table.

Every step is looked up where a request would find it; the last one runs the code that was deployed, with the
environment that was deployed, as Lambda would.
"""

import io
import json
import pathlib
import re
import subprocess
import sys
import urllib.request
import zipfile
from dataclasses import dataclass

from acceptance.spots import World
from tools.require import require

REPOSITORY = pathlib.Path(__file__).parents[2]
DRIVERS = REPOSITORY / "lambda/tests/payment_processor"
NODE_MODULES = REPOSITORY / "lambda/tests/node_modules"
PATIENCE = 60  # seconds


@dataclass(frozen=True)
class Hop:
    """Where a request ends up: a function, and the region it is in."""

    region: str
    function: str


@dataclass(frozen=True)
class Answer:
    status: int
    body: dict
    logs: str


def follow(world: World, role: str, route: str) -> Hop:
    """From the failover record of that role (PRIMARY or SECONDARY) to the function that answers."""
    verb, path = route.split()
    region = _region_behind(world, role)
    gateway = world.aws.client("apigateway", region)
    (mapping,) = gateway.get_base_path_mappings(domainName=world.spec["traffic"]["domain"])["items"]
    assert mapping["basePath"] == "(none)", f"{path} would not reach the API: it is mapped below {mapping['basePath']}"
    stage = gateway.get_stage(restApiId=mapping["restApiId"], stageName=mapping["stage"])
    gateway.get_deployment(restApiId=mapping["restApiId"], deploymentId=stage["deploymentId"])
    uri = _method(world, region, mapping["restApiId"], verb, path)["methodIntegration"]["uri"]
    function = re.search(r"functions/(arn:aws:lambda:[^/]+)/invocations", uri)[1]
    assert function.split(":")[3] == region, f"the API in {region} calls {function}"
    return Hop(region, function)


def _region_behind(world, role):
    """The region whose custom domain the record points at."""
    (value,) = [it["Value"].rstrip(".") for it in world.records()[role]["ResourceRecords"]]
    for region in world.spec.regions:
        for domain in world.aws.every("apigateway", "get_domain_names", "items", region):
            if domain["regionalDomainName"] == value:
                assert domain["domainName"] == world.spec["traffic"]["domain"]
                return region
    raise AssertionError(f"the {role} record points at {value}, which is no region's domain")


def _method(world, region, api, verb, path):
    resources = world.aws.every("apigateway", "get_resources", "items", region, restApiId=api, embed=["methods"])
    found = [it["resourceMethods"][verb] for it in resources if it["path"] == path and verb in it["resourceMethods"]]
    assert found, f"{verb} {path} is no route of the API in {region}"
    return found[0]


def call(world: World, hop: Hop, route: str, body: dict | None, folder: pathlib.Path) -> Answer:
    """Answers the request with the deployed code and environment."""
    held = world.aws.client("lambda", hop.region).get_function(FunctionName=hop.function)
    configuration = held["Configuration"]
    with urllib.request.urlopen(held["Code"]["Location"], timeout=PATIENCE) as answer:
        zipfile.ZipFile(io.BytesIO(answer.read())).extractall(folder)
    request = json.dumps([[_event(route, body), {"awsRequestId": "acceptance"}]])
    done = subprocess.run(
        _driver(configuration, folder), input=request + "\n",
        env=_environment(world, hop, configuration), capture_output=True, text=True, timeout=PATIENCE,
    )
    assert done.returncode == 0, done.stderr
    result = json.loads(done.stdout.splitlines()[-1])
    (outcome,) = result["outcomes"]
    assert "response" in outcome, result
    response = outcome["response"]
    return Answer(response["statusCode"], json.loads(response["body"]), result["logs"])


def _driver(configuration, folder):
    module, function = configuration["Handler"].split(".")
    assert function == "handler", "what the drivers call"
    if configuration["Runtime"].startswith("python"):
        return [sys.executable, "-B", str(DRIVERS / "drive.py"), str(folder / f"{module}.py")]
    require(NODE_MODULES.is_dir(), "the AWS SDK for Node.js is missing; lambda/tests/run installs it")
    return ["node", str(DRIVERS / "drive.js"), str(folder / f"{module}.js")]


def _environment(world, hop, configuration):
    """What Lambda sets, and what was deployed; the keys and the address of the server stand for the role."""
    kept = {key: it for key, it in world.aws.server.environment.items() if key.startswith("AWS_") or key == "PATH"}
    return kept | {
        "AWS_REGION": hop.region,
        "AWS_LAMBDA_FUNCTION_NAME": configuration["FunctionName"],
        "NODE_PATH": str(NODE_MODULES),
        **configuration.get("Environment", {}).get("Variables", {}),
    }


def _event(route, body):
    verb, path = route.split()
    return {
        "httpMethod": verb,
        "path": path,
        "resource": path,
        "headers": {"Content-Type": "application/json"},
        "queryStringParameters": None,
        "requestContext": {"requestId": "acceptance", "stage": "prod"},
        "body": None if body is None else json.dumps(body),
        "isBase64Encoded": False,
    }
