"""Pulumi: the programs fit the provider's schema and its SDK, and say the same as drc's own Terraform."""

import functools
import json
import subprocess
import tempfile
from pathlib import Path

from check import check
from compare import compare
from outputs import PULUMI_TOOLS, each_major, each_output, lines, tool
from planned import plan
from schema import Schema, load_json

DATA = PULUMI_TOOLS / "data"


@functools.cache
def schema(major):
    return Schema.load(DATA / f"pulumi-aws-{major}.json.gz")


def _sdk(major, script, *arguments):
    """Runs a script with the interpreter whose virtual environment holds the SDK of that major version."""
    python = tool(f"DRC_PULUMI{major}_PYTHON", f"a Python with pulumi_aws {major}")
    done = subprocess.run([python, PULUMI_TOOLS / script, *arguments], capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    return done.stdout


@functools.cache
def registered(output, major):
    """What the program registers when it runs through the official SDK."""
    return json.loads(_sdk(major, "run.py", output.pulumi(major)))


@each_major
@each_output
def test_program_fits_the_schema(corpus, output, major):
    found = check(output.pulumi(major), schema(major), require_provider=True, require_pin=True)
    assert not found, lines(found)


@each_major
@each_output
def test_program_runs_through_the_sdk(corpus, output, major):
    assert registered(output, major)["resources"]


@each_output
def test_both_majors_register_the_same(corpus, output):
    """Of the two versions only the tokens differ, and only where the provider renamed a type."""
    renamed = {entry["token"]["7"]: entry["token"]["6"] for entry in load_json(DATA / "names.json.gz").values()}
    six, seven = ({(one["type"] if major == "6" else renamed.get(one["type"], one["type"]), one["name"]):
                   (one["provider"], one["inputs"]) for one in registered(output, major)["resources"]}
                  for major in ("6", "7"))
    assert six == seven
    assert registered(output, "6")["outputs"] == registered(output, "7")["outputs"]


@functools.cache
def translated(output):
    """The plan of the program for provider 6, translated back to Terraform."""
    with tempfile.TemporaryDirectory(prefix="drc-pulumi-") as folder:
        _sdk("6", "to_terraform.py", output.pulumi("6"), "--names", DATA / "names.json.gz",
             "--terraform", DATA / "terraform-aws.json.gz", "--out", folder)
        return plan(Path(folder))


@each_output
def test_provider_accepts_the_program(corpus, output):
    """The provider 6.83 is the Terraform provider 5.100 inside: what one says of the arguments, the other says."""
    assert not translated(output).warnings, lines(translated(output).warnings)


@each_output
def test_program_says_the_same_as_terraform(corpus, output):
    differences = list(compare(plan(output.terraform), translated(output)))
    assert not differences, lines(differences)
