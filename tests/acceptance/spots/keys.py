from acceptance.spots.registry import spot


@spot(when=lambda spec: not spec["key"])
def only_keys_that_aws_manages_are_used(world):
    """None of one's own exists: what is encrypted is with a key of AWS."""
    for region in world.spec.regions:
        kms = world.aws.client("kms", region)
        held = [it["KeyId"] for it in world.aws.every("kms", "list_keys", "Keys", region)]
        managers = {it: kms.describe_key(KeyId=it)["KeyMetadata"]["KeyManager"] for it in held}
        assert set(managers.values()) <= {"AWS"}, managers
