"""Starts and stops an AWS of our own (`moto_server.py`), one per suite, so that suites can run side by side."""

import contextlib
import os
import pathlib
import signal
import socket
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections.abc import Iterator
from dataclasses import dataclass

SCRIPT = pathlib.Path(__file__).with_name("moto_server.py")
PATIENCE = 60  # seconds; importing moto takes 3 on an idle machine

# Taken out of the environment of everything that is pointed at the server.
FOREIGN = (
    "AWS_DEFAULT_REGION", "AWS_REGION", "AWS_PROFILE", "AWS_SESSION_TOKEN", "AWS_CONFIG_FILE",
    "AWS_SHARED_CREDENTIALS_FILE",
)


@dataclass(frozen=True)
class Server:
    url: str

    @property
    def environment(self) -> dict[str, str]:
        """An environment whose SDKs, Terraform and handlers talk to this server and to nobody else."""
        own = {key: value for key, value in os.environ.items() if key not in FOREIGN}
        return own | {
            "AWS_ACCESS_KEY_ID": "test",
            "AWS_SECRET_ACCESS_KEY": "test",
            "AWS_EC2_METADATA_DISABLED": "true",
            "AWS_ENDPOINT_URL": self.url,
            "AWS_CONFIG_FILE": os.devnull,
            "AWS_SHARED_CREDENTIALS_FILE": os.devnull,
        }

    def reset(self) -> None:
        _post(f"{self.url}/moto-api/reset")

    @contextlib.contextmanager
    def without(self, region: str) -> Iterator[None]:
        """While the block runs, nothing of that Region answers."""
        _post(f"{self.url}/moto-api/outage?region={region}")
        try:
            yield
        finally:
            _post(f"{self.url}/moto-api/outage")


@contextlib.contextmanager
def running() -> Iterator[Server]:
    """A server on a free port, ended by its process group however the block ends."""
    port = _free_port()
    server = Server(f"http://127.0.0.1:{port}")  # never localhost: S3 would put the bucket before the host
    with tempfile.TemporaryFile("w+") as log:
        command = [sys.executable, str(SCRIPT), "-H", "127.0.0.1", "-p", str(port)]
        process = subprocess.Popen(
            command, env=server.environment, stdin=subprocess.DEVNULL, stdout=log, stderr=log, start_new_session=True
        )
        try:
            _wait(server, process, log)
            yield server
        finally:
            _end(process)


def _free_port() -> int:
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        return listener.getsockname()[1]


def _wait(server, process, log) -> None:
    deadline = time.monotonic() + PATIENCE
    while time.monotonic() < deadline and process.poll() is None:
        with contextlib.suppress(OSError):  # not listening yet
            server.reset()
            return
        time.sleep(0.1)
    log.seek(0)
    raise RuntimeError(f"the server at {server.url} does not answer:\n{log.read()[-4000:]}")


def _end(process) -> None:
    with contextlib.suppress(ProcessLookupError):
        os.killpg(process.pid, signal.SIGTERM)
    try:
        process.wait(timeout=10)
    except subprocess.TimeoutExpired:
        os.killpg(process.pid, signal.SIGKILL)
        process.wait()


def _post(url: str) -> None:
    with urllib.request.urlopen(urllib.request.Request(url, method="POST"), timeout=10):
        pass
