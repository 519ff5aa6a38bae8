"""checkov, over Terraform and CloudFormation: every failed check is fixed, or waived with a reason."""

import functools
import json
import subprocess

from outputs import each_corpus, each_output, lines, tool
from templates import Manifest
from waivers import Finding, waivers_of

# --skip-download: no list of policies from the vendor's service; all that is checked comes with the package.
OPTIONS = ["--output", "json", "--compact", "--quiet", "--skip-download", "--soft-fail"]


@functools.cache
def checkov(output):
    """The failed checks of an output, in both frameworks."""
    return [*_scan(output.terraform, "terraform", lambda found: found["resource"]),
            *_scan(output.cloudformation, "cloudformation", lambda found: _address(output, found))]


def _scan(folder, framework, address):
    command = [tool("DRC_CHECKOV", "the checkov executable"), "--directory", str(folder), "--framework", framework]
    done = subprocess.run([*command, *OPTIONS], capture_output=True, text=True)
    assert done.stdout.strip(), f"checkov printed nothing: {done.stderr}"
    report = json.loads(done.stdout)
    assert not isinstance(report, list), "one framework was asked for, several answered"
    summary = report.get("summary", report)
    # A folder checkov cannot read has no failed checks either.
    assert summary["resource_count"] > 0 and summary["parsing_errors"] == 0, summary
    return [Finding(found["check_id"], address(found), found["check_name"], framework)
            for found in report["results"]["failed_checks"]]


def _address(output, found):
    """stack/LogicalId for checkov's AWS::S3::Bucket.LogicalId in a file."""
    template = found["file_path"].lstrip("/")
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
