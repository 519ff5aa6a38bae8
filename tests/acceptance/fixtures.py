"""Outputs of drc, deployed once a session, each on a server of its own.

A conftest that imports these says, by `spec` and `emitted`, what is deployed.
"""

import pathlib
from collections.abc import Iterator
from dataclasses import dataclass

import pytest

from acceptance.spots import World
from tools import server
from tools.aws import Aws
from tools.require import CannotBeHad, give_up
from tools.stacks import Deployment
from tools.terraform import Root


@dataclass
class Terraform:
    root: Root
    world: World
    made: int = 0  # resources


@dataclass
class CloudFormation:
    stacks: Deployment
    world: World


@pytest.fixture(scope="session")
def terraform(spec, emitted, tmp_path_factory) -> Iterator[Terraform]:
    """An initialised copy of the emitted root, not yet applied."""
    with server.running() as aws_server:
        world = World(spec, Aws(aws_server, spec.regions))
        yield Terraform(initialised(emitted, tmp_path_factory, aws_server), world)


def initialised(emitted: pathlib.Path, folders, aws_server, command=None) -> Root:
    try:
        root = Root.copy(emitted / "terraform", folders.mktemp("terraform") / "root", aws_server, command)
        root.init()
    except CannotBeHad as why:
        give_up(str(why))
    return root


@pytest.fixture(scope="session")
def applied(terraform) -> Terraform:
    terraform.made = terraform.root.apply()
    return terraform


@pytest.fixture(scope="session")
def deployed(spec, emitted) -> Iterator[CloudFormation]:
    with server.running() as aws_server:
        aws = Aws(aws_server, spec.regions)
        stacks = Deployment(emitted / "cloudformation", aws)
        stacks.create()
        yield CloudFormation(stacks, World(spec, aws))


def pytest_configure(config):
    config.addinivalue_line("markers", "last: takes a deployment down, and so runs after all that look at it")


def pytest_collection_modifyitems(items):
    items.sort(key=lambda it: it.get_closest_marker("last") is not None)
