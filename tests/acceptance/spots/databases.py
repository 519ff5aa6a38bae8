import json

from acceptance.spots.networks import subnets_of
from acceptance.spots.registry import spot


@spot("database")
def the_ledger_writes_in_the_primary_and_follows_in_the_secondary(world):
    for name in world.spec["database"]:
        held = world.global_cluster(name, world.spec.primary)
        assert held["StorageEncrypted"]
        members = {it["DBClusterArn"].split(":")[3]: it["IsWriter"] for it in held["GlobalClusterMembers"]}
        assert members == {it: it == world.spec.primary for it in world.spec.regions}


@spot("database")
def clusters_are_what_the_spec_says(world):
    for name, said in world.spec["database"].items():
        for region in world.spec.regions:
            held = world.cluster(name, region)
            assert (held["Engine"], held["EngineVersion"]) == (said["engine"], said["version"])
            assert held["StorageEncrypted"] and held["CopyTagsToSnapshot"]
            assert held["HttpEndpointEnabled"], "the handler speaks through the Data API"
            assert held["BackupRetentionPeriod"] >= 1
            assert held["DeletionProtection"] is bool(said.get("protect"))
            assert set(held["EnabledCloudwatchLogsExports"]) >= {"audit", "error", "slowquery"}
            if "capacity" in said:
                scaling = held["ServerlessV2ScalingConfiguration"]
                assert (scaling["MinCapacity"], scaling["MaxCapacity"]) == (said["capacity"]["min"], said["capacity"]["max"])


@spot("database")
def every_cluster_has_its_instances_in_private_subnets(world):
    for name, said in world.spec["database"].items():
        for region in world.spec.regions:
            rds, cluster = world.aws.client("rds", region), world.cluster(name, region)
            held = world.aws.every("rds", "describe_db_instances", "DBInstances", region)
            held = [it for it in held if it["DBClusterIdentifier"] == cluster["DBClusterIdentifier"]]
            assert len(held) == said["instances"][world.spec.role(region)]
            for it in held:
                assert it["DBInstanceClass"] == said.get("class", "db.serverless")
                assert not it["PubliclyAccessible"] and it["PerformanceInsightsEnabled"]
            (group,) = rds.describe_db_subnet_groups(DBSubnetGroupName=cluster["DBSubnetGroup"])["DBSubnetGroups"]
            private = subnets_of(world, said["network"].removeprefix("network."), region)["private"]
            assert {it["SubnetIdentifier"] for it in group["Subnets"]} == {it["SubnetId"] for it in private}


@spot("database")
def clusters_take_connections_with_tls_only(world):
    for name, said in world.spec["database"].items():
        for region in world.spec.regions:
            group = world.cluster(name, region)["DBClusterParameterGroup"]
            held = world.aws.client("rds", region).describe_db_cluster_parameters(DBClusterParameterGroupName=group)
            held = {it["ParameterName"]: it.get("ParameterValue") for it in held["Parameters"]}
            key, value = {"aurora-mysql": ("require_secure_transport", "ON"), "aurora-postgresql": ("rds.force_ssl", "1")}[said["engine"]]
            assert held[key] == value


@spot("database")
def the_password_is_the_secrets_in_every_region(world):
    """One password, as the secondary becomes the writer with it; and each region reads its own copy."""
    for name in world.spec["database"]:
        values = set()
        for region in world.spec.regions:
            client = world.aws.client("secretsmanager", region)
            held = _login_of(world, name, region)
            assert held.get("PrimaryRegion", region) == world.spec.primary
            values.add(client.get_secret_value(SecretId=held["ARN"])["SecretString"])
        (value,) = values
        login = json.loads(value)
        assert world.cluster(name, world.spec.primary)["MasterUsername"] == login["username"]
        assert len(login["password"]) >= 30


def _login_of(world, database, region):
    held = world.aws.every("secretsmanager", "list_secrets", "SecretList", region)
    others = [world.secret(it, region)["Name"] for it in world.spec["secret"]]
    (found,) = [it for it in held if it["Name"] not in others and database in it["Name"]]
    return found
