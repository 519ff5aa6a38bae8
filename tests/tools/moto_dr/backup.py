"""Backup: tags of vaults and plans, and what moto lacks: selections, access policies, changed plans."""

import json
import time
from datetime import datetime, timezone
from urllib.parse import unquote

from moto.backup import urls
from moto.backup.exceptions import ResourceNotFoundException
from moto.backup.models import BackupBackend, Plan, backup_backends
from moto.backup.responses import BackupResponse
from moto.moto_api._internal import mock_random

from .operation import Refused, held, operation
from .patch import patch

urls.url_paths["{0}/backup-vaults/(?P<name>[^/]+)/access-policy$"] = BackupResponse.dispatch
urls.url_paths["{0}/backup-vaults/(?P<name>[^/]+)/recovery-points/?$"] = BackupResponse.dispatch


@patch(BackupResponse, "list_tags")
def list_tags(stock, self):
    """moto finds the ARN only when the path ends in a slash; SDKs send both forms."""
    arn = unquote(self.path.split("/tags/", 1)[1]).rstrip("/")
    return json.dumps({"Tags": self.backup_backend.list_tags(resource_arn=arn)})


# --- vaults ----------------------------------------------------------------------------------------


@patch(BackupBackend, "create_backup_vault")
def create_backup_vault(stock, self, backup_vault_name, backup_vault_tags, encryption_key_arn, creator_request_id):
    """moto's vault has no key unless it is given one. AWS takes the key aws/backup then."""
    key = encryption_key_arn or f"arn:aws:kms:{self.region_name}:{self.account_id}:key/{mock_random.uuid4()}"
    return stock(self, backup_vault_name, backup_vault_tags, key, creator_request_id)


@operation(BackupResponse)
def put_backup_vault_access_policy(self, asked):
    name = asked["BackupVaultName"]
    self.backup_backend.describe_backup_vault(name)
    held(self.backup_backend, "policies")[name] = json.dumps(json.loads(asked["Policy"]))


@operation(BackupResponse)
def get_backup_vault_access_policy(self, asked):
    vault = self.backup_backend.describe_backup_vault(asked["BackupVaultName"])
    policies = held(self.backup_backend, "policies")
    if vault.backup_vault_name not in policies:
        raise ResourceNotFoundException(f"{vault.backup_vault_name} has no access policy")
    policy = policies[vault.backup_vault_name]
    return {
        "BackupVaultName": vault.backup_vault_name, "BackupVaultArn": vault.backup_vault_arn, "Policy": policy,
    }


@operation(BackupResponse)
def delete_backup_vault_access_policy(self, asked):
    held(self.backup_backend, "policies").pop(asked["BackupVaultName"], None)


@patch(BackupBackend, "delete_backup_vault")
def delete_backup_vault(stock, self, backup_vault_name):
    held(self, "policies").pop(backup_vault_name, None)
    stock(self, backup_vault_name)


@operation(BackupResponse)
def list_recovery_points_by_backup_vault(self, asked):
    """None is ever made here."""
    self.backup_backend.describe_backup_vault(asked["BackupVaultName"])
    return {"RecoveryPoints": []}


# --- plans -----------------------------------------------------------------------------------------


@patch(BackupBackend, "create_backup_plan")
def create_backup_plan(stock, self, backup_plan, *arguments, **named):
    """moto takes any vault. AWS wants those of the rules to be there, in the regions they are said to be in."""
    _check_vaults(self, backup_plan)
    return stock(self, backup_plan, *arguments, **named)


@operation(BackupResponse)
def update_backup_plan(self, asked):
    former = self.backup_backend.get_backup_plan(asked["BackupPlanId"], None)
    _check_vaults(self.backup_backend, asked["BackupPlan"])
    made = Plan(asked["BackupPlan"], former.creator_request_id, self.backup_backend)
    former.backup_plan, former.version_id = made.backup_plan, made.version_id
    return {**former.to_dict(), "CreationDate": datetime.fromtimestamp(former.creation_date, timezone.utc)}


def _check_vaults(backend, plan):
    for rule in plan["Rules"]:
        wanted = [(backend.region_name, rule["TargetBackupVaultName"])]
        copies = [it["DestinationBackupVaultArn"].split(":") for it in rule.get("CopyActions") or []]
        for region, name in wanted + [(it[3], it[6]) for it in copies]:
            if name not in backup_backends[backend.account_id][region].vaults:
                raise Refused("InvalidParameterValueException", f"there is no vault {name} in {region}")


@patch(BackupBackend, "delete_backup_plan")
def delete_backup_plan(stock, self, backup_plan_id):
    """moto deletes a plan with selections. AWS refuses."""
    if any(it["BackupPlanId"] == backup_plan_id for it in held(self, "selections").values()):
        message = "Related backup plan selections must be deleted prior to backup plan deletion"
        raise Refused("InvalidRequestException", message)
    return stock(self, backup_plan_id)


# --- selections ------------------------------------------------------------------------------------


@operation(BackupResponse)
def create_backup_selection(self, asked):
    plan, selection = asked["BackupPlanId"], asked["BackupSelection"]
    self.backup_backend.get_backup_plan(plan, None)
    if not any(selection.get(it) for it in ("Resources", "ListOfTags", "Conditions")):
        raise Refused("InvalidParameterValueException", "a selection names resources, tags or conditions")
    made = {
        "SelectionId": str(mock_random.uuid4()), "BackupPlanId": plan, "BackupSelection": selection,
        "CreationDate": time.time(), "CreatorRequestId": asked.get("CreatorRequestId"),
    }
    held(self.backup_backend, "selections")[made["SelectionId"]] = made
    return made


@operation(BackupResponse)
def get_backup_selection(self, asked):
    found = held(self.backup_backend, "selections").get(asked["SelectionId"])
    if not found:
        raise ResourceNotFoundException(f"Cannot find Backup selection {asked['SelectionId']}")
    return found


@operation(BackupResponse)
def list_backup_selections(self, asked):
    found = [it for it in held(self.backup_backend, "selections").values()]
    mine = [it for it in found if it["BackupPlanId"] == asked["BackupPlanId"]]
    return {"BackupSelectionsList": [{**it, **it["BackupSelection"]} for it in mine]}


@operation(BackupResponse)
def delete_backup_selection(self, asked):
    held(self.backup_backend, "selections").pop(asked["SelectionId"], None)
