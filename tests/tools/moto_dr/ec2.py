"""Security groups."""

from moto.ec2.models.security_groups import SecurityGroupRule

from .patch import patch


@patch(SecurityGroupRule, "description")
def description(stock, self):
    """moto forgets the description of a rule that names another group instead of a range."""
    return (self.ip_range or {}).get("Description") or (self.source_group or {}).get("Description")
