"""Every IAM policy document in an output, and what parliament and two rules of our own have against it."""

import functools
import json
from dataclasses import dataclass

import parliament

from arns import ACCOUNT
from templates import walk
from waivers import Finding

# A trust policy has no Resource: it is the role itself. parliament wants one all the same.
TRUSTED_ROLE = f"arn:aws:iam::{ACCOUNT}:role/itself"


@dataclass(frozen=True)
class Policy:
    """A document, and the resource that carries it."""

    framework: str
    resource: str
    document: str

    @property
    def statements(self):
        statements = json.loads(self.document)["Statement"]
        return statements if isinstance(statements, list) else [statements]


def is_policy(value):
    return isinstance(value, dict) and "Statement" in value and "Version" in value


def of_manifest(manifest):
    """The documents in the templates of a manifest, with every reference resolved to text."""
    for resource in manifest.resources():
        for _, value in walk(resource.properties):
            if is_policy(value):
                document = json.dumps(_evaluated(value, resource.stack), sort_keys=True)
                yield Policy("cloudformation", resource.address, document)


def _evaluated(value, stack):
    """The document with intrinsic functions evaluated: an object of one key, `Ref` or `Fn::…`."""
    if isinstance(value, list):
        return [_evaluated(item, stack) for item in value]
    if not isinstance(value, dict):
        return value
    if len(value) == 1 and next(iter(value)).startswith(("Ref", "Fn::")):
        return stack.text(value)
    return {key: _evaluated(item, stack) for key, item in value.items()}


def of_plan(plan):
    """The documents in a Terraform plan: arguments that are strings of JSON."""
    for (kind, name), values in plan.resources.items():
        for _, value in walk(values):
            if isinstance(value, str) and is_policy(_json(value)):
                yield Policy("terraform", f"{kind}.{name}", value)


def _json(text):
    """What the text says as JSON; None where it is something else, like the path segment `{id}`."""
    try:
        return json.loads(text) if text.startswith("{") else None
    except json.JSONDecodeError:
        return None


def findings(policies):
    """What is wrong with the documents."""
    for policy in policies:
        for check, message in (*_wildcards(policy), *_parliament(_with_resources(policy))):
            yield Finding(check, policy.resource, message, policy.framework)


def _wildcards(policy):
    """What drc never grants. A Deny may say `s3:*`: it takes, and grants nothing."""
    for statement in policy.statements:
        if statement["Effect"] != "Allow":
            continue
        for action in _list(statement.get("Action", [])):
            if "*" in action:
                yield "WILDCARD_ACTION", f"grants {action}"
        if "NotAction" in statement or "NotResource" in statement or "NotPrincipal" in statement:
            yield "NEGATED_GRANT", "grants everything but something"
        if _is_everyone(statement.get("Principal")) and not statement.get("Condition"):
            yield "OPEN_PRINCIPAL", "grants to everyone, without a condition"


def _is_everyone(principal):
    return principal == "*" or isinstance(principal, dict) and "*" in _list(principal.get("AWS", []))


def _list(value):
    return value if isinstance(value, list) else [value]


def _with_resources(policy):
    statements = [{"Resource": TRUSTED_ROLE, **one} if "Principal" in one and "NotResource" not in one else one
                  for one in policy.statements]
    return json.dumps({"Version": json.loads(policy.document)["Version"], "Statement": statements}, sort_keys=True)


@functools.cache
def _parliament(document):
    """Malformed documents, unknown actions and conditions, actions that do not fit their resource, and RESOURCE_STAR:
    a `*` where AWS lets the action be narrower."""
    return [(found.issue, json.dumps(found.detail)) for found in parliament.analyze_policy_string(document).findings]
