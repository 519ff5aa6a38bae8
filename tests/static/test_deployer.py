"""`drc iam-policy`: the goldens, by parliament and by the rule that no action is granted by wildcard.

parliament's own table of IAM is of April 2025, drc's of September 2026; what the older one does not know is waived by name.
"""

import json

import pytest
from outputs import TESTS, lines
from policies import Policy, findings
from waivers import Finding, Waivers

GOLDENS = sorted((TESTS.parent / "golden").glob("*/iam-policy.json"))


def found():
    """What is against the documents, each finding with the action it is about."""
    for golden in GOLDENS:
        for policy in json.loads(golden.read_text(encoding="utf-8"))["policies"]:
            document = Policy("iam", policy["name"], json.dumps(policy["document"]))
            for finding in findings([document]):
                yield Finding(finding.check, f"{finding.resource} {finding.message}", "", "iam")


@pytest.fixture(scope="module")
def waivers():
    return Waivers.load(TESTS / "waivers" / "deployer.toml")


def test_what_a_deployer_gets_is_sound(waivers):
    assert len(GOLDENS) == 4
    left = waivers.unwaived(found())
    assert not left, lines(left)
    assert not waivers.unused, lines(waivers.unused)


def test_a_wildcard_would_be_found():
    document = {"Version": "2012-10-17",
                "Statement": [{"Effect": "Allow", "Action": "s3:*", "Resource": "*"}]}
    assert "WILDCARD_ACTION" in {it.check for it in findings([Policy("iam", "wide", json.dumps(document))])}
