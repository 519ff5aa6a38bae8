"""Replication configurations. moto copies no object to another bucket, and neither do we."""

from moto.core.responses import ActionResult
from moto.s3.exceptions import MissingBucket, ReplicationConfigurationNotFoundError, S3ClientError
from moto.s3.models import S3Backend
from moto.s3.responses import S3Response

from .patch import patch


@patch(S3Response, "get_bucket_replication")
def get_bucket_replication(stock, self):
    """moto answers every rule with an empty filter and delete markers off. AWS returns what was put."""
    self.data["Action"] = "GetBucketReplication"
    found = self.backend.get_bucket_replication(self.bucket_name)
    if not found:
        raise ReplicationConfigurationNotFoundError(bucket_name=self.bucket_name)
    rules = [_rule(it) for it in found["Rule"]]
    return self.serialized(ActionResult({"ReplicationConfiguration": {"Role": found["Role"], "Rules": rules}}))


def _rule(rule):
    given = rule.get("Filter") or {}
    narrow = given.get("And") or given.get("Tag")
    kept = ("ID", "Status", "Priority", "Destination", "SourceSelectionCriteria", "ExistingObjectReplication")
    return {
        **{key: rule[key] for key in kept if rule.get(key)},
        "DeleteMarkerReplication": rule.get("DeleteMarkerReplication") or {"Status": "Disabled"},
        "Filter": given if narrow else {"Prefix": given.get("Prefix") or ""},
    }


@patch(S3Backend, "put_bucket_replication")
def put_bucket_replication(stock, self, bucket_name, replication):
    """moto accepts any destination. AWS refuses one that is missing or not versioned (InvalidRequest)."""
    rules = replication["Rule"]
    for rule in [rules] if isinstance(rules, dict) else rules:
        _check_destination(self, rule["Destination"]["Bucket"].rsplit(":", 1)[-1])
    return stock(self, bucket_name, replication)


def _check_destination(backend, name):
    try:
        versioned = backend.get_bucket(name).is_versioned
    except MissingBucket:
        raise S3ClientError("InvalidRequest", "Destination bucket must exist.")
    if not versioned:
        raise S3ClientError("InvalidRequest", "Destination bucket must have versioning enabled.")
