"""Load balancers, and the accelerator in front of them."""

from .kind import Kind

ACCELERATORS = "us-west-2"  # the one region with Global Accelerator's API, wherever the stack is


class LoadBalancer(Kind):
    TYPE, SERVICE = "AWS::ElasticLoadBalancingV2::LoadBalancer", "elbv2"

    def create(self) -> None:
        attributes, name = self.take("LoadBalancerAttributes"), self.take("Name", short(self.generated_name))
        made = self.call("create_load_balancer", Name=name, **self.rest())["LoadBalancers"][0]
        arn = made["LoadBalancerArn"]
        self.known_as(
            arn, LoadBalancerArn=arn, LoadBalancerName=name, LoadBalancerFullName=arn.split(":loadbalancer/")[-1],
            DNSName=made["DNSName"], CanonicalHostedZoneID=made["CanonicalHostedZoneId"],
            SecurityGroups=made.get("SecurityGroups", []),
        )
        self._set(attributes)

    def update(self, former) -> None:
        """In place: its name is in records, its ARN in the accelerator."""
        self.adopt_changes(former, in_place=("LoadBalancerAttributes", "Tags"))
        self._set(self.properties.get("LoadBalancerAttributes"))

    def delete(self) -> None:
        self.call("delete_load_balancer", LoadBalancerArn=self.physical_resource_id)

    def _set(self, attributes) -> None:
        if attributes:
            arn = self.physical_resource_id
            self.call("modify_load_balancer_attributes", LoadBalancerArn=arn, Attributes=attributes)


class TargetGroup(Kind):
    TYPE, SERVICE = "AWS::ElasticLoadBalancingV2::TargetGroup", "elbv2"

    def create(self) -> None:
        attributes, targets = self.take("TargetGroupAttributes"), self.take("Targets")
        name = self.take("Name", short(self.generated_name))
        arn = self.call("create_target_group", Name=name, **self.rest())["TargetGroups"][0]["TargetGroupArn"]
        self.known_as(arn, TargetGroupArn=arn, TargetGroupName=name, TargetGroupFullName=arn.rsplit(":", 1)[-1])
        if attributes:
            self.call("modify_target_group_attributes", TargetGroupArn=arn, Attributes=attributes)
        if targets:
            self.call("register_targets", TargetGroupArn=arn, Targets=targets)

    def update(self, former) -> None:
        """In place: a listener forwards to it."""
        checks = tuple(it for it in self.properties if it.startswith(("HealthCheck", "HealthyT", "UnhealthyT")))
        self.adopt_changes(former, in_place=(*checks, "Matcher", "Tags", "TargetGroupAttributes", "Targets"))
        attributes, arn = self.properties.get("TargetGroupAttributes"), self.physical_resource_id
        changed = {key: it for key, it in self.changed(former).items() if key in (*checks, "Matcher")}
        if changed:
            self.call("modify_target_group", TargetGroupArn=arn, **changed)
        if attributes:
            self.call("modify_target_group_attributes", TargetGroupArn=arn, Attributes=attributes)
        self._retarget(former.properties.get("Targets", []), self.properties.get("Targets", []))

    def _retarget(self, before, now) -> None:
        gone, new = [it for it in before if it not in now], [it for it in now if it not in before]
        if new:
            self.call("register_targets", TargetGroupArn=self.physical_resource_id, Targets=new)
        if gone:
            self.call("deregister_targets", TargetGroupArn=self.physical_resource_id, Targets=gone)

    def delete(self) -> None:
        self.call("delete_target_group", TargetGroupArn=self.physical_resource_id)


class Listener(Kind):
    TYPE, SERVICE = "AWS::ElasticLoadBalancingV2::Listener", "elbv2"

    def create(self) -> None:
        attributes = self.take("ListenerAttributes")
        arn = self.call("create_listener", **self.rest())["Listeners"][0]["ListenerArn"]
        self.known_as(arn, ListenerArn=arn)
        if attributes:
            self.call("modify_listener_attributes", ListenerArn=arn, Attributes=attributes)

    def update(self, former) -> None:
        in_place = ("Certificates", "DefaultActions", "Port", "Protocol", "SslPolicy", "Tags")
        self.adopt_changes(former, in_place)
        self.call("modify_listener", ListenerArn=self.physical_resource_id, **self.changed(former))

    def delete(self) -> None:
        self.call("delete_listener", ListenerArn=self.physical_resource_id)


def short(name: str) -> str:
    """A balancer's name has at most 32 characters, and no dash at either end."""
    return name[-32:].strip("-")


# --- Global Accelerator ----------------------------------------------------------------------------


class GlobalKind(Kind):
    SERVICE = "globalaccelerator"
    DELETE: tuple[str, str] | None = None

    def call(self, operation, **parameters):
        return self.call_in(ACCELERATORS, operation, **parameters)

    def delete(self) -> None:
        operation, identifier = self.DELETE
        self.call(operation, **{identifier: self.physical_resource_id})


class Accelerator(GlobalKind):
    TYPE, DELETE = "AWS::GlobalAccelerator::Accelerator", ("delete_accelerator", "AcceleratorArn")

    def create(self) -> None:
        names = ("FlowLogsEnabled", "FlowLogsS3Bucket", "FlowLogsS3Prefix")
        logs = {it: self.take(it) for it in names if it in self.properties}
        made = self.call("create_accelerator", IdempotencyToken=self.generated_name[-60:], **self.rest())["Accelerator"]
        arn = made["AcceleratorArn"]
        addresses = [it["IpAddresses"] for it in made["IpSets"] if it["IpFamily"] == "IPv4"]
        self.known_as(arn, AcceleratorArn=arn, DnsName=made["DnsName"], Ipv4Addresses=sum(addresses, []))
        if logs:
            self.call("update_accelerator_attributes", AcceleratorArn=arn, **logs)

    def delete(self) -> None:
        """One that is enabled cannot be deleted; CloudFormation disables it first."""
        self.call("update_accelerator", AcceleratorArn=self.physical_resource_id, Enabled=False)
        super().delete()


class AcceleratorListener(GlobalKind):
    TYPE, DELETE = "AWS::GlobalAccelerator::Listener", ("delete_listener", "ListenerArn")

    def create(self) -> None:
        made = self.call("create_listener", IdempotencyToken=self.generated_name[-60:], **self.rest())["Listener"]
        self.known_as(made["ListenerArn"], ListenerArn=made["ListenerArn"])


class EndpointGroup(GlobalKind):
    TYPE, DELETE = "AWS::GlobalAccelerator::EndpointGroup", ("delete_endpoint_group", "EndpointGroupArn")

    def create(self) -> None:
        asked = {"IdempotencyToken": self.generated_name[-60:], **self.rest()}
        arn = self.call("create_endpoint_group", **asked)["EndpointGroup"]["EndpointGroupArn"]
        self.known_as(arn, EndpointGroupArn=arn)

    def update(self, former) -> None:
        """In place: the traffic dial is turned in a failover."""
        fixed = ("EndpointGroupRegion", "ListenerArn")
        self.adopt_changes(former, in_place=tuple({*self.properties, *former.properties} - {*fixed}))
        changed = {key: it for key, it in self.properties.items() if key not in fixed}
        self.call("update_endpoint_group", EndpointGroupArn=self.physical_resource_id, **changed)
