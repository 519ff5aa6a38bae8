"""The drc outputs under test, and the interpreters that judge them.

DRC_OUTPUTS names a folder that holds, for each spec, <spec>/terraform, <spec>/cloudformation, <spec>/pulumi (AWS
provider 7) and <spec>/pulumi6 (provider 6). The hand-written sample beside this file is judged by the same tests: it
shows that they pass on good output, and the tests of the checks themselves show that they fail on bad.
"""

import os
from dataclasses import dataclass
from pathlib import Path

import pytest

from tools.require import require

HERE = Path(__file__).resolve().parent
TESTS = HERE.parent
PULUMI_TOOLS = TESTS / "tools" / "pulumi"


@dataclass(frozen=True)
class Output:
    """What drc made of one spec."""

    folder: Path

    @property
    def name(self):
        return self.folder.name

    @property
    def terraform(self):
        return self.folder / "terraform"

    @property
    def cloudformation(self):
        return self.folder / "cloudformation"

    def pulumi(self, major):
        return self.folder / {"6": "pulumi6", "7": "pulumi"}[major] / "Pulumi.yaml"


@dataclass(frozen=True)
class Corpus:
    """Outputs that share their waivers."""

    name: str
    folder: Path
    waivers: Path

    @property
    def outputs(self):
        return [Output(folder) for folder in sorted(self.folder.glob("*")) if folder.is_dir()]


def _corpora():
    corpora = [Corpus("sample", HERE / "samples", HERE / "sample_waivers")]
    if os.environ.get("DRC_OUTPUTS"):
        corpora.append(Corpus("drc", Path(os.environ["DRC_OUTPUTS"]).resolve(), TESTS / "waivers"))
    return corpora


CORPORA = _corpora()

each_corpus = pytest.mark.parametrize("corpus", CORPORA, ids=lambda corpus: corpus.name)
each_output = pytest.mark.parametrize("corpus, output", [
    pytest.param(corpus, output, id=f"{corpus.name}-{output.name}") for corpus in CORPORA for output in corpus.outputs])
each_major = pytest.mark.parametrize("major", ["6", "7"])


def tool(variable, what):
    """The path of a tool that lives in a virtual environment of its own, from the environment variable."""
    path = os.environ.get(variable, "")
    require(path and Path(path).exists(), f"{variable} does not name {what}; tests/run sets it")
    return path


def lines(findings):
    """Findings for the message of an assertion, one a line."""
    return "\n" + "\n".join(map(str, findings))
