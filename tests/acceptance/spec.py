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

    @property
    def name(self) -> str:
        return self.path.stem

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
    def entry(self) -> tuple[str, str]:
        """What traffic goes to: kind and name."""
        kind, name = self["traffic"]["target"].split(".")
        return kind, name

    @property
    def route(self) -> str:
        return self["traffic"]["route"]

    def role(self, region: str) -> str:
        return "primary" if region == self.primary else "secondary"

    def domain(self, api: str, region: str) -> str:
        """The name that the API answers to in that region: the users' if traffic goes to it, else its own."""
        own = self["api"][api].get("domain", "").replace("${role}", self.role(region))
        return self["traffic"]["domain"] if self.entry == ("api", api) else own

    def serving(self) -> str:
        """The function that users reach, by the name of the spec."""
        kind, name = self.entry
        while kind == "balancer":
            kind, name = self["balancer"][name]["forward"].split(".")
        if kind == "function":
            return name
        targets = [it if isinstance(it, str) else it["to"] for it in self["api"][name]["routes"].values()]
        (only,) = {it.removeprefix("function.") for it in targets}
        return only

    def uses(self, kind: str, field: str) -> bool:
        """Whether any service of that kind has that field."""
        return any(it.get(field) for it in self[kind].values())

    @property
    def automatic(self) -> bool:
        """Whether somebody watches the database and promotes it."""
        return any(it.get("promotion") == "automatic" for it in self["database"].values())
