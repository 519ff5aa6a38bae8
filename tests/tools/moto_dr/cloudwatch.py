"""Alarms."""

from moto.cloudwatch.exceptions import ValidationError
from moto.cloudwatch.models import CloudWatchBackend

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
