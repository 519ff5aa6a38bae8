"""The AWS command line in this process: the real one, which takes a second to start and is started once.

A small client stands for `aws` on PATH and hands its arguments over. `looking`: commands are parsed, checked against the
model of their service and answered with nothing. `against`: they are sent to a server.
"""

import contextlib
import importlib
import io
import json
import os
import pathlib
import re
import socket
import sys
import tempfile
import threading
from collections.abc import Callable, Iterator
from dataclasses import dataclass

import awscli.clidriver
from awscli.customizations.commands import BasicCommand
from awscli.customizations.waiters import WaitCommand
from botocore import xform_name
from botocore.awsrequest import AWSResponse
from botocore.exceptions import UnknownServiceError
from moto.backends import get_service_from_url
from moto.core.responses import BaseResponse

from tools.server import Server

CLIENT = """#!{python} -SE
import json, os, socket, sys
asked = socket.socket(socket.AF_UNIX)
asked.connect({path!r})
stdin = sys.stdin.read() if "fileb:///dev/stdin" in sys.argv else ""
asked.sendall(json.dumps([sys.argv[1:], stdin, os.getcwd()]).encode() + b"\\n")
status, out, err = json.loads(asked.makefile().read())
sys.stdout.write(out)
sys.stderr.write(err)
sys.exit(status)
"""


@dataclass(frozen=True)
class Call:
    """A command, and what came of it."""

    words: tuple[str, ...]
    status: int
    said: str

    @property
    def name(self) -> tuple[str, str]:
        return self.words[:2]

    @property
    def region(self) -> str:
        return self.words[self.words.index("--region") + 1]


class Cli:
    def __init__(self, folder: pathlib.Path):
        self.folder, self.calls = folder, []
        # Where commands are sent; nowhere, while they are only looked at.
        self.server: Server | None = None
        # Made once, for the models they read: a command takes a tenth of the time then.
        self._looking = awscli.clidriver.create_clidriver()
        self._looking.session.register("before-call", self._made_up)
        self._driver = awscli.clidriver.create_clidriver()
        self._invoke: Callable[[str, str, dict], dict] | None = None

    def __enter__(self) -> "Cli":
        self._socket = socket.socket(socket.AF_UNIX)
        # A path of a socket has but a hundred characters.
        self._place = tempfile.TemporaryDirectory(prefix="drc")
        path = f"{self._place.name}/aws"
        self._socket.bind(path)
        self._socket.listen()
        (self.folder / "aws").write_text(CLIENT.format(python=sys.executable, path=path))
        (self.folder / "aws").chmod(0o755)
        threading.Thread(target=self._serve, daemon=True).start()
        return self

    def __exit__(self, *_) -> None:
        self._socket.close()
        self._place.cleanup()

    @contextlib.contextmanager
    def looking(self) -> Iterator[list[Call]]:
        """While the block runs, commands are checked and not sent."""
        self.server, self.calls = None, []
        yield self.calls

    @contextlib.contextmanager
    def against(self, server: Server, invoke: Callable[[str, str, dict], dict]) -> Iterator[list[Call]]:
        """While the block runs, commands are sent to a server; `invoke` stands for Lambda's own Invoke."""
        self.server, self._invoke, self.calls = server, invoke, []
        self._driver = awscli.clidriver.create_clidriver()
        yield self.calls

    def _serve(self) -> None:
        while True:
            try:
                connection, _ = self._socket.accept()
            except OSError:  # closed
                return
            with connection, connection.makefile() as asked:
                words, stdin, folder = json.loads(asked.readline())
                with contextlib.chdir(folder):
                    connection.sendall(json.dumps(self._answer(words, stdin)).encode())

    def _answer(self, words: list[str], stdin: str) -> tuple[int, str, str]:
        try:
            status, out, err = self._run(words, stdin)
        except Exception as why:  # the thread must answer, or the block waits for ever
            status, out, err = 1, "", f"{type(why).__name__}: {why}"
        self.calls.append(Call(tuple(words), status, out + err))
        return status, out, err

    def _run(self, words, stdin):
        if self.server is None:
            return self._checked(words, stdin)
        if words[:2] == ["lambda", "invoke"]:
            status, _, err = self._checked(words, stdin)
            region, function = (words[words.index(it) + 1] for it in ("--region", "--function-name"))
            return (status, json.dumps(self._invoke(region, function, json.loads(stdin or "{}"))), err)
        # By option, too: in us-east-1 the command line has a host of its own for SQS, whatever the environment says.
        where = ["--endpoint-url", self.server.url]
        status, out, err = _main(self._driver, [*words, *where], self.server.environment)
        if status and not _customised(self._driver, words) and not modelled(*words[:2]):
            return self._checked(words, stdin)
        return status, out, err

    def _checked(self, words, stdin):
        """Parsed by the command line and checked against the service's model; what AWS would answer is made up."""
        if _customised(self._looking, words):
            return 0, "", ""  # it calls several operations and reads the answers: it is run on the server instead
        with tempfile.NamedTemporaryFile("w") as payload:
            payload.write(stdin)
            payload.flush()
            named = {"fileb:///dev/stdin": f"fileb://{payload.name}", "/dev/stdout": os.devnull}
            status, out, err = _main(self._looking, [named.get(it, it) for it in words], NOBODY)
        # What a command looks for by name, nobody has answered: the next one needs something all the same.
        return status, out if out.strip() not in ("", "None") else SOMETHING, err


    def _made_up(self, model, **_):
        """One page with one of everything, before anything is sent."""
        answer = _filled(model.output_shape) | WANTED.get(model.name, {})
        if model.has_streaming_output:
            answer[model.output_shape.serialization["payload"]] = io.BytesIO()
        with contextlib.suppress(ValueError, UnknownServiceError):  # no pages
            pages = self._looking.session.get_paginator_model(model.service_model.service_name)
            tokens = pages.get_paginator(model.name)["output_token"]
            for token in [tokens] if isinstance(tokens, str) else tokens:
                answer.pop(token.split(" ")[0], None)
        return AWSResponse("", 200, {}, None), answer


def _filled(shape, depth=0):
    """An answer of that shape with one of everything."""
    if shape is None or depth > 8:
        return {}
    if shape.type_name == "structure":
        return {key: _filled(it, depth + 1) for key, it in shape.members.items()}
    if shape.type_name == "list":
        return [_filled(shape.member, depth + 1)]
    if shape.type_name == "map":
        return {SOMETHING: _filled(shape.value, depth + 1)}
    if shape.type_name == "timestamp":
        return "2026-11-27T00:00:00Z"  # the command line leaves times as they are written
    return {"string": SOMETHING, "boolean": False, "blob": SOMETHING}.get(shape.type_name, 1)


def _customised(driver, words) -> bool:
    service = driver._get_command_table()[words[0]]
    if isinstance(service, BasicCommand):
        return True
    return isinstance(service._get_command_table().get(words[1]), BasicCommand | WaitCommand)


# What a later command cannot do without, and a filter looks for by its value.
PROOF = {"Name": "_1.acme-bank.com.", "Type": "CNAME", "TTL": 300, "ResourceRecords": [{"Value": "_2.acm-validations.aws."}]}
WANTED = {"ListResourceRecordSets": {"ResourceRecordSets": [PROOF]}}
SOMETHING = "something-of-twenty-letters"
NOBODY = {"AWS_ACCESS_KEY_ID": "test", "AWS_SECRET_ACCESS_KEY": "test", "AWS_EC2_METADATA_DISABLED": "true"}


def _main(driver, words, environment):
    out, err = io.StringIO(), io.StringIO()
    before = dict(os.environ)
    os.environ.update(environment)
    try:
        with contextlib.redirect_stdout(out), contextlib.redirect_stderr(err):
            status = driver.main(words)
    finally:
        os.environ.clear()
        os.environ.update(before)
    return status, out.getvalue(), err.getvalue()


def modelled(service: str, operation: str) -> bool:
    """Whether moto has an answer for an operation: asked of moto itself."""
    name = {"elbv2": "elasticloadbalancing", "s3api": "s3"}.get(service, service)
    module = get_service_from_url(f"https://{name}.us-east-1.amazonaws.com")
    if module is None:
        return False
    responses = importlib.import_module(f"moto.{module}.responses")
    handlers = [it for it in vars(responses).values() if isinstance(it, type) and issubclass(it, BaseResponse)]
    return any(hasattr(it, xform_name(operation.replace("-", "_"))) for it in handlers)
