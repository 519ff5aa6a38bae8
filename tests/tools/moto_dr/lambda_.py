"""Functions: what moto forgets of a configuration, and where their code is."""

import re
from urllib.parse import unquote

from moto.awslambda.models import FunctionUrlConfig, LambdaBackend, LambdaFunction
from moto.awslambda.policy import Policy
from moto.awslambda.responses import LambdaResponse
from moto.awslambda.utils import get_backend
from moto.core.responses import ActionResult
from moto.moto_api._internal import urls

from . import address
from .operation import Refused
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


# --- permissions -----------------------------------------------------------------------------------


@patch(Policy, "decode_policy")
def decode_policy(stock, self, obj):
    """moto keeps the type of a URL's authorization beside the statement. In AWS's statement it is a condition."""
    wanted = obj.pop("FunctionUrlAuthType", None)
    decoded = stock(self, obj)
    if wanted:
        equals = obj.setdefault("Condition", {}).setdefault("StringEquals", {})
        equals["lambda:FunctionUrlAuthType"] = wanted
    return decoded


@patch(LambdaBackend, "add_permission")
def add_permission(stock, self, function_name, qualifier, raw):
    """moto overlooks the alias in an ARN."""
    name, named = _apart(function_name)
    return stock(self, name, qualifier or named, raw)


@patch(LambdaResponse, "remove_permission")
def remove_permission(stock, self):
    """moto looks for the statement of an alias or version in the policy of the function itself."""
    name, named = _apart(unquote(self.path.split("/")[-3]))
    qualifier = self.querystring.get("Qualifier", [named])[0]
    if not qualifier:
        return stock(self)
    self.backend.get_function(name, qualifier).policy.del_statement(unquote(self.path.split("/")[-1]))
    return 204, {"status": 204}, "{}"


def _apart(function):
    """Name and qualifier of a function that is named by name, by both, or by ARN."""
    name, _, qualifier = function.rsplit(":function:", 1)[-1].partition(":")
    return name, qualifier or None


# --- URLs ------------------------------------------------------------------------------------------


@patch(LambdaResponse, "create_function_url_config")
def create_function_url_config(stock, self):
    """moto has one URL for a function. AWS has one for each of its aliases, too."""
    function, qualifier, asked = _of_url(self)
    if qualifier in function.urls:
        raise Refused("ResourceConflictException", "The function already has a URL")
    if qualifier:
        self.backend.get_alias(qualifier, function.function_name)
    function.urls[qualifier] = FunctionUrlConfig(function, asked)
    return _url(self)


@patch(LambdaResponse, "get_function_url_config")
def get_function_url_config(stock, self):
    return _url(self)


@patch(LambdaResponse, "update_function_url_config")
def update_function_url_config(stock, self):
    function, qualifier, asked = _of_url(self)
    _url(self)
    function.urls[qualifier].config.update(asked)
    return _url(self)


@patch(LambdaResponse, "delete_function_url_config")
def delete_function_url_config(stock, self):
    function, qualifier, _ = _of_url(self)
    _url(self)
    del function.urls[qualifier]
    return ActionResult(None)


def _of_url(self):
    self.parse_parameters(self.normalized_request)
    asked = dict(self.params)
    name, qualifier = asked.pop("FunctionName"), asked.pop("Qualifier", None)
    function = self.backend.get_function(name)
    function.__dict__.setdefault("urls", {})
    return function, qualifier, asked


def _url(self):
    function, qualifier, _ = _of_url(self)
    if qualifier not in function.urls:
        raise Refused("ResourceNotFoundException", "The resource you requested does not exist.")
    found = function.urls[qualifier].to_dict()
    arn = f"{found['FunctionArn']}:{qualifier}" if qualifier else found["FunctionArn"]
    mode = function.urls[qualifier].config.get("InvokeMode") or "BUFFERED"
    return ActionResult({**found, "FunctionArn": arn, "InvokeMode": mode})


@patch(LambdaBackend, "put_function_event_invoke_config")
def put_function_event_invoke_config(stock, self, function_name, config):
    """moto appends a second configuration and goes on answering with the first. AWS replaces it."""
    self.get_function(function_name).event_invoke_config.clear()
    return stock(self, function_name, config)
