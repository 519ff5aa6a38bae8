"""EventBridge: buses, what they route and keep, and the endpoint in front of two of them."""

import json

from .call import text
from .kind import Kind


class EventBus(Kind):
    TYPE, SERVICE = "AWS::Events::EventBus", "events"

    def create(self) -> None:
        policy, name = self.take("Policy"), self.properties["Name"]
        arn = self.call("create_event_bus", **self.rest())["EventBusArn"]
        self.known_as(name, Arn=arn, Name=name)
        if policy:
            self.call("put_permission", EventBusName=name, Policy=text(policy))

    def update(self, former) -> None:
        """In place: rules and archives hang on the bus."""
        self.adopt_changes(former, in_place=("DeadLetterConfig", "Description", "KmsKeyIdentifier", "Policy", "Tags"))
        names = ("DeadLetterConfig", "Description", "KmsKeyIdentifier")
        changed = {it: self.properties[it] for it in names if it in self.properties}
        self.call("update_event_bus", Name=self.physical_resource_id, **changed)
        if self.properties.get("Policy"):
            self.call("put_permission", EventBusName=self.physical_resource_id, Policy=text(self.properties["Policy"]))

    def delete(self) -> None:
        self.call("delete_event_bus", Name=self.physical_resource_id)


class EventBusPolicy(Kind):
    """One statement of a bus's policy; the others stay."""

    TYPE, SERVICE = "AWS::Events::EventBusPolicy", "events"

    def create(self) -> None:
        bus, name, statement = self._bus, self.take("StatementId"), self.take("Statement")
        self.take("EventBusName")
        self.known_as(f"{bus}|{name}")
        if statement is None:
            self.call("put_permission", EventBusName=bus, StatementId=name, **self.rest())
            return
        held = json.loads(self.call("describe_event_bus", Name=bus).get("Policy") or '{"Statement": []}')
        others = [it for it in held["Statement"] if it.get("Sid") != name]
        policy = {"Version": "2012-10-17", "Statement": [*others, {**statement, "Sid": name}]}
        self.call("put_permission", EventBusName=bus, Policy=text(policy))

    def update(self, former) -> None:
        self.create()

    def delete(self) -> None:
        self.call("remove_permission", EventBusName=self._bus, StatementId=self.properties["StatementId"])

    @property
    def _bus(self):
        return self.properties.get("EventBusName", "default")


class Rule(Kind):
    TYPE, SERVICE = "AWS::Events::Rule", "events"

    def create(self) -> None:
        self._put(self.take("Name", self.generated_name[-64:]))

    def update(self, former) -> None:
        """In place: permissions name the rule's ARN."""
        if any(former.properties.get(it) != self.properties.get(it) for it in ("Name", "EventBusName")):
            super().update(former)
            return
        self._remove_targets(former)
        self.take("Name")
        self._put(former.attributes["RuleName"])

    def delete(self) -> None:
        self._remove_targets(self)
        self.call("delete_rule", **self._place(self.attributes["RuleName"]))

    def _put(self, name) -> None:
        targets = self.take("Targets", [])
        pattern = self.take("EventPattern")
        arn = self.call("put_rule", Name=name, EventPattern=pattern and text(pattern), **self.rest())["RuleArn"]
        bus = self.properties.get("EventBusName", "default")
        self.known_as(name if bus == "default" else f"{bus}|{name}", Arn=arn, RuleName=name)
        if targets:
            place = {"Rule": name, "EventBusName": bus}
            failed = self.call("put_targets", **place, Targets=targets)["FailedEntries"]
            if failed:
                raise ValueError(failed[0]["ErrorMessage"])

    def _remove_targets(self, owner) -> None:
        ids = [it["Id"] for it in owner.properties.get("Targets", [])]
        if ids:
            place = {"Rule": owner.attributes["RuleName"], "EventBusName": owner.properties.get("EventBusName")}
            self.call("remove_targets", **place, Ids=ids)

    def _place(self, name):
        return {"Name": name, "EventBusName": self.properties.get("EventBusName")}


class Archive(Kind):
    TYPE, SERVICE = "AWS::Events::Archive", "events"

    def create(self) -> None:
        name, source = self.take("ArchiveName", self.generated_name[-48:]), self.take("SourceArn")
        pattern = self.take("EventPattern")
        arn = self.call(
            "create_archive",
            ArchiveName=name, EventSourceArn=source, EventPattern=pattern and text(pattern), **self.rest(),
        )["ArchiveArn"]
        self.known_as(name, Arn=arn, ArchiveName=name)

    def delete(self) -> None:
        self.call("delete_archive", ArchiveName=self.physical_resource_id)


class Endpoint(Kind):
    TYPE, SERVICE = "AWS::Events::Endpoint", "events"

    def create(self) -> None:
        name = self.take("Name", self.generated_name[-64:])
        self.call("create_endpoint", Name=name, **self.rest())
        made = self.call("describe_endpoint", Name=name)
        self.known_as(name, **{it: made[it] for it in ("Arn", "EndpointId", "EndpointUrl", "State")})

    def delete(self) -> None:
        self.call("delete_endpoint", Name=self.physical_resource_id)


class Schedule(Kind):
    TYPE, SERVICE = "AWS::Scheduler::Schedule", "scheduler"

    def create(self) -> None:
        name = self.take("Name", self.generated_name[-64:])
        arn = self.call("create_schedule", Name=name, **self.rest())["ScheduleArn"]
        self.known_as(name, Arn=arn)

    def update(self, former) -> None:
        self.adopt_changes(former, in_place=("Description", "FlexibleTimeWindow", "ScheduleExpression", "State", "Target"))
        self.call("update_schedule", **self.properties)

    def delete(self) -> None:
        self.call("delete_schedule", Name=self.physical_resource_id, GroupName=self.properties.get("GroupName"))
