"""The comments of a pull request, on GitHub and on GitLab: found, written, changed, hidden, deleted.

A token is a header of a request and nothing else: no argument, no message and no redirect carries it.
"""

import http.client
import json
import re
import time
import urllib.error
import urllib.parse
import urllib.request
from collections.abc import Callable, Iterator
from dataclasses import dataclass

TIMEOUT = 30  # seconds for one answer


class Denied(Exception):
    """The token may not do this, or there is none."""


class Gone(Exception):
    """What was addressed is not there."""


class Failed(Exception):
    """The forge would not, for a reason that is neither of these."""


@dataclass(frozen=True)
class Comment:
    id: str
    body: str
    hidden: bool = False
    node: str = ""  # GraphQL's name for it


@dataclass(frozen=True)
class Answer:
    status: int  # 0: no answer, or not all of it
    headers: dict[str, str]
    text: str

    @property
    def value(self):
        try:
            return json.loads(self.text) if self.text else None
        except ValueError:
            raise Failed(f"the answer is no JSON: {short(self.text)}") from None

    @property
    def unsure(self) -> bool:
        """Whether the request may have been carried out all the same."""
        return self.status == 0 or self.status >= 500

    def wait(self, pause: float) -> float | None:
        """How long to wait before asking again; None if that would not help."""
        if self.unsure:
            return max(self._asked_to_wait() or 0, pause)
        if self.status == 429 or (self.status == 403 and self._limited()):
            asked = self._asked_to_wait()
            # GitHub names no time for some of its secondary limits, and asks for a minute then.
            return max(60 if asked is None else asked, pause)
        return None

    def _limited(self) -> bool:
        names = "retry-after" in self.headers or self.headers.get("x-ratelimit-remaining") == "0"
        return names or "rate limit" in self.text.lower()

    def _asked_to_wait(self) -> float | None:
        after, reset = self.headers.get("retry-after", ""), self.headers.get("x-ratelimit-reset", "")
        if after.isdigit():
            return float(after)
        if self.headers.get("x-ratelimit-remaining") == "0" and reset.isdigit():
            return max(0.0, float(reset) - time.time())
        return None


def short(text: str) -> str:
    return " ".join(text.split())[:300]


class _NoRedirects(urllib.request.HTTPRedirectHandler):
    """urllib would send the token along to wherever it is told to go."""

    def redirect_request(self, *_):
        return None


class Api:
    """Asks, and asks again while the forge is busy: after `pause` seconds, doubled each time, `patience` in all."""

    def __init__(self, base: str, headers: dict[str, str], pause: float, patience: float):
        self.base = base.rstrip("/")
        self._headers = headers | {"User-Agent": "drc", "Content-Type": "application/json"}
        self._pause, self._patience = pause, patience
        self._open = urllib.request.build_opener(_NoRedirects).open

    def call(self, method: str, url: str, value=None, settled: Callable[[], bool] = lambda: False) -> Answer:
        """`settled` is asked after an answer that leaves open whether the request was carried out."""
        pause, spent = self._pause, 0.0
        while True:
            answer = self._ask(method, url, value)
            if 200 <= answer.status < 300:
                return answer
            wait = answer.wait(pause)
            if wait is None:
                raise _refusal(method, answer)
            if spent + wait > self._patience:
                raise Failed(f"{method} {answer.status or 'without an answer'}, and again after {spent:.0f}s; "
                             f"the next attempt would be in {wait:.0f}s: {short(answer.text)}")
            time.sleep(wait)
            pause, spent = pause * 2, spent + wait
            if answer.unsure and settled():
                return answer

    def pages(self, path: str) -> Iterator[dict]:
        url = self.base + path
        while url:
            answer = self.call("GET", url)
            yield from answer.value
            url = self._next(answer.headers.get("link", ""))

    def _next(self, link: str) -> str | None:
        following = re.search(r'<([^>]*)>\s*;[^,]*\brel="?next\b', link)
        if not following:
            return None
        # Its path alone: the token goes to no host but the one it is meant for.
        told = urllib.parse.urlsplit(following[1])
        return urllib.parse.urlunsplit(urllib.parse.urlsplit(self.base)[:2] + (told.path, told.query, ""))

    def _ask(self, method: str, url: str, value) -> Answer:
        data = None if value is None else json.dumps(value).encode()
        request = urllib.request.Request(url, data=data, method=method, headers=self._headers)
        try:
            with self._open(request, timeout=TIMEOUT) as reply:
                return _answer(reply.status, reply.headers, reply.read())
        except urllib.error.HTTPError as error:
            with error:
                return _answer(error.code, error.headers, error.read())
        except (OSError, http.client.HTTPException) as error:
            return Answer(0, {}, f"{type(error).__name__}: {getattr(error, 'reason', error)}")


def _answer(status, headers, body: bytes) -> Answer:
    return Answer(status, {key.lower(): it for key, it in headers.items()}, body.decode("utf-8", "replace"))


def _refusal(method: str, answer: Answer) -> Exception:
    kind = {401: Denied, 403: Denied, 404: Gone, 410: Gone}.get(answer.status, Failed)
    return kind(f"{method} {answer.status}: {short(answer.text)}")


class Forge:
    """A pull request of a forge. `create`, `update`, `delete`, `hide` and `show` write; the rest reads."""

    def create(self, body: str, marker: str) -> None:
        """Once, whatever comes back: after an answer that leaves it open, looks for the comment before it repeats."""
        before = {it.id for it in self.mine(marker)}

        def settled() -> bool:
            new = [it for it in self.mine(marker) if it.id not in before]
            for it in new:
                self.update(it, body)
            return bool(new)

        self.api.call("POST", self.api.base + self.comments, {"body": body}, settled)


class GitHub(Forge):
    name = "GitHub"
    limit = 65_536

    def __init__(self, url: str, graphql: str, token: str, repository: str, number: int, **waits: float):
        self.api = Api(url, {
            "Authorization": f"Bearer {token}",
            "Accept": "application/vnd.github+json",
            "X-GitHub-Api-Version": "2022-11-28",
        }, **waits)
        self._graphql, self._repository = graphql, f"/repos/{repository}"
        self.comments = f"{self._repository}/issues/{number}/comments"

    def mine(self, marker: str) -> list[Comment]:
        """The comments that begin with the marker and are ours, oldest first: anybody can type a marker."""
        marked = [it for it in self.api.pages(f"{self.comments}?per_page=100") if (it["body"] or "").startswith(marker)]
        found = []
        for start in range(0, len(marked), 100):  # what GraphQL takes at once
            some = marked[start:start + 100]
            query = "query($ids: [ID!]!) { nodes(ids: $ids) { ... on IssueComment { viewerDidAuthor isMinimized } } }"
            nodes = self._ask(query, ids=[it["node_id"] for it in some])["nodes"]
            found += [
                Comment(str(it["id"]), it["body"], node["isMinimized"], it["node_id"])
                for it, node in zip(some, nodes, strict=True) if node and node["viewerDidAuthor"]
            ]
        return found

    def update(self, comment: Comment, body: str) -> None:
        self.api.call("PATCH", self._of(comment), {"body": body})

    def delete(self, comment: Comment) -> None:
        self.api.call("DELETE", self._of(comment))

    def hide(self, comment: Comment) -> None:
        self._ask("mutation($id: ID!) { minimizeComment(input: { subjectId: $id, classifier: OUTDATED }) "
                  "{ minimizedComment { isMinimized } } }", id=comment.node)

    def show(self, comment: Comment) -> None:
        self._ask("mutation($id: ID!) { unminimizeComment(input: { subjectId: $id }) "
                  "{ unminimizedComment { isMinimized } } }", id=comment.node)

    def _of(self, comment: Comment) -> str:
        return f"{self.api.base}{self._repository}/issues/comments/{comment.id}"

    def _ask(self, query: str, **variables) -> dict:
        value = self.api.call("POST", self._graphql, {"query": query, "variables": variables}).value
        errors = value.get("errors") or []
        said = short("; ".join(str(it.get("message")) for it in errors))
        # A comment that is gone is a null among the nodes and an error beside them.
        if any(it.get("type") == "FORBIDDEN" for it in errors):
            raise Denied(said)
        if any(it.get("type") != "NOT_FOUND" for it in errors):
            raise Failed(said)
        if not value.get("data"):
            raise Gone(said)
        return value["data"]


class GitLab(Forge):
    name = "GitLab"
    limit = 1_000_000

    def __init__(self, url: str, token: str, project: str, number: int, **waits: float):
        self.api = Api(url, {"PRIVATE-TOKEN": token}, **waits)
        self.comments = f"/projects/{urllib.parse.quote(project, safe='')}/merge_requests/{number}/notes"

    def mine(self, marker: str) -> list[Comment]:
        """The notes that begin with the marker and are ours, oldest first: anybody can type a marker."""
        notes = self.api.pages(f"{self.comments}?per_page=100&sort=asc&order_by=created_at")
        marked = [it for it in notes if not it["system"] and it["body"].startswith(marker)]
        if not marked:
            return []
        me = self.api.call("GET", f"{self.api.base}/user").value["id"]
        return [Comment(str(it["id"]), it["body"]) for it in marked if it["author"]["id"] == me]

    def update(self, comment: Comment, body: str) -> None:
        self.api.call("PUT", f"{self.api.base}{self.comments}/{comment.id}", {"body": body})

    def delete(self, comment: Comment) -> None:
        self.api.call("DELETE", f"{self.api.base}{self.comments}/{comment.id}")


def pull_request_of(api: Api, repository: str, owner: str, branch: str, commit: str) -> int | None:
    """The open pull request whose head is that commit: what a workflow_run knows of a fork's."""
    head = urllib.parse.quote(f"{owner}:{branch}", safe="")
    open_ones = api.pages(f"/repos/{repository}/pulls?state=open&per_page=100&head={head}")
    return next((it["number"] for it in open_ones if it["head"]["sha"] == commit), None)
