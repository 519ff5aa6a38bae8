"""Spot checks: that the services hold what the spec says, whichever backend put it there.

Each spot looks through boto3 at one matter, in every region. What they look for is found by content and by the
name the spec gives it, so that no naming scheme is repeated here. A spot says which kinds of service it is about;
for a system without them it does not exist.
"""

from acceptance.spots.registry import SPOTS  # noqa: F401
from acceptance.spots import (  # noqa: F401
    alarms, apis, backups, balancers, buckets, databases, dns, events, functions, identity, keys, networks,
    parameters, queues, secrets, tables, tags, watchers,
)
