"""A class per CloudFormation resource type. `find` gives the class for a type's name."""

from . import api, compute, custom, data, dns, identity, messaging, observability, recovery, relational
from .kind import Kind, Unknown
from .native import Native, is_native
from .stand_ins import TYPES as STAND_INS, StandIn

_MODULES = (api, compute, data, dns, identity, messaging, observability, recovery, relational)
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
    if resource_type in STAND_INS:
        return StandIn
    return Native if is_native(resource_type) else Unknown


__all__ = ["Kind", "find"]
