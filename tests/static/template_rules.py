"""What cfn-lint does not catch: rules AWS enforces, or quietly does not, only once a stack is being deployed.

A rule is a generator over the resources of a stack or over the stack; `findings` runs them all over a manifest.
"""

import re

from templates import walk
from waivers import Finding

INLINE_BYTES, UPLOAD_BYTES = 51_200, 1_048_576
QUOTAS = {"Resources": 500, "Parameters": 200, "Outputs": 200}
DESCRIPTION_BYTES = 1024
STACK_NAME = re.compile(r"[A-Za-z][A-Za-z0-9-]{0,127}")
# Filled by whoever deploys, for a stack whose entry lists packages of code.
CODE_BUCKET = "CodeBucket"
# Route 53 checks every 10 or every 30 seconds, nothing between.
INTERVALS = {"10", "30"}
# S3 promises 15 minutes and takes no other figure.
TIME_CONTROL_MINUTES = "15"
# Names after naming has been applied; cfn-lint measures literals only.
NAME_LIMITS = {
    ("AWS::S3::Bucket", "BucketName"): 63,
    ("AWS::IAM::Role", "RoleName"): 64,
    ("AWS::Lambda::Function", "FunctionName"): 64,
    ("AWS::DynamoDB::GlobalTable", "TableName"): 255,
    ("AWS::SQS::Queue", "QueueName"): 80,
    ("AWS::SNS::Topic", "TopicName"): 256,
    ("AWS::CloudWatch::Alarm", "AlarmName"): 255,
    ("AWS::ElasticLoadBalancingV2::LoadBalancer", "Name"): 32,
    ("AWS::ElasticLoadBalancingV2::TargetGroup", "Name"): 32,
    ("AWS::RDS::DBCluster", "DBClusterIdentifier"): 63,
    ("AWS::Events::Endpoint", "Name"): 64,
    ("AWS::Backup::BackupVault", "BackupVaultName"): 50,
    ("AWS::GlobalAccelerator::Accelerator", "Name"): 64,
}

RESOURCE_RULES, STACK_RULES = [], []


def resource_rule(*types):
    """Registers a rule about each resource of these types; it yields messages."""
    def register(rule):
        RESOURCE_RULES.append((types, rule))
        return rule
    return register


def stack_rule(rule):
    """Registers a rule about each stack; it yields messages."""
    STACK_RULES.append(rule)
    return rule


def findings(manifest):
    """What all rules have against the stacks of a manifest."""
    for stack in manifest.stacks:
        for rule in STACK_RULES:
            yield from (Finding(_id(rule), stack.name, message) for message in rule(stack))
        for types, rule in RESOURCE_RULES:
            for resource in stack.resources(*types):
                yield from (Finding(_id(rule), resource.address, message) for message in rule(resource))


def _id(rule):
    return rule.__name__.replace("_", "-")


# ---- S3 replication


def _replication_rules(bucket):
    return bucket.properties.get("ReplicationConfiguration", {}).get("Rules", [])


@resource_rule("AWS::S3::Bucket")
def replication_needs_versioning(bucket):
    """S3 refuses a replication configuration unless both buckets keep versions."""
    if not _replication_rules(bucket):
        return
    if bucket.text("VersioningConfiguration", "Status") != "Enabled":
        yield "replicates without versioning"
    for rule in _replication_rules(bucket):
        name = bucket.stack.text(rule["Destination"]["Bucket"]).split(":::")[-1]
        target = [one for one in bucket.stack.manifest.resources("AWS::S3::Bucket") if one.text("BucketName") == name]
        if not target:
            yield f"replicates to {name}, which no stack of this system makes"
        elif target[0].text("VersioningConfiguration", "Status") != "Enabled":
            yield f"replicates to {name}, which has no versioning"


@resource_rule("AWS::S3::Bucket")
def time_control_needs_metrics(bucket):
    """Replication time control is refused without metrics, and with any figure but 15 minutes."""
    for rule in _replication_rules(bucket):
        control, metrics = rule["Destination"].get("ReplicationTime"), rule["Destination"].get("Metrics", {})
        if not control or control.get("Status") != "Enabled":
            continue
        if str(control.get("Time", {}).get("Minutes")) != TIME_CONTROL_MINUTES:
            yield "replication time other than 15 minutes"
        if metrics.get("Status") != "Enabled":
            yield "replication time control without metrics"
        elif str(metrics.get("EventThreshold", {}).get("Minutes")) != TIME_CONTROL_MINUTES:
            yield "event threshold other than 15 minutes"


@resource_rule("AWS::S3::Bucket")
def filter_needs_delete_marker_replication(bucket):
    """A rule with a filter is version 2 of the configuration, which must state priority and delete markers."""
    for rule in _replication_rules(bucket):
        for needed in ("DeleteMarkerReplication", "Priority"):
            if "Filter" in rule and needed not in rule:
                yield f"replication filter without {needed}"


# ---- Route 53


@resource_rule("AWS::Route53::HealthCheck")
def health_check_interval(check):
    """An endpoint is checked every 10 or 30 seconds."""
    interval = check.text("HealthCheckConfig", "RequestInterval")
    if interval and interval not in INTERVALS:
        yield f"interval of {interval} s; Route 53 has 10 and 30"


def _record_sets(resource):
    """A record, or the records of a group, as properties."""
    group = resource.properties.get("RecordSets")
    return [resource.properties] if group is None else [{**resource.properties, **record} for record in group]


@resource_rule("AWS::Route53::RecordSet", "AWS::Route53::RecordSetGroup")
def routed_record_has_set_identifier(resource):
    """Records of one name are told apart by their set identifier."""
    for record in _record_sets(resource):
        routed = {"Failover", "Weight", "Region", "GeoLocation", "MultiValueAnswer"} & set(record)
        if routed and not record.get("SetIdentifier"):
            yield f"{routed.pop()} record without SetIdentifier"


@resource_rule("AWS::Route53::RecordSet", "AWS::Route53::RecordSetGroup")
def primary_record_is_checked(resource):
    """A primary record that nothing checks is always healthy: it never fails over."""
    for record in _record_sets(resource):
        evaluated = record.get("AliasTarget", {}).get("EvaluateTargetHealth") in (True, "true")
        if record.get("Failover") == "PRIMARY" and "HealthCheckId" not in record and not evaluated:
            yield "PRIMARY record without a health check"


@resource_rule("AWS::Route53::RecordSet", "AWS::Route53::RecordSetGroup")
def no_cname_at_the_apex(resource):
    """DNS has no CNAME beside the SOA and NS of a zone."""
    for record in _record_sets(resource):
        name = resource.stack.text(record.get("Name", "")).rstrip(".").lower()
        if record.get("Type") == "CNAME" and name == _zone_name(resource.stack, record):
            yield f"CNAME at the apex of {name}"


def _zone_name(stack, record):
    """The name of the zone a record is in; None where the zone is none of ours."""
    if "HostedZoneName" in record:
        return stack.text(record["HostedZoneName"]).rstrip(".").lower()
    zone_id = stack.text(record["HostedZoneId"])
    for zone in stack.manifest.resources("AWS::Route53::HostedZone"):
        if zone_id in (f"{zone.stack.name}.{zone.logical}", f"{zone.stack.name}.{zone.logical}.Id"):
            return zone.text("Name").rstrip(".").lower()
    return None


# ---- DynamoDB, API Gateway


@resource_rule("AWS::DynamoDB::GlobalTable")
def global_table_has_stream_and_own_region(table):
    """Replicas are fed from a stream (strong ones are not), and the region that makes the table must be one of them."""
    regions = [table.stack.text(replica["Region"]) for replica in table.properties.get("Replicas", [])]
    if table.stack.region not in regions:
        yield f"its own region {table.stack.region} is not among its replicas"
    strong = table.properties.get("MultiRegionConsistency") == "STRONG"
    if len(regions) > 1 and not strong and "StreamSpecification" not in table.properties:
        yield "several replicas without a stream"


@resource_rule("AWS::ApiGateway::Deployment")
def deployment_depends_on_methods(deployment):
    """A deployment takes a snapshot: without DependsOn it may be taken before the methods are there."""
    depends = deployment.body.get("DependsOn", [])
    depends = {depends} if isinstance(depends, str) else set(depends)
    for method in deployment.stack.resources("AWS::ApiGateway::Method"):
        if method.text("RestApiId") == deployment.text("RestApiId") and method.logical not in depends:
            yield f"no DependsOn {method.logical}"


# ---- alarms


@resource_rule("AWS::CloudWatch::Alarm", "AWS::CloudWatch::CompositeAlarm")
def alarm_can_publish(alarm):
    """CloudWatch has no right to the AWS managed key of SNS: an alarm on such a topic tells nobody."""
    topics = alarm.stack.manifest.resources("AWS::SNS::Topic")
    by_arn = {topic.stack.text({"Ref": topic.logical}): topic for topic in topics}
    for action in alarm.properties.get("AlarmActions", []):
        topic = by_arn.get(alarm.stack.text(action))
        if topic and topic.text("KmsMasterKeyId").endswith("alias/aws/sns"):
            yield f"tells {topic.address}, which is under the key alias/aws/sns"


# ---- names


# What a spec may give by its ARN; there, the account is a number.
GENERAL_ARN = re.compile(r"arn:aws:(?!(?:acm|events|kms|secretsmanager|sns|sqs):[^:]*:\d{12}:)")


@resource_rule()
def no_partition_in_an_arn(resource):
    """arn:aws: is wrong in China and GovCloud; code inside a template is not ours to judge, nor is an ARN that a
    spec gave."""
    for path, value in walk(resource.body):
        if isinstance(value, str) and GENERAL_ARN.search(value) and "ZipFile" not in path:
            yield f"{'.'.join(map(str, path))}: hard-coded partition in {value!r}"


@resource_rule()
def name_fits(resource):
    """Every name fits its service after naming has been applied."""
    for (kind, key), limit in NAME_LIMITS.items():
        name = resource.text(key) if resource.type == kind else ""
        if len(name) > limit:
            yield f"{key} {name!r} is {len(name)} long; {limit} fit"


# ---- the stack


@stack_rule
def stack_name_fits(stack):
    """128 letters, digits and hyphens, a letter first."""
    if not STACK_NAME.fullmatch(stack.name):
        yield f"no stack name: {stack.name!r}"


@stack_rule
def body_fits(stack):
    """A body over 51,200 bytes must go through S3, and the manifest must say so; over 1 MB it cannot be deployed."""
    size = len(stack.body.encode())
    if size > UPLOAD_BYTES:
        yield f"template of {size:,} bytes; {UPLOAD_BYTES:,} fit"
    elif size > INLINE_BYTES and not stack.entry.get("upload"):
        yield f"template of {size:,} bytes is not marked `upload` in the manifest"


@stack_rule
def quotas_hold(stack):
    """500 resources, 200 parameters, 200 outputs, 1,024 bytes of description."""
    for section, limit in QUOTAS.items():
        count = len(stack.document.get(section, {}))
        if count > limit:
            yield f"{count} {section}; {limit} fit"
    if len(stack.document.get("Description", "").encode()) > DESCRIPTION_BYTES:
        yield "description over 1,024 bytes"


@stack_rule
def parameters_are_produced(stack):
    """Every parameter has a value: its default, a literal, or an output of a stack deployed before."""
    given = {*stack.parameters, *stack.entry.get("inputs", {}), *([CODE_BUCKET] if stack.entry.get("assets") else [])}
    for name, declared in stack.document.get("Parameters", {}).items():
        if name not in given and "Default" not in declared:
            yield f"nothing gives parameter {name} a value"
    for name, source in stack.parameters.items():
        if name not in stack.document.get("Parameters", {}):
            yield f"the template has no parameter {name}"
        elif "value" not in source:
            yield from _unproduced(stack, name, source)


def _unproduced(stack, name, source):
    producer = next((one for one in _earlier(stack) if one.name == source.get("stack")), None)
    if producer is None:
        yield f"parameter {name} comes from {source.get('stack')!r}, which is not deployed before"
    elif source.get("output") not in producer.document.get("Outputs", {}):
        yield f"parameter {name}: {producer.name} has no output {source.get('output')!r}"
    elif producer.name not in stack.entry.get("depends_on", []):
        yield f"parameter {name} comes from {producer.name}, which is not in depends_on"


@stack_rule
def order_is_kept(stack):
    """What a stack depends on stands before it: the manifest is the order of deployment."""
    for name in set(stack.entry.get("depends_on", [])) - {one.name for one in _earlier(stack)}:
        yield f"depends on {name}, which is not deployed before"


def _earlier(stack):
    return stack.manifest.stacks[:stack.manifest.stacks.index(stack)]
