"""The contract, as data: what each request gets, and what it leaves behind. Both handlers are held to it.

In an expected value TIME stands for a time in UTC with milliseconds, SDK for an SDK's name of an error.
"""
import base64
import json
from dataclasses import dataclass, field

TIME, SDK = "<time>", "<sdk error>"
# In every reference sent here; it must not turn up in a log.
CANARY = "canary-of-the-body"
BODY_PROBLEM = "body must be a JSON object of at most 4096 bytes"
PROBLEMS = {
    "paymentId": "paymentId must match ^[A-Za-z0-9_-]{1,128}$",
    "amount": r"amount must match ^(?=.*[1-9])(0|[1-9][0-9]{0,11})(\.[0-9]{1,2})?$",
    "currency": "currency must match ^[A-Z]{3}$",
    "reference": r"reference must match ^[^\u0000-\u001f\u007f\ud800-\udfff\ufffe\uffff]{0,140}$",
    "fields": "fields must be among paymentId, amount, currency, reference",
}
ALLOWED = {"/payment": "POST", "/health": "GET"}


@dataclass
class Step:
    event: dict
    status: int
    body: dict
    headers: dict = field(default_factory=dict)
    log: dict = field(default_factory=dict)
    # Made by the suite before the request: "table", "bucket", "queue".
    mended: str | None = None


@dataclass
class Case:
    """`records`, `receipts` and `messages` are the whole content of the stores afterwards."""

    name: str
    steps: list
    records: list = field(default_factory=list)
    receipts: list = field(default_factory=list)
    messages: list = field(default_factory=list)
    calls: list = field(default_factory=list)
    missing: tuple = ()


def request(method, path, request_id="r-1", body=None, encoded=False):
    return {
        "resource": path, "path": path, "httpMethod": method, "headers": {"Content-Type": "application/json"},
        "queryStringParameters": None, "pathParameters": None, "body": body, "isBase64Encoded": encoded,
        "requestContext": {"requestId": request_id, "stage": "prod", "httpMethod": method},
    }


def payment(**changes):
    content = {"paymentId": "p-1", "amount": "12.34", "currency": "USD", "reference": CANARY, **changes}
    return {name: value for name, value in content.items() if value is not ...}


def post(content, request_id="r-1"):
    return request("POST", "/payment", request_id, content if isinstance(content, str) else json.dumps(content))


def post_bytes(content):
    return request("POST", "/payment", body=base64.b64encode(content).decode(), encoded=True)


def record(request_id="r-1", **changes):
    stored = {"region": "us-east-1", "acceptedAt": TIME, "requestId": request_id}
    return {**payment(**changes), "status": "accepted", **stored}


def queued(reason, request_id="r-1", error=SDK, **changes):
    cause = {"version": 1, "reason": reason, "error": error}
    where = {"region": "us-east-1", "environment": "test", "requestId": request_id, "failedAt": TIME}
    return {**cause, **where, "payment": payment(**changes)}


PUT = "us-east-1 dynamodb PutItem"
GET = "us-east-1 dynamodb GetItem"
RECEIPT = "us-east-1 s3 PUT object"
SEND = "us-east-1 sqs SendMessage"


def accepted(name, event, **stored):
    kept = record(**stored)
    return Case(name, [Step(event, 201, kept)], [kept], [kept], calls=[PUT, RECEIPT])


def refused(name, event, *problems):
    body = {"error": "invalid_request", "problems": list(problems)}
    return Case(name, [Step(event, 400, body, log={"level": "warn", "message": "payment refused"})])


def unavailable(is_queued, request_id="r-1"):
    return {"error": "unavailable", "queued": is_queued, "paymentId": "p-1", "requestId": request_id}


def failed(event, is_queued, request_id="r-1", mended=None, **log):
    message = "payment queued" if is_queued else "payment not queued"
    return Step(event, 503, unavailable(is_queued, request_id), {"Retry-After": "30"}, {"message": message, **log}, mended)


AMOUNTS = {
    # what is sent, as JSON: what is stored
    '"12.34"': "12.34", '"12.3"': "12.30", '"12"': "12.00", '"0.01"': "0.01", '"0.5"': "0.50", '"999999999999.99"': "999999999999.99",
    "12.34": "12.34", "12.3": "12.30", "12": "12.00", "12.0": "12.00", "12.340": "12.34", "1e2": "100.00", "1234e-2": "12.34", "0.01": "0.01",
    # Beyond a double, and so beyond both parsers.
    "12.3400000000000000001": "12.34",
    # The floats that bite those who calculate: 0.1 + 0.2, 1.005, the largest amount.
    "0.29": "0.29", "1.15": "1.15", "4.35": "4.35", "999999999999.99": "999999999999.99", "999999999999": "999999999999.00",
}
NOT_AMOUNTS = [
    '"0"', '"0.00"', '"-1"', '"+1"', '"1.234"', '"1."', '".5"', '"007"', '"1,000.00"', '"1e3"', '" 1"', '"1 "', '"1\\n"', '""', '"NaN"',
    '"Infinity"', '"0x10"', '"1000000000000"', '"\\u0661\\u0662"', '"\\uff11"', "0", "-0", "0.0", "-12.34", "0.001", "12.345", "1e-7", "1e12", "1e21",
    "1000000000000", "1e400", "-1e400", "9" * 400, "null", "true", "false", "[]", "{}", "[12]", '{"value":1}',
]
NOT_IDS = ["", "a" * 129, "a b", "a/b", "../x", "a.b", "a#b", "#health", "p-1\n", "\u0440", "\u0661", "p\u0000", "\ud800", None, 7, True, [], {}, ["p-1"]]
NOT_CURRENCIES = ["", "usd", "US", "USDX", "U$D", "USD\n", "\uff35\uff33\uff24", None, 840, [], {}]
NOT_REFERENCES = ["x" * 141, "\U0001f600" * 141, "a\nb", "tab\t", "\u0000", "\u007f", "\ud800", "\udfff\ud83d", "\uffff", "\ufffe", None, 7, {}, []]
REFERENCES = {
    "empty": "", "longest": "x" * 140, "emoji count once": "\U0001f600" * 140, "several scripts": "Überweisung 支払い Оплата دفع",
    "quotes and backslashes": '"\\/ \u2028\u2029 </script>', "not normalised": "e\u0301", "C1 control and BOM inside": "a\u0085\ufeff",
}
NOT_JSON = [
    "", " ", "{", '{"paymentId":', "p-1", "{'paymentId':'p-1'}", "{} {}", "{,}", '{"a":1,}', "\ufeff" + json.dumps(payment()), '{"a":"\n"}', '{"a":"\\x"}',
    '{"amount":NaN}', '{"amount":Infinity}', '{"amount":-Infinity}', '{"amount":01}', '{"amount":1.}', '{"amount":.5}', '{"amount":+1}', '{"amount":\u0661}',
    '{"a":\ud800}', '"\ud800"', "null", "true", "12", '"p-1"', "[]", json.dumps([payment()]), "\u00a0{}",
]
NOT_BYTES = {
    "not base64": "%%%", "unpadded": base64.b64encode(b'{"a":1} ').decode().rstrip("="), "spaced": " e30=", "URL alphabet": "_-8=",
    "not UTF-8": base64.b64encode(b'{"reference":"\xff"}').decode(), "surrogate in UTF-8": base64.b64encode(b'"\xed\xa0\x80"').decode(),
    "overlong": base64.b64encode(b'{"reference":"\xc0\xaf"}').decode(), "BOM": base64.b64encode(b"\xef\xbb\xbf{}").decode(), "empty": "",
}
REFUSED = {"error": "conflict"}
TOO_DEEP = '{"paymentId":' + "[" * 2000 + "]" * 2000 + "}"

CASES = [
    # What is taken, and how it is kept.
    *[accepted(f"amount {sent} is kept as {kept}", post(json.dumps(payment(amount=0)).replace(": 0,", f": {sent},")), amount=kept) for sent, kept in AMOUNTS.items()],
    *[accepted(f"reference, {name}", post(payment(reference=text)), reference=text) for name, text in REFERENCES.items()],
    accepted("currency is the default one when absent", post(payment(currency=...)), currency="USD"),
    accepted("currency of the caller", post(payment(currency="JPY")), currency="JPY"),
    accepted("reference is empty when absent", post(payment(reference=...)), reference=""),
    accepted("longest paymentId", post(payment(paymentId="aZ0_-" * 25 + "xyz")), paymentId="aZ0_-" * 25 + "xyz"),
    accepted("field order and blanks do not matter", post('\t{ "reference":"%s",\r\n"amount":"12.34","currency":"USD","paymentId":"p-1" } ' % CANARY)),
    accepted("the last of two equal names counts", post('{"amount":"1",' + json.dumps(payment())[1:])),
    accepted("base64 body", post_bytes(json.dumps(payment()).encode())),
    accepted("base64 body in several scripts", post_bytes(json.dumps(payment(reference="支払い \U0001f4b3"), ensure_ascii=False).encode()), reference="支払い \U0001f4b3"),
    accepted("body of exactly 4096 bytes", post(json.dumps(payment()).ljust(4096))),
    accepted("names of Object.prototype are plain text", post(payment(paymentId="__proto__", reference="constructor")), paymentId="__proto__", reference="constructor"),
    # What is refused: nothing is called, nothing is kept.
    *[refused(f"amount {sent[:20]}", post(json.dumps(payment(amount=0)).replace(": 0,", f": {sent},")), PROBLEMS["amount"]) for sent in NOT_AMOUNTS],
    *[refused(f"paymentId {sent!r:.20}", post(payment(paymentId=sent)), PROBLEMS["paymentId"]) for sent in NOT_IDS],
    *[refused(f"currency {sent!r}", post(payment(currency=sent)), PROBLEMS["currency"]) for sent in NOT_CURRENCIES],
    *[refused(f"reference {sent!r:.20}", post(payment(reference=sent)), PROBLEMS["reference"]) for sent in NOT_REFERENCES],
    *[refused(f"not a JSON object {sent!r:.24}", post(sent), BODY_PROBLEM) for sent in NOT_JSON],
    *[refused(f"base64, {name}", request("POST", "/payment", body=sent, encoded=True), BODY_PROBLEM) for name, sent in NOT_BYTES.items()],
    refused("no body", request("POST", "/payment"), BODY_PROBLEM),
    refused("body not even null", {name: value for name, value in request("POST", "/payment").items() if name != "body"}, BODY_PROBLEM),
    refused("body already parsed", request("POST", "/payment", body=payment()), BODY_PROBLEM),
    refused("body of 4097 bytes", post(json.dumps(payment()).ljust(4097)), BODY_PROBLEM),
    refused("4097 bytes in fewer characters", post('{"reference":"' + "支" * 1361 + '"}'), BODY_PROBLEM),
    refused("4097 bytes in base64", post_bytes(json.dumps(payment()).ljust(4097).encode()), BODY_PROBLEM),
    refused("a megabyte", post(payment(reference="x" * 1_000_000)), BODY_PROBLEM),
    refused("nothing in it", post({}), PROBLEMS["paymentId"], PROBLEMS["amount"]),
    refused("every problem is named", post({"paymentId": "", "amount": "", "currency": "", "reference": 1, "x": 1}), *PROBLEMS.values()),
    refused("unknown field", post(payment(cardNumber="4111111111111111")), PROBLEMS["fields"]),
    refused("misspelt currency", post(payment(currency=..., curency="EUR")), PROBLEMS["fields"]),
    refused("field of Object.prototype", post(json.dumps(payment())[:-1] + ',"__proto__":{"amount":"1"}}'), PROBLEMS["fields"]),
    refused("server's own field", post(payment(status="accepted")), PROBLEMS["fields"]),
    # Repeats.
    Case(
        "a repeat gets the first answer",
        [Step(post(payment(), "r-1"), 201, record()), Step(post(payment(), "r-2"), 200, record(), log={"message": "payment repeated"})],
        [record()], [record(), record()], calls=[PUT, RECEIPT, PUT, RECEIPT],
    ),
    Case(
        "a repeat spelt otherwise is a repeat",
        [Step(post(payment(amount="12.50")), 201, record(amount="12.50")), Step(post(payment(amount=12.5, currency=...), "r-2"), 200, record(amount="12.50"))],
        [record(amount="12.50")], [record(amount="12.50")] * 2, calls=[PUT, RECEIPT] * 2,
    ),
    Case(
        "a repeat under the same request id is a repeat",
        [Step(post(payment()), 201, record()), Step(post(payment()), 200, record())],
        [record()], [record()] * 2, calls=[PUT, RECEIPT] * 2,
    ),
    *[
        Case(
            f"another {name} under the same paymentId is a conflict",
            [Step(post(payment()), 201, record()), Step(post(payment(**{name: other}), "r-2"), 409, REFUSED, log={"level": "warn", "paymentId": "p-1"})],
            [record()], [record()], calls=[PUT, RECEIPT, PUT],
        )
        for name, other in {"amount": "12.35", "currency": "EUR", "reference": "another"}.items()
    ],
    Case(
        "a conflict does not disturb the first payment",
        [Step(post(payment()), 201, record()), Step(post(payment(amount="1"), "r-2"), 409, REFUSED), Step(post(payment(), "r-3"), 200, record())],
        [record()], [record()] * 2, calls=[PUT, RECEIPT, PUT, PUT, RECEIPT],
    ),
    Case(
        "paymentId is case sensitive",
        [Step(post(payment(paymentId="P")), 201, record(paymentId="P")), Step(post(payment(paymentId="p"), "r-2"), 201, record("r-2", paymentId="p"))],
        [record(paymentId="P"), record("r-2", paymentId="p")], [record(paymentId="P"), record("r-2", paymentId="p")], calls=[PUT, RECEIPT] * 2,
    ),
    # Stores that fail.
    Case(
        "no table: queued",
        [failed(post(payment()), True, level="error", reason="table_write_failed", error="ResourceNotFoundException", paymentId="p-1")],
        messages=[queued("table_write_failed", error="ResourceNotFoundException")], calls=[PUT, SEND], missing=("table",),
    ),
    Case(
        "no bucket: recorded and queued",
        [failed(post(payment()), True, reason="receipt_write_failed", error="NoSuchBucket")],
        [record()], messages=[queued("receipt_write_failed", error="NoSuchBucket")], calls=[PUT, RECEIPT, SEND], missing=("bucket",),
    ),
    Case(
        "no table, no queue: the caller is told",
        [failed(post(payment()), False, reason="table_write_failed", queueError=SDK)], calls=[PUT, SEND], missing=("table", "queue"),
    ),
    Case(
        "no bucket, no queue: the caller is told, the record stays",
        [failed(post(payment()), False, reason="receipt_write_failed", queueError=SDK)],
        [record()], calls=[PUT, RECEIPT, SEND], missing=("bucket", "queue"),
    ),
    Case(
        "no queue: not missed while the stores work",
        [Step(post(payment()), 201, record()), Step(request("GET", "/health"), 200, {"status": "ok", "region": "us-east-1", "table": "payments-table"})],
        [record()], [record()], calls=[PUT, RECEIPT, GET], missing=("queue",),
    ),
    Case(
        "a repeat writes the receipt that failed",
        [failed(post(payment()), True), Step(post(payment(), "r-2"), 200, record(), mended="bucket")],
        [record()], [record()], [queued("receipt_write_failed", error="NoSuchBucket")], [PUT, RECEIPT, SEND, PUT, RECEIPT], ("bucket",),
    ),
    Case(
        "a conflict is a conflict with or without the bucket",
        [failed(post(payment()), True), Step(post(payment(amount="1"), "r-2"), 409, REFUSED)],
        [record()], messages=[queued("receipt_write_failed", error="NoSuchBucket")], calls=[PUT, RECEIPT, SEND, PUT], missing=("bucket",),
    ),
    Case(
        "a payment that never reached the table is taken when it is back",
        [failed(post(payment()), True), Step(post(payment(), "r-2"), 201, record("r-2"), mended="table")],
        [record("r-2")], [record("r-2")], [queued("table_write_failed", error="ResourceNotFoundException")], [PUT, SEND, PUT, RECEIPT], ("table",),
    ),
    Case(
        "a queued payment is in several scripts too",
        [failed(post(payment(reference="支払い \U0001f4b3 \u0085\ufeff")), True)],
        messages=[queued("table_write_failed", error="ResourceNotFoundException", reference="支払い \U0001f4b3 \u0085\ufeff")], calls=[PUT, SEND], missing=("table",),
    ),
    # Health.
    Case(
        "healthy", [Step(request("GET", "/health"), 200, {"status": "ok", "region": "us-east-1", "table": "payments-table"}, log={"message": "healthy", "route": "GET /health"})],
        calls=[GET],
    ),
    Case(
        "unhealthy without the table",
        [Step(request("GET", "/health"), 503, {"status": "unavailable", "region": "us-east-1", "table": "payments-table"}, log={"error": "ResourceNotFoundException"})],
        calls=[GET], missing=("table",),
    ),
    Case(
        "healthy without bucket and queue",
        [Step(request("GET", "/health"), 200, {"status": "ok", "region": "us-east-1", "table": "payments-table"})],
        calls=[GET], missing=("bucket", "queue"),
    ),
    # Anything else.
    *[
        Case(f"no route {path}", [Step(request("POST", path), 404, {"error": "not_found"}, log={"route": "unmatched"})])
        for path in ["/", "", "/payment/", "/payments", "/Payment", "/payment/p-1", "/health/", "//payment", "payment", "constructor", "__proto__", "/é"]
    ],
    *[
        Case(f"no {method} {path}", [Step(request(method, path), 405, {"error": "method_not_allowed"}, {"Allow": ALLOWED[path]}, {"route": f"{method} {path}"})])
        for path, method in [("/payment", "GET"), ("/payment", "PUT"), ("/payment", "DELETE"), ("/payment", "post"), ("/payment", "constructor"), ("/health", "POST"), ("/health", "HEAD")]
    ],
]

# One stays apart: how deep JSON may nest is the parser's business, so the problems named may differ.
DEEP = refused("nested too deep", post(TOO_DEEP))

NOT_PROXY_EVENTS = {
    "nothing": None, "empty": {}, "text": "payment", "list": [payment()], "the payment itself": payment(),
    "function URL or HTTP API (payload 2.0)": {"version": "2.0", "rawPath": "/payment", "requestContext": {"http": {"method": "POST", "path": "/payment"}}, "body": "{}"},
    "S3": {"Records": [{"eventSource": "aws:s3", "s3": {}}]}, "a batch of nothing": {"Records": []}, "records that are none": {"Records": [None]},
    "SQS beside something else": {"Records": [{"eventSource": "aws:sqs", "messageId": "m-1", "body": "{}"}, {"eventSource": "aws:s3"}]},
    "EventBridge": {"version": "0", "detail-type": "x", "source": "y", "detail": {}},
    "no path": {"httpMethod": "POST"}, "path is no text": {"httpMethod": "POST", "path": 1}, "odd request context": {"requestContext": "x"},
}
