"""Roles and policies."""

from .call import text
from .kind import Kind


class Role(Kind):
    TYPE, SERVICE = "AWS::IAM::Role", "iam"

    def create(self) -> None:
        name = self.take("RoleName", self.generated_name[-64:])
        managed, inline = self.take("ManagedPolicyArns", []), self.take("Policies", [])
        role = self.call("create_role", RoleName=name, **self.rest())["Role"]
        self.known_as(name, Arn=role["Arn"], RoleId=role["RoleId"])
        self._grant(managed, inline)

    def update(self, former) -> None:
        """In place: functions hold the role's ARN, other stacks' policies its name."""
        in_place = ("AssumeRolePolicyDocument", "Description", "ManagedPolicyArns", "Policies", "Tags")
        self.adopt_changes(former, in_place)
        self._revoke()
        trust = self.properties["AssumeRolePolicyDocument"]
        self.call("update_assume_role_policy", RoleName=self.physical_resource_id, PolicyDocument=trust)
        self._grant(self.properties.get("ManagedPolicyArns", []), self.properties.get("Policies", []))

    def delete(self) -> None:
        self._revoke(everything=True)
        self.call("delete_role", RoleName=self.physical_resource_id)

    def _grant(self, managed, inline) -> None:
        role = self.physical_resource_id
        for arn in managed:
            self.call("attach_role_policy", RoleName=role, PolicyArn=arn)
        for policy in inline:
            self.call("put_role_policy", RoleName=role, **policy)

    def _revoke(self, everything=False) -> None:
        """A policy that is a resource of its own goes by itself, unless the role goes with it."""
        role = self.physical_resource_id
        for policy in self.call("list_attached_role_policies", RoleName=role)["AttachedPolicies"]:
            self.call("detach_role_policy", RoleName=role, PolicyArn=policy["PolicyArn"])
        for name in self.call("list_role_policies", RoleName=role)["PolicyNames"]:
            if everything or name in [it["PolicyName"] for it in self.properties.get("Policies", [])]:
                self.call("delete_role_policy", RoleName=role, PolicyName=name)


class Policy(Kind):
    """Inline policies of roles. (Users and groups: nothing here has any.)"""

    TYPE, SERVICE = "AWS::IAM::Policy", "iam"

    def create(self) -> None:
        name, document = self.take("PolicyName"), self.take("PolicyDocument")
        for role in self.take("Roles"):
            self.call("put_role_policy", RoleName=role, PolicyName=name, PolicyDocument=document)
        self.known_as(self.generated_name, Id=self.logical_resource_id)

    def delete(self) -> None:
        for role in self.properties["Roles"]:
            self.call("delete_role_policy", RoleName=role, PolicyName=self.properties["PolicyName"])


class RolePolicy(Kind):
    TYPE, SERVICE = "AWS::IAM::RolePolicy", "iam"

    def create(self) -> None:
        self.call("put_role_policy", **self.rest())
        self.known_as(f"{self.properties['PolicyName']}|{self.properties['RoleName']}")

    def update(self, former) -> None:
        place = ("PolicyName", "RoleName")
        same = all(former.properties[it] == self.properties[it] for it in place)
        self.create() if same else super().update(former)

    def delete(self) -> None:
        role, name = self.properties["RoleName"], self.properties["PolicyName"]
        self.call("delete_role_policy", RoleName=role, PolicyName=name)


class ManagedPolicy(Kind):
    TYPE, SERVICE = "AWS::IAM::ManagedPolicy", "iam"

    def create(self) -> None:
        name, roles = self.take("ManagedPolicyName", self.generated_name), self.take("Roles", [])
        document = text(self.take("PolicyDocument"))
        arn = self.call("create_policy", PolicyName=name, PolicyDocument=document, **self.rest())["Policy"]["Arn"]
        self.known_as(arn, PolicyArn=arn)
        for role in roles:
            self.call("attach_role_policy", RoleName=role, PolicyArn=arn)

    def delete(self) -> None:
        arn = self.physical_resource_id
        for role in self.call("list_entities_for_policy", PolicyArn=arn)["PolicyRoles"]:
            self.call("detach_role_policy", RoleName=role["RoleName"], PolicyArn=arn)
        self.call("delete_policy", PolicyArn=arn)
