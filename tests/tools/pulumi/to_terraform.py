#!/usr/bin/env python3
"""Translates a Pulumi YAML program (provider 6 names) back into Terraform JSON, for AWS provider 5.100 to judge.

    to_terraform.py Pulumi.yaml --names data/names.json.gz --terraform data/terraform-aws.json.gz --out DIR

The program runs as in run.py, on mocks whose every output is a Terraform reference; then the bridge's renames are
undone. Pulumi's AWS provider 6.83 is that Go code: what `terraform validate` says of main.tf.json, Pulumi's own
provider would say of the program. Exit 0; 1: something has no Terraform counterpart.
"""

import argparse
import json
import re
import sys
from pathlib import Path

from run import Evaluator, MadeUpOutputs, Mocks, exit_with, run
from schema import load_json

# An output stands in strings as this mark around the Terraform expression, until the strings are printed.
MARK = re.compile(r"<<tf:(.*?)>>")
# Options without a Terraform counterpart that change no resource.
IGNORED_OPTIONS = {"provider", "version", "deleteBeforeReplace", "additionalSecretOutputs"}


def mark(expression):
    return f"<<tf:{expression}>>"


def snake(name):
    return re.sub(r"([a-z0-9])([A-Z])", r"\1_\2", name).lower()


def label(name):
    """A name as drc writes it in Terraform: Pulumi's hyphens are underscores there."""
    return re.sub(r"[^A-Za-z0-9_]", "_", name)


class Names:
    """The bridge's renames, read backwards, and what of provider 5.100's schema the JSON form needs."""

    def __init__(self, names, terraform):
        self._types = {entry["token"]["6"]: (name, entry["properties"]) for name, entry in names.items()}
        self._resources, self._data_sources = terraform["resources"], terraform["data_sources"]

    def resource(self, token):
        """Pulumi token → (Terraform type, properties); (None, {}) when the table lacks it."""
        return self._types.get(token, (None, {}))

    def data_source(self, token):
        """aws:index/getRegion:getRegion → aws_region."""
        _, module, name = token.split(":")
        short = snake(name.removeprefix("get"))
        candidates = (f"aws_{module.split('/')[0]}_{short}", f"aws_{short}")
        return next((name for name in candidates if name in self._data_sources), None)

    def object_fields(self, resource, attribute):
        """The fields of an attribute that is a list of objects: JSON must give them all, null where unset."""
        kind = self._resources[resource]["attributes"].get(attribute, {}).get("type")
        if isinstance(kind, list) and kind[0] in ("list", "set") and isinstance(kind[1], list):
            return kind[1][1] if kind[1][0] == "object" else None
        return None


def undo(properties, name):
    """Pulumi property → (Terraform name, its entry); (snake case, {}) when the table lacks it."""
    found = ((terraform, entry) for terraform, entry in properties.items() if entry["pulumi"] == name)
    return next(found, (snake(name), {}))


class References(MadeUpOutputs):
    """Outputs that are Terraform references; a place is (expression, properties below it)."""

    def member(self, place, name):
        expression, properties = place
        terraform, entry = undo(properties, name)
        # The bridge turns a block that occurs at most once from a list into an object.
        return f"{expression}.{terraform}" + ("[0]" if entry.get("flattened") else ""), entry.get("nested", {})

    def item(self, place):
        return f"tolist({place[0]})[0]", place[1]

    def leaf(self, kind, place):
        return mark(place[0])


class ResultReferences(References):
    """For invokes, whose generated result classes insist that a number is one; drc reads only strings from them."""

    def leaf(self, kind, place):
        return MadeUpOutputs.leaf(self, kind, "") if kind in (bool, int, float) else super().leaf(kind, place)


class TerraformMocks(Mocks):
    """Answers with references instead of made-up values."""

    def __init__(self, names):
        super().__init__()
        self.names = names

    def resource_answer(self, args):
        terraform, properties = self.names.resource(args.typ)
        address, references = f"{terraform}.{label(args.name)}", References()
        outputs = {name: references.value(kind, references.member((address, properties), name))
                   for name, kind in self.output_types(args).items()}
        return mark(f"{address}.id"), outputs

    def invoke_answer(self, args):
        address, references = f"data.{self.names.data_source(args.token)}.invoke{len(self.invokes)}", ResultReferences()
        answer = {name: references.value(kind, references.member((address, {}), name))
                  for name, kind in self.result_types(args).items()}
        if args.token.endswith(":getSecretVersion"):
            # A login, as drc writes them: the program cuts the password out of its text.
            answer["secretString"] = '{"password":"%s","username":"someone"}' % answer["secretString"]
        return answer


class TerraformEvaluator(Evaluator):
    """Configuration becomes Terraform variables."""

    def config(self, name, declaration):
        return mark(f"var.{label(name)}")


# ---- printing


class Translation:
    """What ran on the mocks, as a Terraform JSON document; what could not be translated, in `problems`."""

    def __init__(self, evaluation, mocks, names):
        self.evaluation, self.mocks, self.names = evaluation, mocks, names
        self.problems = []

    def document(self, outputs):
        providers = [one for one in self.mocks.resources if one["type"].startswith("pulumi:providers:")]
        document = {
            "terraform": {"required_providers": {"aws": {"source": "hashicorp/aws", "version": "~> 5.100"}}},
            "provider": {"aws": [self._provider(one) for one in providers]},
            "variable": {label(name): self._variable(body) for name, body in self._section("config")},
            "data": self._data(),
            "resource": self._resources(),
            "output": {label(name): {"value": expression(value)} for name, value in outputs.items()},
        }
        return {key: value for key, value in document.items() if value}

    def _section(self, name):
        return self.evaluation.section(name).items()

    def _provider(self, provider):
        body = {"alias": label(provider["name"])}
        for name, value in provider["inputs"].items():
            value = _decoded(value)
            body[snake(name)] = [expression(value)] if isinstance(value, dict) else expression(value)
        return body

    def _variable(self, declaration):
        body = {"type": "string"}
        if declaration.get("default"):
            body["default"] = declaration.get("default").value
        if declaration.get("secret"):
            body["sensitive"] = declaration.get("secret").value
        return body

    def _data(self):
        data = {}
        for number, invoke in enumerate(self.mocks.invokes, start=1):
            source = self.names.data_source(invoke["function"])
            if source is None:
                self.problems.append(f"{invoke['function']}: no data source in the table")
                continue
            body = {snake(name): expression(value) for name, value in invoke["arguments"].items() if value is not None}
            data.setdefault(source, {})[f"invoke{number}"] = body | self._provider_reference(invoke)
        return data

    def _resources(self):
        resources = {}
        for resource in self.mocks.resources:
            if resource["type"].startswith("pulumi:providers:"):
                continue
            terraform, properties = self.names.resource(resource["type"])
            if terraform is None:
                self.problems.append(f"{resource['name']}: {resource['type']} is not in the table")
                continue
            body = self._body(resource["inputs"], properties, resource["name"])
            self._complete_objects(terraform, body)
            body |= self._provider_reference(resource) | self._meta(resource["name"], properties)
            resources.setdefault(terraform, {})[label(resource["name"])] = body
        return resources

    def _body(self, inputs, properties, where):
        """The inputs of a resource or of a nested block under their Terraform names."""
        body = {}
        for name, value in inputs.items():
            terraform, entry = undo(properties, name)
            if not entry:
                self.problems.append(f"{where}.{name}: no Terraform counterpart")
                continue
            body[terraform] = self._property(value, entry, f"{where}.{name}")
        return body

    def _property(self, value, entry, where):
        nested = entry.get("nested")
        if entry.get("flattened"):
            return [self._body(value, nested, where) if nested else expression(value)]
        if nested and isinstance(value, list):
            return [self._body(item, nested, f"{where}[{i}]") for i, item in enumerate(value)]
        return expression(value)

    def _complete_objects(self, terraform, body):
        for name, value in body.items():
            fields = self.names.object_fields(terraform, name)
            if fields and isinstance(value, list):
                body[name] = [{field: item.get(field) for field in fields} for item in value]

    def _provider_reference(self, thing):
        return {"provider": f"aws.{label(thing['provider'])}"} if thing["provider"] else {}

    def _meta(self, name, properties):
        """depends_on and lifecycle, from the options in the program."""
        meta = {}
        options = self.evaluation.section("resources")[name].get("options")
        for entry in options.entries if options else ():
            if entry.key == "dependsOn":
                meta["depends_on"] = [self._address(one.steps[0].value) for one in entry.value.values]
            elif entry.key == "protect":
                meta.setdefault("lifecycle", {})["prevent_destroy"] = entry.value.value
            elif entry.key == "ignoreChanges":
                ignored = [undo(properties, one.value)[0] for one in entry.value.values]
                meta.setdefault("lifecycle", {})["ignore_changes"] = ignored
            elif entry.key not in IGNORED_OPTIONS:
                self.problems.append(f"{name}.options.{entry.key}: no Terraform counterpart")
        return meta

    def _address(self, name):
        token = next(one["type"] for one in self.mocks.resources if one["name"] == name)
        return f"{self.names.resource(token)[0]}.{label(name)}"


def _decoded(value):
    """The engine hands a provider its inputs as strings of JSON."""
    try:
        return json.loads(value)
    except ValueError:
        return value


def expression(value):
    """A value in Terraform JSON: marks become references, assets the path of their file."""
    if isinstance(value, str):
        escaped = value.replace("${", "$${").replace("%{", "%%{")
        return MARK.sub(lambda match: "${" + match.group(1) + "}", escaped)
    if isinstance(value, list):
        return [expression(item) for item in value]
    if isinstance(value, dict):
        asset = next((path for key, path in value.items() if key in ("fn::fileArchive", "fn::fileAsset")), None)
        return asset or {key: expression(item) for key, item in value.items()}
    return value


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("program", help="Pulumi.yaml")
    parser.add_argument("--names", required=True, help="Terraform → Pulumi names, as prune.py writes them")
    parser.add_argument("--terraform", required=True, help="schema of the provider, as prune.py writes it")
    parser.add_argument("--out", type=Path, required=True, help="folder of main.tf.json")
    arguments = parser.parse_args()
    names = Names(load_json(arguments.names), load_json(arguments.terraform))
    out, mocks = arguments.out.resolve(), TerraformMocks(names)
    evaluation, outputs = run(arguments.program, mocks, TerraformEvaluator)
    translation = Translation(evaluation, mocks, names)
    document = translation.document(outputs)
    out.mkdir(parents=True, exist_ok=True)
    (out / "main.tf.json").write_text(json.dumps(document, indent=1, sort_keys=True) + "\n", encoding="utf-8")
    print(*translation.problems, sep="\n", file=sys.stderr, end="")
    return 1 if translation.problems else 0


if __name__ == "__main__":
    exit_with(main)
