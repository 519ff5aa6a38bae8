"""Races, endpoints that refuse or hang, and the loss of a region."""
import json
import time

import pytest
from cases import payment, post, request

LANGUAGES = ["node", "python"]
HEALTH = request("GET", "/health")


def status(outcome):
    return outcome["response"]["statusCode"]


def body(outcome):
    return json.loads(outcome["response"]["body"])


def race(driver, events_by_language):
    """Everything at once: each handler's requests overlap, and so do the handlers."""
    for language, events in events_by_language.items():
        driver(language).send(*events)
    return [outcome for language in events_by_language for outcome in driver(language).receive()[0]]


def test_race_of_equal_payments_has_one_winner_and_one_answer(aws, driver):
    aws.reset(regions=["us-east-1"])
    outcomes = race(driver, {language: [post(payment(), f"{language}-{n}") for n in range(8)] for language in LANGUAGES})
    assert sorted(map(status, outcomes)) == [200] * 15 + [201]
    (answer,) = {outcome["response"]["body"] for outcome in outcomes}
    assert aws.records() == [json.loads(answer)]
    assert set(aws.receipts()["receipts/p-1.json"]) == {answer}
    assert aws.messages() == []


def test_race_of_different_payments_has_one_winner(aws, driver):
    aws.reset(regions=["us-east-1"])
    amounts = {"node": range(1, 9), "python": range(11, 19)}
    outcomes = race(driver, {language: [post(payment(amount=n), f"{language}-{n}") for n in amounts[language]] for language in LANGUAGES})
    assert sorted(map(status, outcomes)) == [201] + [409] * 15
    (winner,) = [body(outcome) for outcome in outcomes if status(outcome) == 201]
    assert aws.records() == [winner]
    assert [json.loads(text) for text in aws.receipts()["receipts/p-1.json"]] == [winner]


@pytest.mark.parametrize("language", LANGUAGES)
class TestRefusedConnections:
    def test_table(self, aws, driver, refusing, language):
        aws.reset(regions=["us-east-1"])
        handler = driver(language, AWS_ENDPOINT_URL_DYNAMODB=refusing)
        outcome, _ = handler.invoke(HEALTH)
        assert (status(outcome), body(outcome)["status"]) == (503, "unavailable")
        outcome, logs = handler.invoke(post(payment()))
        assert (status(outcome), body(outcome)["queued"]) == (503, True)
        (message,) = map(json.loads, aws.messages())
        assert (message["reason"], message["payment"]) == ("table_write_failed", payment())
        assert message["error"] == json.loads(logs)["error"] != "Error"

    def test_bucket(self, aws, driver, refusing, language):
        aws.reset(regions=["us-east-1"])
        handler = driver(language, AWS_ENDPOINT_URL_S3=refusing)
        assert status(handler.invoke(HEALTH)[0]) == 200
        outcome, _ = handler.invoke(post(payment()))
        assert (status(outcome), body(outcome)["queued"]) == (503, True)
        (message,) = map(json.loads, aws.messages())
        assert message["reason"] == "receipt_write_failed"
        # What the queue holds is a request: replayed once the bucket is back, it completes the payment.
        outcome, _ = driver(language).invoke(post(message["payment"], "replay"))
        assert status(outcome) == 200
        assert aws.receipts() == {"receipts/p-1.json": [outcome["response"]["body"]]}

    def test_everything(self, aws, driver, refusing, language):
        aws.reset(regions=["us-east-1"])
        outcome, logs = driver(language, AWS_ENDPOINT_URL=refusing).invoke(post(payment()))
        assert (status(outcome), body(outcome)["queued"]) == (503, False)
        log = json.loads(logs)
        assert (log["level"], log["message"], log["paymentId"]) == ("error", "payment not queued", "p-1")
        assert log["error"] and log["queueError"]

    @pytest.mark.parametrize("unset", ["TABLE_PAYMENTS", "BUCKET_PAYMENT_DOCS", "FAILURE_QUEUE_URL"])
    def test_unset_variable_is_a_failed_store(self, aws, driver, refusing, language, unset):
        aws.reset(missing=["bucket"], regions=["us-east-1"])
        handler = driver(language, **{unset: ""})
        assert status(handler.invoke(HEALTH)[0]) == (503 if unset == "TABLE_PAYMENTS" else 200)
        outcome, _ = handler.invoke(post(payment()))
        assert (status(outcome), body(outcome)["queued"]) == (503, unset != "FAILURE_QUEUE_URL")


def timed(drivers, event):
    """Both handlers at once, for the waits are theirs and not the machine's."""
    started = time.monotonic()
    for each in drivers:
        each.send(event)
    answers = [each.receive() for each in drivers]
    return [outcome for (outcome,), _ in answers], time.monotonic() - started


def test_health_answers_within_two_seconds_of_a_hung_table(aws, driver, silent):
    handlers = [driver(language, AWS_ENDPOINT_URL_DYNAMODB=silent) for language in LANGUAGES]
    timed(handlers, request("GET", "/warm"))
    outcomes, seconds = timed(handlers, HEALTH)
    assert list(map(status, outcomes)) == [503, 503]
    assert seconds < 2


def test_answer_beats_api_gateway_when_table_and_queue_hang(aws, driver, silent):
    aws.reset(regions=["us-east-1"])
    handlers = [driver(language, AWS_ENDPOINT_URL=silent) for language in LANGUAGES]
    timed(handlers, request("GET", "/warm"))
    outcomes, seconds = timed(handlers, post(payment()))
    assert [(status(outcome), body(outcome)["queued"]) for outcome in outcomes] == [(503, False)] * 2
    # Of the 29 s, what leaves 7 for a bucket that hangs as well.
    assert seconds < 22


@pytest.mark.parametrize("before, after", [("node", "python"), ("python", "node")])
class TestRegionLost:
    """The primary answers in one language, the secondary in the other: the record is the contract between them."""

    def test_replicated_payment_is_repeated_with_the_answer_of_the_lost_region(self, aws, driver, before, after):
        aws.reset()
        first, _ = driver(before).invoke(post(payment()))
        aws.replicate("p-1", "us-east-1", "us-east-2")
        again, _ = driver(after, "us-east-2").invoke(post(payment(), "r-2"))
        assert (status(first), status(again)) == (201, 200)
        assert again["response"]["body"] == first["response"]["body"]
        assert body(again)["region"] == "us-east-1"
        assert aws.receipts("us-east-2") == aws.receipts("us-east-1")
        conflict, _ = driver(after, "us-east-2").invoke(post(payment(amount=1), "r-3"))
        assert status(conflict) == 409

    def test_unreplicated_payment_is_taken_again_and_both_receipts_say_where(self, aws, driver, before, after):
        aws.reset()
        driver(before).invoke(post(payment()))
        again, _ = driver(after, "us-east-2").invoke(post(payment(), "r-2"))
        assert (status(again), body(again)["region"]) == (201, "us-east-2")
        # The lost region returns, and its table takes the later write.
        aws.replicate("p-1", "us-east-2", "us-east-1")
        assert [record["region"] for record in aws.records("us-east-1")] == ["us-east-2"]
        kept = [json.loads(texts[0])["region"] for texts in (aws.receipts("us-east-1")["receipts/p-1.json"], aws.receipts("us-east-2")["receipts/p-1.json"])]
        assert kept == ["us-east-1", "us-east-2"]

    def test_secondary_calls_its_own_region_only(self, aws, driver, before, after):
        aws.reset(regions=["us-east-2"])
        handler = driver(after, "us-east-2")
        assert status(handler.invoke(HEALTH)[0]) == 200
        assert status(handler.invoke(post(payment()))[0]) == 201
        assert aws.calls() == ["us-east-2 dynamodb GetItem", "us-east-2 dynamodb PutItem", "us-east-2 s3 PUT object"]

    def test_health_is_about_its_own_region(self, aws, driver, before, after):
        aws.reset(regions=["us-east-1"])
        assert status(driver(before, "us-east-1").invoke(HEALTH)[0]) == 200
        assert status(driver(after, "us-east-2").invoke(HEALTH)[0]) == 503
