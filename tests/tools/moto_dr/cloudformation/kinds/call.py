"""Calls this server's own API with the properties of a template.

CloudFormation spells a service's members in its own case and takes scalars in any form ("300", 300). The shapes
that botocore carries say what the service wants. A member they do not know is left as it is: botocore refuses
it by name.
"""

import functools
import json
import threading

import boto3
from botocore.config import Config

from ... import address


def call(service: str, region: str, operation: str, parameters: dict) -> dict:
    client = _client(service, region)
    model = client.meta.service_model.operation_model(client.meta.method_to_api_mapping[operation])
    wanted = {key: value for key, value in parameters.items() if value is not None}
    return getattr(client, operation)(**conform(model.input_shape, wanted))


_session, _lock = boto3.session.Session(), threading.Lock()


def _client(service, region):
    with _lock:  # two stacks may be under way; sessions make one client at a time
        return _make_client(service, region)


@functools.cache
def _make_client(service, region):
    return _session.client(
        service,
        region_name=region,
        endpoint_url=address.url(),
        aws_access_key_id="stack",
        aws_secret_access_key="stack",
        config=Config(retries={"max_attempts": 0}),
    )


def text(document) -> str:
    """A policy, say: JSON. YAML reads an unquoted 2012-10-17 as a date; CloudFormation does not."""
    return json.dumps(document, default=str) if isinstance(document, (dict, list)) else str(document)


def conform(shape, value):
    return _BY_TYPE.get(shape.type_name, lambda shape, value: value)(shape, value)


def _structure(shape, value):
    if not isinstance(value, dict):
        return value
    members = {name.lower(): name for name in shape.members}
    given = {members.get(key.lower(), key): it for key, it in value.items()}
    return {key: conform(shape.members[key], it) if key in shape.members else it for key, it in given.items()}


def _list(shape, value):
    if isinstance(value, dict):  # tags: some types want a map where their service wants a list
        value = [{"Key": key, "Value": it} for key, it in value.items()]
    return [conform(shape.member, it) for it in value]


def _map(shape, value):
    if isinstance(value, list):  # and the reverse
        value = {it["Key"]: it["Value"] for it in value}
    return {key: conform(shape.value, it) for key, it in value.items()}


def _string(shape, value):
    return str(value).lower() if isinstance(value, bool) else text(value)


def _boolean(shape, value):
    return value.lower() == "true" if isinstance(value, str) else value


_BY_TYPE = {
    "structure": _structure,
    "list": _list,
    "map": _map,
    "string": _string,
    "boolean": _boolean,
    "integer": lambda shape, value: int(value),
    "long": lambda shape, value: int(value),
    "float": lambda shape, value: float(value),
    "double": lambda shape, value: float(value),
}
