"""Aurora: databases of one region and of several."""

from .kind import Kind

# What a template calls otherwise than the API does.
RENAMED = {"PerformanceInsightsEnabled": "EnablePerformanceInsights"}

# What CloudFormation changes of a cluster without replacing it, as far as this server does.
CHANGEABLE = (
    "BackupRetentionPeriod", "CopyTagsToSnapshot", "DeletionProtection", "EngineVersion", "PreferredBackupWindow",
    "PreferredMaintenanceWindow", "ServerlessV2ScalingConfiguration", "Tags",
)


class Cluster(Kind):
    TYPE, SERVICE = "AWS::RDS::DBCluster", "rds"

    def create(self) -> None:
        name = self.take("DBClusterIdentifier", self.generated_name[-63:].lower().strip("-")).lower()
        renamed = {there: self.take(here) for here, there in RENAMED.items() if here in self.properties}
        made = self.call("create_db_cluster", DBClusterIdentifier=name, **renamed, **self.rest())["DBCluster"]
        self.known_as(name, **{
            "DBClusterArn": made["DBClusterArn"],
            "DBClusterResourceId": made["DbClusterResourceId"],
            "Endpoint.Address": made.get("Endpoint"),
            "Endpoint.Port": str(made.get("Port")),
            "ReadEndpoint.Address": made.get("ReaderEndpoint"),
        })

    def update(self, former) -> None:
        """In place, or not at all: a replacement would be an empty database."""
        self.adopt_changes(former, in_place=CHANGEABLE)
        name = {"DBClusterIdentifier": self.physical_resource_id}
        self.call("modify_db_cluster", **name, ApplyImmediately=True, **self.changed(former))

    def delete(self) -> None:
        """A member of a global cluster leaves it first."""
        name, owner = self.physical_resource_id, self.properties.get("GlobalClusterIdentifier")
        if owner:
            arn = self.attributes["DBClusterArn"]
            self.call("remove_from_global_cluster", GlobalClusterIdentifier=owner, DbClusterIdentifier=arn)
        self.call("delete_db_cluster", DBClusterIdentifier=name, SkipFinalSnapshot=True)


class GlobalCluster(Kind):
    TYPE, SERVICE = "AWS::RDS::GlobalCluster", "rds"

    def create(self) -> None:
        made = self.call("create_global_cluster", **self.rest())["GlobalCluster"]
        self.known_as(made["GlobalClusterIdentifier"], **{"GlobalEndpoint.Address": made.get("Endpoint")})

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
            "DbiResourceId": made["DbiResourceId"],
            "Endpoint.Address": endpoint.get("Address"),
            "Endpoint.HostedZoneId": endpoint.get("HostedZoneId"),
            "Endpoint.Port": str(endpoint.get("Port")),
        })

    def update(self, former) -> None:
        in_place = ("AutoMinorVersionUpgrade", "DBInstanceClass", "MonitoringInterval", "PromotionTier", "Tags")
        self.adopt_changes(former, in_place)
        name = {"DBInstanceIdentifier": self.physical_resource_id}
        self.call("modify_db_instance", **name, ApplyImmediately=True, **self.changed(former))

    def delete(self) -> None:
        self.call("delete_db_instance", DBInstanceIdentifier=self.physical_resource_id, SkipFinalSnapshot=True)


class SubnetGroup(Kind):
    TYPE, SERVICE = "AWS::RDS::DBSubnetGroup", "rds"

    def create(self) -> None:
        name = self.take("DBSubnetGroupName", self.generated_name).lower()
        made = self.call("create_db_subnet_group", DBSubnetGroupName=name, **self.rest())["DBSubnetGroup"]
        self.known_as(name, DBSubnetGroupArn=made["DBSubnetGroupArn"])

    def delete(self) -> None:
        self.call("delete_db_subnet_group", DBSubnetGroupName=self.physical_resource_id)
