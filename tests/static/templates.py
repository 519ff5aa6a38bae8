"""CloudFormation output as drc writes it: the stacks of a manifest, their templates, and what a value comes to."""

import functools
import json
import re
from dataclasses import dataclass
from pathlib import Path

from cfnlint.decode.cfn_yaml import load as load_template

from arns import arn_of

# What a pseudo parameter comes to; the account is AWS's own example.
PSEUDO = {"AWS::Partition": "aws", "AWS::AccountId": "123456789012", "AWS::URLSuffix": "amazonaws.com"}
PLACEHOLDER = re.compile(r"\$\{(!?)([^}]+)\}")


@dataclass(frozen=True)
class Resource:
    stack: "Stack"
    logical: str
    body: dict

    @property
    def type(self):
        return self.body["Type"]

    @property
    def properties(self):
        return self.body.get("Properties", {})

    @property
    def address(self):
        """stack/LogicalId, the place findings name."""
        return f"{self.stack.name}/{self.logical}"

    def text(self, *keys):
        """The property below `keys` as a string; "" when absent."""
        value = self.properties
        for key in keys:
            value = value.get(key, {}) if isinstance(value, dict) else {}
        return self.stack.text(value) if value not in ({}, None) else ""


@dataclass(frozen=True, eq=False, repr=False)
class Stack:
    """One stack of a manifest: its entry there, the text of its template and what that says."""

    entry: dict
    body: str
    document: dict
    manifest: "Manifest" = None

    @property
    def name(self):
        return self.entry["name"]

    @property
    def region(self):
        return self.entry["region"]

    @property
    def parameters(self):
        return self.entry.get("parameters", {})

    def resources(self, *types):
        """Its resources, of the given types or all."""
        return [Resource(self, logical, body) for logical, body in self.document.get("Resources", {}).items()
                if not types or body["Type"] in types]

    def resource(self, logical):
        return Resource(self, logical, self.document["Resources"][logical])

    # ---- what an expression comes to

    def text(self, value):
        """A value as a string: functions evaluated, what only AWS knows as `stack.LogicalId.Attribute`."""
        if not isinstance(value, dict):
            return str(value).lower() if isinstance(value, bool) else str(value)
        function, argument = next(iter(value.items()))
        evaluate = {"Ref": self._ref, "Fn::GetAtt": self._get_att, "Fn::Sub": self._sub, "Fn::Join": self._join}
        if function not in evaluate:
            raise ValueError(f"{self.name}: {function} is not evaluated here yet")
        return evaluate[function](argument)

    def _ref(self, name):
        if name == "AWS::Region":
            return self.region
        if name in PSEUDO:
            return PSEUDO[name]
        if name in self.document.get("Parameters", {}):
            return self._parameter(name)
        resource = self.resource(name)
        return arn_of(resource, "Ref") or f"{self.name}.{name}"

    def _parameter(self, name):
        source = self.parameters.get(name, {})
        if "stack" not in source:
            return self.text(source.get("value", self.document["Parameters"][name].get("Default", name)))
        producer = self.manifest.stack(source["stack"])
        output = producer.document.get("Outputs", {}).get(source["output"]) if producer else None
        return producer.text(output["Value"]) if output else name  # parameters_are_produced has a word about it

    def _get_att(self, argument):
        logical, attribute = argument.split(".", 1) if isinstance(argument, str) else argument
        return arn_of(self.resource(logical), attribute) or f"{self.name}.{logical}.{attribute}"

    def _sub(self, argument):
        pattern, values = argument if isinstance(argument, list) else (argument, {})

        def replace(match):
            literal, name = match.groups()
            if literal:
                return f"${{{name}}}"
            if name in values:
                return self.text(values[name])
            return self._get_att(name) if "." in name else self._ref(name)

        return PLACEHOLDER.sub(replace, pattern)

    def _join(self, argument):
        separator, values = argument
        return separator.join(map(self.text, values))


@dataclass(frozen=True, eq=False)
class Manifest:
    """All stacks of an output, in the order of deployment."""

    stacks: list

    @classmethod
    @functools.cache
    def load(cls, folder):
        entries = json.loads(Path(folder, "manifest.json").read_text(encoding="utf-8"))["stacks"]
        bodies = [Path(folder, entry["template"]).read_text(encoding="utf-8") for entry in entries]
        return cls.of(entries, bodies, [load_template(str(Path(folder, entry["template"]))) for entry in entries])

    @classmethod
    def of(cls, entries, bodies, documents):
        manifest = cls([])
        manifest.stacks.extend(Stack(*parts, manifest) for parts in zip(entries, bodies, documents))
        return manifest

    def stack(self, name):
        return next((stack for stack in self.stacks if stack.name == name), None)

    def resources(self, *types):
        return [resource for stack in self.stacks for resource in stack.resources(*types)]


def walk(value, path=()):
    """Every value below `value`, itself first, with its path."""
    yield path, value
    children = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for key, child in children:
        yield from walk(child, (*path, key))
