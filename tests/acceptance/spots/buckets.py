import json

from acceptance.spec import seconds
from acceptance.spots.identity import check_trust
from acceptance.spots.registry import spot


@spot("bucket")
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


@spot("bucket", when=lambda spec: spec.uses("bucket", "replication"))
def buckets_replicate_under_time_control(world):
    for name, said in world.spec["bucket"].items():
        both = said["replication"].get("two_way")
        for region in world.spec.regions if both else [world.spec.primary]:
            bucket = world.bucket(name, region)
            held = world.aws.client("s3", region).get_bucket_replication(Bucket=bucket)["ReplicationConfiguration"]
            others = {f"arn:aws:s3:::{world.bucket(name, it)}" for it in world.spec.regions if it != region}
            assert {it["Destination"]["Bucket"] for it in held["Rules"]} == others
            for rule in held["Rules"]:
                _check_rule(rule, said["replication"])
            check_trust(world, held["Role"], "s3.amazonaws.com")


def _check_rule(rule, said):
    assert rule["Status"] == "Enabled"
    assert rule["DeleteMarkerReplication"]["Status"] == "Enabled"
    if said.get("time_control"):
        minutes = {"Minutes": 15}  # the only value S3 takes
        assert rule["Destination"]["ReplicationTime"] == {"Status": "Enabled", "Time": minutes}
        assert rule["Destination"]["Metrics"] == {"Status": "Enabled", "EventThreshold": minutes}
    if said.get("two_way"):
        # Else a change that was copied, and then changed where it arrived, would never come back.
        assert rule["SourceSelectionCriteria"]["ReplicaModifications"]["Status"] == "Enabled"


@spot("bucket", when=lambda spec: spec.uses("bucket", "lifecycle"))
def objects_age_alike_in_every_region(world):
    for name, said in world.spec["bucket"].items():
        for region in world.spec.regions:
            s3 = world.aws.client("s3", region)
            held = s3.get_bucket_lifecycle_configuration(Bucket=world.bucket(name, region))["Rules"]
            assert {it["Status"] for it in held} == {"Enabled"}
            assert sorted(_steps(held)) == sorted(map(_step, said["lifecycle"])), region


def _steps(rules):
    for rule in rules:
        for it in rule.get("Transitions", []):
            yield ("current", it["Days"], it["StorageClass"])
        for it in rule.get("NoncurrentVersionTransitions", []):
            yield ("noncurrent", it["NoncurrentDays"], it["StorageClass"])
        if "NoncurrentVersionExpiration" in rule:
            yield ("noncurrent", rule["NoncurrentVersionExpiration"]["NoncurrentDays"], "expire")
        if "Days" in rule.get("Expiration", {}):
            yield ("current", rule["Expiration"]["Days"], "expire")
        if "AbortIncompleteMultipartUpload" in rule:
            yield ("uploads", rule["AbortIncompleteMultipartUpload"]["DaysAfterInitiation"], "abort")


def _step(said):
    for key, which in (("after", "current"), ("noncurrent_after", "noncurrent")):
        if key in said:
            return which, _days(said[key]), said.get("to", "expire")
    return "uploads", _days(said["abort_uploads_after"]), "abort"


def _days(quantity):
    return seconds(quantity) // 86400
