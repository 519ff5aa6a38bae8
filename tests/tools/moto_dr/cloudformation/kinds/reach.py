"""Who reaches whom in a network: security groups, endpoints of services; and the log of it."""

from .call import text
from .network import Ec2

EVERYTHING = {"IpProtocol": "-1", "IpRanges": [{"CidrIp": "0.0.0.0/0"}]}


class SecurityGroup(Ec2):
    TYPE, DELETE = "AWS::EC2::SecurityGroup", ("delete_security_group", "GroupId")

    def create(self) -> None:
        name, description = self.take("GroupName", self.generated_name), self.take("GroupDescription")
        egress, ingress = self.take("SecurityGroupEgress"), self.take("SecurityGroupIngress", [])
        tags = self.tagged("security-group")
        group = self.call(
            "create_security_group", GroupName=name, Description=description, TagSpecifications=tags, **self.rest()
        )["GroupId"]
        self.known_as(group, GroupId=group, Id=group, VpcId=self.properties.get("VpcId"))
        self._allow(ingress, egress)

    def update(self, former) -> None:
        """In place: functions, databases and other groups' rules hold its id."""
        changing = ("SecurityGroupEgress", "SecurityGroupIngress", "Tags")
        self.adopt_changes(former, in_place=changing)
        self._revoke(former.properties)
        self._allow(self.properties.get("SecurityGroupIngress", []), self.properties.get("SecurityGroupEgress"))

    def _allow(self, ingress, egress) -> None:
        """Egress of its own takes the place of the rule that lets everything out."""
        group = self.physical_resource_id
        for rule in ingress:
            self.call("authorize_security_group_ingress", GroupId=group, IpPermissions=[permission(rule)])
        if egress is not None:
            close_default(self, group)
            for rule in egress:
                self.call("authorize_security_group_egress", GroupId=group, IpPermissions=[permission(rule)])

    def _revoke(self, properties) -> None:
        group = self.physical_resource_id
        for rule in properties.get("SecurityGroupIngress", []):
            self.call("revoke_security_group_ingress", GroupId=group, IpPermissions=[permission(rule)])
        for rule in properties.get("SecurityGroupEgress", []):
            self.call("revoke_security_group_egress", GroupId=group, IpPermissions=[permission(rule)])


class SecurityGroupIngress(Ec2):
    TYPE, DIRECTION = "AWS::EC2::SecurityGroupIngress", "ingress"

    def create(self) -> None:
        group = self.properties["GroupId"]
        if self.DIRECTION == "egress":
            close_default(self, group)
        made = self.call(
            f"authorize_security_group_{self.DIRECTION}", GroupId=group, IpPermissions=[permission(self.rest())]
        )["SecurityGroupRules"][0]["SecurityGroupRuleId"]
        self.known_as(made, Id=made)

    def delete(self) -> None:
        rules = {"GroupId": self.properties["GroupId"], "SecurityGroupRuleIds": [self.physical_resource_id]}
        self.call(f"revoke_security_group_{self.DIRECTION}", **rules)


class SecurityGroupEgress(SecurityGroupIngress):
    """The first one closes the rule that lets everything out (the type's page in CloudFormation's reference)."""

    TYPE, DIRECTION = "AWS::EC2::SecurityGroupEgress", "egress"


def permission(rule) -> dict:
    """A rule of a template, as EC2's API spells it."""
    rule, described = dict(rule), {}
    if "Description" in rule:
        described = {"Description": rule.pop("Description")}
    rule.pop("GroupId", None)
    made = {it: rule.pop(it) for it in ("IpProtocol", "FromPort", "ToPort") if it in rule}
    group = rule.pop("SourceSecurityGroupId", None) or rule.pop("DestinationSecurityGroupId", None)
    prefixes = rule.pop("SourcePrefixListId", None) or rule.pop("DestinationPrefixListId", None)
    for name, key, value in (
        ("IpRanges", "CidrIp", rule.pop("CidrIp", None)), ("Ipv6Ranges", "CidrIpv6", rule.pop("CidrIpv6", None)),
        ("UserIdGroupPairs", "GroupId", group), ("PrefixListIds", "PrefixListId", prefixes),
    ):
        if value is not None:
            made[name] = [{key: value, **described}]
    if rule:
        raise ValueError(f"this server does not model {', '.join(sorted(rule))} of a security group's rule")
    return made


def close_default(kind, group) -> None:
    """Takes the rule away that lets everything out, if it is still there: it has no description."""
    (found,) = kind.call("describe_security_groups", GroupIds=[group])["SecurityGroups"]
    for rule in found["IpPermissionsEgress"]:
        ranges = rule.get("IpRanges", [])
        if rule["IpProtocol"] == "-1" and {"CidrIp": "0.0.0.0/0"} in ranges:
            kind.call("revoke_security_group_egress", GroupId=group, IpPermissions=[EVERYTHING])


class VpcEndpoint(Ec2):
    TYPE = "AWS::EC2::VPCEndpoint"

    def create(self) -> None:
        policy, tags = self.take("PolicyDocument"), self.tagged("vpc-endpoint")
        made = self.call(
            "create_vpc_endpoint", PolicyDocument=policy and text(policy), TagSpecifications=tags, **self.rest()
        )["VpcEndpoint"]
        entries = [f"{it.get('HostedZoneId')}:{it.get('DnsName')}" for it in made.get("DnsEntries", [])]
        identifier = made["VpcEndpointId"]
        self.known_as(identifier, Id=identifier, DnsEntries=entries, NetworkInterfaceIds=made["NetworkInterfaceIds"])

    def delete(self) -> None:
        self.call("delete_vpc_endpoints", VpcEndpointIds=[self.physical_resource_id])


class FlowLog(Ec2):
    TYPE = "AWS::EC2::FlowLog"

    def create(self) -> None:
        resource, tags = self.take("ResourceId"), self.tagged("vpc-flow-log")
        made = self.call("create_flow_logs", ResourceIds=[resource], TagSpecifications=tags, **self.rest())
        if made.get("Unsuccessful"):
            raise ValueError(made["Unsuccessful"][0]["Error"]["Message"])
        self.known_as(made["FlowLogIds"][0], Id=made["FlowLogIds"][0])

    def delete(self) -> None:
        self.call("delete_flow_logs", FlowLogIds=[self.physical_resource_id])
