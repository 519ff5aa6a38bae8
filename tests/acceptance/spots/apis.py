import json

from acceptance.spots.registry import spot
from acceptance.world import principals

LEVELS = {"errors": "ERROR", "all": "INFO"}


@spot("api")
def apis_serve_their_routes_from_their_own_region(world):
    for name, said in world.spec["api"].items():
        for region in world.spec.regions:
            api = world.api(name, region)
            assert api["endpointConfiguration"]["types"] == ["REGIONAL"]
            held = _routes(world, api["id"], region)
            assert set(held) == set(said["routes"])
            for route, target in said["routes"].items():
                target = {"to": target} if isinstance(target, str) else target
                _check_route(world, held[route], {"auth": said.get("auth", "iam"), **target}, region)


def _routes(world, api, region):
    resources = world.aws.every("apigateway", "get_resources", "items", region, restApiId=api, embed=["methods"])
    return {
        f"{verb} {it['path']}": method
        for it in resources
        for verb, method in it.get("resourceMethods", {}).items()
        if verb != "OPTIONS"
    }


def _check_route(world, method, said, region):
    kind = {"iam": "AWS_IAM", "none": "NONE", "api-key": "NONE"}[said["auth"]]
    assert method["authorizationType"] == kind
    assert method["apiKeyRequired"] == (said["auth"] == "api-key")
    function = world.function(said["to"].removeprefix("function."), region)["FunctionArn"]
    integration = method["methodIntegration"]
    assert (integration["type"], integration["httpMethod"]) == ("AWS_PROXY", "POST")
    assert integration["uri"].endswith(f":lambda:path/2015-03-31/functions/{function}/invocations")
    policy = json.loads(world.aws.client("lambda", region).get_policy(FunctionName=function)["Policy"])
    assert "apigateway.amazonaws.com" in principals(policy, "Service")


@spot("api")
def stages_are_deployed_and_logged(world):
    for name, said in world.spec["api"].items():
        for region in world.spec.regions:
            api, gateway = world.api(name, region)["id"], world.aws.client("apigateway", region)
            stage = gateway.get_stage(restApiId=api, stageName=said["stage"])
            deployments = world.aws.every("apigateway", "get_deployments", "items", region, restApiId=api)
            assert stage["deploymentId"] in [it["id"] for it in deployments]
            assert stage["tracingEnabled"]
            if said.get("access_logs", True):
                assert f":logs:{region}:" in stage["accessLogSettings"]["destinationArn"]
                assert "requestId" in json.loads(stage["accessLogSettings"]["format"])
            _check_settings(stage["methodSettings"]["*/*"], said)


def _check_settings(held, said):
    if "throttle" in said:
        wanted = (said["throttle"]["rate"], said["throttle"]["burst"])
        assert (held["throttlingRateLimit"], held["throttlingBurstLimit"]) == wanted
    assert held["dataTraceEnabled"] is False, "bodies of payments would be logged"
    assert held.get("loggingLevel", "OFF") == LEVELS.get(said.get("execution_logs", "off"), "OFF")


@spot("api", when=lambda spec: all(spec.domain(it, spec.primary) for it in spec["api"]))
def domains_have_a_certificate_in_every_region(world):
    for name, said in world.spec["api"].items():
        for region in world.spec.regions:
            domain, gateway = world.spec.domain(name, region), world.aws.client("apigateway", region)
            held = gateway.get_domain_name(domainName=domain)
            arn = held["regionalCertificateArn"]
            assert arn.split(":")[3] == region, f"{region} uses a certificate of another region: {arn}"
            certificate = world.aws.client("acm", region).describe_certificate(CertificateArn=arn)["Certificate"]
            assert (certificate["DomainName"], certificate["Status"]) == (domain, "ISSUED")
            assert held["securityPolicy"] == "TLS_1_2"
            (mapping,) = gateway.get_base_path_mappings(domainName=domain)["items"]
            assert (mapping["restApiId"], mapping["stage"]) == (world.api(name, region)["id"], said["stage"])


@spot("api", when=lambda spec: spec.uses("api", "domain"))
def every_region_has_a_name_of_its_own(world):
    for name in world.spec["api"]:
        for region in world.spec.regions:
            domain = world.spec.domain(name, region)
            (record,) = world.records(domain)
            held = world.aws.client("apigateway", region).get_domain_name(domainName=domain)
            assert record["AliasTarget"]["DNSName"].rstrip(".") == held["regionalDomainName"]
            assert record["AliasTarget"]["HostedZoneId"] == held["regionalHostedZoneId"]
