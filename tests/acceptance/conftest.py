"""What drc emits for the systems in `specs/`, deployed for real."""

import os
import pathlib
import subprocess
import sys

import pytest

REPOSITORY = pathlib.Path(__file__).parents[2]
sys.path.insert(0, str(REPOSITORY / "tests"))
pytest.register_assert_rewrite("acceptance.path", "acceptance.spots")

from acceptance.deployment import Deployed  # noqa: E402
from acceptance.fixtures import applied, deployed, emitted, parametrize, session, spec, terraform, world  # noqa: E402, F401
from acceptance.fixtures import pytest_collection_modifyitems, pytest_configure  # noqa: E402, F401
from acceptance.spec import Spec  # noqa: E402
from tools.require import require  # noqa: E402

SYSTEMS = ("payments-serverless", "payments-regulated", "payments-aurora", "payments-accelerator")
SPECS = [Spec(REPOSITORY / "specs" / f"{it}.toml") for it in SYSTEMS]


def pytest_generate_tests(metafunc):
    parametrize(metafunc, SPECS)


@pytest.fixture(scope="session")
def emit(tmp_path_factory):
    return lambda spec: _emit(spec, tmp_path_factory.mktemp("emitted"))


@pytest.fixture(scope="session")
def deployment():
    return lambda folder, aws, spec: Deployed(folder, aws, spec=spec.path)


def _emit(spec, folder):
    drc = os.environ.get("DRC_BIN")
    require(drc, "DRC_BIN does not say where drc is; tests/run builds it and sets that")
    command = [drc, "emit", "--backend", "all", "--out", str(folder), str(spec.path)]
    done = subprocess.run(command, capture_output=True, text=True)
    assert done.returncode == 0, f"{' '.join(command)}\n{done.stdout}{done.stderr}"
    return folder
