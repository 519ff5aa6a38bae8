"""Looking at what is deployed, through boto3 and nothing else."""

import functools
from dataclasses import dataclass

import boto3
from botocore.config import Config

from tools.server import Server


@dataclass(frozen=True)
class Aws:
    """Clients of a server, and what to list of it."""

    server: Server
    regions: tuple[str, ...]

    @functools.cache
    def client(self, service: str, region: str | None = None):
        return boto3.client(
            service,
            region_name=region or self.regions[0],
            endpoint_url=self.server.url,
            aws_access_key_id="test",
            aws_secret_access_key="test",
            config=Config(retries={"max_attempts": 1}),
        )

    def every(self, service: str, operation: str, key: str, region: str | None = None, **parameters) -> list:
        """Every page of a listing."""
        client = self.client(service, region)
        if not client.can_paginate(operation):
            return getattr(client, operation)(**parameters).get(key, [])
        pages = client.get_paginator(operation).paginate(**parameters)
        return [it for page in pages for it in page.get(key, [])]

    def leftovers(self) -> list[str]:
        """What is still there of the kinds drc deploys. What AWS itself puts into an account is not."""
        found = []
        for service, operation, key, name, *rest in REGIONAL:
            for region in self.regions:
                held = self.every(service, operation, key, region, **(rest[0] if rest else {}))
                found += [f"{region} {operation} {it}" for it in _names(held, name)]
        for service, operation, key, name, region, parameters in GLOBAL:
            held = self.every(service, operation, key, region, **parameters)
            found += [f"{operation} {it}" for it in _names(held, name)]
        return found


def _names(items, name):
    """But for a region's default bus, groups and network, and the aliases of AWS's own keys."""
    named = [it[name] if name else it for it in items]
    return [it for it in named if not it.startswith(("default", "alias/aws/"))]


def _where(name, *values):
    return {"Filters": [{"Name": name, "Values": list(values)}]}


# service, listing, key of the items, key of an item's name, and what else to ask for
REGIONAL = (
    ("acm", "list_certificates", "CertificateSummaryList", "CertificateArn"),
    ("apigateway", "get_api_keys", "items", "name"),
    ("apigateway", "get_domain_names", "items", "domainName"),
    ("apigateway", "get_rest_apis", "items", "name"),
    ("apigateway", "get_usage_plans", "items", "name"),
    ("backup", "list_backup_plans", "BackupPlansList", "BackupPlanName"),
    ("backup", "list_backup_vaults", "BackupVaultList", "BackupVaultName"),
    ("cloudformation", "describe_stacks", "Stacks", "StackName"),
    ("cloudwatch", "describe_alarms", "CompositeAlarms", "AlarmName", {"AlarmTypes": ["CompositeAlarm"]}),
    ("cloudwatch", "describe_alarms", "MetricAlarms", "AlarmName"),
    ("cloudwatch", "list_dashboards", "DashboardEntries", "DashboardName"),
    ("dynamodb", "list_tables", "TableNames", None),
    ("ec2", "describe_addresses", "Addresses", "AllocationId"),
    ("ec2", "describe_flow_logs", "FlowLogs", "FlowLogId"),
    ("ec2", "describe_internet_gateways", "InternetGateways", "InternetGatewayId"),
    ("ec2", "describe_nat_gateways", "NatGateways", "NatGatewayId", _where("state", "available", "pending")),
    ("ec2", "describe_security_groups", "SecurityGroups", "GroupName"),
    ("ec2", "describe_vpc_endpoints", "VpcEndpoints", "VpcEndpointId",
     _where("vpc-endpoint-state", "available", "pending")),
    ("ec2", "describe_vpc_peering_connections", "VpcPeeringConnections", "VpcPeeringConnectionId",
     _where("status-code", "active", "pending-acceptance")),
    ("ec2", "describe_vpcs", "Vpcs", "VpcId", _where("is-default", "false")),
    ("elbv2", "describe_load_balancers", "LoadBalancers", "LoadBalancerName"),
    ("elbv2", "describe_target_groups", "TargetGroups", "TargetGroupName"),
    ("events", "list_archives", "Archives", "ArchiveName"),
    ("events", "list_endpoints", "Endpoints", "Name"),
    ("events", "list_event_buses", "EventBuses", "Name"),
    ("events", "list_rules", "Rules", "Name"),
    ("kms", "list_aliases", "Aliases", "AliasName"),
    ("lambda", "list_event_source_mappings", "EventSourceMappings", "UUID"),
    ("lambda", "list_functions", "Functions", "FunctionName"),
    ("lambda", "list_layers", "Layers", "LayerName"),
    ("logs", "describe_log_groups", "logGroups", "logGroupName"),
    ("rds", "describe_db_cluster_parameter_groups", "DBClusterParameterGroups", "DBClusterParameterGroupName"),
    ("rds", "describe_db_clusters", "DBClusters", "DBClusterIdentifier"),
    ("rds", "describe_db_instances", "DBInstances", "DBInstanceIdentifier"),
    ("rds", "describe_db_subnet_groups", "DBSubnetGroups", "DBSubnetGroupName"),
    ("scheduler", "list_schedules", "Schedules", "Name"),
    ("secretsmanager", "list_secrets", "SecretList", "Name"),
    ("sns", "list_subscriptions", "Subscriptions", "SubscriptionArn"),
    ("sns", "list_topics", "Topics", "TopicArn"),
    ("sqs", "list_queues", "QueueUrls", None),
    ("ssm", "describe_parameters", "Parameters", "Name"),
)
# service, listing, key of the items, key of an item's name, the region to ask in (None: any), what else to ask for
GLOBAL = (
    ("globalaccelerator", "list_accelerators", "Accelerators", "Name", "us-west-2", {}),
    ("iam", "list_policies", "Policies", "PolicyName", None, {"Scope": "Local"}),
    ("iam", "list_roles", "Roles", "RoleName", None, {}),
    ("rds", "describe_global_clusters", "GlobalClusters", "GlobalClusterIdentifier", None, {}),
    ("route53", "list_health_checks", "HealthChecks", "Id", None, {}),
    ("route53", "list_hosted_zones", "HostedZones", "Name", None, {}),
    ("s3", "list_buckets", "Buckets", "Name", None, {}),
)
