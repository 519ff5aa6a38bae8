"""Health checks that watch a metric, other checks, or a routing control."""

import copy

from moto.route53.models import HealthCheck
from moto.route53.responses import Route53

from .patch import patch

# Types without an endpoint: AWS returns what was put in and no defaults of an endpoint check.
WITHOUT_ENDPOINT = ("CALCULATED", "CLOUDWATCH_METRIC", "RECOVERY_CONTROL")


@patch(Route53, "create_health_check")
def create_health_check(stock, self):
    """moto keeps only the fields of an endpoint check; the rest is remembered here for `config`."""
    asked = copy.deepcopy(self._get_param("HealthCheckConfig"))
    before = set(self.backend.health_checks)
    answer = stock(self)
    for made in set(self.backend.health_checks) - before:
        self.backend.health_checks[made].asked = asked
    return answer


@patch(HealthCheck, "health_check_config")
def config(stock, self):
    asked = getattr(self, "asked", None)
    if asked and asked.get("Type") in WITHOUT_ENDPOINT:
        return {key: value for key, value in asked.items() if value is not None}
    return stock(self)
