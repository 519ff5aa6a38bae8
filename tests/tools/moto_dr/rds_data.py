"""The Data API: statements run on SQLite, one ledger for all members of a global database.

moto answers from a queue of results. Here a statement is run, and refused where AWS would refuse it: in another
Region than the cluster's, and in a cluster that was not promoted, which has no writer. What SQLite does not know of
MySQL and is asked for by the project's handlers is added; the rest is SQLite's SQL.
"""

import json
import sqlite3

from moto.rds.models import rds_backends
from moto.rdsdata.responses import RDSDataServiceResponse

from .operation import Refused, held
from .patch import patch


@patch(RDSDataServiceResponse, "execute_statement")
def execute_statement(stock, self):
    asked = {name: self._get_param(name) for name in ("resourceArn", "secretArn", "sql", "parameters")}
    if asked["secretArn"].split(":")[3] != self.region:
        raise Refused("BadRequestException", f"{asked['secretArn']} is not in {self.region}")
    cluster = _writer(self.current_account, self.region, asked["resourceArn"])
    # One volume for all members, as replication without lag would have it.
    ledger = ledgers(self.current_account).setdefault(cluster.global_cluster_identifier or cluster.arn, _new_ledger())
    try:
        values = {it["name"]: next(iter(it["value"].values())) for it in asked["parameters"] or []}
        rows = ledger.execute(asked["sql"], values)
        records = [[{"stringValue": str(value)} for value in row] for row in rows.fetchall()]
        ledger.commit()
    except sqlite3.Error as why:
        raise Refused("DatabaseErrorException", str(why))
    return json.dumps({"records": records, "numberOfRecordsUpdated": max(rows.rowcount, 0)})


def ledgers(account: str) -> dict[str, sqlite3.Connection]:
    """By global database; by cluster where there is none."""
    return held(rds_backends[account]["us-east-1"], "ledgers")


def _writer(account, region, arn):
    cluster = rds_backends[account][region].clusters.get(arn.split(":")[-1])
    if cluster is None or arn.split(":")[3] != region:
        raise Refused("DatabaseNotFoundException", f"no {arn} in {region}")
    if cluster.global_cluster_identifier and not cluster.is_writer:
        raise Refused("DatabaseUnavailableException", f"{arn} has no writer")
    return cluster


def _new_ledger():
    ledger = sqlite3.connect(":memory:", check_same_thread=False)
    ledger.create_function("VERSION", 0, lambda: "8.0.39")
    ledger.create_collation("utf8mb4_bin", lambda one, other: (one > other) - (one < other))
    return ledger
