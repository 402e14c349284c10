// @ts-check
// The two ways to stream that the `pg` family offers, each behind a bare node:http route:
//   POST /cursor         pg-cursor, rows as arrays, PostgreSQL's text as it is, batches of 1,000
//   POST /query-stream   pg-query-stream with its defaults, an object for each row
// Both write a JSON text a row. The body is {"sql": …}; each request has a connection of its own.
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { json } from 'node:stream/consumers';
import { pipeline } from 'node:stream/promises';
import pg from 'pg';
import Cursor from 'pg-cursor';
import QueryStream from 'pg-query-stream';

const BATCH = 1000;
const { host, port, database, user, caFile, certFile, keyFile } = JSON.parse(
  process.env['BENCH_CONNECTION'] ?? '',
);
const ssl = {
  ca: readFileSync(caFile),
  cert: readFileSync(certFile),
  key: readFileSync(keyFile),
};
const PLAIN_TEXT = { getTypeParser: () => (/** @type {string} */ value) => value };

/** @type {Record<string, (client: pg.Client, sql: string, response: import('node:http').ServerResponse) => Promise<void>>} */
const ROUTES = { '/cursor': byCursor, '/query-stream': byQueryStream };

async function byCursor(client, sql, response) {
  const cursor = client.query(new Cursor(sql, [], { rowMode: 'array', types: PLAIN_TEXT }));
  for (;;) {
    const rows = await cursor.read(BATCH);
    if (rows.length === 0) break;
    let lines = '';
    for (const row of rows) lines += `${JSON.stringify(row)}\n`;
    if (!response.write(lines)) await once(response, 'drain');
  }
  response.end('{"kind":"done"}\n');
}

async function byQueryStream(client, sql, response) {
  const rows = client.query(new QueryStream(sql));
  await pipeline(
    rows,
    async function* (/** @type {AsyncIterable<object>} */ source) {
      for await (const row of source) yield `${JSON.stringify(row)}\n`;
      yield '{"kind":"done"}\n';
    },
    response,
  );
}

async function answer(request, response) {
  const route = ROUTES[request.url];
  if (route === undefined) {
    response.end('ready');
    return;
  }
  const { sql } = await json(request);
  const client = new pg.Client({ host, port, database, user, ssl });
  await client.connect();
  try {
    response.writeHead(200, { 'Content-Type': 'application/x-ndjson' });
    await route(client, sql, response);
  } finally {
    await client.end();
  }
}

createServer((request, response) => {
  answer(request, response).catch((error) => response.destroy(error));
}).listen(Number(process.env['PORT']), '127.0.0.1');
