"""Aurora global databases."""

from moto.core.responses import ActionResult
from moto.rds.models import DBCluster, RDSBackend, rds_backends
from moto.rds.responses import RDSResponse

from .patch import patch


@patch(DBCluster, "scaling_configuration_info")
def scaling_configuration_info(stock, self):
    """moto returns an empty block for provisioned clusters, which the provider plans to remove; AWS none."""
    return stock(self) if self.scaling_configuration else None


@patch(RDSResponse, "create_global_cluster")
def create_global_cluster(stock, self):
    """moto forgets DatabaseName and Tags."""
    asked = self.params  # not a plain dict: the spelling of keys is translated on access
    name, database, tags = asked["GlobalClusterIdentifier"], asked.get("DatabaseName"), asked.get("Tags")
    answer = stock(self)
    made = self.global_backend.global_clusters[name]
    made.database_name, made.tags = database, tags or []
    return answer


@patch(RDSResponse, "remove_from_global_cluster")
def remove_from_global_cluster(stock, self):
    """moto looks for the member in its own region only, so that a secondary can never leave."""
    cluster = self.params.get("DbClusterIdentifier") or self.params.get("DBClusterIdentifier")
    left = _leave(self.current_account, cluster)
    found = left or self.global_backend.global_clusters.get(self.params["GlobalClusterIdentifier"])
    return ActionResult({"GlobalCluster": found})


@patch(RDSBackend, "delete_db_cluster")
def delete_db_cluster(stock, self, *arguments, **named):
    """A deleted cluster is a member of nothing; moto keeps it in the list."""
    deleted = stock(self, *arguments, **named)
    _leave(self.account_id, deleted.db_cluster_arn)
    return deleted


def _leave(account, cluster):
    """Takes the cluster (ARN or identifier) out of its global cluster and returns that."""
    for found in rds_backends[account]["us-east-1"].global_clusters.values():
        for member in list(found.members):
            if cluster in (member.db_cluster_arn, member.db_cluster_identifier):
                found.members.remove(member)
                member.global_cluster_identifier = None
                return found
    return None
