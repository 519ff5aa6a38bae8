"""Queues: attributes that moto forgets or spells otherwise."""

import json

from moto.sqs.models import Queue

from .patch import patch

Queue.BASE_ATTRIBUTES = [*Queue.BASE_ATTRIBUTES, "RedriveAllowPolicy"]


@patch(Queue, "_set_attributes")
def set_attributes(stock, self, attributes, now=None):
    """moto wipes the policy whenever any attribute is set. AWS leaves what was not named."""
    policy = getattr(self, "policy", None)
    stock(self, attributes, now)
    if "Policy" not in attributes:
        self.policy = policy


@patch(Queue, "attributes")
def attributes(stock, self):
    """moto does not know RedriveAllowPolicy, and returns RedrivePolicy with spaces.

    AWS returns both as they were set, the latter compact; the provider compares text.
    """
    self.__dict__.setdefault("redrive_allow_policy", None)
    found = stock(self)
    found.pop("RedriveAllowPolicy", None)
    if self.redrive_allow_policy:
        found["RedriveAllowPolicy"] = self.redrive_allow_policy
    if found.get("RedrivePolicy"):
        found["RedrivePolicy"] = json.dumps(json.loads(found["RedrivePolicy"]), separators=(",", ":"))
    return found
