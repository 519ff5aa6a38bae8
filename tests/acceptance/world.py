"""A deployed system: finding in it what the spec names."""

from dataclasses import dataclass

from acceptance.spec import Spec
from tools.aws import Aws

ROLES = ("PRIMARY", "SECONDARY")


@dataclass(frozen=True)
class World:
    """The spec it was compiled from, and the AWS that holds it."""

    spec: Spec
    aws: Aws

    def table(self, name, region):
        return self._one("table", name, self.aws.every("dynamodb", "list_tables", "TableNames", region))

    def bucket(self, name, region):
        found = [it["Name"] for it in self.aws.every("s3", "list_buckets", "Buckets", region)]
        return self._one("bucket", name, [it for it in found if self._region_of(it, region) == region])

    def function(self, name, region):
        return self._item("function", name, "FunctionName", "lambda", "list_functions", "Functions", region)

    def api(self, name, region):
        return self._item("api", name, "name", "apigateway", "get_rest_apis", "items", region)

    def queue(self, name, region):
        return self._one("queue", name, self.aws.every("sqs", "list_queues", "QueueUrls", region))

    def queue_arn(self, name, region):
        return ":".join(("arn:aws:sqs", region, *self.queue(name, region).split("/")[-2:]))

    def topic(self, name, region):
        return self._one("topic", name, self._topics(region))

    def alert_topic(self, region):
        return self._one("topic", self.spec["alerts"]["topic"], self._topics(region))

    def bus(self, name, region):
        return self._item("bus", name, "Name", "events", "list_event_buses", "EventBuses", region)

    def cluster(self, name, region):
        return self._item("database", name, "DBClusterIdentifier", "rds", "describe_db_clusters", "DBClusters", region)

    def global_cluster(self, name, region):
        held = self.aws.every("rds", "describe_global_clusters", "GlobalClusters", region)
        return self._only("database", name, "GlobalClusterIdentifier", held)

    def secret(self, name, region):
        return self._item("secret", name, "Name", "secretsmanager", "list_secrets", "SecretList", region)

    def vpc(self, name, region):
        held = self.aws.every("ec2", "describe_vpcs", "Vpcs", region)
        (found,) = [it for it in held if it["CidrBlock"] == self.spec["network"][name]["cidr"][region]]
        return found

    def balancer(self, name, region):
        held = self.aws.every("elbv2", "describe_load_balancers", "LoadBalancers", region)
        return self._only("balancer", name, "LoadBalancerName", held)

    def role(self, name):
        return self._one("role", name, [it["RoleName"] for it in self.aws.every("iam", "list_roles", "Roles")])

    def alarms(self, region):
        return self.aws.every("cloudwatch", "describe_alarms", "MetricAlarms", region)

    def watching(self, region, namespace, metric, dimensions):
        """Alarms on that metric of what these dimensions say."""
        return [
            it
            for it in self.alarms(region)
            if (it.get("Namespace"), it.get("MetricName")) == (namespace, metric)
            and dimensions.items() <= {each["Name"]: each["Value"] for each in it["Dimensions"]}.items()
        ]

    def records(self, domain) -> list[dict]:
        """What the zone of that domain answers for it. DNS answers from anywhere, so any region may ask."""
        domain = domain.rstrip(".") + "."
        every = self.aws.every("route53", "list_hosted_zones", "HostedZones", self.spec.secondaries[0])
        zones = [it for it in every if domain.endswith("." + it["Name"])]
        assert len(zones) == 1, f"zones for {domain}: {zones}"
        held = self.aws.every(
            "route53", "list_resource_record_sets", "ResourceRecordSets", self.spec.secondaries[0],
            HostedZoneId=zones[0]["Id"],
        )
        return [it for it in held if it["Name"] == domain]

    def failover_records(self):
        """Of the name users call, by role."""
        return {it["Failover"]: it for it in self.records(self.spec["traffic"]["domain"]) if "Failover" in it}

    def parameter(self, name, region):
        return self.aws.client("ssm", region).get_parameter(Name=self.path(name), WithDecryption=True)["Parameter"]

    def path(self, parameter):
        return self.spec["parameter"][parameter]["path"].replace("${environment}", self.spec.environment)

    def own_functions(self, region):
        """Those that drc brings along: the spec names none of them."""
        mine = [self.function(it, region)["FunctionName"] for it in self.spec["function"]]
        held = self.aws.every("lambda", "list_functions", "Functions", region)
        return [it for it in held if it["FunctionName"] not in mine]

    def watcher(self, name, region):
        """The function that promotes that database; there is one, in the first secondary."""
        cluster = self.cluster(name, self.spec.secondaries[0])["DBClusterArn"] if region == self.spec.secondaries[0] else ""
        found = [it for it in self.own_functions(region) if variables(it).get("TARGET_CLUSTER_ARN") == cluster]
        assert len(found) <= 1, found
        return found[0] if found else None

    def synchroniser(self, region):
        """The function that keeps parameters in step, if there is one."""
        found = [it for it in self.own_functions(region) if "PEER_REGIONS" in variables(it)]
        assert len(found) <= 1, found
        return found[0] if found else None

    def policies_of(self, role_arn) -> list[dict]:
        """Every statement of a role's inline policies."""
        role, iam = role_arn.rsplit("/", 1)[-1], self.aws.client("iam")
        names = self.aws.every("iam", "list_role_policies", "PolicyNames", RoleName=role)
        held = [iam.get_role_policy(RoleName=role, PolicyName=it)["PolicyDocument"] for it in names]
        return [statement for document in held for statement in document["Statement"]]

    def _topics(self, region):
        return [it["TopicArn"] for it in self.aws.every("sns", "list_topics", "Topics", region)]

    def _item(self, kind, name, key, service, operation, listed, region):
        return self._only(kind, name, key, self.aws.every(service, operation, listed, region))

    def _only(self, kind, name, key, held):
        chosen = self._one(kind, name, [it[key] for it in held])
        return next(it for it in held if it[key] == chosen)

    def _one(self, kind, name, found):
        """The only one that carries this name of the spec, and the environment."""
        name = self.spec[kind].get(name, {}).get("name", name)
        hits = [it for it in found if name in it and self.spec.environment in it]
        assert len(hits) == 1, f"{hits or 'nothing'} is named for {kind}.{name}; there are {found}"
        return hits[0]

    def _region_of(self, bucket, region):
        place = self.aws.client("s3", region).get_bucket_location(Bucket=bucket)["LocationConstraint"]
        return place or "us-east-1"


def variables(function) -> dict[str, str]:
    return function.get("Environment", {}).get("Variables", {})


def principals(policy, kind) -> list[str]:
    """Those a policy names, services or accounts."""
    named = [it["Principal"].get(kind, []) for it in policy["Statement"] if isinstance(it["Principal"], dict)]
    return [each for it in named for each in listed(it)]


def listed(value) -> list:
    return [value] if isinstance(value, str) else list(value)


def flat(tags) -> dict[str, str]:
    return {it["Key"]: it["Value"] for it in tags}
