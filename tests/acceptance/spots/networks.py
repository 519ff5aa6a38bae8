"""What is in which subnet, where it can go from there, and who lets whom in."""

from acceptance.spots.registry import spot

GATEWAYS = ("s3", "dynamodb")  # the endpoints that are a route, and cost nothing
PORTS = {"aurora-mysql": 3306, "aurora-postgresql": 5432}


@spot("network")
def networks_have_public_and_private_subnets_in_every_zone(world):
    for name, said in world.spec["network"].items():
        for region in world.spec.regions:
            subnets = subnets_of(world, name, region)
            for kind in ("public", "private"):
                assert len({it["AvailabilityZoneId"] for it in subnets[kind]}) == said["zones"], f"{region} {kind}"
                assert len(subnets[kind]) == said["zones"]
            vpc = world.vpc(name, region)["VpcId"]
            for it in ("enableDnsSupport", "enableDnsHostnames"):  # private DNS of the endpoints needs both
                held = world.aws.client("ec2", region).describe_vpc_attribute(VpcId=vpc, Attribute=it)
                assert held[it[0].upper() + it[1:]]["Value"], it


@spot("network")
def nat_gateways_are_as_many_as_the_spec_says(world):
    """One, or one in each zone; every private subnet goes through one, and with one in each through its own zone's."""
    for name, said in world.spec["network"].items():
        for region in world.spec.regions:
            subnets, vpc = subnets_of(world, name, region), world.vpc(name, region)["VpcId"]
            held = world.aws.every("ec2", "describe_nat_gateways", "NatGateways", region)
            held = {it["NatGatewayId"]: it["SubnetId"] for it in held if it["VpcId"] == vpc and it["State"] == "available"}
            assert len(held) == {"single": 1, "per-zone": said["zones"], "none": 0}[said["nat"]]
            zones = {it["SubnetId"]: it["AvailabilityZoneId"] for it in subnets["public"]}
            assert set(held.values()) <= set(zones)
            for subnet in subnets["private"]:
                gateway = held[_default_route(world, subnet, region)["NatGatewayId"]]
                assert said["nat"] == "single" or zones[gateway] == subnet["AvailabilityZoneId"]


@spot("network", when=lambda spec: spec.uses("network", "endpoints"))
def endpoints_keep_calls_to_aws_inside(world):
    """Gateways on every private route table; interfaces in every zone, under the service's own name."""
    for name, said in world.spec["network"].items():
        for region in world.spec.regions:
            subnets, vpc = subnets_of(world, name, region), world.vpc(name, region)["VpcId"]
            held = world.aws.every("ec2", "describe_vpc_endpoints", "VpcEndpoints", region)
            held = {it["ServiceName"].removeprefix(f"com.amazonaws.{region}."): it for it in held if it["VpcId"] == vpc}
            assert set(held) == set(said["endpoints"])
            private = {it["SubnetId"] for it in subnets["private"]}
            tables = {_route_table(world, it, region)["RouteTableId"] for it in subnets["private"]}
            for service, endpoint in held.items():
                if service in GATEWAYS:
                    assert endpoint["VpcEndpointType"] == "Gateway" and set(endpoint["RouteTableIds"]) == tables
                else:
                    assert endpoint["VpcEndpointType"] == "Interface" and endpoint["PrivateDnsEnabled"]
                    assert set(endpoint["SubnetIds"]) == private


@spot("network", "function", when=lambda spec: spec.uses("network", "endpoints"))
def functions_reach_the_endpoints(world):
    for name, said in world.spec["function"].items():
        for region in world.spec.regions:
            (group,) = world.function(name, region)["VpcConfig"]["SecurityGroupIds"]
            vpc = world.vpc(said["network"].removeprefix("network."), region)["VpcId"]
            for it in world.aws.every("ec2", "describe_vpc_endpoints", "VpcEndpoints", region):
                if it["VpcId"] == vpc and it["VpcEndpointType"] == "Interface":
                    (of_endpoint,) = [each["GroupId"] for each in it["Groups"]]
                    assert (443, group) in _let_in(world, of_endpoint, region), it["ServiceName"]
                    assert (443, of_endpoint) in _let_out(world, group, region), it["ServiceName"]


@spot("network", "database")
def the_database_lets_in_those_who_may_connect_and_nobody_else(world):
    for database, said in world.spec["database"].items():
        may = [it for it, each in world.spec["function"].items() if f"connect database.{database}" in each["access"]]
        for region in world.spec.regions:
            (group,) = [it["VpcSecurityGroupId"] for it in world.cluster(database, region)["VpcSecurityGroups"]]
            wanted = {(PORTS[said["engine"]], world.function(it, region)["VpcConfig"]["SecurityGroupIds"][0]) for it in may}
            assert _let_in(world, group, region) == wanted
            assert _let_out(world, group, region) == set()
            for port, function in wanted:
                assert (port, group) in _let_out(world, function, region)


@spot("network")
def nothing_is_open_to_the_internet_but_the_public_balancer(world):
    for region in world.spec.regions:
        balancers = world.aws.every("elbv2", "describe_load_balancers", "LoadBalancers", region)
        public = {it for each in balancers if each["Scheme"] == "internet-facing" for it in each["SecurityGroups"]}
        for group in _groups(world, region):
            opened = [it for it in _let_in(world, group, region) if not str(it[1]).startswith("sg-")]
            assert opened == ([(443, "0.0.0.0/0")] if group in public else []), f"{region} {group}"


@spot("network")
def groups_let_out_only_what_they_say(world):
    """The rule that lets everything out is gone."""
    for region in world.spec.regions:
        for group in _groups(world, region):
            ports = {port for port, _ in _let_out(world, group, region)}
            assert ports <= {443, *PORTS.values()}, f"{region} {group} lets out {ports}"


@spot("network", when=lambda spec: spec.uses("network", "peering"))
def peered_networks_have_routes_on_both_sides(world):
    for name in world.spec["network"]:
        for region in world.spec.regions:
            (other,) = {*world.spec.regions} - {region}
            held = world.aws.every("ec2", "describe_vpc_peering_connections", "VpcPeeringConnections", region)
            (peering,) = [it for it in held if it["Status"]["Code"] == "active"]
            there = world.vpc(name, other)["CidrBlock"]
            assert there in (peering["AccepterVpcInfo"]["CidrBlock"], peering["RequesterVpcInfo"]["CidrBlock"])
            for subnet in subnets_of(world, name, region)["private"]:
                routes = {it.get("DestinationCidrBlock"): it for it in _route_table(world, subnet, region)["Routes"]}
                assert routes[there]["VpcPeeringConnectionId"] == peering["VpcPeeringConnectionId"]


def subnets_of(world, network, region):
    """By what their default route is: the internet itself, or not."""
    vpc, found = world.vpc(network, region)["VpcId"], {"public": [], "private": []}
    for it in world.aws.every("ec2", "describe_subnets", "Subnets", region):
        if it["VpcId"] == vpc:
            route = _default_route(world, it, region)
            found["public" if route and route.get("GatewayId", "").startswith("igw-") else "private"].append(it)
    return found


def _default_route(world, subnet, region):
    routes = _route_table(world, subnet, region)["Routes"]
    return next((it for it in routes if it.get("DestinationCidrBlock") == "0.0.0.0/0"), None)


def _route_table(world, subnet, region):
    held = world.aws.every("ec2", "describe_route_tables", "RouteTables", region)
    (found,) = [it for it in held if subnet["SubnetId"] in [each.get("SubnetId") for each in it["Associations"]]]
    return found


def _groups(world, region):
    held = world.aws.every("ec2", "describe_security_groups", "SecurityGroups", region)
    return [it["GroupId"] for it in held if it["GroupName"] != "default"]


def _let_in(world, group, region):
    return _rules(world, group, region, "IpPermissions")


def _let_out(world, group, region):
    """But for the placeholder that stands in a template where nothing may leave: one address that is nobody's."""
    found = _rules(world, group, region, "IpPermissionsEgress")
    return {it for it in found if it[1] != "255.255.255.255/32"}


def _rules(world, group, region, which):
    """(port, who) of each rule: who is a group or a range."""
    held = world.aws.client("ec2", region).describe_security_groups(GroupIds=[group])["SecurityGroups"][0][which]
    found = set()
    for rule in held:
        assert rule.get("FromPort") == rule.get("ToPort") or rule["IpProtocol"] == "icmp", rule
        ranges = [it["CidrIp"] for it in rule["IpRanges"]] + [it["CidrIpv6"] for it in rule.get("Ipv6Ranges", [])]
        found |= {(rule.get("FromPort"), it) for it in [*ranges, *(it["GroupId"] for it in rule["UserIdGroupPairs"])]}
    return found
