"""The samples: what drc would emit, written by hand, so that the tools are proved without it."""

import json
import pathlib
import re
import shutil
import sys
import zipfile

import pytest

REPOSITORY = pathlib.Path(__file__).parents[3]
SAMPLES = pathlib.Path(__file__).with_name("samples")
sys.path.insert(0, str(REPOSITORY / "tests"))
pytest.register_assert_rewrite("acceptance.serving", "acceptance.spots", "acceptance.test_cloudformation")
pytest.register_assert_rewrite("acceptance.test_serving", "acceptance.test_terraform")

from acceptance.fixtures import applied, deployed, terraform  # noqa: E402, F401
from acceptance.fixtures import pytest_collection_modifyitems, pytest_configure  # noqa: E402, F401
from acceptance.spec import Spec  # noqa: E402


@pytest.fixture(scope="session")
def spec() -> Spec:
    return Spec(SAMPLES / "payments.toml")


@pytest.fixture(scope="session")
def emitted(tmp_path_factory) -> pathlib.Path:
    """The samples with the handlers put in: zipped for Terraform (Node.js), inline for CloudFormation (Python)."""
    folder = tmp_path_factory.mktemp("emitted") / "samples"
    shutil.copytree(SAMPLES, folder)
    _zip(REPOSITORY / "lambda/payment-processor-node", folder / "terraform/code/payment-processor.zip")
    for template in (folder / "cloudformation").glob("*.yaml"):
        template.write_text(re.sub(r'"@(lambda/[^"]+)"', _inline, template.read_text()))
    return folder


def _zip(source, target):
    target.parent.mkdir()
    with zipfile.ZipFile(target, "w") as archive:
        for path in sorted(source.iterdir()):
            archive.write(path, path.name)


def _inline(found):
    return json.dumps((REPOSITORY / found[1]).read_text())
