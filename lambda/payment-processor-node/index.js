"use strict";
// POST /payment and GET /health behind a REST API, and what the failure queue brings back. Contract: lambda/README.md;
// the Python twin keeps it too.
//
// Idempotency: in a region the conditional put makes paymentId unique. Across regions it cannot: a global
// table (MREC) checks the condition on its own replica, so what a failed region took but had not replicated
// is taken again by the other; when both meet, the last writer wins, unlogged. So a record says which region
// took it and when, and versioned buckets keep the loser's receipt for reconciliation to find. Whatever
// moves money must do so once per paymentId.
const { DynamoDBClient, GetItemCommand, PutItemCommand } = require("@aws-sdk/client-dynamodb");
const { S3Client, PutObjectCommand } = require("@aws-sdk/client-s3");
const { SQSClient, SendMessageCommand } = require("@aws-sdk/client-sqs");

const { AWS_REGION: region, CURRENCY, ENVIRONMENT: environment } = process.env;
const { BUCKET_PAYMENT_DOCS: Bucket, FAILURE_QUEUE_URL: QueueUrl, TABLE_PAYMENTS: TableName } = process.env;
// Table, bucket and queue can each use theirs up, and the answer still beats API Gateway's 29 s.
const STORE_MS = 7000;
// Route 53 waits 2 s for a status. The other second is for TLS, API Gateway and a cold start.
const HEALTH_MS = 1000;
// Newer SDKs only warn of a slow request unless told to throw; older ones ignore the flag.
const requestHandler = { connectionTimeout: 1000, requestTimeout: 2000, throwOnRequestTimeout: true };
const dynamodb = new DynamoDBClient({ maxAttempts: 2, requestHandler });
const s3 = new S3Client({ maxAttempts: 2, requestHandler });
// Else the host in the queue's URL would override AWS_ENDPOINT_URL.
const sqs = new SQSClient({ maxAttempts: 2, requestHandler, useQueueUrlAsEndpoint: false });

const ROUTES = new Map([["/payment", ["POST", takePayment]], ["/health", ["GET", health]]]);
const MAX_BODY_BYTES = 4096;
const FIELDS = {
  paymentId: /^[A-Za-z0-9_-]{1,128}$/,
  amount: /^(?=.*[1-9])(0|[1-9][0-9]{0,11})(\.[0-9]{1,2})?$/,
  currency: /^[A-Z]{3}$/,
  // What SQS refuses is refused here, so that every payment taken can be queued.
  reference: /^[^\u0000-\u001f\u007f\ud800-\udfff\ufffe\uffff]{0,140}$/u,
};
const CONTENT = Object.keys(FIELDS);
const RECORD = [...CONTENT, "status", "region", "acceptedAt", "requestId"];

exports.handler = async (event, context) => {
  if (isBatch(event)) return retryAll(event.Records, context);
  const started = Date.now();
  const trace = { route: "unmatched", requestId: event?.requestContext?.requestId || context?.awsRequestId };
  try {
    const response = await dispatch(event, trace);
    log(started, trace, response.statusCode);
    return response;
  } catch (err) {
    // Thrown on, not made a 500: a bug has to count in Lambda's Errors metric.
    log(started, { ...trace, message: "invocation failed", error: nameOf(err) }, 500);
    throw err;
  }
};

async function dispatch(event, trace) {
  if (typeof event?.httpMethod !== "string" || typeof event.path !== "string") {
    // Nobody to answer. Failing makes Lambda send an asynchronous event to its on-failure destination.
    throw new Error("not a REST API proxy event (payload 1.0): no httpMethod or no path");
  }
  const [method, serve] = ROUTES.get(event.path) ?? [];
  if (!serve) return answer(trace, 404, "no such route", { error: "not_found" });
  trace.route = event.httpMethod + " " + event.path;
  if (event.httpMethod === method) return serve(event, trace);
  return answer(trace, 405, "method not allowed", { error: "method_not_allowed" }, { Allow: method });
}

// One consistent read of this region's table. Not the bucket, the queue or the peer: a check that fails
// with what POST can do without, or with the other region, takes both regions down.
async function health(event, trace) {
  // "#" is never in a paymentId, so the sentinel is no payment. It need not exist.
  const probe = { TableName, Key: { paymentId: { S: "#health" } }, ConsistentRead: true };
  try {
    await send(dynamodb, new GetItemCommand(probe), HEALTH_MS);
    return answer(trace, 200, "healthy", { status: "ok", region, table: TableName });
  } catch (err) {
    trace.error = nameOf(err);
    return answer(trace, 503, "table does not answer", { status: "unavailable", region, table: TableName });
  }
}

async function takePayment(event, trace) {
  const { payment, problems } = readPayment(event);
  if (!payment) return answer(trace, 400, "payment refused", { error: "invalid_request", problems });
  const [record, cause] = [recordOf(payment, trace), {}];
  try {
    return await settle(record, trace, cause);
  } catch (err) {
    return queueFailure(payment, { ...cause, error: nameOf(err) }, trace);
  }
}

function recordOf(payment, trace) {
  trace.paymentId = masked(payment.paymentId);
  return { ...payment, status: "accepted", region, acceptedAt: now(), requestId: trace.requestId };
}

// Puts the record and its receipt; `cause` says what was being done when it fails.
async function settle(record, trace, cause) {
  cause.reason = "table_write_failed";
  const stored = await putOnce(record);
  if (differ(stored, record, CONTENT)) return answer(trace, 409, "paymentId reused", { error: "conflict" });
  cause.reason = "receipt_write_failed";
  await putReceipt(stored);
  // An SDK retry of a put that had landed meets its own record: still the first answer.
  if (differ(stored, record, RECORD)) return answer(trace, 200, "payment repeated", stored);
  return answer(trace, 201, "payment accepted", stored);
}

const isBatch = (event) => Array.isArray(event?.Records) && event.Records.length > 0 && event.Records.every((it) => it?.eventSource === "aws:sqs");

// All at once: one after the other, a slow store would let the last ones count as tried although nobody tried them.
async function retryAll(records, context) {
  const failed = await Promise.all(records.map((record) => retry(record, context)));
  return { batchItemFailures: failed.filter((it) => it).map(({ messageId }) => ({ itemIdentifier: messageId })) };
}

// A message that queueFailure wrote. Answers the record if it must come back. Never queued again: SQS counts the
// attempts, and after the last of them people look at it.
async function retry(record, context) {
  const started = Date.now();
  const trace = { route: "SQS", requestId: context?.awsRequestId, messageId: record.messageId };
  const cause = {};
  let status = 400;
  try {
    const payment = readMessage(record.body, trace);
    trace.message = "message refused";
    if (payment) status = (await settle(recordOf(payment, trace), trace, cause)).statusCode;
  } catch (err) {
    status = 503;
    Object.assign(trace, cause, { message: "payment not retried", error: nameOf(err) });
  }
  log(started, trace, status);
  return status < 400 ? null : record;
}

function readMessage(text, trace) {
  let message;
  try {
    message = JSON.parse(text);
  } catch {
    return null;
  }
  if (message?.version !== 1) return null;
  if (typeof message.requestId === "string") trace.requestId = message.requestId;
  return readPayment({ body: JSON.stringify(message.payment) }).payment;
}

// The record that counts: this one, or the one already there.
async function putOnce(record) {
  const Item = Object.fromEntries(RECORD.map((name) => [name, { S: record[name] }]));
  const condition = { ConditionExpression: "attribute_not_exists(paymentId)", ReturnValuesOnConditionCheckFailure: "ALL_OLD" };
  try {
    await send(dynamodb, new PutItemCommand({ TableName, Item, ...condition }));
    return record;
  } catch (err) {
    if (err.name !== "ConditionalCheckFailedException") throw err;
    return Object.fromEntries(RECORD.map((name) => [name, err.Item[name].S]));
  }
}

// Made of the stored record alone: a repeat writes the same bytes, or the receipt that failed.
function putReceipt(record) {
  const Key = "receipts/" + record.paymentId + ".json";
  return send(s3, new PutObjectCommand({ Bucket, Key, Body: JSON.stringify(record), ContentType: "application/json" }));
}

// `payment` is a body for POST /payment: replaying the queue is as safe as a client's retry.
async function queueFailure(payment, cause, trace) {
  const { requestId } = trace;
  const MessageBody = JSON.stringify({ version: 1, ...cause, region, environment, requestId, failedAt: now(), payment });
  Object.assign(trace, cause);
  try {
    await send(sqs, new SendMessageCommand({ QueueUrl, MessageBody }));
  } catch (err) {
    trace.queueError = nameOf(err);
  }
  const queued = !trace.queueError;
  const body = { error: "unavailable", queued, paymentId: payment.paymentId, requestId };
  return answer(trace, 503, queued ? "payment queued" : "payment not queued", body, { "Retry-After": "30" });
}

function readPayment(event) {
  const body = readBody(event);
  if (!body) return { problems: ["body must be a JSON object of at most " + MAX_BODY_BYTES + " bytes"] };
  const given = { currency: CURRENCY, reference: "", ...body };
  // A double's shortest form is what the caller wrote, up to 15 digits; 14 are let in. No arithmetic on money.
  if (typeof given.amount === "number") given.amount = String(given.amount);
  const wrong = CONTENT.filter((name) => typeof given[name] !== "string" || !FIELDS[name].test(given[name]));
  const problems = wrong.map((name) => name + " must match " + FIELDS[name].source);
  // Not ignored: a misspelt currency must not become the default, nor a card number ride along.
  if (Object.keys(given).some((name) => !CONTENT.includes(name))) problems.push("fields must be among " + CONTENT.join(", "));
  if (problems.length) return { problems };
  const [whole, cents = ""] = given.amount.split(".");
  given.amount = whole + "." + cents.padEnd(2, "0");
  return { payment: Object.fromEntries(CONTENT.map((name) => [name, given[name]])) };
}

function readBody({ body, isBase64Encoded }) {
  try {
    const encoding = isBase64Encoded ? "base64" : "utf8";
    const bytes = Buffer.from(body, encoding);
    // Buffer skips what it cannot decode; then the way back gives another text.
    if (bytes.length > MAX_BODY_BYTES || bytes.toString(encoding) !== body) return null;
    const value = JSON.parse(new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(bytes));
    return typeof value === "object" && !Array.isArray(value) ? value : null;
  } catch {
    return null;
  }
}

const send = (client, command, ms = STORE_MS) => client.send(command, { abortSignal: AbortSignal.timeout(ms) });
const now = () => new Date().toISOString();
const differ = (a, b, names) => names.some((name) => a[name] !== b[name]);
const nameOf = (err) => (err.name !== "Error" && err.name) || err.code || "Error";
// 13 digits or more may be a card number used as an id: logs get the last 4.
const masked = (id) => id.replace(/[0-9]([_-]?[0-9]){8,}(?=([_-]?[0-9]){4})/g, "*");

function answer(trace, statusCode, message, body, headers) {
  trace.message = message;
  const standard = { "Content-Type": "application/json", "Cache-Control": "no-store" };
  return { statusCode, headers: { ...standard, ...headers }, body: JSON.stringify(body), isBase64Encoded: false };
}

// Not console.log: the runtime would put a text prefix before the JSON. Never the body.
function log(started, trace, status) {
  const level = status >= 500 ? "error" : status >= 400 ? "warn" : "info";
  const durationMs = Date.now() - started;
  process.stdout.write(JSON.stringify({ level, ...trace, status, durationMs, region, environment }) + "\n");
}
