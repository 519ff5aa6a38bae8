"""Keys: of one region, of several, and the names they go by."""

from .kind import Kind


class Key(Kind):
    TYPE, SERVICE = "AWS::KMS::Key", "kms"

    def create(self) -> None:
        policy, rotate, days = self.take("KeyPolicy"), self.take("EnableKeyRotation"), self.take("RotationPeriodInDays")
        enabled = self.take("Enabled", True)
        tags = [{"TagKey": it["Key"], "TagValue": it["Value"]} for it in self.take("Tags", [])]
        self.take("PendingWindowInDays")
        key = self.call("create_key", Policy=policy, Tags=tags, **self.rest())["KeyMetadata"]
        self.known_as(key["KeyId"], Arn=key["Arn"], KeyId=key["KeyId"])
        if rotate:
            self.call("enable_key_rotation", KeyId=key["KeyId"], RotationPeriodInDays=days)
        if not enabled:
            self.call("disable_key", KeyId=key["KeyId"])

    def update(self, former) -> None:
        """In place: what was encrypted with it would be lost."""
        self.adopt_changes(former, in_place=("Description", "KeyPolicy", "PendingWindowInDays", "Tags"))
        key = self.physical_resource_id
        self.call("put_key_policy", KeyId=key, PolicyName="default", Policy=self.properties["KeyPolicy"])
        self.call("update_key_description", KeyId=key, Description=self.properties.get("Description", ""))

    def delete(self) -> None:
        window = self.properties.get("PendingWindowInDays")
        self.call("schedule_key_deletion", KeyId=self.physical_resource_id, PendingWindowInDays=window)


class ReplicaKey(Kind):
    TYPE, SERVICE = "AWS::KMS::ReplicaKey", "kms"

    def create(self) -> None:
        primary, policy = self.take("PrimaryKeyArn"), self.take("KeyPolicy")
        tags = [{"TagKey": it["Key"], "TagValue": it["Value"]} for it in self.take("Tags", [])]
        enabled = self.take("Enabled", True)
        self.take("PendingWindowInDays")
        home, identifier = primary.split(":")[3], primary.split("/")[-1]
        key = self.call_in(
            home, "replicate_key", KeyId=identifier, ReplicaRegion=self.region, Policy=policy, Tags=tags, **self.rest()
        )["ReplicaKeyMetadata"]
        self.known_as(key["KeyId"], Arn=key["Arn"], KeyId=key["KeyId"])
        if not enabled:
            self.call("disable_key", KeyId=key["KeyId"])

    update = Key.update
    delete = Key.delete


class KeyAlias(Kind):
    TYPE, SERVICE = "AWS::KMS::Alias", "kms"

    def create(self) -> None:
        self.call("create_alias", **self.rest())
        self.known_as(self.properties["AliasName"])

    def update(self, former) -> None:
        self.adopt_changes(former, in_place=("TargetKeyId",))
        self.call("update_alias", **self.properties)

    def delete(self) -> None:
        self.call("delete_alias", AliasName=self.physical_resource_id)
