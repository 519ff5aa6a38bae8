#!/usr/bin/env python3
"""Runs a Pulumi YAML program through the provider's official Python SDK, with mocks: no engine, no network.

    run.py Pulumi.yaml

Every resource goes through its generated class and Args class (nested objects too) and every fn::invoke through its
generated function, so the SDK itself refuses what it does not know. Prints the registered resources, invokes and
outputs as JSON. Exit 0: all resolved; 1: an error, one line on standard error.

Mirrors pulumi-yaml v1.38 run.go: evaluation on demand, `${…}`, builtins, options.
"""

import argparse
import asyncio
import base64
import hashlib
import json
import os
import sys
from collections import abc
from pathlib import Path

import pulumi
from pulumi.runtime.stack import wait_for_rpcs

import sdk as sdk_types
from schema import near
from sdk import Sdk, SdkError
from syntax import Reader, show_steps

STACK = "dev"
OPTIONS = {"provider": "provider", "parent": "parent", "dependsOn": "depends_on", "protect": "protect",
           "version": "version", "ignoreChanges": "ignore_changes", "replaceOnChanges": "replace_on_changes",
           "deleteBeforeReplace": "delete_before_replace", "retainOnDelete": "retain_on_delete",
           "deletedWith": "deleted_with", "customTimeouts": "custom_timeouts",
           "additionalSecretOutputs": "additional_secret_outputs"}


class ProgramError(Exception):
    """The program cannot run."""


# ---- mocks


class MadeUpOutputs:
    """Values for what only AWS knows: of the right type, and telling where they come from."""

    def value(self, kind, place, depth=0):
        """A value of Python type `kind`; lists get one element, nesting ends at four levels."""
        first = next(iter(sdk_types.alternatives(kind)), object)
        inner = sdk_types.element(first, abc.Sequence)
        if inner is not None:
            return [self.value(inner, self.item(place), depth + 1)] if depth < 4 else []
        if sdk_types.is_output_class(first):
            members = sdk_types.output_members(first).items() if depth < 4 else ()
            return {name: self.value(one, self.member(place, name), depth + 1) for name, one in members}
        if sdk_types.element(first, abc.Mapping) is not None:
            return {}
        return self.leaf(first, place)

    def member(self, place, name):
        return f"{place}.{name}"

    def item(self, place):
        return f"{place}.0"

    def leaf(self, kind, place):
        if kind is bool:
            return False
        if kind in (int, float):
            return 1
        return f"arn:aws:mock:::{place}" if place.lower().endswith("arn") else place


class Mocks(pulumi.runtime.Mocks):
    """Stands in for the engine: records what is registered, answers with made-up outputs."""

    def __init__(self):
        self.resources, self.invokes = [], []
        self.resource_classes, self.result_classes = {}, {}

    def new_resource(self, args):
        self.resources.append({"type": args.typ, "name": args.name, "provider": _provider_name(args.provider),
                               "inputs": plain(args.inputs)})
        return self.resource_answer(args)

    def resource_answer(self, args):
        """(id, outputs) of a resource; hook of to_terraform."""
        made_up = MadeUpOutputs()
        outputs = {name: made_up.value(kind, f"{args.name}.{name}") for name, kind in self.output_types(args).items()}
        return f"{args.name}.id", {**outputs, **args.inputs}

    def call(self, args):
        self.invokes.append({"function": args.token, "provider": _provider_name(args.provider),
                             "arguments": plain(args.args)})
        return self.invoke_answer(args)

    def invoke_answer(self, args):
        """The result of an invoke; hook of to_terraform."""
        name, made_up = args.token.split(":")[-1], MadeUpOutputs()
        answer = {key: made_up.value(kind, f"{name}.{key}") for key, kind in self.result_types(args).items()}
        if args.token.endswith(":getSecretVersion"):
            # A login, as drc writes them: the program cuts the password out of its text.
            answer["secretString"] = '{"password":"%s","username":"someone"}' % answer["secretString"]
        return answer

    def output_types(self, args):
        if args.typ.startswith("pulumi:providers:"):
            return {}
        return sdk_types.resource_outputs(self.resource_classes[args.typ, args.name])

    def result_types(self, args):
        return sdk_types.output_members(self.result_classes[args.token])


def _provider_name(reference):
    """The name in a provider reference, urn::id."""
    return reference.split("::")[-2] if reference else None


# How the engine marks a secret on the wire.
SIGNATURE = "4dabf18193072939515e22adb298388d"
SECRET = "1b47061264138c4ac30d75fd1eb44270"


def plain(value):
    """A registered value as JSON."""
    if isinstance(value, dict):
        if value.get(SIGNATURE) == SECRET:
            return plain(value["value"])
        return {key: plain(child) for key, child in value.items()}
    if isinstance(value, (list, tuple)):
        return [plain(child) for child in value]
    if isinstance(value, (pulumi.FileArchive, pulumi.FileAsset)):
        return {f"fn::file{type(value).__name__[4:]}": value.path}
    if isinstance(value, pulumi.StringAsset):
        return {"fn::stringAsset": value.text}
    if isinstance(value, pulumi.AssetArchive):
        return {"fn::assetArchive": plain(value.assets)}
    return value


# ---- evaluation


def _apply(function):
    """A builtin of one argument, which may be an output."""
    return lambda value: pulumi.Output.from_input(value).apply(function)


PURE_BUILTINS = {
    "fn::join": _apply(lambda v: v[0].join(map(text, v[1]))),
    "fn::split": _apply(lambda v: v[1].split(v[0])),
    "fn::select": _apply(lambda v: v[1][int(v[0])]),
    "fn::toBase64": _apply(lambda v: base64.b64encode(v.encode()).decode()),
    "fn::fromBase64": _apply(lambda v: base64.b64decode(v).decode()),
    "fn::sha1": _apply(lambda v: hashlib.sha1(v.encode()).hexdigest()),
    "fn::length": _apply(len),
    "fn::toJSON": lambda v: pulumi.Output.json_dumps(v, separators=(",", ":")),
    "fn::secret": pulumi.Output.secret,
    "fn::unsecret": lambda v: pulumi.Output.unsecret(pulumi.Output.from_input(v)),
    "fn::stringAsset": _apply(pulumi.StringAsset),
    "fn::fileAsset": pulumi.FileAsset,
    "fn::fileArchive": pulumi.FileArchive,
    "fn::assetArchive": pulumi.AssetArchive,
}
FILE_BUILTINS = {
    "fn::readFile": bytes.decode,
    "fn::filebase64": lambda data: base64.b64encode(data).decode(),
    "fn::filebase64sha256": lambda data: base64.b64encode(hashlib.sha256(data).digest()).decode(),
}


def text(value):
    """A value inside a string."""
    if isinstance(value, (dict, list)):
        raise ProgramError(f"a {type(value).__name__} inside a string")
    return str(value).lower() if isinstance(value, bool) else str(value)


class Evaluator:
    """Evaluates a program; every name once, when it is first needed."""

    def __init__(self, program, sdk, root, mocks):
        self.program, self.sdk, self.root, self.mocks = program, sdk, Path(root), mocks
        self._values, self._busy = {}, []

    def section(self, name):
        """name → expression, for the entries below a top-level key."""
        section = self.program.get(name)
        return {entry.key: entry.value for entry in section.entries} if section and section.kind == "object" else {}

    def value(self, name):
        """The value of a resource, a variable or a configuration key."""
        if name == "pulumi":
            project = self.program.get("name").value
            return {"cwd": str(self.root), "project": project, "stack": STACK, "organization": "organization",
                    "rootDirectory": str(self.root)}
        if name in self._busy:
            raise ProgramError(f"circular dependency: {' -> '.join([*self._busy, name])}")
        if name not in self._values:
            self._busy.append(name)
            self._values[name] = self._make(name)
            self._busy.pop()
        return self._values[name]

    def _make(self, name):
        if name in self.section("resources"):
            return self._resource(name, self.section("resources")[name])
        if name in self.section("variables"):
            return self.evaluate(self.section("variables")[name], f"variables.{name}")
        if name in self.section("config"):
            return self.config(name, self.section("config")[name])
        raise ProgramError(f'resource, variable, or config value "{name}" not found')

    def config(self, name, declaration):
        """A configuration value: its default, or one made up; hook of to_terraform."""
        default = declaration.get("default")
        return f"config.{name}" if default is None else default.value

    # ---- expressions

    def evaluate(self, expression, path):
        """The value of an expression, which may be an output."""
        if expression.kind == "reference":
            return self._reference(expression.steps, path)
        if expression.kind == "template":
            return self._template(expression, path)
        if expression.kind == "list":
            return [self.evaluate(value, f"{path}[{i}]") for i, value in enumerate(expression.values)]
        if expression.kind == "object":
            return {entry.key: self.evaluate(entry.value, f"{path}.{entry.key}") for entry in expression.entries}
        if expression.kind == "call":
            return self._call(expression, f"{path}.{expression.function}")
        return expression.value

    def _reference(self, steps, path):
        value = self.value(str(steps[0].value))
        for i, step in enumerate(steps[1:], start=2):
            value = self._step(value, step.value, f"{path}: ${{{show_steps(steps[:i])}}}")
        return value

    def _step(self, value, key, where):
        if isinstance(value, pulumi.Output):
            return value.apply(lambda known: self._step(known, key, where))
        try:
            if isinstance(value, pulumi.Resource) or sdk_types.is_output_class(type(value)):
                return sdk_types.read_property(value, key)
            return value[key]
        except (KeyError, IndexError, TypeError) as error:
            raise ProgramError(f"{where}: no {key!r} in {type(value).__name__}") from error

    def _template(self, template, path):
        pieces = []
        for before, steps in template.parts:
            pieces.append(before)
            if steps:
                pieces.append(self._reference(steps, path))
        if any(isinstance(piece, pulumi.Resource) for piece in pieces):
            raise ProgramError(f"{path}: a whole resource inside a string")
        return pulumi.Output.all(*pieces).apply(lambda known: "".join(map(text, known)))

    def _call(self, call, path):
        if call.function == "fn::invoke":
            return self._invoke(call.argument, path)
        value = self.evaluate(call.argument, path)
        if call.function in FILE_BUILTINS:
            return FILE_BUILTINS[call.function]((self.root / value).read_bytes())
        return PURE_BUILTINS[call.function](value)

    def _invoke(self, invoke, path):
        token, function, result = self.sdk.function(invoke.get("function").value)
        self.mocks.result_classes[token] = result
        names, arguments = sdk_types.parameter_names(function), {}
        for entry in invoke.get("arguments").entries if invoke.get("arguments") else ():
            if entry.key not in names:
                raise ProgramError(f"{path}: {token} has no argument {entry.key!r}{near(entry.key, names)}")
            arguments[names[entry.key]] = self.evaluate(entry.value, f"{path}.arguments.{entry.key}")
        output = function(**arguments, opts=pulumi.InvokeOutputOptions(**self._options(invoke, path)))
        wanted = invoke.get("return")
        return self._step(output, wanted.value, path) if wanted else output

    # ---- resources

    def _resource(self, name, body):
        path = f"resources.{name}"
        token, resource, arguments = self.sdk.resource(body.get("type").value)
        self.mocks.resource_classes[token, name] = resource
        options = pulumi.ResourceOptions(**self._options(body, path))
        return resource(name, self._arguments(body.get("properties"), arguments, f"{path}.properties"), opts=options)

    def _arguments(self, fields, cls, path):
        """An Args object: each property under its Python name and in its annotated type."""
        names, arguments = sdk_types.argument_names(cls), {}
        for entry in fields.entries if fields else ():
            if entry.key not in names:
                raise ProgramError(f"{path}: {cls.__name__} has no {entry.key!r}{near(entry.key, names)}")
            python, kind = names[entry.key]
            arguments[python] = self._typed(entry.value, kind, f"{path}.{entry.key}")
        try:
            return cls(**arguments)
        except TypeError as error:
            raise ProgramError(f"{path}: {error}") from error

    def _typed(self, expression, kind, path):
        """The value of an expression as the SDK wants it: objects become Args objects."""
        if expression.kind == "object":
            cls, inner = sdk_types.input_class(kind), sdk_types.element(kind, abc.Mapping)
            if cls is not None:
                return self._arguments(expression, cls, path)
            if inner is None:
                raise ProgramError(f"{path}: an object is not allowed here")
            return {entry.key: self._typed(entry.value, inner, f"{path}.{entry.key}") for entry in expression.entries}
        if expression.kind == "list":
            inner = sdk_types.element(kind, abc.Sequence)
            if inner is None:
                raise ProgramError(f"{path}: a list is not allowed here")
            return [self._typed(value, inner, f"{path}[{i}]") for i, value in enumerate(expression.values)]
        return self.evaluate(expression, path)

    def _options(self, body, path):
        options = {}
        for entry in body.get("options").entries if body.get("options") else ():
            if entry.key not in OPTIONS:
                raise ProgramError(f"{path}.options: unknown option {entry.key!r}{near(entry.key, OPTIONS)}")
            value = self.evaluate(entry.value, f"{path}.options.{entry.key}")
            if entry.key == "provider" and not isinstance(value, pulumi.ProviderResource):
                raise ProgramError(f"{path}.options.provider: not a provider")
            if entry.key == "dependsOn" and not all(isinstance(one, pulumi.Resource) for one in value):
                raise ProgramError(f"{path}.options.dependsOn: not a resource")
            options[OPTIONS[entry.key]] = pulumi.CustomTimeouts(**value) if entry.key == "customTimeouts" else value
        return options

    async def everything(self):
        """Registers all resources, resolves all variables, and returns the outputs."""
        pending = []
        for name in (*self.section("variables"), *self.section("resources")):
            value = self.value(name)
            value = value.urn if isinstance(value, pulumi.Resource) else pulumi.Output.from_input(value)
            pending.append(value.future())
        outputs = {name: pulumi.Output.from_input(self.evaluate(value, f"outputs.{name}"))
                   for name, value in self.section("outputs").items()}
        await asyncio.gather(*pending)
        return {name: plain(await output.future()) for name, output in outputs.items()}


def run(program, mocks, evaluator=Evaluator):
    """Runs the program in a file on the mocks → (evaluator, outputs)."""
    program = Path(program).resolve()
    reader = Reader()
    document = reader.program(program.read_text(encoding="utf-8"))
    if reader.findings:
        raise ProgramError(str(reader.findings[0]))
    os.chdir(program.parent)  # the SDK reads assets relative to the working directory, as the CLI does
    loop = asyncio.new_event_loop()
    asyncio.set_event_loop(loop)
    pulumi.runtime.set_mocks(mocks, project=document.get("name").value, stack=STACK, preview=False)
    evaluation = evaluator(document, Sdk(), program.parent, mocks)
    outputs = loop.run_until_complete(evaluation.everything())
    loop.run_until_complete(wait_for_rpcs())
    return evaluation, outputs


def exit_with(main):
    """Runs `main` and leaves without waiting for the SDK's threads, which would outlive it."""
    try:
        code = main()
    except (ProgramError, SdkError, TypeError, ValueError, OSError, AssertionError, pulumi.RunError) as error:
        print(f"{type(error).__name__}: {' '.join(str(error).split())}", file=sys.stderr)
        code = 1
    sys.stdout.flush()
    sys.stderr.flush()
    os._exit(code)


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("program", help="Pulumi.yaml")
    mocks = Mocks()
    _, outputs = run(parser.parse_args().program, mocks)
    resources = sorted(mocks.resources, key=lambda one: (one["type"], one["name"]))
    invokes = sorted(mocks.invokes, key=lambda one: json.dumps(one, sort_keys=True))
    print(json.dumps({"resources": resources, "invokes": invokes, "outputs": outputs}, indent=1, sort_keys=True))
    return 0


if __name__ == "__main__":
    exit_with(main)
