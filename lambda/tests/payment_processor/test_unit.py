"""What moto cannot show: which calls the Python handler makes and how it bounds them, and AWS's rarer answers."""
import importlib.util
import json
from types import SimpleNamespace

import pytest
from botocore.exceptions import ConnectTimeoutError
from botocore.stub import Stubber
from conftest import LAMBDA

ENVIRONMENT = {
    "AWS_REGION": "us-east-1", "AWS_ACCESS_KEY_ID": "test", "AWS_SECRET_ACCESS_KEY": "test",
    "TABLE_PAYMENTS": "payments-table", "BUCKET_PAYMENT_DOCS": "payment-docs", "FAILURE_QUEUE_URL": "https://sqs.us-east-1.amazonaws.com/1/failed",
    "PEER_REGION": "us-east-2", "ENVIRONMENT": "test", "CURRENCY": "USD",
}
CONTENT = {"paymentId": "p-1", "amount": "12.30", "currency": "USD", "reference": "x"}
POST = {
    "httpMethod": "POST", "path": "/payment", "isBase64Encoded": False, "requestContext": {"requestId": "r-1"},
    "body": '{"paymentId":"p-1","amount":12.3,"reference":"x"}',
}
HEALTH = {"httpMethod": "GET", "path": "/health", "requestContext": {"requestId": "r-1"}}
NOW = "2026-11-21T00:00:00.000Z"
RECORD = {**CONTENT, "status": "accepted", "region": "us-east-1", "acceptedAt": NOW, "requestId": "r-1"}
ITEM = {name: {"S": value} for name, value in RECORD.items()}
PUT = {
    "TableName": "payments-table", "Item": ITEM, "ConditionExpression": "attribute_not_exists(paymentId)",
    "ReturnValuesOnConditionCheckFailure": "ALL_OLD",
}
RECEIPT = {
    "Bucket": "payment-docs", "Key": "receipts/p-1.json", "ContentType": "application/json",
    "Body": json.dumps(RECORD, separators=(",", ":")).encode(),
}


@pytest.fixture
def index(monkeypatch):
    for name in ("AWS_ENDPOINT_URL", "AWS_PROFILE", "AWS_DEFAULT_REGION"):
        monkeypatch.delenv(name, raising=False)
    for name, value in ENVIRONMENT.items():
        monkeypatch.setenv(name, value)
    spec = importlib.util.spec_from_file_location("payment_processor_index", LAMBDA / "payment-processor-python" / "index.py")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    monkeypatch.setattr(module, "now", lambda: NOW)
    return module


@pytest.fixture
def stubs(index):
    """Stubbers of the clients: a call that no test announced fails, and so does an announced one that is not made."""
    clients = {name: Stubber(getattr(index, name)) for name in ("dynamodb", "dynamodb_health", "s3", "sqs")}
    for each in clients.values():
        each.activate()
    yield SimpleNamespace(**clients)
    for each in clients.values():
        each.assert_no_pending_responses()


def announce_message(stubs, messages):
    class Capture:
        def __eq__(self, text):
            messages.append(json.loads(text))
            return True

    stubs.sqs.add_response("send_message", {}, {"QueueUrl": ENVIRONMENT["FAILURE_QUEUE_URL"], "MessageBody": Capture()})


def test_put_is_conditional_and_asks_for_the_record_it_lost_to(index, stubs):
    stubs.dynamodb.add_response("put_item", {}, PUT)
    stubs.s3.add_response("put_object", {}, RECEIPT)
    response = index.handler(POST, None)
    assert (response["statusCode"], json.loads(response["body"])) == (201, RECORD)


def lose(stubs, item):
    stubs.dynamodb.add_client_error("put_item", "ConditionalCheckFailedException", modeled_fields={"Item": item}, expected_params=PUT)


def test_put_that_landed_and_was_retried_by_the_sdk_is_the_first_answer(index, stubs):
    lose(stubs, ITEM)
    stubs.s3.add_response("put_object", {}, RECEIPT)
    assert index.handler(POST, None)["statusCode"] == 201


def test_record_without_the_fields_of_this_contract_is_queued_not_answered(index, stubs):
    messages = []
    lose(stubs, {"paymentId": {"S": "p-1"}})
    announce_message(stubs, messages)
    response = index.handler(POST, None)
    assert (response["statusCode"], json.loads(response["body"])["queued"]) == (503, True)
    assert messages[-1]["payment"] == CONTENT


@pytest.mark.parametrize(
    "name",
    [
        "ProvisionedThroughputExceededException", "ThrottlingException", "RequestLimitExceeded", "InternalServerError",
        "ReplicatedWriteConflictException", "AccessDeniedException",
    ],
)
def test_table_error_is_queued_under_its_name(index, stubs, capsys, name):
    messages = []
    stubs.dynamodb.add_client_error("put_item", name)
    announce_message(stubs, messages)
    response = index.handler(POST, None)
    assert response["statusCode"] == 503
    assert response["headers"]["Retry-After"] == "30"
    assert json.loads(response["body"]) == {"error": "unavailable", "queued": True, "paymentId": "p-1", "requestId": "r-1"}
    where = {"region": "us-east-1", "environment": "test", "requestId": "r-1", "failedAt": NOW}
    assert messages[-1] == {"version": 1, "reason": "table_write_failed", "error": name, **where, "payment": CONTENT}
    log = json.loads(capsys.readouterr().out)
    assert (log["level"], log["error"], log["reason"], log["status"]) == ("error", name, "table_write_failed", 503)


def test_error_that_is_not_an_answer_is_known_by_its_type(index, stubs, capsys, monkeypatch):
    def hang(**_):
        raise ConnectTimeoutError(endpoint_url="https://s3")

    stubs.dynamodb.add_response("put_item", {}, PUT)
    monkeypatch.setattr(index.s3, "put_object", hang)
    announce_message(stubs, [])
    assert index.handler(POST, None)["statusCode"] == 503
    log = json.loads(capsys.readouterr().out)
    assert (log["error"], log["reason"]) == ("ConnectTimeoutError", "receipt_write_failed")


def test_messages_of_errors_are_neither_logged_nor_answered(index, stubs, capsys):
    stubs.dynamodb.add_client_error("put_item", "ValidationException", "message of the table")
    stubs.sqs.add_client_error("send_message", "InvalidMessageContents", "message of the queue")
    response = index.handler(POST, None)
    assert json.loads(response["body"])["queued"] is False
    assert "message of" not in response["body"] + capsys.readouterr().out


def test_health_is_one_consistent_read_of_a_key_that_no_payment_can_have(index, stubs):
    read = {"TableName": "payments-table", "Key": {"paymentId": {"S": "#health"}}, "ConsistentRead": True}
    stubs.dynamodb_health.add_response("get_item", {}, read)
    response = index.handler(HEALTH, None)
    assert (response["statusCode"], json.loads(response["body"])) == (200, {"status": "ok", "region": "us-east-1", "table": "payments-table"})
    assert index.handler({**POST, "body": '{"paymentId":"#health","amount":1}'}, None)["statusCode"] == 400


def test_every_call_is_bounded_and_by_clients_of_this_region(index):
    def bounds(client):
        config = client.meta.config
        return config.connect_timeout, config.read_timeout, config.retries["total_max_attempts"], client.meta.region_name

    assert {bounds(client) for client in (index.dynamodb, index.s3, index.sqs)} == {(1, 2, 2, "us-east-1")}
    assert bounds(index.dynamodb_health) == (0.5, 0.5, 1, "us-east-1")
    hosts = [client.meta.endpoint_url for client in (index.dynamodb, index.dynamodb_health, index.s3, index.sqs)]
    assert all(".us-east-1." in host for host in hosts), hosts


def test_bug_is_logged_and_raised_so_that_it_counts_as_an_error_of_the_function(index, capsys, monkeypatch):
    def bug():
        raise RuntimeError("bug")

    monkeypatch.setattr(index, "now", bug)
    with pytest.raises(RuntimeError, match="bug"):
        index.handler(POST, None)
    log = json.loads(capsys.readouterr().out)
    seen = {name: log[name] for name in ("level", "message", "error", "status", "route", "paymentId")}
    assert seen == {
        "level": "error", "message": "invocation failed", "error": "RuntimeError", "status": 500, "route": "POST /payment", "paymentId": "p-1",
    }
