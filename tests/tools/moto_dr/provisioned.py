"""Provisioned concurrency, which moto does not have: READY at once."""

from moto.awslambda import urls
from moto.awslambda.responses import LambdaResponse

from .operation import Refused, held, operation

PATH = r"{0}/(?P<api_version>[^/]+)/functions/(?P<function_name>[\w_:%-]+)/provisioned-concurrency$"
urls.url_paths[PATH] = LambdaResponse.dispatch


@operation(LambdaResponse)
def put_provisioned_concurrency_config(self, asked):
    name, wanted = asked["FunctionName"], asked["ProvisionedConcurrentExecutions"]
    _check_qualifier(self.backend, name, asked["Qualifier"])
    reserved = self.backend.get_function(name).reserved_concurrency
    if reserved is not None and wanted > int(reserved):
        message = f"Requested Provisioned Concurrency should not be greater than the reserved concurrency {reserved}"
        raise Refused("InvalidParameterValueException", message)
    made = {
        "RequestedProvisionedConcurrentExecutions": wanted, "AllocatedProvisionedConcurrentExecutions": wanted,
        "AvailableProvisionedConcurrentExecutions": wanted, "Status": "READY",
        "LastModified": "2026-01-01T00:00:00+0000",
    }
    _configurations(self)[_key(asked)] = made
    return made


@operation(LambdaResponse)
def get_provisioned_concurrency_config(self, asked):
    if _key(asked) not in _configurations(self):
        message = "No Provisioned Concurrency Config found for this function"
        raise Refused("ProvisionedConcurrencyConfigNotFoundException", message)
    return _configurations(self)[_key(asked)]


@operation(LambdaResponse)
def delete_provisioned_concurrency_config(self, asked):
    _configurations(self).pop(_key(asked), None)


def _check_qualifier(backend, name, qualifier) -> None:
    """An alias, or a published version: both raise when they are not there."""
    if qualifier == "$LATEST":
        message = "Provisioned Concurrency Configs cannot be applied to unpublished function versions."
        raise Refused("InvalidParameterValueException", message)
    if qualifier.isdigit():
        backend.get_function(name, qualifier)
    else:
        backend.get_alias(qualifier, name)


def _configurations(self):
    return held(self.backend, "provisioned")


def _key(asked):
    return asked["FunctionName"].rsplit(":", 1)[-1], asked["Qualifier"]
