"""What the checks need to know of a spec: read here once more, on purpose, and not by drc."""

import functools
import pathlib
import re
import tomllib
from dataclasses import dataclass

UNITS = {"s": 1, "m": 60, "h": 3600, "d": 86400}


def seconds(quantity: str) -> int:
    """`"1m30s"` is 90."""
    return sum(int(number) * UNITS[unit] for number, unit in re.findall(r"(\d+)([smhd])", quantity))


@dataclass(frozen=True)
class Spec:
    path: pathlib.Path

    @functools.cached_property
    def _document(self) -> dict:
        return tomllib.loads(self.path.read_text())

    def __getitem__(self, section: str) -> dict:
        return self._document.get(section, {})

    @property
    def environment(self) -> str:
        return self["system"]["environment"]

    @property
    def regions(self) -> tuple[str, ...]:
        """In order of failover."""
        others = self["regions"]["secondary"]
        return (self["regions"]["primary"], *([others] if isinstance(others, str) else others))

    @property
    def primary(self) -> str:
        return self.regions[0]

    @property
    def secondaries(self) -> tuple[str, ...]:
        return self.regions[1:]

    @property
    def entry(self) -> tuple[str, dict]:
        """The API that traffic goes to: its name, and what the spec says of it."""
        name = self["traffic"]["target"].removeprefix("api.")
        return name, self["api"][name]
