"""Backups and multi-region keys."""

from .kind import Kind


class Vault(Kind):
    TYPE, SERVICE = "AWS::Backup::BackupVault", "backup"

    def create(self) -> None:
        made = self.call("create_backup_vault", **self.rest())
        name = made["BackupVaultName"]
        self.known_as(name, BackupVaultArn=made["BackupVaultArn"], BackupVaultName=name)

    def delete(self) -> None:
        self.call("delete_backup_vault", BackupVaultName=self.physical_resource_id)


class Plan(Kind):
    TYPE, SERVICE = "AWS::Backup::BackupPlan", "backup"

    def create(self) -> None:
        plan, tags = dict(self.take("BackupPlan")), self.take("BackupPlanTags")
        rules = [{**it, "TargetBackupVaultName": it["TargetBackupVault"]} for it in plan.pop("BackupPlanRule")]
        for rule in rules:
            del rule["TargetBackupVault"]
        made = self.call("create_backup_plan", BackupPlan={**plan, "Rules": rules}, BackupPlanTags=tags)
        self.known_as(made["BackupPlanId"], BackupPlanId=made["BackupPlanId"], BackupPlanArn=made["BackupPlanArn"])

    def delete(self) -> None:
        self.call("delete_backup_plan", BackupPlanId=self.physical_resource_id)


class Key(Kind):
    TYPE, SERVICE = "AWS::KMS::Key", "kms"

    def create(self) -> None:
        policy, rotate = self.take("KeyPolicy"), self.take("EnableKeyRotation")
        tags = [{"TagKey": it["Key"], "TagValue": it["Value"]} for it in self.take("Tags", [])]
        self.take("PendingWindowInDays")
        key = self.call("create_key", Policy=policy, Tags=tags, **self.rest())["KeyMetadata"]
        self.known_as(key["KeyId"], Arn=key["Arn"], KeyId=key["KeyId"])
        if rotate:
            self.call("enable_key_rotation", KeyId=key["KeyId"])

    def delete(self) -> None:
        window = self.properties.get("PendingWindowInDays")
        self.call("schedule_key_deletion", KeyId=self.physical_resource_id, PendingWindowInDays=window)


class ReplicaKey(Kind):
    TYPE, SERVICE = "AWS::KMS::ReplicaKey", "kms"

    def create(self) -> None:
        primary, policy = self.take("PrimaryKeyArn"), self.take("KeyPolicy")
        tags = [{"TagKey": it["Key"], "TagValue": it["Value"]} for it in self.take("Tags", [])]
        self.take("PendingWindowInDays")
        home, identifier = primary.split(":")[3], primary.split("/")[-1]
        key = self.call_in(
            home, "replicate_key", KeyId=identifier, ReplicaRegion=self.region, Policy=policy, Tags=tags, **self.rest()
        )["ReplicaKeyMetadata"]
        self.known_as(key["KeyId"], Arn=key["Arn"], KeyId=key["KeyId"])

    delete = Key.delete
