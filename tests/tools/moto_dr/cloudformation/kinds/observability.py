"""Log groups, alarms, dashboards, parameters."""

from .kind import Kind


class LogGroup(Kind):
    TYPE, SERVICE = "AWS::Logs::LogGroup", "logs"

    def create(self) -> None:
        name = self.take("LogGroupName", f"/{self.generated_name}")
        retention = self.take("RetentionInDays")
        self.call("create_log_group", logGroupName=name, **self.rest())
        self.known_as(name, Arn=self.arn(f"log-group:{name}:*"))
        self._retain(retention)

    def update(self, former) -> None:
        """In place: the logs would be lost."""
        self.adopt_changes(former, in_place=("RetentionInDays", "Tags"))
        self._retain(self.properties.get("RetentionInDays"))

    def delete(self) -> None:
        self.call("delete_log_group", logGroupName=self.physical_resource_id)

    def _retain(self, days) -> None:
        name = self.physical_resource_id
        if days:
            self.call("put_retention_policy", logGroupName=name, retentionInDays=days)
        else:
            self.call("delete_retention_policy", logGroupName=name)


class LogPolicy(Kind):
    TYPE, SERVICE = "AWS::Logs::ResourcePolicy", "logs"

    def create(self) -> None:
        self.call("put_resource_policy", **self.rest())
        self.known_as(self.properties["PolicyName"])

    def update(self, former) -> None:
        self.create()

    def delete(self) -> None:
        self.call("delete_resource_policy", policyName=self.physical_resource_id)


class Alarm(Kind):
    TYPE, SERVICE = "AWS::CloudWatch::Alarm", "cloudwatch"

    def create(self) -> None:
        name = self.take("AlarmName", self.generated_name)
        self.call("put_metric_alarm", AlarmName=name, **self.rest())
        self.known_as(name, Arn=self.arn(f"alarm:{name}"))

    def delete(self) -> None:
        self.call("delete_alarms", AlarmNames=[self.physical_resource_id])


class CompositeAlarm(Kind):
    TYPE, SERVICE = "AWS::CloudWatch::CompositeAlarm", "cloudwatch"

    def create(self) -> None:
        name = self.take("AlarmName", self.generated_name)
        self.call("put_composite_alarm", AlarmName=name, **self.rest())
        self.known_as(name, Arn=self.arn(f"alarm:{name}"))

    delete = Alarm.delete


class Dashboard(Kind):
    TYPE, SERVICE = "AWS::CloudWatch::Dashboard", "cloudwatch"

    def create(self) -> None:
        name = self.take("DashboardName", self.generated_name)
        self.call("put_dashboard", DashboardName=name, **self.rest())
        self.known_as(name)

    def delete(self) -> None:
        self.call("delete_dashboards", DashboardNames=[self.physical_resource_id])


class Parameter(Kind):
    TYPE, SERVICE = "AWS::SSM::Parameter", "ssm"

    def create(self) -> None:
        if self.properties["Type"] == "SecureString":
            raise ValueError("CloudFormation cannot make a SecureString parameter")
        name = self.take("Name", self.generated_name)
        self.call("put_parameter", Name=name, **self.rest())
        self.known_as(name, Type=self.properties["Type"], Value=self.properties["Value"])

    def delete(self) -> None:
        self.call("delete_parameter", Name=self.physical_resource_id)
