"use strict";
// Runs a handler outside Lambda: `node drive.js INDEX_JS`. Each line of stdin is a list of [event, context],
// invoked at once; each line of stdout is { outcomes, logs }. The SDK comes from NODE_PATH, as it does in Lambda.
const readline = require("node:readline");
const { handler } = require(require("node:path").resolve(process.argv[2]));

const write = process.stdout.write.bind(process.stdout);
let logs = [];
process.stdout.write = (text) => logs.push(text);

const invoke = ([event, context]) => handler(event, context).then((response) => ({ response }), (err) => ({ error: err.message }));

(async () => {
  for await (const line of readline.createInterface({ input: process.stdin })) {
    const outcomes = await Promise.all(JSON.parse(line).map(invoke));
    write(JSON.stringify({ outcomes, logs: logs.join("") }) + "\n");
    logs = [];
  }
})();
