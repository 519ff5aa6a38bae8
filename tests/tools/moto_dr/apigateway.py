"""REST APIs: preconditions that moto does not hold to, and that decide the order of a deployment."""

from moto.acm.models import acm_backends
from moto.apigateway.exceptions import BadRequestException
from moto.apigateway.models import APIGatewayBackend

from .patch import patch


@patch(APIGatewayBackend, "create_domain_name")
def create_domain_name(stock, self, *arguments, **named):
    """moto takes any certificate ARN. AWS wants one that is issued, and for a regional name in that region."""
    made = stock(self, *arguments, **named)
    arn = made.regional_certificate_arn
    if arn and not _is_issued(self, arn):
        del self.domain_names[made.domain_name]
        raise BadRequestException(f"The certificate {arn} is not issued in {self.region_name}")
    return made


def _is_issued(backend, arn):
    own = acm_backends[backend.account_id][backend.region_name]
    return arn in own._certificates and own.get_certificate(arn).status == "ISSUED"


@patch(APIGatewayBackend, "update_stage")
def update_stage(stock, self, function_id, stage_name, patch_operations):
    """moto logs without asking. AWS refuses until the account, in this region, has a role to log with."""
    if any(map(_turns_logs_on, patch_operations)) and not self.account.cloudwatch_role_arn:
        raise BadRequestException("CloudWatch Logs role ARN must be set in account settings to enable logging")
    return stock(self, function_id, stage_name, patch_operations)


def _turns_logs_on(operation):
    access = operation["path"].startswith("/accessLogSettings") and operation["op"] != "remove"
    execution = operation["path"].endswith("/logging/loglevel") and operation.get("value") != "OFF"
    return access or execution
