"""The scripts in `ci/`, run as a runner runs them."""

import json
import os
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

import pytest

TESTS = Path(__file__).resolve().parents[1]
sys.path[:0] = [str(TESTS), str(TESTS / "ci")]

import forge_server  # noqa: E402
from forge_server import TOKEN, Forge  # noqa: E402
from tools.require import require  # noqa: E402

CI = TESTS.parent / "ci"
COMMIT = "0123456789abcdef0123456789abcdef01234567"
# What a runner sets; a run of these tests on one must not reach into them.
FOREIGN = ("GITHUB_", "CI_", "GITLAB_", "DRC_", "RUNNER_")


def bare_environment() -> dict[str, str]:
    own = {key: it for key, it in os.environ.items() if not key.startswith(FOREIGN) and "proxy" not in key.lower()}
    return own | {"PYTHONDONTWRITEBYTECODE": "1", "NO_PROXY": "*"}


@dataclass
class Poster:
    """`ci/comment.py` on one of the forges, and the forge."""

    kind: str
    forge: Forge
    folder: Path
    said: str = ""

    def post(self, report: str | bytes | Path, *options: str, event: dict | None = None, exit=0, **env: str) -> str:
        file = self.folder / "report.md"
        if isinstance(report, Path):
            file = report
        else:
            file.write_bytes(report if isinstance(report, bytes) else report.encode())
        command = [sys.executable, str(CI / "comment.py"), "--pause=0.01", *options, str(file)]
        ran = subprocess.run(command, env=self.environment(event) | env, capture_output=True, text=True, timeout=60)
        self.said = ran.stdout + ran.stderr
        assert TOKEN not in self.said and "Traceback" not in self.said, self.said
        assert not any(TOKEN in target for _, target in self.forge.requests)
        assert ran.returncode == exit, self.said
        return self.said

    def environment(self, event: dict | None) -> dict[str, str]:
        if self.kind == "gitlab":
            return bare_environment() | {
                "GITLAB_CI": "true", "GITLAB_TOKEN": TOKEN, "CI_API_V4_URL": f"{self.forge.url}/api/gitlab",
                "CI_MERGE_REQUEST_PROJECT_ID": "11", "CI_PROJECT_ID": "99", "CI_MERGE_REQUEST_IID": "7",
                "CI_JOB_URL": "https://gitlab.example/job/5", "CI_COMMIT_SHA": COMMIT,
            }
        path = self.folder / "event.json"
        path.write_text(json.dumps(event or {"pull_request": {"number": 7, "head": {"sha": COMMIT}}}))
        return bare_environment() | {
            "GITHUB_ACTIONS": "true", "GITHUB_TOKEN": TOKEN, "GITHUB_API_URL": f"{self.forge.url}/api/github",
            "GITHUB_GRAPHQL_URL": f"{self.forge.url}/api/github/graphql", "GITHUB_REPOSITORY": "acme/payments",
            "GITHUB_SERVER_URL": "https://github.example", "GITHUB_RUN_ID": "5", "GITHUB_EVENT_PATH": str(path),
        }


@pytest.fixture
def forge():
    with forge_server.running() as forge:
        yield forge


@pytest.fixture(params=["github", "gitlab"])
def poster(request, forge, tmp_path):
    """On both forges."""
    return Poster(request.param, forge, tmp_path)


@pytest.fixture
def github(forge, tmp_path):
    return Poster("github", forge, tmp_path)


@pytest.fixture
def gitlab(forge, tmp_path):
    return Poster("gitlab", forge, tmp_path)


# --- computing ---------------------------------------------------------------------------------------------------


@pytest.fixture(scope="session")
def drc():
    """The binary."""
    binary = os.environ.get("DRC_BIN", str(TESTS.parent / "target/debug/drc"))
    require(Path(binary).exists(), f"{binary} is not built; tests/run builds it")
    return binary


class Repository:
    """A repository with two specs and the code of one of them, as a user might have it."""

    def __init__(self, folder: Path):
        self.folder = folder
        top = TESTS.parent
        self.git("init", "--quiet", "--initial-branch=main")
        for name in ["specs/payments-serverless.toml", "specs/services/table.toml"]:
            self.write(f"specs/{Path(name).name}", (top / name).read_text())
        code = "lambda/payment-processor-node/index.js"
        self.write(code, (top / code).read_text())
        self.write("README.md", "hello\n")
        self.first = self.commit()

    def git(self, *arguments: str, folder: Path | None = None) -> str:
        identity = ["-c", "user.name=t", "-c", "user.email=t@example.com", "-c", "protocol.file.allow=always"]
        command = ["git", *identity, *arguments]
        ran = subprocess.run(command, cwd=folder or self.folder, check=True, capture_output=True, text=True)
        return ran.stdout.strip()

    def write(self, path: str, text: str) -> None:
        (self.folder / path).parent.mkdir(parents=True, exist_ok=True)
        (self.folder / path).write_text(text)

    def replace(self, path: str, old: str, new: str) -> None:
        text = (self.folder / path).read_text()
        assert old in text
        self.write(path, text.replace(old, new))

    def commit(self) -> str:
        self.git("add", "--all")
        self.git("commit", "--quiet", "--message=a change")
        return self.git("rev-parse", "HEAD")


@pytest.fixture
def repository(tmp_path):
    folder = tmp_path / "repository"
    folder.mkdir()
    return Repository(folder)
