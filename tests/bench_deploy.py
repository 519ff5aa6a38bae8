#!/usr/bin/env python3
"""Wall time of deploying a spec: `drc deploy` against `terraform apply` of drc's own output, on one server, in one run.

usage: DRC_BIN=target/debug/drc tests/.venv/bin/python tests/bench_deploy.py specs/payments-serverless.toml
"""

import os
import pathlib
import subprocess
import sys
import tempfile
import time

sys.path.insert(0, str(pathlib.Path(__file__).parent))

from tools import server  # noqa: E402
from tools.terraform import Root  # noqa: E402


def timed(name, run) -> None:
    start = time.monotonic()
    run()
    print(f"{name:<40} {time.monotonic() - start:6.1f} s", flush=True)


def main() -> None:
    spec, drc = sys.argv[1], os.environ["DRC_BIN"]
    with server.running() as aws, tempfile.TemporaryDirectory() as folder:
        def run(*arguments):
            done = subprocess.run([drc, *arguments, spec], env=aws.environment, capture_output=True, text=True)
            assert done.returncode in (0, 1), done.stderr

        run("emit", "--backend", "terraform", "--out", folder)
        timed("drc deploy, as far as the gate", lambda: run("deploy", "--yes"))
        timed("drc deploy, the rest", lambda: run("deploy", "--yes", "--gates-done"))
        timed("drc deploy, nothing to do", lambda: run("deploy", "--yes"))
        timed("drc destroy", lambda: run("destroy", "--yes", "--empty-buckets"))
        aws.reset()
        root = Root.copy(pathlib.Path(folder) / "terraform", pathlib.Path(folder) / "root", aws, None)
        root.init()
        timed("terraform apply", root.apply)
        timed("terraform plan, nothing to do", root.drift)
        timed("terraform destroy", root.destroy)


if __name__ == "__main__":
    main()
