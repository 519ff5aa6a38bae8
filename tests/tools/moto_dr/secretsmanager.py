"""Replicated secrets."""

from moto.secretsmanager.models import FakeSecret, SecretsStore
from moto.secretsmanager.utils import get_secret_name_from_partial_arn

from .patch import patch


@patch(FakeSecret, "create_replicas")
def create_replicas(stock, self, replica_regions, force_overwrite):
    """moto forgets the KMS key of a replica."""
    made = stock(self, replica_regions, force_overwrite)
    for asked, replica in zip(replica_regions or [], made):
        if asked.get("KmsKeyId"):
            replica.config["KmsKeyId"] = asked["KmsKeyId"]
    return made


@patch(SecretsStore, "get")
def get(stock, self, key):
    """moto keeps a replica by its ARN, and so does not find it by its name or by an ARN without the random end."""
    return stock(self, key) or _named(self, key)


@patch(SecretsStore, "__getitem__")
def getitem(stock, self, key):
    found = _named(self, key)
    return found if found else stock(self, key)


@patch(SecretsStore, "__contains__")
def contains(stock, self, key):
    return stock(self, key) or _named(self, key) is not None


def _named(store, key):
    name = get_secret_name_from_partial_arn(key)
    return next((it for it in dict.values(store) if it.name == name), None)
