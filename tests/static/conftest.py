"""Puts the shared tools on the path: `tools` from tests/, and the modules of the Pulumi checker."""

import sys
from pathlib import Path

TESTS = Path(__file__).resolve().parents[1]
sys.path[:0] = [str(TESTS), str(TESTS / "tools" / "pulumi")]


def pytest_configure(config):
    # parliament still asks setuptools for its data; requirements.txt holds a version that has it.
    config.addinivalue_line("filterwarnings", "ignore:pkg_resources is deprecated:UserWarning")
