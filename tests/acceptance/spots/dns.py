from acceptance.spec import seconds
from acceptance.spots.registry import spot
from acceptance.world import ROLES

FAILOVER = {"when": lambda spec: spec.route == "dns-failover"}


@spot("traffic", **FAILOVER)
def records_fail_over_from_primary_to_secondary(world):
    records, domain = world.failover_records(), world.spec["traffic"]["domain"]
    assert set(records) == set(ROLES)
    for role, region in zip(ROLES, world.spec.regions):
        record = records[role]
        held = world.aws.client("apigateway", region).get_domain_name(domainName=domain)
        assert (record["Type"], record["TTL"]) == ("CNAME", seconds(world.spec["traffic"].get("ttl", "60s")))
        assert [it["Value"].rstrip(".") for it in record["ResourceRecords"]] == [held["regionalDomainName"]]
        assert record["HealthCheckId"]
    assert records["PRIMARY"]["SetIdentifier"] != records["SECONDARY"]["SetIdentifier"]


@spot("traffic")
def health_checks_probe_the_regions_own_endpoint(world):
    """Not the shared name, which would answer for whichever region DNS or the accelerator picks."""
    said = world.spec["traffic"]["health_check"]
    for region in world.spec.regions:
        host, path = _endpoint(world, region)
        held = [it["HealthCheckConfig"] for it in world.aws.every("route53", "list_health_checks", "HealthChecks")]
        (found,) = [it for it in held if it.get("FullyQualifiedDomainName") == host]
        wanted = {
            "Type": "HTTPS",
            "Port": 443,
            "ResourcePath": f"{path}{said['path']}",
            "RequestInterval": seconds(said["interval"]),
            "FailureThreshold": said["threshold"],
            "EnableSNI": True,
        }
        assert {key: found.get(key) for key in wanted} == wanted


@spot("traffic", **FAILOVER)
def each_record_follows_the_check_of_its_own_region(world):
    for role, region in zip(ROLES, world.spec.regions):
        check = world.failover_records()[role]["HealthCheckId"]
        held = world.aws.client("route53").get_health_check(HealthCheckId=check)["HealthCheck"]["HealthCheckConfig"]
        assert held["FullyQualifiedDomainName"] == _endpoint(world, region)[0]


def _endpoint(world, region):
    kind, name = world.spec.entry
    if kind == "balancer":
        return world.balancer(name, region)["DNSName"], ""
    stage = world.spec["api"][name]["stage"]
    return f"{world.api(name, region)['id']}.execute-api.{region}.amazonaws.com", f"/{stage}"
