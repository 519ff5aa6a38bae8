"""Custom resources: the template's own function is called, here in a process of its own, and answers by HTTP."""

import http.server
import json
import os
import subprocess
import sys
import tempfile
import threading
import uuid

from moto.awslambda.models import lambda_backends

from ... import address
from .kind import Kind

# What runs the code: an event on standard input, the handler from the package.
RUN = """
import json, sys, zipfile, io
code, event = sys.argv[1], json.load(sys.stdin)
scope = {"__name__": "index"}
exec(compile(zipfile.ZipFile(code).read("index.py"), "index.py", "exec"), scope)
scope["handler"](event, None)
"""


class Custom(Kind):
    def create(self) -> None:
        self._ask("Create", self.rest())

    def update(self, former) -> None:
        """In place; a new physical id means that the old thing is to be deleted."""
        self.known_as(former.physical_resource_id, **former.attributes)
        self._ask("Update", self.rest(), OldResourceProperties=_texts(former.properties))
        if self.physical_resource_id != former.physical_resource_id:
            former.delete()

    def delete(self) -> None:
        self._ask("Delete", self.properties)

    def _ask(self, request, properties, **more) -> None:
        event = {
            "RequestType": request,
            "ResourceType": self.cf_resource_type,
            "LogicalResourceId": self.logical_resource_id,
            "StackId": self.stack.stack_id,
            "RequestId": str(uuid.uuid4()),
            "ResourceProperties": _texts(properties),
            **({"PhysicalResourceId": self.physical_resource_id} if self.physical_resource_id else {}),
            **more,
        }
        answer = self._call(event)
        if answer.get("Status") != "SUCCESS":
            raise ValueError(answer.get("Reason", "the function did not answer"))
        self.known_as(answer["PhysicalResourceId"], **answer.get("Data", {}))

    def _call(self, event) -> dict:
        *_, region, account, _, name = event["ResourceProperties"]["ServiceToken"].split(":")
        function = lambda_backends[account][region].get_function(name)
        with _Answer() as answer, _package(function.code_bytes) as code:
            keys = {"AWS_ACCESS_KEY_ID": "function", "AWS_SECRET_ACCESS_KEY": "function"}
            subprocess.run(
                [sys.executable, "-c", RUN, code],
                input=json.dumps({**event, "ResponseURL": answer.url}),
                env={**os.environ, **keys, "AWS_ENDPOINT_URL": address.url(), "AWS_DEFAULT_REGION": region},
                text=True,
                check=True,
                timeout=120,
            )
        return answer.held


def _texts(value):
    """CloudFormation hands numbers and truth over as text."""
    if isinstance(value, dict):
        return {key: _texts(it) for key, it in value.items()}
    if isinstance(value, list):
        return [_texts(it) for it in value]
    return str(value).lower() if isinstance(value, bool) else str(value)


class _package:
    """A package on disk, for as long as it is needed."""

    def __init__(self, content):
        self.content = content

    def __enter__(self):
        self.file = tempfile.NamedTemporaryFile(suffix=".zip")
        self.file.write(self.content)
        self.file.flush()
        return self.file.name

    def __exit__(self, *_):
        self.file.close()


class _Answer:
    """A server for the one request by which a function answers."""

    def __enter__(self):
        answer = self

        class Handler(http.server.BaseHTTPRequestHandler):
            def do_PUT(self):
                answer.held = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
                self.send_response(200)
                self.end_headers()

            def log_message(self, *_):
                pass

        self.held = {}
        self.server = http.server.HTTPServer(("127.0.0.1", 0), Handler)
        self.url = f"http://127.0.0.1:{self.server.server_port}/"
        threading.Thread(target=self.server.serve_forever, daemon=True).start()
        return self

    def __exit__(self, *_):
        self.server.shutdown()
        self.server.server_close()
