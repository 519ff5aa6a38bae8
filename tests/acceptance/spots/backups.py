import json

from acceptance.spec import seconds
from acceptance.spots.identity import check_trust
from acceptance.spots.registry import spot


@spot("backup")
def backups_are_made_kept_and_copied_to_the_other_region(world):
    for name, said in world.spec["backup"].items():
        vaults = {region: _vault(world, name, region)["BackupVaultArn"] for region in world.spec.regions}
        plan, _ = _plan(world, name)
        (rule,) = plan["Rules"]
        assert rule["ScheduleExpression"] == said["schedule"]
        assert rule["ScheduleExpressionTimezone"] == "Etc/UTC"
        assert rule["TargetBackupVaultName"] == vaults[world.spec.primary].rsplit(":", 1)[-1]
        assert rule["Lifecycle"]["DeleteAfterDays"] == _days(said["retention"])
        assert rule["StartWindowMinutes"] == seconds(said["start_window"]) // 60
        copies = {it["DestinationBackupVaultArn"]: it["Lifecycle"]["DeleteAfterDays"] for it in rule["CopyActions"]}
        assert copies == {vaults[it]: _days(said["copy_retention"]) for it in world.spec.secondaries}


@spot("backup")
def backups_cover_what_the_spec_says(world):
    for name, said in world.spec["backup"].items():
        region, wanted = world.spec.primary, set()
        for kind, store in (it.split(".") for it in said["covers"]):
            wanted.add(_arn(world, kind, store, region))
        _, selection = _plan(world, name)
        assert set(selection["Resources"]) == wanted
        check_trust(world, selection["IamRoleArn"], "backup.amazonaws.com")


@spot("backup")
def vaults_take_copies_of_the_own_account_only(world):
    for name in world.spec["backup"]:
        for region in world.spec.regions:
            held, account = _vault(world, name, region), world.aws.client("sts").get_caller_identity()["Account"]
            assert held["EncryptionKeyArn"]
            policy = world.aws.client("backup", region).get_backup_vault_access_policy(BackupVaultName=held["BackupVaultName"])
            (statement,) = json.loads(policy["Policy"])["Statement"]
            assert (statement["Effect"], statement["Action"]) == ("Deny", "backup:CopyIntoBackupVault")
            assert statement["Condition"] == {"StringNotEquals": {"aws:PrincipalAccount": account}}


@spot("backup")
def somebody_hears_of_a_backup_or_copy_that_failed(world):
    for name in world.spec["backup"]:
        vault = _vault(world, name, world.spec.primary)["BackupVaultName"]
        for metric in ("NumberOfBackupJobsFailed", "NumberOfCopyJobsFailed"):
            found = [it for it in world.alarms(world.spec.primary) if it["MetricName"] == metric]
            assert found, metric
            assert any(vault in str(it["Dimensions"]) or not it["Dimensions"] for it in found), metric


def _vault(world, name, region):
    held = world.aws.every("backup", "list_backup_vaults", "BackupVaultList", region)
    (found,) = [it for it in held if name in it["BackupVaultName"]]
    return found


def _plan(world, name):
    """The plan and what it selects."""
    client = world.aws.client("backup", world.spec.primary)
    (found,) = [it for it in client.list_backup_plans()["BackupPlansList"] if name in it["BackupPlanName"]]
    (selection,) = client.list_backup_selections(BackupPlanId=found["BackupPlanId"])["BackupSelectionsList"]
    place = {"BackupPlanId": found["BackupPlanId"], "SelectionId": selection["SelectionId"]}
    plan = client.get_backup_plan(BackupPlanId=found["BackupPlanId"])["BackupPlan"]
    return plan, client.get_backup_selection(**place)["BackupSelection"]


def _arn(world, kind, name, region):
    if kind == "database":
        return world.cluster(name, region)["DBClusterArn"]
    held = world.aws.client("dynamodb", region).describe_table(TableName=world.table(name, region))
    return held["Table"]["TableArn"]


def _days(quantity):
    return seconds(quantity) // 86400
