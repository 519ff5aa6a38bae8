"""Nothing passes by skipping: what cannot run here says why, and fails where everything was asked for."""

import os
from typing import NoReturn

import pytest


class CannotBeHad(Exception):
    """A tool that is not within reach. `why` it is not, and what to `install`."""

    def __init__(self, why: str, install: str):
        super().__init__(f"{why}; {install}")


def require(condition: object, reason: str) -> None:
    """Skips with the reason unless the condition holds; with DRC_REQUIRE=all, fails."""
    if not condition:
        give_up(reason)


def give_up(reason: str) -> NoReturn:
    if os.environ.get("DRC_REQUIRE") == "all":
        pytest.fail(f"DRC_REQUIRE=all, and NOT RUN: {reason}", pytrace=False)
    pytest.skip(f"NOT RUN: {reason}")
