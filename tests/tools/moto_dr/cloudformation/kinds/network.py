"""Networks: their subnets, gateways and routes."""

from .kind import Kind


class Ec2(Kind):
    """Something of EC2's, which is created with its tags and deleted by its id."""

    SERVICE = "ec2"
    DELETE: tuple[str, str] | None = None  # the operation, and the name of the id in it

    def tagged(self, kind: str):
        """`Tags`, the way EC2 wants them on creation."""
        tags = self.take("Tags")
        return [{"ResourceType": kind, "Tags": tags}] if tags else None

    def update(self, former) -> None:
        """Tags in place; a new network under running systems is nobody's wish."""
        if "Tags" not in self.properties and "Tags" not in former.properties:
            super().update(former)
            return
        self.adopt_changes(former, in_place=("Tags",))
        self.call("create_tags", Resources=[self.tagged_id], Tags=self.properties.get("Tags", []))

    @property
    def tagged_id(self) -> str:
        return self.physical_resource_id

    def delete(self) -> None:
        operation, identifier = self.DELETE
        self.call(operation, **{identifier: self.tagged_id})


class Vpc(Ec2):
    TYPE, DELETE = "AWS::EC2::VPC", ("delete_vpc", "VpcId")

    def create(self) -> None:
        names = {it: self.take(it) for it in ("EnableDnsHostnames", "EnableDnsSupport")}
        made = self.call("create_vpc", TagSpecifications=self.tagged("vpc"), **self.rest())["Vpc"]
        self.known_as(
            made["VpcId"], VpcId=made["VpcId"], CidrBlock=made["CidrBlock"],
            DefaultSecurityGroup=self._default("describe_security_groups", "SecurityGroups", "GroupId", made["VpcId"]),
            DefaultNetworkAcl=self._default("describe_network_acls", "NetworkAcls", "NetworkAclId", made["VpcId"]),
        )
        for name, value in names.items():
            if value is not None:
                self.call("modify_vpc_attribute", VpcId=made["VpcId"], **{name: {"Value": value}})

    def _default(self, operation, key, identifier, vpc):
        found = self.call(operation, Filters=[{"Name": "vpc-id", "Values": [vpc]}])[key]
        return found[0][identifier] if found else None


class Subnet(Ec2):
    TYPE, DELETE = "AWS::EC2::Subnet", ("delete_subnet", "SubnetId")

    def create(self) -> None:
        public = self.take("MapPublicIpOnLaunch")
        made = self.call("create_subnet", TagSpecifications=self.tagged("subnet"), **self.rest())["Subnet"]
        names = ("AvailabilityZone", "CidrBlock", "SubnetId", "VpcId")
        self.known_as(made["SubnetId"], **{it: made[it] for it in names})
        if public is not None:
            self.call("modify_subnet_attribute", SubnetId=made["SubnetId"], MapPublicIpOnLaunch={"Value": public})


class InternetGateway(Ec2):
    TYPE, DELETE = "AWS::EC2::InternetGateway", ("delete_internet_gateway", "InternetGatewayId")

    def create(self) -> None:
        tags = self.tagged("internet-gateway")
        made = self.call("create_internet_gateway", TagSpecifications=tags)["InternetGateway"]["InternetGatewayId"]
        self.known_as(made, InternetGatewayId=made)


class GatewayAttachment(Kind):
    TYPE, SERVICE = "AWS::EC2::VPCGatewayAttachment", "ec2"

    def create(self) -> None:
        vpc = self.properties["VpcId"]
        self.call("attach_internet_gateway", **self.rest())
        self.known_as(f"IGW|{vpc}", AttachmentType="IGW")

    def delete(self) -> None:
        self.call("detach_internet_gateway", **self.properties)


class RouteTable(Ec2):
    TYPE, DELETE = "AWS::EC2::RouteTable", ("delete_route_table", "RouteTableId")

    def create(self) -> None:
        tags = self.tagged("route-table")
        made = self.call("create_route_table", TagSpecifications=tags, **self.rest())["RouteTable"]["RouteTableId"]
        self.known_as(made, RouteTableId=made)


class Route(Kind):
    TYPE, SERVICE = "AWS::EC2::Route", "ec2"

    def create(self) -> None:
        table, place = self.properties["RouteTableId"], self.properties.get("DestinationCidrBlock")
        self.call("create_route", **self.rest())
        self.known_as(f"{table}|{place}", CidrBlock=place)

    def delete(self) -> None:
        place = {it: self.properties.get(it) for it in ("DestinationCidrBlock", "DestinationIpv6CidrBlock")}
        self.call("delete_route", RouteTableId=self.properties["RouteTableId"], **place)


class RouteTableAssociation(Kind):
    TYPE, SERVICE = "AWS::EC2::SubnetRouteTableAssociation", "ec2"

    def create(self) -> None:
        made = self.call("associate_route_table", **self.rest())["AssociationId"]
        self.known_as(made, Id=made)

    def delete(self) -> None:
        self.call("disassociate_route_table", AssociationId=self.physical_resource_id)


class Address(Ec2):
    TYPE, DELETE = "AWS::EC2::EIP", ("release_address", "AllocationId")

    def create(self) -> None:
        made = self.call("allocate_address", TagSpecifications=self.tagged("elastic-ip"), **self.rest())
        self.known_as(made["PublicIp"], AllocationId=made["AllocationId"], PublicIp=made["PublicIp"])

    @property
    def tagged_id(self) -> str:
        return self.attributes["AllocationId"]


class NatGateway(Ec2):
    TYPE, DELETE = "AWS::EC2::NatGateway", ("delete_nat_gateway", "NatGatewayId")

    def create(self) -> None:
        tags = self.tagged("natgateway")
        made = self.call("create_nat_gateway", TagSpecifications=tags, **self.rest())["NatGateway"]["NatGatewayId"]
        self.known_as(made, NatGatewayId=made)


class Peering(Ec2):
    """In one account CloudFormation accepts it, in the other region, too."""

    TYPE = "AWS::EC2::VPCPeeringConnection"
    DELETE = ("delete_vpc_peering_connection", "VpcPeeringConnectionId")

    def create(self) -> None:
        there, tags = self.properties.get("PeerRegion", self.region), self.tagged("vpc-peering-connection")
        made = self.call("create_vpc_peering_connection", TagSpecifications=tags, **self.rest())
        connection = made["VpcPeeringConnection"]["VpcPeeringConnectionId"]
        self.known_as(connection, Id=connection)
        self.call_in(there, "accept_vpc_peering_connection", VpcPeeringConnectionId=connection)
