"""What a Terraform root would create, with every value known, without AWS.

`terraform test` plans a root on mocked providers: the real provider validates every argument, and `override_during =
plan` makes what only AWS knows a string we choose. So a policy, a URL or an output comes out as full text, with a
stand-in where it refers to another resource, and the plans of two roots can be compared value by value.
"""

import functools
import hashlib
import json
import os
import re
import shutil
import subprocess
import tempfile
from dataclasses import dataclass
from pathlib import Path

from arns import ACCOUNT, terraform_arn
from outputs import PULUMI_TOOLS
from schema import load_json
from tools import terraform
from tools.require import CannotBeHad, give_up

VERSION = "5.100.0"
NAMED_BLOCK = re.compile(r'^(resource|data) "([^"]+)" "([^"]+)" \{$(.*?)^\}', re.MULTILINE | re.DOTALL)
PROVIDER_BLOCK = re.compile(r'^provider "aws" \{$(.*?)^\}', re.MULTILINE | re.DOTALL)
VARIABLE_BLOCK = re.compile(r'^variable "([^"]+)" \{$(.*?)^\}', re.MULTILINE | re.DOTALL)


EPHEMERAL_BLOCK = re.compile(r'^ephemeral "([^"]+)" "([^"]+)" \{$.*?^\}\n', re.MULTILINE | re.DOTALL)
# What an ephemeral resource answers: Terraform mocks none, so each is made a variable of the same meaning.
EPHEMERAL = {"aws_secretsmanager_random_password": ("random_password", "a-password"),
             "aws_secretsmanager_secret_version": ("secret_string", json.dumps({"username": "a", "password": "b"}))}


class Refused(AssertionError):
    """Terraform or its provider said no."""


@dataclass(frozen=True)
class Root:
    """What is declared in a root: the configuration of each provider by alias ("" is the default one), the provider of
    each resource, the types of its data sources, and the variables that have no default."""

    providers: dict
    resources: dict
    data_sources: frozenset
    variables: frozenset

    @classmethod
    def read(cls, folder):
        generated = Path(folder, "main.tf.json")
        if generated.exists():
            return cls._read_json(json.loads(generated.read_text(encoding="utf-8")))
        return cls._read_hcl("\n".join(file.read_text(encoding="utf-8") for file in sorted(Path(folder).glob("*.tf"))))

    @classmethod
    def _read_json(cls, document):
        providers = {block.get("alias", ""): _plain_provider(block) for block in document["provider"]["aws"]}
        resources = {(kind, name): block.get("provider", "aws").removeprefix("aws").lstrip(".")
                     for kind, blocks in document["resource"].items() for name, block in blocks.items()}
        variables = {name for name, block in document.get("variable", {}).items() if "default" not in block}
        return cls(providers, resources, frozenset(document.get("data", {})), frozenset(variables))

    @classmethod
    def _read_hcl(cls, text):
        """Reads formatted HCL: only what `terraform fmt` has aligned stands at the start of a line."""
        providers = {}
        for block in PROVIDER_BLOCK.findall(text):
            providers[_attribute(block, "alias")] = {
                "region": _attribute(block, "region"),
                "tags": dict(re.findall(r'^ {6}"?([^"\s]+)"?\s+= "([^"]*)"$', block, re.MULTILINE))}
        blocks = NAMED_BLOCK.findall(text)
        resources = {(kind, name): _attribute(body, "provider").removeprefix("aws.")
                     for block, kind, name, body in blocks if block == "resource"}
        variables = {name for name, body in VARIABLE_BLOCK.findall(text) if not _attribute(body, "default")}
        data_sources = frozenset(kind for block, kind, _, _ in blocks if block == "data")
        return cls(providers, resources, data_sources, frozenset(variables))

    def region(self, resource):
        """The region of a resource, (type, name)."""
        return self.providers[self.resources[resource]]["region"]


def _attribute(block, name):
    """The value of an argument at the first level of a formatted block, without quotes; "" when absent."""
    found = re.search(rf'^  {name}\s+= "?([^"\n]+)"?$', block, re.MULTILINE)
    return found.group(1) if found else ""


def _plain_provider(block):
    tags = block.get("default_tags", [{}])[0].get("tags", {})
    return {"region": block["region"], "tags": tags}


# ---- stand-ins for what only AWS knows


@functools.cache
def provider_schema():
    return load_json(PULUMI_TOOLS / "data" / "terraform-aws.json.gz")


# Where a provider takes only certain values, a stand-in is one of them.
TAKEN = {"domain_validation_options.resource_record_type": "CNAME"}


def _stand_in(kind, place, attribute, region):
    """A value of a schema type that tells which attribute it stands for; None where Terraform's own mock will do."""
    if attribute in TAKEN:
        return TAKEN[attribute]
    if place[0] == "aws_lb" and attribute == "zone_id":
        # An alias takes 32 characters.
        return "Z" + hashlib.sha256(".".join(place).encode()).hexdigest()[:20].upper()
    if kind == "string" and attribute.endswith("arn"):
        return terraform_arn(*place, attribute, region)
    if kind == "string" and attribute.endswith("zone_id"):
        # An alias takes 32 characters, less than most addresses have.
        return f"Z{hashlib.sha256('.'.join((*place, attribute)).encode()).hexdigest()[:13].upper()}"
    if kind == "string":
        return f"{'.'.join(place)}.{attribute}"
    if isinstance(kind, list) and kind[0] == "object":
        return {name: _stand_in(inner, place, f"{attribute}.{name}", region) for name, inner in kind[1].items()}
    if isinstance(kind, list) and kind[0] in ("list", "set"):
        return [_stand_in(kind[1], place, attribute, region)]
    return None


def _stand_ins(place, block, region, prefix=""):
    """attribute → stand-in, for all a provider computes; Terraform keeps what the configuration sets."""
    values = {name: _stand_in(attribute.get("type"), place, prefix + name, region)
              for name, attribute in block["attributes"].items() if attribute.get("computed")}
    nested = {name: _stand_ins(place, inner, region, f"{prefix}{name}.") for name, inner in block["blocks"].items()}
    return {name: value for name, value in (values | nested).items() if value not in (None, {})}


def _mock_data(kinds, region):
    """Data sources answer alike in both roots, and per region."""
    known = {"aws_caller_identity": {"account_id": ACCOUNT},
             "aws_partition": {"partition": "aws", "dns_suffix": "amazonaws.com"},
             "aws_region": {"name": region}}
    schema = provider_schema()["data_sources"]
    answers = {kind: _stand_ins(("data", kind), schema[kind], region) | known.get(kind, {}) for kind in kinds}
    return {kind: {"defaults": answer} for kind, answer in answers.items()}


def _test_file(root):
    """The test: a mock for each provider, an override for each resource, one plan. Terraform refuses empty blocks."""
    mocks = []
    for alias, configuration in root.providers.items():
        data = _mock_data(root.data_sources, configuration["region"])
        mocks.append(_filled({"alias": alias, "override_during": "plan", "mock_data": data}))
    schema = provider_schema()["resources"]
    overrides = [{"target": f"{kind}.{name}", "override_during": "plan",
                  "values": _stand_ins((kind, name), schema[kind], root.region((kind, name)))}
                 for kind, name in root.resources]
    variables = {name: f"var.{name}" for name in root.variables}
    return _filled({"mock_provider": {"aws": mocks}, "override_resource": overrides, "variables": variables,
                    "run": {"plan": {"command": "plan"}}})


def _filled(block):
    return {key: value for key, value in block.items() if value}


# ---- terraform


def _run(folder, *arguments):
    environment = os.environ | {"TF_CLI_CONFIG_FILE": os.devnull, "CHECKPOINT_DISABLE": "1", "TF_IN_AUTOMATION": "1"}
    return subprocess.run([*terraform.find(), *arguments], cwd=folder, env=environment, stdin=subprocess.DEVNULL,
                          capture_output=True, text=True)


def _initialise(folder):
    """`init` with the provider whose schema the tables hold; a root may allow newer ones."""
    pin = {"terraform": {"required_providers": {"aws": {"source": "hashicorp/aws", "version": VERSION}}}}
    (folder / "pin_override.tf.json").write_text(json.dumps(pin), encoding="utf-8")
    plugins = os.environ.get("DRC_TF_PLUGIN_DIR")
    try:
        done = _run(folder, "init", "-input=false", "-no-color", *([f"-plugin-dir={plugins}"] if plugins else []))
    except CannotBeHad as error:
        give_up(str(error))
    if done.returncode:
        give_up(f"no AWS provider within reach; set DRC_TF_PLUGIN_DIR: {' '.join(done.stderr.split())[:200]}")


def _replace_ephemerals(folder):
    texts = {file: file.read_text(encoding="utf-8") for file in sorted(folder.glob("*.tf"))}
    # A password made up in one file is asked for in another.
    found = [block for text in texts.values() for block in EPHEMERAL_BLOCK.findall(text)]
    for kind, label in found:
        (folder / f"ephemeral-{kind}-{label}.tf.json").write_text(json.dumps(
            {"variable": {f"{kind}_{label}": {"type": "string", "ephemeral": True, "default": EPHEMERAL[kind][1]}}}))
    for file, text in texts.items():
        text = EPHEMERAL_BLOCK.sub("", text)
        for kind, label in found:
            text = text.replace(f"ephemeral.{kind}.{label}.{EPHEMERAL[kind][0]}", f"var.{kind}_{label}")
        file.write_text(text, encoding="utf-8")


@dataclass(frozen=True)
class Plan:
    """`resources`: (type, name) → values; `unknown`: (type, name) → what only the apply tells; `outputs`: name → value;
    `warnings`: what Terraform warned of."""

    root: Root
    resources: dict
    unknown: dict
    outputs: dict
    warnings: list


@functools.cache
def plan(folder):
    """The plan of the root in a folder; Refused when Terraform does not accept it."""
    with tempfile.TemporaryDirectory(prefix="drc-plan-") as scratch:
        copy = shutil.copytree(folder, Path(scratch, "root"))
        _replace_ephemerals(copy)
        _initialise(copy)
        root = Root.read(copy)
        (copy / "plan.tftest.json").write_text(json.dumps(_test_file(root)), encoding="utf-8")
        messages = [json.loads(line) for line in _run(copy, "test", "-json", "-verbose").stdout.splitlines()]
    planned = next((one["test_plan"] for one in messages if one["type"] == "test_plan"), None)
    problems = [one["diagnostic"] for one in messages if one["type"] == "diagnostic"]
    errors = [_told(one) for one in problems if one["severity"] == "error"]
    if planned is None or errors:
        raise Refused("\n".join(errors) or "terraform test printed no plan")
    # A data source that waits for a resource is planned with the resources; it makes nothing.
    changes = {(one["type"], one["name"]): one["change"] for one in planned["resource_changes"] if one["mode"] == "managed"}
    resources = {name: change["after"] for name, change in changes.items()}
    unknown = {name: {key for key, it in change.get("after_unknown", {}).items() if it is True}
               for name, change in changes.items()}
    outputs = {name: one.get("after") for name, one in planned.get("output_changes", {}).items()}
    return Plan(root, resources, unknown, outputs, [_told(one) for one in problems])


def _told(diagnostic):
    place = diagnostic.get("address") or diagnostic.get("range", {}).get("start", {}).get("line", "")
    return f"{diagnostic['severity']}: {place}: {diagnostic['summary']}: {diagnostic.get('detail', '')}"
