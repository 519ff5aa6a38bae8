"""moto on a free port of 127.0.0.1, one request at a time, with a ledger of what the handlers called.

One at a time, because DynamoDB settles a conditional put atomically and moto checks, then writes: without
the lock a race test would judge moto. Prints its port on the first line of stdout. GET /ledger gives the
calls signed with the key HANDLER since the last such GET, so the suite's own calls are not among them.
"""
import json
import re
import threading

from moto.server import DomainDispatcherApplication, create_backend_app
from werkzeug.serving import WSGIRequestHandler, make_server

CREDENTIAL = re.compile(r"Credential=HANDLER/\d+/([a-z0-9-]+)/([a-z0-9]+)/aws4_request")

moto = DomainDispatcherApplication(create_backend_app)
lock = threading.Lock()
ledger = []


def call_name(environ):
    target = environ.get("HTTP_X_AMZ_TARGET")
    if target:
        return target.rpartition(".")[2]
    return f"{environ['REQUEST_METHOD']} object" if environ["PATH_INFO"].count("/") > 1 else environ["REQUEST_METHOD"]


def application(environ, start_response):
    with lock:
        if environ["PATH_INFO"] == "/ledger":
            start_response("200 OK", [("Content-Type", "application/json")])
            calls, ledger[:] = json.dumps(ledger).encode(), []
            return [calls]
        signed = CREDENTIAL.search(environ.get("HTTP_AUTHORIZATION", ""))
        if signed:
            region, service = signed.groups()
            ledger.append(f"{region} {service} {call_name(environ)}")
        return list(moto(environ, start_response))


class Quiet(WSGIRequestHandler):
    def log_request(self, *args):
        pass


server = make_server("127.0.0.1", 0, application, threaded=True, request_handler=Quiet)
print(server.server_port, flush=True)
server.serve_forever()
