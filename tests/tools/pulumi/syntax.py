"""Reads the text of a Pulumi YAML program into expressions, as pulumi-yaml v1.38 does.

Mirrors syntax/encoding/yaml.go (scalars, keys), ast/property.go and ast/interpolation.go (`${…}`) and ast/expr.go
(`fn::…`). Where pulumi-yaml is lax, this is strict on purpose; such places are marked STRICT.
"""

import re
from dataclasses import dataclass, field

import yaml

BUILTINS = frozenset({
    "fn::assetArchive", "fn::fileArchive", "fn::fileAsset", "fn::filebase64", "fn::filebase64sha256", "fn::fromBase64",
    "fn::invoke", "fn::join", "fn::length", "fn::readFile", "fn::secret", "fn::select", "fn::sha1", "fn::split",
    "fn::stringAsset", "fn::toBase64", "fn::toJSON", "fn::unsecret",
})

INTEGER = re.compile(r"[-+]?(0b[01_]+|0o[0-7_]+|0x[0-9a-fA-F_]+|[0-9][0-9_]*)")
FLOAT = re.compile(r"[-+]?(\.[0-9]+|[0-9]+(\.[0-9]*)?)([eE][-+]?[0-9]+)?")
LEADING_ZERO = re.compile(r"[-+]?0[0-9_]")


@dataclass(frozen=True)
class Finding:
    """One problem: where in the program, what, and on which line (0 when no single line is to blame)."""

    path: str
    message: str
    line: int = 0

    def __str__(self):
        place = self.path or "."
        return f"{place}: {self.message}" + (f" (line {self.line})" if self.line else "")


class SyntaxProblem(Exception):
    """A `${…}` which pulumi-yaml refuses to parse."""


# ---- expressions


@dataclass(frozen=True)
class Step:
    """One accessor of a reference: `.name`, or `[0]` and `["key"]`, which are not `by_name`."""

    value: str | int
    by_name: bool


@dataclass(frozen=True)
class Literal:
    """null, true, 1, 1.5, or a string without references."""

    value: object
    text: str
    line: int

    @property
    def kind(self):
        names = {type(None): "null", bool: "boolean", int: "number", float: "number", str: "string"}
        return names[type(self.value)]


@dataclass(frozen=True)
class Reference:
    """A string which is nothing but one `${…}`: it keeps the type of what it names."""

    steps: tuple
    line: int
    kind = "reference"

    def __str__(self):
        return "${" + show_steps(self.steps) + "}"


@dataclass(frozen=True)
class Template:
    """A string with references inside: pairs of (text before, steps or None)."""

    parts: tuple
    line: int
    kind = "template"


@dataclass(frozen=True)
class Items:
    values: tuple
    line: int
    kind = "list"


@dataclass(frozen=True)
class Entry:
    key: str
    value: object
    line: int


@dataclass(frozen=True)
class Fields:
    entries: tuple
    line: int
    kind = "object"

    def get(self, key):
        return next((entry.value for entry in self.entries if entry.key == key), None)


@dataclass(frozen=True)
class Call:
    """`fn::name: argument`; `function` is None when no such builtin exists (already reported)."""

    function: str | None
    argument: object
    line: int
    kind = "call"


def show_steps(steps):
    """The steps of a reference as they are written."""
    text = ""
    for step in steps:
        if step.by_name:
            text += ("." if text else "") + step.value
        else:
            text += f"[{step.value}]" if isinstance(step.value, int) else f'["{step.value}"]'
    return text


# ---- ${…}


def split_references(text):
    """Cuts a string at its `${…}` into (text before, steps); the last pair may have None. `$$` is a dollar."""
    parts, before = [], ""
    while text:
        if text.startswith("$$"):
            before, text = before + "$", text[2:]
        elif text.startswith("${"):
            steps, text = _read_steps(text[2:])
            if not steps:
                raise SyntaxProblem("an empty ${}")
            parts.append((before, steps))
            before = ""
        else:
            before, text = before + text[0], text[1:]
    if before:
        parts.append((before, None))
    return tuple(parts)


def _read_steps(text):
    """After `${`: the steps up to the closing brace, and the text behind it."""
    steps = []
    while text:
        if text[0] == "}":
            return tuple(steps), text[1:]
        if text[0] == ".":
            text = text[1:]
        elif text[0] == "[":
            step, text = _read_subscript(text, first=not steps)
            steps.append(step)
        else:
            name = re.match(r"[^.\[}]+", text).group(0)
            steps.append(Step(name, by_name=True))
            text = text[len(name):]
    raise SyntaxProblem("unterminated ${")


def _read_subscript(text, first):
    quoted = re.match(r'\["((?:\\"|[^"])*)"\]', text)
    if quoted:
        return Step(quoted.group(1).replace('\\"', '"'), by_name=False), text[quoted.end():]
    index = re.match(r"\[([-+]?[0-9]+)\]", text)
    if not index or first:
        raise SyntaxProblem(f"invalid subscript in ${{…{text[:20]}")
    return Step(int(index.group(1)), by_name=False), text[index.end():]


# ---- YAML


@dataclass
class Reader:
    """Turns YAML nodes into expressions and collects what pulumi-yaml would refuse."""

    findings: list = field(default_factory=list)

    def report(self, path, message, line=0):
        self.findings.append(Finding(path, message, line))

    def program(self, text):
        """The one document of a program, an object."""
        for event in yaml.parse(text, Loader=yaml.SafeLoader):
            if isinstance(event, yaml.AliasEvent):
                self.report("", f"alias *{event.anchor}: pulumi-yaml reads no aliases", event.start_mark.line + 1)
        documents = list(yaml.compose_all(text, Loader=yaml.SafeLoader))
        if len(documents) != 1:
            self.report("", f"expected one YAML document, found {len(documents)}")
            return Fields((), 1)
        document = self.expression(documents[0], "")
        if document.kind != "object":
            self.report("", "a program must be an object")
            return Fields((), 1)
        return document

    def scalar(self, node, path):
        """A scalar as yaml.v3 decodes it into `any`: yes, on and dates stay strings."""
        text = node.value
        if node.style is not None:
            return text
        if text in ("", "~", "null", "Null", "NULL"):
            return None
        if text in ("true", "True", "TRUE", "false", "False", "FALSE"):
            return text.lower() == "true"
        if INTEGER.fullmatch(text) or FLOAT.fullmatch(text):
            return self._number(node, path)
        return text

    def _number(self, node, path):
        if LEADING_ZERO.match(node.value):
            self.report(path, f"unquoted {node.value} may be read as octal; quote it", _line(node))  # STRICT
        digits = node.value.replace("_", "")
        try:
            return int(digits, 0)
        except ValueError:
            return float(digits)

    def _entries(self, node, path):
        """The entries of a mapping as (key, its line, value node)."""
        found, seen = [], set()
        for key, value in node.value:
            if not isinstance(key, yaml.ScalarNode) or not isinstance(self.scalar(key, path), str):
                self.report(path, "mapping keys must be strings", _line(key))
                continue
            if key.value in seen:
                self.report(below(path, key.value), "duplicate key", _line(key))
            seen.add(key.value)
            found.append((key.value, _line(key), value))
        return found

    def expression(self, node, path):
        """Any value of a program."""
        if isinstance(node, yaml.ScalarNode):
            return self._scalar_expression(node, path)
        if isinstance(node, yaml.SequenceNode):
            values = tuple(self.expression(item, f"{path}[{i}]") for i, item in enumerate(node.value))
            return Items(values, _line(node))
        entries = self._entries(node, path)
        call = next((entry for entry in entries if entry[0].lower().startswith("fn::")), None)
        if call:
            return self._call(call, entries, path)
        return Fields(tuple(Entry(key, self.expression(value, below(path, key)), line)
                            for key, line, value in entries), _line(node))

    def _scalar_expression(self, node, path):
        value, line = self.scalar(node, path), _line(node)
        if not isinstance(value, str):
            return Literal(value, node.value, line)
        try:
            parts = split_references(value)
        except SyntaxProblem as problem:
            self.report(path, f"{problem} (write $${{ for a literal ${{)", line)
            return Literal(value, value, line)
        if len(parts) == 1 and parts[0][0] == "":
            return Reference(parts[0][1], line)
        if any(steps for _, steps in parts):
            return Template(parts, line)
        return Literal("".join(text for text, _ in parts), node.value, line)

    def _call(self, call, entries, path):
        name, line, value = call
        if len(entries) != 1:
            self.report(path, f"{name} must stand alone in its object", line)
        if name not in BUILTINS:  # STRICT: pulumi-yaml ignores case, and knows a few more that drc does not write
            self.report(path, f"unknown builtin {name}", line)
        return Call(name if name in BUILTINS else None, self.expression(value, below(path, name)), line)


def below(path, key):
    return f"{path}.{key}" if path else key


def _line(node):
    return node.start_mark.line + 1
