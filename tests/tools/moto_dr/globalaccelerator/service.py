"""The service: where it listens, what it holds, its tags."""

import re

from moto import backend_index, backends
from moto.core.base_backend import BackendDict, BaseBackend
from moto.core.responses import BaseResponse

from ..operation import Refused, operation
from ..patch import patch

HOME = "us-west-2"  # the one region with an API


class Backend(BaseBackend):
    def __init__(self, region_name, account_id):
        super().__init__(region_name, account_id)
        self.accelerators, self.attributes, self.listeners, self.groups, self.tags = {}, {}, {}, {}, {}

    @property
    def _url_module(self):
        """moto looks for a module `urls` beside this one."""
        return Urls


# "aws" is where moto asks for the paths of a service that us-east-1 does not have.
globalaccelerator_backends = BackendDict(Backend, "globalaccelerator", False, [HOME, "aws"])


class Handler(BaseResponse):
    def __init__(self):
        super().__init__(service_name="globalaccelerator")

    @property
    def backend(self) -> Backend:
        if self.region != HOME:
            raise Refused("UnknownEndpoint", f"Global Accelerator has no endpoint in {self.region}, only in {HOME}")
        return globalaccelerator_backends[self.current_account][HOME]


class Urls:
    url_bases = [r"https?://globalaccelerator\.(.+)\.amazonaws\.com"]
    url_paths = {"{0}/": Handler.dispatch}


backend_index.backend_url_patterns.append(("globalaccelerator", re.compile(Urls.url_bases[0])))


@patch(backends, "_import_backend")
def import_backend(stock, module_name, backends_name):
    """moto imports a service from its own package."""
    if module_name == "globalaccelerator":
        return globalaccelerator_backends
    return stock(module_name, backends_name)


@operation(Handler)
def tag_resource(self, asked):
    self.backend.tags[asked["ResourceArn"]].update({it["Key"]: it["Value"] for it in asked["Tags"]})


@operation(Handler)
def untag_resource(self, asked):
    for key in asked["TagKeys"]:
        self.backend.tags[asked["ResourceArn"]].pop(key, None)


@operation(Handler)
def list_tags_for_resource(self, asked):
    tags = self.backend.tags.get(asked["ResourceArn"], {})
    return {"Tags": [{"Key": key, "Value": it} for key, it in tags.items()]}


def find(store, arn, code):
    if arn not in store:
        raise Refused(code, f"{arn} does not exist")
    return store[arn]


def below(store, arn):
    """What belongs to that ARN: an ARN here begins with its owner's."""
    return [it for key, it in store.items() if key.startswith(f"{arn}/")]
