#!/usr/bin/env python3
"""An AWS of our own: moto's server with the patches of `moto_dr`.

usage: moto_server.py -H 127.0.0.1 -p PORT
"""

import argparse
import os
import sys

# Attaching one of AWS's own policies fails in stock moto, which leaves them out to start faster.
os.environ.setdefault("MOTO_IAM_LOAD_MANAGED_POLICIES", "true")


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("-H", "--host", default="127.0.0.1")
    options.add_argument("-p", "--port", type=int, required=True)
    chosen = options.parse_args()

    import moto_dr  # not before the environment is set: moto reads it while it is imported
    from moto.server import main as serve

    moto_dr.serve_at(chosen.host, chosen.port)
    sys.exit(serve(["-H", chosen.host, "-p", str(chosen.port)]))


if __name__ == "__main__":
    main()
