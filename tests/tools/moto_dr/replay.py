"""A request that an SDK sends again because its answer was lost is answered again and not done again.

Stock moto does it twice: a NAT gateway whose address is taken by its own first try, a listener that is gone. AWS tells
the two apart by the tokens of single operations, which moto ignores; every SDK numbers its requests, so one rule does
for all. On a busy machine connections do break.
"""

import threading
from collections import OrderedDict
from dataclasses import dataclass, field

from moto.moto_server.werkzeug_app import DomainDispatcherApplication

from .patch import patch

NUMBER = "HTTP_AMZ_SDK_INVOCATION_ID"
KEPT = 2_000


@dataclass
class Answer:
    """What came of a request; nothing while it is under way, or if it is to be tried again."""

    lock: threading.Lock = field(default_factory=threading.Lock)
    said: tuple | None = None


_answers: OrderedDict[str, Answer] = OrderedDict()
_answers_lock = threading.Lock()


@patch(DomainDispatcherApplication, "__call__")
def answer(stock, self, environ, start_response):
    number = environ.get(NUMBER)
    if not number:
        return stock(self, environ, start_response)
    with _answers_lock:
        known = _answers.setdefault(number, Answer())
        while len(_answers) > KEPT:
            _answers.popitem(last=False)
    with known.lock:
        if known.said is None:
            known.said = _asked(stock, self, environ, start_response)
            status, headers, body = known.said
            if not status.startswith("2"):
                known.said = None  # whoever tries that again means it
            return [body]
    status, headers, body = known.said
    start_response(status, headers)
    return [body]


def _asked(stock, self, environ, start_response):
    said = []

    def start(status, headers, *rest):
        said[:] = [status, headers]
        return start_response(status, headers, *rest)

    body = b"".join(stock(self, environ, start))
    return (*said, body)
