"""Waivers excuse what they name and nothing else, and tell when they are no longer needed."""

import pytest

from waivers import Finding, Waiver, Waivers


def finding(check="CKV_1", resource="aws_s3_bucket.docs", framework="terraform"):
    return Finding(check, resource, "message", framework)


@pytest.mark.parametrize("waiver, covered", [
    (Waiver("CKV_1", "why"), True),
    (Waiver("CKV_2", "why"), False),
    (Waiver("CKV_1", "why", resource="aws_s3_bucket.*"), True),
    (Waiver("CKV_1", "why", resource="aws_sns_topic.*"), False),
    (Waiver("CKV_1", "why", framework="terraform"), True),
    (Waiver("CKV_1", "why", framework="cloudformation"), False),
])
def test_waiver_covers(waiver, covered):
    assert waiver.covers(finding()) is covered


def test_unused_waiver_is_told():
    used, unused = Waiver("CKV_1", "why"), Waiver("CKV_2", "why")
    waivers = Waivers([used, unused])
    assert waivers.unwaived([finding(), finding("CKV_3")]) == [finding("CKV_3")]
    assert waivers.unused == [unused]


@pytest.mark.parametrize("text", [
    '[[waiver]]\ncheck = "CKV_1"',
    '[[waiver]]\ncheck = "CKV_1"\nreason = " "',
    '[[waiver]]\nreason = "why"',
    '[[waiver]]\ncheck = "CKV_1"\nreason = "why"\nresources = "*"',
])
def test_waiver_needs_a_check_and_a_reason(tmp_path, text):
    (tmp_path / "waivers.toml").write_text(text)
    with pytest.raises(ValueError):
        Waivers.load(tmp_path / "waivers.toml")
