"""Accelerators and their listeners."""

from datetime import datetime, timezone

from moto.moto_api._internal import mock_random

from ..operation import Refused, operation
from .service import Handler, below, find


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
    return {"Accelerator": the_accelerator(self, asked)}


@operation(Handler)
def list_accelerators(self, asked):
    return {"Accelerators": list(self.backend.accelerators.values())}


@operation(Handler)
def update_accelerator(self, asked):
    found = the_accelerator(self, asked)
    found.update({key: asked[key] for key in ("Name", "IpAddressType", "Enabled") if key in asked})
    return {"Accelerator": found}


@operation(Handler)
def delete_accelerator(self, asked):
    found, arn = the_accelerator(self, asked), asked["AcceleratorArn"]
    if found["Enabled"]:
        raise Refused("AcceleratorNotDisabledException", f"{arn} must be disabled before it is deleted")
    if below(self.backend.listeners, arn):
        raise Refused("AssociatedListenerFoundException", f"{arn} has listeners")
    del self.backend.accelerators[arn]


@operation(Handler)
def describe_accelerator_attributes(self, asked):
    the_accelerator(self, asked)
    return {"AcceleratorAttributes": self.backend.attributes[asked["AcceleratorArn"]]}


@operation(Handler)
def update_accelerator_attributes(self, asked):
    the_accelerator(self, asked)
    found = self.backend.attributes[asked.pop("AcceleratorArn")]
    found.update(asked)
    if found["FlowLogsEnabled"] and not found.get("FlowLogsS3Bucket"):
        raise Refused("InvalidArgumentException", "flow logs need a bucket")
    return {"AcceleratorAttributes": found}


def the_accelerator(self, asked):
    return find(self.backend.accelerators, asked["AcceleratorArn"], "AcceleratorNotFoundException")


# --- listeners -------------------------------------------------------------------------------------


@operation(Handler)
def create_listener(self, asked):
    the_accelerator(self, asked)
    arn = f"{asked.pop('AcceleratorArn')}/listener/{mock_random.uuid4().hex[:8]}"
    made = {"ClientAffinity": "NONE", "Protocol": "TCP", **asked, "ListenerArn": arn}
    for ports in made["PortRanges"]:
        if ports["FromPort"] > ports["ToPort"]:
            raise Refused("InvalidPortRangeException", f"{ports} ends before it begins")
    self.backend.listeners[arn] = made
    return {"Listener": made}


@operation(Handler)
def describe_listener(self, asked):
    return {"Listener": the_listener(self, asked)}


@operation(Handler)
def list_listeners(self, asked):
    return {"Listeners": below(self.backend.listeners, asked["AcceleratorArn"])}


@operation(Handler)
def update_listener(self, asked):
    found = the_listener(self, asked)
    found.update(asked)
    return {"Listener": found}


@operation(Handler)
def delete_listener(self, asked):
    the_listener(self, asked)
    if below(self.backend.groups, asked["ListenerArn"]):
        raise Refused("AssociatedEndpointGroupFoundException", f"{asked['ListenerArn']} has endpoint groups")
    del self.backend.listeners[asked["ListenerArn"]]


def the_listener(self, asked):
    return find(self.backend.listeners, asked["ListenerArn"], "ListenerNotFoundException")
