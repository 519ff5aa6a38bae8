"""Global Accelerator, which moto does not have: accelerators, listeners, endpoint groups.

AWS deploys a change for minutes (IN_PROGRESS); here it is DEPLOYED at once. Refused is what AWS refuses by its
API reference: what belongs to nothing, what is still in use, and an endpoint that its region does not hold.
"""

import re
from datetime import datetime, timezone

from moto import backend_index, backends
from moto.core.base_backend import BackendDict, BaseBackend
from moto.core.responses import BaseResponse
from moto.ec2.models import ec2_backends
from moto.elbv2.models import elbv2_backends
from moto.moto_api._internal import mock_random

from .operation import Refused, operation
from .patch import patch

HOME = "us-west-2"  # the one region with an API
GROUP = {
    "TrafficDialPercentage": 100.0, "HealthCheckProtocol": "TCP", "HealthCheckIntervalSeconds": 30, "ThresholdCount": 3,
}


class Backend(BaseBackend):
    def __init__(self, region_name, account_id):
        super().__init__(region_name, account_id)
        self.accelerators, self.attributes, self.listeners, self.groups, self.tags = {}, {}, {}, {}, {}

    @property
    def _url_module(self):
        """moto looks for a module `urls` beside this one."""
        return Urls


globalaccelerator_backends = BackendDict(Backend, "globalaccelerator", False, [HOME, "aws"])  # moto asks "aws" for paths


class Handler(BaseResponse):
    def __init__(self):
        super().__init__(service_name="globalaccelerator")

    @property
    def backend(self) -> Backend:
        if self.region != HOME:
            raise Refused("UnknownEndpoint", f"Global Accelerator has no endpoint in {self.region}, only in {HOME}")
        return globalaccelerator_backends[self.current_account][HOME]


class Urls:
    url_bases = [r"https?://globalaccelerator\.(.+)\.amazonaws\.com"]
    url_paths = {"{0}/": Handler.dispatch}


backend_index.backend_url_patterns.append(("globalaccelerator", re.compile(Urls.url_bases[0])))


@patch(backends, "_import_backend")
def import_backend(stock, module_name, backends_name):
    """moto imports a service from its own package."""
    if module_name == "globalaccelerator":
        return globalaccelerator_backends
    return stock(module_name, backends_name)


# --- accelerators ----------------------------------------------------------------------------------


@operation(Handler)
def create_accelerator(self, asked):
    identifier = mock_random.uuid4()
    arn = f"arn:aws:globalaccelerator::{self.current_account}:accelerator/{identifier}"
    name, number = identifier.hex[:16], len(self.backend.accelerators)
    now = datetime.now(timezone.utc)
    addresses = [f"192.0.2.{2 * number + 1}", f"198.51.100.{2 * number + 1}"]
    made = {
        "AcceleratorArn": arn, "Name": asked["Name"], "Enabled": asked.get("Enabled", True),
        "IpAddressType": asked.get("IpAddressType", "IPV4"), "DnsName": f"a{name}.awsglobalaccelerator.com",
        "IpSets": [{"IpFamily": "IPv4", "IpAddressFamily": "IPv4", "IpAddresses": addresses}],
        "Status": "DEPLOYED", "CreatedTime": now, "LastModifiedTime": now,
    }
    self.backend.accelerators[arn], self.backend.attributes[arn] = made, {"FlowLogsEnabled": False}
    self.backend.tags[arn] = {it["Key"]: it["Value"] for it in asked.get("Tags") or []}
    return {"Accelerator": made}


@operation(Handler)
def describe_accelerator(self, asked):
    return {"Accelerator": _accelerator(self, asked)}


@operation(Handler)
def list_accelerators(self, asked):
    return {"Accelerators": list(self.backend.accelerators.values())}


@operation(Handler)
def update_accelerator(self, asked):
    found = _accelerator(self, asked)
    found.update({key: asked[key] for key in ("Name", "IpAddressType", "Enabled") if key in asked})
    return {"Accelerator": found}


@operation(Handler)
def delete_accelerator(self, asked):
    found, arn = _accelerator(self, asked), asked["AcceleratorArn"]
    if found["Enabled"]:
        raise Refused("AcceleratorNotDisabledException", f"{arn} must be disabled before it is deleted")
    if _below(self.backend.listeners, arn):
        raise Refused("AssociatedListenerFoundException", f"{arn} has listeners")
    del self.backend.accelerators[arn]


@operation(Handler)
def describe_accelerator_attributes(self, asked):
    _accelerator(self, asked)
    return {"AcceleratorAttributes": self.backend.attributes[asked["AcceleratorArn"]]}


@operation(Handler)
def update_accelerator_attributes(self, asked):
    _accelerator(self, asked)
    found = self.backend.attributes[asked.pop("AcceleratorArn")]
    found.update(asked)
    if found["FlowLogsEnabled"] and not found.get("FlowLogsS3Bucket"):
        raise Refused("InvalidArgumentException", "flow logs need a bucket")
    return {"AcceleratorAttributes": found}


def _accelerator(self, asked):
    return _found(self.backend.accelerators, asked["AcceleratorArn"], "AcceleratorNotFoundException")


# --- listeners -------------------------------------------------------------------------------------


@operation(Handler)
def create_listener(self, asked):
    _accelerator(self, asked)
    arn = f"{asked.pop('AcceleratorArn')}/listener/{mock_random.uuid4().hex[:8]}"
    made = {"ClientAffinity": "NONE", "Protocol": "TCP", **asked, "ListenerArn": arn}
    for ports in made["PortRanges"]:
        if ports["FromPort"] > ports["ToPort"]:
            raise Refused("InvalidPortRangeException", f"{ports} ends before it begins")
    self.backend.listeners[arn] = made
    return {"Listener": made}


@operation(Handler)
def describe_listener(self, asked):
    return {"Listener": _listener(self, asked)}


@operation(Handler)
def list_listeners(self, asked):
    return {"Listeners": _below(self.backend.listeners, asked["AcceleratorArn"])}


@operation(Handler)
def update_listener(self, asked):
    found = _listener(self, asked)
    found.update(asked)
    return {"Listener": found}


@operation(Handler)
def delete_listener(self, asked):
    _listener(self, asked)
    if _below(self.backend.groups, asked["ListenerArn"]):
        raise Refused("AssociatedEndpointGroupFoundException", f"{asked['ListenerArn']} has endpoint groups")
    del self.backend.listeners[asked["ListenerArn"]]


def _listener(self, asked):
    return _found(self.backend.listeners, asked["ListenerArn"], "ListenerNotFoundException")


# --- endpoint groups -------------------------------------------------------------------------------


@operation(Handler)
def create_endpoint_group(self, asked):
    listener, region = _listener(self, asked), asked["EndpointGroupRegion"]
    arn = f"{asked.pop('ListenerArn')}/endpoint-group/{mock_random.uuid4().hex[:8]}"
    if any(it["EndpointGroupRegion"] == region for it in _below(self.backend.groups, listener["ListenerArn"])):
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
    return {"EndpointGroups": _below(self.backend.groups, asked["ListenerArn"])}


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
    return _found(self.backend.groups, asked["EndpointGroupArn"], "EndpointGroupNotFoundException")


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


# --- tags, and what all have in common -------------------------------------------------------------


@operation(Handler)
def tag_resource(self, asked):
    self.backend.tags[asked["ResourceArn"]].update({it["Key"]: it["Value"] for it in asked["Tags"]})


@operation(Handler)
def untag_resource(self, asked):
    for key in asked["TagKeys"]:
        self.backend.tags[asked["ResourceArn"]].pop(key, None)


@operation(Handler)
def list_tags_for_resource(self, asked):
    tags = self.backend.tags.get(asked["ResourceArn"], {})
    return {"Tags": [{"Key": key, "Value": it} for key, it in tags.items()]}


def _found(store, arn, code):
    if arn not in store:
        raise Refused(code, f"{arn} does not exist")
    return store[arn]


def _below(store, arn):
    """What belongs to that ARN: an ARN here begins with its owner's."""
    return [it for key, it in store.items() if key.startswith(f"{arn}/")]
