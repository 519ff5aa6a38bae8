"""Intrinsic functions that moto does not resolve, or not right."""

import ipaddress

from moto.cloudformation import parsing

from ..patch import patch

ZONES = "abc"  # of every region that drc's examples name


@patch(parsing, "clean_json")
def clean_json(stock, resource_json, resources_map):
    """moto does not know Fn::Cidr, takes only a literal for Fn::GetAZs, and leaves AWS::NoValue in a list."""
    if isinstance(resource_json, list):
        return [it for it in stock(resource_json, resources_map) if it is not None]
    if isinstance(resource_json, dict) and len(resource_json) == 1:
        ((name, argument),) = resource_json.items()
        if name in _RESOLVE:
            return _RESOLVE[name](parsing.clean_json(argument, resources_map), resources_map)
    return stock(resource_json, resources_map)


def _cidr(arguments, _) -> list[str]:
    """[block, how many, how many bits each has for hosts]."""
    block, count, bits = arguments
    network = ipaddress.ip_network(block)
    parts = network.subnets(new_prefix=network.max_prefixlen - int(bits))
    return [str(next(parts)) for _ in range(int(count))]


def _zones(region, resources_map) -> list[str]:
    region = region or resources_map["AWS::Region"]
    return [f"{region}{it}" for it in ZONES]


_RESOLVE = {"Fn::Cidr": _cidr, "Fn::GetAZs": _zones}
