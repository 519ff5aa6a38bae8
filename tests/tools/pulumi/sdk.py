"""What the official Python SDK of a provider knows: its classes, its functions and the types of their members."""

import importlib
import inspect
import json
import re
import typing
from collections import abc
from pathlib import Path

from pulumi import _types as pulumi_types

from schema import short


class SdkError(Exception):
    """The SDK has no such resource or function."""


class Sdk:
    """The installed SDK of one provider; its version decides the names."""

    def __init__(self, name="aws"):
        self.name, self.module = name, f"pulumi_{name}"
        self.provider_token = f"pulumi:providers:{name}"
        self._classes = _registered_classes(self.module)
        self._short = {short(token): token for token in self._classes}

    def resource(self, written):
        """Written token → (full token, resource class, class of its arguments)."""
        if written == self.provider_token:
            module = importlib.import_module(self.module)
            return written, module.Provider, module.ProviderArgs
        token = self._short.get(written, written)
        if token not in self._classes:
            raise SdkError(f"unable to find resource type {written!r} in the SDK")
        module, name = self._classes[token]
        resource = getattr(importlib.import_module(module), name)
        source = importlib.import_module(resource.__module__)
        # Where a nested object took the name XArgs (BucketVersioning in 7.x), the resource's own are XInitArgs.
        return token, resource, getattr(source, f"{name}InitArgs", None) or getattr(source, f"{name}Args")

    def function(self, written):
        """Written token → (full token, function which returns an output, class of its result)."""
        package, *middle, name = written.split(":")
        module = middle[0].split("/")[0] if middle else "index"
        wanted = f"{name}output".lower()
        for candidate in self._modules(module):
            found = _member(candidate, wanted)
            if found:
                result = _member(importlib.import_module(found.__module__), f"{name}result".lower())
                return f"{package}:{module}/{name}:{name}", found, result
        raise SdkError(f"unable to find function {written!r} in the SDK")

    def _modules(self, name):
        """A module whose name is a Python keyword has an underscore behind it: lambda_."""
        names = [self.module] if name == "index" else [f"{self.module}.{name}", f"{self.module}.{name}_"]
        for candidate in names:
            try:
                module = importlib.import_module(candidate)
            except ModuleNotFoundError:
                continue
            # The SDK loads its modules when something of theirs is asked for; `dir` is not asking.
            getattr(module, "__all__", None)
            yield module


def _registered_classes(module):
    """token → (module, class), from the table the SDK registers with the Pulumi runtime."""
    source = Path(importlib.import_module(module).__file__).read_text(encoding="utf-8")
    table = re.search(r'resource_modules\s*=\s*"""(.*?)"""', source, re.S).group(1)
    return {token: (entry["fqn"], name) for entry in json.loads(table) for token, name in entry["classes"].items()}


def _member(module, wanted):
    """A member of the module by its name without underscores and capitals."""
    return next((getattr(module, name) for name in dir(module) if name.replace("_", "").lower() == wanted), None)


# ---- types of members


def alternatives(kind):
    """What a member may hold: its type without None, Input, Output and Awaitable."""
    if typing.get_origin(kind) is not typing.Union:
        return [kind]
    return [one for argument in typing.get_args(kind) for one in alternatives(argument) if not _is_wrapper(argument)]


def _is_wrapper(kind):
    origin = typing.get_origin(kind)
    return kind is type(None) or getattr(origin, "__name__", "") in ("Awaitable", "Output")


def input_class(kind):
    """The Args class among the alternatives."""
    return next((one for one in alternatives(kind) if isinstance(one, type) and pulumi_types.is_input_type(one)), None)


def element(kind, container):
    """The type of what a list (container Sequence) or a map (Mapping) among the alternatives holds."""
    origins = {abc.Sequence: (abc.Sequence, list), abc.Mapping: (abc.Mapping, dict)}[container]
    found = next((one for one in alternatives(kind) if typing.get_origin(one) in origins), None)
    return typing.get_args(found)[-1] if found else None


def is_output_class(kind):
    return isinstance(kind, type) and pulumi_types.is_output_type(kind)


def output_members(cls):
    """Pulumi name → type, for the result of a function or a nested output."""
    return pulumi_types.output_type_types(cls)


def resource_outputs(cls):
    """Pulumi name → type, for a resource class."""
    return pulumi_types.resource_types(cls)


def argument_names(cls):
    """Pulumi name → (Python name, type), for an Args class."""
    kinds = pulumi_types.input_type_types(cls)
    names = pulumi_types.input_type_py_to_pulumi_names(cls)
    return {pulumi: (python, kinds[pulumi]) for python, pulumi in names.items()}


def parameter_names(function):
    """Pulumi name → Python name, for the parameters of an invoke function."""
    names = [name for name in inspect.signature(function).parameters if name != "opts"]
    return {re.sub(r"_([a-z0-9])", lambda match: match.group(1).upper(), name.rstrip("_")): name for name in names}


def read_property(value, name):
    """A member of a resource or of an output object, by its Pulumi name; KeyError when there is none."""
    for python, member in inspect.getmembers(type(value), lambda one: isinstance(one, property)):
        if getattr(member.fget, "_pulumi_name", python) == name:
            return getattr(value, python)
    raise KeyError(name)
