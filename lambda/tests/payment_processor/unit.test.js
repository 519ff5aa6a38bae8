"use strict";
// What moto cannot show: which calls the Node.js handler makes and how it bounds them, and AWS's rarer answers.
const assert = require("node:assert/strict");
const fs = require("node:fs");
const os = require("node:os");
const path = require("node:path");
const test = require("node:test");

Object.assign(process.env, {
  AWS_REGION: "us-east-1", AWS_ACCESS_KEY_ID: "test", AWS_SECRET_ACCESS_KEY: "test", AWS_EC2_METADATA_DISABLED: "true",
  TABLE_PAYMENTS: "payments-table", BUCKET_PAYMENT_DOCS: "payment-docs", FAILURE_QUEUE_URL: "https://sqs.us-east-1.amazonaws.com/1/failed",
  PEER_REGION: "us-east-2", ENVIRONMENT: "test", CURRENCY: "USD",
});
const { DynamoDBClient, ConditionalCheckFailedException } = require("@aws-sdk/client-dynamodb");
const { S3Client } = require("@aws-sdk/client-s3");
const { SQSClient } = require("@aws-sdk/client-sqs");
const SOURCE = path.join(__dirname, "../../payment-processor-node/index.js");
const { handler } = require(SOURCE);

const POST = {
  httpMethod: "POST", path: "/payment", isBase64Encoded: false, requestContext: { requestId: "r-1" },
  body: '{"paymentId":"p-1","amount":12.3,"reference":"x"}',
};
const HEALTH = { httpMethod: "GET", path: "/health", requestContext: { requestId: "r-1" } };

// Replaces the network: `answers` by command name, each a value, an Error to throw or a function of the command.
function stub(t, answers) {
  const calls = [];
  for (const client of [DynamoDBClient, S3Client, SQSClient]) {
    t.mock.method(client.prototype, "send", async function (command, options) {
      const name = command.constructor.name.replace("Command", "");
      calls.push({ name, input: command.input, options, client: this });
      const answer = typeof answers[name] === "function" ? await answers[name](command.input, options) : answers[name] ?? {};
      if (answer instanceof Error) throw answer;
      return answer;
    });
  }
  const lines = [];
  const write = process.stdout.write.bind(process.stdout);
  // The test runner reports over stdout too: what is not a log goes through, or tests vanish from the count.
  t.mock.method(process.stdout, "write", (text, ...rest) => (String(text).startsWith('{"level"') ? lines.push(text) : write(text, ...rest)));
  return { calls, logs: () => lines.map((line) => JSON.parse(line)) };
}

const named = (name, fields) => Object.assign(new Error("message of " + name), { name }, fields);
const taken = (item) => new ConditionalCheckFailedException({ message: "The conditional request failed", $metadata: {}, Item: item });

test("the put is conditional and asks for the record it lost to", async (t) => {
  const { calls } = stub(t, {});
  const { statusCode, body } = await handler(POST);
  assert.equal(statusCode, 201);
  const [put, receipt] = calls;
  assert.deepEqual(calls.map(({ name }) => name), ["PutItem", "PutObject"]);
  const { acceptedAt } = JSON.parse(body);
  assert.deepEqual(put.input, {
    TableName: "payments-table",
    Item: {
      paymentId: { S: "p-1" }, amount: { S: "12.30" }, currency: { S: "USD" }, reference: { S: "x" },
      status: { S: "accepted" }, region: { S: "us-east-1" }, acceptedAt: { S: acceptedAt }, requestId: { S: "r-1" },
    },
    ConditionExpression: "attribute_not_exists(paymentId)",
    ReturnValuesOnConditionCheckFailure: "ALL_OLD",
  });
  assert.deepEqual(receipt.input, { Bucket: "payment-docs", Key: "receipts/p-1.json", Body: body, ContentType: "application/json" });
});

test("a put that landed and was retried by the SDK is the first answer", async (t) => {
  const { calls } = stub(t, { PutItem: ({ Item }) => taken(Item) });
  assert.equal((await handler(POST)).statusCode, 201);
  assert.deepEqual(calls.map(({ name }) => name), ["PutItem", "PutObject"]);
});

test("a record without the fields of this contract is queued, not answered", async (t) => {
  const { calls } = stub(t, { PutItem: taken({ paymentId: { S: "p-1" } }) });
  const { statusCode, body } = await handler(POST);
  assert.deepEqual([statusCode, JSON.parse(body).queued], [503, true]);
  assert.deepEqual(calls.map(({ name }) => name), ["PutItem", "SendMessage"]);
});

for (const name of ["ProvisionedThroughputExceededException", "ThrottlingException", "RequestLimitExceeded", "InternalServerError", "ReplicatedWriteConflictException", "AccessDeniedException", "TimeoutError", "AbortError"]) {
  test("table: " + name + " is queued under that name", async (t) => {
    const { calls, logs } = stub(t, { PutItem: named(name) });
    const { statusCode, headers, body } = await handler(POST);
    assert.equal(statusCode, 503);
    assert.equal(headers["Retry-After"], "30");
    assert.deepEqual(JSON.parse(body), { error: "unavailable", queued: true, paymentId: "p-1", requestId: "r-1" });
    const { QueueUrl, MessageBody } = calls.at(-1).input;
    assert.equal(QueueUrl, process.env.FAILURE_QUEUE_URL);
    const { failedAt, ...message } = JSON.parse(MessageBody);
    assert.ok(Date.parse(failedAt));
    assert.deepEqual(message, {
      version: 1, reason: "table_write_failed", error: name, region: "us-east-1", environment: "test", requestId: "r-1",
      payment: { paymentId: "p-1", amount: "12.30", currency: "USD", reference: "x" },
    });
    const [log] = logs();
    assert.deepEqual([log.level, log.error, log.reason, log.status], ["error", name, "table_write_failed", 503]);
  });
}

test("an error without a name is known by its code", async (t) => {
  const { logs } = stub(t, { PutObject: Object.assign(new Error("connect"), { code: "ECONNREFUSED" }) });
  assert.equal((await handler(POST)).statusCode, 503);
  assert.deepEqual([logs()[0].error, logs()[0].reason], ["ECONNREFUSED", "receipt_write_failed"]);
});

test("messages of errors are neither logged nor answered", async (t) => {
  const { logs } = stub(t, { PutItem: named("ValidationException"), SendMessage: named("InvalidMessageContents") });
  const { body } = await handler(POST);
  assert.doesNotMatch(body + JSON.stringify(logs()), /message of/);
});

test("health is one consistent read of a key that no payment can have", async (t) => {
  const { calls } = stub(t, {});
  const { statusCode, body } = await handler(HEALTH);
  assert.equal(statusCode, 200);
  assert.deepEqual(JSON.parse(body), { status: "ok", region: "us-east-1", table: "payments-table" });
  assert.deepEqual(calls.map(({ name, input }) => ({ name, input })), [
    { name: "GetItem", input: { TableName: "payments-table", Key: { paymentId: { S: "#health" } }, ConsistentRead: true } },
  ]);
  const refused = await handler({ ...POST, body: '{"paymentId":"#health","amount":1}' });
  assert.equal(refused.statusCode, 400);
});

test("health gives up after a second, whatever the SDK is waiting for", async (t) => {
  stub(t, { GetItem: (_, { abortSignal }) => new Promise((_, reject) => abortSignal.addEventListener("abort", () => reject(named("AbortError")))) });
  const started = Date.now();
  // AbortSignal.timeout does not keep the process alive; in Lambda the runtime does.
  const alive = setTimeout(() => {}, 5000);
  const { statusCode } = await handler(HEALTH);
  clearTimeout(alive);
  assert.equal(statusCode, 503);
  assert.ok(Date.now() - started < 2000);
});

test("every call is bounded, and by the clients of this region", async (t) => {
  const { calls } = stub(t, { PutObject: named("SlowDown") });
  const { timeout } = AbortSignal;
  const bounds = t.mock.method(AbortSignal, "timeout", (ms) => timeout.call(AbortSignal, ms)).mock;
  await handler(POST);
  await handler(HEALTH);
  assert.deepEqual(calls.map(({ name }) => name), ["PutItem", "PutObject", "SendMessage", "GetItem"]);
  assert.deepEqual(bounds.calls.map((call) => call.arguments), [[7000], [7000], [7000], [1000]]);
  for (const { client, options } of calls) {
    assert.ok(options.abortSignal instanceof AbortSignal);
    assert.equal(await client.config.maxAttempts(), 2);
    assert.equal(await client.config.region(), "us-east-1");
    const handlerConfig = await client.config.requestHandler.configProvider;
    assert.deepEqual([handlerConfig.connectionTimeout, handlerConfig.requestTimeout, handlerConfig.throwOnRequestTimeout], [1000, 2000, true]);
  }
});

test("a bug is logged and thrown, so that it counts as an error of the function", async (t) => {
  const { logs } = stub(t, {});
  t.mock.method(Date.prototype, "toISOString", () => { throw new RangeError("bug"); });
  await assert.rejects(handler(POST, { awsRequestId: "l-1" }), /bug/);
  const [{ level, message, error, status, route, paymentId }] = logs();
  assert.deepEqual({ level, message, error, status, route, paymentId }, {
    level: "error", message: "invocation failed", error: "RangeError", status: 500, route: "POST /payment", paymentId: "p-1",
  });
});

test("the file alone is a handler, as inline code is", () => {
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), "inline-"));
  try {
    fs.copyFileSync(SOURCE, path.join(folder, "index.js"));
    assert.equal(typeof require(path.join(folder, "index.js")).handler, "function");
  } finally {
    fs.rmSync(folder, { recursive: true });
  }
  const required = fs.readFileSync(SOURCE, "utf8").matchAll(/require\("([^"]+)"\)/g);
  assert.deepEqual([...required].map(([, name]) => name), ["@aws-sdk/client-dynamodb", "@aws-sdk/client-s3", "@aws-sdk/client-sqs"]);
});
