"""A forge on the loopback: the comments of pull requests, as GitHub's REST and GraphQL and GitLab's REST speak of them.

It judges as well: a wrong token is 401, a body over the limit 422 or 400, as the forges answer.
"""

import contextlib
import json
import re
import threading
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import parse_qs, unquote, urlsplit

TOKEN = "ghs_7hisMustNeverBeSeenAnywhere0000000000"
ME, OTHER = 1, 2


@dataclass
class Comment:
    id: int
    body: str
    author: int = ME
    hidden: bool = False
    system: bool = False


@dataclass
class Fault:
    """What a request is answered instead; `done` if it is carried out first all the same."""

    method: str
    path: str
    status: int
    times: int = 1
    headers: dict[str, str] = field(default_factory=dict)
    text: str = '{"message": "no"}'
    done: bool = False
    before: Callable[[], None] = lambda: None

    def meets(self, method: str, target: str) -> bool:
        return self.times > 0 and self.method == method and re.search(self.path, target) is not None


class Forge:
    def __init__(self):
        self.comments: list[Comment] = []
        self.pulls: list[dict] = []
        self.faults: list[Fault] = []
        self.requests: list[tuple[str, str]] = []
        self.last = 1000
        self.links_to = ""
        self.url = ""

    def add(self, body: str, **how) -> Comment:
        self.last += 1
        self.comments.append(Comment(self.last, body, **how))
        return self.comments[-1]

    def bodies(self) -> list[str]:
        return [it.body for it in self.comments]

    def count(self, method: str) -> int:
        return sum(it == method for it, _ in self.requests)

    # --- answers -------------------------------------------------------------------------------------------------

    def answer(self, method: str, target: str, headers, value) -> tuple[int, dict, object]:
        self.requests.append((method, target))
        fault = next((it for it in self.faults if it.meets(method, target)), None)
        if fault:
            fault.times -= 1
            fault.before()
            if not fault.done:
                return fault.status, fault.headers, fault.text
        parts = urlsplit(target)
        forge = self.github if parts.path.startswith("/api/github") else self.gitlab
        answer = forge(method, parts.path, parse_qs(parts.query), headers, value)
        return (fault.status, fault.headers, fault.text) if fault else answer

    def github(self, method, path, query, headers, value):
        if headers.get("Authorization") != f"Bearer {TOKEN}":
            return 401, {}, {"message": "Bad credentials"}
        if path.endswith("/graphql"):
            return 200, {}, self.graphql(value)
        if path.endswith("/pulls"):
            return self.page([it for it in self.pulls if it["head"]["label"] == query["head"][0]], path, query)
        if method in ("POST", "PATCH") and len(value["body"]) > 65_536:
            return 422, {}, {"message": "Body is too long (maximum is 65536 characters)"}
        return self.on_comments(method, path, query, value, self.as_github, r"/issues/comments/(\d+)$")

    def gitlab(self, method, path, query, headers, value):
        if headers.get("PRIVATE-TOKEN") != TOKEN:
            return 401, {}, {"message": "401 Unauthorized"}
        if path.endswith("/user"):
            return 200, {}, {"id": ME}
        if method in ("POST", "PUT") and len(value["body"]) > 1_000_000:
            return 400, {}, {"message": {"note": ["is too long (maximum is 1000000 characters)"]}}
        return self.on_comments(method, path, query, value, self.as_gitlab, r"/notes/(\d+)$")

    def on_comments(self, method, path, query, value, shown, one):
        found = re.search(one, path)
        if not found and method == "GET":
            return self.page([shown(it) for it in self.comments], path, query)
        if not found:
            return 201, {}, shown(self.add(value["body"]))
        comment = next((it for it in self.comments if it.id == int(found[1])), None)
        if not comment:
            return 404, {}, {"message": "Not Found"}
        if method == "DELETE":
            self.comments.remove(comment)
            return 204, {}, None
        comment.body = value["body"]
        return 200, {}, shown(comment)

    @staticmethod
    def as_github(comment):
        return {"id": comment.id, "node_id": f"IC_{comment.id}", "body": comment.body, "user": {"id": comment.author}}

    @staticmethod
    def as_gitlab(comment):
        return {"id": comment.id, "body": comment.body, "system": comment.system, "author": {"id": comment.author}}

    def page(self, every, path, query):
        size = min(int(query.get("per_page", ["30"])[0]), 100)
        number = int(query.get("page", ["1"])[0])
        headers = {}
        if number * size < len(every):
            rest = "&".join(f"{key}={it[0]}" for key, it in query.items() if key != "page")
            link = f"{self.links_to or self.url}{path}?{rest}&page="
            headers["Link"] = f'<{link}1>; rel="first", <{link}{number + 1}>; rel="next", <{link}9>; rel="last"'
        return 200, headers, every[(number - 1) * size:number * size]

    def graphql(self, value):
        query, variables = value["query"], value["variables"]
        if "ids" in variables:
            assert len(variables["ids"]) <= 100
            found = [next((it for it in self.comments if f"IC_{it.id}" == id), None) for id in variables["ids"]]
            nodes = [it and {"viewerDidAuthor": it.author == ME, "isMinimized": it.hidden} for it in found]
            lost = [{"type": "NOT_FOUND", "message": "Could not resolve to a node"}] if None in nodes else []
            return {"data": {"nodes": nodes}} | ({"errors": lost} if lost else {})
        comment = next((it for it in self.comments if f"IC_{it.id}" == variables["id"]), None)
        if not comment:
            return {"data": None, "errors": [{"type": "NOT_FOUND", "message": "Could not resolve to a node"}]}
        assert "unminimizeComment" in query or "classifier: OUTDATED" in query
        comment.hidden = "unminimizeComment" not in query
        return {"data": {"done": {}}}


@contextlib.contextmanager
def running() -> Iterator[Forge]:
    forge = Forge()

    class Handler(BaseHTTPRequestHandler):
        def handle_any(self):
            data = self.rfile.read(int(self.headers.get("Content-Length") or 0))
            status, headers, value = forge.answer(
                self.command, unquote(self.path), self.headers, json.loads(data) if data else None)
            if status == 0:  # the connection breaks
                self.close_connection = True
                return
            text = value if isinstance(value, str) else "" if value is None else json.dumps(value)
            self.send_response(status)
            for key, it in headers.items():
                self.send_header(key, it)
            self.send_header("Content-Length", str(len(text.encode())))
            self.end_headers()
            self.wfile.write(text.encode())

        do_GET = do_POST = do_PATCH = do_PUT = do_DELETE = handle_any

        def log_message(self, *_):
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    forge.url = f"http://127.0.0.1:{server.server_port}"
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02})
    thread.start()
    try:
        yield forge
    finally:
        server.shutdown()
        thread.join()
        server.server_close()
