from acceptance.spots.registry import spot
from acceptance.world import listed, principals


@spot()
def no_policy_allows_every_action(world):
    for name, document in _policies(world):
        for statement in document["Statement"]:
            wide = [it for it in listed(statement.get("Action", [])) if it == "*" or it.endswith(":*")]
            assert statement["Effect"] == "Deny" or not wide, f"{name} allows {wide}"


def _policies(world):
    """Inline policies of every role, and customer-managed policies, by name."""
    iam = world.aws.client("iam")
    for role in [it["RoleName"] for it in world.aws.every("iam", "list_roles", "Roles")]:
        for name in world.aws.every("iam", "list_role_policies", "PolicyNames", RoleName=role):
            yield f"{role}/{name}", iam.get_role_policy(RoleName=role, PolicyName=name)["PolicyDocument"]
    for policy in world.aws.every("iam", "list_policies", "Policies", Scope="Local"):
        held = iam.get_policy_version(PolicyArn=policy["Arn"], VersionId=policy["DefaultVersionId"])
        yield policy["PolicyName"], held["PolicyVersion"]["Document"]


@spot("role")
def operators_of_the_account_may_assume_their_role(world):
    for name in world.spec["role"]:
        role, account = world.role(name), world.aws.client("sts").get_caller_identity()["Account"]
        trust = world.aws.client("iam").get_role(RoleName=role)["Role"]["AssumeRolePolicyDocument"]
        assert principals(trust, "AWS") == [f"arn:aws:iam::{account}:root"]
        inline = world.aws.every("iam", "list_role_policies", "PolicyNames", RoleName=role)
        attached = world.aws.every("iam", "list_attached_role_policies", "AttachedPolicies", RoleName=role)
        assert inline + attached, f"{role} may do nothing"


@spot("role", "database")
def operators_may_promote_what_they_operate(world):
    """In both regions: which of them is left, nobody knows beforehand."""
    for name in world.spec["role"]:
        arn = world.aws.client("iam").get_role(RoleName=world.role(name))["Role"]["Arn"]
        statements = world.policies_of(arn)
        for database in world.spec["database"]:
            wanted = {world.cluster(database, it)["DBClusterArn"] for it in world.spec.regions}
            wanted.add(world.global_cluster(database, world.spec.primary)["GlobalClusterArn"])
            for action in ("rds:FailoverGlobalCluster", "rds:SwitchoverGlobalCluster"):
                may = {arn for it in statements if action in listed(it["Action"]) for arn in listed(it["Resource"])}
                assert wanted <= may, f"{action}: {wanted - may}"


def check_trust(world, role, service):
    held = world.aws.client("iam").get_role(RoleName=role.rsplit("/", 1)[-1])["Role"]
    assert service in principals(held["AssumeRolePolicyDocument"], "Service")
