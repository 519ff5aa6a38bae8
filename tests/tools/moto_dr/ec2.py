"""Security groups, and peerings between regions."""

import copy

from moto.core.responses import ActionResult
from moto.ec2.models import ec2_backends
from moto.ec2.models.security_groups import SecurityGroupRule
from moto.ec2.models.vpc_peering_connections import VPCPeeringConnectionBackend
from moto.ec2.responses.vpc_peering_connections import VPCPeeringConnections

from .patch import patch


@patch(SecurityGroupRule, "description")
def description(stock, self):
    """moto forgets the description of a rule that names another group instead of a range."""
    return (self.ip_range or {}).get("Description") or (self.source_group or {}).get("Description")


@patch(VPCPeeringConnectionBackend, "create_vpc_peering_connection")
def create_vpc_peering_connection(stock, self, vpc, peer_vpc, tags=None):
    """moto shares one object between the regions, tags and all. AWS keeps the tags of each side apart.

    The copy shares what is one thing: the status, and the options of both sides.
    """
    made = stock(self, vpc, peer_vpc, tags)
    if vpc.region != peer_vpc.region:
        there = copy.copy(made)
        there.ec2_backend = ec2_backends[peer_vpc.owner_id][peer_vpc.region]
        there.ec2_backend.vpc_pcxs[made.id] = there
    return made


@patch(VPCPeeringConnections, "describe_vpc_peering_connections")
def describe_vpc_peering_connections(stock, self):
    """moto answers with every connection, those that are deleted among them, whatever the filters say."""
    found = stock(self).result["VpcPeeringConnections"]
    for wanted in self._get_param("Filters", []):
        found = [it for it in found if _FILTERS[wanted["Name"]](it) in wanted["Values"]]
    return ActionResult({"VpcPeeringConnections": found})


_FILTERS = {
    "accepter-vpc-info.vpc-id": lambda it: it.peer_vpc.id,
    "requester-vpc-info.vpc-id": lambda it: it.vpc.id,
    "status-code": lambda it: it.status["Code"],
    "vpc-peering-connection-id": lambda it: it.id,
}
