"""What is computed of a change, by the real drc in a real repository."""

import json
import subprocess
import sys
from pathlib import Path

import pytest
from conftest import CI, bare_environment

PAYMENTS, TABLE = "specs/payments-serverless.toml", "specs/table.toml"
TTL = ("ttl          = \"60s\"", "ttl          = \"300s\"")


class Computer:
    def __init__(self, drc, repository, folder):
        self.drc, self.repository, self.out = drc, repository, folder / "out"
        self.summary, self.output = folder / "summary.md", folder / "output"
        self.said = ""

    def __call__(self, *options, exit=0, folder=None, event=None, drc=None, **env):
        self.summary.unlink(missing_ok=True)
        self.output.unlink(missing_ok=True)
        runner = {"GITHUB_STEP_SUMMARY": str(self.summary), "GITHUB_OUTPUT": str(self.output)}
        if event is not None:
            path = self.out.parent / "event.json"
            path.write_text(json.dumps(event))
            runner["GITHUB_EVENT_PATH"] = str(path)
        command = [sys.executable, str(CI / "compute.py"), "--drc", drc or self.drc, "--specs", "specs/**/*.toml",
                   "--out", str(self.out), *options]
        ran = subprocess.run(command, cwd=folder or self.repository.folder, env=bare_environment() | runner | env,
                             capture_output=True, text=True, timeout=120)
        self.said = ran.stdout + ran.stderr
        assert ran.returncode == exit and "Traceback" not in self.said, self.said
        if exit == 2:
            return {}
        return dict(line.split("=", 1) for line in self.output.read_text().splitlines())

    def read(self, name):
        return (self.out / name).read_text()

    @property
    def touched(self):
        checks = json.loads(self.read("check.json"))
        return [it["spec"] for it in (checks if isinstance(checks, list) else [checks])]


@pytest.fixture
def compute(drc, repository, tmp_path):
    return Computer(drc, repository, tmp_path)


def uris(sarif):
    return [it["location"]["uri"] for it in json.loads(sarif)["runs"][0]["artifacts"]]


# --- what is written ---------------------------------------------------------------------------------------------


def test_a_touched_spec(compute, repository):
    repository.replace(PAYMENTS, *TTL)
    repository.commit()
    # Four minutes of TTL more do not fit into five.
    outputs = compute("--base", repository.first, exit=1)
    assert outputs["verdict"] == "error" and 500_000 < int(outputs["rto_ms"]) < 600_000
    assert compute.touched == [PAYMENTS] and uris(compute.read("drc.sarif")) == [PAYMENTS, TABLE]
    assert compute.read("report.md").strip() and compute.read("report.md") == compute.read("comment.md")
    assert repository.first not in compute.read("report.md") and repository.first[:7] in compute.read("report.md")
    assert compute.summary.read_text().strip() == compute.read("report.md").strip()
    assert Path(outputs["json"]).read_text() == compute.read("report.json") and json.loads(compute.read("report.json"))
    assert "DRC301" in compute.read("drc.junit.xml") and "1 of 2 specs are touched: error" in compute.said
    env = dict(line.split("=", 1) for line in compute.read("drc.env").splitlines())
    assert env == {"DRC_VERDICT": "error", "DRC_RTO_MS": outputs["rto_ms"], "DRC_JSON": outputs["json"]}


def test_an_untouched_one(compute, repository):
    repository.write("README.md", "bye\n")
    repository.commit()
    outputs = compute("--base", repository.first)
    assert (outputs["verdict"], outputs["rto_ms"]) == ("unchanged", "unknown")
    assert compute.read("comment.md") == "" and "No spec is touched" in compute.summary.read_text()
    assert uris(compute.read("drc.sarif")) == [PAYMENTS, TABLE], "what is not uploaded would be closed"
    assert json.loads(compute.read("report.json")) == []
    compute("--base", repository.first, "--only-changed=false")
    assert compute.touched == [PAYMENTS, TABLE] and compute.read("report.md") and not compute.read("comment.md")
    compute("--only-changed=false")
    assert compute.read("comment.md"), "without a base nothing is known to be the same"


def test_code_of_a_spec_touches_it(compute, repository):
    repository.write("lambda/payment-processor-node/lib/new.js", "//\n")
    repository.write("lambda/payment-processor-node-2/index.js", "//\n")
    repository.commit()
    compute("--base", repository.first)
    assert compute.touched == [PAYMENTS]
    assert compute.read("report.md") and compute.read("comment.md") == "", "no figure and no finding is another"


def test_a_spec_that_is_removed_or_renamed_is_said_to_be(compute, repository):
    repository.git("mv", TABLE, "specs/moved`x.toml")
    repository.commit()
    compute("--base", repository.first)
    assert compute.touched == ["specs/moved`x.toml"]
    assert compute.read("comment.md").rstrip().endswith("no longer promised by anything: `specs/table.toml`")
    repository.git("rm", "--quiet", "specs/moved`x.toml")
    second = repository.git("rev-parse", "HEAD")
    repository.commit()
    assert compute("--base", second)["verdict"] == "unchanged"
    assert compute.read("comment.md").rstrip().endswith("`specs/moved?x.toml`")


def test_a_comment_only_where_something_is_found(compute, repository):
    repository.replace(PAYMENTS, 'Team = "payments"', 'Team = "pay"')
    repository.commit()
    compute("--base", repository.first, "--comment-on=findings")
    assert compute.read("comment.md") == "" and compute.read("report.md")
    repository.replace(PAYMENTS, *TTL)
    repository.commit()
    compute("--base", repository.first, "--comment-on=findings", exit=1)
    assert compute.read("comment.md")


def test_what_fails(compute, repository):
    # Fits on an ordinary day, and not on a bad one.
    repository.replace(PAYMENTS, 'rto       = "5m"', 'rto       = "4m"')
    repository.commit()
    assert compute("--base", repository.first)["verdict"] == "warning"
    compute("--base", repository.first, "--fail-on=warning", exit=1)
    repository.replace(PAYMENTS, *TTL)
    repository.commit()
    assert compute("--base", repository.first, "--fail-on=never")["verdict"] == "error"


def test_a_spec_that_is_none(compute, repository):
    repository.write(PAYMENTS, "version = \n")
    repository.replace(TABLE, 'rto = "15m"', 'rto = "16m"')
    repository.commit()
    outputs = compute("--base", repository.first, exit=1)
    assert (outputs["verdict"], outputs["rto_ms"]) == ("error", "unknown"), "the other one's would understate it"


def test_what_a_spec_accepts_is_no_alert(compute, repository):
    compute()
    accepted = [it for check in json.loads(compute.read("check.json")) for it in check["accepted"]]
    results = json.loads(compute.read("drc.sarif"))["runs"][0]["results"]
    codes = {it["diagnostic"]["code"] for it in accepted}
    assert accepted and not codes & {it["ruleId"] for it in results}


def test_lines_are_marked_if_asked_for(compute, repository):
    repository.replace(PAYMENTS, *TTL)
    repository.commit()
    compute("--base", repository.first, exit=1)
    assert "::" not in compute.said
    compute("--base", repository.first, "--annotate=true", exit=1)
    assert f"::error file={PAYMENTS},line=" in compute.said


def test_a_path_may_be_anything(compute, repository):
    odd = ["specs/--help.toml", "specs/a %0A::error::b.toml", "specs/ü $(id) `id`.toml"]
    for path in odd:
        repository.write(path, (repository.folder / TABLE).read_text())
    repository.commit()
    outputs = compute("--base", repository.first, "--annotate=true")
    assert compute.touched == odd and set(outputs) == {"verdict", "rto_ms", "json", "folder", "comment", "sarif"}
    assert not any(line.startswith("::error::b") for line in compute.said.splitlines())
    repository.write("specs/a\n::error::b.toml", "")
    repository.commit()
    compute(exit=2)
    assert compute.said == "drc: the name of a spec holds a line break or another control character\n"


def test_another_environment(compute, repository):
    repository.write(TABLE, (repository.folder / TABLE).read_text() + '\n[environments.prod.objectives]\nrto = "17m"\n')
    repository.commit()
    compute("--base", repository.first, "--environment=prod")
    assert json.loads(compute.read("check.json"))["environment"] == "prod"


# --- what it is compared with ------------------------------------------------------------------------------------


@pytest.fixture
def forked(repository):
    """`main` went on and touched one spec; the branch touches the other."""
    repository.git("checkout", "--quiet", "-b", "change")
    repository.replace(PAYMENTS, 'name        = "payments"', 'name        = "pay"')
    repository.head = repository.commit()
    repository.git("checkout", "--quiet", "main")
    repository.replace(TABLE, 'rto = "15m"', 'rto = "16m"')
    repository.base = repository.commit()
    repository.event = {"pull_request": {"base": {"sha": repository.base}, "head": {"sha": repository.head}}}
    return repository


def test_a_merge_of_two_commits_deep_is_enough(compute, forked, tmp_path):
    forked.git("merge", "--quiet", "--no-edit", "change")
    forked.git("clone", "--quiet", "--depth=2", f"file://{forked.folder}", str(tmp_path / "clone"))
    compute(event=forked.event, folder=tmp_path / "clone")
    assert compute.touched == [PAYMENTS]


def test_the_head_of_a_pull_request_is_compared_with_where_it_began(compute, forked):
    forked.git("checkout", "--quiet", "change")
    compute(event=forked.event)
    assert compute.touched == [PAYMENTS]
    compute(CI_MERGE_REQUEST_DIFF_BASE_SHA=forked.first)
    assert compute.touched == [PAYMENTS]
    compute("--base=main")
    assert compute.touched == [PAYMENTS]


def test_a_checkout_without_history_says_what_to_write(compute, forked, tmp_path):
    forked.git("checkout", "--quiet", "change")
    forked.git("clone", "--quiet", "--depth=1", f"file://{forked.folder}", str(tmp_path / "clone"))
    compute(event=forked.event, folder=tmp_path / "clone", exit=2)
    assert "fetch-depth: 0" in compute.said


def test_a_push_is_compared_with_what_was_there(compute, repository):
    repository.replace(TABLE, 'rto = "15m"', 'rto = "16m"')
    repository.commit()
    compute(event={"before": repository.first})
    assert compute.touched == [TABLE]
    for event in [{"before": "0" * 40}, {"schedule": "0 0 * * *"}]:
        compute(event=event)
        assert compute.touched == [PAYMENTS, TABLE]


def test_from_a_folder_below(compute, repository):
    repository.replace(TABLE, 'rto = "15m"', 'rto = "16m"')
    repository.commit()
    compute("--base=HEAD^", folder=repository.folder / "lambda")
    assert compute.touched == [TABLE]


# --- what cannot run ---------------------------------------------------------------------------------------------


def test_what_cannot_run_is_2_and_says_why(compute, repository, tmp_path):
    (repository.folder / "specs/dangling.toml").symlink_to("nowhere.toml")
    repository.commit()
    compute(exit=2)
    assert "drc check ended with 2" in compute.said and "specs/dangling.toml" in compute.said
    compute(drc="/nowhere/drc", exit=2)
    assert "/nowhere/drc: No such file" in compute.said
    compute("--base=--output=x", exit=2)
    compute("--specs=", exit=2)
    compute(folder=tmp_path, exit=2, GIT_CEILING_DIRECTORIES=str(tmp_path.parent))
    assert "git rev-parse" in compute.said


def test_a_glob_that_finds_nothing(compute):
    assert compute("--specs=nowhere/*.toml")["verdict"] == "unchanged"
    assert "there are 0" in compute.summary.read_text()
