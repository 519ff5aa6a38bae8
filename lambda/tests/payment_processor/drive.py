"""Runs a handler outside Lambda: `python drive.py INDEX_PY`.

Each line of stdin is a list of [event, context], invoked at once; each line of stdout is {outcomes, logs}.
"""
import contextlib
import importlib.util
import io
import json
import sys
from concurrent.futures import ThreadPoolExecutor
from types import SimpleNamespace

spec = importlib.util.spec_from_file_location("index", sys.argv[1])
index = importlib.util.module_from_spec(spec)
spec.loader.exec_module(index)


def invoke(pair):
    event, context = pair
    try:
        return {"response": index.handler(event, SimpleNamespace(aws_request_id=context["awsRequestId"]))}
    except Exception as err:
        return {"error": str(err)}


with ThreadPoolExecutor(16) as pool:
    for line in sys.stdin:
        logs = io.StringIO()
        with contextlib.redirect_stdout(logs):
            outcomes = list(pool.map(invoke, json.loads(line)))
        print(json.dumps({"outcomes": outcomes, "logs": logs.getvalue()}), flush=True)
