"""Multi-region keys."""

import copy
import json

from moto.kms.models import kms_backends
from moto.kms.responses import KmsResponse

from .patch import patch


@patch(KmsResponse, "replicate_key")
def replicate_key(stock, self):
    """moto's replica shares the primary's record and ignores description, policy and tags of its own."""
    backend, region = self.kms_backend, self._get_param("ReplicaRegion")
    primary = backend.keys[backend.get_key_id(self._get_param("KeyId"))]
    replica = _replica(primary, region)
    replica.description = self._get_param("Description") or ""
    replica.policy = self._get_param("Policy") or replica.generate_default_policy()
    _list(primary, replica)

    other = kms_backends[backend.account_id][region]
    other.keys[replica.id] = replica
    tags = {it["TagKey"]: it.get("TagValue") for it in self._get_param("Tags") or []}
    if tags:
        other.tag_resource(replica.id, tags)
    return json.dumps({"ReplicaKeyMetadata": replica.to_dict()["KeyMetadata"], "ReplicaPolicy": replica.policy})


def _replica(primary, region):
    replica = copy.copy(primary)
    replica.arn = primary.arn.replace(f":{primary.region}:", f":{region}:")
    replica.region = region
    replica.grants, replica.rotations, replica.aliases = {}, list(primary.rotations), {}
    return replica


def _list(primary, replica):
    """Both sides list the replica; only the primary calls itself one."""
    others = [it for it in primary.multi_region_configuration["ReplicaKeys"] if it["Region"] != replica.region]
    primary.multi_region_configuration["ReplicaKeys"] = [*others, {"Arn": replica.arn, "Region": replica.region}]
    replica.multi_region_configuration = copy.deepcopy(primary.multi_region_configuration)
    replica.multi_region_configuration["MultiRegionKeyType"] = "REPLICA"
