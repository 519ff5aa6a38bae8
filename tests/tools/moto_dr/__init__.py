"""moto 5.2.5, mended where it departs from AWS in what disaster recovery needs.

Importing this package patches moto, a module per service. Every patch says what stock moto does, what AWS
does, and how that was checked. A pass on a patched behaviour proves that the calls go through and that the
configuration is consistent, not that AWS behaves so.

What moto lacks altogether is added in the same modules: `operation` says how.

`cloudformation` is more than a patch: stacks are deployed by an engine of our own, which makes each resource
through this server's own API.
"""

from . import address
from . import acm, apigateway, backup, cloudwatch, dynamodb, ec2, elbv2, events  # noqa: F401
from . import globalaccelerator, iam, kms, lambda_, outage, provisioned, rds, rds_data, route53, s3  # noqa: F401
from . import secretsmanager, sqs  # noqa: F401
from . import replay  # noqa: F401  (last: it stands before all of them)
from . import cloudformation  # noqa: F401

serve_at = address.listen
