"""Alarms, composite alarms (which moto keeps but has no call for), dashboards."""

import json
import re

from moto.cloudwatch.exceptions import DashboardInvalidInputError, ValidationError
from moto.cloudwatch.models import CloudWatchBackend
from moto.cloudwatch.responses import CloudWatchResponse
from moto.core.responses import ActionResult

from .operation import operation
from .patch import patch


@patch(CloudWatchBackend, "put_metric_alarm")
def put_metric_alarm(stock, self, **alarm):
    """moto takes an action in any region. CloudWatch refuses a topic that is not in the alarm's own."""
    for kind in ("alarm_actions", "ok_actions", "insufficient_data_actions"):
        for arn in alarm.get(kind) or []:
            service, region = arn.split(":")[2:4]
            if service == "sns" and region != self.region_name:
                raise ValidationError(f"Invalid region {region} specified. Only {self.region_name} is supported.")
    return stock(self, **alarm)


@operation(CloudWatchResponse)
def put_composite_alarm(self, asked):
    """The alarms of the rule must be there, in this region."""
    for named in re.findall(r"\b(?:ALARM|OK|INSUFFICIENT_DATA)\(\s*\"?([^\")]+?)\"?\s*\)", asked["AlarmRule"]):
        if named.rsplit(":alarm:", 1)[-1] not in self.cloudwatch_backend.alarms:
            raise ValidationError(f"AlarmRule contains an alarm that does not exist here: {named}")
    self.put_metric_alarm()


@patch(CloudWatchResponse, "describe_alarms")
def describe_alarms(stock, self):
    """moto answers with alarms of both types. AWS with metric alarms, unless it is asked for others."""
    wanted = self._get_param("AlarmTypes") or ["MetricAlarm"]
    found = stock(self).result
    metric = found["MetricAlarms"] if "MetricAlarm" in wanted else []
    composite = found["CompositeAlarms"] if "CompositeAlarm" in wanted else []
    for alarm in composite:
        alarm.alarm_rule = alarm.rule
    return ActionResult({"MetricAlarms": metric, "CompositeAlarms": composite})


@patch(CloudWatchResponse, "put_dashboard")
def put_dashboard(stock, self):
    """moto takes any JSON. AWS reads the widgets: what each shows, and metrics of which region."""
    with_fault = [it for it in map(_fault, _widgets(self._get_param("DashboardBody"))) if it]
    if with_fault:
        raise DashboardInvalidInputError(f"The dashboard body is invalid: {'; '.join(with_fault)}")
    return stock(self)


def _widgets(body):
    try:
        return json.loads(body).get("widgets", [])
    except (ValueError, AttributeError):
        raise DashboardInvalidInputError("The dashboard body is not a JSON object")


def _fault(widget):
    shown = widget.get("properties")
    if widget.get("type") not in ("alarm", "custom", "explorer", "log", "metric", "text") or not shown:
        return f"a widget wants a type and properties: {widget}"
    if widget["type"] == "metric" and not (shown.get("region") and (shown.get("metrics") or shown.get("annotations"))):
        return f"a metric widget wants a region, and metrics or annotations: {widget}"
    if widget["type"] == "alarm" and not shown.get("alarms"):
        return f"an alarm widget wants alarms: {widget}"
    return None
