import { SHOP_SERVER_ID } from '../../src/demo/house.js';
import { subjectOf } from '../../src/demo/people.js';
import { RunningService } from '../support/running-service.js';

let service: RunningService;
let alice: string;
beforeAll(async () => {
  service = await RunningService.start();
  alice = await service.token('alice');
});
afterAll(async () => {
  await service.stop();
});

async function rowsOf(requestId: string | null): Promise<Record<string, any>[]> {
  return service.audit(`request_id = '${String(requestId)}'`);
}

describe('a statement', () => {
  it('has an intent and an outcome that say who, as whom, where, and how it ended', async () => {
    const sql = "select 'a password nobody should keep'";
    const answer = await service.query(alice, { sql });
    const rows = await rowsOf(answer.json.executionId);
    expect(rows.map((row) => row['phase'])).toEqual(['intent', 'outcome']);
    const [intent, outcome] = rows;
    const common = {
      action: 'query',
      auth_source: 'oauth2',
      issuer: service.house.identityProvider.issuer,
      username: 'alice',
      database_user: 'alice',
      server_id: SHOP_SERVER_ID,
      server_revision: 1,
      database: 'shop',
      sql_bytes: sql.length,
      statement_class: 'select',
    };
    expect(intent).toMatchObject(common);
    expect(outcome).toMatchObject({
      ...common,
      outcome: 'ok',
      session_user: 'alice',
      current_user: 'alice',
      rows: '1',
      intent_id: intent?.['intent_id'],
    });
    expect(outcome?.['backend_pid']).toBeGreaterThan(0);
    expect(outcome?.['duration_ms']).toBeGreaterThanOrEqual(0);
    expect(JSON.stringify(rows)).not.toContain('password');
  });

  it('can be joined with PostgreSQL’s log by the request id', async () => {
    const mark = await service.logMark();
    const answer = await service.query(alice, { sql: 'select 4711' });
    const [, outcome] = await rowsOf(answer.json.executionId);
    const line = (await service.logSince(mark)).split('\n').find((text) => text.includes('4711'));
    expect(line).toContain(`app=pg-usher/${String(outcome?.['request_id'])}`);
    expect(line).toContain(`[${String(outcome?.['backend_pid'])}]`);
  });

  it('of several people at once is in both records as the same person, backend and request', async () => {
    const mark = await service.logMark();
    const people = ['alice', 'bob'];
    const tokens = await Promise.all(people.map((person) => service.token(person)));
    await Promise.all(
      Array.from({ length: 40 }, (_none, index) =>
        service.query(tokens[index % 2], { sql: `select 'joined', ${index}` }),
      ),
    );
    const lines = (await service.logSince(mark)).split('\n');
    const statements = lines
      .filter((line) => line.includes("select 'joined'"))
      .map((line) => /\[(\d+)\] user=(\w+) db=(\w+) app=pg-usher\/(\S+)/.exec(line)?.slice(1))
      .map(([pid, user, db, request] = []) => `${request} ${pid} ${user} ${db}`);
    const rows = await service.audit("phase = 'outcome' and outcome = 'ok' and action = 'query'");
    const recorded = rows
      .filter((row) => row['issuer'] === service.house.identityProvider.issuer)
      .filter((row) => row['subject'] === subjectOf({ name: row['username'], claims: {} }))
      .filter((row) => row['session_user'] === row['username'] && row['server_revision'] === 1)
      .map((row) =>
        ['request_id', 'backend_pid', 'current_user', 'database']
          .map((name) => row[name])
          .join(' '),
      );
    expect(new Set(statements).size).toBe(40);
    expect(recorded).toEqual(expect.arrayContaining(statements));
  });

  it('says on which instance it ran', async () => {
    const answer = await service.query(alice, { sql: 'select 1' });
    const rows = await rowsOf(answer.json.executionId);
    expect(rows.map((row) => row['instance'])).toEqual(['main', 'main']);
  });

  it('that fails says with what', async () => {
    const answer = await service.query(alice, { sql: 'selec' });
    const rows = await rowsOf(answer.headers.get('x-execution-id'));
    expect(rows.at(-1)).toMatchObject({
      outcome: 'failed',
      code: 'query-failed',
      sqlstate: '42601',
    });
  });
});

describe('refusals', () => {
  it('are on record once each, whoever refused', async () => {
    const before = (await service.audit("outcome = 'denied'")).length;
    const calls: [string | undefined, string, string, unknown?][] = [
      [undefined, 'GET', '/servers'],
      ['not a token', 'GET', '/servers'],
      [alice, 'GET', '/audit'],
      [alice, 'POST', '/servers', { name: 'x', host: 'h', passthrough: true }],
      [await service.token('carol'), 'POST', `/servers/${SHOP_SERVER_ID}/connect`, {}],
      [await service.token('postgres'), 'POST', `/servers/${SHOP_SERVER_ID}/connect`, {}],
    ];
    let refused = 0;
    for (const [token, method, path, body] of calls) {
      const answer = await service.call(token, method, path, body);
      expect([401, 403, 409]).toContain(answer.status);
      const id = String(answer.headers.get('x-request-id'));
      const rows = (await rowsOf(id)).filter((row) => row['outcome'] === 'denied');
      expect(rows).toHaveLength(1);
      expect(rows[0]?.['code']).toBe(answer.json.code);
      refused += 1;
    }
    expect(await service.audit("outcome = 'denied'")).toHaveLength(before + refused);
  });

  it('cannot forge lines: control characters of a claim are escaped', async () => {
    const { identityProvider } = service.house;
    const claims = { db_user: 'alice\r\n\u001b[31mok\0', groups: [] };
    identityProvider.setPerson({ name: 'forger', claims });
    await service.query(await service.token('forger'), { sql: 'select 1' });
    const row = (await service.audit("code = 'claim-invalid'")).at(-1);
    expect(JSON.stringify(row)).not.toContain('\u001b');
    expect(row?.['database_user']).toContain('alice\\u000d\\u000a\\u001b[31mok\\u0000');
  });

  it('are read by administrators only, newest first', async () => {
    const page = await service.call(await service.token('dana'), 'GET', '/audit?limit=5');
    expect(page.status).toBe(200);
    const ids = page.json.events.map((event: any) => Number(event.id));
    expect(ids).toEqual([...ids].sort((a, b) => b - a));
    const older = await service.call(
      await service.token('dana'),
      'GET',
      `/audit?limit=5&before=${String(ids.at(-1))}`,
    );
    expect(Number(older.json.events[0].id)).toBeLessThan(Number(ids.at(-1)));
  });
});

describe('while the audit cannot be written', () => {
  it.each(['query', 'connect'])('nothing is sent to PostgreSQL by /%s', async (route) => {
    await service.house.store.sql('revoke insert on audit_event from usher', 'usher');
    const mark = await service.logMark();
    try {
      const body = route === 'query' ? { sql: 'select 4712' } : {};
      const path = `/servers/${SHOP_SERVER_ID}/${route}`;
      const answers = await Promise.all(
        Array.from({ length: 10 }, () => service.call(alice, 'POST', path, body)),
      );
      for (const answer of answers) {
        expect([answer.status, answer.json.code]).toEqual([503, 'audit-unavailable']);
        expect(answer.headers.get('retry-after')).toBe('5');
      }
      const log = await service.logSince(mark);
      expect(log).not.toContain('4712');
      expect(log).not.toContain('host=127.0.0.1');
    } finally {
      await service.house.store.sql('grant insert on audit_event to usher', 'usher');
    }
    expect((await service.query(alice, { sql: 'select 1' })).status).toBe(200);
  });

  it('what runs already goes on, and its outcome is written when the store is back', async () => {
    const pending = service.query(alice, { sql: 'select pg_sleep(1), 4713' });
    await new Promise((resolve) => setTimeout(resolve, 500));
    await service.house.store.stop();
    const answer = await pending;
    expect(answer.json.rows[0][1]).toBe('4713');
    const refused = await service.query(alice, { sql: 'select 1' });
    expect(refused.status).toBe(503);
    await service.house.store.start();
    const deadline = Date.now() + 10_000;
    let rows: Record<string, any>[] = [];
    while (rows.length < 2 && Date.now() < deadline) {
      await new Promise((resolve) => setTimeout(resolve, 100));
      rows = await rowsOf(answer.json.executionId);
    }
    expect(rows.map((row) => row['phase'])).toEqual(['intent', 'outcome']);
    expect(rows[1]).toMatchObject({ outcome: 'ok', rows: '1' });
  });
});
