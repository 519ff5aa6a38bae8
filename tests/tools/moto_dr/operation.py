"""How an operation that moto lacks is put in: by name, so that a moto which has learned it fails at import.

SDKs carry the shapes of every operation, and moto's core reads a request and writes an answer by them; a function
here says only what happens in between.
"""

from moto.core.exceptions import ServiceException
from moto.core.responses import ActionResult


def operation(handler):
    """Decorate the function that answers; it is handed the request's handler and its parameters.

    What it returns is the answer: a dictionary spelled as the SDK spells it, or nothing.
    """

    def put(answer):
        name = answer.__name__
        if hasattr(handler, name):
            raise AttributeError(f"moto has {handler.__name__}.{name} by now")

        def call(self):
            self.parse_parameters(self.normalized_request)
            return ActionResult(answer(self, _plain(self.params)))

        setattr(handler, name, call)
        return answer

    return put


def _plain(parameters) -> dict:
    """Some of moto's handlers keep theirs in a dictionary that knows every name by two spellings."""
    return parameters.original_dict() if hasattr(parameters, "original_dict") else dict(parameters)


def held(backend, name: str) -> dict:
    """A store of our own in one of moto's backends: it is forgotten when the server is reset."""
    return backend.__dict__.setdefault(f"held_{name}", {})


class Refused(ServiceException):
    """Refused(code, message): what an SDK raises as that error."""

    __module__ = "dr"  # moto takes what comes from "moto*.X" for an error of the service X
