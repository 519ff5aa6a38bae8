"""Two Regions on loopback for the handlers drc brings along: the project's moto server, in this process, with what it lacks.

Added: the promotion of a global database, and faults: a call that is answered
with an error, is cut off, or hangs. One request at a time, as moto checks, then writes.
"""
import collections
import contextlib
import functools
import http.client
import importlib.util
import io
import json
import os
import re
import socket
import sys
import threading
import time
import types
from pathlib import Path
from unittest import mock

import boto3
from botocore.config import Config
from werkzeug.serving import WSGIRequestHandler, make_server

LAMBDA = Path(__file__).parent.parent
sys.path.append(str(LAMBDA.parent / "tests" / "tools"))

import moto_dr  # noqa: E402
from moto_dr.rds_data import ledgers  # noqa: E402
from moto.core.responses import ActionResult  # noqa: E402
from moto.rds.exceptions import RDSClientError  # noqa: E402
from moto.rds.models import GlobalCluster, rds_backends  # noqa: E402
from moto.rds.responses import RDSResponse  # noqa: E402
from moto.server import DomainDispatcherApplication, create_backend_app  # noqa: E402

ACCOUNT = "123456789012"
CREDENTIAL = re.compile(r"Credential=(\w+)/\d+/([a-z0-9-]+)/([a-z0-9-]+)/aws4_request")
LONG = 30  # how long a hanging call hangs, unless the test ends before

Call = collections.namedtuple("Call", "region service operation")


class World:
    """moto, its faults and its ledger."""

    def __init__(self):
        self.lock, self.released = threading.Lock(), threading.Event()
        self.moto = DomainDispatcherApplication(create_backend_app)
        self.server = make_server("127.0.0.1", 0, self.application, threaded=True, request_handler=Quiet)
        self.url = f"http://127.0.0.1:{self.server.server_port}"
        self.client = functools.cache(self.new_client)
        moto_dr.serve_at("127.0.0.1", self.server.server_port)
        threading.Thread(target=self.server.serve_forever, daemon=True).start()
        self.reset()

    def reset(self):
        self.released.set()
        self.released = threading.Event()
        self.faults, self.calls, self.hooks = [], [], {}
        Promotion.takes, Promotion.ends = 0, "promoted"
        with contextlib.closing(http.client.HTTPConnection("127.0.0.1", self.server.server_port)) as direct:
            direct.request("POST", "/moto-api/reset")
            direct.getresponse().read()

    def end(self):
        self.released.set()
        self.server.shutdown()
        self.server.server_close()

    def new_client(self, service, region):
        """The test's own client: its calls are neither in the ledger nor subject to faults."""
        return boto3.client(
            service, region_name=region, endpoint_url=self.url, aws_access_key_id="SUITE", aws_secret_access_key="test", config=Config(proxies={})
        )

    def fault(self, kind, region=None, service=None, operation=None, times=None):
        """kind: "cut", "hang" or an error code; status 400, or what follows a blank ("InternalFailure 500")."""
        self.faults.append([kind, region, service, operation, times])

    def lose(self, region):
        self.fault("cut", region=region)

    def mend(self):
        self.faults.clear()

    def made(self, *operations):
        return [call for call in self.calls if not operations or call.operation in operations]

    def after(self, operation, hook):
        """Runs the hook once, after the next call of that operation was served."""
        self.hooks[operation] = hook

    @property
    def ledgers(self):
        return ledgers(ACCOUNT)

    def application(self, environ, start_response):
        body = environ["wsgi.input"].read(int(environ.get("CONTENT_LENGTH") or 0))
        environ["wsgi.input"] = io.BytesIO(body)
        signed = CREDENTIAL.search(environ.get("HTTP_AUTHORIZATION", ""))
        call = Call(signed[2], signed[3], operation_of(environ, body)) if signed else None
        if call and signed[1] == "HANDLER":
            self.calls.append(call)
            failed = self.fail(call, environ, start_response)
            if failed is not None:
                return failed
        with self.lock:
            answer = list(self.moto(environ, start_response))
        if call and call.operation in self.hooks and signed[1] == "HANDLER":
            self.hooks.pop(call.operation)()
        return answer

    def fail(self, call, environ, start_response):
        for fault in self.faults:
            kind, region, service, operation, times = fault
            if times == 0 or any(wanted not in (None, had) for wanted, had in zip((region, service, operation), call)):
                continue
            fault[4] = times and times - 1
            if kind == "hang":
                self.released.wait(LONG)
            if kind in ("hang", "cut"):
                environ["werkzeug.socket"].shutdown(socket.SHUT_RDWR)
                raise ConnectionResetError
            code, _, status = kind.partition(" ")
            return error(start_response, call, code, status or "400")
        return None


class Quiet(WSGIRequestHandler):
    def log(self, *args):
        pass


def operation_of(environ, body):
    target = environ.get("HTTP_X_AMZ_TARGET")
    if target:
        return target.rpartition(".")[2]
    action = re.search(rb"(?:^|&)Action=(\w+)", body)
    return action[1].decode() if action else f"{environ['REQUEST_METHOD']} {environ['PATH_INFO']}"


def error(start_response, call, code, status, message="no"):
    if call.service in ("rds", "sns"):
        text = f"<ErrorResponse><Error><Type>Sender</Type><Code>{code}</Code><Message>{message}</Message></Error></ErrorResponse>"
        start_response(f"{status} X", [("Content-Type", "text/xml")])
        return [text.encode()]
    start_response(f"{status} X", [("Content-Type", "application/json"), ("x-amzn-errortype", code)])
    return [json.dumps({"__type": code, "message": message}).encode()]


# --- Aurora ------------------------------------------------------------------------------------------------------


class Promotion:
    """FailoverGlobalCluster and SwitchoverGlobalCluster, which moto does not have.

    The rules are those of the API's reference: one operation at a time, no promotion of the writer, a switchover only
    from a primary that is available. That a switchover is taken in the primary's Region and a failover in the
    target's is how the user guide calls them. `takes` counts the descriptions during which it is running; `ends` is
    "promoted" or "dropped".
    """

    takes, ends = 0, "promoted"

    @classmethod
    def begin(cls, response, lossy):
        name, target = response.params["GlobalClusterIdentifier"], response.params["TargetDbClusterIdentifier"]
        found = response.global_backend.global_clusters.get(name)
        if found is None:
            raise RDSClientError("GlobalClusterNotFoundFault", f"no {name}")
        member = next((each for each in found.members if each.db_cluster_arn == target), None)
        writer = next(each for each in found.members if each.is_writer)
        if member is None:
            raise RDSClientError("DBClusterNotFoundFault", f"no {target}")
        if getattr(found, "moving", None):
            raise RDSClientError("InvalidGlobalClusterStateFault", "The global cluster is failing over or switching over.")
        if member is writer or not (lossy or writer.status == "available"):
            raise RDSClientError("InvalidDBClusterStateFault", "The cluster is not in a state for it.")
        if response.region != (member if lossy else writer).region:
            raise RDSClientError("InvalidParameterValue", "Call it in the other Region.")
        found.moving = [cls.takes, writer, member, lossy]
        if not cls.takes:
            cls.finish(found)
        return ActionResult({"GlobalCluster": found})

    @classmethod
    def finish(cls, found):
        _, writer, member, _ = found.moving
        found.moving = None
        if cls.ends == "promoted":
            writer.is_writer, member.is_writer = False, True


def failover_global_cluster(self):
    return Promotion.begin(self, lossy=True)


def switchover_global_cluster(self):
    return Promotion.begin(self, lossy=False)


def describe_global_clusters(self):
    clusters = self.global_backend.describe_global_clusters()
    for found in clusters:
        if getattr(found, "moving", None):
            if found.moving[0] == 0:
                Promotion.finish(found)
            else:
                found.moving[0] -= 1
    return ActionResult({"GlobalClusters": clusters})


def failover_state(self):
    if not getattr(self, "moving", None):
        return None
    _, writer, member, lossy = self.moving
    return {
        "Status": "failing-over", "FromDbClusterArn": writer.db_cluster_arn, "ToDbClusterArn": member.db_cluster_arn, "IsDataLossAllowed": lossy,
    }


RDSResponse.failover_global_cluster = failover_global_cluster
RDSResponse.switchover_global_cluster = switchover_global_cluster
RDSResponse.describe_global_clusters = describe_global_clusters
GlobalCluster.failover_state = property(failover_state)


def make_database(world, regions, name="payments-ledger"):
    """A global database with a cluster in each Region, the first the writer. Gives {region: ARN}."""
    world.client("rds", regions[0]).create_global_cluster(GlobalClusterIdentifier=name, Engine="aurora-mysql")
    made = {}
    for region in regions:
        cluster = world.client("rds", region).create_db_cluster(
            DBClusterIdentifier=f"{name}-{region}", Engine="aurora-mysql", GlobalClusterIdentifier=name,
            **({"MasterUsername": "ledger", "MasterUserPassword": "not-a-secret"} if region == regions[0] else {}),
        )
        made[region] = cluster["DBCluster"]["DBClusterArn"]
    return made


def cluster_of(arn):
    return rds_backends[ACCOUNT][arn.split(":")[3]].clusters[arn.split(":")[-1]]


def writer(world, region, name="payments-ledger"):
    found = world.client("rds", region).describe_global_clusters(GlobalClusterIdentifier=name)["GlobalClusters"][0]
    return next(each["DBClusterArn"] for each in found["GlobalClusterMembers"] if each["IsWriter"])


# --- a handler as Lambda would have it -----------------------------------------------------------------------------


@functools.cache
def session(url):
    """One for all handlers, as reading the SDK's models is most of what starting one costs. It must be made in their environment."""
    return boto3.Session()


class Handler:
    """One folder's handler in one Region, with an environment of its own."""

    def __init__(self, world, folder, region, environment):
        path = LAMBDA / folder / "index.py"
        own = {
            "AWS_REGION": region, "AWS_ENDPOINT_URL": world.url, "AWS_ACCESS_KEY_ID": "HANDLER", "AWS_SECRET_ACCESS_KEY": "test",
            "AWS_CONFIG_FILE": os.devnull, "AWS_SHARED_CREDENTIALS_FILE": os.devnull, "AWS_EC2_METADATA_DISABLED": "true", **environment,
        }
        spec = importlib.util.spec_from_file_location(f"{folder}_{region}".replace("-", "_"), path)
        self.index = importlib.util.module_from_spec(spec)
        with mock.patch.dict(os.environ, own, clear=True), mock.patch.object(boto3, "DEFAULT_SESSION", session(world.url)):
            spec.loader.exec_module(self.index)
        self.logs, self.seconds = [], 0.0

    def invoke(self, event=None):
        out, started = io.StringIO(), time.monotonic()
        try:
            with contextlib.redirect_stdout(out):
                return self.index.handler(event or {}, types.SimpleNamespace(aws_request_id="lambda-request"))
        finally:
            self.seconds = time.monotonic() - started
            self.logs.extend(map(json.loads, out.getvalue().splitlines()))
            self.raw = out.getvalue()

    def fails(self, event=None):
        """Invokes it and gives the message it failed with, which is what makes Lambda's Errors count."""
        try:
            self.invoke(event)
        except Exception as err:
            return f"{type(err).__name__}: {err}"
        raise AssertionError("the run did not fail")


# --- a site to probe -----------------------------------------------------------------------------------------------


class Site:
    """The endpoints of a Region: `answers` is a status, "hang", "drip", or a list of them, one a request."""

    def __init__(self, answers=200):
        self.answers, self.asked, self.ended = answers, [], threading.Event()
        self.listening = socket.create_server(("127.0.0.1", 0))
        self.url = f"http://127.0.0.1:{self.listening.getsockname()[1]}/health"
        threading.Thread(target=self.serve, daemon=True).start()

    def serve(self):
        with contextlib.suppress(OSError):
            while True:
                threading.Thread(target=self.answer, args=self.listening.accept()[:1], daemon=True).start()

    def answer(self, connection):
        with contextlib.suppress(OSError), connection:
            self.asked.append(connection.recv(4096))
            now = self.answers.pop(0) if isinstance(self.answers, list) else self.answers
            if now == "hang":
                self.ended.wait(LONG)
            elif now == "drip":
                for letter in b"HTTP/1.1 200 OK\r\nX: " + b"x" * 60:
                    connection.sendall(bytes([letter]))
                    if self.ended.wait(0.5):
                        return
            else:
                connection.sendall(f"HTTP/1.1 {now} X\r\nContent-Length: 0\r\nLocation: http://elsewhere.invalid/\r\n\r\n".encode())

    def end(self):
        self.ended.set()
        # Wakes the accept, which a close alone does not.
        with contextlib.suppress(OSError):
            self.listening.shutdown(socket.SHUT_RDWR)
        self.listening.close()

