"""A runbook as its reader has it: chapters, steps, and blocks of shell."""

import pathlib
import re
from dataclasses import dataclass, field

FENCE = re.compile(r"^```sh\n(.*?)^```$", re.MULTILINE | re.DOTALL)


@dataclass(frozen=True)
class Step:
    """A step, or a trouble: of that only `main` is there."""

    chapter: str
    title: str
    text: str
    only_if: str
    facts: str
    main: str
    check: str
    undo: str

    @property
    def blocks(self) -> list[str]:
        return [it for it in (self.main, self.check, self.undo) if it]

    @property
    def automatic(self) -> bool:
        return self.facts.startswith("automatic")


@dataclass(frozen=True)
class Book:
    text: str
    steps: list[Step] = field(default_factory=list)

    @classmethod
    def read(cls, path: pathlib.Path) -> "Book":
        text, steps = path.read_text(), []
        for chapter in re.split(r"^## \d+\. ", text, flags=re.MULTILINE)[1:]:
            name, *parts = re.split(r"^### ", chapter, flags=re.MULTILINE)
            steps += [_step(name.splitlines()[0], it) for it in parts]
        return cls(text, steps)

    def chapter(self, name: str) -> list[Step]:
        found = [it for it in self.steps if it.chapter == name]
        assert found, f"no chapter {name}"
        return found

    @property
    def blocks(self) -> list[str]:
        """Every block, found by its fence alone: what `steps` overlooks would be missing there."""
        return FENCE.findall(self.text)


def _step(chapter, text) -> Step:
    title, rest = text.split("\n", 1)
    rest, _, undo = rest.partition("**Undo:**")
    main, _, check = rest.partition("**Look for**")
    only_if = re.search(r"^\*Only if (.*)\.\*$", text, re.MULTILINE)
    facts = re.search(r"^(?:you|automatic) · .*$", main, re.MULTILINE)
    blocks = ["".join(FENCE.findall(it)) for it in (main, check, undo)]
    return Step(
        chapter, re.sub(r"^[\d.]+ ", "", title), text, only_if[1] if only_if else "", facts[0] if facts else "", *blocks
    )
