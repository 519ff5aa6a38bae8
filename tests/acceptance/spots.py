"""Spot checks: that the services hold what the spec says, whichever backend put it there.

Each spot looks through boto3 at one matter, in every region. What they look for is found by content and by the
name the spec gives it, so that no naming scheme is repeated here.
"""

import json
from dataclasses import dataclass

from acceptance.spec import Spec, seconds
from tools.aws import Aws

SPOTS = []

# Set by the runtime itself; Lambda refuses a function that sets one.
RESERVED = {
    "_HANDLER", "_X_AMZN_TRACE_ID", "AWS_ACCESS_KEY", "AWS_ACCESS_KEY_ID", "AWS_DEFAULT_REGION", "AWS_EXECUTION_ENV",
    "AWS_LAMBDA_FUNCTION_MEMORY_SIZE", "AWS_LAMBDA_FUNCTION_NAME", "AWS_LAMBDA_FUNCTION_VERSION",
    "AWS_LAMBDA_INITIALIZATION_TYPE", "AWS_LAMBDA_LOG_GROUP_NAME", "AWS_LAMBDA_LOG_STREAM_NAME",
    "AWS_LAMBDA_RUNTIME_API", "AWS_REGION", "AWS_SECRET_ACCESS_KEY", "AWS_SESSION_TOKEN", "LAMBDA_RUNTIME_DIR",
    "LAMBDA_TASK_ROOT",
}


def spot(check):
    SPOTS.append(check)
    return check


@dataclass(frozen=True)
class World:
    """A deployed system: the spec it was compiled from, and the AWS that holds it."""

    spec: Spec
    aws: Aws

    def table(self, name, region):
        return self._one("table", name, self.aws.every("dynamodb", "list_tables", "TableNames", region))

    def bucket(self, name, region):
        found = [it["Name"] for it in self.aws.every("s3", "list_buckets", "Buckets")]
        return self._one("bucket", name, [it for it in found if self._region_of(it) == region])

    def function(self, name, region):
        found = self.aws.every("lambda", "list_functions", "Functions", region)
        chosen = self._one("function", name, [it["FunctionName"] for it in found])
        return next(it for it in found if it["FunctionName"] == chosen)

    def api(self, name, region):
        found = self.aws.every("apigateway", "get_rest_apis", "items", region)
        chosen = self._one("api", name, [it["name"] for it in found])
        return next(it for it in found if it["name"] == chosen)

    def queue(self, name, region):
        return self._one("queue", name, self.aws.every("sqs", "list_queues", "QueueUrls", region))

    def topic(self, region):
        found = [it["TopicArn"] for it in self.aws.every("sns", "list_topics", "Topics", region)]
        return self._one("topic", self.spec["alerts"]["topic"], found)

    def role(self, name):
        return self._one("role", name, [it["RoleName"] for it in self.aws.every("iam", "list_roles", "Roles")])

    def alarms(self, region):
        return self.aws.every("cloudwatch", "describe_alarms", "MetricAlarms", region)

    def records(self):
        """The failover records of the spec's domain, by role."""
        domain = self.spec["traffic"]["domain"].rstrip(".") + "."
        every = self.aws.every("route53", "list_hosted_zones", "HostedZones")
        zones = [it for it in every if domain.endswith("." + it["Name"])]
        assert len(zones) == 1, f"zones for {domain}: {zones}"
        held = self.aws.every(
            "route53", "list_resource_record_sets", "ResourceRecordSets", HostedZoneId=zones[0]["Id"]
        )
        return {it["Failover"]: it for it in held if it["Name"] == domain and "Failover" in it}

    def _one(self, kind, name, found):
        """The only one that carries this name of the spec, and the environment."""
        name = self.spec[kind].get(name, {}).get("name", name)
        hits = [it for it in found if name in it and self.spec.environment in it]
        assert len(hits) == 1, f"{hits or 'nothing'} is named for {kind}.{name}; there are {found}"
        return hits[0]

    def _region_of(self, bucket):
        place = self.aws.client("s3").get_bucket_location(Bucket=bucket)["LocationConstraint"]
        return place or "us-east-1"


# --- data -----------------------------------------------------------------------------------------


@spot
def tables_are_in_every_region_with_recovery_on(world):
    for name, said in world.spec["table"].items():
        key, kind = said["partition_key"].split(": ")
        for region in world.spec.regions:
            dynamodb, table = world.aws.client("dynamodb", region), world.table(name, region)
            held = dynamodb.describe_table(TableName=table)["Table"]
            assert held["KeySchema"][0] == {"AttributeName": key, "KeyType": "HASH"}
            assert {"AttributeName": key, "AttributeType": kind} in held["AttributeDefinitions"]
            assert held["BillingModeSummary"]["BillingMode"] == "PAY_PER_REQUEST"
            assert held["SSEDescription"]["Status"] == "ENABLED"
            assert {it["RegionName"] for it in held["Replicas"]} == {*world.spec.regions} - {region}
            backups = dynamodb.describe_continuous_backups(TableName=table)["ContinuousBackupsDescription"]
            assert backups["PointInTimeRecoveryDescription"]["PointInTimeRecoveryStatus"] == "ENABLED", region


@spot
def buckets_are_versioned_encrypted_and_private(world):
    for name in world.spec["bucket"]:
        for region in world.spec.regions:
            s3, bucket = world.aws.client("s3", region), world.bucket(name, region)
            assert s3.get_bucket_versioning(Bucket=bucket)["Status"] == "Enabled"
            rules = s3.get_bucket_encryption(Bucket=bucket)["ServerSideEncryptionConfiguration"]["Rules"]
            assert rules[0]["ApplyServerSideEncryptionByDefault"]["SSEAlgorithm"] in ("AES256", "aws:kms")
            block = s3.get_public_access_block(Bucket=bucket)["PublicAccessBlockConfiguration"]
            assert all(block.values()) and len(block) == 4, block
            policy = json.loads(s3.get_bucket_policy(Bucket=bucket)["Policy"])
            assert any(_is_tls_only(it) for it in policy["Statement"]), f"{bucket} takes plain HTTP"


def _is_tls_only(statement):
    condition = statement.get("Condition", {}).get("Bool", {}).get("aws:SecureTransport")
    return statement["Effect"] == "Deny" and str(condition).lower() == "false"


@spot
def buckets_replicate_under_time_control(world):
    for name, said in world.spec["bucket"].items():
        both = said.get("replication", {}).get("two_way")
        for region in world.spec.regions if both else [world.spec.primary]:
            bucket = world.bucket(name, region)
            held = world.aws.client("s3", region).get_bucket_replication(Bucket=bucket)["ReplicationConfiguration"]
            others = {f"arn:aws:s3:::{world.bucket(name, it)}" for it in world.spec.regions if it != region}
            assert {it["Destination"]["Bucket"] for it in held["Rules"]} == others
            for rule in held["Rules"]:
                _check_rule(rule, said)
            _check_trust(world, held["Role"], "s3.amazonaws.com")


def _check_rule(rule, said):
    assert rule["Status"] == "Enabled"
    assert rule["DeleteMarkerReplication"]["Status"] == "Enabled"
    if said.get("replication", {}).get("time_control"):
        minutes = {"Minutes": 15}  # the only value S3 takes
        assert rule["Destination"]["ReplicationTime"] == {"Status": "Enabled", "Time": minutes}
        assert rule["Destination"]["Metrics"] == {"Status": "Enabled", "EventThreshold": minutes}


# --- functions ------------------------------------------------------------------------------------


@spot
def functions_are_the_same_in_every_region(world):
    for name, said in world.spec["function"].items():
        held = [world.function(name, region) for region in world.spec.regions]
        for key in ("CodeSha256", "Handler", "MemorySize", "Runtime", "Timeout"):
            assert len({it[key] for it in held}) == 1, f"{name} differs in {key}"
        _check_function(held[0], said)


def _check_function(held, said):
    """What the spec leaves open is drc's to choose."""
    if "runtime" in said:
        assert held["Runtime"] == said["runtime"]
    if "timeout" in said:
        assert held["Timeout"] == seconds(said["timeout"])
    if "memory" in said:
        assert f"{held['MemorySize']}MiB" == said["memory"]


@spot
def functions_know_their_own_region_only(world):
    for name in world.spec["function"]:
        variables = [_variables(world, name, region) for region in world.spec.regions]
        assert len({frozenset(it) for it in variables}) == 1, "regions set different variables"
        for region, held in zip(world.spec.regions, variables):
            assert not RESERVED & set(held)
            others = {*world.spec.regions} - {region}
            foreign = {
                key: value for key, value in held.items() if key != "PEER_REGION" and any(it in value for it in others)
            }
            assert not foreign, f"{name} in {region} depends on another region: {foreign}"


def _variables(world, name, region):
    return world.function(name, region).get("Environment", {}).get("Variables", {})


@spot
def failed_payments_go_to_the_queue_of_the_own_region(world):
    for name, said in world.spec["function"].items():
        if "on_failure" not in said:
            continue
        for region in world.spec.regions:
            function = world.function(name, region)["FunctionName"]
            config = world.aws.client("lambda", region).get_function_event_invoke_config(FunctionName=function)
            queue = world.queue(said["on_failure"].removeprefix("queue."), region)
            wanted = ":".join(("arn:aws:sqs", region, *queue.split("/")[-2:]))
            assert config["DestinationConfig"]["OnFailure"]["Destination"] == wanted


@spot
def queues_are_encrypted_and_keep_what_they_should(world):
    for name, said in world.spec["queue"].items():
        for region in world.spec.regions:
            queue = world.queue(name, region)
            held = world.aws.client("sqs", region).get_queue_attributes(QueueUrl=queue, AttributeNames=["All"])
            held = held["Attributes"]
            assert held.get("SqsManagedSseEnabled") == "true" or held.get("KmsMasterKeyId")
            if "retention" in said:
                assert held["MessageRetentionPeriod"] == str(seconds(said["retention"]))


@spot
def every_log_group_keeps_its_logs_as_long_as_the_spec_says(world):
    stated = [*world.spec["api"].values(), *world.spec["function"].values()]
    said = {seconds(it["log_retention"]) // 86400 for it in stated if "log_retention" in it}
    for region in world.spec.regions:
        groups = world.aws.every("logs", "describe_log_groups", "logGroups", region)
        for name in world.spec["function"]:
            function = world.function(name, region)
            assert function["LoggingConfig"]["LogGroup"] in [it["logGroupName"] for it in groups]
        for group in groups:
            assert group.get("retentionInDays") in said, f"{region} {group['logGroupName']}"


# --- api ------------------------------------------------------------------------------------------


@spot
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
    assert "apigateway.amazonaws.com" in _principals(policy, "Service")


@spot
def stages_are_deployed_and_logged(world):
    for name, said in world.spec["api"].items():
        for region in world.spec.regions:
            api, gateway = world.api(name, region)["id"], world.aws.client("apigateway", region)
            stage = gateway.get_stage(restApiId=api, stageName=said["stage"])
            deployments = world.aws.every("apigateway", "get_deployments", "items", region, restApiId=api)
            assert stage["deploymentId"] in [it["id"] for it in deployments]
            if said.get("access_logs"):
                assert f":logs:{region}:" in stage["accessLogSettings"]["destinationArn"]
            if "throttle" in said:
                held = stage["methodSettings"]["*/*"]
                wanted = (said["throttle"]["rate"], said["throttle"]["burst"])
                assert (held["throttlingRateLimit"], held["throttlingBurstLimit"]) == wanted


@spot
def one_domain_has_a_certificate_in_every_region(world):
    domain, (name, said) = world.spec["traffic"]["domain"], world.spec.entry
    for region in world.spec.regions:
        gateway = world.aws.client("apigateway", region)
        held = gateway.get_domain_name(domainName=domain)
        arn = held["regionalCertificateArn"]
        assert arn.split(":")[3] == region, f"{region} uses a certificate of another region: {arn}"
        certificate = world.aws.client("acm", region).describe_certificate(CertificateArn=arn)["Certificate"]
        assert (certificate["DomainName"], certificate["Status"]) == (domain, "ISSUED")
        assert held["securityPolicy"] == "TLS_1_2"
        (mapping,) = gateway.get_base_path_mappings(domainName=domain)["items"]
        assert (mapping["restApiId"], mapping["stage"]) == (world.api(name, region)["id"], said["stage"])


# --- dns ------------------------------------------------------------------------------------------


@spot
def records_fail_over_from_primary_to_secondary(world):
    records, domain = world.records(), world.spec["traffic"]["domain"]
    assert set(records) == {"PRIMARY", "SECONDARY"}
    for role, region in zip(("PRIMARY", "SECONDARY"), world.spec.regions):
        record = records[role]
        held = world.aws.client("apigateway", region).get_domain_name(domainName=domain)
        assert (record["Type"], record["TTL"]) == ("CNAME", seconds(world.spec["traffic"].get("ttl", "60s")))
        assert [it["Value"].rstrip(".") for it in record["ResourceRecords"]] == [held["regionalDomainName"]]
        assert record["HealthCheckId"]
    assert records["PRIMARY"]["SetIdentifier"] != records["SECONDARY"]["SetIdentifier"]


@spot
def health_checks_probe_the_regions_own_endpoint(world):
    """Not the shared name, which would answer for whichever region DNS picks."""
    said, (name, api) = world.spec["traffic"]["health_check"], world.spec.entry
    for role, region in zip(("PRIMARY", "SECONDARY"), world.spec.regions):
        check = world.records()[role]["HealthCheckId"]
        held = world.aws.client("route53").get_health_check(HealthCheckId=check)["HealthCheck"]["HealthCheckConfig"]
        wanted = {
            "Type": "HTTPS",
            "FullyQualifiedDomainName": f"{world.api(name, region)['id']}.execute-api.{region}.amazonaws.com",
            "Port": 443,
            "ResourcePath": f"/{api['stage']}{said['path']}",
            "RequestInterval": seconds(said["interval"]),
            "FailureThreshold": said["threshold"],
            "EnableSNI": True,
        }
        assert {key: held.get(key) for key in wanted} == wanted


# --- alarms ---------------------------------------------------------------------------------------


@spot
def every_alarm_tells_the_topic_of_its_own_region(world):
    for region in world.spec.regions:
        topic, alarms = world.topic(region), world.alarms(region)
        assert alarms, f"no alarm in {region}"
        for alarm in alarms:
            assert alarm["AlarmActions"] == [topic], alarm["AlarmName"]
            assert alarm["ActionsEnabled"]


@spot
def function_errors_are_watched_in_every_region(world):
    for said in world.spec["alarm"].values():
        if said.get("metric") != "Errors":
            continue
        for region in world.spec.regions:
            function = world.function(said["on"].removeprefix("function."), region)["FunctionName"]
            found = _watching(world, region, "AWS/Lambda", "Errors", {"FunctionName": function})
            wanted = (said["above"], seconds(said["within"]), "GreaterThanThreshold", "Sum")
            assert wanted in [
                (it["Threshold"], it["Period"] * it["EvaluationPeriods"], it["ComparisonOperator"], it["Statistic"])
                for it in found
            ], f"{region}: {found}"


@spot
def replication_is_watched(world):
    """Tables in milliseconds, and never by UserErrors; buckets in seconds."""
    for name in world.spec["table"]:
        wanted = {"TableName": world.table(name, world.spec.primary), "ReceivingRegion": world.spec.secondaries[0]}
        assert _watching(world, world.spec.primary, "AWS/DynamoDB", "ReplicationLatency", wanted)
    for name, said in world.spec["bucket"].items():
        wanted = {"SourceBucket": world.bucket(name, world.spec.primary)}
        found = [
            alarm
            for region in world.spec.regions
            for alarm in _watching(world, region, "AWS/S3", "ReplicationLatency", wanted)
        ]
        assert [it["Threshold"] for it in found] == [seconds(said.get("rpo", "15m"))]


def _watching(world, region, namespace, metric, dimensions):
    return [
        it
        for it in world.alarms(region)
        if (it.get("Namespace"), it.get("MetricName")) == (namespace, metric)
        and dimensions.items() <= {each["Name"]: each["Value"] for each in it["Dimensions"]}.items()
    ]


@spot
def topics_take_alarms_and_reach_those_who_are_on_call(world):
    for region in world.spec.regions:
        topic = world.topic(region)
        held = world.aws.client("sns", region).get_topic_attributes(TopicArn=topic)["Attributes"]
        # CloudWatch has no access to that key: its alarms would be dropped without a word.
        assert held.get("KmsMasterKeyId") != "alias/aws/sns"
        assert "cloudwatch.amazonaws.com" in _principals(json.loads(held["Policy"]), "Service")
        held = world.aws.every("sns", "list_subscriptions_by_topic", "Subscriptions", region, TopicArn=topic)
        emails = {it["Endpoint"] for it in held if it["Protocol"] == "email"}
        assert emails == set(world.spec["alerts"].get("email", []))


# --- identity and tags ----------------------------------------------------------------------------


@spot
def no_policy_allows_every_action(world):
    for name, document in _policies(world):
        for statement in document["Statement"]:
            actions = statement.get("Action", [])
            wide = [it for it in ([actions] if isinstance(actions, str) else actions) if it == "*" or it.endswith(":*")]
            assert statement["Effect"] == "Deny" or not wide, f"{name} allows {wide}"


def _policies(world):
    """Inline policies of every role, and customer-managed policies, by name."""
    iam = world.aws.client("iam")
    for role in [it["RoleName"] for it in world.aws.every("iam", "list_roles", "Roles")]:
        for name in world.aws.every("iam", "list_role_policies", "PolicyNames", RoleName=role):
            yield f"{role}/{name}", iam.get_role_policy(RoleName=role, PolicyName=name)["PolicyDocument"]
    for policy in world.aws.every("iam", "list_policies", "Policies", Scope="Local"):
        held = iam.get_policy_version(PolicyArn=policy["Arn"], VersionId=policy["DefaultVersionId"])
        yield policy["PolicyName"], held["PolicyVersion"]["Document"]


@spot
def operators_of_the_account_may_assume_their_role(world):
    for name in world.spec["role"]:
        role, account = world.role(name), world.aws.client("sts").get_caller_identity()["Account"]
        trust = world.aws.client("iam").get_role(RoleName=role)["Role"]["AssumeRolePolicyDocument"]
        assert _principals(trust, "AWS") == [f"arn:aws:iam::{account}:root"]
        inline = world.aws.every("iam", "list_role_policies", "PolicyNames", RoleName=role)
        attached = world.aws.every("iam", "list_attached_role_policies", "AttachedPolicies", RoleName=role)
        assert inline + attached, f"{role} may do nothing"


def _check_trust(world, role, service):
    held = world.aws.client("iam").get_role(RoleName=role.rsplit("/", 1)[-1])["Role"]
    assert service in _principals(held["AssumeRolePolicyDocument"], "Service")


def _principals(policy, kind):
    """Those a policy names, services or accounts."""
    named = [it["Principal"].get(kind, []) for it in policy["Statement"] if isinstance(it["Principal"], dict)]
    return [each for it in named for each in ([it] if isinstance(it, str) else it)]


@spot
def what_is_regional_says_whose_it_is(world):
    roles = {region: "secondary" for region in world.spec.secondaries} | {world.spec.primary: "primary"}
    for region, role in roles.items():
        wanted = {"DR-Role": role, "Environment": world.spec.environment, "Region": region, **_own_tags(world)}
        for what, held in _tags(world, region):
            missing = {key: it for key, it in wanted.items() if held.get(key) != it}
            assert not missing, f"{region} {what} lacks {missing}"


def _own_tags(world):
    return world.spec["system"].get("tags", {})


def _tags(world, region):
    """Tags of the things that hold data or serve, by what they are."""
    client = lambda service: world.aws.client(service, region)  # noqa: E731
    for name in world.spec["table"]:
        arn = client("dynamodb").describe_table(TableName=world.table(name, region))["Table"]["TableArn"]
        yield name, _flat(client("dynamodb").list_tags_of_resource(ResourceArn=arn)["Tags"])
    for name in world.spec["bucket"]:
        yield name, _flat(client("s3").get_bucket_tagging(Bucket=world.bucket(name, region))["TagSet"])
    for name in world.spec["function"]:
        arn = world.function(name, region)["FunctionArn"]
        yield name, client("lambda").list_tags(Resource=arn)["Tags"]
    for name in world.spec["api"]:
        yield name, world.api(name, region).get("tags", {})
    for name in world.spec["queue"]:
        yield name, client("sqs").list_queue_tags(QueueUrl=world.queue(name, region)).get("Tags", {})
    topic = world.topic(region)
    yield topic, _flat(client("sns").list_tags_for_resource(ResourceArn=topic)["Tags"])
    for alarm in world.alarms(region):
        held = client("cloudwatch").list_tags_for_resource(ResourceARN=alarm["AlarmArn"])
        yield alarm["AlarmName"], _flat(held["Tags"])


def _flat(tags):
    return {it["Key"]: it["Value"] for it in tags}
