#!/usr/bin/env python3
"""Puts a report into a pull request as a comment, one per tag; takes it away when there is nothing to say.

    ci/comment.py [--tag TAG] [--mode update|new|hide-and-new|delete-and-new] FILE

An empty FILE is a report that has nothing to say. The token is read from GITHUB_TOKEN or GITLAB_TOKEN; where to post,
from what the runner says, or from --repository and --number.

Exit status: 0 done, or nothing to do; 1 not posted; 2 called wrongly.
"""

import argparse
import contextlib
import json
import os
import re
import sys
from dataclasses import dataclass

import markdown
from forges import Api, Denied, Failed, Forge, Gone, GitHub, GitLab, pull_request_of

# What a report without anything to say does to earlier ones, unless --when-clean says it.
CLEANING = {"update": "delete", "new": "keep", "hide-and-new": "hide", "delete-and-new": "delete"}
LASTING = {
    "update": "updated on each push",
    "new": "each push adds one",
    "hide-and-new": "a new one on each push hides it",
    "delete-and-new": "replaced on each push",
}
ADVICE = {
    "github": "The job needs `permissions: pull-requests: write`. In a pull request from a fork GitHub gives no token "
              "that may write, whatever the job asks for: post from a workflow_run (docs/ci.md, Forks). "
              "A locked conversation takes no comment either",
    "gitlab": "GITLAB_TOKEN must be an access token of the project with the scope `api` and the role Reporter or "
              "higher; the job's own token writes no notes. A fork's pipeline does not see it: docs/ci.md, Forks",
}


@dataclass(frozen=True)
class Place:
    """Which pull request, and what the comment says of where it came from."""

    forge: Forge
    link: str
    commit: str


class NoPullRequest(Exception):
    pass


def main() -> int:
    arguments = parse(sys.argv[1:])
    token = os.environ.get("GITHUB_TOKEN" if arguments.forge == "github" else "GITLAB_TOKEN", "")
    try:
        if not token:
            raise Denied("there is no token")
        report = read(arguments.file)
        say(post(locate(arguments, token), report, arguments))
        return 0
    except NoPullRequest as reason:
        say(f"nothing posted: {reason}")
        return 0
    except Denied as denied:
        warn = arguments.on_denied == "warn"
        say(f"not posted: {denied}. {ADVICE[arguments.forge]}", "warning" if warn else "error", token)
        return 0 if warn else 1
    except (Failed, Gone) as failed:
        say(f"not posted: {failed}", "error", token)
    except OSError as error:
        say(f"{error.filename} cannot be read: {error.strerror}", "error")
    return 1


def parse(given: list[str]) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="comment.py", description=__doc__.split("\n")[0], allow_abbrev=False)
    parser.add_argument("file", metavar="FILE", help="the report, in Markdown")
    parser.add_argument("--forge", choices=["github", "gitlab"], default="gitlab" if on_gitlab() else "github")
    parser.add_argument("--repository", help="OWNER/NAME on GitHub, the project's id or path on GitLab")
    parser.add_argument("--number", type=int, help="of the pull request")
    parser.add_argument("--tag", type=tag, default="default", help="tells apart the comments of several jobs")
    parser.add_argument("--mode", choices=list(CLEANING), default="update")
    parser.add_argument("--when-clean", choices=["delete", "hide", "keep"], help="what an empty FILE does")
    parser.add_argument("--on-denied", choices=["warn", "fail"], default="warn", help="if the token may not write")
    parser.add_argument("--link", help="where the whole report is")
    parser.add_argument("--pause", type=float, default=2, help="seconds before asking a busy forge again; doubled then")
    parser.add_argument("--patience", type=float, default=120, help="seconds to wait for a busy forge in all")
    arguments = parser.parse_args(given)
    arguments.when_clean = arguments.when_clean or CLEANING[arguments.mode]
    if arguments.forge == "gitlab" and "hide" in arguments.mode + arguments.when_clean:
        parser.error("GitLab hides no notes: use delete-and-new, and --when-clean delete")
    return arguments


def on_gitlab() -> bool:
    return bool(os.environ.get("GITLAB_CI"))


def tag(text: str) -> str:
    if not re.fullmatch(r"[A-Za-z0-9][A-Za-z0-9._/-]{0,63}", text):
        raise argparse.ArgumentTypeError("letters, digits and . _ / -, at most 64, are what a tag is made of")
    return text


def locate(arguments: argparse.Namespace, token: str) -> Place:
    waits = {"pause": arguments.pause, "patience": arguments.patience}
    return (github if arguments.forge == "github" else gitlab)(arguments, token, waits)


def github(arguments: argparse.Namespace, token: str, waits: dict[str, float]) -> Place:
    env = os.environ
    url = env.get("GITHUB_API_URL", "https://api.github.com")
    graphql = env.get("GITHUB_GRAPHQL_URL", "https://api.github.com/graphql")
    repository = arguments.repository or env.get("GITHUB_REPOSITORY", "")
    event = read_event(env.get("GITHUB_EVENT_PATH"))
    run_id = env.get("GITHUB_RUN_ID")
    link = f"{env.get('GITHUB_SERVER_URL')}/{repository}/actions/runs/{run_id}" if run_id else ""
    pull_request = event.get("pull_request") or {}
    number = arguments.number or pull_request.get("number")
    commit = (pull_request.get("head") or {}).get("sha", "")
    if not number and event.get("workflow_run"):
        # Everything of this is GitHub's own word. A number from the artefact would be the word of whoever sent the
        # pull request, and could name somebody else's.
        run = event["workflow_run"]
        commit, link = run["head_sha"], run["html_url"]
        owner = ((run.get("head_repository") or {}).get("owner") or {}).get("login", "")
        api = GitHub(url, graphql, token, repository, 0, **waits).api
        number = pull_request_of(api, repository, owner, run["head_branch"], commit)
        if not number:
            raise NoPullRequest(f"no open pull request is at {commit[:7]} any more")
    if not number:
        raise NoPullRequest("this is no run for a pull request")
    return Place(GitHub(url, graphql, token, repository, number, **waits), arguments.link or link, commit)


def gitlab(arguments: argparse.Namespace, token: str, waits: dict[str, float]) -> Place:
    env = os.environ
    # In a fork's pipeline CI_PROJECT_ID is the fork; the merge request is the target's.
    project = arguments.repository or env.get("CI_MERGE_REQUEST_PROJECT_ID", "")
    number = arguments.number or int(env.get("CI_MERGE_REQUEST_IID") or 0)
    if not number:
        raise NoPullRequest("this is no pipeline of a merge request")
    forge = GitLab(env.get("CI_API_V4_URL", "https://gitlab.com/api/v4"), token, project, number, **waits)
    return Place(forge, arguments.link or env.get("CI_JOB_URL", ""), env.get("CI_COMMIT_SHA", ""))


def read(path: str) -> str:
    # An artefact of a stranger's run could hold a link to what the runner knows, and it would be posted.
    if os.path.islink(path):
        raise Failed(f"{path} is a link")
    with open(path, encoding="utf-8", errors="replace") as file:
        return file.read()


def read_event(path: str | None) -> dict:
    if not path:
        return {}
    with open(path, encoding="utf-8") as file:
        return json.load(file)


def post(place: Place, report: str, arguments: argparse.Namespace) -> str:
    """Does what the mode says; answers what it did."""
    forge, marker = place.forge, f"<!-- drc:{arguments.tag} -->"
    earlier = forge.mine(marker)
    text = markdown.plain(report)
    if not text:
        return clean(forge, earlier, arguments.when_clean)
    body = compose(place, marker, text, arguments.mode)
    if arguments.mode == "update":
        return update(forge, earlier, body, marker)
    # The new one first: if that fails, the old one is still there to be read.
    forge.create(body, marker)
    if arguments.mode == "hide-and-new":
        each(forge.hide, [it for it in earlier if not it.hidden])
    if arguments.mode == "delete-and-new":
        each(forge.delete, earlier)
    return "a comment was added"


def update(forge: Forge, earlier: list, body: str, marker: str) -> str:
    if not earlier:
        forge.create(body, marker)
        return "a comment was added"
    last = earlier[-1]
    try:
        if last.body != body:
            forge.update(last, body)
        if last.hidden:
            forge.show(last)
    except Gone:
        # Somebody deleted it since it was listed.
        forge.create(body, marker)
    each(forge.delete, earlier[:-1])  # of two runs that began at once
    return "the comment was updated"


def clean(forge: Forge, earlier: list, how: str) -> str:
    if how == "delete":
        each(forge.delete, earlier)
    if how == "hide":
        each(forge.hide, [it for it in earlier if not it.hidden])
    done = {"delete": "deleted", "hide": "hidden", "keep": "kept"}[how]
    return f"nothing to say; earlier comments {done}: {len(earlier)}"


def each(action, comments: list) -> None:
    for it in comments:
        with contextlib.suppress(Gone):  # as good as done
            action(it)


def compose(place: Place, marker: str, text: str, mode: str) -> str:
    forge = place.forge
    if forge.name == "GitLab":
        text = markdown.without_quick_actions(text)
    whole = f"[whole report]({place.link})" if place.link else ""
    parts = [f"of {place.commit[:7]}" if place.commit else "", LASTING[mode], whole]
    footer = f"<sub>{' · '.join(it for it in parts if it)}</sub>"
    room = forge.limit - len(marker) - len(footer) - 3
    note = f"**Cut here:** the report has {len(text):,} characters, {forge.name} shows {forge.limit:,}. {whole}"
    return f"{marker}\n{markdown.fit(text, room, note)}\n\n{footer}"


def say(text: str, level: str = "", token: str = "") -> None:
    """A line in the log, as the runner marks it up. Never the token, should a forge send it back."""
    if token:
        text = text.replace(token, "***")
    text = " ".join(text.split())
    if level and os.environ.get("GITHUB_ACTIONS"):
        print(f"::{level}::drc: {text.replace('%', '%25')}")
    else:
        print(f"drc: {level + ': ' if level else ''}{text}", file=sys.stderr if level else sys.stdout)


if __name__ == "__main__":
    sys.exit(main())
