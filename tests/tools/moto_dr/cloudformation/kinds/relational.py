"""Aurora and its secrets."""

import json

from .kind import Kind


class Cluster(Kind):
    TYPE, SERVICE = "AWS::RDS::DBCluster", "rds"

    def create(self) -> None:
        name = self.take("DBClusterIdentifier", self.generated_name[-63:].lower().strip("-"))
        made = self.call("create_db_cluster", DBClusterIdentifier=name, **self.rest())["DBCluster"]
        self.known_as(name, **{
            "DBClusterArn": made["DBClusterArn"],
            "Endpoint.Address": made.get("Endpoint"),
            "Endpoint.Port": str(made.get("Port")),
            "ReadEndpoint.Address": made.get("ReaderEndpoint"),
        })

    def delete(self) -> None:
        self.call("delete_db_cluster", DBClusterIdentifier=self.physical_resource_id, SkipFinalSnapshot=True)


class GlobalCluster(Kind):
    TYPE, SERVICE = "AWS::RDS::GlobalCluster", "rds"

    def create(self) -> None:
        made = self.call("create_global_cluster", **self.rest())["GlobalCluster"]
        self.known_as(made["GlobalClusterIdentifier"])

    def delete(self) -> None:
        self.call("delete_global_cluster", GlobalClusterIdentifier=self.physical_resource_id)


class ClusterParameterGroup(Kind):
    TYPE, SERVICE = "AWS::RDS::DBClusterParameterGroup", "rds"

    def create(self) -> None:
        name = self.take("DBClusterParameterGroupName", self.generated_name.lower())
        values = self.take("Parameters", {})
        self.call(
            "create_db_cluster_parameter_group",
            DBClusterParameterGroupName=name, DBParameterGroupFamily=self.take("Family"), **self.rest(),
        )
        self.known_as(name)
        self._set(values)

    def delete(self) -> None:
        self.call("delete_db_cluster_parameter_group", DBClusterParameterGroupName=self.physical_resource_id)

    def _set(self, values) -> None:
        parameters = [
            {"ParameterName": key, "ParameterValue": it, "ApplyMethod": "pending-reboot"} for key, it in values.items()
        ]
        if parameters:
            group = self.physical_resource_id
            self.call("modify_db_cluster_parameter_group", DBClusterParameterGroupName=group, Parameters=parameters)


class Instance(Kind):
    TYPE, SERVICE = "AWS::RDS::DBInstance", "rds"

    def create(self) -> None:
        name = self.take("DBInstanceIdentifier", self.generated_name[-63:].lower().strip("-"))
        groups = self.take("VPCSecurityGroups")
        made = self.call(
            "create_db_instance", DBInstanceIdentifier=name, VpcSecurityGroupIds=groups, **self.rest()
        )["DBInstance"]
        endpoint = made.get("Endpoint", {})
        self.known_as(name, **{
            "DBInstanceArn": made["DBInstanceArn"],
            "Endpoint.Address": endpoint.get("Address"),
            "Endpoint.Port": str(endpoint.get("Port")),
        })

    def delete(self) -> None:
        self.call("delete_db_instance", DBInstanceIdentifier=self.physical_resource_id, SkipFinalSnapshot=True)


class SubnetGroup(Kind):
    TYPE, SERVICE = "AWS::RDS::DBSubnetGroup", "rds"

    def create(self) -> None:
        name = self.take("DBSubnetGroupName", self.generated_name).lower()
        self.call("create_db_subnet_group", DBSubnetGroupName=name, **self.rest())
        self.known_as(name)

    def delete(self) -> None:
        self.call("delete_db_subnet_group", DBSubnetGroupName=self.physical_resource_id)


class Secret(Kind):
    TYPE, SERVICE = "AWS::SecretsManager::Secret", "secretsmanager"

    def create(self) -> None:
        name, replicas = self.take("Name", self.generated_name), self.take("ReplicaRegions")
        generate = self.take("GenerateSecretString")
        text = self._generated(dict(generate)) if generate is not None else self.take("SecretString")
        arn = self.call(
            "create_secret", Name=name, SecretString=text, AddReplicaRegions=replicas, **self.rest()
        )["ARN"]
        self.known_as(arn, Id=arn)

    def delete(self) -> None:
        secret = self.physical_resource_id
        regions = [it["Region"] for it in self.properties.get("ReplicaRegions", [])]
        if regions:
            self.call("remove_regions_from_replication", SecretId=secret, RemoveReplicaRegions=regions)
        self.call("delete_secret", SecretId=secret, ForceDeleteWithoutRecovery=True)

    def _generated(self, wanted) -> str:
        template, key = wanted.pop("SecretStringTemplate", None), wanted.pop("GenerateStringKey", None)
        password = self.call("get_random_password", **wanted)["RandomPassword"]
        return json.dumps({**json.loads(template), key: password}) if template else password
