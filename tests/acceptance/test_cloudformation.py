"""The emitted stacks, in the order of their manifest: created in both regions, looked at, deleted backwards."""

import pytest

from acceptance.spots import SPOTS


def test_every_resource_is_complete(deployed):
    resources = deployed.stacks.resources()
    assert resources
    assert [it for it in resources if it["ResourceStatus"] != "CREATE_COMPLETE"] == []


def test_every_resource_is_really_made(deployed):
    """A stand-in is a type that the server can only note down."""
    reasons = {it["ResourceType"]: it.get("ResourceStatusReason") for it in deployed.stacks.resources()}
    assert {key: it for key, it in reasons.items() if it} == {}


def test_every_region_has_stacks(deployed):
    assert set(deployed.stacks.regions) == set(deployed.world.spec.regions)


@pytest.mark.parametrize("spot", SPOTS, ids=lambda it: it.__name__)
def test_holds_what_the_spec_says(deployed, spot):
    spot(deployed.world)


@pytest.mark.last
def test_delete_leaves_nothing(deployed):
    deployed.stacks.delete()
    assert deployed.world.aws.leftovers() == []
