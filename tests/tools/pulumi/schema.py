"""A Pulumi package schema: what resources and functions exist, what types they have, what fits where.

Types are the schema's own JSON: `{"type": "string"}`, `{"$ref": "#/types/…"}`, `{"oneOf": […]}` and so on.
"""

import difflib
import gzip
import json
import urllib.parse

STRING, NUMBER, INTEGER, BOOLEAN = ({"type": name} for name in ("string", "number", "integer", "boolean"))
ANY = {"$ref": "pulumi.json#/Any"}
ASSET, ARCHIVE = {"$ref": "pulumi.json#/Asset"}, {"$ref": "pulumi.json#/Archive"}
# The analyser's InvalidType: it was reported already, so it fits everywhere.
UNKNOWN = {"unknown": True}


def list_of(item):
    return {"type": "array", "items": item}


def load_json(path):
    """JSON from a file, gzipped or plain."""
    opener = gzip.open if str(path).endswith(".gz") else open
    with opener(path, "rb") as file:
        return json.load(file)


def short(token):
    """aws:sns/topic:Topic → aws:sns:Topic, the form people write."""
    package, module, name = token.split(":")
    module = module.split("/")[0]
    return f"{package}:{name}" if module == "index" else f"{package}:{module}:{name}"


def near(name, known):
    """A hint for a misspelt name."""
    known = list(known)
    same = [candidate for candidate in known if candidate.lower() == str(name).lower()]
    close = same or difflib.get_close_matches(str(name), known, 2, 0.75)
    return f"; did you mean {' or '.join(close)}?" if close else ""


class Schema:
    """The schema of one package at one version."""

    def __init__(self, document):
        self.name, self.version = document["name"], document["version"]
        self.types = document["types"]
        self.resources = document["resources"]
        self.functions = document["functions"]
        self.provider = document["provider"]
        self.provider_token = f"pulumi:providers:{self.name}"
        self._resource_tokens, self._function_tokens = _by_any_name(self.resources), _by_any_name(self.functions)

    @classmethod
    def load(cls, path):
        return cls(load_json(path))

    def resource_token(self, written):
        """The full token for a full or a short one, as packages.go resolveToken, but minding case (STRICT)."""
        return self._resource_tokens.get(written)

    def function_token(self, written):
        """As resource_token, for functions."""
        return self._function_tokens.get(written)

    def resource(self, token):
        """The specification of a resource or of the provider itself."""
        return self.provider if token == self.provider_token else self.resources[token]

    def resolved(self, kind):
        """Follows a reference to the object or enum it names; references into pulumi.json stay."""
        reference = kind.get("$ref", "")
        if "#/types/" not in reference:
            return kind
        token = urllib.parse.unquote(reference.split("#/types/")[1])
        return dict(self.types[token], token=token)

    def describe(self, kind):
        """A type in words, for messages."""
        kind = self.resolved(kind)
        if "resource" in kind:
            return f"resource {short(kind['resource'])}"
        if "oneOf" in kind:
            return " or ".join(self.describe(one) for one in kind["oneOf"])
        if "enum" in kind or "properties" in kind:
            return f"{'enum' if 'enum' in kind else 'object'} {kind.get('token', '')}".rstrip()
        if kind.get("type") == "array":
            return f"list of {self.describe(kind.get('items', ANY))}"
        if kind.get("type") == "object":
            return f"map of {self.describe(kind.get('additionalProperties', STRING))}"
        return kind.get("type") or kind.get("$ref", "unknown").split("/")[-1].lower()

    # ---- assignability, as analyser.go isAssignable

    def mismatch(self, found, wanted):
        """Why a value of type `found` cannot stand where `wanted` is asked for; None when it can."""
        found, wanted = self.resolved(found), self.resolved(wanted)
        if _fits_anything(found) or _fits_anything(wanted):
            return None
        if "oneOf" in found:
            return next(filter(None, (self.mismatch(one, wanted) for one in found["oneOf"])), None)
        if "oneOf" in wanted:
            fits = any(self.mismatch(found, one) is None for one in wanted["oneOf"])
            return None if fits else self._cannot(found, wanted)
        if "properties" in found and ("properties" in wanted or wanted.get("type") == "object"):
            return self._object_mismatch(found, wanted)
        if found.get("type") == wanted.get("type") == "array":
            return self.mismatch(found.get("items", ANY), wanted.get("items", ANY))
        if found.get("type") == wanted.get("type") == "object" and "properties" not in wanted:
            return self.mismatch(found.get("additionalProperties", STRING), wanted.get("additionalProperties", STRING))
        return None if _scalar_fits(found, wanted) else self._cannot(found, wanted)

    def _object_mismatch(self, found, wanted):
        missing = [name for name in wanted.get("required", []) if name not in found["properties"]]
        if missing:
            return f"{self._cannot(found, wanted)}: {missing[0]!r} is missing"
        for name, kind in found["properties"].items():
            target = wanted.get("properties", {}).get(name, wanted.get("additionalProperties"))
            if target is None and "properties" in wanted:
                return f"{self._cannot(found, wanted)}: no property {name!r}"
            problem = self.mismatch(kind, target or STRING)
            if problem:
                return f"{name}: {problem}"
        return None

    def _cannot(self, found, wanted):
        hint = " (a whole resource; name a property: .id, .arn, …)" if "resource" in found else ""
        return f"cannot assign {self.describe(found)} to {self.describe(wanted)}{hint}"


def _by_any_name(table):
    return {name: token for token in table for name in (token, short(token))}


def _fits_anything(kind):
    return "unknown" in kind or kind.get("$ref") in ("pulumi.json#/Any", "pulumi.json#/Json")


def _scalar_fits(found, wanted):
    source, target = found.get("type"), wanted.get("type")
    if wanted == ASSET:
        return found in (ASSET, ARCHIVE)
    if wanted == ARCHIVE:
        return found == ARCHIVE
    if target == "string":
        return source in ("string", "number", "integer", "boolean")
    if target in ("number", "integer"):
        return source in ("number", "integer")
    if target == "object":
        return source == "object"
    return target is not None and source == target
