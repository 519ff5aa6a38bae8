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
pytest.register_assert_rewrite("acceptance.path", "acceptance.spots", "acceptance.test_cloudformation")
pytest.register_assert_rewrite("acceptance.test_serving", "acceptance.test_terraform")

from acceptance.fixtures import applied, deployed, emitted, parametrize, session, spec, terraform, world  # noqa: E402, F401
from acceptance.fixtures import pytest_collection_modifyitems, pytest_configure  # noqa: E402, F401
from acceptance.spec import Spec  # noqa: E402
from tools.stacks import Deployment  # noqa: E402


# The samples prove the tools, and are no better than that takes: no dashboards, no traces, few tags.
BEYOND = (
    "dashboards_show_every_alarm_of_their_region", "dashboards_show_whether_the_regions_are_healthy",
    "functions_are_traced", "no_queue_takes_plain_http", "stages_are_deployed_and_logged",
    "what_is_regional_says_whose_it_is",
)


def pytest_generate_tests(metafunc):
    parametrize(metafunc, [Spec(SAMPLES / "payments.toml")], BEYOND)


@pytest.fixture(scope="session")
def deployment():
    return lambda folder, aws, spec: Deployment(folder, aws)


@pytest.fixture(scope="session")
def emit(tmp_path_factory):
    """The samples with the handlers put in: zipped for Terraform (Node.js), inline for CloudFormation (Python)."""

    def put(spec):
        folder = tmp_path_factory.mktemp("emitted") / "samples"
        shutil.copytree(SAMPLES, folder)
        _zip(REPOSITORY / "lambda/payment-processor-node", folder / "terraform/code/payment-processor.zip")
        for template in (folder / "cloudformation").glob("*.yaml"):
            template.write_text(re.sub(r'"@(lambda/[^"]+)"', _inline, template.read_text()))
        return folder

    return put


def _zip(source, target):
    target.parent.mkdir()
    with zipfile.ZipFile(target, "w") as archive:
        for path in sorted(source.iterdir()):
            archive.write(path, path.name)


def _inline(found):
    return json.dumps((REPOSITORY / found[1]).read_text())
