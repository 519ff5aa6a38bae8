"""The way back from the failure queue: what is tried again, what is answered, and what is left for people."""
import json
import re

import pytest
from cases import CANARY, PUT, RECEIPT, payment, post, queued, record

LANGUAGES = ["node", "python"]
TIME = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z")


def message(body, number=1):
    """One record of a batch, as Lambda hands it over."""
    text = body if isinstance(body, str) else json.dumps(body)
    attributes = {"ApproximateReceiveCount": "1", "SentTimestamp": "1764000000000"}
    arn = "arn:aws:sqs:us-east-1:123456789012:payment-retries"
    return {
        "messageId": f"m-{number}", "receiptHandle": "h", "body": text, "attributes": attributes, "messageAttributes": {},
        "eventSource": "aws:sqs", "eventSourceARN": arn, "awsRegion": "us-east-1",
    }


def batch(*bodies):
    return {"Records": [message(body, number) for number, body in enumerate(bodies, 1)]}


def failures(outcome):
    return [it["itemIdentifier"] for it in outcome["response"]["batchItemFailures"]]


def lines(logs):
    return sorted((json.loads(line) for line in logs.splitlines()), key=lambda it: it["messageId"])


def timeless(items):
    return json.loads(TIME.sub("<time>", json.dumps(items)))


@pytest.mark.parametrize("language", LANGUAGES)
class TestRetry:
    def test_a_payment_that_never_reached_the_table_is_taken_under_its_own_request(self, aws, driver, language):
        aws.reset(regions=["us-east-1"])
        outcome, logs = driver(language).invoke(batch(queued("table_write_failed", "r-7")))
        assert outcome["response"] == {"batchItemFailures": []}
        assert timeless(aws.records()) == [record("r-7")]
        assert timeless([json.loads(text) for texts in aws.receipts().values() for text in texts]) == [record("r-7")]
        assert aws.calls() == [PUT, RECEIPT]
        (log,) = lines(logs)
        seen = {name: log[name] for name in ("level", "message", "route", "status", "requestId", "messageId", "paymentId")}
        assert seen == {
            "level": "info", "message": "payment accepted", "route": "SQS", "status": 201, "requestId": "r-7", "messageId": "m-1",
            "paymentId": "p-1",
        }
        assert CANARY not in logs and "12.34" not in logs

    def test_a_message_that_comes_twice_is_done_both_times(self, aws, driver, language):
        aws.reset(regions=["us-east-1"])
        failed = queued("table_write_failed", "r-7")
        outcome, logs = driver(language).invoke(batch(failed))
        again, second = driver(language).invoke(batch(failed))
        assert (failures(outcome), failures(again)) == ([], [])
        assert (lines(logs)[0]["status"], lines(second)[0]["status"]) == (201, 200)
        assert len(aws.records()) == 1

    def test_a_recorded_payment_gets_the_receipt_that_failed(self, aws, driver, language):
        aws.reset(missing=["bucket"], regions=["us-east-1"])
        handler = driver(language)
        first, _ = handler.invoke(post(payment()))
        assert first["response"]["statusCode"] == 503
        (text,) = aws.messages()
        aws.make_bucket()
        outcome, _ = handler.invoke(batch(text))
        assert failures(outcome) == []
        (receipt,) = aws.receipts()["receipts/p-1.json"]
        assert [json.loads(receipt)] == aws.records()

    def test_what_fails_again_comes_back_and_is_not_queued_again(self, aws, driver, language):
        aws.reset(missing=["table"], regions=["us-east-1"])
        outcome, logs = driver(language).invoke(batch(queued("table_write_failed")))
        assert failures(outcome) == ["m-1"]
        assert aws.calls() == [PUT]
        assert aws.messages() == []
        (log,) = lines(logs)
        seen = {name: log[name] for name in ("level", "message", "reason", "error", "status")}
        assert seen == {
            "level": "error", "message": "payment not retried", "reason": "table_write_failed", "error": "ResourceNotFoundException",
            "status": 503,
        }

    def test_another_payment_under_the_same_id_is_left_for_people(self, aws, driver, language):
        aws.reset(regions=["us-east-1"])
        handler = driver(language)
        handler.invoke(post(payment(amount="1")))
        outcome, logs = handler.invoke(batch(queued("table_write_failed")))
        assert failures(outcome) == ["m-1"]
        assert (lines(logs)[0]["status"], lines(logs)[0]["message"]) == (409, "paymentId reused")
        assert [it["amount"] for it in aws.records()] == ["1.00"]

    def test_each_message_answers_for_itself(self, aws, driver, language):
        aws.reset(regions=["us-east-1"])
        bodies = [queued("table_write_failed", f"r-{n}", paymentId=f"p-{n}") for n in range(1, 9)]
        bodies[2], bodies[5] = "not JSON", {"version": 2, "payment": payment()}
        outcome, logs = driver(language).invoke(batch(*bodies))
        assert failures(outcome) == ["m-3", "m-6"]
        assert sorted(it["paymentId"] for it in aws.records()) == ["p-1", "p-2", "p-4", "p-5", "p-7", "p-8"]
        assert [it["status"] for it in lines(logs)] == [201, 201, 400, 201, 201, 400, 201, 201]


NOT_MESSAGES = [
    "", "null", "[]", "1", "{", '"text"', "{}", json.dumps({"version": 1}), json.dumps({"version": "1", "payment": payment()}),
    json.dumps({"version": True, "payment": payment()}), json.dumps({"version": 1, "payment": [payment()]}),
    json.dumps({"version": 1, "payment": payment(amount="-1")}), json.dumps({"version": 1, "payment": payment(x=1)}),
    json.dumps(payment()), '{"version":NaN}', '{"version":1,"payment":{"amount":1e400,"paymentId":"p-1"}}',
    # What Lambda itself sends to an on-failure destination.
    json.dumps({"version": "1.0", "requestContext": {"condition": "RetriesExhausted"}, "requestPayload": post(payment())}),
]


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("text", NOT_MESSAGES)
def test_what_is_no_message_of_ours_is_left_for_people(aws, driver, language, text):
    aws.calls()
    outcome, logs = driver(language).invoke(batch(text))
    assert failures(outcome) == ["m-1"]
    (log,) = lines(logs)
    assert (log["level"], log["message"], log["status"], log["requestId"]) == ("warn", "message refused", 400, "lambda-request")
    assert CANARY not in logs and "12.34" not in logs
    assert aws.calls() == []


@pytest.mark.parametrize("content", [payment(), payment(reference="\u652f\u6255\u3044 \U0001f4b3"), payment(amount="0.5"), {**payment(), "amount": 12}, {**payment(), "amount": 12.3}])
def test_twins_leave_the_same_bytes(aws, driver, content):
    left = []
    for language in LANGUAGES:
        aws.reset(regions=["us-east-1"])
        body = {**queued("table_write_failed", "r-7"), "payment": content}
        outcome, logs = driver(language).invoke(batch(body, "{"))
        logged = [{name: value for name, value in it.items() if name != "durationMs"} for it in lines(logs)]
        left.append(timeless([outcome, logged, aws.records(), aws.receipts(), aws.messages()]))
    assert left[0] == left[1]


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_slow_store_is_waited_for_once_and_not_per_message(aws, driver, silent, language):
    aws.reset(regions=["us-east-1"])
    handler = driver(language, AWS_ENDPOINT_URL_DYNAMODB=silent)
    outcome, logs = handler.invoke(batch(*[queued("table_write_failed", f"r-{n}", paymentId=f"p-{n}") for n in range(5)]))
    assert failures(outcome) == ["m-1", "m-2", "m-3", "m-4", "m-5"]
    assert all(it["durationMs"] < 9000 for it in lines(logs))
