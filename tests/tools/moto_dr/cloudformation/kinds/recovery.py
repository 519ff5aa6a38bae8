"""Backups: where they are kept, when they are made, and of what."""

from .call import text
from .kind import Kind


class Vault(Kind):
    TYPE, SERVICE = "AWS::Backup::BackupVault", "backup"

    def create(self) -> None:
        policy, lock = self.take("AccessPolicy"), self.take("LockConfiguration")
        made = self.call("create_backup_vault", **self.rest())
        name = made["BackupVaultName"]
        self.known_as(name, BackupVaultArn=made["BackupVaultArn"], BackupVaultName=name)
        if policy:
            self.call("put_backup_vault_access_policy", BackupVaultName=name, Policy=text(policy))
        if lock:
            self.call("put_backup_vault_lock_configuration", BackupVaultName=name, **lock)

    def update(self, former) -> None:
        """In place: recovery points would be lost."""
        self.adopt_changes(former, in_place=("AccessPolicy", "BackupVaultTags"))
        name, policy = self.physical_resource_id, self.properties.get("AccessPolicy")
        if policy:
            self.call("put_backup_vault_access_policy", BackupVaultName=name, Policy=text(policy))
        else:
            self.call("delete_backup_vault_access_policy", BackupVaultName=name)

    def delete(self) -> None:
        self.call("delete_backup_vault", BackupVaultName=self.physical_resource_id)


class Plan(Kind):
    TYPE, SERVICE = "AWS::Backup::BackupPlan", "backup"

    def create(self) -> None:
        plan, tags = _plan(self.take("BackupPlan")), self.take("BackupPlanTags")
        made = self.call("create_backup_plan", BackupPlan=plan, BackupPlanTags=tags)
        names = ("BackupPlanId", "BackupPlanArn", "VersionId")
        self.known_as(made["BackupPlanId"], **{it: made[it] for it in names})

    def update(self, former) -> None:
        self.adopt_changes(former, in_place=("BackupPlan", "BackupPlanTags"))
        plan = _plan(self.properties["BackupPlan"])
        self.call("update_backup_plan", BackupPlanId=self.physical_resource_id, BackupPlan=plan)

    def delete(self) -> None:
        self.call("delete_backup_plan", BackupPlanId=self.physical_resource_id)


def _plan(declared):
    """What a template calls otherwise than the API does."""
    plan = dict(declared)
    rules = [{**it, "TargetBackupVaultName": it["TargetBackupVault"]} for it in plan.pop("BackupPlanRule")]
    for rule in rules:
        del rule["TargetBackupVault"]
    return {**plan, "Rules": rules}


class Selection(Kind):
    TYPE, SERVICE = "AWS::Backup::BackupSelection", "backup"

    def create(self) -> None:
        made = self.call("create_backup_selection", **self.rest())
        plan, selection = made["BackupPlanId"], made["SelectionId"]
        self.known_as(f"{plan}_{selection}", BackupPlanId=plan, Id=f"{plan}_{selection}", SelectionId=selection)

    def delete(self) -> None:
        place = {it: self.attributes[it] for it in ("BackupPlanId", "SelectionId")}
        self.call("delete_backup_selection", **place)
