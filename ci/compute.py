#!/usr/bin/env python3
"""Runs drc over the specs that a change touches, and writes down what there is to say. Posts nothing, needs no token.

    ci/compute.py --drc BINARY --specs 'specs/*.toml' --out FOLDER

FOLDER gets report.md, report.json, check.json, comment.md (empty if there is nothing to say), drc.sarif (of every spec:
code scanning closes what is missing), drc.junit.xml and drc.env. On GitHub the report goes into the job summary too.

Exit status: 0 as good as --fail-on asks; 1 worse; 2 could not run.
"""

import argparse
import json
import os
import re
import subprocess
import sys
import tomllib
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

import markdown

SUMMARY = 250_000  # characters, of four bytes at most; GitHub drops what is over a MiB
GRAVITY = ["unchanged", "pass", "warning", "error"]
NO_COMMIT = "0" * 40


class CannotRun(Exception):
    pass


@dataclass(frozen=True)
class Change:
    """The specs there are, and those that a change touches. Without a base, every spec is touched."""

    base: str | None
    specs: list[str]
    touched: list[str]
    removed: list[str]


def main() -> int:
    arguments = parse(sys.argv[1:])
    try:
        os.chdir(git("rev-parse", "--show-toplevel").strip())
        change = look(arguments)
        out = Path(arguments.out)
        out.mkdir(parents=True, exist_ok=True)
        return compute(Drc(arguments.drc, arguments.environment), change, out, arguments)
    except CannotRun as reason:
        print(f"{'::error::' if os.environ.get('GITHUB_ACTIONS') else ''}drc: {reason}", file=sys.stderr)
        return 2


def parse(given: list[str]) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="compute.py", description=__doc__.split("\n")[0], allow_abbrev=False)
    parser.add_argument("--drc", default=os.environ.get("DRC_BIN", "drc"), help="the binary")
    parser.add_argument("--specs", required=True, help="globs from the top of the repository, one a line")
    parser.add_argument("--base", default="", help="commit to compare with; without it, what the runner says")
    parser.add_argument("--only-changed", choices=["true", "false"], default="true", help="leave out untouched specs")
    parser.add_argument("--environment", default="", help="environment to compile for")
    parser.add_argument("--fail-on", choices=["error", "warning", "never"], default="error")
    parser.add_argument("--comment-on", choices=["change", "findings"], default="change",
                        help="what a comment is worth: that a figure or a finding changes, or that anything is found")
    parser.add_argument("--threshold", default="", help="the least change of a figure that counts: 10s, 5%%")
    parser.add_argument("--annotate", choices=["true", "false"], default="false", help="mark the lines, on GitHub")
    parser.add_argument("--out", required=True, type=os.path.abspath, help="folder for what is written")
    return parser.parse_args(given)


# --- what changed ------------------------------------------------------------------------------------------------


def git(*arguments: str) -> str:
    try:
        ran = subprocess.run(["git", *arguments], capture_output=True, encoding="utf-8", errors="surrogateescape")
    except FileNotFoundError:
        raise CannotRun("git is not installed") from None
    if ran.returncode:
        raise CannotRun(f"git {arguments[0]}: {ran.stderr.strip()}")
    return ran.stdout


def look(arguments: argparse.Namespace) -> Change:
    globs = [f":(glob){it.strip()}" for it in arguments.specs.splitlines() if it.strip()]
    if not globs:
        raise CannotRun("--specs names no file")
    specs = [it for it in git("ls-files", "-z", "--", *globs).split("\0") if it]
    if any(re.search(r"[\x00-\x1f]", it) for it in specs):
        raise CannotRun("the name of a spec holds a line break or another control character")
    base = base_of(arguments.base)
    if base is None:
        return Change(None, specs, specs, [])
    changed = {it for it in git("diff", "--name-only", "--no-renames", "-z", base, "HEAD").split("\0") if it}
    listed = git("diff", "--name-only", "--no-renames", "--diff-filter=D", "-z", base, "HEAD", "--", *globs)
    removed = [it for it in listed.split("\0") if it]
    every = arguments.only_changed == "false"
    # Short: the report speaks of it.
    base = git("rev-parse", "--short", base).strip()
    return Change(base, specs, [it for it in specs if every or is_touched(it, changed)], removed)


def base_of(given: str) -> str | None:
    """The commit that the change began from; None if the runner speaks of none."""
    if given:
        return merge_base(given)
    if os.environ.get("CI_MERGE_REQUEST_DIFF_BASE_SHA"):
        return merge_base(os.environ["CI_MERGE_REQUEST_DIFF_BASE_SHA"])
    path = os.environ.get("GITHUB_EVENT_PATH")
    event = json.loads(Path(path).read_text(encoding="utf-8")) if path else {}
    if event.get("pull_request"):
        pull_request = event["pull_request"]
        # What GitHub checks out is a merge into the base, whose first parent is what the change is measured against.
        parents = git("rev-list", "--parents", "--max-count=1", "HEAD").split()[1:]
        if len(parents) == 2 and parents[1] == pull_request["head"]["sha"]:
            return parents[0]
        return merge_base(pull_request["base"]["sha"])
    before = event.get("before", NO_COMMIT)
    return None if before == NO_COMMIT else merge_base(before)


def merge_base(commit: str) -> str:
    try:
        return git("merge-base", "--end-of-options", commit, "HEAD").strip()
    except CannotRun as reason:
        raise CannotRun(f"the checkout has no history from {commit} to HEAD; give the checkout `fetch-depth: 0`, or "
                        f"GIT_DEPTH: 0 on GitLab ({reason})") from None


def is_touched(spec: str, changed: set[str]) -> bool:
    if spec in changed:
        return True
    folders = [os.path.normpath(PurePosixPath(spec).parent / it) for it in code_of(spec)]
    return any(it == folder or it.startswith(f"{folder}/") for it in changed for folder in folders)


def code_of(spec: str) -> list[str]:
    """The code folders a spec names. A spec that cannot be read names none; drc says why."""
    try:
        tree = tomllib.loads(Path(spec).read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return []
    found = []

    def walk(value):
        if isinstance(value, dict):
            found.extend(it for key, it in value.items() if key == "code" and isinstance(it, str))
            value = list(value.values())
        for it in value if isinstance(value, list) else []:
            walk(it)

    walk({key: it for key, it in tree.items() if key != "allow"})  # there, a code is a finding's
    return found


# --- what drc says of it -----------------------------------------------------------------------------------------


class Drc:
    def __init__(self, binary: str, environment: str):
        self._binary = binary
        self._environment = ["--env", environment] if environment else []

    def __call__(self, command: str, *options: str, specs: list[str]) -> str:
        """What it prints. That it finds something is no failure."""
        line = [self._binary, command, *self._environment, *options, "--", *specs]
        try:
            ran = subprocess.run(line, capture_output=True, encoding="utf-8", errors="replace")
        except OSError as error:
            raise CannotRun(f"{self._binary}: {error.strerror}") from None
        if ran.returncode not in (0, 1):
            raise CannotRun(f"drc {command} ended with {ran.returncode}: {' '.join(ran.stderr.split())[:500]}")
        return ran.stdout


def compute(drc: Drc, change: Change, out: Path, arguments: argparse.Namespace) -> int:
    checks = check(drc, change, out)
    report(drc, change, out)
    text = (out / "report.md").read_text(encoding="utf-8")
    verdict = verdict_of(checks)
    (out / "comment.md").write_text(comment(drc, change, out, text, verdict, arguments), encoding="utf-8")
    announce(out, text, {"verdict": verdict, "rto_ms": rto_of(checks), "json": str(out / "report.json")})
    if arguments.annotate == "true" and change.touched:
        print(drc("check", "--format", "github", specs=change.touched), end="")
    print(f"drc: {len(change.touched)} of {len(change.specs)} specs are touched: {verdict}")
    worst = {"error": "error", "warning": "warning", "never": ""}[arguments.fail_on]
    return int(bool(worst) and GRAVITY.index(verdict) >= GRAVITY.index(worst))


def check(drc: Drc, change: Change, out: Path) -> list[dict]:
    if change.specs:
        sarif = json.loads(drc("check", "--format", "sarif", specs=change.specs))
        for run in sarif["runs"]:
            # GitHub shows what a spec accepts as an open alert (docs/formats.md).
            run["results"] = [it for it in run["results"] if not it["suppressions"]]
        (out / "drc.sarif").write_text(json.dumps(sarif), encoding="utf-8")
    if not change.touched:
        return []
    (out / "drc.junit.xml").write_text(drc("check", "--format", "junit", specs=change.touched), encoding="utf-8")
    printed = drc("check", "--format", "json", specs=change.touched)
    (out / "check.json").write_text(printed, encoding="utf-8")
    checks = json.loads(printed)
    return checks if isinstance(checks, list) else [checks]


def report(drc: Drc, change: Change, out: Path) -> None:
    page, data = out / "report.md", out / "report.json"
    page.write_text("", encoding="utf-8")
    data.write_text("[]\n", encoding="utf-8")
    base = ["--base", change.base] if change.base else []
    if change.touched:
        drc("report", *base, "--format", "markdown", "--out", str(page), specs=change.touched)
        drc("report", *base, "--format", "json", "--out", str(data), specs=change.touched)
    else:
        page.write_text(f"No spec is touched by this change; there are {len(change.specs)}.\n", encoding="utf-8")
    with page.open("a", encoding="utf-8") as file:
        file.write(farewell(change))


def comment(drc: Drc, change: Change, out: Path, text: str, verdict: str, arguments: argparse.Namespace) -> str:
    """The report, or nothing if there is nothing to say."""
    if arguments.comment_on == "findings":
        return text if verdict in ("warning", "error") else ""
    if not change.touched or not change.base:
        return text if change.touched or change.removed else ""
    page = out / "change.md"
    page.unlink(missing_ok=True)
    least = ["--threshold", arguments.threshold] if arguments.threshold else []
    options = ["--base", change.base, "--only-if-changed", *least, "--format", "markdown", "--out", str(page)]
    drc("report", *options, specs=change.touched)
    return (page.read_text(encoding="utf-8") if page.exists() else "") + farewell(change)


def farewell(change: Change) -> str:
    """drc reports what is there."""
    names = ", ".join(f"`{shown(it)}`" for it in change.removed)
    return f"\nNo longer there, and so no longer promised by anything: {names}\n" if names else ""


def shown(path: str) -> str:
    """A path that may be anything, as it can stand in a code span."""
    return re.sub(r"[^\w./ -]", "?", path)


def verdict_of(checks: list[dict]) -> str:
    """By findings: a target that is not met has one, unless the spec accepts it."""
    words = ["error" if it["errors"] else "warning" if it["warnings"] else "pass" for it in checks]
    return max(words, key=GRAVITY.index, default="unchanged")


def rto_of(checks: list[dict]) -> str:
    """The longest planned outage. One spec without a budget, and it is unknown: the rest would understate it."""
    totals = [((it["budget"] or {}).get("rto") or {}).get("total") for it in checks]
    return str(max(it["plan_ms"] for it in totals)) if totals and all(totals) else "unknown"


def announce(out: Path, text: str, outputs: dict[str, str]) -> None:
    # Nothing of a spec's own text is in these values, so that no line break in one can begin another.
    outputs |= {"folder": str(out), "comment": str(out / "comment.md"), "sarif": sarif_of(out)}
    if "GITHUB_OUTPUT" in os.environ:
        with open(os.environ["GITHUB_OUTPUT"], "a", encoding="utf-8") as file:
            file.writelines(f"{key}={it}\n" for key, it in outputs.items())
    if "GITHUB_STEP_SUMMARY" in os.environ:
        with open(os.environ["GITHUB_STEP_SUMMARY"], "a", encoding="utf-8") as file:
            file.write(markdown.fit(markdown.plain(text), SUMMARY, "**Cut here:** a job summary is too small.") + "\n")
    lines = [f"DRC_{key.upper()}={outputs[key]}\n" for key in ("verdict", "rto_ms", "json")]
    (out / "drc.env").write_text("".join(lines), encoding="utf-8")


def sarif_of(out: Path) -> str:
    path = out / "drc.sarif"
    return str(path) if path.exists() else ""


if __name__ == "__main__":
    sys.exit(main())
