"""The tools' own corners: what happens where something is missing, or says something unexpected."""

import json
import os

import pytest

from tools import server, stacks, terraform
from tools.aws import Aws
from tools.require import CannotBeHad, require

PROVIDERS = """provider "aws" {
  region = "us-east-1"

  default_tags {
    tags = {
      alias = "not this one"
    }
  }
}

provider "aws" {
  alias  = "secondary"
  region = "us-east-2"
}
"""


@pytest.fixture(scope="module")
def aws():
    with server.running() as started:
        yield Aws(started, ("us-east-1",))


def test_every_provider_is_overridden_once(tmp_path):
    (tmp_path / "main.tf").write_text(PROVIDERS)
    text = terraform.override(tmp_path)
    assert text.count('provider "aws" {') == text.count("max_retries") == 2
    assert text.count("alias") == 1 and '"secondary"' in text


def test_an_override_is_formatted(tmp_path, aws):
    (tmp_path / "a").mkdir()
    (tmp_path / "a/main.tf").write_text(PROVIDERS)
    root = terraform.Root.copy(tmp_path / "a", tmp_path / "b", aws.server)
    assert root.unformatted() == ""


def test_a_provider_that_cannot_be_had_is_named(tmp_path, monkeypatch, aws):
    (tmp_path / "a").mkdir()
    (tmp_path / "a/main.tf").write_text(PROVIDERS)
    monkeypatch.setenv("DRC_TF_PLUGIN_DIR", str(tmp_path))  # which holds none
    with pytest.raises(CannotBeHad, match="DRC_TF_PLUGIN_DIR"):
        terraform.Root.copy(tmp_path / "a", tmp_path / "b", aws.server).init()


def test_a_broken_root_is_not_called_a_missing_provider(tmp_path, aws):
    (tmp_path / "a").mkdir()
    (tmp_path / "a/main.tf").write_text("resource {\n")
    with pytest.raises(terraform.Failed):
        terraform.Root.copy(tmp_path / "a", tmp_path / "b", aws.server).init()


def test_the_wheel_stands_in_for_terraform(monkeypatch):
    monkeypatch.setenv("PATH", os.devnull)
    assert terraform.find() == terraform.WHEEL


def test_what_is_required_skips_or_fails(monkeypatch):
    monkeypatch.delenv("DRC_REQUIRE", raising=False)
    require(True, "unused")
    with pytest.raises(pytest.skip.Exception, match="NOT RUN: no tool"):
        require(False, "no tool")
    monkeypatch.setenv("DRC_REQUIRE", "all")
    with pytest.raises(pytest.fail.Exception, match="no tool"):
        require(False, "no tool")


def test_a_failed_stack_says_which_resource_and_why(tmp_path, aws):
    manifest(tmp_path, {"X": {"Type": "AWS::Quantum::Ledger"}})
    with pytest.raises(stacks.Failed, match="X CREATE_FAILED: .*AWS::Quantum::Ledger"):
        stacks.Deployment(tmp_path, aws).create()


def test_a_large_template_goes_through_a_bucket(tmp_path, aws):
    value = "x" * 4000
    manifest(tmp_path, {f"P{it}": parameter(f"/p{it}", value) for it in range(14)})
    deployment = stacks.Deployment(tmp_path, aws)
    deployment.create()
    assert len(deployment.resources()) == 14
    deployment.delete()
    assert [it for it in aws.leftovers() if "list_buckets" in it or "parameters" in it] == []


def test_a_stack_before_what_it_depends_on_is_refused(tmp_path, aws):
    manifest(tmp_path, {"P": parameter("/q", "1")}, depends_on=["later"])
    with pytest.raises(stacks.Failed, match="later"):
        stacks.Deployment(tmp_path, aws).create()


def test_a_server_ends_with_its_block():
    with server.running() as started:
        started.reset()
    with pytest.raises(OSError):
        started.reset()


def manifest(folder, resources, **more):
    (folder / "t.yaml").write_text(json.dumps({"Resources": resources}))  # JSON is YAML
    stack = {"name": f"s-{folder.name.replace('_', '-')}"[:60], "region": "us-east-1", "template": "t.yaml", **more}
    (folder / "manifest.json").write_text(json.dumps({"stacks": [stack]}))


def parameter(name, value):
    return {"Type": "AWS::SSM::Parameter", "Properties": {"Name": name, "Type": "String", "Value": value}}
