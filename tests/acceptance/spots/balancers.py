from acceptance.spec import seconds
from acceptance.spots.networks import subnets_of
from acceptance.spots.registry import spot

ACCELERATED = {"when": lambda spec: spec.route == "accelerator"}
HOME = "us-west-2"  # where the accelerator's own API is, whatever region it sends to


@spot("balancer")
def balancers_stand_in_every_zone(world):
    """In front of users in the public subnets; behind another balancer in the private ones."""
    behind = {it["forward"].removeprefix("balancer.") for it in world.spec["balancer"].values()}
    for name, said in world.spec["balancer"].items():
        for region in world.spec.regions:
            held = world.balancer(name, region)
            kind = "private" if name in behind else "public"
            subnets = subnets_of(world, said["network"].removeprefix("network."), region)[kind]
            assert {it["SubnetId"] for it in held["AvailabilityZones"]} == {it["SubnetId"] for it in subnets}
            assert (held["Type"], held["State"]["Code"]) == (said["type"], "active")
            assert held["Scheme"] == ("internal" if name in behind else "internet-facing")
            assert held["SecurityGroups"]


@spot("balancer")
def balancers_pass_on_to_what_the_spec_says(world):
    for name, said in world.spec["balancer"].items():
        kind, to = said["forward"].split(".")
        for region in world.spec.regions:
            group, target = behind(world, name, region)
            if kind == "balancer":
                assert target["Id"] == world.balancer(to, region)["LoadBalancerArn"]
                assert (group["TargetType"], target["Port"]) == ("alb", 443)
            else:
                assert target["Id"] == world.function(to, region)["FunctionArn"]
                assert group["TargetType"] == "lambda"


@spot("balancer")
def balancers_check_the_health_of_what_is_behind_them(world):
    """Of a function too, where AWS has it off unless it is asked for."""
    path = world.spec["traffic"]["health_check"]["path"]
    for name in world.spec["balancer"]:
        for region in world.spec.regions:
            group, _ = behind(world, name, region)
            assert group["HealthCheckEnabled"]
            assert (group["HealthCheckPath"], group["Matcher"]["HttpCode"]) == (path, "200")
            wanted = world.spec["traffic"]["health_check"]
            assert group["HealthCheckIntervalSeconds"] == seconds(wanted["interval"])
            assert group["UnhealthyThresholdCount"] == wanted["threshold"]


@spot("balancer")
def listeners_end_tls_with_a_certificate_of_their_region(world):
    domain = world.spec["traffic"]["domain"]
    for name, said in world.spec["balancer"].items():
        if said["type"] != "application":
            continue
        for region in world.spec.regions:
            listener = listener_of(world, name, region)
            assert (listener["Port"], listener["Protocol"]) == (443, "HTTPS")
            assert "TLS13" in listener["SslPolicy"]
            (arn,) = [it["CertificateArn"] for it in listener["Certificates"]]
            held = world.aws.client("acm", region).describe_certificate(CertificateArn=arn)["Certificate"]
            assert (held["DomainName"], held["Status"]) == (domain, "ISSUED")


@spot("balancer", **ACCELERATED)
def the_accelerator_points_at_every_regions_own_balancer(world):
    _, name = world.spec.entry
    accelerator, listener, groups = accelerator_of(world)
    assert accelerator["Enabled"] and len(accelerator["IpSets"][0]["IpAddresses"]) == 2
    assert (listener["Protocol"], listener["PortRanges"]) == ("TCP", [{"FromPort": 443, "ToPort": 443}])
    assert {it["EndpointGroupRegion"] for it in groups} == set(world.spec.regions)
    for group in groups:
        region = group["EndpointGroupRegion"]
        (endpoint,) = group["EndpointDescriptions"]
        assert endpoint["EndpointId"] == world.balancer(name, region)["LoadBalancerArn"]
        # Traffic goes to the secondary when the primary is unhealthy, and then whatever its dial says.
        assert endpoint["Weight"] > 0
        assert group["TrafficDialPercentage"] == (100 if region == world.spec.primary else 0)
        said = world.spec["traffic"]["health_check"]
        assert group["HealthCheckIntervalSeconds"] == seconds(said["interval"])
        assert group["ThresholdCount"] == said["threshold"]


@spot("balancer", **ACCELERATED)
def the_users_name_is_an_alias_of_the_accelerator(world):
    accelerator, _, _ = accelerator_of(world)
    (record,) = world.records(world.spec["traffic"]["domain"])
    assert record["Type"] == "A"
    assert record["AliasTarget"]["DNSName"].rstrip(".") == accelerator["DnsName"]


def accelerator_of(world):
    """It, its listener, and the endpoint groups of that."""
    client = world.aws.client("globalaccelerator", HOME)
    (accelerator,) = client.list_accelerators()["Accelerators"]
    (listener,) = client.list_listeners(AcceleratorArn=accelerator["AcceleratorArn"])["Listeners"]
    return accelerator, listener, client.list_endpoint_groups(ListenerArn=listener["ListenerArn"])["EndpointGroups"]


def listener_of(world, name, region):
    client, arn = world.aws.client("elbv2", region), world.balancer(name, region)["LoadBalancerArn"]
    (listener,) = client.describe_listeners(LoadBalancerArn=arn)["Listeners"]
    return listener


def behind(world, name, region):
    """The group that the listener forwards to, and its only target."""
    client = world.aws.client("elbv2", region)
    (action,) = listener_of(world, name, region)["DefaultActions"]
    assert action["Type"] == "forward"
    (group,) = client.describe_target_groups(TargetGroupArns=[action["TargetGroupArn"]])["TargetGroups"]
    health = client.describe_target_health(TargetGroupArn=action["TargetGroupArn"])["TargetHealthDescriptions"]
    (target,) = [it["Target"] for it in health]
    return group, target
