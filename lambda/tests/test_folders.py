"""What drc asks of a folder it ships: one file, small enough to stand in a template, in the runtime's Python."""
import ast
from pathlib import Path

import pytest

LAMBDA = Path(__file__).parent.parent
# The compiler carries 16 KiB inline; the rest is for the next change.
MOST_BYTES = 15 * 1024 + 512


@pytest.mark.parametrize("folder", ["promotion-watcher", "parameter-sync", "payment-ledger-python"])
def test_one_small_file_with_a_handler(folder):
    (only,) = (LAMBDA / folder).iterdir()
    text = only.read_text()
    assert (only.name, len(text.encode()) <= MOST_BYTES) == ("index.py", True)
    tree = ast.parse(text, feature_version=(3, 13))
    assert "handler" in [each.name for each in tree.body if isinstance(each, ast.FunctionDef)]
    assert all(each.end_lineno - each.lineno < 60 for each in ast.walk(tree) if isinstance(each, ast.FunctionDef))


@pytest.mark.parametrize("folder", ["promotion-watcher", "parameter-sync", "payment-ledger-python"])
def test_nothing_that_the_runtime_lacks(folder):
    tree = ast.parse((LAMBDA / folder / "index.py").read_text())
    modules = {each.module for each in ast.walk(tree) if isinstance(each, ast.ImportFrom)}
    modules |= {name.name for each in ast.walk(tree) if isinstance(each, ast.Import) for name in each.names}
    import sys

    assert {name.partition(".")[0] for name in modules} <= sys.stdlib_module_names | {"boto3", "botocore"}
