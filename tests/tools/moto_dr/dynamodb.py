"""Global tables (version 2019.11.21)."""

import copy

from moto.dynamodb.models import dynamodb_backends
from moto.dynamodb.models.table import Table
from moto.dynamodb.responses import DynamoHandler
from moto.kms import kms_backends

from .operation import Refused
from .patch import patch

# Multi-Region strong consistency: three regions of one of these sets (developer guide, "How global tables work").
STRONG = (
    {"us-east-1", "us-east-2", "us-west-2"},
    {"eu-central-1", "eu-west-1", "eu-west-2", "eu-west-3"},
    {"ap-northeast-1", "ap-northeast-2", "ap-northeast-3"},
)


@patch(Table, "describe")
def describe(stock, self, base_key="TableDescription"):
    """moto knows no replicas. AWS lists those in the other regions, seen from the region that is asked.

    Checked: the provider's aws_dynamodb_table_replica reads them back and plans no change.
    """
    answer = stock(self, base_key)
    replicas = getattr(self, "replicas", None)
    if replicas:
        body = answer[base_key]
        body["GlobalTableVersion"] = "2019.11.21"
        body["Replicas"] = [dict(it) for region, it in sorted(replicas.items()) if region != self.region_name]
    if getattr(self, "strong", None):
        body["MultiRegionConsistency"] = "STRONG"
        witness = self.strong["witness"]
        body["GlobalTableWitnesses"] = [{"RegionName": witness, "WitnessStatus": "ACTIVE"}] if witness else []
    return answer


@patch(Table, "_get_default_encryption_key")
def default_encryption_key(stock, self, account_id, region):
    """moto makes AWS's own key as if it were a customer's."""
    arn = stock(self, account_id, region)
    kms_backends[account_id][region].describe_key(arn).key_manager = "AWS"
    return arn


@patch(DynamoHandler, "update_table")
def update_table(stock, self):
    """moto drops ReplicaUpdates. AWS makes, changes and deletes a table in the other region."""
    table = self.dynamodb_backend.get_table(self.body["TableName"])
    _settle_consistency(table, self.body)
    for update in self.body.get("ReplicaUpdates") or []:
        ((action, wanted),) = update.items()
        _APPLY[action](table, wanted)
    return stock(self)


def _settle_consistency(table, asked):
    """moto knows one consistency. AWS takes strong consistency with the first replicas, and all of it at once."""
    replicas = [it["Create"]["RegionName"] for it in asked.get("ReplicaUpdates") or [] if "Create" in it]
    witnesses = asked.get("GlobalTableWitnessUpdates") or []
    added = [it["Create"]["RegionName"] for it in witnesses if "Create" in it]
    if asked.get("MultiRegionConsistency") == "STRONG":
        _check_strong(table, [table.region_name, *replicas, *added])
        table.strong = {"witness": added[0] if added else None}
    elif getattr(table, "strong", None) and (replicas or added):
        raise Refused("ValidationException", "a strongly consistent table has three regions, from the start")
    elif [it for it in witnesses if "Delete" in it]:
        table.strong = None


def _check_strong(table, regions):
    if len(set(regions)) != 3 or not any(set(regions) <= it for it in STRONG):
        message = f"strong consistency wants three regions of one set, a witness among them or not: {regions}"
        raise Refused("ValidationException", message)
    if getattr(table, "replicas", None) or table.items or table.indexes:
        raise Refused("ValidationException", "strong consistency: an empty table without replicas and local indexes")


@patch(DynamoHandler, "update_time_to_live")
def update_time_to_live(stock, self):
    """Not supported with strong consistency."""
    table = self.dynamodb_backend.get_table(self.body["TableName"])
    if getattr(table, "strong", None) and self.body["TimeToLiveSpecification"]["Enabled"]:
        raise Refused("ValidationException", "Time to Live is not supported for a strongly consistent global table")
    return stock(self)


def _create(table, wanted):
    if getattr(table, "replicas", None) is None:
        table.replicas = {table.region_name: _replica(table.region_name)}
    _update(table, wanted)
    _tables(table, wanted["RegionName"])[table.name] = _peer(table, wanted)


def _update(table, wanted):
    replica = table.replicas.setdefault(wanted["RegionName"], _replica(wanted["RegionName"]))
    if wanted.get("KMSMasterKeyId"):
        replica["KMSMasterKeyId"] = wanted["KMSMasterKeyId"]
    if wanted.get("TableClassOverride"):
        replica["ReplicaTableClassSummary"] = {"TableClass": wanted["TableClassOverride"]}


def _delete(table, wanted):
    replicas = getattr(table, "replicas", None) or {}
    replicas.pop(wanted["RegionName"], None)
    _tables(table, wanted["RegionName"]).pop(table.name, None)
    if list(replicas) == [table.region_name]:
        table.replicas = table.strong = None


_APPLY = {"Create": _create, "Update": _update, "Delete": _delete}


def _replica(region):
    return {"RegionName": region, "ReplicaStatus": "ACTIVE"}


def _tables(table, region):
    return dynamodb_backends[table.account_id][region].tables


def _peer(table, wanted):
    """The table in the other region.

    The copy is shallow on purpose: both regions hold the same items, so that a put in one is read in the
    other at once. AWS gets there within a second or so; nothing here shows the lag.
    """
    region = wanted["RegionName"]
    peer = copy.copy(table)
    peer.region_name = region
    peer.table_arn = table.table_arn.replace(f":{table.region_name}:", f":{region}:")
    peer.tags = []
    peer.continuous_backups = copy.deepcopy(table.continuous_backups)
    peer.continuous_backups["PointInTimeRecoveryDescription"] = {"PointInTimeRecoveryStatus": "DISABLED"}
    peer.deletion_protection_enabled = False
    key = wanted.get("KMSMasterKeyId")
    if not key and table.sse_specification:
        key = peer._get_default_encryption_key(table.account_id, region)
    if key:
        peer.sse_specification = {"Enabled": True, "SSEType": "KMS", "KMSMasterKeyId": key}
    return peer
