"""Every block, as `sh` and the AWS command line read it; nothing is sent."""

import re

import pytest


def test_every_step_says_all_that_a_step_must(book):
    for step in book.steps:
        if step.chapter == "Troubles":
            assert step.main, step.title
        else:
            assert step.facts and "**Look for**" in step.text and "**Undo:**" in step.text, step.title
            assert step.automatic or step.main, f"{step.title}: nothing to run"


def test_no_block_is_overlooked(book):
    assert sum(len(it.blocks) for it in book.steps) == len(book.blocks) > 50


def test_sh_reads_every_block(book, shell):
    assert {it: shell.syntax(it) for it in book.blocks if shell.syntax(it)} == {}


@pytest.fixture(scope="module")
def looked(book, shell):
    """The commands of every block, checked and not sent."""

    def look(block):
        with shell.cli.looking() as calls:
            shell.run(block)
        return calls

    return {it: look(it) for it in dict.fromkeys(book.blocks)}


def every(looked):
    return [call for calls in looked.values() for call in calls]


def test_the_command_line_takes_every_command(looked):
    """Services, operations, options and values, by AWS's own model of each. Every variable is set in its block: `sh -u`."""
    assert [it for it in every(looked) if it.status] == []
    assert len({it.name for it in every(looked)}) > 30


def test_every_command_names_its_region(looked, spec):
    """Else it would go wherever the profile of whoever types it points."""
    homes = {"route53": "us-east-1", "iam": "us-east-1", "globalaccelerator": "us-west-2"}
    for call in every(looked):
        assert call.region == homes.get(call.words[0], call.region), call
        assert call.region in (*spec.regions, *homes.values()), call


def test_failing_over_asks_nothing_of_the_lost_region(book, looked, spec):
    """But for steps that say when to leave them out."""
    steps = [it for it in book.chapter("Fail over") if not it.only_if or "watcher" in it.only_if]
    calls = [call for step in steps for block in step.blocks for call in looked[block]]
    assert calls
    assert [it for it in calls if it.region == spec.primary] == []


def test_no_secret_is_printed(book):
    assert not re.search(r"get-secret-value|with-decryption|SecretAccessKey|SessionToken", book.text)
