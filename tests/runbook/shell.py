"""Runs a block as somebody at a terminal would: `sh`, with the tools of the runbook on PATH.

`aws` is the real command line, kept warm, and `drc` the real one; `dig`, `curl` and the deployers' own tools only say that they were called.
"""

import pathlib
import subprocess
from dataclasses import dataclass

from runbook.cli import Cli

# `drc` itself. Nobody is at a terminal to say yes; 1 is what it ends with where there is something to say: that stacks
# wait for a person, that some are not there.
DRC = """#!/bin/sh
case "$1" in deploy|destroy) set -- "$@" --yes ;; esac
"{drc}" "$@"
[ $? -le 1 ]
"""
# Where nothing is sent: it reads its arguments, the last of which asks for help.
LOOKING = """#!/bin/sh
exec "{drc}" "$@" --help
"""
# What is no part of AWS: the names of users, Terraform, Pulumi.
OUTSIDE = ("curl", "dig", "pulumi", "terraform")
SECOND_FACTOR = "DEVICE=arn:aws:iam::123456789012:mfa/operator CODE=123456"


class Failed(AssertionError):
    """A block ended with another status than 0."""


@dataclass(frozen=True)
class Shell:
    cli: Cli
    folder: pathlib.Path
    drc: str
    spec: pathlib.Path

    def run(self, block: str) -> str:
        """What it prints. Every command counts, and every variable is one that the block has set."""
        for name in OUTSIDE:
            self.tool(name, '#!/bin/sh\nprintf "%s called\\n" "${0##*/}"\n')
        server = self.cli.server
        self.tool("drc", (DRC if server else LOOKING).replace("{drc}", self.drc))
        environment = {
            "PATH": f"{self.cli.folder}:/usr/bin:/bin",
            "HOME": str(self.folder),
            "LC_ALL": "C.UTF-8",
            "SPEC": str(self.spec),
        }
        if server:
            environment |= {key: it for key, it in server.environment.items() if key.startswith("AWS_")}
        done = subprocess.run(
            ["sh", "-eu"], input=_guarded(block), text=True, capture_output=True, cwd=self.folder, env=environment
        )
        if done.returncode:
            raise Failed(f"status {done.returncode}:\n{block}\n{done.stdout}{done.stderr}")
        return done.stdout

    def tool(self, name: str, text: str) -> None:
        path = self.cli.folder / name
        path.write_text(text)
        path.chmod(0o755)

    def syntax(self, block: str) -> str:
        """What `sh` says of a block that it does not run; nothing, if all is well."""
        return subprocess.run(["sh", "-n"], input=block, text=True, capture_output=True).stderr


def _guarded(block: str) -> str:
    """`read` would read the rest of the block."""
    return block.replace("read -r DEVICE CODE", SECOND_FACTOR)
