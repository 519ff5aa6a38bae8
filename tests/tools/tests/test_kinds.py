"""Types of the relational systems, a few at a time; the samples in `samples/services` have them all."""

import json

import pytest

from tools import server
from tools.aws import Aws

EAST, OHIO = "us-east-1", "us-east-2"
VPC = {
    "Vpc": {"Type": "AWS::EC2::VPC", "Properties": {"CidrBlock": "10.0.0.0/16"}},
    "SubnetA": {
        "Type": "AWS::EC2::Subnet",
        "Properties": {"VpcId": {"Ref": "Vpc"}, "CidrBlock": "10.0.0.0/24", "AvailabilityZone": "us-east-1a"},
    },
    "SubnetB": {
        "Type": "AWS::EC2::Subnet",
        "Properties": {"VpcId": {"Ref": "Vpc"}, "CidrBlock": "10.0.1.0/24", "AvailabilityZone": "us-east-1b"},
    },
    "Group": {
        "Type": "AWS::EC2::SecurityGroup",
        "Properties": {"VpcId": {"Ref": "Vpc"}, "GroupDescription": "database"},
    },
}
SECRET = {
    "Secret": {
        "Type": "AWS::SecretsManager::Secret",
        "Properties": {
            "Name": "ledger",
            "GenerateSecretString": {
                "SecretStringTemplate": '{"username":"root"}', "GenerateStringKey": "password", "PasswordLength": 32,
            },
            "ReplicaRegions": [{"Region": OHIO}],
        },
    }
}
DATABASE = {
    "Global": {
        "Type": "AWS::RDS::GlobalCluster",
        "Properties": {"GlobalClusterIdentifier": "ledger", "Engine": "aurora-mysql", "StorageEncrypted": True},
    },
    "Parameters": {
        "Type": "AWS::RDS::DBClusterParameterGroup",
        "Properties": {
            "Description": "tls", "Family": "aurora-mysql8.0", "Parameters": {"require_secure_transport": "ON"},
        },
    },
    "Subnets": {
        "Type": "AWS::RDS::DBSubnetGroup",
        "Properties": {
            "DBSubnetGroupDescription": "private", "SubnetIds": [{"Ref": "SubnetA"}, {"Ref": "SubnetB"}],
        },
    },
    "Cluster": {
        "Type": "AWS::RDS::DBCluster",
        "Properties": {
            "DBClusterIdentifier": "ledger-primary",
            "Engine": "aurora-mysql",
            "GlobalClusterIdentifier": {"Ref": "Global"},
            "DBSubnetGroupName": {"Ref": "Subnets"},
            "DBClusterParameterGroupName": {"Ref": "Parameters"},
            "VpcSecurityGroupIds": [{"Fn::GetAtt": ["Group", "GroupId"]}],
            "MasterUsername": "root",
            "MasterUserPassword": "0123456789",
            "BackupRetentionPeriod": "7",
        },
    },
    "Writer": {
        "Type": "AWS::RDS::DBInstance",
        "Properties": {
            "DBInstanceClass": "db.r6g.large", "DBClusterIdentifier": {"Ref": "Cluster"}, "Engine": "aurora-mysql",
        },
    },
}
BACKUP = {
    "Vault": {"Type": "AWS::Backup::BackupVault", "Properties": {"BackupVaultName": "vault"}},
    "Plan": {
        "Type": "AWS::Backup::BackupPlan",
        "Properties": {
            "BackupPlan": {
                "BackupPlanName": "daily",
                "BackupPlanRule": [
                    {"RuleName": "daily", "TargetBackupVault": {"Ref": "Vault"}, "Lifecycle": {"DeleteAfterDays": 7}}
                ],
            }
        },
    },
    "Selection": {
        "Type": "AWS::Backup::BackupSelection",
        "Properties": {
            "BackupPlanId": {"Ref": "Plan"},
            "BackupSelection": {"SelectionName": "s", "IamRoleArn": "r", "Resources": ["*"]},
        },
    },
}
KEY = {
    "Key": {
        "Type": "AWS::KMS::Key",
        "Properties": {
            "MultiRegion": True,
            "EnableKeyRotation": True,
            "KeyPolicy": {"Version": "2012-10-17", "Statement": [
                {"Effect": "Allow", "Principal": {"AWS": "*"}, "Action": "kms:*", "Resource": "*"}
            ]},
        },
    }
}


@pytest.fixture(scope="module")
def aws():
    with server.running() as started:
        yield Aws(started, (EAST, OHIO))


def deploy(aws, resources, outputs, region=EAST, name="s"):
    cloudformation = aws.client("cloudformation", region)
    body = json.dumps({"Resources": resources, "Outputs": {key: {"Value": it} for key, it in outputs.items()}})
    cloudformation.create_stack(StackName=name, TemplateBody=body)
    stack = cloudformation.describe_stacks(StackName=name)["Stacks"][0]
    assert stack["StackStatus"] == "CREATE_COMPLETE", stack.get("StackStatusReason")
    return {it["OutputKey"]: it["OutputValue"] for it in stack["Outputs"]}


def delete(aws, region=EAST, name="s"):
    cloudformation = aws.client("cloudformation", region)
    identity = cloudformation.describe_stacks(StackName=name)["Stacks"][0]["StackId"]
    cloudformation.delete_stack(StackName=name)
    assert cloudformation.describe_stacks(StackName=identity)["Stacks"][0]["StackStatus"] == "DELETE_COMPLETE"


def test_a_database_in_a_network(aws):
    outputs = deploy(aws, VPC | SECRET | DATABASE, {"Host": {"Fn::GetAtt": ["Cluster", "Endpoint.Address"]}})
    assert "ledger-primary" in outputs["Host"]
    password = aws.client("secretsmanager", OHIO).get_secret_value(SecretId="ledger")["SecretString"]
    assert len(json.loads(password)["password"]) == 32
    delete(aws)
    assert aws.every("rds", "describe_db_clusters", "DBClusters") == []
    assert aws.every("secretsmanager", "list_secrets", "SecretList") == []


def test_backups_of_a_selection(aws):
    outputs = deploy(aws, BACKUP, {"Plan": {"Ref": "Plan"}, "Selection": {"Fn::GetAtt": ["Selection", "SelectionId"]}})
    place = {"BackupPlanId": outputs["Plan"], "SelectionId": outputs["Selection"]}
    held = aws.client("backup").get_backup_selection(**place)["BackupSelection"]
    assert held == BACKUP["Selection"]["Properties"]["BackupSelection"]
    delete(aws)
    assert aws.every("backup", "list_backup_vaults", "BackupVaultList") == []


def test_a_key_and_its_replica(aws):
    primary = deploy(aws, KEY, {"Arn": {"Fn::GetAtt": ["Key", "Arn"]}})["Arn"]
    replica = {"Type": "AWS::KMS::ReplicaKey", "Properties": {
        "PrimaryKeyArn": primary, "KeyPolicy": KEY["Key"]["Properties"]["KeyPolicy"],
    }}
    arn = deploy(aws, {"Replica": replica}, {"Arn": {"Fn::GetAtt": ["Replica", "Arn"]}}, OHIO)["Arn"]
    assert arn == primary.replace(EAST, OHIO)
    delete(aws, OHIO)
    delete(aws)
