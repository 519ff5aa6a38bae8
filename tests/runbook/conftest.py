"""The runbooks of the four systems: read as a shell reads them, and run."""

import os
import pathlib
import subprocess
import sys

import pytest

REPOSITORY = pathlib.Path(__file__).parents[2]
sys.path.insert(0, str(REPOSITORY / "tests"))

from acceptance.spec import Spec  # noqa: E402
from runbook.book import Book  # noqa: E402
from runbook.cli import Cli  # noqa: E402
from runbook.shell import Shell  # noqa: E402
from tools.require import require  # noqa: E402

SYSTEMS = ("payments-serverless", "payments-regulated", "payments-aurora", "payments-accelerator")


@pytest.fixture(scope="session", params=SYSTEMS)
def spec(request) -> Spec:
    return Spec(REPOSITORY / "specs" / f"{request.param}.toml")


@pytest.fixture(scope="session")
def drc() -> str:
    binary = os.environ.get("DRC_BIN")
    require(binary, "DRC_BIN does not say where drc is; tests/run builds it and sets that")
    return str(pathlib.Path(binary).absolute())


@pytest.fixture(scope="session")
def emitted(drc, spec, tmp_path_factory) -> pathlib.Path:
    """What drc emits now, and not what is committed: that they are the same is another test."""
    folder = tmp_path_factory.mktemp("emitted")
    command = [drc, "emit", "--backend", "cloudformation", "--out", str(folder), str(spec.path)]
    done = subprocess.run(command, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    return folder


@pytest.fixture(scope="session")
def book(emitted) -> Book:
    return Book.read(emitted / "RUNBOOK.md")


@pytest.fixture(scope="session")
def cli(tmp_path_factory):
    with Cli(tmp_path_factory.mktemp("aws")) as made:
        yield made


@pytest.fixture(scope="session")
def shell(cli, emitted, drc, spec) -> Shell:
    return Shell(cli, emitted, drc, spec.path)
