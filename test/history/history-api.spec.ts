import { randomUUID } from 'node:crypto';
import type { LocalPrincipal, Principal } from '../../src/auth/principal.js';
import { Problem } from '../../src/common/problem.js';
import { Browser } from '../../src/demo/browser.js';
import { SHOP_SERVER_ID } from '../../src/demo/house.js';
import { HistoryService } from '../../src/history/history.service.js';
import type { HistoryEntry } from '../../src/history/history-row.js';
import { routesOf } from '../support/routes.js';
import { type Answer, readAnswer, RunningService } from '../support/running-service.js';
import { entryOf, personOf } from './entries.js';

let service: RunningService;
let tokens: Record<string, string>;
beforeAll(async () => {
  service = await RunningService.start({ environment: { HISTORY_SQL_TEXT: 'true' } });
  tokens = Object.fromEntries(
    await Promise.all(
      ['alice', 'bob', 'dana'].map(async (name) => [name, await service.token(name)]),
    ),
  );
});
afterAll(async () => {
  await service.stop();
});
beforeEach(async () => {
  await history().forgetAll(personOf(service, 'alice'));
  await service.house.store.sql('truncate query_history', 'usher');
});

const history = (): HistoryService => service.app.get(HistoryService);
const call = (name: string, method: string, path: string): Promise<Answer> =>
  service.call(tokens[name], method, path);
const countRows = async (): Promise<number> =>
  Number(
    (await service.house.store.sql('select count(*) as n from query_history', 'usher'))[0]?.['n'],
  );

function keep(name: string, change: Partial<HistoryEntry> = {}): HistoryEntry {
  const entry = entryOf(personOf(service, name), change);
  history().record(entry);
  return entry;
}

async function textsOf(name: string, search = ''): Promise<string[]> {
  const { status, json } = await call(name, 'GET', `/history${search}`);
  expect(status).toBe(200);
  return json.items.map((item: any) => item.sql);
}

describe('a run', () => {
  it('is found with everything that its owner may want to know of it, and no more', async () => {
    const entry = keep('alice', {
      sql: "select 'Grüße'",
      databaseSessionId: 'pinned',
      rows: 2 ** 40,
    });
    const { json } = await call('alice', 'GET', '/history');
    const expected = {
      id: expect.any(String),
      executionId: entry.executionId,
      action: 'query',
      serverId: SHOP_SERVER_ID,
      serverName: 'shop',
      database: 'shop',
      databaseUser: 'alice',
      databaseSessionId: 'pinned',
      startedAt: entry.startedAt.toISOString(),
      durationMs: 12,
      rows: 2 ** 40,
      bytes: 5,
      statements: 1,
      outcome: 'ok',
      code: null,
      sqlstate: null,
      error: null,
      sql: "select 'Grüße'",
      sqlCut: false,
      sqlSha256: entry.sqlSha256,
    };
    expect(json).toEqual({ items: [expected], next: null });
    const one = await call('alice', 'GET', `/history/${String(json.items[0].id)}`);
    expect([one.status, one.json]).toEqual([200, expected]);
  });

  it('is kept when somebody runs something, well or not', async () => {
    const [server, sql] = [SHOP_SERVER_ID, `select generate_series(1, 3), 'kept'`];
    const answer = await service.query(tokens['alice'], { sql });
    await service.query(tokens['alice'], { sql: 'select 1/0' });
    const { json } = await call('alice', 'GET', `/history?serverId=${server}`);
    const [failed, ran] = json.items;
    expect(ran).toMatchObject({
      executionId: answer.json.executionId,
      outcome: 'ok',
      rows: 3,
      sql,
    });
    expect(ran).toMatchObject({ serverName: 'shop', databaseUser: 'alice', statements: 1 });
    expect(ran.bytes).toBeGreaterThan(0);
    expect(failed).toMatchObject({ outcome: 'failed', sqlstate: '22012', sql: 'select 1/0' });
    expect(failed.error).toBe('division by zero');
    expect(await textsOf('bob')).toEqual([]);
  });

  it('that failed says with what', async () => {
    const detail = 'relation "x" does not exist';
    const problem = new Problem('query-failed', { detail, sqlstate: '42P01' });
    keep('alice', { outcome: 'failed', problem, rows: 0 });
    const { json } = await call('alice', 'GET', '/history');
    expect(json.items[0]).toMatchObject({
      outcome: 'failed',
      code: 'query-failed',
      sqlstate: '42P01',
      error: detail,
    });
  });

  it('is shown with 1,000 characters in a list and 64 KiB by itself, and says that it goes on', async () => {
    keep('alice', { sql: `select '${'é'.repeat(100_000)}'` });
    const { json } = await call('alice', 'GET', '/history');
    const [item] = json.items;
    expect([item.sql.length, item.sqlCut]).toEqual([1000, true]);
    const one = await call('alice', 'GET', `/history/${String(item.id)}`);
    expect(Buffer.byteLength(one.json.sql)).toBe(64 * 1024);
    expect(one.json.sqlCut).toBe(true);
    expect(one.json.sql.endsWith('éé')).toBe(true);
  });

  it('is kept whatever characters are in it', async () => {
    keep('alice', { sql: 'select \u0001', databaseUser: 'a\0\ud800b' });
    keep('alice', { problem: new Problem('query-failed', { detail: 'x\0\udfff' }) });
    const { json } = await call('alice', 'GET', '/history');
    expect(json.items.map((item: any) => [item.databaseUser, item.error])).toEqual(
      expect.arrayContaining([
        ['a\ufffd\ufffdb', null],
        ['alice', 'x\ufffd\ufffd'],
      ]),
    );
  });
});

describe('a page', () => {
  it('goes on where the one before ended, also among runs of one millisecond', async () => {
    const now = Date.now();
    const all = Array.from({ length: 25 }, (_none, index) => {
      const startedAt = new Date(now + Math.floor(index / 10));
      return keep('alice', { startedAt, sql: `select ${String(index)}` }).sql;
    });
    keep('bob');
    const seen: string[] = [];
    let path = '/history?limit=7';
    let pages = 0;
    for (let next: string | null = ''; next !== null; pages += 1) {
      const { json } = await call('alice', 'GET', path);
      seen.push(...json.items.map((item: any) => item.sql));
      ({ next } = json);
      path = `/history?limit=7&before=${String(next)}`;
      // What is newer, or gone, does not move the pages.
      if (pages === 1) keep('alice', { startedAt: new Date(now + 5000) });
      if (pages === 1) await call('alice', 'DELETE', `/history/${String(json.items.at(-1).id)}`);
    }
    expect(pages).toBe(4);
    expect([...seen].sort()).toEqual([...all].sort());
  });

  it.each([
    ['limit=0', '/limit'],
    ['limit=201', '/limit'],
    ['before=1', '/before'],
    ['before=', '/before'],
    ['outcome=unknown', '/outcome'],
    ['serverId=shop', '/serverId'],
    ['search=', '/search'],
    ['search=%00', '/search'],
    [`search=${'x'.repeat(201)}`, '/search'],
    ['subject=bob', '/subject'],
    ['owner=bob', '/owner'],
  ])('is refused for ?%s', async (search, pointer) => {
    const { status, json } = await call('alice', 'GET', `/history?${search}`);
    expect([status, json.code, json.errors[0].pointer]).toEqual([
      400,
      'validation-failed',
      pointer,
    ]);
  });
});

describe('a search', () => {
  beforeEach(() => {
    const problem = new Problem('query-failed', { detail: 'Division durch NULL' });
    keep('alice', { sql: 'select 100%_sure\\no' });
    keep('alice', { sql: 'select 100 sure', database: 'Warehouse' });
    keep('alice', { sql: 'select 1/0', outcome: 'failed', problem });
    keep('alice', { sql: 'copy t', server: { id: randomUUID(), name: 'Ledger' }, action: 'copy' });
    keep('bob', { sql: 'select 100%_sure of bob' });
  });

  it.each<[string, string[]]>([
    ['%_sure', ['select 100%_sure\\no']],
    ['\\', ['select 100%_sure\\no']],
    ['%', ['select 100%_sure\\no']],
    ['0_s', []],
    ['SURE', ['select 100 sure', 'select 100%_sure\\no']],
    ['warehouse', ['select 100 sure']],
    ['durch null', ['select 1/0']],
    ['ledger', ['copy t']],
    ["' or true --", []],
    ['of bob', []],
  ])('for %j finds it in texts, names, databases and messages: %j', async (text, found) => {
    const texts = await textsOf('alice', `?search=${encodeURIComponent(text)}`);
    expect(texts.sort()).toEqual(found);
  });

  it('can be for an outcome, and for a server', async () => {
    expect(await textsOf('alice', '?outcome=failed')).toEqual(['select 1/0']);
    expect(await textsOf('alice', `?serverId=${SHOP_SERVER_ID}&search=copy`)).toEqual([]);
    expect(await textsOf('alice', `?serverId=${SHOP_SERVER_ID}&search=warehouse`)).toHaveLength(1);
  });
});

describe('forgetting', () => {
  it('takes one run away, or all of one’s own, and nobody else’s', async () => {
    for (const sql of ['select 1', 'select 2', 'select 3']) keep('alice', { sql });
    keep('bob');
    const { json } = await call('alice', 'GET', '/history?search=2');
    const one = await call('alice', 'DELETE', `/history/${String(json.items[0].id)}`);
    expect([one.status, one.text]).toEqual([204, '']);
    expect((await textsOf('alice')).sort()).toEqual(['select 1', 'select 3']);
    const all = await call('alice', 'DELETE', '/history');
    expect([all.status, all.json]).toEqual([200, { deleted: 2 }]);
    expect(await textsOf('alice')).toEqual([]);
    expect(await textsOf('bob')).toHaveLength(1);
  });
});

describe('another’s history', () => {
  const OTHERS = ['bob', 'dana', 'the bootstrap administrator'];

  /** Each route of the history as the router has it, by somebody else. */
  it('is out of reach of everybody, administrators included, by every route', async () => {
    keep('alice', { sql: 'select secret of alice' });
    keep('bob', { sql: 'select secret of bob' });
    const id = String((await call('alice', 'GET', '/history')).json.items[0].id);
    const browser = await signInAsAdmin();
    const routes = routesOf(service.app).filter(
      ({ method, path }) => path.startsWith('/api/v1/history') && method !== 'HEAD',
    );
    expect(routes.map(({ method, path }) => `${method} ${path}`).sort()).toEqual([
      'DELETE /api/v1/history',
      'DELETE /api/v1/history/:id',
      'GET /api/v1/history',
      'GET /api/v1/history/:id',
    ]);
    const table: Record<string, string[]> = {};
    for (const { method, path } of routes) {
      for (const name of OTHERS) {
        const answer =
          tokens[name] === undefined
            ? await readAnswer(
                await browser.fetch(`${service.origin}${path.replace(':id', id)}`, { method }),
              )
            : await call(name, method, path.replace('/api/v1', '').replace(':id', id));
        expect(answer.text).not.toContain('of alice');
        if (path.includes(':id'))
          expect([answer.status, answer.json.code]).toEqual([404, 'not-found']);
        (table[`${method} ${path}`] ??= []).push(`${name} ${String(answer.status)}`);
      }
    }
    for (const [route, answers] of Object.entries(table)) {
      process.stdout.write(`${route}: ${answers.join(', ')}\n`);
    }
    expect(await textsOf('alice')).toEqual(['select secret of alice']);
  });

  it('is not reached by another spelling of the id, or of the person', async () => {
    keep('alice');
    const id = String((await call('alice', 'GET', '/history')).json.items[0].id);
    const spellings = [id.toUpperCase(), `${id}%00`, `{${id}}`, `${id}/`, `*`, `%25`, '1', 'all'];
    for (const spelling of spellings) {
      for (const method of ['GET', 'DELETE']) {
        const { status } = await call('bob', method, `/history/${spelling}`);
        expect([400, 404]).toContain(status);
      }
    }
    for (const header of ['X-Subject', 'X-Forwarded-User', 'X-Remote-User']) {
      const { json } = await service.call(tokens['bob'], 'GET', '/history', undefined, {
        [header]: personOf(service, 'alice').subject,
      });
      expect(json.items).toEqual([]);
    }
    expect(await countRows()).toBe(1);
  });

  it('is another one under the same subject of another issuer, and under the same name', async () => {
    const { subject } = personOf(service, 'alice');
    history().record(
      entryOf({ ...personOf(service, 'alice'), issuer: 'https://elsewhere.example' }),
    );
    history().record(entryOf(local('internal', subject)));
    history().record(
      entryOf({ ...personOf(service, 'bob'), username: 'alice', claimValue: 'alice' }),
    );
    expect(await textsOf('alice')).toEqual([]);
    expect(await textsOf('bob')).toHaveLength(1);
  });
});

describe('people without OpenID Connect', () => {
  it.each(['internal', 'ldap', 'kerberos', 'webserver'] as const)(
    'have one, too: %s',
    async (source) => {
      const person = local(source, 'account-7');
      history().record(entryOf(person, { sql: `select '${source}'` }));
      const found = async (owner: Principal): Promise<unknown[]> =>
        (await history().list(owner, { limit: 10 })).items.map(({ sql }) => sql);
      expect(await found(person)).toEqual([`select '${source}'`]);
      expect(await found(local(source, 'account-8'))).toEqual([]);
    },
  );

  it('see it with their session', async () => {
    const browser = await signInAsAdmin();
    const me = await readAnswer(await browser.fetch(`${service.origin}/api/v1/auth/me`));
    expect(me.json.authSource).toBe('internal');
    const answer = await readAnswer(await browser.fetch(`${service.origin}/api/v1/history`));
    expect(answer.json).toEqual({ items: [], next: null });
  });
});

describe('while the store is away', () => {
  it('record() returns, and the run is there when the store is back', async () => {
    await service.house.store.sql('revoke insert on query_history from usher', 'usher');
    try {
      keep('alice', { sql: 'select patience' });
      expect(await textsOf('alice')).toEqual([]);
    } finally {
      await service.house.store.sql('grant insert on query_history to usher', 'usher');
    }
    expect(await textsOf('alice')).toEqual(['select patience']);
  });
});

function local(authSource: LocalPrincipal['authSource'], accountId: string): LocalPrincipal {
  return { authSource, accountId, username: 'alice', groups: [], isAdmin: true };
}

async function signInAsAdmin(): Promise<Browser> {
  const browser = new Browser();
  const answer = await browser.fetch(`${service.origin}/api/v1/auth/login`, {
    method: 'POST',
    headers: { 'Content-Type': 'application/json' },
    body: JSON.stringify({ source: 'internal', ...service.house.admin }),
  });
  expect(answer.ok).toBe(true);
  return browser;
}
