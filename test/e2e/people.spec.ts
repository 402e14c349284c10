import { readFile } from 'node:fs/promises';
import { SHOP_SERVER_ID } from '../../src/demo/house.js';
import { signInWithBrowserFlow } from '../../src/demo/sign-in.js';
import { readAnswer, RunningService } from '../support/running-service.js';

let service: RunningService;
beforeAll(async () => {
  service = await RunningService.start();
});
afterAll(async () => {
  await service.stop();
});

const WHO = { sql: 'select session_user, current_user' };

describe('a person with a role', () => {
  it('is themselves in PostgreSQL’s own words, and in its log', async () => {
    const mark = await service.logMark();
    const answer = await service.query(await service.token('alice'), WHO);
    expect(answer.status).toBe(200);
    expect(answer.json.rows).toEqual([['alice', 'alice']]);
    const id = answer.headers.get('x-execution-id');
    const log = await service.logSince(mark);
    expect(log).toMatch(/connection authorized: user=alice database=shop .*SSL enabled/);
    expect(log).toContain(`user=alice db=shop app=pg-usher/${id}`);
  });

  it('reaches PostgreSQL with the proxy certificate, which pg_stat_ssl shows', async () => {
    const answer = await service.query(await service.token('alice'), {
      sql: 'select ssl, client_dn from pg_catalog.pg_stat_ssl where pid = pg_backend_pid()',
    });
    expect(answer.json.rows).toEqual([['t', '/O=pg-usher demo/CN=usher-proxy']]);
  });

  it('sees what row-level security lets them see, others see other rows', async () => {
    const count = { sql: 'select count(*) from customers' };
    const alice = await service.query(await service.token('alice'), count);
    const bob = await service.query(await service.token('bob'), count);
    expect([alice.json.rows, bob.json.rows]).toEqual([[['72']], [['36']]]);
  });

  it('gets a report of the connection', async () => {
    const answer = await service.call(
      await service.token('alice'),
      'POST',
      `/servers/${SHOP_SERVER_ID}/connect`,
      {},
    );
    expect(answer.status).toBe(200);
    expect(answer.json).toMatchObject({
      sessionUser: 'alice',
      currentUser: 'alice',
      database: 'shop',
      tls: { protocol: 'TLSv1.3' },
    });
    expect(answer.json.serverVersion).toMatch(/^18\./);
    expect(answer.json.backendPid).toBeGreaterThan(0);
    expect(answer.json.dsn).toContain('user=alice sslmode=verify-full');
    expect(answer.text).not.toContain(service.house.pki.folder);
  });

  it('signs in with a browser, from the login page to a query with the session cookie', async () => {
    const { browser } = await signInWithBrowserFlow(`${service.origin}/api/v1/auth/login`, 'alice');
    const url = `${service.origin}/api/v1/servers/${SHOP_SERVER_ID}/query`;
    const answer = await readAnswer(
      await browser.fetch(url, {
        method: 'POST',
        headers: { 'Content-Type': 'application/json', Origin: service.origin },
        body: JSON.stringify(WHO),
      }),
    );
    expect(answer.status).toBe(200);
    expect(answer.json.rows).toEqual([['alice', 'alice']]);
  });

  it('stays themselves although their role was told to become another at login', async () => {
    await service.house.shop.sql('grant bob to alice with set true');
    await service.house.shop.sql('alter role alice set role = bob');
    try {
      const answer = await service.query(await service.token('alice'), WHO);
      expect(answer.json.rows).toEqual([['alice', 'alice']]);
      const reset = await service.query(await service.token('alice'), {
        sql: 'reset role; select session_user, current_user',
      });
      expect(reset.json.moreResults[0].rows).toEqual([['alice', 'alice']]);
    } finally {
      await service.house.shop.sql('alter role alice reset role');
      await service.house.shop.sql('revoke bob from alice');
    }
  });
});

describe('a person without a role', () => {
  it('gets the line to send to the DBA', async () => {
    const answer = await service.query(await service.token('carol'), WHO);
    expect(answer.status).toBe(403);
    expect(answer.json).toMatchObject({
      code: 'role-missing',
      owner: 'dba',
      fix: 'CREATE ROLE "carol" LOGIN IN ROLE usher_users;',
      sqlstate: '28000',
    });
    expect(answer.headers.get('content-type')).toContain('application/problem+json');
  });

  it('gets in once the DBA has pasted that line', async () => {
    const token = await service.token('carol');
    const { fix } = (await service.query(token, WHO)).json;
    await service.house.shop.sql(fix);
    try {
      expect((await service.query(token, WHO)).json.rows).toEqual([['carol', 'carol']]);
    } finally {
      await service.house.shop.sql('drop role carol');
    }
  });
});

describe('a protected name', () => {
  it('is refused before a socket is opened', async () => {
    const token = await service.token('postgres');
    const mark = await service.logMark();
    const answer = await service.query(token, WHO);
    expect(answer.status).toBe(403);
    expect(answer.json.code).toBe('role-protected');
    expect(await service.logSince(mark)).not.toMatch(/host=127\.0\.0\.1|user=postgres/);
    const [row] = await service.audit("code = 'role-protected'");
    expect(row).toMatchObject({ outcome: 'denied', database_user: 'postgres' });
  });
});

describe('somebody who did not come through OpenID Connect', () => {
  it.each(['query', 'connect'])('gets not-oauth from /%s', async (route) => {
    const login = await service.call(undefined, 'POST', '/auth/login', {
      source: 'internal',
      ...service.house.admin,
    });
    expect(login.status).toBeLessThan(300);
    const cookie = (login.headers.getSetCookie()[0] ?? '').split(';')[0] ?? '';
    const mark = await service.logMark();
    const answer = await service.call(
      undefined,
      'POST',
      `/servers/${SHOP_SERVER_ID}/${route}`,
      route === 'query' ? WHO : {},
      { Cookie: cookie },
    );
    expect(answer.status).toBe(403);
    expect(answer.json.code).toBe('not-oauth');
    expect(await service.logSince(mark)).not.toContain('host=127.0.0.1');
    const rows = await service.audit("code = 'not-oauth'");
    expect(rows.at(-1)).toMatchObject({
      outcome: 'denied',
      auth_source: 'internal',
      username: 'admin',
      server_id: SHOP_SERVER_ID,
    });
  });
});

describe('nobody', () => {
  it('gets 401 and a row in the audit', async () => {
    const answer = await service.query(undefined, WHO);
    expect(answer.status).toBe(401);
    expect(answer.json.code).toBe('unauthenticated');
    expect(answer.headers.get('www-authenticate')).toContain('Bearer');
    const id = String(answer.json.instance).replace('urn:uuid:', '');
    expect(await service.audit(`request_id = '${id}'`)).toMatchObject([
      { phase: 'refusal', outcome: 'denied', code: 'unauthenticated' },
    ]);
  });
});

describe('the key', () => {
  it('is in no answer and in no table of ours', async () => {
    const pem = await readFile(service.house.pki.keyFile, 'utf8');
    const lines = pem.split('\n').filter((line) => line.length > 20 && !line.startsWith('-'));
    expect(lines.length).toBeGreaterThan(1);
    const alice = await service.token('alice');
    const answers = await Promise.all([
      service.query(alice, WHO),
      service.query(alice, { sql: 'selec' }),
      service.call(alice, 'GET', '/servers'),
      service.call(alice, 'GET', `/servers/${SHOP_SERVER_ID}`),
      service.call(alice, 'GET', '/auth/me'),
      service.call(await service.token('dana'), 'GET', '/audit?limit=1000'),
      service.fetch('/api/openapi.json'),
      service.fetch('/health/ready'),
    ]);
    const tables = await service.house.store.sql(
      "select string_agg(quote_ident(tablename), ',') as names from pg_tables where schemaname = 'public'",
      'usher',
    );
    const dump: string[] = [];
    for (const table of String(tables[0]?.['names']).split(',')) {
      dump.push(JSON.stringify(await service.house.store.sql(`select * from ${table}`, 'usher')));
    }
    const everything = [...answers.map((answer) => answer.text), ...dump].join('\n');
    expect(everything.length).toBeGreaterThan(2000);
    for (const line of lines) expect(everything).not.toContain(line);
    expect(everything).not.toContain('PRIVATE KEY');
    expect(everything).not.toContain(service.house.pki.folder);
  });
});
