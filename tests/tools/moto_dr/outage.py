"""The loss of a Region: every call to it is cut off, as when nothing of it answers.

`POST /moto-api/outage?region=us-east-1` begins one, `POST /moto-api/outage` ends all. Services that are in no Region
answer on: of DNS and the accelerator the data plane stays up, and a test reads them to follow what users would reach.
"""

import re
import socket
from urllib.parse import parse_qs

from moto.moto_server.werkzeug_app import DomainDispatcherApplication

from .patch import patch

SCOPE = re.compile(r"Credential=[^/]+/\d+/([a-z0-9-]+)/([a-z0-9-]+)/aws4_request")
EVERYWHERE = ("globalaccelerator", "iam", "route53")
PATH = "/moto-api/outage"

_lost: set[str] = set()


@patch(DomainDispatcherApplication, "__call__")
def answer(stock, self, environ, start_response):
    if environ["PATH_INFO"] == PATH:
        return _set(environ, start_response)
    signed = SCOPE.search(environ.get("HTTP_AUTHORIZATION", ""))
    if signed and signed[1] in _lost and signed[2] not in EVERYWHERE:
        environ["werkzeug.socket"].shutdown(socket.SHUT_RDWR)
        raise ConnectionResetError
    return stock(self, environ, start_response)


def _set(environ, start_response):
    _lost.clear()
    _lost.update(parse_qs(environ.get("QUERY_STRING", "")).get("region", []))
    start_response("200 OK", [("Content-Type", "text/plain")])
    return [" ".join(sorted(_lost)).encode()]
