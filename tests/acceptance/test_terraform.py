"""The emitted Terraform root, unmodified: formatted, valid, applied, planned again, destroyed."""

import pytest

from acceptance import synced
from acceptance.fixtures import initialised
from acceptance.secrecy import passwords
from tools.terraform import WHEEL


def test_is_formatted(terraform):
    assert terraform.root.unformatted() == ""


def test_validates_without_errors_and_warnings(terraform):
    assert terraform.root.diagnostics() == []


def test_validates_with_the_newer_terraform_of_the_wheel(terraform, emitted, session):
    root = initialised(emitted, session.folders, terraform.root.server, WHEEL)
    assert root.diagnostics() == []


def test_applies(applied):
    assert applied.made > 0


def test_holds_what_the_spec_says(applied, spot):
    spot(applied.world)


def test_second_plan_is_empty(applied):
    assert applied.root.drift() == ""


@pytest.mark.concerns(lambda spec: spec["database"] or spec["secret"])
def test_no_password_is_in_the_root_the_plan_or_the_state(applied):
    held = applied.root.everything_written()
    assert [it for it in passwords(applied.world) if it in held] == []


@pytest.mark.last
def test_destroy_leaves_nothing(applied):
    assert applied.root.destroy() == applied.made
    synced.delete(applied.world)
    assert applied.world.aws.leftovers() == []
