"""POST /payment and GET /health on an Aurora ledger. Contract: lambda/README.md.

The ledger is the truth. The sessions table's row, written first, survives what a failover loses of it, and the
caller's retry books that again as it was.
"""
import base64
import hmac
import json
import os
import re
import time
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime, timezone
from decimal import Decimal

import boto3
from botocore.compat import HAS_CRT
from botocore.config import Config
from botocore.exceptions import ClientError

env = os.environ.get
REGION = env("AWS_REGION")
LEDGER = {
    "resourceArn": env("DATABASE_LEDGER_ARN", ""),
    "secretArn": env("DATABASE_LEDGER_SECRET", ""),
    "database": env("DATABASE_LEDGER_NAME", ""),
}
TABLE = env("TABLE_SESSIONS")
BUS = env("BUS_PAYMENTS")
BUS_ENDPOINT = env("BUS_PAYMENTS_ENDPOINT")
BUCKET = env("BUCKET_PAYMENT_DOCS")
INSTANT_PARAMETER = env("PARAMETER_INSTANT_PAYMENTS")
KEY_PARAMETER = env("PARAMETER_PARTNER_API_KEY")
CURRENCY = env("CURRENCY")
ENVIRONMENT = env("ENVIRONMENT")


def client(service, connect, read, attempts=1):
    """Bounded: a POST where all are slow takes 1.5 + 7 + 2 × 4 + 1.5 + 2 × 2.5 + 3.5 + 1 s, less than the function's 28."""
    # Else one Region's buckets would be reached through the global s3.amazonaws.com.
    regional = {"us_east_1_regional_endpoint": "regional"}
    config = Config(connect_timeout=connect, read_timeout=read, retries={"mode": "standard", "total_max_attempts": attempts}, s3=regional)
    # Spelt out, because boto3 does not read AWS_REGION.
    return boto3.client(service, region_name=REGION, config=config)


sessions = client("dynamodb", 1, 2, attempts=2)
# One attempt: what timed out may be booked; the retry finds out.
ledger = client("rds-data", 1, 3)
events = client("events", 0.5, 2)
s3 = client("s3", 0.5, 3)
ssm = client("ssm", 0.5, 1)
# Route 53 waits 2 s. Both are asked at once: a second is left for TLS, API Gateway and a cold start.
sessions_health = client("dynamodb", 0.5, 0.5)
ledger_health = client("rds-data", 0.5, 0.9)
pool = ThreadPoolExecutor(2)

MAX_BODY_BYTES = 4096
FIELDS = {
    "paymentId": r"^[A-Za-z0-9_-]{1,128}$",
    "amount": r"^(?=.*[1-9])(0|[1-9][0-9]{0,11})(\.[0-9]{1,2})?$",
    "currency": r"^[A-Z]{3}$",
    "reference": r"^[^\u0000-\u001f\u007f\ud800-\udfff\ufffe\uffff]{0,140}$",
}
RECORD = [*FIELDS, "status", "region", "acceptedAt", "requestId"]
COLUMNS = {name: re.sub("[A-Z]", lambda capital: "_" + capital[0].lower(), name) for name in RECORD}
NAMES = ", ".join(COLUMNS.values())
SELECT = f"SELECT {NAMES} FROM payments WHERE payment_id = :payment_id"
INSERT = f"INSERT INTO payments ({NAMES}) VALUES (:{NAMES.replace(', ', ', :')})"
# Case counts in a paymentId, whatever an engine's default collation.
CREATE = """CREATE TABLE IF NOT EXISTS payments (
    payment_id VARCHAR(128) COLLATE {collation} NOT NULL PRIMARY KEY, amount DECIMAL(14, 2) NOT NULL,
    currency CHAR(3) NOT NULL, reference VARCHAR(140) COLLATE {collation} NOT NULL, status VARCHAR(16) NOT NULL,
    region VARCHAR(32) NOT NULL, accepted_at VARCHAR(32) NOT NULL, request_id VARCHAR(128) NOT NULL)"""
SESSION_S = 24 * 3600
FLAG_S = 60
# The Data API's words for a cluster without a writer, all that an unpromoted secondary lacks.
NO_WRITER = {"DatabaseUnavailableException", "DatabaseNotFoundException", "InvalidResourceStateException"}
flag = {"value": "off", "until": 0.0}
KEY_S = 300
partner = {"value": b"", "until": 0.0}


class Conflict(Exception):
    """The paymentId is taken by other content."""


def handler(event, context):
    started = time.monotonic()
    event = event if isinstance(event, dict) else {}
    # A load balancer gives no id.
    trace = {"route": "unmatched", "requestId": context_of(event).get("requestId") or getattr(context, "aws_request_id", None)}
    try:
        if event.get("action") == "migrate":
            return migrate(started, trace)
        response = dispatch(event, trace)
    except Exception as err:
        # Raised, not made a 500: a bug has to count in Lambda's Errors.
        log(started, {**trace, "message": "invocation failed", "error": name_of(err)}, 500)
        raise
    log(started, trace, response["statusCode"])
    return response


def dispatch(event, trace):
    method = event.get("httpMethod") or context_of(event).get("http", {}).get("method")
    path = event.get("path") or event.get("rawPath")
    if not method or not path:
        # Nobody to answer: Lambda sends an asynchronous event to its on-failure destination.
        raise ValueError("not a request of a REST API, a load balancer or a function URL")
    if path not in ROUTES:
        return answer(trace, 404, "no such route", {"error": "not_found"})
    allowed, serve = ROUTES[path]
    trace["route"] = f"{method} {path}"
    if method == allowed:
        return serve(event, trace)
    return answer(trace, 405, "method not allowed", {"error": "method_not_allowed"}, {"Allow": allowed})


def migrate(started, trace):
    """No HTTP request has this form."""
    engine = ledger.execute_statement(**LEDGER, sql="SELECT VERSION()")["records"][0][0]["stringValue"]
    ledger.execute_statement(**LEDGER, sql=CREATE.format(collation='"C"' if "PostgreSQL" in engine else "utf8mb4_bin"))
    log(started, {**trace, "message": "migrated", "engine": engine}, 200)
    return {"migrated": True, "engine": engine}


def health(event, trace):
    """Whether this Region could book a payment now. In an unpromoted secondary it could not."""
    standby = (event.get("queryStringParameters") or {}).get("standby") == "ok"
    # The row need not exist. The Data API speaks to writers only, so that an answer proves one.
    asked = {
        "table": pool.submit(outcome, sessions_health.get_item, TableName=TABLE, Key={"sessionId": {"S": "#health"}}, ConsistentRead=True),
        "ledger": pool.submit(outcome, ledger_health.execute_statement, **LEDGER, sql=SELECT, parameters=[text("payment_id", "#health")]),
    }
    found = {part: result.result() for part, result in asked.items()}
    unpromoted = found["table"] == "ok" and found["ledger"] in NO_WRITER
    ok = set(found.values()) == {"ok"}
    trace.update({f"{part}Error": error for part, error in found.items() if error != "ok"})
    state = "ok" if ok else "standby" if unpromoted else "unavailable"
    status = 200 if ok or (standby and unpromoted) else 503
    return answer(trace, status, f"health: {state}", {"status": state, "region": REGION, **{part: error == "ok" for part, error in found.items()}})


def outcome(ask, **what):
    try:
        ask(**what)
        return "ok"
    except Exception as err:
        return name_of(err)


def take_payment(event, trace):
    try:
        if not step("key", admitted, event, trace):
            return answer(trace, 401, "caller refused", {"error": "unauthorized"})
    except Exception as err:
        return unavailable(trace, err)
    payment, problems = read_payment(event)
    if not payment:
        return answer(trace, 400, "payment refused", {"error": "invalid_request", "problems": problems})
    trace["paymentId"] = masked(payment["paymentId"])
    record = {**payment, "status": "booked", "region": REGION, "acceptedAt": now(), "requestId": trace["requestId"] or ""}
    try:
        stored, finished = step("session", claim, record, trace)
        stored = step("ledger", book, stored, trace)
        if not finished:
            step("event", publish, stored, trace)
            step("receipt", put_receipt, stored, trace)
            finish(stored, trace)
    except Conflict:
        return answer(trace, 409, "paymentId reused", {"error": "conflict"})
    except Exception as err:  # of any kind: the caller is told to come again
        return unavailable(trace, err, paymentId=payment["paymentId"])
    if stored != record:
        return answer(trace, 200, "payment repeated", stored)
    return answer(trace, 201, "payment booked", stored)


def unavailable(trace, err, **about):
    trace["error"] = name_of(err)
    body = {"error": "unavailable", **about, "requestId": trace["requestId"]}
    return answer(trace, 503, "payment not completed", body, {"Retry-After": "30"})


def admitted(event, _):
    """IAM guards the other fronts; a load balancer asks nobody who they are."""
    if not KEY_PARAMETER or "elb" not in context_of(event):
        return True
    given = ((event.get("headers") or {}).get("x-api-key") or "").encode(errors="replace")
    if given and (time.monotonic() >= partner["until"] or not hmac.compare_digest(given, partner["value"])):
        # On a mismatch too: the key may have been rotated.
        value = ssm.get_parameter(Name=KEY_PARAMETER, WithDecryption=True)["Parameter"]["Value"]
        partner.update(value=value.encode(), until=time.monotonic() + KEY_S)
    return given and hmac.compare_digest(given, partner["value"])


def step(name, do, given, trace):
    """Leaves in the trace where a payment stopped."""
    trace["reason"] = f"{name}_failed"
    result = do(given, trace)
    del trace["reason"]
    return result


def claim(record, trace):
    """The record that counts, and whether it was completed: this one, or the first of this paymentId."""
    session = {"S": "payment#" + record["paymentId"]}
    expires = {"N": str(int(time.time()) + SESSION_S)}
    try:
        sessions.put_item(
            TableName=TABLE,
            Item={"sessionId": session, "record": {"S": dump(record)}, "expiresAt": expires},
            ConditionExpression="attribute_not_exists(sessionId)",
            ReturnValuesOnConditionCheckFailure="ALL_OLD",
        )
        return record, False
    except ClientError as err:
        if name_of(err) != "ConditionalCheckFailedException":
            raise
        first = json.loads(err.response["Item"]["record"]["S"])
        return agree(first, record), "completed" in err.response["Item"]


def book(record, trace):
    """What the ledger holds. Always asked: a row of the sessions table can have outlived its booking."""
    parameters = [text(column, record[name]) for name, column in COLUMNS.items()]
    parameters[RECORD.index("amount")]["typeHint"] = "DECIMAL"
    try:
        ledger.execute_statement(**LEDGER, sql=INSERT, parameters=parameters)
        return record
    except ClientError:
        # Taken, or failed? The engines word it differently; the row tells.
        rows = ledger.execute_statement(**LEDGER, sql=SELECT, parameters=[text("payment_id", record["paymentId"])])["records"]
        if not rows:
            raise
    found = {name: cell["stringValue"] for name, cell in zip(COLUMNS, rows[0])}
    found["amount"] = f"{Decimal(found['amount']):.2f}"
    return agree(found, record)


def agree(first, record):
    if any(first[name] != record[name] for name in FIELDS):
        raise Conflict
    return first


def publish(record, trace):
    """At least once: a retry of a payment that was not completed publishes again."""
    if not BUS:
        return None
    entry = {"Source": "payments", "DetailType": "PaymentBooked", "EventBusName": BUS, "Detail": dump({**record, "instant": instant(trace)})}
    if BUS_ENDPOINT and HAS_CRT:
        try:
            return put_event(entry, EndpointId=BUS_ENDPOINT)
        except Exception as err:  # this Region's bus is one of the endpoint's two
            trace["endpointError"] = name_of(err)
    return put_event(entry)


def put_event(entry, **endpoint):
    if events.put_events(Entries=[entry], **endpoint)["FailedEntryCount"]:
        raise RuntimeError("the bus refused it")


def instant(trace):
    """A feature flag: off unless the parameter says on, and as it last was while it cannot be read."""
    if INSTANT_PARAMETER and time.monotonic() >= flag["until"]:
        flag["until"] = time.monotonic() + FLAG_S
        try:
            flag["value"] = ssm.get_parameter(Name=INSTANT_PARAMETER)["Parameter"]["Value"]
        except Exception as err:
            trace["parameterError"] = name_of(err)
    return flag["value"] == "on"


def put_receipt(record, trace):
    if BUCKET:
        key = f"receipts/{record['paymentId']}.json"
        s3.put_object(Bucket=BUCKET, Key=key, Body=dump(record).encode(), ContentType="application/json")


def finish(record, trace):
    """Without the mark the next repeat publishes once more: no reason to fail a booked payment."""
    key, mark = {"sessionId": {"S": "payment#" + record["paymentId"]}}, {":at": {"S": now()}}
    error = outcome(sessions_health.update_item, TableName=TABLE, Key=key, UpdateExpression="SET completed = :at", ExpressionAttributeValues=mark)
    if error != "ok":
        trace["finishError"] = error


def text(name, value):
    return {"name": name, "value": {"stringValue": value}}


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
        body, encoded = event["body"], event.get("isBase64Encoded")
        raw = base64.b64decode(body) if encoded else body.encode()
        # b64decode skips what it cannot decode; then the way back gives another text.
        if len(raw) > MAX_BODY_BYTES or encoded and base64.b64encode(raw).decode() != body:
            return None
        # int refuses what is no JSON: NaN and Infinity.
        value = json.loads(raw.decode(), parse_int=float, parse_constant=int)
        return value if isinstance(value, dict) else None
    except (AttributeError, KeyError, TypeError, ValueError, RecursionError):
        return None


def matches(pattern, value):
    # fullmatch, because "$" would let a final newline through.
    return isinstance(value, str) and re.fullmatch(pattern, value) is not None


def context_of(event):
    return event.get("requestContext") or {}


def now():
    return datetime.now(timezone.utc).isoformat(timespec="milliseconds").replace("+00:00", "Z")


def name_of(err):
    return err.response["Error"]["Code"] if isinstance(err, ClientError) else type(err).__name__


def masked(payment_id):
    # 13 digits or more may be a card number used as an id: logs get the last 4.
    return re.sub(r"[0-9]([_-]?[0-9]){8,}(?=([_-]?[0-9]){4})", "*", payment_id)


def dump(value):
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))


def answer(trace, status, message, body, headers=None):
    trace["message"] = message
    headers = {"Content-Type": "application/json", "Cache-Control": "no-store", **(headers or {})}
    return {"statusCode": status, "headers": headers, "body": dump(body), "isBase64Encoded": False}


def log(started, trace, status):
    # One line of JSON on stdout. Never the body.
    level = "error" if status >= 500 else "warn" if status >= 400 else "info"
    duration = round((time.monotonic() - started) * 1000)
    print(dump({"level": level, **trace, "status": status, "durationMs": duration, "region": REGION, "environment": ENVIRONMENT}), flush=True)


ROUTES = {"/payment": ("POST", take_payment), "/health": ("GET", health)}
