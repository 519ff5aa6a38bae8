"""Endpoint groups: one for a region, with load balancers or elastic addresses of it."""

from moto.ec2.models import ec2_backends
from moto.elbv2.models import elbv2_backends
from moto.moto_api._internal import mock_random

from ..operation import Refused, operation
from .accelerators import the_listener
from .service import Handler, below, find

GROUP = {
    "TrafficDialPercentage": 100.0, "HealthCheckProtocol": "TCP", "HealthCheckIntervalSeconds": 30, "ThresholdCount": 3,
}


@operation(Handler)
def create_endpoint_group(self, asked):
    listener, region = the_listener(self, asked), asked["EndpointGroupRegion"]
    arn = f"{asked.pop('ListenerArn')}/endpoint-group/{mock_random.uuid4().hex[:8]}"
    if any(it["EndpointGroupRegion"] == region for it in below(self.backend.groups, listener["ListenerArn"])):
        raise Refused("EndpointGroupAlreadyExistsException", f"the listener has a group for {region}")
    port = listener["PortRanges"][0]["FromPort"]
    made = {**GROUP, "HealthCheckPort": port, "EndpointGroupRegion": region, "EndpointDescriptions": []}
    _settle(self, made, asked)
    self.backend.groups[arn] = {**made, "EndpointGroupArn": arn}
    return {"EndpointGroup": self.backend.groups[arn]}


@operation(Handler)
def describe_endpoint_group(self, asked):
    return {"EndpointGroup": _group(self, asked)}


@operation(Handler)
def list_endpoint_groups(self, asked):
    return {"EndpointGroups": below(self.backend.groups, asked["ListenerArn"])}


@operation(Handler)
def update_endpoint_group(self, asked):
    found = _group(self, asked)
    _settle(self, found, asked)
    return {"EndpointGroup": found}


@operation(Handler)
def delete_endpoint_group(self, asked):
    _group(self, asked)
    del self.backend.groups[asked["EndpointGroupArn"]]


def _group(self, asked):
    return find(self.backend.groups, asked["EndpointGroupArn"], "EndpointGroupNotFoundException")


def _settle(self, group, asked) -> None:
    endpoints = asked.pop("EndpointConfigurations", None)
    if endpoints is not None:
        group["EndpointDescriptions"] = [_endpoint(self, group["EndpointGroupRegion"], it) for it in endpoints]
    group.update({key: it for key, it in asked.items() if key != "IdempotencyToken"})


def _endpoint(self, region, asked):
    """A load balancer or an elastic address of the group's region.

    Client addresses are kept by default for an application balancer, and for a network balancer only with
    security groups and when asked ("Requirements for endpoints with client IP address preservation").
    """
    name, keep = asked["EndpointId"], asked.get("ClientIPPreservationEnabled")
    if name.startswith("eipalloc-"):
        known, able, usual = name in _addresses(self.current_account, region), False, False
    else:
        balancer = elbv2_backends[self.current_account][region].load_balancers.get(name)
        application = bool(balancer) and balancer.type == "application"
        known, able, usual = balancer, application or bool(balancer and balancer.security_groups), application
    if not known:
        raise Refused("EndpointNotFoundException", f"{name} is no load balancer or elastic address of {region}")
    if keep and not able:
        raise Refused("InvalidArgumentException", f"{name} cannot keep client addresses: no security groups")
    return {
        "EndpointId": name, "Weight": asked.get("Weight", 128), "HealthState": "HEALTHY",
        "ClientIPPreservationEnabled": usual if keep is None else keep,
    }


def _addresses(account, region):
    return ec2_backends[account][region].addresses


@operation(Handler)
def list_cross_account_resources(self, asked):
    """There is one account here. (The provider asks whenever it reads a group.)"""
    return {"CrossAccountResources": []}
