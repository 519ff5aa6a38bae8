"""Replicated secrets."""

from moto.secretsmanager.models import FakeSecret, SecretsStore

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
    """moto finds a replica by its ARN alone, and what an ARN of another Region names by the name at its end.

    AWS: by name, by ARN, or by an ARN without the six random characters at its end.
    """
    return _found(self, key)


@patch(SecretsStore, "__getitem__")
def getitem(stock, self, key):
    found = _found(self, key)
    if found is None:
        raise KeyError(key)
    return found


@patch(SecretsStore, "__contains__")
def contains(stock, self, key):
    return _found(self, key) is not None


def _found(store, key):
    every = dict.values(store)
    return next((it for it in every if key in (it.name, it.arn, it.arn.rsplit("-", 1)[0])), None)
