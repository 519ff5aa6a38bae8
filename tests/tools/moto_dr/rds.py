"""Aurora global databases."""

from moto.core.responses import ActionResult
from moto.rds.models import DBCluster, RDSBackend, find_cluster, rds_backends
from moto.rds.responses import RDSResponse

from .operation import Refused, operation
from .patch import patch


@patch(DBCluster, "scaling_configuration_info")
def scaling_configuration_info(stock, self):
    """moto returns an empty block for provisioned clusters, which the provider plans to remove; AWS none."""
    return stock(self) if self.scaling_configuration else None


@patch(RDSBackend, "create_db_cluster")
def create_db_cluster(stock, self, kwargs):
    """moto takes a member of a global cluster that does not exist, or with a user of its own. AWS refuses both.

    And moto turns the Data API on for serverless v1 only.
    """
    wanted = kwargs.get("global_cluster_identifier")
    if wanted:
        found = _global(self.account_id, wanted)
        if found.members and kwargs.get("master_username"):
            message = "Cannot specify user name for cross region replication cluster"
            raise Refused("InvalidParameterCombination", message)
        if not found.members and not kwargs.get("master_username"):
            raise Refused("InvalidParameterValue", "The parameter MasterUsername must be provided.")
    made = stock(self, kwargs)
    made._enable_http_endpoint = str(kwargs.get("enable_http_endpoint")).lower() == "true"
    return made


@operation(RDSResponse)
def enable_http_endpoint(self, asked):
    return _data_api(asked["ResourceArn"], True)


@operation(RDSResponse)
def disable_http_endpoint(self, asked):
    return _data_api(asked["ResourceArn"], False)


def _data_api(arn, enabled):
    find_cluster(arn)._enable_http_endpoint = enabled
    return {"ResourceArn": arn, "HttpEndpointEnabled": enabled}


@patch(RDSBackend, "create_db_instance")
def create_db_instance(stock, self, db_kwargs):
    """moto forgets Performance Insights."""
    made = stock(self, db_kwargs)
    made.performance_insights_enabled = db_kwargs.get("enable_performance_insights") or False
    if made.performance_insights_enabled:
        key = db_kwargs.get("performance_insights_kms_key_id")
        made.performance_insights_kms_key_id = key or made.kms_key_id
        made.performance_insights_retention_period = db_kwargs.get("performance_insights_retention_period") or 7
    return made


@patch(RDSResponse, "create_global_cluster")
def create_global_cluster(stock, self):
    """moto forgets DatabaseName and Tags."""
    asked = self.params  # not a plain dict: the spelling of keys is translated on access
    name, database, tags = asked["GlobalClusterIdentifier"], asked.get("DatabaseName"), asked.get("Tags")
    answer = stock(self)
    made = self.global_backend.global_clusters[name]
    made.database_name, made.tags = database, tags or []
    return answer


@patch(RDSResponse, "describe_global_clusters")
def describe_global_clusters(stock, self):
    """moto answers with every one, whichever is asked for; the provider takes two for none."""
    wanted = self.params.get("GlobalClusterIdentifier")
    if not wanted:
        return stock(self)
    return ActionResult({"GlobalClusters": [_global(self.current_account, wanted)]})


@patch(RDSResponse, "delete_global_cluster")
def delete_global_cluster(stock, self):
    _global(self.current_account, self.params["GlobalClusterIdentifier"])
    return stock(self)


@patch(RDSResponse, "remove_from_global_cluster")
def remove_from_global_cluster(stock, self):
    """moto looks for the member in its own region only, so that a secondary can never leave."""
    cluster = self.params.get("DbClusterIdentifier") or self.params.get("DBClusterIdentifier")
    left = _leave(self.current_account, cluster)
    found = left or _global(self.current_account, self.params["GlobalClusterIdentifier"])
    return ActionResult({"GlobalCluster": found})


@patch(RDSBackend, "delete_db_cluster")
def delete_db_cluster(stock, self, *arguments, **named):
    """A deleted cluster is a member of nothing; moto keeps it in the list."""
    deleted = stock(self, *arguments, **named)
    _leave(self.account_id, deleted.db_cluster_arn)
    return deleted


@operation(RDSResponse)
def failover_global_cluster(self, asked):
    """moto cannot promote. Here the target is the writer at once, and the others read from it."""
    return _promote(self, asked)


@operation(RDSResponse)
def switchover_global_cluster(self, asked):
    return _promote(self, asked)


def _promote(self, asked):
    found, target = _global(self.current_account, asked["GlobalClusterIdentifier"]), asked["TargetDbClusterIdentifier"]
    if target not in [it.db_cluster_arn for it in found.members]:
        raise Refused("DBClusterNotFoundFault", f"{target} is no member of {found.global_cluster_identifier}")
    for member in found.members:
        member.is_writer = member.db_cluster_arn == target
    return {"GlobalCluster": found}


def _global(account, name):
    held = rds_backends[account]["us-east-1"].global_clusters
    if name not in held:
        raise Refused("GlobalClusterNotFoundFault", f"Global cluster {name} not found")
    return held[name]


def _leave(account, cluster):
    """Takes the cluster (ARN or identifier) out of its global cluster and returns that."""
    for found in rds_backends[account]["us-east-1"].global_clusters.values():
        for member in list(found.members):
            if cluster in (member.db_cluster_arn, member.db_cluster_identifier):
                found.members.remove(member)
                member.global_cluster_identifier = None
                return found
    return None
