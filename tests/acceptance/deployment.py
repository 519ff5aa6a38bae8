"""Stacks as `drc deploy` makes them: the binary, its exit status and its machine output."""

import functools
import json
import os
import pathlib
import subprocess
from dataclasses import dataclass

import jsonschema

from tools.require import require
from tools.stacks import Deployment, Failed


@functools.cache
def _schema(binary: str) -> dict:
    """What is published of the machine output, and what drc prints of it."""
    printed = subprocess.run([binary, "schema", "--of", "deploy"], capture_output=True, check=True).stdout
    schema = json.loads((pathlib.Path(__file__).parents[2] / "docs/deploy.schema.json").read_text())
    assert json.loads(printed) == schema
    return schema


@dataclass
class Deployed(Deployment):
    """A deployment that drc makes and takes down; the folder holds what it emits of the same spec."""

    spec: pathlib.Path = None

    def create(self) -> None:
        """In two runs: the first stands before the gate of a zone that must be delegated, where there is one."""
        gated = any(it.get("pause_after") for it in self.manifest["stacks"])
        first = self.drc("deploy", "--yes", expect=1 if gated else 0)
        if gated:
            assert "gated" in {it["end"] for it in first["stacks"]}
            self.drc("deploy", "--yes", "--gates-done")

    def delete(self) -> None:
        self.drc("destroy", "--yes", "--empty-buckets")

    def drc(self, command, *arguments, spec=None, expect=0) -> dict:
        """What drc says of it, as JSON."""
        binary = os.environ.get("DRC_BIN")
        require(binary, "DRC_BIN does not say where drc is; tests/run builds it and sets that")
        line = [binary, command, *arguments, "--format", "json", str(spec or self.spec)]
        done = subprocess.run(line, capture_output=True, text=True, env=self.aws.server.environment, stdin=subprocess.DEVNULL)
        if done.returncode != expect:
            raise Failed(f"{' '.join(line)} ended with {done.returncode}\n{done.stdout}\n{done.stderr[-4000:]}")
        said = json.loads(done.stdout)
        jsonschema.validate(said, _schema(binary))
        return said

    def killed_after(self, seconds: float) -> bool:
        """Begins a deployment and kills it as nothing can be caught. True if it was through before."""
        line = [os.environ["DRC_BIN"], "deploy", "--yes", "--gates-done", str(self.spec)]
        quiet = dict.fromkeys(("stdin", "stdout", "stderr"), subprocess.DEVNULL)
        with subprocess.Popen(line, env=self.aws.server.environment, **quiet) as run:
            try:
                run.wait(seconds)
            except subprocess.TimeoutExpired:
                run.kill()
                return False
            return True

    def created(self, stack) -> list[tuple[str, str]]:
        """Region and name of every resource that CloudFormation says it has created, as often as it says so."""
        events = self.aws.every(
            "cloudformation", "describe_stack_events", "StackEvents", stack["region"], StackName=stack["name"]
        )
        return [
            (stack["region"], it["LogicalResourceId"])
            for it in events
            if it["ResourceStatus"] == "CREATE_COMPLETE" and it["ResourceType"] != "AWS::CloudFormation::Stack"
        ]

    def changed(self, before: str, after: str) -> pathlib.Path:
        """The spec with something of it changed, beside it, so that it finds its code."""
        text = self.spec.read_text()
        assert before in text, f"{self.spec.name} does not say {before}"
        changed = self.spec.with_name(f".{self.spec.stem}-changed-{os.getpid()}.toml")
        changed.write_text(text.replace(before, after, 1))
        return changed
