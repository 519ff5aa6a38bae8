"""Findings, and the file that excuses some of them, each with a reason.

    [[waiver]]
    check     = "CKV_AWS_117"              # id of the check
    reason    = "…"                        # why its advice is wrong here; required
    resource  = "aws_lambda_function.*"    # glob; every resource when absent
    framework = "terraform"                # terraform | cloudformation; both when absent
"""

import functools
import tomllib
from dataclasses import dataclass, field
from fnmatch import fnmatchcase
from pathlib import Path

KEYS = {"check", "reason", "resource", "framework"}


@dataclass(frozen=True)
class Finding:
    """What a check has against a resource."""

    check: str
    resource: str
    message: str
    framework: str = "cloudformation"

    def __str__(self):
        return f"{self.framework} {self.resource}: {self.check}: {self.message}"


@dataclass(frozen=True)
class Waiver:
    check: str
    reason: str
    resource: str = "*"
    framework: str = "*"

    def covers(self, finding):
        return (self.check == finding.check and fnmatchcase(finding.resource, self.resource)
                and self.framework in ("*", finding.framework))


@dataclass
class Waivers:
    """The waivers of one file, and which of them were needed."""

    waivers: list
    used: set = field(default_factory=set)

    @classmethod
    def load(cls, path):
        entries = tomllib.loads(Path(path).read_text(encoding="utf-8")).get("waiver", [])
        for entry in entries:
            if set(entry) - KEYS or not entry.get("check") or not entry.get("reason", "").strip():
                raise ValueError(f"{path}: not check, reason and perhaps resource and framework: {entry}")
        return cls([Waiver(**entry) for entry in entries])

    def unwaived(self, findings):
        """The findings no waiver covers."""
        left = []
        for finding in findings:
            covering = {waiver for waiver in self.waivers if waiver.covers(finding)}
            self.used |= covering
            if not covering:
                left.append(finding)
        return left

    @property
    def unused(self):
        """Waivers that excuse nothing: the finding is gone, and the next one of its kind must not slip through."""
        return [waiver for waiver in self.waivers if waiver not in self.used]


@functools.cache
def waivers_of(corpus, name):
    """The waivers of a corpus for one suite, shared by all its tests so that use adds up."""
    return Waivers.load(corpus.waivers / f"{name}.toml")
