"""The Pulumi checker catches what it claims to: each case spoils one place of a sound program."""

import pytest

from check import check
from outputs import PULUMI_TOOLS
from schema import Schema

SCHEMA = Schema.load(PULUMI_TOOLS / "data" / "pulumi-aws-7.json.gz")

SOUND = """\
name: sound
runtime: yaml
config:
  owner: {type: string, default: payments}
variables:
  account:
    fn::invoke:
      function: aws:getCallerIdentity
      arguments: {}
      options: {provider: "${home}"}
      return: accountId
resources:
  home:
    type: pulumi:providers:aws
    properties: {region: us-east-1}
  docs:
    type: aws:s3:Bucket
    properties:
      bucket: docs-${pulumi.stack}
      tags: {Owner: "${owner}", Price: $5}
    options: {provider: "${home}", protect: true}
  role:
    type: aws:iam:Role
    properties:
      assumeRolePolicy:
        fn::toJSON:
          Version: "2012-10-17"
          Statement: [{Effect: Allow, Principal: {AWS: "${account}"}, Action: "sts:AssumeRole"}]
    options: {provider: "${home}"}
  handler:
    type: aws:lambda:Function
    properties:
      role: ${role.arn}
      runtime: nodejs22.x
      handler: index.handler
      timeout: 30
      code: {fn::fileArchive: ./code}
      environment: {variables: {BUCKET: "${docs.bucket}"}}
    options:
      provider: ${home}
      dependsOn: ["${docs}"]
      ignoreChanges: [description]
      customTimeouts: {create: 10m}
outputs:
  arn: ${handler.arn}
  first: {fn::select: [0, ["${docs.id}", "${role.id}"]]}
"""
LOCK = "packageDeclarationVersion: 1\nname: aws\nversion: {version}\n"

BAD = {
    "alias": ("region: us-east-1}", "region: &r us-east-1, profile: *r}", "no aliases"),
    "duplicate key": ("runtime: yaml", "runtime: yaml\nruntime: yaml", "duplicate key"),
    "two documents": ("outputs:", "---\noutputs:", "one YAML document, found 2"),
    "not YAML": ("name: sound", "name: [", "not YAML"),
    "top-level key": ("outputs:", "output: {a: b}\noutputs:", "unknown top-level key"),
    "project name": ("name: sound", "name: un/sound", "project name"),
    "runtime": ("runtime: yaml", "runtime: python", "runtime must be yaml"),
    "resource type": ("aws:iam:Role", "aws:iam:Rolle", "did you mean aws:iam:Role"),
    "token of the other major": ("aws:s3:Bucket", "aws:s3:BucketV2", "unable to find resource type"),
    "case of a token": ("aws:iam:Role", "aws:iam:role", "did you mean aws:iam:Role"),
    "resource key": ("    options: {provider: \"${home}\"}\n  handler", "    option: {}\n  handler", "unknown key"),
    "get": ("type: aws:iam:Role", "type: aws:iam:Role\n    get: {id: x}", "unknown key"),
    "property": ("timeout: 30", "timout: 30", "did you mean timeout"),
    "Terraform's name": ("code: {", "filename: {", "property 'filename' does not exist"),
    "nested property": ("environment: {variables", "environment: {vars", "property 'vars' does not exist"),
    "required": ("      role: ${role.arn}\n", "", "missing required property 'role'"),
    "type": ("timeout: 30", "timeout: half a minute", "cannot assign string to integer"),
    "integer": ("timeout: 30", "timeout: 30.5", "expected an integer"),
    "list for object": ("environment: {variables: {BUCKET: \"${docs.bucket}\"}}", "environment: []",
                        "cannot assign list"),
    "unquoted number": ("Price: $5", "Price: 123456789012", "unquoted 123456789012 for a string"),
    "octal": ("timeout: 30", "timeout: 030", "octal"),
    "null": ("timeout: 30", "timeout:", "null value"),
    "null in JSON": ("Effect: Allow", "Effect: Allow, Sid: null", "null inside fn::toJSON"),
    "enum": ("nodejs22.x", "nodejs22", "is not one of"),
    "boolean": ("protect: true", "protect: yes", "cannot assign string to boolean"),
    "unknown name": ("${role.arn}", "${rolle.arn}", '"rolle" not found; did you mean role'),
    "unknown output": ("${role.arn}", "${role.arm}", "property 'arm' does not exist on role"),
    "path below a string": ("${role.arn}", "${role.arn.x}", "no 'x' in role.arn"),
    "index into a resource": ("${role.arn}", '${role["arn"]}', "only maps and lists have an index"),
    "nested output": ("arn: ${handler.arn}", "arn: ${handler.environment.vars}", "property 'vars' does not exist"),
    "whole resource for a string": ("role: ${role.arn}", "role: ${role}", "a whole resource"),
    "whole resource in a string": ("${docs.bucket}", "x-${docs}", "a whole resource"),
    "list in a string": ("${docs.bucket}", "x-${handler.architectures}", "inside a string"),
    "object in a string": ("${docs.bucket}", "x-${docs.tags}", "inside a string"),
    "unterminated reference": ("${docs.bucket}", "${docs.bucket", "unterminated"),
    "empty reference": ("${docs.bucket}", "${}", "an empty ${}"),
    "bad subscript": ("${docs.bucket}", "${docs[x]}", "invalid subscript"),
    "builtin": ("fn::toJSON", "fn::toJson", "unknown builtin fn::toJson"),
    "builtin beside keys": ("fn::fileArchive: ./code", "fn::fileArchive: ./code, other: 1", "must stand alone"),
    "positions": ("fn::select: [0, ", "fn::select: [0, 1, ", "takes a list of 2"),
    "index": ("fn::select: [0,", "fn::select: [2,", "outside a list of 2"),
    "missing archive": ("./code", "./kode", "no such folder"),
    "absolute archive": ("./code", "/code", "a path of one machine"),
    "function": ("aws:getCallerIdentity", "aws:getCallerIdentitty", "did you mean aws:getCallerIdentity"),
    "function argument": ("arguments: {}", "arguments: {account: x}", "property 'account' does not exist"),
    "function result": ("return: accountId", "return: account", "no output 'account'"),
    "invoke key": ("return: accountId", "returns: accountId", "unknown key"),
    "invoke option": ("options: {provider: \"${home}\"}\n      return", "options: {providers: 1}\n      return",
                      "unknown option"),
    "invoke options": ("options: {provider: \"${home}\"}\n      return", "options: [1]\n      return",
                       "must be an object"),
    "resource option": ("protect: true", "protected: true", "did you mean protect"),
    "provider option": ("provider: ${home}", "provider: ${role}", "is no pulumi:providers:aws"),
    "provider property": ("provider: ${home}", "provider: ${home.region}", "bare resource reference"),
    "dependsOn": ('dependsOn: ["${docs}"]', "dependsOn: ${docs}", "must be a list of resources"),
    "dependsOn a variable": ('dependsOn: ["${docs}"]', 'dependsOn: ["${account}"]', "is no resource"),
    "ignoreChanges": ("[description]", "[descriptin]", "did you mean description"),
    "timeout": ("create: 10m", "create: ten", "must be a duration"),
    "timeout key": ("create: 10m", "creation: 10m", "unknown timeout"),
    "one name twice": ("variables:\n", "variables:\n  docs: x\n", "has the name of a resource"),
    "reserved name": ("variables:\n", "variables:\n  pulumi: x\n", "reserved"),
    "dotted name": ("variables:\n", "variables:\n  a.b: x\n", "could be referenced only"),
    "config type": ("type: string, default", "type: text, default", "must be one of"),
    "config default": ("default: payments", "default: [1]", "cannot assign list"),
    "cycle": ("bucket: docs-${pulumi.stack}", "bucket: ${handler.name}", "circular dependency"),
    "cycle through a variable": ("variables:\n", "variables:\n  a: ${b}\n  b: ${a}\n", "circular dependency"),
    "no provider": ('    options: {provider: "${home}"}\n  handler', "  handler", "no explicit provider"),
    "invoke without provider": ('      options: {provider: "${home}"}\n      return', "      return",
                                "no explicit provider"),
}


@pytest.fixture
def findings(tmp_path):
    """Writes a program with its archive and its lock, and checks it."""
    (tmp_path / "code").mkdir()
    (tmp_path / "code" / "index.js").write_text("exports.handler = async () => ({});\n")

    def run(text, version=SCHEMA.version):
        (tmp_path / "Pulumi.yaml").write_text(text)
        (tmp_path / "aws.yaml").write_text(LOCK.format(version=version))
        return list(map(str, check(tmp_path / "Pulumi.yaml", SCHEMA, require_provider=True, require_pin=True)))

    return run


def test_sound_program_passes(findings):
    assert findings(SOUND) == []


@pytest.mark.parametrize("case", BAD, ids=str)
def test_spoilt_program_is_caught(findings, case):
    old, new, expected = BAD[case]
    assert SOUND.count(old) >= 1, "the case spoils nothing"
    found = findings(SOUND.replace(old, new, 1))
    assert any(expected in finding for finding in found), found


def test_deprecation_is_caught(findings):
    program = SOUND.replace("aws:getCallerIdentity", "aws:getRegion").replace("return: accountId", "return: name")
    assert any("name is deprecated" in finding for finding in findings(program))


def test_what_has_no_other_way_may_be_deprecated(findings):
    table = """  table:
    type: aws:dynamodb:Table
    properties:
      globalSecondaryIndexes: [{name: by-day, hashKey: day, projectionType: ALL}]
    options: {provider: "${home}"}
  docs:
"""
    assert findings(SOUND.replace("  docs:\n", table, 1)) == []


def test_unpinned_provider_is_caught(findings):
    assert any("not pinned to" in finding for finding in findings(SOUND, version="6.83.4"))


def test_finding_names_path_and_line(findings):
    (found,) = findings(SOUND.replace("timeout: 30", "timeout: long"))
    line = SOUND.splitlines().index("      timeout: 30") + 1
    assert found == f"resources.handler.properties.timeout: cannot assign string to integer (line {line})"
