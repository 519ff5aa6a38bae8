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
        """What is still there of the kinds drc deploys. AWS's own roles, policies and parameters are not."""
        found = []
        for service, operation, key, name in REGIONAL:
            for region in self.regions:
                held = self.every(service, operation, key, region)
                found += [f"{region} {operation} {_named(it, name)}" for it in held]
        for service, operation, key, name, parameters in GLOBAL:
            found += [f"{operation} {_named(it, name)}" for it in self.every(service, operation, key, **parameters)]
        return found


def _named(item, name):
    return item[name] if name else item


# service, listing, key of the items, key of an item's name
REGIONAL = (
    ("acm", "list_certificates", "CertificateSummaryList", "CertificateArn"),
    ("apigateway", "get_api_keys", "items", "name"),
    ("apigateway", "get_domain_names", "items", "domainName"),
    ("apigateway", "get_rest_apis", "items", "name"),
    ("apigateway", "get_usage_plans", "items", "name"),
    ("cloudformation", "describe_stacks", "Stacks", "StackName"),
    ("cloudwatch", "describe_alarms", "MetricAlarms", "AlarmName"),
    ("cloudwatch", "list_dashboards", "DashboardEntries", "DashboardName"),
    ("dynamodb", "list_tables", "TableNames", None),
    ("lambda", "list_functions", "Functions", "FunctionName"),
    ("logs", "describe_log_groups", "logGroups", "logGroupName"),
    ("sns", "list_subscriptions", "Subscriptions", "SubscriptionArn"),
    ("sns", "list_topics", "Topics", "TopicArn"),
    ("sqs", "list_queues", "QueueUrls", None),
    ("ssm", "describe_parameters", "Parameters", "Name"),
)
GLOBAL = (
    ("iam", "list_policies", "Policies", "PolicyName", {"Scope": "Local"}),
    ("iam", "list_roles", "Roles", "RoleName", {}),
    ("route53", "list_health_checks", "HealthChecks", "Id", {}),
    ("route53", "list_hosted_zones", "HostedZones", "Name", {}),
    ("s3", "list_buckets", "Buckets", "Name", {}),
)
