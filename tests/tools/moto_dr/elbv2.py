"""Load balancers: names that tell network from application, and what may be a target."""

import fnmatch

from moto.acm.models import acm_backends
from moto.awslambda.exceptions import UnknownFunctionException
from moto.awslambda.utils import get_backend
from moto.elbv2.exceptions import InvalidTargetError
from moto.elbv2.models import ELBv2Backend

from .operation import Refused
from .patch import patch

# Route 53's zones of the load balancers' names, application and network (AWS General Reference, ELB endpoints).
ZONES = {
    "us-east-1": ("Z35SXDOTRQ7X7K", "Z26RNL4JYFTOTI"),
    "us-east-2": ("Z3AADJGX6KTTL2", "ZLMOA37VPKANP"),
    "us-west-2": ("Z1H1FL5HABSF5", "Z18D5FSROUN65G"),
}


@patch(ELBv2Backend, "create_load_balancer")
def create_load_balancer(stock, self, name, *arguments, **named):
    """moto gives both types the ARN, the DNS name and the zone of an application balancer, and takes one subnet."""
    made = stock(self, name, *arguments, **named)
    if made.type == "application" and len({it.availability_zone for it in made.subnets}) < 2:
        del self.load_balancers[made.arn]
        message = "At least two subnets in two different Availability Zones must be specified"
        raise Refused("ValidationError", message)
    made.scheme = made.scheme or "internet-facing"  # moto keeps nothing where nothing is said
    if made.scheme == "internal":
        made.dns_name = f"internal-{made.dns_name}"
    made.canonical_hosted_zone_id = ZONES.get(self.region_name, ZONES["us-east-1"])[made.type == "network"]
    if made.type == "network":
        _rename(self, made)
    return made


def _rename(backend, balancer) -> None:
    former, identifier = balancer.arn, balancer.arn.rsplit("/", 1)[-1]
    tags = backend.tagging_service.list_tags_for_resource(former)["Tags"]
    backend.tagging_service.delete_all_tags_for_resource(former)
    del backend.load_balancers[former]
    balancer.arn = former.replace(":loadbalancer/app/", ":loadbalancer/net/")
    balancer.dns_name = f"{balancer.name}-{identifier}.elb.{backend.region_name}.amazonaws.com"
    backend.load_balancers[balancer.arn] = balancer
    backend.tagging_service.tag_resource(balancer.arn, tags)


@patch(ELBv2Backend, "create_listener")
def create_listener(stock, self, **asked):
    """moto takes any certificate. AWS wants one that is issued, in the balancer's region."""
    arn = asked.get("certificate") or ""
    held = acm_backends[self.account_id][self.region_name]._certificates
    if ":acm:" in arn and (arn not in held or held[arn].status != "ISSUED"):
        raise Refused("UnsupportedCertificate", f"The certificate '{arn}' is not issued in {self.region_name}")
    return stock(self, **asked)


@patch(ELBv2Backend, "register_targets")
def register_targets(stock, self, target_group_arn, instances):
    """moto takes any id. AWS looks at an application balancer's listeners, and at a function's policy."""
    group = self.target_groups.get(target_group_arn)
    for target in instances if group else []:
        if group.target_type == "alb":
            _check_balancer(self, group, target)
        if group.target_type == "lambda":
            _check_function(self, group, target)
    return stock(self, target_group_arn, instances)


def _check_balancer(backend, group, target) -> None:
    """It listens on the port of the group, in the network of the group."""
    found = backend.load_balancers.get(target["Id"])
    if not found or found.type != "application" or found.vpc_id != group.vpc_id:
        raise InvalidTargetError(f"{target['Id']} is no application load balancer of {group.vpc_id}")
    if str(group.port) not in [str(it.port) for it in found.listeners.values()]:
        raise InvalidTargetError(f"{found.name} has no listener on port {group.port}, which the target group has")


def _check_function(backend, group, target) -> None:
    """It lets the balancers of this group call it, by the alias that is registered if it is one."""
    functions, arn = get_backend(backend.account_id, backend.region_name), target["Id"]
    name, _, qualifier = arn.split(":function:")[-1].partition(":")
    try:
        function = functions.get_function(name, qualifier or None)
    except UnknownFunctionException:
        raise InvalidTargetError(f"{arn} does not exist")
    if not any(_lets_in(it, group.arn, qualifier) for it in function.policy.statements):
        message = f"elasticloadbalancing principal does not have permission to invoke {arn} from {group.arn}"
        raise Refused("AccessDenied", message)


def _lets_in(statement, group, qualifier):
    principal = statement["Principal"]
    service = principal.get("Service") if isinstance(principal, dict) else None
    source = statement.get("Condition", {}).get("ArnLike", {}).get("AWS:SourceArn", "*")
    on = statement.get("Resource", "").rsplit(":function:", 1)[-1].partition(":")[2]
    return service == "elasticloadbalancing.amazonaws.com" and fnmatch.fnmatch(group, source) and on == qualifier
