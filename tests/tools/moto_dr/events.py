"""EventBridge: global endpoints, which moto does not have, and events on their way between regions."""

import copy
from datetime import datetime, timezone

from moto.events.models import Rule, events_backends
from moto.events.responses import EventsHandler
from moto.moto_api._internal import mock_random

from .operation import Refused, held, operation
from .patch import patch

# --- global endpoints ------------------------------------------------------------------------------


@operation(EventsHandler)
def create_endpoint(self, asked):
    name = asked["Name"]
    if name in _endpoints(self):
        raise Refused("ResourceAlreadyExistsException", f"Endpoint {name} already exists")
    _check(self, asked)
    identifier, now = f"{mock_random.get_random_hex(10)}.{mock_random.get_random_hex(3)}", datetime.now(timezone.utc)
    arn = f"arn:aws:events:{self.region}:{self.current_account}:endpoint/{name}"
    _endpoints(self)[name] = {
        "ReplicationConfig": {"State": "ENABLED"}, **asked, "Arn": arn, "EndpointId": identifier, "State": "ACTIVE",
        "EndpointUrl": f"https://{identifier}.endpoint.events.amazonaws.com/",
        "CreationTime": now, "LastModifiedTime": now,
    }
    return _endpoints(self)[name]


@operation(EventsHandler)
def describe_endpoint(self, asked):
    return _endpoint(self, asked)


@operation(EventsHandler)
def list_endpoints(self, asked):
    return {"Endpoints": list(_endpoints(self).values())}


@operation(EventsHandler)
def update_endpoint(self, asked):
    found = _endpoint(self, asked)
    _check(self, {**found, **asked})
    found.update(asked)
    return found


@operation(EventsHandler)
def delete_endpoint(self, asked):
    _endpoint(self, asked)
    del _endpoints(self)[asked["Name"]]


def _endpoints(self):
    return held(self.events_backend, "endpoints")


def _endpoint(self, asked):
    if asked["Name"] not in _endpoints(self):
        raise Refused("ResourceNotFoundException", f"Endpoint '{asked['Name']}' does not exist.")
    return _endpoints(self)[asked["Name"]]


def _check(self, asked) -> None:
    """Two buses of one name, in this region and in the one that events fail over to; a role if they replicate."""
    arns = [it["EventBusArn"].split(":") for it in asked["EventBuses"]]
    failover = asked["RoutingConfig"]["FailoverConfig"]
    regions, names = [it[3] for it in arns], {it[5] for it in arns}
    if len(names) != 1 or regions != [self.region, failover["Secondary"]["Route"]]:
        message = f"two buses of one name, in {self.region} and then in the secondary's route; these are {arns}"
        raise Refused("ValidationException", message)
    for region in regions:
        if min(names).removeprefix("event-bus/") not in events_backends[self.current_account][region].event_buses:
            raise Refused("ResourceNotFoundException", f"there is no bus {min(names)} in {region}")
    replicates = asked.get("ReplicationConfig", {}).get("State", "ENABLED") == "ENABLED"
    if replicates and not asked.get("RoleArn"):
        raise Refused("ValidationException", "event replication needs a role")


# --- events ----------------------------------------------------------------------------------------


@patch(Rule, "send_to_targets")
def send_to_targets(stock, self, original_event, transform_input=True):
    """moto hands an event to another bus as a new one, with a region and an id of its own. On AWS it stays the same.

    So a rule that copies only events of its own region does not send back what it was sent. Functions are not
    called: no code runs on this server. A rule that is disabled sends nothing.
    """
    if self.state == "DISABLED" or not self.event_pattern.matches_event(original_event):
        return
    buses = [it for it in self.targets if ":event-bus/" in it["Arn"]]
    others = copy.copy(self)
    others.targets = [it for it in self.targets if it not in buses and ":lambda:" not in it["Arn"]]
    stock(others, original_event, transform_input)
    for target in buses:
        _, _, _, region, account, bus = target["Arn"].split(":", 5)
        there = events_backends[account][region].describe_event_bus(bus.removeprefix("event-bus/"))
        for rule in there.rules.values():
            rule.send_to_targets(copy.deepcopy(original_event), transform_input)
