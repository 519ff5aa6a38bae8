"""Policies: those of AWS itself, and those that refuse plain HTTP."""

import copy

from moto.iam.access_control import IAMPolicyStatement, PermissionResult
from moto.iam.models import IAMBackend

from .patch import patch

_of_account: dict[str, list] = {}


@patch(IAMBackend, "_init_aws_policies")
def init_aws_policies(stock, self):
    """moto reads AWS's 1,500 policies for every partition on every reset, two seconds in all; here once."""
    if self.region_name != "aws":
        return []
    if self.account_id not in _of_account:
        _of_account[self.account_id] = stock(self)
    return [copy.copy(it) for it in _of_account[self.account_id]]  # attachments are counted on the copy


@patch(IAMPolicyStatement, "is_action_permitted")
def is_action_permitted(stock, self, *arguments, **named):
    """moto ignores the condition and denies every object to everybody.

    AWS applies a statement only where its condition holds, and this server stands for endpoints with TLS.
    """
    wanted = self._statement.get("Condition", {}).get("Bool", {}).get("aws:SecureTransport")
    if str(wanted).lower() == "false":
        return PermissionResult.NEUTRAL
    return stock(self, *arguments, **named)
