"""moto, the two handlers in processes of their own, and an empty AWS for each test."""
import functools
import json
import os
import select
import socket
import subprocess
import sys
import urllib.request
from pathlib import Path

import boto3
import pytest
from botocore.config import Config

HERE = Path(__file__).parent
LAMBDA = HERE.parent.parent
HANDLERS = {
    "node": ["node", str(HERE / "drive.js"), str(LAMBDA / "payment-processor-node" / "index.js")],
    "python": [sys.executable, "-B", str(HERE / "drive.py"), str(LAMBDA / "payment-processor-python" / "index.py")],
}
TABLE, BUCKET, QUEUE = "payments-table", "payment-docs-{region}-test", "failed-payments"
PEER = {"us-east-1": "us-east-2", "us-east-2": "us-east-1"}
# Longer than the handlers' own worst case, so that it never hides a slow answer.
PATIENCE_S = 60


class Driver:
    """One handler in one region, as Lambda would have it: its environment, and nothing of ours."""

    def __init__(self, language, environment):
        self.process = subprocess.Popen(
            HANDLERS[language], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, encoding="utf-8", env=environment
        )

    def send(self, *events):
        pairs = [[event, {"awsRequestId": "lambda-request"}] for event in events]
        self.process.stdin.write(json.dumps(pairs) + "\n")
        self.process.stdin.flush()

    def receive(self):
        ready, _, _ = select.select([self.process.stdout], [], [], PATIENCE_S)
        assert ready, f"no answer in {PATIENCE_S} s"
        answer = json.loads(self.process.stdout.readline())
        return answer["outcomes"], answer["logs"]

    def invoke(self, event):
        self.send(event)
        (outcome,), logs = self.receive()
        return outcome, logs

    def end(self):
        self.process.stdin.close()
        self.process.terminate()
        self.process.wait()
        self.process.stdout.close()


class Aws:
    """moto with the table, bucket and queue of each region, or without what a test takes away."""

    def __init__(self, url):
        self.url = url
        self.client = functools.cache(self.new_client)

    def new_client(self, service, region="us-east-1"):
        return boto3.client(
            service, region_name=region, endpoint_url=self.url, aws_access_key_id="SUITE", aws_secret_access_key="test",
            config=Config(proxies={}),
        )

    def open(self, path, method="GET"):
        opener = urllib.request.build_opener(urllib.request.ProxyHandler({}))
        return opener.open(urllib.request.Request(self.url + path, method=method)).read()

    def reset(self, missing=(), regions=("us-east-1", "us-east-2")):
        self.open("/moto-api/reset", "POST")
        for region in regions:
            for part in {"table", "bucket", "queue"} - set(missing):
                getattr(self, "make_" + part)(region)
        self.calls()

    def make_table(self, region="us-east-1"):
        self.client("dynamodb", region).create_table(
            TableName=TABLE,
            KeySchema=[{"AttributeName": "paymentId", "KeyType": "HASH"}],
            AttributeDefinitions=[{"AttributeName": "paymentId", "AttributeType": "S"}],
            BillingMode="PAY_PER_REQUEST",
        )

    def make_bucket(self, region="us-east-1"):
        where = {} if region == "us-east-1" else {"CreateBucketConfiguration": {"LocationConstraint": region}}
        s3 = self.client("s3", region)
        s3.create_bucket(Bucket=BUCKET.format(region=region), **where)
        s3.put_bucket_versioning(Bucket=BUCKET.format(region=region), VersioningConfiguration={"Status": "Enabled"})

    def make_queue(self, region="us-east-1"):
        self.client("sqs", region).create_queue(QueueName=QUEUE)

    def queue_url(self, region):
        return f"{self.url}/123456789012/{QUEUE}"

    def calls(self):
        """What the handlers called since the last question, as "region service call"."""
        return json.loads(self.open("/ledger"))

    def records(self, region="us-east-1"):
        dynamodb = self.client("dynamodb", region)
        if TABLE not in dynamodb.list_tables()["TableNames"]:
            return []
        items = dynamodb.scan(TableName=TABLE)["Items"]
        assert all(list(value) == ["S"] for item in items for value in item.values()), "a record holds strings only"
        return [{name: value["S"] for name, value in item.items()} for item in items]

    def receipts(self, region="us-east-1"):
        """Every version of every object, as text by key, oldest first."""
        s3, bucket = self.client("s3", region), BUCKET.format(region=region)
        if bucket not in [found["Name"] for found in s3.list_buckets()["Buckets"]]:
            return {}
        found = {}
        for version in reversed(s3.list_object_versions(Bucket=bucket).get("Versions", [])):
            got = s3.get_object(Bucket=bucket, Key=version["Key"], VersionId=version["VersionId"])
            assert got["ContentType"] == "application/json"
            found.setdefault(version["Key"], []).append(got["Body"].read().decode())
        return dict(sorted(found.items()))

    def messages(self, region="us-east-1"):
        sqs = self.client("sqs", region)
        if not sqs.list_queues().get("QueueUrls"):
            return []
        got = sqs.receive_message(QueueUrl=self.queue_url(region), MaxNumberOfMessages=10, VisibilityTimeout=0)
        return [message["Body"] for message in got.get("Messages", [])]

    def replicate(self, payment_id, source, target):
        """What a global table does in its own time."""
        item = self.client("dynamodb", source).get_item(TableName=TABLE, Key={"paymentId": {"S": payment_id}})["Item"]
        self.client("dynamodb", target).put_item(TableName=TABLE, Item=item)


@pytest.fixture(scope="session")
def aws():
    environment = {**os.environ, "AWS_ACCESS_KEY_ID": "SUITE", "AWS_SECRET_ACCESS_KEY": "test", "PYTHONDONTWRITEBYTECODE": "1"}
    process = subprocess.Popen([sys.executable, str(HERE / "moto_serial.py")], stdout=subprocess.PIPE, text=True, env=environment)
    port = process.stdout.readline().strip()
    yield Aws(f"http://127.0.0.1:{port}")
    process.terminate()
    process.wait()
    process.stdout.close()


@pytest.fixture(scope="session")
def driver(aws):
    """driver(language, region, **environment): started once for each set of arguments."""
    started = {}

    def start(language, region="us-east-1", **changes):
        key = (language, region, *sorted(changes.items()))
        if key not in started:
            started[key] = Driver(language, lambda_environment(aws, region) | changes)
        return started[key]

    yield start
    for each in started.values():
        each.end()


def lambda_environment(aws, region):
    return {
        "PATH": os.environ["PATH"],
        "NODE_PATH": str(HERE.parent / "node_modules"),
        "AWS_REGION": region,
        "AWS_ACCESS_KEY_ID": "HANDLER",
        "AWS_SECRET_ACCESS_KEY": "test",
        "AWS_EC2_METADATA_DISABLED": "true",
        "AWS_CONFIG_FILE": os.devnull,
        "AWS_SHARED_CREDENTIALS_FILE": os.devnull,
        "AWS_ENDPOINT_URL": aws.url,
        "TABLE_PAYMENTS": TABLE,
        "BUCKET_PAYMENT_DOCS": BUCKET.format(region=region),
        "FAILURE_QUEUE_URL": aws.queue_url(region),
        "PEER_REGION": PEER[region],
        "ENVIRONMENT": "test",
        "CURRENCY": "USD",
    }


@pytest.fixture
def refusing():
    """An endpoint that refuses connections: a port bound, and so not given away, but not listened on."""
    with socket.socket() as bound:
        bound.bind(("127.0.0.1", 0))
        yield f"http://127.0.0.1:{bound.getsockname()[1]}"


@pytest.fixture
def silent():
    """An endpoint that accepts connections and never answers."""
    with socket.socket() as listening:
        listening.bind(("127.0.0.1", 0))
        listening.listen(64)
        yield f"http://127.0.0.1:{listening.getsockname()[1]}"
