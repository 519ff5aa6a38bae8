"""CloudFormation: cfn-lint without a word, and the rules of `template_rules` without a finding."""

import functools
from pathlib import Path

from cfnlint.api import lint_file
from cfnlint.config import ManualArgs

import template_rules
from outputs import each_corpus, each_output, lines
from templates import Manifest
from waivers import Finding, waivers_of


@functools.cache
def cfn_lint(folder):
    """What cfn-lint says of each template, for the region of its stack; the informational checks count as well."""
    found = []
    for stack in Manifest.load(folder).stacks:
        settings = ManualArgs(regions=[stack.region], include_checks=["I"])
        for match in lint_file(Path(folder, stack.entry["template"]), config=settings):
            logical = match.path[1] if match.path and len(match.path) > 1 else "-"
            place = f"{stack.entry['template']}:{match.linenumber}"
            found.append(Finding(match.rule.id, f"{stack.name}/{logical}", f"{match.message} ({place})"))
    return found


def findings(output):
    return [*cfn_lint(output.cloudformation), *template_rules.findings(Manifest.load(output.cloudformation))]


@each_output
def test_cfn_lint_is_silent(corpus, output):
    left = waivers_of(corpus, "cloudformation").unwaived(cfn_lint(output.cloudformation))
    assert not left, lines(left)


@each_output
def test_own_rules_are_silent(corpus, output):
    found = template_rules.findings(Manifest.load(output.cloudformation))
    left = waivers_of(corpus, "cloudformation").unwaived(found)
    assert not left, lines(left)


@each_corpus
def test_no_waiver_is_unused(corpus):
    waivers = waivers_of(corpus, "cloudformation")
    for output in corpus.outputs:
        waivers.unwaived(findings(output))
    assert not waivers.unused, lines(waivers.unused)
