"""What AWS refuses before it starts and moto lets pass: sizes, counts, capabilities."""

from moto.cloudformation import models, responses
from moto.cloudformation.exceptions import CloudFormationError, ValidationError

from ..patch import patch

INLINE_BYTES = 51_200
COUNTS = {"Resources": 500, "Parameters": 200, "Outputs": 200}

# IAM types, and the property that gives each a name of its own: that takes CAPABILITY_NAMED_IAM.
IAM_NAMES = {
    "AWS::IAM::Role": "RoleName",
    "AWS::IAM::ManagedPolicy": "ManagedPolicyName",
    "AWS::IAM::User": "UserName",
    "AWS::IAM::Group": "GroupName",
    "AWS::IAM::InstanceProfile": "InstanceProfileName",
    "AWS::IAM::Policy": None,
    "AWS::IAM::RolePolicy": None,
}


class InsufficientCapabilities(CloudFormationError):
    code = "InsufficientCapabilitiesException"


def check(request) -> None:
    body = request._get_param("TemplateBody")
    if body and len(body.encode()) > INLINE_BYTES:
        raise ValidationError(message=f"templateBody: Member must have length less than or equal to {INLINE_BYTES}")
    template = _template(request, body)
    for section, most in COUNTS.items():
        if len(template.get(section) or {}) > most:
            raise ValidationError(message=f"Template format error: Number of {section} is greater than {most}")
    _check_capabilities(template, request._get_param("Capabilities", []))


def _template(request, body) -> dict:
    url = request._get_param("TemplateURL")
    if url:
        body = request._get_stack_from_s3_url(url)
    return models.Stack.parse_template(body) if body else {}


def _check_capabilities(template, given) -> None:
    declared = [it for it in (template.get("Resources") or {}).values() if it.get("Type") in IAM_NAMES]
    named = [it for it in declared if IAM_NAMES[it["Type"]] in it.get("Properties", {})]
    enough = {"CAPABILITY_NAMED_IAM"} if named else {"CAPABILITY_IAM", "CAPABILITY_NAMED_IAM"}
    if declared and not enough & set(given):
        raise InsufficientCapabilities(f"Requires capabilities : [{min(enough)}]")


def _checked(name: str) -> None:
    @patch(responses.CloudFormationResponse, name)
    def call(stock, self):
        check(self)
        return stock(self)


for action in ("create_stack", "create_change_set", "update_stack"):
    _checked(action)
