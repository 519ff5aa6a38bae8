"""Sets the replication rules of a bucket that is there already.

CloudFormation knows replication only as a property of the bucket it makes, and S3 takes a rule only once the other
bucket exists: of two that copy into each other, one must get its rule later. Runs while the stack is deployed, in the
Region of its bucket, and never otherwise.
"""

import json
import logging
import urllib.request

import boto3

log = logging.getLogger()
log.setLevel(logging.INFO)


def handler(event, context):
    """What CloudFormation calls; the answer goes to the URL it brings along."""
    bucket = event["ResourceProperties"]["Bucket"]
    try:
        apply(event, boto3.client("s3"))
        answer = {"Status": "SUCCESS"}
    except Exception as error:  # whatever it is: without an answer the stack would wait for an hour
        log.exception("replication of %s", bucket)
        answer = {"Status": "FAILED", "Reason": f"{type(error).__name__}: {error}"}
    respond(event, {**answer, "PhysicalResourceId": f"replication-of-{bucket}"})


def apply(event, s3):
    """The rules as the template has them; none of them once the template has none."""
    properties = event["ResourceProperties"]
    if event["RequestType"] == "Delete":
        remove(s3, properties["Bucket"])
    else:
        s3.put_bucket_replication(
            Bucket=properties["Bucket"],
            ReplicationConfiguration=configuration(properties["Role"], json.loads(properties["Rules"])),
        )


def configuration(role, rules):
    """S3's API spells one key differently than CloudFormation."""
    return {"Role": role, "Rules": [{"ID": rule["Id"], **without(rule, "Id")} for rule in rules]}


def without(mapping, key):
    return {name: value for name, value in mapping.items() if name != key}


def remove(s3, bucket):
    """The bucket may have gone first: then so have its rules."""
    try:
        s3.delete_bucket_replication(Bucket=bucket)
    except s3.exceptions.ClientError as error:
        if error.response["Error"]["Code"] != "NoSuchBucket":
            raise


def respond(event, answer):
    """Puts the answer where CloudFormation waits for it."""
    kept = {key: event[key] for key in ("StackId", "RequestId", "LogicalResourceId")}
    body = json.dumps({**kept, **answer}).encode()
    request = urllib.request.Request(event["ResponseURL"], data=body, method="PUT", headers={"Content-Type": ""})
    with urllib.request.urlopen(request, timeout=30):
        log.info("answered %s", answer["Status"])
