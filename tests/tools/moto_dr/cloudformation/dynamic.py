"""Dynamic references: `{{resolve:secretsmanager:…}}` and `{{resolve:ssm:…}}`, read when a resource is made.

moto leaves them as they are, so that a database would get the text of the reference for a password.
"""

import json
import re

from .kinds.call import call

REFERENCE = re.compile(r"\{\{resolve:(secretsmanager|ssm|ssm-secure):([^}]+)\}\}")


def resolved(value, region: str):
    """The value with every reference in it replaced, in whatever depth."""
    if isinstance(value, dict):
        return {key: resolved(it, region) for key, it in value.items()}
    if isinstance(value, list):
        return [resolved(it, region) for it in value]
    if not isinstance(value, str):
        return value
    return REFERENCE.sub(lambda found: _READ[found[1]](found[2], region), value)


def _secret(reference, region) -> str:
    """ID:SecretString:KEY:STAGE:VERSION; an ID that is an ARN has colons of its own."""
    size = 7 if reference.startswith("arn:") else 1
    parts = reference.split(":")
    kind, key, stage, version = (parts[size:] + [""] * 4)[:4]
    if kind not in ("", "SecretString"):
        raise ValueError(f"{{{{resolve:secretsmanager:{reference}}}}} asks for {kind}; there is only SecretString")
    which = {"SecretId": ":".join(parts[:size]), "VersionStage": stage or None, "VersionId": version or None}
    text = call("secretsmanager", region, "get_secret_value", which)["SecretString"]
    return str(json.loads(text)[key]) if key else text


def _parameter(reference, region) -> str:
    return call("ssm", region, "get_parameter", {"Name": reference})["Parameter"]["Value"]


def _secure_parameter(reference, region) -> str:
    asked = {"Name": reference, "WithDecryption": True}
    return call("ssm", region, "get_parameter", asked)["Parameter"]["Value"]


_READ = {"secretsmanager": _secret, "ssm": _parameter, "ssm-secure": _secure_parameter}
