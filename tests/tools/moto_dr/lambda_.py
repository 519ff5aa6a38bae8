"""Functions: what moto forgets of a configuration, and where their code is."""

import re

from moto.awslambda.models import LambdaBackend, LambdaFunction
from moto.awslambda.utils import get_backend
from moto.moto_api._internal import urls

from . import address
from .patch import patch

# Parts of a configuration that moto takes and does not give back, on creation or on update.
KEPT = ("DeadLetterConfig", "LoggingConfig", "TracingConfig")


@patch(LambdaFunction, "__init__")
def init(stock, self, account_id, spec, *arguments, **named):
    self.kept = {key: spec[key] for key in KEPT if spec.get(key)}
    stock(self, account_id, spec, *arguments, **named)


@patch(LambdaFunction, "update_configuration")
def update_configuration(stock, self, updates):
    self.kept |= {key: updates[key] for key in KEPT if key in updates}
    return stock(self, updates)


@patch(LambdaFunction, "get_configuration")
def get_configuration(stock, self, on_create=False):
    answer = stock(self, on_create)
    logging = {"LogFormat": "Text", "LogGroup": f"/aws/lambda/{self.function_name}"}
    answer |= self.kept
    answer["LoggingConfig"] = logging | self.kept.get("LoggingConfig", {})
    return answer


@patch(LambdaFunction, "get_code")
def get_code(stock, self):
    """moto names a bucket that does not exist, and hides a reserved concurrency of 0 (the drill's off switch).

    AWS returns a signed URL of the zip; ours is a path on this server, so that a test runs what was deployed.
    """
    answer = stock(self)
    if answer.get("Code", {}).get("RepositoryType") == "S3":
        path = f"{self.account_id}/{self.region}/{self.function_name}"
        answer["Code"]["Location"] = f"{address.url()}/moto-api/code/{path}"
    if self.reserved_concurrency is not None:
        answer["Concurrency"] = {"ReservedConcurrentExecutions": self.reserved_concurrency}
    return answer


def code(request, full_url, headers):
    """GET /moto-api/code/ACCOUNT/REGION/FUNCTION: the zip as it was deployed."""
    account, region, name = re.search(r"/code/(\d+)/([^/]+)/([^/?]+)", full_url).groups()
    body = get_backend(account, region).get_function(name).code_bytes
    return 200, {"Content-Type": "application/zip"}, body


urls.url_paths["{0}/moto-api/code/(?P<account>[^/]+)/(?P<region>[^/]+)/(?P<function>[^/]+)$"] = code


@patch(LambdaBackend, "put_function_event_invoke_config")
def put_function_event_invoke_config(stock, self, function_name, config):
    """moto appends a second configuration and goes on answering with the first. AWS replaces it."""
    self.get_function(function_name).event_invoke_config.clear()
    return stock(self, function_name, config)
