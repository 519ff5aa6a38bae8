"""A class per CloudFormation resource type. `find` gives the class for a type's name."""

from . import api, balancing, compute, custom, data, dns, events, identity, keys, messaging, network, observability, reach
from . import recovery, relational, secrets, versions
from .kind import Kind, Unknown
from .native import Native, is_native

_MODULES = (
    api, balancing, compute, data, dns, events, identity, keys, messaging, network, observability, reach, recovery,
    relational, secrets, versions,
)
_KINDS = {
    it.TYPE: it
    for module in _MODULES
    for it in vars(module).values()
    if isinstance(it, type) and issubclass(it, Kind) and it.TYPE
}


def find(resource_type: str) -> type[Kind]:
    if resource_type in _KINDS:
        return _KINDS[resource_type]
    if resource_type.startswith("Custom::"):
        return custom.Custom
    return Native if is_native(resource_type) else Unknown


__all__ = ["Kind", "find"]
