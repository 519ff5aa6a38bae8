"""Judges expressions: what type each has, whether every reference leads somewhere, whether a value fits its property.

Mirrors analyser.go (types of expressions, assignability of literals), sort.go (what depends on what), run.go (files).
"""

import os
import re

from schema import ANY, ARCHIVE, ASSET, BOOLEAN, INTEGER, NUMBER, STRING, UNKNOWN, list_of, near, short
from syntax import Fields, Literal, Reader, Reference, show_steps

PULUMI_VARIABLES = {"type": "object", "token": "pulumi", "properties": dict.fromkeys(
    ("cwd", "organization", "project", "rootDirectory", "stack"), STRING)}
INVOKE_KEYS = {"function", "arguments", "options", "return"}
INVOKE_OPTIONS = {"dependsOn", "parent", "provider", "version"}
# Values that AWS takes and the enums of the schema leave out.
ALSO = ("db.serverless",)
ARCHIVE_SUFFIXES = (".zip", ".tar", ".tgz", ".tar.gz", ".jar")

# Builtins whose argument and result have fixed types; a list stands for that many positional arguments.
SIGNATURES = {
    "fn::join": ([STRING, list_of(STRING)], STRING),
    "fn::split": ([STRING, STRING], list_of(STRING)),
    "fn::toBase64": (STRING, STRING),
    "fn::fromBase64": (STRING, STRING),
    "fn::sha1": (STRING, STRING),
    "fn::length": (ANY, INTEGER),
    "fn::toJSON": (ANY, STRING),
    "fn::readFile": (STRING, STRING),
    "fn::filebase64": (STRING, STRING),
    "fn::filebase64sha256": (STRING, STRING),
    "fn::stringAsset": (STRING, ASSET),
    "fn::fileAsset": (STRING, ASSET),
    "fn::fileArchive": (STRING, ARCHIVE),
}
# Paths of what provider 7 deprecates in favour of something that Terraform 5.100 and provider 6 do not have.
NO_OTHER_WAY = (re.compile(r"globalSecondaryIndexes\[\d+\]\.(hashKey|rangeKey)$"),)  # instead: keySchemas
READS_A_FILE = {"fn::readFile", "fn::filebase64", "fn::filebase64sha256", "fn::fileAsset", "fn::fileArchive"}


class Judge:
    """Knows the names of a program; reports into the reader's findings."""

    def __init__(self, schema, reader: Reader, root):
        self.schema, self.report, self.findings, self.root = schema, reader.report, reader.findings, root
        # name → ("resource", token or None) | ("config", type) | ("variable", expression)
        self.names = {}
        self.dependencies = {}
        self.invokes = []
        self._current = None
        self._variable_types = {}

    def within(self, name):
        """References met from here on make `name` depend on what they name."""
        self._current = name

    # ---- references

    def _root_type(self, name, path, line):
        if name == "pulumi":
            return PULUMI_VARIABLES
        if name not in self.names:
            self.report(path, f'resource, variable, or config value "{name}" not found{near(name, self.names)}', line)
            return UNKNOWN
        if self._current is not None:
            self.dependencies.setdefault(self._current, []).append(name)
        kind, what = self.names[name]
        if kind == "variable":
            return self.variable_type(name)
        if kind == "resource":
            return {"resource": what} if what else UNKNOWN
        return what

    def variable_type(self, name):
        """The type of a variable; a variable inside its own definition is unknown (the cycle is found elsewhere)."""
        if name not in self._variable_types:
            self._variable_types[name] = UNKNOWN
            outer, self._current = self._current, name
            self._variable_types[name] = self.type_of(self.names[name][1], f"variables.{name}")
            self._current = outer
        return self._variable_types[name]

    def _reference_type(self, steps, path, line):
        kind, seen = self._root_type(str(steps[0].value), path, line), steps[:1]
        for step in steps[1:]:
            problem, kind = self._step(self.schema.resolved(kind), step, show_steps(seen))
            if problem:
                self.report(path, problem, line)
                return UNKNOWN
            seen = (*seen, step)
            if kind.get("deprecationMessage"):
                self.report(path, f"${{{show_steps(seen)}}} is deprecated: {kind['deprecationMessage']}", line)
        return kind

    def _step(self, kind, step, owner):
        """One accessor → (problem or None, type)."""
        if "unknown" in kind or kind.get("$ref") == ANY["$ref"]:
            return None, UNKNOWN
        if "oneOf" in kind:  # a string or an enum of strings, or an object among strings: the last is the richest
            return self._step(self.schema.resolved(kind["oneOf"][-1]), step, owner)
        members = self._members(kind)
        if members is not None:
            if not step.by_name:
                return f"only maps and lists have an index, {owner} is {self.schema.describe(kind)}", UNKNOWN
            if step.value not in members:
                return f"property '{step.value}' does not exist on {owner}{near(step.value, members)}", UNKNOWN
            return None, members[step.value]
        if kind.get("type") == "array" and isinstance(step.value, int) and step.value >= 0:
            return None, kind.get("items", ANY)
        if kind.get("type") == "object" and isinstance(step.value, str):
            return None, kind.get("additionalProperties", STRING)
        return f"no '{step.value}' in {owner} ({self.schema.describe(kind)})", UNKNOWN

    def _members(self, kind):
        if "resource" in kind:
            return {**self.schema.resource(kind["resource"]).get("properties", {}), "urn": STRING, "id": STRING}
        return kind.get("properties")

    # ---- types of expressions

    def type_of(self, expression, path):
        """The type of an expression; reports whatever is wrong inside."""
        return getattr(self, f"_type_of_{expression.kind}", self._type_of_literal)(expression, path)

    def _type_of_literal(self, literal, _path):
        return {"null": UNKNOWN, "boolean": BOOLEAN, "number": NUMBER, "string": STRING}[literal.kind]

    def _type_of_reference(self, reference, path):
        return self._reference_type(reference.steps, path, reference.line)

    def _type_of_template(self, template, path):
        for _, steps in template.parts:
            if steps:
                problem = self.schema.mismatch(self._reference_type(steps, path, template.line), STRING)
                if problem:
                    self.report(path, f"${{{show_steps(steps)}}} inside a string: {problem}", template.line)
        return STRING

    def _type_of_list(self, items, path):
        kinds = []
        for i, value in enumerate(items.values):
            kind = self.type_of(value, f"{path}[{i}]")
            if kind not in kinds:
                kinds.append(kind)
        return list_of(kinds[0] if len(kinds) == 1 else {"oneOf": kinds} if kinds else UNKNOWN)

    def _type_of_object(self, fields, path):
        members = {entry.key: self.type_of(entry.value, f"{path}.{entry.key}") for entry in fields.entries}
        return {"type": "object", "properties": members}

    def _type_of_call(self, call, path):
        path = f"{path}.{call.function}"
        if call.function in SIGNATURES:
            return self._typed_call(call, path)
        special = {
            "fn::invoke": self._invoke,
            "fn::select": self._select,
            "fn::assetArchive": self._asset_archive,
            "fn::secret": lambda call, path: self.type_of(call.argument, path),
            "fn::unsecret": lambda call, path: self.type_of(call.argument, path),
        }
        return special[call.function](call, path) if call.function else UNKNOWN

    # ---- builtins

    def _typed_call(self, call, path):
        wanted, result = SIGNATURES[call.function]
        if isinstance(wanted, list):
            self._positional(call, wanted, path)
        else:
            self.check(call.argument, wanted, path)
        if call.function in READS_A_FILE and call.argument.kind == "string":
            self._file(call, path)
        if call.function == "fn::toJSON":
            self._nulls(call.argument, path)
        return result

    def _positional(self, call, wanted, path):
        arguments = call.argument.values if call.argument.kind == "list" else ()
        if len(arguments) != len(wanted):
            self.report(path, f"{call.function} takes a list of {len(wanted)} values", call.line)
            return ()
        for i, (argument, kind) in enumerate(zip(arguments, wanted)):
            self.check(argument, kind, f"{path}[{i}]")
        return arguments

    def _select(self, call, path):
        arguments = self._positional(call, [INTEGER, list_of(ANY)], path)
        if not arguments:
            return UNKNOWN
        index, items = arguments
        if index.kind == "number" and items.kind == "list" and not 0 <= index.value < len(items.values):
            self.report(path, f"index {index.value} is outside a list of {len(items.values)}", call.line)
        return self.schema.resolved(self.type_of(items, f"{path}[1]")).get("items", UNKNOWN)

    def _asset_archive(self, call, path):
        for entry in call.argument.entries if call.argument.kind == "object" else ():
            kind = self.type_of(entry.value, f"{path}.{entry.key}")
            if kind not in (ASSET, ARCHIVE, UNKNOWN):
                self.report(f"{path}.{entry.key}", "must be an asset or an archive", entry.line)
            if os.path.isabs(entry.key) or ".." in entry.key.split("/"):
                self.report(f"{path}.{entry.key}", "must stay inside the archive", entry.line)  # STRICT
        if call.argument.kind != "object":
            self.report(path, "fn::assetArchive takes an object", call.line)
        return ARCHIVE

    def _file(self, call, path):
        """The file a builtin reads must be there, relative to the program: the provider finds out only at `up`."""
        name = call.argument.value
        file = os.path.join(self.root, name)
        if os.path.isabs(name):
            self.report(path, f"{name} is a path of one machine", call.line)  # STRICT
        elif call.function != "fn::fileArchive":
            if not os.path.isfile(file):
                self.report(path, f"no such file: {name}", call.line)
        elif os.path.isfile(file):
            if not name.endswith(ARCHIVE_SUFFIXES):
                self.report(path, f"neither a folder nor an archive: {name}", call.line)
        elif not any(files for _, _, files in os.walk(file)):
            self.report(path, f"no such folder, or an empty one: {name}", call.line)

    def _nulls(self, expression, path):
        """fn::toJSON prints null, which AWS policies refuse."""
        if expression.kind == "null":
            self.report(path, "null inside fn::toJSON", expression.line)
        for entry in expression.entries if expression.kind == "object" else ():
            self._nulls(entry.value, f"{path}.{entry.key}")
        for i, value in enumerate(expression.values if expression.kind == "list" else ()):
            self._nulls(value, f"{path}[{i}]")

    def _invoke(self, call, path):
        """fn::invoke: the function exists, its arguments fit, its `return` is one of its outputs."""
        if call.argument.kind != "object":
            self.report(path, "fn::invoke takes an object", call.line)
            return UNKNOWN
        for entry in call.argument.entries:
            if entry.key not in INVOKE_KEYS:
                self.report(f"{path}.{entry.key}", f"unknown key{near(entry.key, INVOKE_KEYS)}", entry.line)
        token = getattr(call.argument.get("function"), "value", None)
        full = self.schema.function_token(token)
        if full is None:
            known = map(short, self.schema.functions)
            self.report(f"{path}.function", f'unable to find function "{token}"{near(token, known)}', call.line)
            return UNKNOWN
        self._invoke_options(call, path)
        function = self.schema.functions[full]
        self.deprecated(function, f"{path}.function", short(full), call.line)
        arguments = call.argument.get("arguments") or Fields((), call.line)
        self.check(arguments, dict(function.get("inputs", {"properties": {}}), token=short(full)), f"{path}.arguments")
        return self._returned(function["outputs"], call, path)

    def _invoke_options(self, call, path):
        options = call.argument.get("options") or Fields((), call.line)
        if options.kind != "object":
            self.report(f"{path}.options", "must be an object", options.line)
            options = Fields((), call.line)
        self.invokes.append((path, options, call.line))
        for entry in options.entries:
            where = f"{path}.options.{entry.key}"
            if entry.key not in INVOKE_OPTIONS:
                self.report(where, f"unknown option{near(entry.key, INVOKE_OPTIONS)}", entry.line)
            elif entry.key == "provider":
                self.resource(entry.value, where, provider=True)
            else:
                self.type_of(entry.value, where)

    def _returned(self, outputs, call, path):
        wanted = call.argument.get("return")
        if wanted is None:
            return outputs
        name = getattr(wanted, "value", None)
        if name not in outputs["properties"]:
            hint = near(name, outputs["properties"])
            self.report(f"{path}.return", f"no output {name!r}{hint}", wanted.line)
            return UNKNOWN
        kind = outputs["properties"][name]
        self.deprecated(kind, f"{path}.return", name, wanted.line)
        return kind

    # ---- an expression against the type its place asks for

    def check(self, expression, wanted, path):
        """Reports where `expression` does not fit `wanted`."""
        wanted = self.schema.resolved(wanted)
        if expression.kind == "null":
            self.report(path, "null value; leave the property out", expression.line)  # STRICT
        elif expression.kind == "call" and expression.function in ("fn::secret", "fn::unsecret"):
            self.check(expression.argument, wanted, f"{path}.{expression.function}")
        elif "oneOf" in wanted:
            self._check_one_of(expression, wanted["oneOf"], path)
        elif "enum" in wanted and isinstance(expression, Literal):
            self._check_enum(expression, wanted, path)
        elif expression.kind == "object" and ("properties" in wanted or wanted.get("type") == "object"):
            self._check_object(expression, wanted, path)
        elif expression.kind == "list" and wanted.get("type") == "array":
            for i, value in enumerate(expression.values):
                self.check(value, wanted.get("items", ANY), f"{path}[{i}]")
        else:
            self._check_type(expression, wanted, path)

    def _check_type(self, expression, wanted, path):
        problem = self.schema.mismatch(self.type_of(expression, path), wanted)
        if problem:
            self.report(path, problem, expression.line)
        elif wanted.get("type") == "string" and expression.kind in ("number", "boolean"):
            # STRICT: numbers travel as float64, 123456789012 would arrive as 1.23456789012e+11
            self.report(path, f"unquoted {expression.text} for a string; quote it", expression.line)
        elif wanted.get("type") == "integer" and isinstance(getattr(expression, "value", None), float):
            self.report(path, f"expected an integer, got {expression.text}", expression.line)  # STRICT

    def _check_enum(self, literal, wanted, path):
        values = [*(one["value"] for one in wanted["enum"]), *ALSO]
        if literal.value not in values:
            self.report(path, f"{literal.value!r} is not one of {', '.join(map(str, values))}", literal.line)

    def _check_one_of(self, expression, alternatives, path):
        """Fits one alternative, or the complaints of the one it misses by least.

        STRICT: Pulumi takes any string for `string or enum`; a value outside the enum is a typing slip far more
        often than news from AWS.
        """
        kinds = [self.schema.resolved(one) for one in alternatives]
        enums = [kind for kind in kinds if "enum" in kind]
        if enums and isinstance(expression, Literal):
            kinds = enums
        mark, best = len(self.findings), None
        for kind in kinds:
            self.check(expression, kind, path)
            complaints = self.findings[mark:]
            del self.findings[mark:]
            if best is None or len(complaints) < len(best):
                best = complaints
            if not best:
                return
        self.findings.extend(best)

    def _check_object(self, fields, wanted, path):
        if "properties" not in wanted:
            for entry in fields.entries:
                self.check(entry.value, wanted.get("additionalProperties", STRING), f"{path}.{entry.key}")
            return
        what = wanted.get("token") or "the object"
        for entry in fields.entries:
            where, kind = f"{path}.{entry.key}", wanted["properties"].get(entry.key)
            if kind is None:
                hint = near(entry.key, wanted["properties"])
                self.report(where, f"property '{entry.key}' does not exist on {what}{hint}", entry.line)
                continue
            self.deprecated(kind, where, entry.key, entry.line)
            self.check(entry.value, kind, where)
        for name in wanted.get("required", []):
            if fields.get(name) is None:
                self.report(path, f"missing required property '{name}' of {what}", fields.line)

    def deprecated(self, thing, path, name, line):
        """STRICT: new code has no reason to use what the provider is about to drop, unless it must."""
        if thing.get("deprecationMessage") and not any(it.search(path) for it in NO_OTHER_WAY):
            self.report(path, f"{name} is deprecated: {' '.join(thing['deprecationMessage'].split())}", line)

    def resource(self, expression, path, provider=False):
        """The expression must be a bare `${resource}`; with `provider`, a provider of this package."""
        if not isinstance(expression, Reference) or len(expression.steps) != 1:
            self.report(path, "must be a bare resource reference ${name}", expression.line)
            return
        kind = self.type_of(expression, path)
        if "unknown" in kind:
            return
        if "resource" not in kind:
            self.report(path, f"{expression} is no resource but {self.schema.describe(kind)}", expression.line)
        elif provider and kind["resource"] != self.schema.provider_token:
            self.report(path, f"{expression} is no {self.schema.provider_token}", expression.line)
