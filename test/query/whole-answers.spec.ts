import { once } from 'node:events';
import { connect } from 'node:net';
import { SHOP_SERVER_ID } from '../../src/demo/house.js';
import { type Answer, RunningService } from '../support/running-service.js';
import { SessionClient } from '../support/session-client.js';

/** Answers and statements that must not look like more, or do more, than they are. */
let service: RunningService;
let token: string;
let alice: SessionClient;
beforeAll(async () => {
  service = await RunningService.start();
  token = await service.token('alice');
  alice = await SessionClient.of(service, 'alice', token);
  await service.house.shop.sql(
    `create table public.inbox (a text);
     grant all on public.inbox to usher_users;
     create function public.noisy() returns int language plpgsql as
       $$ begin for i in 1..150 loop raise notice 'no %', i; end loop; return 1; end $$`,
    'shop',
  );
});
afterAll(async () => {
  await service.stop();
});
afterEach(async () => {
  await alice.closeAll();
  expect(await service.noBackendLeft()).toBe(true);
});

function copy(query: string, headers = {}): Promise<Answer> {
  return service.fetch(`/api/v1/servers/${SHOP_SERVER_ID}/copy?table=inbox&${query}`, {
    method: 'POST',
    headers: { Authorization: `Bearer ${token}`, 'Content-Type': 'text/csv', ...headers },
    body: 'a\n1\n',
  });
}

/** One statement by the standard, and two where a backslash escapes a quote. */
const HIDDEN = String.raw`select '\''; delete from victim; --'`;

describe('with standard_conforming_strings off', () => {
  it('an explained text runs no second statement, and names are not bound', async () => {
    const { id } = await alice.open();
    await alice.query(id, 'create temp table victim as select 1 as a');
    await alice.query(id, 'set standard_conforming_strings = off');
    for (const explain of ['plan', 'analyze']) {
      expect((await alice.query(id, { sql: HIDDEN, explain })).status).not.toBe(200);
      expect(await alice.rows(id, 'select count(*) from victim')).toEqual([['1']]);
    }
    const named = await alice.query(id, { sql: 'select :n', namedParams: { n: 'v' } });
    expect(named.json.code).toBe('statement-unsupported');
  });

  it('nor where the role has the setting', async () => {
    const { shop } = service.house;
    await shop.sql('alter role alice set standard_conforming_strings = off');
    try {
      const sql = HIDDEN.replace('delete from victim', 'insert into public.inbox values (1)');
      const answer = await service.query(token, { sql, explain: 'plan' });
      expect(answer.status).not.toBe(200);
      expect(await shop.sql('select * from inbox', 'shop')).toEqual([]);
    } finally {
      await shop.sql('alter role alice reset standard_conforming_strings');
    }
  });
});

it('COPY FROM STDIN as a query is refused and leaves the session in step', async () => {
  const { id } = await alice.open();
  expect((await alice.query(id, 'copy public.inbox from stdin')).status).not.toBe(200);
  for (const word of ['one', 'two', 'three']) {
    expect(await alice.rows(id, `select '${word}'`)).toEqual([[word]]);
  }
});

describe('an Idempotency-Key', () => {
  it('is refused where it does nothing', async () => {
    const key = { 'Idempotency-Key': '"k1"' };
    const opened = await alice.call('POST', '/sessions', { serverId: SHOP_SERVER_ID }, key);
    for (const answer of [opened, await copy('', key)]) {
      expect([answer.status, answer.json.code]).toEqual([400, 'validation-failed']);
      expect(answer.json.detail).toContain('Idempotency-Key');
    }
    expect(await alice.list()).toEqual([]);
    expect(await service.house.shop.sql('select * from inbox', 'shop')).toEqual([]);
  });
});

it.each(['.', '\\'])('a copy does not take %s for its quote', async (quote) => {
  const answer = await copy(`quote=${encodeURIComponent(quote)}`);
  expect([answer.status, answer.json.code]).toEqual([400, 'validation-failed']);
});

it('an explained statement says how many notices were left out', async () => {
  const sql = 'select public.noisy()';
  const { notices } = (await service.query(token, { sql, explain: 'analyze' })).json;
  expect(notices).toHaveLength(101);
  expect(notices.at(-1).message).toContain('left out 50');
});

describe('CSV', () => {
  it('of a statement that fails at its first row is a problem, and no download', async () => {
    const answer = await service.call(
      token,
      'POST',
      `/servers/${SHOP_SERVER_ID}/query?filename=mine`,
      { sql: 'select 1/(x-x) from generate_series(1,3) x' },
      { Accept: 'text/csv', 'Accept-Encoding': 'gzip' },
    );
    expect([answer.status, answer.json.code]).toEqual([422, 'query-failed']);
    expect(answer.headers.get('content-disposition')).toBeNull();
    expect(answer.headers.get('content-encoding')).toBeNull();
  });

  it('that fails later does not end in order for a reader of HTTP/1.0', async () => {
    const body = JSON.stringify({
      sql: `select 1/(200000-x), repeat('x', 200) from generate_series(1, 300000) x`,
    });
    const { hostname, port } = new URL(service.origin);
    const socket = connect({ host: hostname, port: Number(port) });
    const seen = { bytes: 0, end: false, code: '' };
    socket.on('data', (bytes) => (seen.bytes += bytes.length));
    socket.on('end', () => (seen.end = true));
    socket.on('error', (error: { code?: string }) => (seen.code = error.code ?? ''));
    const closed = once(socket, 'close').catch(() => undefined);
    socket.write(
      [
        `POST /api/v1/servers/${SHOP_SERVER_ID}/query HTTP/1.0`,
        `Authorization: Bearer ${token}`,
        'Content-Type: application/json',
        'Accept: text/csv',
        `Content-Length: ${String(body.length)}`,
        '',
        body,
      ].join('\r\n'),
    );
    await closed;
    expect(seen.bytes).toBeGreaterThan(1000);
    expect([seen.code, seen.end]).toEqual(['ECONNRESET', false]);
  });
});
