"""What `drc check` prints for machines is valid by the schemas that others publish, and by drc's own.

The real binary looks at every spec of the repository, the broken ones included, in one run per format.
"""

import json
import os
import re
import subprocess
from pathlib import Path
from urllib.parse import unquote

import jsonschema
import pytest
from lxml import etree

from tools.require import require

TOP = Path(__file__).resolve().parents[2]
SCHEMAS = Path(__file__).resolve().parent / "schemas"
SPECS = sorted(str(it.relative_to(TOP)) for folder in ["specs", "specs/services", "specs/fail/*", "tests/specs"]
               for it in TOP.glob(f"{folder}/*.toml"))


def drc(*arguments):
    binary = os.environ.get("DRC_BIN", str(TOP / "target/debug/drc"))
    require(Path(binary).exists(), f"{binary} is not built; tests/run builds it")
    ran = subprocess.run([binary, *arguments], cwd=TOP, capture_output=True, timeout=300)
    assert ran.returncode in (0, 1), ran.stderr.decode()
    return ran.stdout.decode()


def check(form, *specs):
    return drc("check", "--format", form, *(specs or SPECS))


def violations(schema, value):
    jsonschema.validators.validator_for(schema).check_schema(schema)
    validator = jsonschema.validators.validator_for(schema)(schema)
    return [f"{error.json_path}: {error.message[:200]}" for error in validator.iter_errors(value)]


@pytest.fixture(scope="module")
def run():
    log = json.loads(check("sarif"))
    assert len(log["runs"]) == 1
    return log["runs"][0]


@pytest.fixture(scope="module")
def suites():
    return etree.fromstring(check("junit").encode())


@pytest.fixture(scope="module")
def checks():
    return json.loads(check("json"))


def test_there_is_something_to_judge():
    assert len(SPECS) > 150 and any("not-utf8" in it for it in SPECS)


# --- SARIF -------------------------------------------------------------------------------------------------------


def test_sarif_is_valid():
    schema = json.loads((SCHEMAS / "sarif-schema-2.1.0.json").read_text())
    for specs in [SPECS, SPECS[:1], SPECS[:1] * 2]:
        assert violations(schema, json.loads(check("sarif", *specs))) == []
    assert violations(schema, {"version": "2.1.0"}), "the schema refuses what is no log"


def test_sarif_rules_are_those_of_the_results(run):
    rules = run["tool"]["driver"]["rules"]
    assert [rule["id"] for rule in rules] == sorted({result["ruleId"] for result in run["results"]})
    assert all(rules[it["ruleIndex"]]["id"] == it["ruleId"] for it in run["results"])
    for rule in rules:
        assert rule["help"]["markdown"].startswith(f"# {rule['id']} ")
        assert re.fullmatch(r"([A-Z][a-z0-9]*)+", rule["name"])


def test_sarif_addresses_lead_to_the_specs(run):
    names = [artifact["location"]["uri"] for artifact in run["artifacts"]]
    assert [unquote(name) for name in names] == SPECS
    for result in run["results"]:
        for location in result["locations"] + result.get("relatedLocations", []):
            file = location["physicalLocation"]["artifactLocation"]
            assert file["uri"] in names and file["uriBaseId"] == "%SRCROOT%"


def test_sarif_snippets_are_what_stands_there(run):
    """The regions are 1-based, their ends exclusive, their columns characters: by them the snippet is found again."""
    seen = 0
    for result in run["results"]:
        file = result["locations"][0]["physicalLocation"]
        region = file["region"]
        if "snippet" not in region or region["startLine"] != region["endLine"]:
            continue
        text = (TOP / unquote(file["artifactLocation"]["uri"])).read_bytes().decode("utf-8", "replace")
        line = text.removeprefix("\ufeff").split("\n")[region["startLine"] - 1]
        assert line[region["startColumn"] - 1:region["endColumn"] - 1] == region["snippet"]["text"]
        seen += 1
    assert seen > 150


def test_sarif_fingerprints_tell_the_findings_of_a_spec_apart(run):
    prints = [(it["locations"][0]["physicalLocation"]["artifactLocation"]["uri"], it["partialFingerprints"]["drc/v1"])
              for it in run["results"]]
    assert len(set(prints)) == len(prints)


def test_sarif_carries_what_is_accepted(run, checks):
    accepted = sorted(it["reason"] for check in checks for it in check["accepted"])
    suppressed = sorted(it["justification"] for result in run["results"] for it in result["suppressions"])
    assert accepted and suppressed == accepted


def test_sarif_stays_within_what_github_takes(run):
    # docs.github.com, "SARIF results exceed one or more limits": results, locations per result, tags per rule;
    # "SARIF support for code scanning": 255 characters of a rule's name, 1024 of its descriptions.
    assert len(run["results"]) <= 25_000 and len(run["tool"]["driver"]["rules"]) <= 25_000
    assert all(len(it["locations"]) == 1 and len(it.get("relatedLocations", [])) <= 100 for it in run["results"])
    for rule in run["tool"]["driver"]["rules"]:
        assert len(rule["properties"]["tags"]) <= 10 and len(rule["name"]) <= 255
        assert max(len(rule[it]["text"]) for it in ["shortDescription", "fullDescription"]) <= 1024
        assert rule["properties"]["problem.severity"] in ("error", "warning", "recommendation")
        assert rule["properties"]["precision"] in ("very-high", "high", "medium", "low")


# --- JUnit -------------------------------------------------------------------------------------------------------


def test_junit_is_valid(suites):
    schema = etree.XMLSchema(etree.parse(SCHEMAS / "junit-10.xsd"))
    assert schema.validate(suites), schema.error_log
    assert not schema.validate(etree.fromstring("<testsuites><testcase/></testsuites>"))


def test_junit_counts_are_right(suites):
    assert [suite.get("name") for suite in suites] == SPECS
    for name, element in [("tests", "testcase"), ("failures", "failure"), ("errors", "error"), ("skipped", "skipped")]:
        for suite in suites:
            assert int(suite.get(name)) == len(suite.findall(f".//{element}"))
        if name != "skipped":
            assert int(suites.get(name)) == len(suites.findall(f".//{element}"))


def test_junit_names_tell_the_tests_of_a_spec_apart(suites):
    for suite in suites:
        names = [case.get("name") for case in suite]
        assert names and len(set(names)) == len(names)


def test_junit_fails_where_drc_finds_errors(suites, checks):
    assert [int(suite.get("failures")) for suite in suites] == [check["errors"] for check in checks]


# --- GitHub ------------------------------------------------------------------------------------------------------


def test_github_commands_are_read_back(checks):
    command = re.compile(r"::(error|warning|notice) ([^:]*)::(.+)")
    found = []
    for line in check("github").splitlines():
        word, properties, message = command.fullmatch(line).groups()
        properties = dict(it.split("=") for it in properties.split(","))
        assert unquote(properties["file"]) in SPECS and re.match(r"DRC\d+ [a-z0-9-]+$", properties["title"])
        assert int(properties["line"]) >= 1 and not re.search(r"%(?!25|0D|0A)", message)
        if properties["line"] != properties["endLine"]:
            assert "col" not in properties  # refused by GitHub's API of checks
        found.append(word)
    wanted = [it["severity"] for check in checks for it in check["diagnostics"]]
    assert [found.count(it) for it in ("error", "warning", "notice")] == [
        wanted.count(it) for it in ("error", "warning", "note")]
    assert found == sorted(found, key=["error", "warning", "notice"].index), "GitHub shows the first ten of each"


# --- JSON --------------------------------------------------------------------------------------------------------


def test_json_is_valid_by_its_own_schema(checks):
    schema = json.loads(drc("schema", "--of", "check"))
    assert schema == json.loads((TOP / "docs/check.schema.json").read_text())
    assert violations(schema, checks) == []
    assert violations(schema, json.loads(check("json", SPECS[0]))) == []
    del checks[0]["diagnostics"][0]["labels"][0]["at"]["start"]["line"]
    assert violations(schema, checks), "a finding without a line is refused"


def test_a_report_is_valid_by_its_own_schema(tmp_path):
    schema = json.loads(drc("schema", "--of", "report"))
    assert schema == json.loads((TOP / "docs/report.schema.json").read_text())
    alone = json.loads(drc("report", "--format", "json", *SPECS))
    assert violations(schema, alone) == []
    assert len(alone["specs"]) == len(SPECS)
    # Against another spec, one that cannot be read, and the other way round: every status that a file can bring about.
    (tmp_path / "broken.toml").write_text("version =")
    pairs = [(SPECS[0], "specs/payments-serverless.toml"), (SPECS[0], str(tmp_path / "broken.toml")),
             (str(tmp_path / "broken.toml"), SPECS[0])]
    for base, head in pairs:
        compared = json.loads(drc("report", "--format", "json", "--base", base, head))
        assert violations(schema, compared) == []
        assert compared["changed"] and compared["specs"][0]["status"] in ("changed", "unknown")
    del alone["specs"][0]["figures"]
    assert violations(schema, alone), "a spec without figures is refused"


def test_the_same_specs_make_the_same_document():
    for form in ["json", "sarif", "junit", "github"]:
        assert check(form) == check(form)
