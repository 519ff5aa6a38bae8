"""Zones, records, health checks, and certificates, which are validated by a record."""

import uuid

from .call import call
from .kind import Kind


class HostedZone(Kind):
    TYPE, SERVICE = "AWS::Route53::HostedZone", "route53"

    def create(self) -> None:
        tags, vpcs = self.take("HostedZoneTags"), self.take("VPCs", [])
        made = self.call(
            "create_hosted_zone", CallerReference=str(uuid.uuid4()), VPC=vpcs[0] if vpcs else None, **self.rest()
        )
        zone = made["HostedZone"]["Id"].removeprefix("/hostedzone/")
        self.known_as(zone, Id=zone, NameServers=made.get("DelegationSet", {}).get("NameServers", []))
        _tag(self, "hostedzone", tags)

    def update(self, former) -> None:
        self.adopt_changes(former, in_place=("HostedZoneConfig", "HostedZoneTags"))
        comment = self.properties.get("HostedZoneConfig", {}).get("Comment", "")
        self.call("update_hosted_zone_comment", Id=self.physical_resource_id, Comment=comment)
        _tag(self, "hostedzone", self.properties.get("HostedZoneTags"))

    def delete(self) -> None:
        """Refused, as on AWS, while records are left, whoever made them."""
        self.call("delete_hosted_zone", Id=self.physical_resource_id)


class HealthCheck(Kind):
    TYPE, SERVICE = "AWS::Route53::HealthCheck", "route53"

    def create(self) -> None:
        tags = self.take("HealthCheckTags")
        made = self.call("create_health_check", CallerReference=str(uuid.uuid4()), **self.rest())
        check = made["HealthCheck"]["Id"]
        self.known_as(check, HealthCheckId=check)
        _tag(self, "healthcheck", tags)

    def delete(self) -> None:
        self.call("delete_health_check", HealthCheckId=self.physical_resource_id)


def _tag(resource, kind, tags) -> None:
    if tags:
        name = resource.physical_resource_id
        resource.call("change_tags_for_resource", ResourceType=kind, ResourceId=name, AddTags=tags)


class RecordSet(Kind):
    TYPE, SERVICE = "AWS::Route53::RecordSet", "route53"

    def create(self) -> None:
        self._change("CREATE")
        self.known_as(self.properties["Name"])
        self.untaken = {}

    def update(self, former) -> None:
        same = all(former.properties.get(it) == self.properties.get(it) for it in ("Name", "Type", "SetIdentifier"))
        if not same:
            super().update(former)
            return
        self._change("UPSERT")
        self.adopt(former)

    def delete(self) -> None:
        self._change("DELETE")

    def _change(self, action) -> None:
        record = dict(self.properties)
        zone = record.pop("HostedZoneId", None) or _zone_named(self, record.pop("HostedZoneName"))
        record.pop("Comment", None)
        if "ResourceRecords" in record:
            record["ResourceRecords"] = [{"Value": it} for it in record["ResourceRecords"]]
        changes = {"Changes": [{"Action": action, "ResourceRecordSet": record}]}
        self.call("change_resource_record_sets", HostedZoneId=zone, ChangeBatch=changes)


def _zone_named(kind, name) -> str:
    for zone in kind.call("list_hosted_zones")["HostedZones"]:
        if zone["Name"].rstrip(".") == name.rstrip("."):
            return zone["Id"]
    raise ValueError(f"no hosted zone {name}")


class Certificate(Kind):
    TYPE, SERVICE = "AWS::CertificateManager::Certificate", "acm"

    def create(self) -> None:
        """CloudFormation writes the validation records itself, where it is told a zone, and waits."""
        zones = {it["DomainName"]: it.get("HostedZoneId") for it in self.take("DomainValidationOptions", [])}
        logging = self.take("CertificateTransparencyLoggingPreference")
        options = logging and {"CertificateTransparencyLoggingPreference": logging}
        arn = self.call("request_certificate", Options=options, **self.rest())["CertificateArn"]
        self.known_as(arn)
        for asked in self._described["DomainValidationOptions"]:
            if zones.get(asked["DomainName"]):
                self._publish(zones[asked["DomainName"]], asked["ResourceRecord"])
        if self._described["Status"] != "ISSUED":
            raise ValueError(f"{arn} stays {self._described['Status']}: no validation record in any zone here")

    def delete(self) -> None:
        """The validation records stay, as on AWS (cloudformation-coverage-roadmap issues 837 and 1603)."""
        self.call("delete_certificate", CertificateArn=self.physical_resource_id)

    @property
    def _described(self):
        return self.call("describe_certificate", CertificateArn=self.physical_resource_id)["Certificate"]

    def _publish(self, zone, record) -> None:
        wanted = {
            "Name": record["Name"], "Type": record["Type"], "TTL": 300, "ResourceRecords": [{"Value": record["Value"]}],
        }
        # UPSERT: the certificate of another region asks for the same record.
        changes = {"Changes": [{"Action": "UPSERT", "ResourceRecordSet": wanted}]}
        parameters = {"HostedZoneId": zone, "ChangeBatch": changes}
        call("route53", self.region, "change_resource_record_sets", parameters)
