"""Replicated secrets."""

from moto.secretsmanager.models import FakeSecret

from .patch import patch


@patch(FakeSecret, "create_replicas")
def create_replicas(stock, self, replica_regions, force_overwrite):
    """moto forgets the KMS key of a replica."""
    made = stock(self, replica_regions, force_overwrite)
    for asked, replica in zip(replica_regions or [], made):
        if asked.get("KmsKeyId"):
            replica.config["KmsKeyId"] = asked["KmsKeyId"]
    return made
