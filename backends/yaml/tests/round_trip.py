#!/usr/bin/env python3
"""Reads what `cargo run -p drc-yaml --example round_trip` prints with every YAML reader at hand: each must give back the
texts that went in. PyYAML reads YAML 1.1; ruamel.yaml, if it is installed, 1.2."""
import json
import sys

import yaml


def readers():
    yield "PyYAML", lambda text: yaml.load(text, getattr(yaml, "CSafeLoader", yaml.SafeLoader))
    yield "PyYAML, pure", yaml.safe_load
    try:
        from ruamel.yaml import YAML
    except ImportError:
        return
    yield "ruamel.yaml 1.2", YAML(typ="safe", pure=True).load


expected, document = sys.stdin.read().split("\n", 1)
texts = json.loads(expected)
for name, read in readers():
    found = list(read(document).items())
    assert len(found) == len(texts), (name, len(found), len(texts))
    for at, (text, (key, value)) in enumerate(zip(texts, found)):
        wanted = {"text": text, "flow": [text, "x", text], "list": [text, [text, {text: text}]]}
        assert key == f"{text}/{at}" and value == wanted, (name, text, key, value)
    print(f"{name}: {len(texts)} texts come back")
