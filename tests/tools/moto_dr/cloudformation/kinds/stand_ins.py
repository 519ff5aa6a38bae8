"""Types for which moto has no API at all: noted down, nothing made.

Their events say so, and `tools.stacks` reports them; only the static checks judge them.
"""

from .kind import Kind

TYPES = (
    "AWS::Backup::BackupSelection",
    "AWS::CloudWatch::CompositeAlarm",
    "AWS::Events::Endpoint",
    "AWS::GlobalAccelerator::Accelerator",
    "AWS::GlobalAccelerator::EndpointGroup",
    "AWS::GlobalAccelerator::Listener",
)


class StandIn(Kind):
    remark = "stand-in: this server has no API for the type"

    def create(self) -> None:
        self.rest()
        arn = f"arn:aws:stand-in:{self.region}:{self.stack.account_id}:{self.logical_resource_id}"
        self.known_as(self.properties.get("AlarmName") or self.properties.get("Name") or arn, Arn=arn)
