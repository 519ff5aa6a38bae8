"""What drc emits for the systems in `specs/`, deployed for real."""

import os
import pathlib
import subprocess
import sys

import pytest

REPOSITORY = pathlib.Path(__file__).parents[2]
sys.path.insert(0, str(REPOSITORY / "tests"))
pytest.register_assert_rewrite("acceptance.serving", "acceptance.spots")

from acceptance.fixtures import applied, deployed, terraform  # noqa: E402, F401
from acceptance.fixtures import pytest_collection_modifyitems, pytest_configure  # noqa: E402, F401
from acceptance.spec import Spec  # noqa: E402
from tools.require import require  # noqa: E402

# A system joins when its outputs deploy; the spots are written against what its spec says.
SYSTEMS = ("payments-serverless",)


@pytest.fixture(scope="session", params=SYSTEMS)
def spec(request) -> Spec:
    return Spec(REPOSITORY / "specs" / f"{request.param}.toml")


@pytest.fixture(scope="session")
def emitted(spec, tmp_path_factory) -> pathlib.Path:
    """A folder with one folder per backend, as `drc emit` writes it."""
    drc = os.environ.get("DRC_BIN")
    require(drc, "DRC_BIN does not say where drc is; tests/run builds it and sets that")
    folder = tmp_path_factory.mktemp("emitted")
    command = [drc, "emit", "--backend", "all", "--out", str(folder), str(spec.path)]
    done = subprocess.run(command, capture_output=True, text=True)
    assert done.returncode == 0, f"{' '.join(command)}\n{done.stdout}{done.stderr}"
    return folder
