"""Runs what was deployed, as Lambda would: the deployed code with the deployed environment, kept warm."""

import contextlib
import http.server
import io
import json
import pathlib
import re
import select
import subprocess
import sys
import threading
import urllib.request
import zipfile
from dataclasses import dataclass

from acceptance.path import Hop, behind_stage
from acceptance.world import World
from tools.require import require

REPOSITORY = pathlib.Path(__file__).parents[2]
DRIVERS = REPOSITORY / "lambda/tests/payment_processor"
NODE_MODULES = REPOSITORY / "lambda/tests/node_modules"
FRONT = pathlib.Path(__file__).with_name("front")
PATIENCE = 60  # seconds


@dataclass(frozen=True)
class Answer:
    status: int
    body: dict
    logs: str


class Failed(AssertionError):
    """The handler raised: what Lambda counts as an error."""


class Runtime:
    """The functions of a system, each in a process of its own that lives as long as this does."""

    def __init__(self, world: World, folder: pathlib.Path):
        self.world, self.folder, self._warm = world, folder, {}
        self.front = Front(self)

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.front.end()
        for process in self._warm.values():
            process.kill()
            process.wait()

    def invoke(self, region: str, function: str, event: dict):
        """What the handler returns."""
        return self._invoke(region, function, event)[0]

    def call(self, hop: Hop, route: str, body: dict | None = None, headers: dict | None = None) -> Answer:
        """Answers a request that came this way."""
        event = EVENTS[hop.form](route, body)
        event["headers"] |= headers or {}
        response, logs = self._invoke(hop.region, hop.function, event)
        return Answer(response["statusCode"], json.loads(response["body"]), logs)

    def _invoke(self, region, function, event):
        key = (region, function)
        if key not in self._warm:
            self._warm[key] = self._start(region, function)
        process = self._warm[key]
        process.stdin.write(json.dumps([[event, {"awsRequestId": "acceptance"}]]) + "\n")
        process.stdin.flush()
        ready, _, _ = select.select([process.stdout], [], [], PATIENCE)
        line = process.stdout.readline() if ready else ""
        assert line, f"{function} does not answer: {(self.folder / 'stderr').read_text()[-2000:]}"
        result = json.loads(line)
        (outcome,) = result["outcomes"]
        if "response" not in outcome:
            raise Failed(f"{outcome}\n{result['logs']}")
        return outcome["response"], result["logs"]

    def _start(self, region, function):
        held = self.world.aws.client("lambda", region).get_function(FunctionName=function)
        folder = self.folder / f"{region}-{held['Configuration']['FunctionName']}"
        with urllib.request.urlopen(held["Code"]["Location"], timeout=PATIENCE) as answer:
            zipfile.ZipFile(io.BytesIO(answer.read())).extractall(folder)
        return subprocess.Popen(
            _driver(held["Configuration"], folder), env=self._environment(region, held["Configuration"]), text=True,
            stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=(self.folder / "stderr").open("a"),
        )

    def _environment(self, region, configuration):
        """What Lambda sets, and what was deployed; the keys and the address of the server stand for the role."""
        server = self.world.aws.server.environment
        return {key: it for key, it in server.items() if key.startswith("AWS_") or key == "PATH"} | {
            "AWS_REGION": region,
            "AWS_LAMBDA_FUNCTION_NAME": configuration["FunctionName"],
            "NODE_PATH": str(NODE_MODULES),
            "PYTHONPATH": str(FRONT),
            "FRONT": self.front.address,
            **configuration.get("Environment", {}).get("Variables", {}),
        }


def _driver(configuration, folder):
    module, function = configuration["Handler"].split(".")
    assert function == "handler", "what the drivers call"
    if configuration["Runtime"].startswith("python"):
        return [sys.executable, "-B", str(DRIVERS / "drive.py"), str(folder / f"{module}.py")]
    require(NODE_MODULES.is_dir(), "the AWS SDK for Node.js is missing; lambda/tests/run installs it")
    return ["node", str(DRIVERS / "drive.js"), str(folder / f"{module}.js")]


class Front:
    """What the APIs' own endpoints answer to whoever asks over the network: the function behind them does.

    Of a region that is down nothing answers.
    """

    HOST = re.compile(r"(\w+)\.execute-api\.([a-z0-9-]+)\.amazonaws\.com")

    def __init__(self, runtime: Runtime):
        self.runtime, self.down = runtime, set()
        front = self

        class Handler(http.server.BaseHTTPRequestHandler):
            def do_GET(self):
                front.answer(self)

            def log_message(self, *_):
                pass

        self._server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        threading.Thread(target=self._server.serve_forever, daemon=True).start()

    @property
    def address(self) -> str:
        return f"127.0.0.1:{self._server.server_port}"

    @contextlib.contextmanager
    def without(self, region):
        self.down.add(region)
        yield
        self.down.discard(region)

    def answer(self, request) -> None:
        api, region = self.HOST.fullmatch(request.headers["Host"]).groups()
        if region in self.down:
            return
        _, stage, path = request.path.split("/", 2)
        route = f"GET /{path}"
        answer = self.runtime.call(behind_stage(self.runtime.world, api, stage, region, route), route)
        request.send_response(answer.status)
        request.end_headers()

    def end(self) -> None:
        self._server.shutdown()
        self._server.server_close()


# --- events ---------------------------------------------------------------------------------------


def _apart(route):
    """`GET /health?standby=ok`: verb, path and query."""
    verb, _, target = route.partition(" ")
    path, _, query = target.partition("?")
    return verb, path, dict(it.split("=") for it in query.split("&") if it) or None


def _proxied(route, body, context):
    verb, path, query = _apart(route)
    return {
        "httpMethod": verb,
        "path": path,
        "resource": path,
        "headers": {"Content-Type": "application/json"},
        "queryStringParameters": query,
        "requestContext": context,
        "body": None if body is None else json.dumps(body),
        "isBase64Encoded": False,
    }


def _of_url(route, body):
    verb, path, query = _apart(route)
    context = {"requestId": "acceptance", "http": {"method": verb, "path": path}}
    return {
        "version": "2.0", "rawPath": path, "queryStringParameters": query or {}, "requestContext": context,
        "headers": {"content-type": "application/json"}, "isBase64Encoded": False,
        **({} if body is None else {"body": json.dumps(body)}),
    }


EVENTS = {
    "rest": lambda route, body: _proxied(route, body, {"requestId": "acceptance", "stage": "prod"}),
    "balancer": lambda route, body: _proxied(route, body, {"elb": {"targetGroupArn": "acceptance"}}),
    "url": _of_url,
}
