"""In front of a handler's own Python: HTTPS requests go to the test's stand-in for the world, whatever their host.

Of SDKs it changes nothing: they bring their own connections.
"""

import http.client
import os
import socket


class Connection(http.client.HTTPConnection):
    """Says in its Host header whom it wanted; a certificate for that name is nothing a test can have."""

    def connect(self):
        host, port = os.environ["FRONT"].split(":")
        self.sock = socket.create_connection((host, int(port)), self.timeout)


if "FRONT" in os.environ:
    http.client.HTTPSConnection = Connection
