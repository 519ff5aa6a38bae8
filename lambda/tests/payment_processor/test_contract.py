"""Both handlers over one table of cases against moto; then that they did not merely pass, but did the same."""
import functools
import json
import re

import pytest
from cases import CANARY, CASES, DEEP, NOT_PROXY_EVENTS, SDK, TIME

UTC = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z")
LANGUAGES = ["node", "python"]
STANDARD = {"Content-Type": "application/json", "Cache-Control": "no-store"}
NAMES = [case.name for case in CASES]
assert len(set(NAMES)) == len(NAMES), "case names are unique"


def timeless(text):
    return UTC.sub(TIME, text)


@pytest.fixture(scope="session")
def played(aws, driver):
    """What a handler answered, logged, called and left behind in a case."""

    @functools.cache
    def play(language, number):
        case = CASES[number]
        aws.reset(case.missing, regions=["us-east-1"])
        steps = []
        for step in case.steps:
            if step.mended:
                getattr(aws, "make_" + step.mended)()
            steps.append(driver(language).invoke(step.event))
        return {
            "steps": steps, "calls": aws.calls(), "records": aws.records(), "receipts": aws.receipts(), "messages": aws.messages(),
        }

    return play


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("number", range(len(CASES)), ids=NAMES)
def test_contract(played, number, language):
    case, seen = CASES[number], played(language, number)
    for step, (outcome, logs) in zip(case.steps, seen["steps"], strict=True):
        check_response(step, outcome)
        check_log(step, logs)
    check_stores(case, seen)
    assert seen["calls"] == case.calls


@pytest.mark.parametrize("number", range(len(CASES)), ids=NAMES)
def test_twins_agree(played, number):
    node, python = (comparable(played(language, number)) for language in LANGUAGES)
    assert node == python


def check_response(step, outcome):
    response = outcome["response"]
    assert response["statusCode"] == step.status, response
    assert json.loads(timeless(response["body"])) == step.body
    assert response["headers"] == {**STANDARD, **step.headers}
    assert response["isBase64Encoded"] is False


def check_log(step, logs):
    line, end = logs.split("\n")
    assert end == "", "one line a request"
    log = json.loads(line)
    assert CANARY not in line and "12.34" not in line and "4111" not in line, "the body is not logged"
    assert {"level", "message", "requestId", "route", "status", "durationMs", "region", "environment"} <= log.keys()
    assert log["level"] == ("error" if step.status >= 500 else "warn" if step.status >= 400 else "info")
    assert (log["status"], log["requestId"], log["region"]) == (step.status, step.event["requestContext"]["requestId"], "us-east-1")
    assert 0 <= log["durationMs"] < 7000 and isinstance(log["durationMs"], int)
    assert ("paymentId" in log) == (step.event["path"] == "/payment" and step.status in (200, 201, 409, 503))
    for name, value in step.log.items():
        assert log[name] == value or value == SDK and log[name]


def check_stores(case, seen):
    by_id = sorted(case.records, key=lambda record: record["paymentId"])
    assert sorted(map(untimed, seen["records"]), key=lambda record: record["paymentId"]) == by_id
    receipts = [(f"receipts/{receipt['paymentId']}.json", receipt) for receipt in case.receipts]
    assert [(key, json.loads(timeless(text))) for key, texts in seen["receipts"].items() for text in texts] == receipts
    assert all(len(set(texts)) == 1 for texts in seen["receipts"].values()), "a receipt written again is the same bytes"
    assert [json.loads(timeless(text)) for text in seen["messages"]] == case.messages
    answers = [outcome["response"]["body"] for step, (outcome, _) in zip(case.steps, seen["steps"]) if step.status in (200, 201)]
    for answer in [answer for answer in answers if "paymentId" in answer]:
        assert answer in seen["receipts"][f"receipts/{json.loads(answer)['paymentId']}.json"], "the answer is the receipt"


def untimed(record):
    return {name: timeless(value) if name == "acceptedAt" else value for name, value in record.items()}


def comparable(seen):
    """All of it, less what no two runs share and what the SDKs call a missing queue."""
    text = timeless(json.dumps(seen, sort_keys=False))
    text = re.sub(r'\\"durationMs\\":\d+', "", text)
    return json.loads(re.sub(r'(\\"queueError\\":\\")[^"\\]+', r"\1" + SDK, text))


@pytest.mark.parametrize("language", LANGUAGES)
def test_nesting_is_refused(aws, driver, language):
    outcome, _ = driver(language).invoke(DEEP.steps[0].event)
    assert outcome["response"]["statusCode"] == 400
    assert json.loads(outcome["response"]["body"])["error"] == "invalid_request"


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("name", NOT_PROXY_EVENTS)
def test_other_events_fail_the_invocation(aws, driver, language, name):
    aws.calls()
    outcome, logs = driver(language).invoke(NOT_PROXY_EVENTS[name])
    assert outcome == {"error": "not a REST API proxy event (payload 1.0): no httpMethod or no path"}
    log = json.loads(logs)
    assert (log["level"], log["message"], log["requestId"], log["status"]) == ("error", "invocation failed", "lambda-request", 500)
    assert aws.calls() == []


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("context", [None, {}, {"requestId": ""}, {"elb": {"targetGroupArn": "arn"}}], ids=repr)
def test_request_id_falls_back_to_the_invocation(aws, driver, language, context):
    aws.reset(regions=["us-east-1"])
    outcome, logs = driver(language).invoke({"httpMethod": "GET", "path": "/health", "requestContext": context})
    assert outcome["response"]["statusCode"] == 200
    assert json.loads(logs)["requestId"] == "lambda-request"


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize(
    "payment_id, logged",
    [
        ("4111111111111111", "*1111"), ("card_4111-1111-1111-1111", "card_*-1111"), ("4222222222222", "*2222"), ("123456789012", "123456789012"),
        ("0b4ce0de-7b1a-4c39-9d6d-2f3c1a5e8f00", "0b4ce0de-7b1a-4c39-9d6d-2f3c1a5e8f00"), ("p-6011000990139424-x", "p-*9424-x"),
    ],
)
def test_card_numbers_used_as_ids_are_masked_in_logs(aws, driver, language, payment_id, logged):
    aws.reset(regions=["us-east-1"])
    event = {"httpMethod": "POST", "path": "/payment", "body": json.dumps({"paymentId": payment_id, "amount": 1})}
    outcome, logs = driver(language).invoke(event)
    assert outcome["response"]["statusCode"] == 201
    assert json.loads(logs)["paymentId"] == logged


@pytest.mark.parametrize("language", LANGUAGES)
def test_currency_is_required_where_there_is_no_default(aws, driver, language):
    aws.reset(regions=["us-east-1"])
    event = {"httpMethod": "POST", "path": "/payment", "body": '{"paymentId":"p-1","amount":1}'}
    outcome, _ = driver(language, CURRENCY="").invoke(event)
    assert json.loads(outcome["response"]["body"])["problems"] == ["currency must match ^[A-Z]{3}$"]


def test_shipped_folders_hold_the_handler_alone():
    from conftest import LAMBDA

    for folder, name in [("payment-processor-node", "index.js"), ("payment-processor-python", "index.py")]:
        assert [path.name for path in (LAMBDA / folder).iterdir()] == [name]
        text = (LAMBDA / folder / name).read_text(encoding="ascii")
        assert "${" not in text, "an inline copy would be interpolated by Fn::Sub, Pulumi YAML and HCL"
        assert len(text) < 14_000, "two of them, escaped, must leave room in a template of 51,200 bytes"
        assert not re.search(r"PEER_REGION|us-(east|west)-\d", text), "nothing here knows the other region"
