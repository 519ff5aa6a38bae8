"""The runbook, followed on a server from the first stack to the last: what each step says to look for is looked for.

What AWS does by itself and the server does not show (a health check that fails, DNS that follows) is left to the eye;
what a function of drc's does by itself is done by that function, which is called as its schedule would.
"""

import re

import pytest

from acceptance.calls import Runtime
from acceptance.synced import sweep
from acceptance.world import World
from runbook.cli import modelled
from tools import server
from tools.aws import Aws

PATIENCE = 5  # times


@pytest.fixture(scope="module")
def followed(book, shell, spec, emitted, tmp_path_factory):
    """Everything, once: the text that each step printed, and every command."""
    with server.running() as aws_server:
        world = World(spec, Aws(aws_server, spec.regions))
        with Runtime(world, tmp_path_factory.mktemp("runtime")) as runtime:
            with shell.cli.against(aws_server, lambda region, name, event: runtime.invoke(region, _arn(world, region, name), event)) as calls:
                reader = Reader(book, shell, world, runtime)
                reader.read_all()
    return reader, calls


def by_cloudformation(step) -> bool:
    return "CloudFormation" in step.only_if or not step.only_if


class Reader:
    """Who follows it."""

    def __init__(self, book, shell, world, runtime):
        self.book, self.shell, self.world, self.runtime = book, shell, world, runtime
        self.seen = []  # chapter, title, what its check printed, or it itself if it has none

    def read_all(self):
        self.chapter("Deploy", by_cloudformation)
        self.prepare()
        self.see_healthy()
        self.chapter("Verify", undo=True)
        self.chapter("Drill the loss of the primary", between=self.watch, redo=True)
        self.see_healthy()
        self.troubles()
        # What is forced on a Region that answers, and taken back.
        self.chapter("Fail over", lambda it: it.only_if and "watcher" not in it.only_if, undo=True)
        with self.world.aws.server.without(self.world.spec.primary):
            # By hand, as if the watcher were disarmed; what fences a lost Region is left out.
            self.chapter("Fail over", lambda it: "watcher" in it.only_if or not (it.only_if or "promotion" in it.title or "Aurora" in it.title))
        # What is delivered again cannot be delivered again once more under one name.
        self.chapter("Fail back", redo=lambda it: not it.title.startswith("Deliver"))
        self.chapter("Destroy", by_cloudformation)
        self.left = self.world.aws.leftovers()

    def chapter(self, name, wanted=lambda it: True, undo=False, redo=False, between=lambda step: None):
        """Its steps in order; each undone, or undone and done again, if that is asked for."""
        for step in self.book.chapter(name):
            if not wanted(step):
                continue
            between(step)
            self.do(step)
            if step.undo and (undo or redo is True or (redo and redo(step))):
                self.shell.run(step.undo)
                if redo:
                    self.do(step)

    def do(self, step):
        printed = self.shell.run(step.main) if step.main else ""
        self.copy_objects(step)
        self.seen.append((step.chapter, step.title, self.shell.run(step.check) if step.check else printed))

    def troubles(self):
        primary = self.world.spec.primary
        for name in self.world.spec["bucket"]:  # copies cannot fail where nothing was written
            self.world.aws.client("s3", primary).put_object(Bucket=self.world.bucket(name, primary), Key="receipts/1.json")
        for step in self.book.chapter("Troubles"):
            self.do(step)

    # --- what goes on by itself ---

    def prepare(self):
        """What the ledger's own README asks its operator for, once: its table; and the first sweep, which comes by itself."""
        world = self.world
        sweep(world, self.runtime)
        if world.spec["database"]:
            function = world.function(world.spec.serving(), world.spec.primary)["FunctionArn"]
            assert self.runtime.invoke(world.spec.primary, function, {"action": "migrate"})["migrated"]

    def copy_objects(self, step):
        """S3 copies what is written; the server does not."""
        world, (primary, *others) = self.world, self.world.spec.regions
        if step.title.startswith("Write an object to "):
            name = step.title.split()[4].removeprefix("bucket.")
            for region in others:
                source = {"Bucket": world.bucket(name, primary), "Key": "drc-runbook/marker"}
                world.aws.client("s3", region).copy_object(Bucket=world.bucket(name, region), Key=source["Key"], CopySource=source)

    def watchers(self):
        region = self.world.spec.secondaries[0]
        return [(self.world.watcher(it, region), region) for it in self.world.spec["database"]]

    def see_healthy(self):
        for function, region in self.watchers():
            for _ in range(PATIENCE):
                if self.runtime.invoke(region, function["FunctionArn"], {})["result"] == "healthy":
                    break

    def watch(self, step):
        """The drill took the primary's function out: its endpoint fails, and RDS answers."""
        if not step.title.startswith("The watcher notices"):
            return
        for function, region in self.watchers():
            with self.runtime.front.without(self.world.spec.primary):
                threshold = next(it["watch"]["threshold"] for it in self.world.spec["database"].values())
                runs = [self.runtime.invoke(region, function["FunctionArn"], {}) for _ in range(threshold)]
            assert runs[-1]["state"]["promotion"]["kind"] == "switchover", "a drill loses nothing"


def _arn(world, region, name):
    return world.aws.client("lambda", region).get_function_configuration(FunctionName=name)["FunctionArn"]


# What a title begins with → what must be in what its check (or it itself) prints, made of the spec.
LOOKED_FOR = {
    r"Deploy the stacks up to the zone": lambda world: r"(.*\n)+  \S+ +CREATE_COMPLETE .*\n(.*\n)+",
    r"Deploy the (other )?stacks$": lambda world: r".*\n(\n\S+ \(\w+\): complete\n(  \S+ +CREATE_COMPLETE .*\n)+)+",
    r"See that role|Become ": lambda world: r"arn:aws:sts::\d+:assumed-role/.*\n",
    r"See that function\.\S+ can be called": lambda world: r"(Active\tSuccessful\n)+(None\n)+",
    r"See that the replicas of": lambda world: r"(\S+\tACTIVE\n)+(ENABLED\n)+",
    r"Write an item to": lambda world: r"([\s\S]*drc-runbook[\s\S]*)+",
    r"Take function": lambda world: r"0\n",
    r"Put function": lambda world: r"None\n",
    r"See which cluster": lambda world: rf"(.*{world.spec.primary}.*\tTrue\n|.*\tFalse\n)+(\S+\tavailable\n)+",
    r"See that the watcher of \S+ is armed": lambda world: r'true\n.*"failures":0.*\n',
    r"Arm the watcher": lambda world: r"true\n",
    r"Rehearse the promotion": lambda world: r'.*"rehearsal".*\n',
    r"Aurora makes the cluster": lambda world: rf"(.*{world.spec.secondaries[0]}.*\tTrue\n|.*\tFalse\n)+available\t.*\n",
    r"Promote database": lambda world: rf"(.*{world.spec.secondaries[0]}.*\tTrue\n|.*\tFalse\n)+available\t.*\n",
    r"Switch database\.\S+ over to": lambda world: rf"(.*{world.spec.primary}.*\tTrue\n|.*\tFalse\n)+",
    r"See that bucket\.\S+ is copied": lambda world: r"(Enabled\n)+(.*\tEnabled\t.*\n)+",
    r"See that bus\.\S+ and its rules": lambda world: r"(\S+\n)+(\S+\tENABLED\n)*",
    r"See that parameter\.\S+ is in every": lambda world: r"(\S.*\n)+",
    r"Delete the stacks": lambda world: r".*\n(\n\S+ \(\w+\): absent\n(  \S+ +is not there\n)+)+",
    r"Delete parameter": lambda world: r"\s*",
}


def test_every_step_shows_what_it_says_to_look_for(followed):
    reader, _ = followed
    used = set()
    for chapter, title, shown in reader.seen:
        for pattern, wanted in LOOKED_FOR.items():
            if re.match(pattern, title):
                used.add((chapter, pattern))
                assert re.fullmatch(wanted(reader.world), shown), f"{chapter}: {title}\n{shown}"
    out, back = ("Drill the loss of the primary", r"Take function"), ("Fail back", r"Put function")
    # `drc` may end with 1 here, so what it says of the stacks must have been looked at.
    assert {out, back, ("Deploy", r"Deploy the (other )?stacks$"), ("Destroy", r"Delete the stacks")} <= used
    if reader.world.spec["database"]:
        assert {("Fail over", r"Promote database"), ("Fail back", r"Switch database\.\S+ over to")} <= used


def test_every_command_ran_or_is_not_modelled(followed):
    """Which commands moto cannot run, moto says."""
    _, calls = followed
    assert [it for it in calls if it.status] == []
    left_out = {it.name for it in calls if not modelled(*it.name) and "something-of" in it.said}
    assert len(left_out) < len({it.name for it in calls}) / 4, left_out


def test_nothing_is_left(followed):
    """After Destroy."""
    reader, _ = followed
    assert reader.left == []
