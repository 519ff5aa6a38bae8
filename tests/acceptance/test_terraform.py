"""The emitted Terraform root, unmodified: formatted, valid, applied, planned again, destroyed."""

import pytest

from acceptance.fixtures import initialised
from acceptance.spots import SPOTS
from tools.terraform import WHEEL


def test_is_formatted(terraform):
    assert terraform.root.unformatted() == ""


def test_validates_without_errors_and_warnings(terraform):
    assert terraform.root.diagnostics() == []


def test_validates_with_the_newer_terraform_of_the_wheel(terraform, emitted, tmp_path_factory):
    root = initialised(emitted, tmp_path_factory, terraform.root.server, WHEEL)
    assert root.diagnostics() == []


def test_applies(applied):
    assert applied.made > 0


@pytest.mark.parametrize("spot", SPOTS, ids=lambda it: it.__name__)
def test_holds_what_the_spec_says(applied, spot):
    spot(applied.world)


def test_second_plan_is_empty(applied):
    assert applied.root.drift() == ""


@pytest.mark.last
def test_destroy_leaves_nothing(applied):
    assert applied.root.destroy() == applied.made
    assert applied.world.aws.leftovers() == []
