"""Health checks that watch a metric, other checks, or a routing control; records of one set, and aliases."""

import copy

from moto.route53.models import HealthCheck, Route53Backend
from moto.route53.responses import Route53

from .operation import Refused
from .patch import patch

# Types without an endpoint: AWS returns what was put in and no defaults of an endpoint check.
WITHOUT_ENDPOINT = ("CALCULATED", "CLOUDWATCH_METRIC", "RECOVERY_CONTROL")


@patch(Route53, "create_health_check")
def create_health_check(stock, self):
    """moto keeps only the fields of an endpoint check; the rest is remembered here for `config`."""
    asked = copy.deepcopy(self._get_param("HealthCheckConfig"))
    before = set(self.backend.health_checks)
    answer = stock(self)
    for made in set(self.backend.health_checks) - before:
        self.backend.health_checks[made].asked = asked
    return answer


@patch(HealthCheck, "health_check_config")
def config(stock, self):
    asked = getattr(self, "asked", None)
    if asked and asked.get("Type") in WITHOUT_ENDPOINT:
        return {key: value for key, value in asked.items() if value is not None}
    return stock(self)


@patch(Route53Backend, "change_resource_record_sets")
def change_resource_record_sets(stock, self, zoneid, change_list):
    """moto deletes by the set identifier alone, whatever the name; and takes an alias to nothing.

    AWS: "Tried to create an alias that targets X, type A in zone Z, but that target was not found".
    """
    zone = self.get_hosted_zone(zoneid)
    for change in change_list:
        if change["Action"] != "DELETE":
            _check_alias(zone, zoneid, change["ResourceRecordSet"], change_list)
    gone = [_place(it["ResourceRecordSet"]) for it in change_list if it["Action"] == "DELETE"]
    before = list(zone.rrsets)
    answer = stock(self, zoneid, change_list)
    lost = [it for it in before if it.set_identifier and it not in zone.rrsets]
    named = {(it[0], it[2]) for it in gone}
    zone.rrsets.extend(it for it in lost if not any((it.name.rstrip("."), it.set_identifier) == key for key in named))
    return answer


def _place(record):
    return record["Name"].rstrip("."), record["Type"], record.get("SetIdentifier")


def _check_alias(zone, zoneid, record, changes) -> None:
    alias = record.get("AliasTarget") or {}
    if alias.get("HostedZoneId", "").rsplit("/", 1)[-1] != zoneid.rsplit("/", 1)[-1]:
        return
    wanted = (alias["DNSName"].rstrip("."), record["Type"])
    there = [(it.name.rstrip("."), it.type) for it in zone.rrsets]
    there += [_place(it["ResourceRecordSet"])[:2] for it in changes]
    if wanted not in there:
        message = f"Tried to create an alias that targets {wanted[0]}., type {wanted[1]} in zone {zoneid}, "
        raise Refused("InvalidChangeBatch", message + "but that target was not found")
