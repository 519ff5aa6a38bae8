"""IAM: every policy document of both backends, by parliament and by the rule that nothing is granted by wildcard."""

import functools

import policies
from outputs import each_corpus, each_output, lines
from planned import plan
from templates import Manifest
from waivers import waivers_of


@functools.cache
def documents(output):
    """The policies of an output: Terraform's as planned, CloudFormation's as its templates say."""
    return [*policies.of_plan(plan(output.terraform)), *policies.of_manifest(Manifest.load(output.cloudformation))]


@each_output
def test_policies_are_sound(corpus, output):
    left = waivers_of(corpus, "policies").unwaived(policies.findings(documents(output)))
    assert not left, lines(left)


@each_output
def test_policies_are_found_in_both(corpus, output):
    """A search that finds nothing would call everything sound; what has a policy in one has it in the other."""
    found = {policy.framework for policy in documents(output)}
    assert found in ({"terraform", "cloudformation"}, set())


@each_corpus
def test_no_waiver_is_unused(corpus):
    waivers = waivers_of(corpus, "policies")
    for output in corpus.outputs:
        waivers.unwaived(policies.findings(documents(output)))
    assert not waivers.unused, lines(waivers.unused)
