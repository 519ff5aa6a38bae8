"""`drc deploy` on what it has deployed: nothing to do, a change, a refusal, and a run that is killed."""

import pytest

from acceptance.deployment import Deployed
from tools.aws import Aws


def test_every_region_is_complete(deployed):
    said = deployed.stacks.drc("status")
    assert {it["region"]: it["health"] for it in said["regions"]} == {it: "complete" for it in deployed.world.spec.regions}


def test_a_second_deployment_has_nothing_to_do(deployed):
    before = deployed.stacks.resources()
    assert deployed.stacks.drc("deploy", "--yes")["end"] == "nothing"
    plan = deployed.stacks.drc("plan")
    assert {it["foreseen"] for it in plan["stacks"]} == {"nothing"}
    assert deployed.stacks.resources() == before


@pytest.mark.concerns(lambda spec: spec.name == "payments-serverless")
def test_what_is_killed_is_gone_on_with(spec, emitted, session):
    stacks = Deployed(emitted / "cloudformation", Aws(session.server(), spec.regions), spec=spec.path)
    through = [stacks.killed_after(0.3 + 0.4 * turn) for turn in range(8)]
    assert not through[0], "nothing was killed"
    stacks.drc("deploy", "--yes", "--gates-done")
    made = [it for stack in stacks.manifest["stacks"] for it in stacks.created(stack)]
    assert len(made) == len(set(made)), "something was made twice"
    assert stacks.drc("deploy", "--yes")["end"] == "nothing"
    stacks.delete()
    assert stacks.aws.leftovers() == []


@pytest.mark.evacuates
@pytest.mark.concerns(lambda spec: spec["table"])
def test_a_replacement_of_a_table_is_refused(deployed):
    name, table = next(iter(deployed.world.spec["table"].items()))
    spec = deployed.stacks.changed(f'"{table["partition_key"]}"', '"another: S"')
    try:
        refused = deployed.stacks.drc("deploy", "--yes", spec=spec, expect=1)
    finally:
        spec.unlink()
    lost = [it for stack in refused["stacks"] for it in stack["changes"] if it["blocked"]]
    assert {(it["address"], it["action"]) for it in lost} == {(f"table.{name}", "replace")}
    assert deployed.stacks.drc("deploy", "--yes")["end"] == "nothing"


@pytest.mark.evacuates
def test_a_change_reaches_what_it_is_about_and_can_be_taken_back(deployed):
    spec = deployed.stacks.changed("[objectives]", "[queue.extra]\n\n[objectives]")
    try:
        plan = deployed.stacks.drc("plan", spec=spec)
        changes = [it for stack in plan["stacks"] for it in stack["changes"]]
        assert {it["address"] for it in changes if it["action"] == "add"} == {"queue.extra"}
        assert {it["action"] for it in changes} <= {"add", "modify"}
        report = deployed.stacks.drc("deploy", "--yes", "--gates-done", spec=spec)
        assert {it["end"] for it in report["stacks"]} == {"changed", "unchanged"}
    finally:
        spec.unlink()
    # What it holds would go with it.
    refused = deployed.stacks.drc("deploy", "--yes", expect=1)
    lost = [it for stack in refused["stacks"] for it in stack["changes"] if it["blocked"]]
    assert {(it["id"], it["action"]) for it in lost} == {("QueueExtra", "delete")}
    deployed.stacks.drc("deploy", "--yes", "--allow-replace", "QueueExtra")
    assert deployed.stacks.drc("deploy", "--yes")["end"] == "nothing"
