"""What every resource type has in common."""

import contextlib
import copy
import random
import string

from .call import call


class Kind:
    """One resource of a stack, made through this server's own API.

    A subclass takes its properties with `take` and passes them to the service with `call`, and says with
    `known_as` what Ref and GetAtt give. A property that it does not take fails the resource.
    """

    TYPE: str | None = None
    SERVICE: str | None = None
    remark: str | None = None  # goes into the event of a completed resource

    def __init__(self, stack, logical_id: str, declared: dict):
        self.stack = stack
        self.logical_resource_id = logical_id
        self.cf_resource_type = declared["Type"]
        self.retained = declared.get("DeletionPolicy") == "Retain"
        self.physical_resource_id: str | None = None
        self.attributes: dict = {}
        self.status, self.reason, self.gone = None, None, False

    def resolve(self, properties: dict) -> None:
        self.properties = properties
        self.untaken = copy.deepcopy(properties)

    # --- what a type says of itself ---

    def create(self) -> None:
        raise NotImplementedError

    def update(self, former: "Kind") -> None:
        """Unless a type knows better: the old one goes, a new one comes."""
        former.delete()
        former.gone = True
        self.make()

    def delete(self) -> None:
        """Unless a type knows better there is nothing to delete: it goes with what it is part of."""

    # --- helpers for that ---

    def take(self, name: str, default=None):
        return self.untaken.pop(name, default)

    def rest(self) -> dict:
        rest, self.untaken = self.untaken, {}
        return rest

    def call(self, operation: str, **parameters):
        return call(self.SERVICE, self.region, operation, parameters)

    def call_in(self, region: str, operation: str, **parameters):
        return call(self.SERVICE, region, operation, parameters)

    def known_as(self, physical_id: str, **attributes) -> None:
        self.physical_resource_id, self.attributes = physical_id, attributes

    def adopt(self, former: "Kind") -> None:
        """Nothing changed, or what changed was changed in place: it is still the same thing."""
        self.known_as(former.physical_resource_id, **former.attributes)
        self.status, self.reason = former.status, former.reason
        self.untaken = {}

    def adopt_changes(self, former: "Kind", in_place: tuple[str, ...]) -> None:
        """`adopt`, if nothing else than `in_place` differs: the rest would need a replacement."""
        for name in {*former.properties, *self.properties} - {*in_place}:
            if former.properties.get(name) != self.properties.get(name):
                raise ValueError(f"this server cannot change {name} of a {self.cf_resource_type} in place")
        self.adopt(former)

    def changed(self, former: "Kind") -> dict:
        """What the template says otherwise than before, but for tags, which have calls of their own."""
        return {
            key: it for key, it in self.properties.items() if key != "Tags" and former.properties.get(key) != it
        }

    @property
    def region(self) -> str:
        return self.stack.region_name

    def arn(self, resource: str, service: str | None = None, region: str | None = None) -> str:
        region = self.region if region is None else region
        return f"arn:aws:{service or self.SERVICE}:{region}:{self.stack.account_id}:{resource}"

    @property
    def generated_name(self) -> str:
        suffix = "".join(random.choices(string.ascii_uppercase + string.digits, k=12))
        return f"{self.stack.name}-{self.logical_resource_id}-{suffix}"

    # --- for the engine, and for moto's Ref and GetAtt ---

    def make(self) -> None:
        """`create`; what it had made when it failed is taken back."""
        try:
            self.create()
            self.refuse_leftovers()
        except Exception:
            if self.physical_resource_id:
                with contextlib.suppress(Exception):
                    self.delete()
            raise

    def same_as(self, wanted: "Kind") -> bool:
        if self.gone or self.cf_resource_type != wanted.cf_resource_type:
            return False
        return self.properties == wanted.properties

    def refuse_leftovers(self) -> None:
        if self.untaken:
            raise ValueError(f"this server does not model {', '.join(sorted(self.untaken))} of {self.cf_resource_type}")

    @classmethod
    def has_cfn_attr(cls, attribute: str) -> bool:
        return True  # judged by get_cfn_attribute, once the resource is there

    def get_cfn_attribute(self, name: str):
        if name not in self.attributes:
            raise ValueError(f"{self.cf_resource_type} has no attribute {name} (here: {sorted(self.attributes)})")
        return self.attributes[name]


class Unknown(Kind):
    """A type nobody has taught this server: the stack fails and says so."""

    def create(self) -> None:
        raise ValueError(f"this server does not know the type {self.cf_resource_type}")
