import { readFileSync } from 'node:fs';
import { createServer, type IncomingMessage } from 'node:http';
import { json } from 'node:stream/consumers';
import pg from 'pg';
import type { DirectConnection } from '../place.js';

/** Connections that are held; as many as a small service would have. */
const HELD = 16;

/**
 * The least that can answer a query over HTTP: no identity, no check, no record, connections that
 * are held open and belong to one role.
 */
function main(): void {
  const settings = JSON.parse(process.env['BENCH_CONNECTION'] ?? '') as DirectConnection;
  const { host, port, database, user, caFile, certFile, keyFile } = settings;
  const pool = new pg.Pool({
    ...{ host, port, database, user, max: HELD, min: HELD, idleTimeoutMillis: 0 },
    ssl: { ca: readFileSync(caFile), cert: readFileSync(certFile), key: readFileSync(keyFile) },
  });
  const server = createServer((request, response) => {
    void (async () => {
      const body = request.method === 'GET' ? { ready: true } : await query(pool, request);
      response.writeHead(200, { 'Content-Type': 'application/json' });
      response.end(JSON.stringify(body));
    })().catch((error: unknown) => response.writeHead(500).end(String(error)));
  });
  server.listen(Number(process.env['PORT']), '127.0.0.1');
}

async function query(pool: pg.Pool, request: IncomingMessage): Promise<object> {
  const { sql, params } = (await json(request)) as { sql: string; params: unknown[] };
  const { fields, rows } = await pool.query({ text: sql, values: params, rowMode: 'array' });
  return { columns: fields.map(({ name }) => name), rows };
}

main();
