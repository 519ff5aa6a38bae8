"""Outputs of drc, deployed once a session, each on a server of its own.

A conftest that imports these says, by `SPECS` and `emit`, what is deployed, and by `deployment`, how stacks are.
"""

import contextlib
import pathlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass

import pytest

from acceptance.spec import Spec
from acceptance.spots import SPOTS
from acceptance.world import World
from tools import server
from tools.aws import Aws
from tools.require import CannotBeHad, give_up
from tools.stacks import Deployment
from tools.terraform import Root

BACKENDS = ("terraform", "cloudformation")


@dataclass
class Terraform:
    root: Root
    world: World
    made: int = 0  # resources


@dataclass
class CloudFormation:
    stacks: Deployment
    world: World


class Session:
    """What was made, so that it is made once: also when making it failed, and for whichever test asks first."""

    def __init__(self, folders, ends: contextlib.ExitStack):
        self.folders, self.ends, self._made = folders, ends, {}

    def once(self, key, make: Callable):
        if key not in self._made:
            try:
                self._made[key] = (make(), None)
            except BaseException as why:  # pytest's own Skipped and Failed are no Exception
                self._made[key] = (None, why)
        made, why = self._made[key]
        if why:
            raise why
        return made

    def server(self):
        return self.ends.enter_context(server.running())


@pytest.fixture(scope="session")
def session(tmp_path_factory) -> Iterator[Session]:
    with contextlib.ExitStack() as ends:
        yield Session(tmp_path_factory, ends)


@pytest.fixture
def spec(request) -> Spec:
    return request.param


@pytest.fixture
def emitted(spec, session, emit) -> pathlib.Path:
    """A folder with one folder per backend, as `drc emit` writes it."""
    return session.once(("emitted", spec), lambda: emit(spec))


@pytest.fixture
def terraform(spec, emitted, session) -> Terraform:
    """An initialised copy of the emitted root, not yet applied."""

    def make():
        aws_server = session.server()
        root = initialised(emitted, session.folders, aws_server)
        return Terraform(root, World(spec, Aws(aws_server, spec.regions)))

    return session.once(("terraform", spec), make)


def initialised(emitted: pathlib.Path, folders, aws_server, command=None) -> Root:
    try:
        root = Root.copy(emitted / "terraform", folders.mktemp("terraform") / "root", aws_server, command)
        root.init()
    except CannotBeHad as why:
        give_up(str(why))
    return root


@pytest.fixture
def applied(spec, terraform, session) -> Terraform:
    def make():
        terraform.made = terraform.root.apply()
        return terraform

    return session.once(("applied", spec), make)


@pytest.fixture
def deployed(spec, emitted, session, deployment) -> CloudFormation:
    def make():
        aws = Aws(session.server(), spec.regions)
        stacks = deployment(emitted / "cloudformation", aws, spec)
        stacks.create()
        return CloudFormation(stacks, World(spec, aws))

    return session.once(("deployed", spec), make)


@pytest.fixture
def world(request, spec) -> World:  # `spec` by name: the fixtures asked for depend on it
    """The system as the backend of the test's parameter deployed it."""
    fixture = {"terraform": "applied", "cloudformation": "deployed"}[request.param]
    return request.getfixturevalue(fixture).world


def parametrize(metafunc, specs: list[Spec], beyond: tuple[str, ...] = ()) -> None:
    """Each test for each system it is about: a spot for those that have what it looks at, others as `concerns` says.

    `beyond` names spots that these systems are not held to.
    """
    if "spec" not in metafunc.fixturenames:
        return
    concerns = metafunc.definition.get_closest_marker("concerns")
    chosen = [it for it in specs if not concerns or concerns.args[0](it)]
    if "spot" in metafunc.fixturenames:
        cases = [(it, spot) for it in chosen for spot in SPOTS if spot.concerns(it) and spot.name not in beyond]
        ids = [f"{it.name}-{spot.name}" for it, spot in cases]
        metafunc.parametrize(("spec", "spot"), cases, indirect=["spec"], ids=ids)
    else:
        metafunc.parametrize("spec", chosen, indirect=True, ids=[it.name for it in chosen])
    if "world" in metafunc.fixturenames:
        metafunc.parametrize("world", BACKENDS, indirect=True)


def pytest_configure(config):
    config.addinivalue_line("markers", "last: takes a deployment down, and so runs after all that look at it")
    config.addinivalue_line("markers", "evacuates: loses a Region, after which the other one serves")
    config.addinivalue_line("markers", "concerns(which): for the systems of which that holds")


# What changes a deployment runs after all that look at it; what takes it down comes last.
ORDER = {"evacuates": 1, "last": 2}


def pytest_collection_modifyitems(items):
    items[:] = [it for it in items if not _about_nothing(it)]
    items.sort(key=lambda it: max((ORDER[mark.name] for mark in it.iter_markers() if mark.name in ORDER), default=0))


def _about_nothing(item) -> bool:
    """A test that is about none of the systems here does not exist; pytest makes a skipped one of it."""
    held = getattr(item, "callspec", None)
    return held is not None and "spec" in held.params and not isinstance(held.params["spec"], Spec)
