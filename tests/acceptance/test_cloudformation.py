"""The stacks: created in both regions, looked at, deleted backwards. By drc here, by hand on the samples."""

import json

import pytest

from acceptance import synced
from acceptance.secrecy import passwords


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


def test_holds_what_the_spec_says(deployed, spot):
    spot(deployed.world)


@pytest.mark.concerns(lambda spec: spec["database"] or spec["secret"])
def test_no_password_is_in_a_template_a_parameter_or_an_output(deployed):
    held = json.dumps(deployed.stacks.everything_written(), default=str)
    assert [it for it in passwords(deployed.world) if it in held] == []


@pytest.mark.last
def test_delete_leaves_nothing(deployed):
    deployed.stacks.delete()
    synced.delete(deployed.world)
    assert deployed.world.aws.leftovers() == []
