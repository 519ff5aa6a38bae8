"""checkov, over Terraform and CloudFormation: every failed check is fixed, or waived with a reason."""

import functools
import json
import subprocess

from outputs import each_corpus, each_output, lines, tool
from templates import Manifest
from waivers import Finding, waivers_of

# --skip-download: no list of policies from the vendor's service; all that is checked comes with the package.
OPTIONS = ["--output", "json", "--compact", "--skip-download", "--soft-fail"]


@functools.cache
def checkov(output):
    """The failed checks of an output, in both frameworks."""
    return [*_findings(output.terraform, "terraform", lambda found: found["resource"]),
            *_findings(output.cloudformation, "cloudformation", lambda found: _address(output, found))]


def _findings(folder, framework, address):
    root = folder.parents[1]
    below = f"/{folder.relative_to(root)}/"
    failed, looked_at = _scan(root, framework)
    # A folder checkov cannot read has no failed checks either.
    assert any(path.startswith(below) for path in looked_at), f"checkov found no resources in {folder}"
    return [Finding(found["check_id"], address(found), found["check_name"], framework)
            for found in failed if found["file_path"].startswith(below)]


@functools.cache
def _scan(root, framework):
    """The failed checks of all outputs below a folder, and the files anything was checked in. Once for all: to start
    checkov takes longer than to judge an output."""
    command = [tool("DRC_CHECKOV", "the checkov executable"), "--directory", str(root), "--framework", framework]
    done = subprocess.run([*command, *OPTIONS], capture_output=True, text=True)
    assert done.stdout.strip(), f"checkov printed nothing: {done.stderr}"
    report = json.loads(done.stdout)
    assert not isinstance(report, list), "one framework was asked for, several answered"
    assert report["summary"]["parsing_errors"] == 0, report["summary"]
    results = report["results"]
    looked_at = {found["file_path"] for found in results["passed_checks"] + results["failed_checks"]}
    return results["failed_checks"], looked_at


def _address(output, found):
    """stack/LogicalId for checkov's AWS::S3::Bucket.LogicalId in a file."""
    template = found["file_path"].rsplit("/", 1)[-1]
    stacks = Manifest.load(output.cloudformation).stacks
    stack = next(stack for stack in stacks if stack.entry["template"] == template)
    return f"{stack.name}/{found['resource'].split('.')[-1]}"


@each_output
def test_checkov_is_satisfied(corpus, output):
    left = waivers_of(corpus, "checkov").unwaived(checkov(output))
    assert not left, lines(left)


@each_corpus
def test_no_waiver_is_unused(corpus):
    waivers = waivers_of(corpus, "checkov")
    for output in corpus.outputs:
        waivers.unwaived(checkov(output))
    assert not waivers.unused, lines(waivers.unused)
