"""The ledger handler in two Regions with an Aurora global database, behind each of its three fronts."""
import base64
import json

import pytest

ONE, TWO = "us-east-1", "us-west-2"
TABLE, BUS, BUCKET, FLAG = "payments-sessions", "payments", "payment-docs-{region}", "/payments/dev/features/instant-payments"
KEY_NAME, KEY = "/payments/dev/partner/api-key", "k" * 40


def rest(method, path, body=None, query=None, request="r-1"):
    return {
        "httpMethod": method, "path": path, "body": body, "isBase64Encoded": False, "queryStringParameters": query,
        "requestContext": {"requestId": request, "stage": "prod"},
    }


def balancer(method, path, body=None, query=None, request=None):
    raw = base64.b64encode((body or "").encode()).decode()
    return {
        "httpMethod": method, "path": path, "body": raw, "isBase64Encoded": True, "queryStringParameters": query or {},
        "headers": {"user-agent": "ELB-HealthChecker/2.0"},
        "requestContext": {"elb": {"targetGroupArn": "arn:aws:elasticloadbalancing:us-east-1:123456789012:targetgroup/app/1"}},
    }


def url(method, path, body=None, query=None, request="r-1"):
    event = {
        "version": "2.0", "routeKey": "$default", "rawPath": path, "rawQueryString": "", "isBase64Encoded": False,
        "requestContext": {"requestId": request, "http": {"method": method, "path": path}, "stage": "$default"},
    }
    return event | ({"body": body} if body is not None else {}) | ({"queryStringParameters": query} if query else {})


FRONTS = {"rest": rest, "balancer": balancer, "url": url}


def payment(**changes):
    return {"paymentId": "p-1", "amount": "12.3", "currency": "USD", "reference": "x", **changes}


def post(front=rest, request="r-1", **changes):
    return front("POST", "/payment", json.dumps(payment(**changes)), request=request)


HEALTH, STANDBY = rest("GET", "/health"), rest("GET", "/health", query={"standby": "ok"})


def status(response):
    return response["statusCode"]


def body(response):
    return json.loads(response["body"])


class Ledger:
    """Both Regions with everything the handler needs; the first is the writer."""

    def __init__(self, world, **changes):
        import regions

        self.world, self.arns = world, regions.make_database(world, [ONE, TWO])
        self.handlers = {region: self.make(regions, region, **changes) for region in (ONE, TWO)}
        self.promote = lambda region: world.client("rds", region).failover_global_cluster(
            GlobalClusterIdentifier="payments-ledger", TargetDbClusterIdentifier=self.arns[region], AllowDataLoss=True
        )

    def make(self, regions, region, **changes):
        self.world.client("dynamodb", region).create_table(
            TableName=TABLE, BillingMode="PAY_PER_REQUEST", KeySchema=[{"AttributeName": "sessionId", "KeyType": "HASH"}],
            AttributeDefinitions=[{"AttributeName": "sessionId", "AttributeType": "S"}],
        )
        where = {} if region == ONE else {"CreateBucketConfiguration": {"LocationConstraint": region}}
        self.world.client("s3", region).create_bucket(Bucket=BUCKET.format(region=region), **where)
        events, sqs = self.world.client("events", region), self.world.client("sqs", region)
        events.create_event_bus(Name=BUS)
        sqs.create_queue(QueueName="booked")
        events.put_rule(Name="booked", EventBusName=BUS, EventPattern=json.dumps({"source": ["payments"], "detail-type": ["PaymentBooked"]}))
        events.put_targets(Rule="booked", EventBusName=BUS, Targets=[{"Id": "booked", "Arn": f"arn:aws:sqs:{region}:123456789012:booked"}])
        return regions.Handler(self.world, "payment-ledger-python", region, {
            "DATABASE_LEDGER": "unused.rds.amazonaws.com", "DATABASE_LEDGER_ARN": self.arns[region], "DATABASE_LEDGER_NAME": "ledger",
            "DATABASE_LEDGER_SECRET": f"arn:aws:secretsmanager:{region}:123456789012:secret:ledger", "TABLE_SESSIONS": TABLE, "BUS_PAYMENTS": BUS,
            "BUCKET_PAYMENT_DOCS": BUCKET.format(region=region), "PEER_REGION": TWO if region == ONE else ONE, "ENVIRONMENT": "test", "CURRENCY": "USD",
            **changes,
        })

    def send(self, event, region=ONE):
        return self.handlers[region].invoke(event)

    def log(self, region=ONE):
        return self.handlers[region].logs[-1]

    def booked(self):
        """Every row of the ledger, by paymentId."""
        store = self.world.ledgers["payments-ledger"]
        return {row[0]: row for row in store.execute("SELECT * FROM payments").fetchall()}

    def lose_booking(self, payment_id):
        """What a failover loses of the last seconds."""
        self.world.ledgers["payments-ledger"].execute("DELETE FROM payments WHERE payment_id = ?", [payment_id])

    def replicate_sessions(self, source, target):
        for item in self.world.client("dynamodb", source).scan(TableName=TABLE)["Items"]:
            self.world.client("dynamodb", target).put_item(TableName=TABLE, Item=item)

    def session(self, region=ONE):
        (item,) = self.world.client("dynamodb", region).scan(TableName=TABLE)["Items"]
        return item

    def events(self, region=ONE):
        sqs = self.world.client("sqs", region)
        queue = sqs.get_queue_url(QueueName="booked")["QueueUrl"]
        got = sqs.receive_message(QueueUrl=queue, MaxNumberOfMessages=10).get("Messages", [])
        for each in got:
            sqs.delete_message(QueueUrl=queue, ReceiptHandle=each["ReceiptHandle"])
        return [json.loads(each["Body"])["detail"] for each in got]

    def receipt(self, payment_id, region=ONE):
        return self.world.client("s3", region).get_object(Bucket=BUCKET.format(region=region), Key=f"receipts/{payment_id}.json")["Body"].read().decode()


@pytest.fixture
def bare(world):
    return lambda **changes: Ledger(world, **changes)


@pytest.fixture
def ledger(bare):
    def migrated(**changes):
        it = bare(**changes)
        assert it.send({"action": "migrate"})["migrated"]
        it.world.calls.clear()
        return it

    return migrated


class TestMigration:
    def test_is_done_once_however_often(self, bare):
        it = bare()
        for _ in range(3):
            assert it.send({"action": "migrate"}) == {"migrated": True, "engine": "8.0.39"}
        assert it.booked() == {}

    def test_collation_is_the_engines_own(self, bare):
        create = bare().handlers[ONE].index.CREATE
        assert create.format(collation='"C"').count('COLLATE "C"') == 2

    def test_cannot_be_asked_for_over_http(self, bare):
        it = bare()
        for front in FRONTS.values():
            response = it.send(front("POST", "/payment", json.dumps({"action": "migrate"})))
            assert status(response) == 400
        assert not it.world.ledgers or "payments" not in str(it.world.ledgers["payments-ledger"].execute("SELECT name FROM sqlite_master").fetchall())

    def test_region_without_it_is_not_healthy(self, bare):
        it = bare()
        assert status(it.send(HEALTH)) == 503
        assert (it.log()["ledgerError"], status(it.send(post()))) == ("DatabaseErrorException", 503)


@pytest.mark.parametrize("name", FRONTS)
class TestFronts:
    def test_payment(self, ledger, name):
        it = ledger()
        response = it.send(post(FRONTS[name]))
        record = body(response)
        assert (status(response), record["amount"], record["region"], record["status"]) == (201, "12.30", ONE, "booked")
        assert record["requestId"] == ("lambda-request" if name == "balancer" else "r-1")
        assert it.booked() == {"p-1": ("p-1", 12.3, "USD", "x", "booked", ONE, record["acceptedAt"], record["requestId"])}
        assert it.receipt("p-1") == response["body"]
        assert it.events() == [{**record, "instant": False}]
        session = it.session()
        assert (session["sessionId"]["S"], json.loads(session["record"]["S"]), "completed" in session) == ("payment#p-1", record, True)
        assert int(session["expiresAt"]["N"]) > 1_700_000_000
        assert it.world.made() == [
            (ONE, "dynamodb", "PutItem"), (ONE, "rds-data", "POST /Execute"), (ONE, "events", "PutEvents"),
            (ONE, "s3", f"PUT /{BUCKET.format(region=ONE)}/receipts/p-1.json"), (ONE, "dynamodb", "UpdateItem"),
        ]

    def test_answer_is_one_that_every_front_takes(self, ledger, name):
        response = ledger().send(post(FRONTS[name]))
        assert set(response) == {"statusCode", "headers", "body", "isBase64Encoded"}
        assert isinstance(response["statusCode"], int) and isinstance(response["body"], str)
        assert response["headers"] == {"Content-Type": "application/json", "Cache-Control": "no-store"}

    def test_health(self, ledger, name):
        it = ledger()
        response = it.send(FRONTS[name]("GET", "/health"))
        assert (status(response), body(response)) == (200, {"status": "ok", "region": ONE, "table": True, "ledger": True})

    def test_standby_is_asked_for(self, ledger, name):
        it = ledger()
        assert status(it.send(FRONTS[name]("GET", "/health", query={"standby": "ok"}), TWO)) == 200

    def test_other_routes_and_methods(self, ledger, name):
        it, front = ledger(), FRONTS[name]
        assert status(it.send(front("GET", "/"))) == 404
        refused = it.send(front("DELETE", "/payment"))
        assert (status(refused), refused["headers"]["Allow"]) == (405, "POST")


class TestRequests:
    @pytest.mark.parametrize("changes", [
        {"amount": "0"}, {"amount": "-1"}, {"amount": "1.234"}, {"amount": "1e3"}, {"amount": None}, {"amount": True}, {"currency": "usd"},
        {"paymentId": "a b"}, {"paymentId": ""}, {"paymentId": "x" * 129}, {"reference": "a\nb"}, {"reference": "x" * 141}, {"card": "4111"},
    ])
    def test_what_is_no_payment_is_refused_before_anything_is_called(self, ledger, changes):
        it = ledger()
        response = it.send(post(**changes))
        assert (status(response), body(response)["error"], it.world.calls) == (400, "invalid_request", [])

    @pytest.mark.parametrize("text", [None, "", "[]", "not json", "NaN", '{"amount": NaN}', "x" * 5000])
    def test_body_that_is_none(self, ledger, text):
        assert status(ledger().send(rest("POST", "/payment", text))) == 400

    @pytest.mark.parametrize("given, kept", [(12, "12.00"), (12.3, "12.30"), ("12", "12.00"), ("0.01", "0.01"), (999999999999.99, "999999999999.99")])
    def test_amounts(self, ledger, given, kept):
        it = ledger()
        assert body(it.send(post(amount=given)))["amount"] == kept
        # And as the ledger has it, which is a DECIMAL and may come back without its zeros.
        it.world.client("dynamodb", ONE).delete_item(TableName=TABLE, Key={"sessionId": {"S": "payment#p-1"}})
        assert body(it.send(post(amount=given)))["amount"] == kept

    def test_currency_by_default_and_without(self, ledger):
        without = rest("POST", "/payment", '{"paymentId":"p-1","amount":1}')
        assert body(ledger().send(without))["currency"] == "USD"

    @pytest.mark.parametrize("event", [{}, None, [], "text", {"Records": []}, {"action": "other"}, {"httpMethod": "GET"}])
    def test_event_that_is_no_request_fails(self, ledger, event):
        it = ledger()
        index = it.handlers[ONE].index
        with pytest.raises(ValueError):
            index.handler(event, None)

    def test_card_number_as_an_id_is_masked_in_the_log(self, ledger):
        it = ledger()
        it.send(post(paymentId="4111111111111111", reference="secret-reference"))
        assert it.log()["paymentId"] == "*1111"
        assert "411111111" not in it.handlers[ONE].raw and "secret-reference" not in it.handlers[ONE].raw


class TestRepeats:
    def test_same_payment_has_the_first_answer_and_one_event(self, ledger):
        it = ledger()
        first = it.send(post())
        again = it.send(post(request="r-2"))
        assert (status(again), again["body"]) == (200, first["body"])
        assert (len(it.booked()), len(it.events())) == (1, 1)

    @pytest.mark.parametrize("changes", [{"amount": "12.31"}, {"currency": "EUR"}, {"reference": "y"}])
    def test_other_content_is_a_conflict_even_when_the_session_has_expired(self, ledger, changes):
        it = ledger()
        it.send(post())
        before = it.booked()
        assert status(it.send(post(**changes))) == 409
        it.world.client("dynamodb", ONE).delete_item(TableName=TABLE, Key={"sessionId": {"S": "payment#p-1"}})
        assert status(it.send(post(**changes))) == 409
        assert it.booked() == before

    def test_expired_session_is_answered_from_the_ledger(self, ledger):
        it = ledger()
        first = it.send(post())
        it.world.client("dynamodb", ONE).delete_item(TableName=TABLE, Key={"sessionId": {"S": "payment#p-1"}})
        again = it.send(post(request="r-2"))
        assert (status(again), body(again)) == (200, body(first))

    def test_case_counts_in_a_payment_id(self, ledger):
        it = ledger()
        assert [status(it.send(post(paymentId=name))) for name in ("p-1", "P-1")] == [201, 201]
        assert len(it.booked()) == 2


class TestFailures:
    @pytest.mark.parametrize("service, operation, reason", [
        ("dynamodb", "PutItem", "session_failed"), ("rds-data", None, "ledger_failed"), ("events", None, "event_failed"), ("s3", None, "receipt_failed"),
    ])
    @pytest.mark.parametrize("fault", ["cut", "InternalFailure 500", "AccessDeniedException 403"])
    def test_store_that_fails_is_a_503_and_a_retry_completes_what_is_missing(self, ledger, service, operation, reason, fault):
        it = ledger()
        it.world.fault(fault, service=service, operation=operation)
        response = it.send(post())
        assert (status(response), response["headers"]["Retry-After"]) == (503, "30")
        assert body(response) == {"error": "unavailable", "paymentId": "p-1", "requestId": "r-1"}
        assert (it.log()["reason"], it.log()["level"]) == (reason, "error")
        it.events()
        it.world.mend()
        again = it.send(post(request="r-2"))
        # The first request's record stands once it was claimed.
        claimed = reason != "session_failed"
        assert (status(again), body(again)["requestId"]) == ((200, "r-1") if claimed else (201, "r-2"))
        assert (len(it.booked()), it.receipt("p-1"), len(it.events())) == (1, again["body"], 1)

    def test_event_that_the_bus_refuses_is_a_503(self, ledger):
        it = ledger()
        it.handlers[ONE].index.events = Refusing()
        assert (status(it.send(post())), it.log()["reason"]) == (503, "event_failed")

    def test_mark_that_cannot_be_set_costs_a_second_event_and_no_error(self, ledger):
        it = ledger()
        it.world.fault("ThrottlingException", operation="UpdateItem")
        assert (status(it.send(post())), it.log()["finishError"]) == (201, "ThrottlingException")
        it.world.mend()
        assert status(it.send(post())) == 200
        assert len(it.events()) == 2

    def test_answer_beats_the_front_when_everything_hangs(self, ledger):
        it = ledger()
        it.world.fault("hang")
        assert status(it.send(post())) == 503
        assert it.handlers[ONE].seconds < 10

    def test_booking_whose_answer_is_lost_is_found_by_the_retry(self, ledger):
        it = ledger()
        client = it.world.client("rds-data", ONE)
        execute = it.handlers[ONE].index.ledger.execute_statement

        def lost(**asked):
            execute(**asked)
            raise TimeoutError

        it.handlers[ONE].index.ledger = type("Lossy", (), {"execute_statement": staticmethod(lost)})()
        assert status(it.send(post())) == 503
        it.handlers[ONE].index.ledger = client
        again = it.send(post(request="r-2"))
        assert (status(again), body(again)["requestId"], len(it.booked())) == (200, "r-1", 1)

    def test_bus_and_bucket_are_optional(self, ledger):
        it = ledger(BUS_PAYMENTS="", BUCKET_PAYMENT_DOCS="")
        assert status(it.send(post())) == 201
        assert {call.service for call in it.world.calls} == {"dynamodb", "rds-data"}


class Refusing:
    def put_events(self, **asked):
        return {"FailedEntryCount": 1, "Entries": [{"ErrorCode": "ThrottlingException"}]}


class TestGlobalEndpoint:
    class Events:
        def __init__(self, fails=False):
            self.asked, self.fails = [], fails

        def put_events(self, **asked):
            self.asked.append(asked.get("EndpointId"))
            if self.fails and "EndpointId" in asked:
                raise TimeoutError
            return {"FailedEntryCount": 0, "Entries": [{"EventId": "1"}]}

    def publish(self, ledger, monkeypatch, crt, fails=False):
        it = ledger(BUS_PAYMENTS_ENDPOINT="abcde.veo")
        index = it.handlers[ONE].index
        monkeypatch.setattr(index, "HAS_CRT", crt)
        index.events = self.Events(fails)
        assert status(it.send(post())) == 201
        return index.events.asked, it.log()

    def test_with_the_runtime_as_it_is_the_own_bus_takes_the_event(self, ledger, monkeypatch):
        assert self.publish(ledger, monkeypatch, crt=False)[0] == [None]

    def test_with_a_layer_of_the_crt_it_goes_to_the_endpoint(self, ledger, monkeypatch):
        assert self.publish(ledger, monkeypatch, crt=True)[0] == ["abcde.veo"]

    def test_endpoint_that_fails_is_passed_by(self, ledger, monkeypatch):
        asked, log = self.publish(ledger, monkeypatch, crt=True, fails=True)
        assert (asked, log["endpointError"]) == (["abcde.veo", None], "TimeoutError")

    def test_sdk_without_the_crt_does_refuse(self, ledger):
        """Why HAS_CRT is asked: without it the SDK cannot sign for an endpoint, and says so before it calls anybody."""
        from botocore.compat import HAS_CRT
        from botocore.exceptions import MissingDependencyException

        assert not HAS_CRT, "this suite's environment has the CRT: the test would call the real endpoint"
        events = ledger().handlers[ONE].index.boto3.client("events", region_name=ONE, aws_access_key_id="x", aws_secret_access_key="x")
        with pytest.raises(MissingDependencyException):
            events.put_events(EndpointId="abcde.veo", Entries=[{"Source": "payments", "DetailType": "x", "Detail": "{}"}])


class TestFlag:
    def set(self, it, value):
        it.world.client("ssm", ONE).put_parameter(Name=FLAG, Value=value, Type="String", Overwrite=True)

    def test_is_read_once_a_minute(self, ledger):
        it = ledger(PARAMETER_INSTANT_PAYMENTS=FLAG)
        self.set(it, "on")
        for n in range(3):
            it.send(post(paymentId=f"p-{n}"))
        assert ([event["instant"] for event in it.events()], len(it.world.made("GetParameter"))) == ([True] * 3, 1)
        self.set(it, "off")
        it.handlers[ONE].index.flag["until"] = 0
        it.send(post(paymentId="p-9"))
        assert [event["instant"] for event in it.events()] == [False]

    @pytest.mark.parametrize("fault", ["ThrottlingException", "cut", "hang"])
    def test_that_cannot_be_read_is_off_and_costs_no_payment(self, ledger, fault):
        it = ledger(PARAMETER_INSTANT_PAYMENTS=FLAG)
        it.world.fault(fault, service="ssm")
        assert status(it.send(post())) == 201
        assert [event["instant"] for event in it.events()] == [False]
        assert it.log()["parameterError"]

    def test_is_not_asked_for_when_not_named(self, ledger):
        it = ledger()
        it.send(post())
        assert it.world.made("GetParameter") == []


class TestPartnerKey:
    """Who comes through a load balancer was asked by nobody before."""

    def put(self, it, value, region=ONE):
        it.world.client("ssm", region).put_parameter(Name=KEY_NAME, Value=value, Type="SecureString", Overwrite=True)

    @pytest.fixture
    def guarded(self, ledger):
        it = ledger(PARAMETER_PARTNER_API_KEY=KEY_NAME)
        for region in (ONE, TWO):
            self.put(it, KEY, region)
        return it

    def with_key(self, key, **changes):
        event = post(balancer, **changes)
        return {**event, "headers": {**event["headers"], "x-api-key": key}}

    def test_right_key_is_read_once_in_five_minutes(self, guarded):
        assert [status(guarded.send(self.with_key(KEY))) for _ in range(3)] == [201, 200, 200]
        assert len(guarded.world.made("GetParameter")) == 1
        guarded.handlers[ONE].index.partner["until"] -= 300
        assert (status(guarded.send(self.with_key(KEY))), len(guarded.world.made("GetParameter"))) == (200, 2)

    @pytest.mark.parametrize("key", ["", "wrong", KEY[:-1], KEY + "k", KEY.upper(), "schl\u00fcssel", "\ud800"])
    def test_any_other_is_refused_and_books_nothing(self, guarded, key):
        for _ in range(2):
            response = guarded.send(self.with_key(key))
            assert (status(response), body(response)) == (401, {"error": "unauthorized"})
        assert (guarded.booked(), {call.service for call in guarded.world.calls} <= {"ssm"}) == ({}, True)
        assert (guarded.log()["level"], "reason" in guarded.log()) == ("warn", False)

    @pytest.mark.parametrize("headers", [{}, None, {"x-api-key": None}, {"authorization": KEY}])
    def test_none_is_refused_without_a_call(self, guarded, headers):
        for event in ({**post(balancer), "headers": headers}, {key: value for key, value in post(balancer).items() if key != "headers"}):
            assert (status(guarded.send(event)), guarded.world.calls) == (401, [])

    def test_is_asked_for_before_the_body_is_read(self, guarded):
        assert status(guarded.send(balancer("POST", "/payment", "not json"))) == 401

    def test_empty_parameter_lets_nobody_in(self, guarded):
        guarded.handlers[ONE].index.partner.update(value=b"", until=float("inf"))
        assert status(guarded.send(self.with_key(""))) == 401

    def test_rotated_key_works_at_once_and_the_old_one_no_longer(self, guarded):
        guarded.send(self.with_key(KEY))
        self.put(guarded, "rotated")
        assert [status(guarded.send(self.with_key(key))) for key in ("rotated", KEY)] == [200, 401]

    def test_wrong_key_costs_one_read_and_does_not_shut_out_the_right_one(self, guarded):
        guarded.send(self.with_key(KEY))
        guarded.world.calls.clear()
        assert (status(guarded.send(self.with_key("wrong"))), len(guarded.world.made("GetParameter"))) == (401, 1)
        guarded.world.fault("ThrottlingException", service="ssm")
        assert [status(guarded.send(self.with_key(key))) for key in ("wrong", KEY)] == [503, 200]

    @pytest.mark.parametrize("fault", ["ThrottlingException", "AccessDeniedException", "cut", "hang"])
    def test_that_cannot_be_read_is_a_503_and_never_open(self, guarded, fault):
        guarded.world.fault(fault, service="ssm")
        response = guarded.send(self.with_key(KEY))
        assert (status(response), response["headers"]["Retry-After"]) == (503, "30")
        assert body(response) == {"error": "unavailable", "requestId": "lambda-request"}
        assert (guarded.log()["reason"], guarded.log()["level"], guarded.booked()) == ("key_failed", "error", {})
        guarded.world.mend()
        assert status(guarded.send(self.with_key(KEY))) == 201

    def test_that_is_not_there_yet_is_a_503(self, ledger):
        it = ledger(PARAMETER_PARTNER_API_KEY=KEY_NAME)
        assert (status(it.send(self.with_key(KEY))), it.log()["error"]) == (503, "ParameterNotFound")

    def test_expired_key_is_not_trusted_while_it_cannot_be_read(self, guarded):
        guarded.send(self.with_key(KEY))
        guarded.handlers[ONE].index.partner["until"] = 0
        guarded.world.fault("cut", service="ssm")
        assert status(guarded.send(self.with_key(KEY))) == 503

    @pytest.mark.parametrize("front", [rest, url])
    def test_fronts_with_iam_are_not_asked_for_one(self, guarded, front):
        assert (status(guarded.send(post(front))), guarded.world.made("GetParameter")) == (201, [])

    def test_health_stays_open(self, guarded):
        assert (status(guarded.send(balancer("GET", "/health"))), guarded.world.made("GetParameter")) == (200, [])

    def test_secondary_needs_its_own_region_only(self, guarded):
        guarded.promote(TWO)
        guarded.world.lose(ONE)
        guarded.world.calls.clear()
        assert status(guarded.send(self.with_key(KEY), TWO)) == 201
        assert {call.region for call in guarded.world.calls} == {TWO}

    def test_stands_in_no_log(self, guarded):
        for key in (KEY, "wrong-and-secret"):
            guarded.send(self.with_key(key))
            assert key not in guarded.handlers[ONE].raw


class TestHealth:
    def test_unpromoted_secondary_books_nothing_and_says_so(self, ledger):
        it = ledger()
        response = it.send(HEALTH, TWO)
        assert (status(response), body(response)) == (503, {"status": "standby", "region": TWO, "table": True, "ledger": False})
        assert status(it.send(post(), TWO)) == 503

    def test_standby_that_lacks_its_promotion_only_is_fit(self, ledger):
        it = ledger()
        assert (status(it.send(STANDBY, TWO)), status(it.send(STANDBY, ONE))) == (200, 200)

    @pytest.mark.parametrize("fault, service", [
        ("AccessDeniedException 403", "rds-data"), ("InvalidSecretException", "rds-data"), ("HttpEndpointNotEnabledException", "rds-data"),
        ("cut", "rds-data"), ("ResourceNotFoundException", "dynamodb"), ("cut", "dynamodb"),
    ])
    def test_standby_that_lacks_anything_else_is_not_fit(self, ledger, fault, service):
        it = ledger()
        it.world.fault(fault, region=TWO, service=service)
        response = it.send(STANDBY, TWO)
        assert (status(response), body(response)["status"]) == (503, "unavailable")

    @pytest.mark.parametrize("service", ["rds-data", "dynamodb"])
    @pytest.mark.parametrize("fault", ["cut", "hang", "ThrottlingException"])
    def test_primary_that_lacks_something_is_unavailable_within_two_seconds(self, ledger, service, fault):
        it = ledger()
        it.send(HEALTH)
        it.world.fault(fault, service=service)
        response = it.send(HEALTH)
        assert (status(response), body(response)["status"]) == (503, "unavailable")
        assert it.handlers[ONE].seconds < 2

    def test_both_that_hang_do_not_add_up(self, ledger):
        it = ledger()
        it.send(HEALTH)
        it.world.fault("hang")
        assert (status(it.send(HEALTH)), it.handlers[ONE].seconds < 2) == (503, True)

    def test_is_about_what_a_booking_cannot_do_without(self, ledger):
        it = ledger(PARAMETER_INSTANT_PAYMENTS=FLAG)
        for service in ("s3", "events", "ssm"):
            it.world.fault("cut", service=service)
        assert status(it.send(HEALTH)) == 200

    def test_follows_the_writer_through_a_failover_and_back(self, ledger):
        it = ledger()
        assert [status(it.send(HEALTH, region)) for region in (ONE, TWO)] == [200, 503]
        it.promote(TWO)
        # The old primary is back and well, and must not get its users back before its data.
        assert [status(it.send(HEALTH, region)) for region in (ONE, TWO)] == [503, 200]
        it.promote(ONE)
        assert [status(it.send(HEALTH, region)) for region in (ONE, TWO)] == [200, 503]


class TestRegionLost:
    def test_promoted_secondary_needs_its_own_region_only(self, ledger):
        it = ledger(PARAMETER_INSTANT_PAYMENTS=FLAG)
        it.promote(TWO)
        it.world.lose(ONE)
        it.world.calls.clear()
        assert (status(it.send(HEALTH, TWO)), status(it.send(post(), TWO))) == (200, 201)
        assert {call.region for call in it.world.calls} == {TWO}
        assert len(it.events(TWO)) == 1

    def test_replicated_payment_is_repeated_with_its_first_answer(self, ledger):
        it = ledger()
        first = it.send(post())
        it.replicate_sessions(ONE, TWO)
        it.promote(TWO)
        again = it.send(post(request="r-2"), TWO)
        assert (status(again), again["body"], len(it.booked())) == (200, first["body"], 1)
        assert it.events(TWO) == []

    def test_booking_that_the_failover_lost_is_booked_again_as_it_was(self, ledger):
        it = ledger()
        first = it.send(post())
        it.replicate_sessions(ONE, TWO)
        it.lose_booking("p-1")
        it.promote(TWO)
        again = it.send(post(request="r-2"), TWO)
        assert (status(again), again["body"]) == (200, first["body"])
        assert it.booked()["p-1"][5:8] == (ONE, body(first)["acceptedAt"], "r-1")

    def test_payment_refused_by_an_unpromoted_secondary_is_taken_after_the_promotion(self, ledger):
        it = ledger()
        assert status(it.send(post(), TWO)) == 503
        it.promote(TWO)
        again = it.send(post(request="r-2"), TWO)
        assert (status(again), body(again)["requestId"], len(it.booked())) == (200, "r-1", 1)
