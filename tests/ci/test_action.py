"""`action.yml`, GitLab's jobs and the hook: valid by the published schemas, and run step by step as a runner would."""

import json
import os
import re
import shutil
import subprocess
from importlib import resources

import jsonschema
import pytest
import yaml
from conftest import CI, COMMIT, TESTS, bare_environment
from forge_server import TOKEN, Fault

TOP = TESTS.parent
PAYMENTS = "specs/payments-serverless.toml"
PAGE = (TOP / "docs/ci.md").read_text()


def load(text):
    # YAML 1.1 takes `on:` for true; the runners do not.
    return {"on" if key is True else key: it for key, it in yaml.safe_load(text).items()}


ACTION = load((TOP / "action.yml").read_text())
GITLAB = load((TOP / "ci/gitlab.yml").read_text())
STEPS = ACTION["runs"]["steps"]


def violations(name, value):
    """By the schemas that SchemaStore and GitLab publish, as the package check-jsonschema carries them."""
    vendored = resources.files("check_jsonschema") / "builtin_schemas" / "vendor" / f"{name}.json"
    schema = json.loads(vendored.read_text())
    validator = jsonschema.validators.validator_for(schema)(schema)
    return [f"{error.json_path}: {error.message[:200]}" for error in validator.iter_errors(value)]


# --- what is written ---------------------------------------------------------------------------------------------


def test_the_action_is_valid():
    assert violations("github-actions", ACTION) == []
    assert violations("github-actions", ACTION | {"runs": {"using": "composite"}})


def test_the_jobs_of_gitlab_are_valid():
    assert violations("gitlab-ci", GITLAB) == []
    assert violations("gitlab-ci", GITLAB | {"drc": {"script": 1}})
    assert set(GITLAB) == {"variables", ".drc", "drc", "drc-comment"}


def examples(kind):
    found = re.findall(rf"^```yaml {kind}\n(.*?)^```", PAGE, re.MULTILINE | re.DOTALL)
    assert found
    return [load(it) for it in found]


@pytest.mark.parametrize("kind, schema", [("github", "github-workflows"), ("gitlab", "gitlab-ci")])
def test_the_page_s_examples_are_valid(kind, schema):
    for example in examples(kind):
        assert violations(schema, example) == []


def test_the_page_s_workflows_ask_for_no_more_than_they_use():
    allowed = {"contents": {"read"}, "pull-requests": {"write"}, "security-events": {"write"}, "actions": {"read"}}
    for workflow in examples("github"):
        assert workflow["permissions"] == {}, "a job asks for its own"
        has_token = "workflow_run" in workflow["on"]
        for job in workflow["jobs"].values():
            assert all(word in allowed[key] for key, word in job["permissions"].items())
            used = [step for step in job["steps"] if "uses" in step]
            assert all(re.search(r"@([0-9a-f]{40}|<commit>)$", it["uses"]) for it in used)
            for step in used:
                given = step.get("with", {})
                if step["uses"].startswith("<owner>/drc@"):
                    assert set(given) <= set(ACTION["inputs"])
                    assert ("pull-requests" in job["permissions"]) == (given.get("comment") != "false")
            checkouts = [it["with"] for it in used if it["uses"].startswith("actions/checkout")]
            assert all(it.get("persist-credentials") is False for it in checkouts)
            if has_token:
                assert all("repository" in it for it in checkouts), "it runs nothing of the fork's"


def test_the_page_names_every_input_and_output():
    for name in [*ACTION["inputs"], *ACTION["outputs"]]:
        assert f"`{name}`" in PAGE, name


def test_what_others_wrote_is_pinned_to_a_commit():
    used = [it["uses"] for it in STEPS if "uses" in it]
    assert [it.split("@")[0] for it in used] == ["actions/cache", "github/codeql-action/upload-sarif"]
    assert all(re.search(r"@[0-9a-f]{40}$", it) for it in used)


def scripts():
    for step in STEPS:
        if "run" in step:
            yield f"action.yml: {step['name']}", step["run"]
    for job in [".drc", "drc", "drc-comment"]:
        yield f"gitlab.yml: {job}", "\n".join(GITLAB[job].get("before_script", []) + GITLAB[job].get("script", []))


@pytest.mark.parametrize("script", [it for _, it in scripts()], ids=[name for name, _ in scripts()])
def test_scripts_are_shell_and_nothing_is_written_into_them(script):
    assert subprocess.run(["bash", "-n"], input=script, text=True, capture_output=True).stderr == ""
    assert "${{" not in script, "an input could end the string it stands in; it comes as a variable"
    unquoted = re.sub(r'"[^"]*"', "", script)
    assert not re.search(r"\$\w", unquoted), "a path may hold a blank"


def test_the_token_reaches_the_comment_alone():
    assert [it["name"] for it in STEPS if "token" in json.dumps(it).lower()] == ["Comment"]
    assert "GITLAB_TOKEN" not in json.dumps({key: it for key, it in GITLAB.items() if key != "drc-comment"})
    assert GITLAB["drc-comment"]["environment"]["name"] == "drc-comment"
    assert GITLAB["drc-comment"]["variables"]["GIT_STRATEGY"] == "none"


def test_the_hook():
    [hook] = yaml.safe_load((TOP / ".pre-commit-hooks.yaml").read_text())
    assert {"id", "name", "entry", "language"} <= set(hook) and hook["language"] == "script"
    assert os.access(TOP / hook["entry"].split()[0], os.X_OK)
    matches = re.compile(hook["files"]).search
    assert matches("dr/pay.drc.toml") and not matches("Cargo.toml")


# --- where drc comes from ----------------------------------------------------------------------------------------


def ci_drc(*arguments, top=TOP, cwd=None, **env):
    return subprocess.run([str(top / "ci/drc"), *arguments], cwd=cwd, capture_output=True, text=True,
                          env=bare_environment() | env)


def test_the_hook_runs_drc(drc):
    ran = ci_drc("check", PAYMENTS, DRC_BIN=drc, cwd=TOP)
    assert ran.returncode == 0 and "RTO 5m" in ran.stdout
    ran = ci_drc("check", PAYMENTS, "specs/fail/health-check-interval/fifteen-seconds.toml", DRC_BIN=drc, cwd=TOP)
    assert ran.returncode == 1 and "DRC401" in ran.stderr + ran.stdout


def test_a_binary_that_is_none():
    for arguments in [[], ["check", "x.toml"]]:
        ran = ci_drc(*arguments, DRC_BIN="/nowhere/drc")
        assert ran.returncode == 2 and "which DRC_BIN names" in ran.stderr and ran.stdout == ""


CARGO = """#!/bin/sh
[ -e "$FAIL" ] && exit 101
[ "$1 $2 $3" = "build --release --locked" ] || exit 102
while [ "$1" != --target-dir ]; do shift; done
mkdir -p "$2/release"
printf '#!/bin/sh\\necho "$@"\\n' >"$2/release/drc"
chmod +x "$2/release/drc"
"""


@pytest.fixture
def checkout(tmp_path):
    """A checkout with the script, and a cargo that builds a drc which repeats what it is told."""
    top = tmp_path / "a checkout"
    for name in ["ci", "compiler/cli", "backends", "lambda", "bin"]:
        (top / name).mkdir(parents=True)
    shutil.copy(CI / "drc", top / "ci/drc")
    for name in ["Cargo.toml", "Cargo.lock", "compiler/cli/main.rs"]:
        (top / name).write_text("1")
    cargo = top / "bin/cargo"
    cargo.write_text(CARGO)
    cargo.chmod(0o755)
    return top


def test_it_is_built_from_the_checkout(checkout):
    path = {"PATH": f"{checkout / 'bin'}:{os.environ['PATH']}"}
    built = str(checkout / "target/release/drc")
    assert ci_drc("path", top=checkout).stdout.strip() == built and not os.path.exists(built)
    ran = ci_drc(top=checkout, **path)
    assert (ran.stdout.strip(), ran.returncode) == (built, 0), ran.stderr
    assert ci_drc("check", "a b.toml", top=checkout, **path).stdout == "check a b.toml\n"
    for arguments in [[], ["check"]]:
        assert ci_drc(*arguments, top=checkout, FAIL=built, **path).returncode == 2


def test_its_key_is_its_source(checkout):
    key = ci_drc("key", top=checkout).stdout
    assert re.fullmatch(r"[0-9a-f]{40}\n", key) and ci_drc("key", top=checkout).stdout == key
    (checkout / "compiler/cli/main.rs").write_text("2")
    assert ci_drc("key", top=checkout).stdout != key
    assert re.fullmatch(r"[0-9a-f]{40}\n", ci_drc("key").stdout)


# --- the action, step by step ------------------------------------------------------------------------------------


class Runner:
    """Runs a composite action's own scripts; `used` are the others' it would have run."""

    def __init__(self, inputs, env, folder, head="acme/payments"):
        defaults = {key: it.get("default", "") for key, it in ACTION["inputs"].items()}
        self.inputs, self.env, self.folder = defaults | inputs, env, folder
        self.github = {
            "github.action_path": str(TOP), "github.event_name": "pull_request", "github.repository": "acme/payments",
            "github.event.pull_request.head.repo.full_name": head, "runner.os": "Linux", "runner.arch": "X64",
        }
        self.outputs, self.used, self.failed, self.said = {}, [], False, ""

    def value(self, name):
        """Of a name in an expression. What is not there is the empty string."""
        scope, _, rest = name.partition(".")
        if scope == "inputs":
            return self.inputs[rest]
        if scope == "steps":
            step, _, key = rest.partition(".outputs.")
            return self.outputs.get(step, {}).get(key, "")
        return self.github[name]

    def expression(self, text):
        name = re.compile(r"'[^']*'|[a-z_]+(\.[\w-]+)+")
        text = name.sub(lambda it: it[0] if it[0][0] == "'" else repr(self.value(it[0])), text)
        text = re.sub(r"!(?!=)", " not ", text.replace("&&", " and ").replace("||", " or "))
        return eval(text, {"__builtins__": {}, "cancelled": lambda: False})  # noqa: S307: of our own action.yml

    def fill(self, text):
        return re.sub(r"\$\{\{(.*?)\}\}", lambda it: str(self.expression(it[1].strip())), text)

    def run(self):
        for step in STEPS:
            condition = step.get("if", "").removeprefix("${{").removesuffix("}}").strip()
            # Without a word of its own on it, a step runs only while nothing has failed.
            condition = " ".join(condition.split()) or "'always'"
            if self.failed and "cancelled()" not in condition or not self.expression(condition):
                continue
            if "uses" in step:
                self.used.append((step["uses"].split("@")[0], {key: self.fill(it) for key, it in step["with"].items()}))
            else:
                self.script(step)
        return {key: self.fill(it["value"]) for key, it in ACTION["outputs"].items()}

    def script(self, step):
        output = self.folder / "output"
        output.write_text("")
        env = {key: self.fill(it) for key, it in step.get("env", {}).items()}
        ran = subprocess.run(
            ["bash", "--noprofile", "--norc", "-eo", "pipefail", "-c", step["run"]], capture_output=True, text=True,
            cwd=self.folder / "repository", env=self.env | env | {"GITHUB_OUTPUT": str(output)}, timeout=120)
        self.said += ran.stdout + ran.stderr
        self.failed |= ran.returncode != 0
        if "id" in step:
            self.outputs[step["id"]] = dict(line.split("=", 1) for line in output.read_text().splitlines())


@pytest.fixture
def act(github, repository, drc, tmp_path):
    def act(fork=False, **inputs):
        event = {"pull_request": {"number": 7, "base": {"sha": repository.first}, "head": {"sha": COMMIT}}}
        summary = tmp_path / "summary"
        summary.write_text("")
        env = github.environment(event) | {"RUNNER_TEMP": str(tmp_path), "GITHUB_STEP_SUMMARY": str(summary)}
        given = {"specs": "specs/*.toml", "binary": drc, "token": TOKEN}
        given |= {key.replace("_", "-"): it for key, it in inputs.items()}
        runner = Runner(given, env, tmp_path, "mallory/payments" if fork else "acme/payments")
        runner.result = runner.run()
        assert TOKEN not in runner.said and TOKEN not in summary.read_text()
        return runner

    return act


def test_the_action_from_a_change_to_its_comment(act, github, repository):
    repository.replace(PAYMENTS, 'ttl          = "60s"', 'ttl          = "300s"')
    repository.commit()
    runner = act(sarif="true")
    assert runner.failed and runner.result["verdict"] == "error" and int(runner.result["rto_ms"]) > 300_000
    assert os.path.exists(runner.result["json"]) and "comment.md" in os.listdir(runner.result["folder"])
    [(used, given)] = runner.used
    assert used == "github/codeql-action/upload-sarif" and given["category"] == "drc-default"
    assert json.loads(open(given["sarif_file"]).read())["version"] == "2.1.0"
    assert f"::error file={PAYMENTS}," in runner.said
    [comment] = github.forge.bodies()
    assert comment.startswith("<!-- drc:default -->\n") and PAYMENTS in comment or "payments" in comment

    act(fail_on="never", tag="prod", comment_mode="hide-and-new")
    assert len(github.forge.comments) == 2

    repository.replace(PAYMENTS, 'ttl          = "300s"', 'ttl          = "60s"')
    repository.commit()
    runner = act(comment_when_clean="hide", tag="prod")
    assert not runner.failed and runner.result["verdict"] == "unchanged"
    act()
    assert [it.hidden for it in github.forge.comments] == [True]


def test_the_action_in_a_pull_request_from_a_fork(act, github, repository):
    repository.replace(PAYMENTS, 'ttl          = "60s"', 'ttl          = "70s"')
    repository.commit()
    github.forge.faults.append(Fault("POST", r"/comments$", 403, times=2))
    runner = act(fork=True, sarif="true")
    assert not runner.failed and runner.used == [] and "::warning::drc: not posted" in runner.said
    assert act(fork=True, comment_denied="fail").failed


def test_the_action_that_posts_nothing(act, github, repository):
    repository.replace(PAYMENTS, 'ttl          = "60s"', 'ttl          = "70s"')
    repository.commit()
    assert act(comment="false").result["verdict"] == "warning"
    assert github.forge.requests == []


def test_the_action_that_cannot_run_fails_and_posts_nothing(act, github):
    runner = act(binary="/nowhere/drc")
    assert runner.failed and github.forge.requests == [] and runner.result["verdict"] == ""
    runner = act(base="nowhere")
    assert runner.failed and "fetch-depth: 0" in runner.said and github.forge.requests == []


def test_an_input_is_no_command(act, github, tmp_path):
    evil = f'"; touch {tmp_path}/pwned; echo "$(touch {tmp_path}/pwned)'
    for name in ["specs", "base", "environment", "threshold", "tag"]:
        act(**{name: evil})
    assert not (tmp_path / "pwned").exists()


def test_without_a_binary_it_is_built_once():
    steps = {it.get("id"): it for it in STEPS}
    runner = Runner({"binary": ""}, {}, None)
    built = {"source": {"path": "/a/drc", "key": "k"}}
    for hit, expected in [("true", "/a/drc"), ("false", ""), ("", "")]:
        runner.outputs = built | {"cache": {"cache-hit": hit}}
        assert runner.fill(steps["drc"]["env"]["DRC_BIN"]) == expected
    assert runner.fill(steps["cache"]["with"]["path"]) == "/a/drc"
    assert runner.fill(steps["cache"]["with"]["key"]) == "drc-Linux-X64-k"


# --- GitLab's jobs, line by line ---------------------------------------------------------------------------------


def job(name, project, env, builds):
    """A job's scripts in one shell, as GitLab's runner has it."""
    lines = GITLAB[".drc"]["before_script"] + GITLAB[name]["script"]
    env = {"CI_BUILDS_DIR": str(builds), "CI_JOB_ID": name, "CI_PROJECT_DIR": str(project)} | env
    command = ["bash", "-eo", "pipefail", "-c", "\n".join(lines)]
    return subprocess.run(command, cwd=project, env=env, capture_output=True, text=True, timeout=120)


def test_the_jobs_of_gitlab(gitlab, repository, drc, tmp_path):
    tools = tmp_path / "tools"
    shutil.copytree(CI, tools / "ci")
    repository.git("init", "--quiet", folder=tools)
    repository.git("add", "--all", folder=tools)
    repository.git("commit", "--quiet", "--message=tools", folder=tools)
    tip = repository.git("rev-parse", "HEAD", folder=tools)
    repository.replace(PAYMENTS, 'ttl          = "60s"', 'ttl          = "300s"')
    repository.commit()
    cached = repository.folder / ".drc-cache/drc"
    cached.parent.mkdir()
    cached.symlink_to(drc)

    env = gitlab.environment(None) | GITLAB["variables"] | {
        "DRC_SPECS": "specs/*.toml", "DRC_REPOSITORY": f"file://{tools}", "DRC_REF": tip,
        "CI_MERGE_REQUEST_DIFF_BASE_SHA": repository.first, "CI_PIPELINE_URL": "https://gitlab.example/pipeline/3"}
    without = {key: it for key, it in env.items() if key != "GITLAB_TOKEN"}
    ran = job("drc", repository.folder, without, tmp_path / "builds-1")
    assert ran.returncode == 1 and "1 of 2 specs are touched: error" in ran.stdout, ran.stderr
    written = GITLAB["drc"]["artifacts"]
    for path in [*written["reports"].values(), *written["paths"]]:
        assert (repository.folder / path).exists()
    ran = job("drc-comment", repository.folder, env, tmp_path / "builds-2")
    assert ran.returncode == 0 and TOKEN not in ran.stdout + ran.stderr, ran.stderr
    [note] = gitlab.forge.bodies()
    assert note.startswith("<!-- drc:default -->\n") and "https://gitlab.example/pipeline/3" in note
