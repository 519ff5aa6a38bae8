#!/usr/bin/env python3
"""Checks a Pulumi YAML program against a package schema: grammar, tokens, properties, types, references, cycles, files.

    check.py Pulumi.yaml --schema data/pulumi-aws-7.json.gz [--require-provider] [--require-pin]

Prints one finding a line, `path: message (line N)`. Exit 0: none; 1: some; 2: usage.

Mirrors pulumi-yaml v1.38 (ast/template.go, analyser.go, packages.go, sort.go); STRICT marks where it asks for more.
A grammar which drc does not write (get, components, aliases, …) is a finding too: nothing passes unread.
"""

import argparse
import re
import sys
from dataclasses import dataclass
from pathlib import Path

import yaml

from judge import Judge
from schema import BOOLEAN, INTEGER, NUMBER, STRING, UNKNOWN, Schema, near, short
from syntax import Fields, Finding, Literal, Reader

TOP = {"name", "runtime", "description", "config", "variables", "resources", "outputs", "plugins", "packages",
       "requiredPulumiVersion"}
RESOURCE = {"type", "defaultProvider", "properties", "options"}
CONFIG = {"type", "secret", "default", "description"}
CONFIG_TYPES = {"string": STRING, "boolean": BOOLEAN, "number": NUMBER, "integer": INTEGER}
TIMEOUTS = {"create", "update", "delete"}
DURATION = re.compile(r"(\d+(\.\d+)?(ns|us|ms|s|m|h))+")
PROJECT = re.compile(r"[A-Za-z0-9_.-]{1,100}")
MARKS = re.compile(r"[.\[\]{}$\s]")


@dataclass
class Declared:
    """A resource of the program: its token is None where the type is unknown (already reported)."""

    name: str
    token: str | None
    body: dict
    options: Fields
    line: int

    @property
    def path(self):
        return f"resources.{self.name}"


class Checker:
    """One program against one schema."""

    def __init__(self, schema, root):
        self.schema, self.root = schema, Path(root)
        self.reader = Reader()
        self.report = self.reader.report
        self.judge = Judge(schema, self.reader, root)
        self.resources = []

    @property
    def findings(self):
        """Without repeats: a variable may be judged from several places."""
        return list(dict.fromkeys(self.reader.findings))

    def program(self, text):
        """Reads and judges the whole program."""
        document = self.reader.program(text)
        for entry in document.entries:
            if entry.key not in TOP:  # STRICT: Pulumi ignores it
                self.report(entry.key, f"unknown top-level key{near(entry.key, TOP)}", entry.line)
        self._project(document)
        self._declare(document)
        for name in [name for name, (kind, _) in self.judge.names.items() if kind == "variable"]:
            self.judge.variable_type(name)
        for resource in self.resources:
            self._resource(resource)
        for entry in self._entries(document.get("outputs"), "outputs"):
            self.judge.type_of(entry.value, f"outputs.{entry.key}")
        self._cycles()

    def _entries(self, value, path):
        """The entries of an object; an absent one or null has none."""
        if value is None or value.kind == "null":
            return ()
        if value.kind != "object":
            self.report(path, "must be an object", value.line)
            return ()
        return value.entries

    def _project(self, document):
        name = getattr(document.get("name"), "value", None)
        if not isinstance(name, str) or not PROJECT.fullmatch(name):
            self.report("name", "a project name is letters, digits, -, _ and ., 100 at most")
        runtime = document.get("runtime")
        if runtime is not None and runtime.kind == "object":
            runtime = runtime.get("name")
        if getattr(runtime, "value", None) != "yaml":
            self.report("runtime", "runtime must be yaml")

    # ---- declarations: every name first, so that order in the file does not matter

    def _declare(self, document):
        for entry in self._entries(document.get("config"), "config"):
            self._name(entry, "config", self._config(entry))
        for entry in self._entries(document.get("resources"), "resources"):
            resource = self._read_resource(entry)
            self._name(entry, "resource", resource.token)
            self.resources.append(resource)
        for entry in self._entries(document.get("variables"), "variables"):
            self._name(entry, "variable", entry.value)

    def _name(self, entry, kind, what):
        name = entry.key
        if name == "pulumi":
            self.report(name, "the name pulumi is reserved", entry.line)
        elif name in self.judge.names:
            self.report(name, f"{kind} {name} has the name of a {self.judge.names[name][0]}", entry.line)
        elif MARKS.search(name):
            self.report(name, f'{kind} {name!r} could be referenced only as ${{["{name}"]}}', entry.line)  # STRICT
        else:
            self.judge.names[name] = (kind, what)

    def _body(self, entry, path, known):
        """The body of an entry as a dictionary; keys outside `known` are reported."""
        body = {}
        for child in self._entries(entry.value, path):
            if child.key not in known:
                self.report(f"{path}.{child.key}", f"unknown key{near(child.key, known)}", child.line)
            body[child.key] = child.value
        return body

    def _config(self, entry):
        """The type of a configuration value."""
        path = f"config.{entry.key}"
        body = self._body(entry, path, CONFIG)
        kind = CONFIG_TYPES.get(getattr(body.get("type"), "value", None))
        if kind is None:
            self.report(f"{path}.type", f"must be one of {', '.join(CONFIG_TYPES)}", entry.line)
            return UNKNOWN
        if "default" in body:
            self.judge.check(body["default"], kind, f"{path}.default")
        return kind

    def _read_resource(self, entry):
        path = f"resources.{entry.key}"
        body = self._body(entry, path, RESOURCE)
        options = Fields(tuple(self._entries(body.get("options"), f"{path}.options")), entry.line)
        return Declared(entry.key, self._token(body, path, entry.line), body, options, entry.line)

    def _token(self, body, path, line):
        written = getattr(body.get("type"), "value", None)
        if written == self.schema.provider_token:
            return written
        token = self.schema.resource_token(written)
        if token is None:
            known = map(short, self.schema.resources)
            self.report(f"{path}.type", f'unable to find resource type "{written}"{near(written, known)}', line)
            return None
        self.judge.deprecated(self.schema.resources[token], f"{path}.type", short(token), line)
        return token

    # ---- resources

    def _resource(self, resource):
        self.judge.within(resource.name)
        if resource.token:
            specification = self.schema.resource(resource.token)
            wanted = {"properties": specification.get("inputProperties", {}), "token": short_token(resource.token),
                      "required": specification.get("requiredInputs", [])}
            properties = resource.body.get("properties") or Fields((), resource.line)
            if properties.kind == "object":
                self.judge.check(properties, wanted, f"{resource.path}.properties")
            else:
                self.report(f"{resource.path}.properties", "must be an object", properties.line)  # STRICT
        self._default_provider(resource)
        for entry in resource.options.entries:
            self._option(entry, resource)
        self.judge.within(None)

    def _default_provider(self, resource):
        value = resource.body.get("defaultProvider")
        if value is None:
            return
        self.judge.check(value, BOOLEAN, f"{resource.path}.defaultProvider")
        if resource.token != self.schema.provider_token:
            self.report(f"{resource.path}.defaultProvider", "only a provider can be the default provider", value.line)

    def _option(self, entry, resource):
        """One resource option, as ast.ResourceOptionsDecl; those drc never writes count as unknown."""
        rules = {
            "provider": lambda value, path: self.judge.resource(value, path, provider=True),
            "parent": self.judge.resource,
            "deletedWith": self.judge.resource,
            "dependsOn": self._resources_option,
            "protect": self._boolean_option,
            "retainOnDelete": self._boolean_option,
            "deleteBeforeReplace": self._boolean_option,
            "version": self._version_option,
            "ignoreChanges": lambda value, path: self._properties_option(value, path, resource),
            "replaceOnChanges": lambda value, path: self._properties_option(value, path, resource),
            "additionalSecretOutputs": lambda value, path: self._properties_option(value, path, resource),
            "customTimeouts": self._timeouts_option,
        }
        path = f"{resource.path}.options.{entry.key}"
        if entry.key in rules:
            rules[entry.key](entry.value, path)
        else:
            self.report(path, f"unknown option{near(entry.key, rules)}", entry.line)

    def _boolean_option(self, value, path):
        self.judge.check(value, BOOLEAN, path)

    def _resources_option(self, value, path):
        if value.kind != "list":
            self.report(path, "must be a list of resources", value.line)  # STRICT: one ${r} works too
            return
        for i, item in enumerate(value.values):
            self.judge.resource(item, f"{path}[{i}]")

    def _version_option(self, value, path):
        if value.kind != "string" or not re.fullmatch(r"\d+\.\d+\.\d+", value.value):
            self.report(path, "must be a version, as \"7.51.1\"", value.line)

    def _properties_option(self, value, path, resource):
        names = value.values if value.kind == "list" else (value,)
        if any(name.kind != "string" for name in names) or value.kind != "list":
            self.report(path, "must be a list of property names", value.line)
            return
        specification = self.schema.resource(resource.token) if resource.token else {}
        known = {*specification.get("inputProperties", {}), *specification.get("properties", {})}
        for name in names:
            head = re.split(r"[.\[]", name.value)[0]
            if resource.token and head not in known:
                self.report(path, f"{head!r} is no property of {short_token(resource.token)}{near(head, known)}",
                            name.line)

    def _timeouts_option(self, value, path):
        for entry in value.entries if value.kind == "object" else ():
            duration = entry.value
            if entry.key not in TIMEOUTS:
                self.report(f"{path}.{entry.key}", f"unknown timeout{near(entry.key, TIMEOUTS)}", entry.line)
            elif not isinstance(duration, Literal) or not DURATION.fullmatch(str(duration.value)):
                self.report(f"{path}.{entry.key}", "must be a duration, as \"30m\"", entry.line)
        if value.kind != "object":
            self.report(path, "must be an object", value.line)

    # ---- the whole program

    def require_provider(self):
        """STRICT: without an explicit provider a resource or an invoke goes to whatever region the shell names."""
        for resource in self.resources:
            if resource.token != self.schema.provider_token and resource.options.get("provider") is None:
                self.report(f"{resource.path}.options", "no explicit provider", resource.line)
        for path, options, line in self.judge.invokes:
            if options.get("provider") is None:
                self.report(f"{path}.options", "no explicit provider", line)

    def require_pin(self):
        """STRICT: an unpinned program is resolved against the newest provider on the machine, of any major version.

        pulumi-yaml takes the version from a package lock file below the program (packages/file.go), or from
        `options.version` of each resource and invoke (run.go ResolveResource).
        """
        options = [resource.options for resource in self.resources] + [options for _, options, _ in self.judge.invokes]
        versions = self._locked_versions() or {getattr(one.get("version"), "value", None) for one in options}
        if versions - {self.schema.version}:
            self.report("", f"{self.schema.name} is not pinned to {self.schema.version}: write sdks/"
                            f"{self.schema.name}.yaml (packageDeclarationVersion 1, name, version)")

    def _locked_versions(self):
        versions = set()
        for file in sorted(self.root.rglob("*.yaml")):
            try:
                lock = yaml.safe_load(file.read_text(encoding="utf-8"))
            except yaml.YAMLError:  # as pulumi-yaml: not a lock file
                continue
            is_lock = isinstance(lock, dict) and lock.get("packageDeclarationVersion") == 1
            if is_lock and lock.get("name") == self.schema.name:
                versions.add(str(lock.get("version")))
        return versions

    def _cycles(self):
        """Reports every circular dependency once, as sort.go finds them: depth first."""
        done, found = set(), set()

        def visit(name, trail):
            if name in trail:
                cycle = trail[trail.index(name):]
                if frozenset(cycle) not in found:
                    found.add(frozenset(cycle))
                    self.report(name, f"circular dependency: {' -> '.join([*cycle, name])}")
                return
            if name in done:
                return
            for other in self.judge.dependencies.get(name, []):
                visit(other, [*trail, name])
            done.add(name)

        for name in self.judge.names:
            visit(name, [])


def short_token(token):
    """The token as written; a provider's has no short form."""
    return token if token.startswith("pulumi:") else short(token)


def check(program, schema, *, require_provider=False, require_pin=False):
    """All findings of the program in the file `program`."""
    program = Path(program)
    checker = Checker(schema, program.parent)
    try:
        checker.program(program.read_text(encoding="utf-8"))
    except yaml.YAMLError as error:
        return [Finding("", "not YAML: " + " ".join(str(error).split()))]
    if require_provider:
        checker.require_provider()
    if require_pin:
        checker.require_pin()
    return checker.findings


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("program", help="Pulumi.yaml")
    parser.add_argument("--schema", required=True, help="schema of the package, JSON, may be gzipped")
    parser.add_argument("--require-provider", action="store_true", help="every resource and invoke names its provider")
    parser.add_argument("--require-pin", action="store_true", help="the program pins the version of its provider")
    arguments = parser.parse_args()
    findings = check(arguments.program, Schema.load(arguments.schema),
                     require_provider=arguments.require_provider, require_pin=arguments.require_pin)
    print(*findings, sep="\n", end="\n" if findings else "")
    return 1 if findings else 0


if __name__ == "__main__":
    sys.exit(main())
