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
    cloudformation.create_stack(StackName=name, TemplateBody=body, Capabilities=["CAPABILITY_NAMED_IAM"])
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


CODE = """
import json, os, urllib.request
import boto3

def handler(event, context):
    bucket = event["ResourceProperties"]["Bucket"]
    status = {"Status": "SUCCESS", "PhysicalResourceId": bucket, "Data": {"Count": event["ResourceProperties"]["Count"]}}
    if event["RequestType"] == "Delete":
        boto3.client("s3").delete_bucket(Bucket=bucket)
    elif bucket == "refused":
        status = {"Status": "FAILED", "PhysicalResourceId": bucket, "Reason": "not this one"}
    else:
        boto3.client("s3").create_bucket(Bucket=bucket)
    request = urllib.request.Request(event["ResponseURL"], data=json.dumps(status).encode(), method="PUT")
    urllib.request.urlopen(request).close()
"""


def custom(bucket):
    role = {"Type": "AWS::IAM::Role", "Properties": {
        "RoleName": "maker",
        "AssumeRolePolicyDocument": {"Version": "2012-10-17", "Statement": [
            {"Effect": "Allow", "Action": "sts:AssumeRole", "Principal": {"Service": "lambda.amazonaws.com"}},
        ]},
    }}
    maker = {"Type": "AWS::Lambda::Function", "Properties": {
        "FunctionName": "maker", "Runtime": "python3.13", "Handler": "index.handler", "Code": {"ZipFile": CODE},
        "Role": {"Fn::GetAtt": ["Role", "Arn"]},
    }}
    made = {"Type": "Custom::Bucket", "Properties": {
        "ServiceToken": {"Fn::GetAtt": ["Maker", "Arn"]}, "Bucket": bucket, "Count": 3,
    }}
    return {"Role": role, "Maker": maker, "Made": made}


def test_a_custom_resource_is_made_by_its_function_and_taken_away_by_it(aws):
    outputs = deploy(aws, custom("made-by-hand"), {"Ref": {"Ref": "Made"}, "Count": {"Fn::GetAtt": ["Made", "Count"]}})
    assert outputs == {"Ref": "made-by-hand", "Count": "3"}, "numbers reach the function as text"
    assert [it["Name"] for it in aws.every("s3", "list_buckets", "Buckets")] == ["made-by-hand"]
    delete(aws)
    assert aws.every("s3", "list_buckets", "Buckets") == []


def test_a_custom_resource_that_its_function_refuses_fails_the_stack(aws):
    with pytest.raises(AssertionError, match="not this one"):
        deploy(aws, custom("refused"), {})
