"""The drc outputs are there at all: without them this folder would judge nothing but its own sample."""

import os

from outputs import CORPORA
from tools.require import require


def test_drc_outputs_are_given():
    require(os.environ.get("DRC_OUTPUTS"), "DRC_OUTPUTS names no folder of drc outputs; tests/run makes one")
    corpus = next(corpus for corpus in CORPORA if corpus.name == "drc")
    assert corpus.outputs, f"no outputs in {corpus.folder}"
