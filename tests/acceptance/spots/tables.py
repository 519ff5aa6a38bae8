from acceptance.spots.registry import spot


@spot("table")
def tables_are_in_every_region_with_recovery_on(world):
    for name, said in world.spec["table"].items():
        key, kind = said["partition_key"].split(": ")
        for region in world.spec.regions:
            dynamodb, table = world.aws.client("dynamodb", region), world.table(name, region)
            held = dynamodb.describe_table(TableName=table)["Table"]
            assert held["KeySchema"] == [{"AttributeName": key, "KeyType": "HASH"}]
            assert held["AttributeDefinitions"] == [{"AttributeName": key, "AttributeType": kind}]
            assert not held.get("GlobalSecondaryIndexes"), "the spec asks for none"
            assert held["BillingModeSummary"]["BillingMode"] == "PAY_PER_REQUEST"
            assert held["SSEDescription"]["Status"] == "ENABLED"
            assert {it["RegionName"] for it in held["Replicas"]} == {*world.spec.regions} - {region}
            backups = dynamodb.describe_continuous_backups(TableName=table)["ContinuousBackupsDescription"]
            assert backups["PointInTimeRecoveryDescription"]["PointInTimeRecoveryStatus"] == "ENABLED", region


@spot("table", when=lambda spec: spec.uses("table", "ttl_attribute"))
def sessions_expire(world):
    """Global tables copy the setting, and the deletions."""
    for name, said in world.spec["table"].items():
        dynamodb = world.aws.client("dynamodb", world.spec.primary)
        held = dynamodb.describe_time_to_live(TableName=world.table(name, world.spec.primary))["TimeToLiveDescription"]
        assert held == {"TimeToLiveStatus": "ENABLED", "AttributeName": said["ttl_attribute"]}
