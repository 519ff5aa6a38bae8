"""The two ways of running a program: the SDK refuses what it does not know, the way back to Terraform says so too."""

import json
import subprocess

import pytest

from outputs import PULUMI_TOOLS, each_major, tool

DATA = PULUMI_TOOLS / "data"

SOUND = """\
name: sound
runtime: yaml
config:
  owner: {type: string, default: payments}
  token: {type: string, secret: true}
variables:
  account:
    fn::invoke: {function: aws:getCallerIdentity, arguments: {}, options: {provider: "${home}"}, return: accountId}
resources:
  home:
    type: pulumi:providers:aws
    properties: {region: us-east-1, defaultTags: {tags: {Owner: payments}}}
  alerts:
    type: aws:sns:Topic
    properties: {name: "alerts-${account}", displayName: "${owner}", tags: {Token: "${token}"}}
    options: {provider: "${home}", protect: true}
  queue:
    type: aws:sqs:Queue
    properties: {name: dead, delaySeconds: 5}
    options: {provider: "${home}", dependsOn: ["${alerts}"], ignoreChanges: [delaySeconds]}
  policy:
    type: aws:sqs:QueuePolicy
    properties:
      queueUrl: ${queue.url}
      policy:
        fn::toJSON:
          Version: "2012-10-17"
          Statement: [{Action: "sqs:SendMessage", Resource: "${queue.arn}", Delay: "${queue.delaySeconds}"}]
    options: {provider: "${home}"}
outputs:
  topic: ${alerts.arn}
"""


@pytest.fixture
def run(tmp_path):
    """Runs a tool on a program → (exit code, standard output, standard error)."""
    def runner(major, script, text, *arguments):
        (tmp_path / "Pulumi.yaml").write_text(text)
        python = tool(f"DRC_PULUMI{major}_PYTHON", f"a Python with pulumi_aws {major}")
        command = [python, PULUMI_TOOLS / script, tmp_path / "Pulumi.yaml", *arguments]
        done = subprocess.run(command, capture_output=True, text=True)
        return done.returncode, done.stdout, done.stderr
    return runner


@pytest.fixture
def translate(run, tmp_path):
    """Translates a program → (exit code, Terraform document, problems)."""
    def translator(text):
        code, _, problems = run("6", "to_terraform.py", text, "--names", DATA / "names.json.gz",
                                "--terraform", DATA / "terraform-aws.json.gz", "--out", tmp_path / "out")
        document = tmp_path / "out" / "main.tf.json"
        return code, json.loads(document.read_text()) if document.exists() else {}, problems
    return translator


@each_major
def test_program_registers(run, major):
    code, output, problems = run(major, "run.py", SOUND)
    assert code == 0, problems
    report = json.loads(output)
    alerts = next(one for one in report["resources"] if one["name"] == "alerts")
    assert (alerts["provider"], alerts["inputs"]["name"]) == ("home", "alerts-getCallerIdentity.accountId")
    assert report["outputs"] == {"topic": "arn:aws:mock:::alerts.arn"}


@pytest.mark.parametrize("old, new, expected", [
    ("name: dead", "nam: dead", "QueueArgs has no 'nam'"),
    ("aws:sqs:Queue\n", "aws:sqs:Kueue\n", "unable to find resource type"),
    ("aws:getCallerIdentity", "aws:getCaller", "unable to find function"),
    ("arguments: {}", "arguments: {account: x}", "has no argument 'account'"),
    ("${queue.arn}", "${queue.arm}", "no 'arm' in Queue"),
    ("${queue.arn}", "${queu.arn}", "\"queu\" not found"),
    ("name: dead", "name: {is: dead}", "an object is not allowed here"),
    ("name: dead", "name: [dead]", "a list is not allowed here"),
    ("protect: true", "protected: true", "unknown option 'protected'"),
    ('alerts-${account}', "${policy.policy}", "circular dependency"),
])
def test_sdk_refuses(run, old, new, expected):
    assert old in SOUND, "the case spoils nothing"
    code, _, problems = run("7", "run.py", SOUND.replace(old, new, 1))
    assert (code, expected in problems) == (1, True), problems


def test_way_back_to_terraform(translate):
    code, document, problems = translate(SOUND)
    assert code == 0, problems
    assert document["provider"]["aws"][0]["default_tags"] == [{"tags": {"Owner": "payments"}}]
    assert document["variable"] == {"owner": {"type": "string", "default": "payments"},
                                    "token": {"type": "string", "sensitive": True}}
    assert document["resource"]["aws_sns_topic"]["alerts"] == {
        "provider": "aws.home", "name": "alerts-${data.aws_caller_identity.invoke1.account_id}",
        "display_name": "${var.owner}", "tags": {"Token": "${var.token}"}, "lifecycle": {"prevent_destroy": True}}
    queue = document["resource"]["aws_sqs_queue"]["queue"]
    assert queue["depends_on"] == ["aws_sns_topic.alerts"]
    assert queue["lifecycle"] == {"ignore_changes": ["delay_seconds"]}
    assert "${aws_sqs_queue.queue.delay_seconds}" in document["resource"]["aws_sqs_queue_policy"]["policy"]["policy"]
    assert document["output"] == {"topic": {"value": "${aws_sns_topic.alerts.arn}"}}


def test_way_back_says_what_it_cannot_translate(translate):
    code, _, problems = translate(SOUND.replace("protect: true", "retainOnDelete: true"))
    assert (code, problems) == (1, "alerts.options.retainOnDelete: no Terraform counterpart")
