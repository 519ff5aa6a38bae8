"""Secrets, in one region and in several."""

import json

from .call import text
from .kind import Kind


class Secret(Kind):
    TYPE, SERVICE = "AWS::SecretsManager::Secret", "secretsmanager"

    def create(self) -> None:
        name, replicas = self.take("Name", self.generated_name), self.take("ReplicaRegions")
        generate = self.take("GenerateSecretString")
        text = self._generated(dict(generate)) if generate is not None else self.take("SecretString")
        arn = self.call(
            "create_secret", Name=name, SecretString=text, AddReplicaRegions=replicas, **self.rest()
        )["ARN"]
        self.known_as(arn, Id=arn)

    def update(self, former) -> None:
        """In place: a replacement would be another password."""
        self.adopt_changes(former, in_place=("Description", "KmsKeyId", "ReplicaRegions", "Tags"))
        names = ("Description", "KmsKeyId")
        changed = {key: it for key, it in self.changed(former).items() if key in names}
        self.call("update_secret", SecretId=self.physical_resource_id, **changed)
        before = [it["Region"] for it in former.properties.get("ReplicaRegions", [])]
        new = [it for it in self.properties.get("ReplicaRegions", []) if it["Region"] not in before]
        if new:
            self.call("replicate_secret_to_regions", SecretId=self.physical_resource_id, AddReplicaRegions=new)

    def delete(self) -> None:
        secret = self.physical_resource_id
        regions = [it["Region"] for it in self.properties.get("ReplicaRegions", [])]
        if regions:
            self.call("remove_regions_from_replication", SecretId=secret, RemoveReplicaRegions=regions)
        self.call("delete_secret", SecretId=secret, ForceDeleteWithoutRecovery=True)

    def _generated(self, wanted) -> str:
        template, key = wanted.pop("SecretStringTemplate", None), wanted.pop("GenerateStringKey", None)
        password = self.call("get_random_password", **wanted)["RandomPassword"]
        return json.dumps({**json.loads(template), key: password}) if template else password


class SecretPolicy(Kind):
    TYPE, SERVICE = "AWS::SecretsManager::ResourcePolicy", "secretsmanager"

    def create(self) -> None:
        secret, policy = self.properties["SecretId"], text(self.take("ResourcePolicy"))
        self.call("put_resource_policy", ResourcePolicy=policy, **self.rest())
        self.known_as(secret, Id=secret)

    def update(self, former) -> None:
        self.create()

    def delete(self) -> None:
        self.call("delete_resource_policy", SecretId=self.physical_resource_id)
