"""Values that may stand in Secrets Manager, and nowhere else."""

import json

from acceptance.world import World


def passwords(world: World) -> list[str]:
    """Of every secret its value; of a login the password alone, as its user is no secret."""
    client, found = world.aws.client("secretsmanager", world.spec.primary), []
    for it in world.aws.every("secretsmanager", "list_secrets", "SecretList", world.spec.primary):
        value = client.get_secret_value(SecretId=it["ARN"])["SecretString"]
        found.append(json.loads(value)["password"] if value.startswith("{") else value)
    assert found and all(len(it) >= 20 for it in found)
    return found
