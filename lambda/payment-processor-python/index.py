"""POST /payment and GET /health behind a REST API, and what the failure queue brings back. Contract: lambda/README.md;
the Node.js twin keeps it too.

Idempotency: in a region the conditional put makes paymentId unique. Across regions it cannot: a global
table (MREC) checks the condition on its own replica, so what a failed region took but had not replicated
is taken again by the other; when both meet, the last writer wins, unlogged. So a record says which region
took it and when, and versioned buckets keep the loser's receipt for reconciliation to find. Whatever
moves money must do so once per paymentId.
"""
import base64
import json
import os
import re
import time
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime, timezone

import boto3
from botocore.config import Config
from botocore.exceptions import ClientError

REGION = os.environ.get("AWS_REGION")
TABLE = os.environ.get("TABLE_PAYMENTS")
BUCKET = os.environ.get("BUCKET_PAYMENT_DOCS")
QUEUE_URL = os.environ.get("FAILURE_QUEUE_URL")
CURRENCY = os.environ.get("CURRENCY")
ENVIRONMENT = os.environ.get("ENVIRONMENT")

# Two attempts of 1 + 2 s and a pause of up to 1 s. Table, bucket and queue can each use their 7 s up, and
# the answer still beats API Gateway's 29 s.
STORE = Config(connect_timeout=1, read_timeout=2, retries={"mode": "standard", "total_max_attempts": 2})
# Route 53 waits 2 s for a status. The other second is for TLS, API Gateway and a cold start.
HEALTH = Config(connect_timeout=0.5, read_timeout=0.5, retries={"mode": "standard", "total_max_attempts": 1})
# Else one region's buckets would be reached through the global s3.amazonaws.com.
REGIONAL = Config(s3={"us_east_1_regional_endpoint": "regional"})
# The region is spelt out because boto3 does not read AWS_REGION.
dynamodb = boto3.client("dynamodb", region_name=REGION, config=STORE)
dynamodb_health = boto3.client("dynamodb", region_name=REGION, config=HEALTH)
s3 = boto3.client("s3", region_name=REGION, config=STORE.merge(REGIONAL))
sqs = boto3.client("sqs", region_name=REGION, config=STORE)

MAX_BODY_BYTES = 4096
FIELDS = {
    "paymentId": r"^[A-Za-z0-9_-]{1,128}$",
    "amount": r"^(?=.*[1-9])(0|[1-9][0-9]{0,11})(\.[0-9]{1,2})?$",
    "currency": r"^[A-Z]{3}$",
    # What SQS refuses is refused here, so that every payment taken can be queued.
    "reference": r"^[^\u0000-\u001f\u007f\ud800-\udfff\ufffe\uffff]{0,140}$",
}
RECORD = [*FIELDS, "status", "region", "acceptedAt", "requestId"]


def handler(event, context):
    if is_batch(event):
        return retry_all(event["Records"], context)
    started = time.monotonic()
    trace = {"route": "unmatched", "requestId": request_id(event, context)}
    try:
        response = dispatch(event, trace)
    except Exception as err:
        # Raised on, not made a 500: a bug has to count in Lambda's Errors metric.
        log(started, {**trace, "message": "invocation failed", "error": name_of(err)}, 500)
        raise
    log(started, trace, response["statusCode"])
    return response


def dispatch(event, trace):
    method, path = (event.get("httpMethod"), event.get("path")) if isinstance(event, dict) else (None, None)
    if not isinstance(method, str) or not isinstance(path, str):
        # Nobody to answer. Failing makes Lambda send an asynchronous event to its on-failure destination.
        raise ValueError("not a REST API proxy event (payload 1.0): no httpMethod or no path")
    if path not in ROUTES:
        return answer(trace, 404, "no such route", {"error": "not_found"})
    allowed, serve = ROUTES[path]
    trace["route"] = f"{method} {path}"
    if method == allowed:
        return serve(event, trace)
    return answer(trace, 405, "method not allowed", {"error": "method_not_allowed"}, {"Allow": allowed})


def health(event, trace):
    """One consistent read of this region's table.

    Not the bucket, the queue or the peer: a check that fails with what POST can do without, or with the
    other region, takes both regions down.
    """
    # "#" is never in a paymentId, so the sentinel is no payment. It need not exist.
    sentinel = {"paymentId": {"S": "#health"}}
    try:
        dynamodb_health.get_item(TableName=TABLE, Key=sentinel, ConsistentRead=True)
        return answer(trace, 200, "healthy", {"status": "ok", "region": REGION, "table": TABLE})
    except Exception as err:  # whatever keeps the table from answering makes the region unhealthy
        trace["error"] = name_of(err)
        return answer(trace, 503, "table does not answer", {"status": "unavailable", "region": REGION, "table": TABLE})


def take_payment(event, trace):
    payment, problems = read_payment(event)
    if not payment:
        return answer(trace, 400, "payment refused", {"error": "invalid_request", "problems": problems})
    record, cause = record_of(payment, trace), {}
    try:
        return settle(record, trace, cause)
    except Exception as err:  # of any kind: a payment that got this far is queued, never lost
        return queue_failure(payment, {**cause, "error": name_of(err)}, trace)


def record_of(payment, trace):
    trace["paymentId"] = masked(payment["paymentId"])
    return {**payment, "status": "accepted", "region": REGION, "acceptedAt": now(), "requestId": trace["requestId"]}


def settle(record, trace, cause):
    """Puts the record and its receipt; `cause` says what was being done when it fails."""
    cause["reason"] = "table_write_failed"
    stored = put_once(record)
    if any(stored[name] != record[name] for name in FIELDS):
        return answer(trace, 409, "paymentId reused", {"error": "conflict"})
    cause["reason"] = "receipt_write_failed"
    put_receipt(stored)
    # An SDK retry of a put that had landed meets its own record: still the first answer.
    if stored != record:
        return answer(trace, 200, "payment repeated", stored)
    return answer(trace, 201, "payment accepted", stored)


def is_batch(event):
    records = event.get("Records") if isinstance(event, dict) else None
    if not isinstance(records, list) or not records:
        return False
    return all(isinstance(it, dict) and it.get("eventSource") == "aws:sqs" for it in records)


def retry_all(records, context):
    """All at once: one after the other, a slow store would let the last ones count as tried although nobody tried them."""
    with ThreadPoolExecutor(10) as pool:
        failed = list(pool.map(lambda record: retry(record, context), records))
    return {"batchItemFailures": [{"itemIdentifier": it.get("messageId")} for it in failed if it]}


def retry(record, context):
    """A message that queue_failure wrote. Answers the record if it must come back.

    Never queued again: SQS counts the attempts, and after the last of them people look at it.
    """
    started = time.monotonic()
    trace = {"route": "SQS", "requestId": getattr(context, "aws_request_id", None), "messageId": record.get("messageId")}
    cause, status = {}, 400
    try:
        payment = read_message(record.get("body"), trace)
        trace["message"] = "message refused"
        if payment:
            status = settle(record_of(payment, trace), trace, cause)["statusCode"]
    except Exception as err:
        status = 503
        trace.update(cause, message="payment not retried", error=name_of(err))
    log(started, trace, status)
    return None if status < 400 else record


def read_message(text, trace):
    try:
        message = json.loads(text, parse_int=float, parse_constant=refuse_constant)
    except (TypeError, ValueError, RecursionError):
        return None
    version = message.get("version") if isinstance(message, dict) else None
    if not isinstance(version, float) or version != 1:
        return None
    if isinstance(message.get("requestId"), str):
        trace["requestId"] = message["requestId"]
    return read_payment({"body": json.dumps(message.get("payment"))})[0]


def put_once(record):
    """The record that counts: this one, or the one already there."""
    try:
        dynamodb.put_item(
            TableName=TABLE,
            Item={name: {"S": record[name]} for name in RECORD},
            ConditionExpression="attribute_not_exists(paymentId)",
            ReturnValuesOnConditionCheckFailure="ALL_OLD",
        )
        return record
    except ClientError as err:
        if name_of(err) != "ConditionalCheckFailedException":
            raise
        return {name: err.response["Item"][name]["S"] for name in RECORD}


def put_receipt(record):
    """Made of the stored record alone: a repeat writes the same bytes, or the receipt that failed."""
    key = f"receipts/{record['paymentId']}.json"
    s3.put_object(Bucket=BUCKET, Key=key, Body=dump(record).encode(), ContentType="application/json")


def queue_failure(payment, cause, trace):
    """`payment` is a body for POST /payment: replaying the queue is as safe as a client's retry."""
    where = {"region": REGION, "environment": ENVIRONMENT, "requestId": trace["requestId"]}
    trace.update(cause)
    try:
        message = dump({"version": 1, **cause, **where, "failedAt": now(), "payment": payment})
        sqs.send_message(QueueUrl=QUEUE_URL, MessageBody=message)
    except Exception as err:  # the caller is told, whatever it was
        trace["queueError"] = name_of(err)
    queued = "queueError" not in trace
    body = {"error": "unavailable", "queued": queued, "paymentId": payment["paymentId"], "requestId": trace["requestId"]}
    return answer(trace, 503, "payment queued" if queued else "payment not queued", body, {"Retry-After": "30"})


def read_payment(event):
    body = read_body(event)
    if body is None:
        return None, [f"body must be a JSON object of at most {MAX_BODY_BYTES} bytes"]
    given = {"currency": CURRENCY, "reference": "", **body}
    # A double's shortest form is what the caller wrote, up to 15 digits; 14 are let in. No arithmetic on money.
    if isinstance(given.get("amount"), float):
        given["amount"] = repr(given["amount"])
    problems = [f"{name} must match {pattern}" for name, pattern in FIELDS.items() if not matches(pattern, given.get(name))]
    # Not ignored: a misspelt currency must not become the default, nor a card number ride along.
    if given.keys() - FIELDS.keys():
        problems.append("fields must be among " + ", ".join(FIELDS))
    if problems:
        return None, problems
    whole, _, cents = given["amount"].partition(".")
    given["amount"] = f"{whole}.{cents:0<2}"
    return {name: given[name] for name in FIELDS}, []


def read_body(event):
    try:
        body = event["body"]
        raw = base64.b64decode(body) if event.get("isBase64Encoded") else body.encode()
        # b64decode skips what it cannot decode; then the way back gives another text.
        if event.get("isBase64Encoded") and base64.b64encode(raw).decode() != body:
            return None
        if len(raw) > MAX_BODY_BYTES:
            return None
        # Numbers as doubles and no NaN, as in JavaScript: both twins must read one body alike.
        value = json.loads(raw.decode(), parse_int=float, parse_constant=refuse_constant)
        return value if isinstance(value, dict) else None
    except (AttributeError, KeyError, TypeError, ValueError, RecursionError):
        return None


def refuse_constant(name):
    raise ValueError(f"{name} is not JSON")


def matches(pattern, value):
    # fullmatch, because "$" would let a final newline through.
    return isinstance(value, str) and re.fullmatch(pattern, value) is not None


def request_id(event, context):
    requested = event.get("requestContext") if isinstance(event, dict) else None
    return (isinstance(requested, dict) and requested.get("requestId")) or getattr(context, "aws_request_id", None)


def now():
    return datetime.now(timezone.utc).isoformat(timespec="milliseconds").replace("+00:00", "Z")


def name_of(err):
    return err.response["Error"]["Code"] if isinstance(err, ClientError) else type(err).__name__


def masked(payment_id):
    # 13 digits or more may be a card number used as an id: logs get the last 4.
    return re.sub(r"[0-9]([_-]?[0-9]){8,}(?=([_-]?[0-9]){4})", "*", payment_id)


def dump(value):
    # As JSON.stringify prints it, so that the twins' receipts are the same bytes.
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))


def answer(trace, status, message, body, headers=None):
    trace["message"] = message
    standard = {"Content-Type": "application/json", "Cache-Control": "no-store"}
    return {"statusCode": status, "headers": {**standard, **(headers or {})}, "body": dump(body), "isBase64Encoded": False}


def log(started, trace, status):
    # One line of JSON on stdout. Never the body.
    level = "error" if status >= 500 else "warn" if status >= 400 else "info"
    duration = round((time.monotonic() - started) * 1000)
    line = dump({"level": level, **trace, "status": status, "durationMs": duration, "region": REGION, "environment": ENVIRONMENT})
    # One write: messages of a batch are retried side by side.
    print(line + "\n", end="", flush=True)


ROUTES = {"/payment": ("POST", take_payment), "/health": ("GET", health)}
