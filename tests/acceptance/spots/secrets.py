from acceptance.spots.registry import spot


@spot("secret")
def secrets_are_replicated(world):
    for name, said in world.spec["secret"].items():
        values = set()
        for region in world.spec.regions:
            client, held = world.aws.client("secretsmanager", region), world.secret(name, region)
            assert held.get("PrimaryRegion", region) == world.spec.primary
            values.add(client.get_secret_value(SecretId=held["ARN"])["SecretString"])
        (value,) = values
        if "generate" in said:
            assert len(value) == said["generate"]["length"]
        described = world.aws.client("secretsmanager", world.spec.primary).describe_secret(SecretId=held["Name"])
        assert {it["Region"] for it in described["ReplicationStatus"]} == set(world.spec.secondaries)
