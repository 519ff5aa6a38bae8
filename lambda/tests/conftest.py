"""What the tests of the handlers share that drc brings along. `payment_processor` has its own."""
import pytest


@pytest.fixture(scope="session")
def world_of_session():
    import regions  # not before it is asked for: importing moto takes seconds

    world = regions.World()
    yield world
    world.end()


@pytest.fixture
def world(world_of_session):
    world_of_session.reset()
    yield world_of_session
    world_of_session.reset()


@pytest.fixture
def site():
    """site(answers): an endpoint to probe."""
    import regions

    made = []

    def start(answers=200):
        made.append(regions.Site(answers))
        return made[-1]

    yield start
    for each in made:
        each.end()
