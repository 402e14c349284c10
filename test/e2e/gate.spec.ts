import { randomBytes } from 'node:crypto';
import { person } from '../../src/demo/people.js';
import { SHOP_SERVER_ID } from '../../src/demo/house.js';
import { type Answer, RunningService } from '../support/running-service.js';

/** What a definition, an administrator and the configuration may ask beyond the nine steps. */
let service: RunningService;
let dana: string;
let alice: string;
beforeAll(async () => {
  service = await RunningService.start({
    environment: {
      CREDENTIALS_KEY: randomBytes(32).toString('base64'),
      PROTECTED_ROLES: 'app_owner, etl_*',
    },
    house: {
      hba: `
hostssl  all  reporter  127.0.0.1/32  scram-sha-256
hostssl  all  "/^(postgres|pg_.*)$"  all  reject
hostssl  all  all  127.0.0.1/32  cert map=oauth
`,
      extraInit: [
        {
          sql: `create role reporter login password 'stored-secret-4711';
                grant connect on database shop to reporter;
                create role app_owner login in role usher_users;
                create role etl_night login in role usher_users;
                create role gone login valid until '2020-01-01' in role usher_users;`,
        },
      ],
    },
  });
  [dana, alice] = await Promise.all([service.token('dana'), service.token('alice')]);
});
afterAll(async () => {
  await service.stop();
});

async function define(definition: object): Promise<Answer> {
  const { port } = service.house.shop;
  const answer = await service.call(dana, 'POST', '/servers', {
    host: 'localhost',
    port,
    maintenanceDb: 'shop',
    ...definition,
  });
  expect(answer.status).toBe(201);
  return answer;
}

function runOn(id: string, token: string | undefined, headers = {}): Promise<Answer> {
  const body = { sql: 'select session_user' };
  return service.call(token, 'POST', `/servers/${id}/query`, body, headers);
}

async function tokenOf(name: string, claims: Record<string, unknown>): Promise<string> {
  const somebody = person(name, name, []);
  service.house.identityProvider.setPerson({
    ...somebody,
    claims: { ...somebody.claims, ...claims },
  });
  return service.token(name);
}

describe('the configured protected names', () => {
  it.each(['app_owner', 'etl_night', 'App_Owner', 'postgres'])('keep %s out', async (role) => {
    const mark = await service.logMark();
    const answer = await runOn(SHOP_SERVER_ID, await tokenOf('climber', { db_user: role }));
    expect([answer.status, answer.json.code]).toEqual([403, 'role-protected']);
    expect(await service.logSince(mark)).not.toContain('host=127.0.0.1');
  });
});

describe('a definition that lifts a protection', () => {
  it('lets in a role whose VALID UNTIL is over, and no other server does', async () => {
    const token = await tokenOf('gone', { db_user: 'gone' });
    const refused = await runOn(SHOP_SERVER_ID, token);
    expect([refused.status, refused.json.code]).toEqual([403, 'role-protected']);
    expect(refused.json.detail).toContain('VALID UNTIL');
    const { json } = await define({
      name: 'lenient',
      passthrough: true,
      allowProtected: ['expired'],
    });
    expect((await runOn(json.id, token)).json.rows).toEqual([['gone']]);
  });

  it('lifts names only where it says so', async () => {
    const token = await tokenOf('owner', { db_user: 'app_owner' });
    const { json } = await define({ name: 'owners', passthrough: true, allowProtected: ['names'] });
    expect((await runOn(json.id, token)).json.rows).toEqual([['app_owner']]);
    expect((await runOn(SHOP_SERVER_ID, token)).json.code).toBe('role-protected');
  });

  it('is for administrators to see', async () => {
    const { json } = await define({ name: 'quiet', passthrough: true, allowProtected: ['names'] });
    const seen = await service.call(alice, 'GET', `/servers/${json.id}`);
    expect(seen.json).not.toHaveProperty('allowProtected');
    expect((await service.call(dana, 'GET', `/servers/${json.id}`)).json.allowProtected).toEqual([
      'names',
    ]);
  });

  it('must name protections that there are', async () => {
    const answer = await service.call(dana, 'POST', '/servers', {
      name: 'odd',
      host: 'h',
      allowProtected: ['everything'],
    });
    expect([answer.status, answer.json.code]).toEqual([400, 'validation-failed']);
  });
});

describe('a definition for some providers', () => {
  it('says so to the people of others', async () => {
    const { json } = await define({ name: 'partners', passthrough: true, providers: ['partner'] });
    const answer = await runOn(json.id, alice);
    expect([answer.status, answer.json.code]).toEqual([403, 'provider-not-allowed']);
    const mine = await define({ name: 'ours', passthrough: true, providers: ['oidc'] });
    expect((await runOn(mine.json.id, alice)).json.rows).toEqual([['alice']]);
  });
});

describe('a definition that asks for a fresh sign-in', () => {
  const now = (): number => Math.floor(Date.now() / 1000);

  it('answers 401 with the address to sign in at, and the challenge for programs', async () => {
    const { json } = await define({
      name: 'crown-jewels',
      passthrough: true,
      maxAgeSeconds: 60,
      acrValues: ['mfa', 'hwk'],
    });
    const mark = await service.logMark();
    const answer = await runOn(
      json.id,
      await tokenOf('late', { auth_time: now() - 600, acr: 'pwd' }),
    );
    expect([answer.status, answer.json.code]).toEqual([401, 'step-up-required']);
    expect(answer.json.loginUrl).toBe('/api/v1/auth/login/oidc?maxAge=60&acrValues=mfa+hwk');
    expect(await service.logSince(mark)).not.toContain('host=127.0.0.1');
    const rows = await service.audit("code = 'step-up-required'");
    expect(rows.at(-1)).toMatchObject({ outcome: 'denied', server_id: json.id });
  });
});

describe('bindings', () => {
  it('are listed, released and approved by administrators, on record', async () => {
    expect((await service.call(alice, 'GET', '/bindings')).json.code).toBe('admin-only');
    await runOn(SHOP_SERVER_ID, alice);
    const list = await service.call(dana, 'GET', '/bindings');
    const mine = list.json.items.find((item: any) => item.databaseUser === 'alice');
    expect(mine).toMatchObject({ trustGroup: 'default', origin: 'first-use' });

    const released = await service.call(dana, 'DELETE', `/bindings/${String(mine.id)}`);
    expect(released.status).toBe(204);
    const approval = { databaseUser: 'alice', issuer: mine.issuer, subject: 'somebody-else' };
    const approved = await service.call(dana, 'POST', '/bindings', approval);
    expect(approved.status).toBe(201);
    expect((await service.call(dana, 'POST', '/bindings', approval)).json.code).toBe(
      'binding-taken',
    );

    const refused = await runOn(SHOP_SERVER_ID, alice);
    expect([refused.status, refused.json.code]).toEqual([403, 'role-bound-to-other']);
    await service.call(dana, 'DELETE', `/bindings/${String(approved.json.id)}`);
    expect((await runOn(SHOP_SERVER_ID, alice)).status).toBe(200);

    const changes = await service.audit("phase = 'change' and action like 'binding.%'");
    expect(changes.map((row) => row['action'])).toEqual([
      'binding.release',
      'binding.approve',
      'binding.release',
    ]);
    expect(changes[1]?.['target']).toContain('somebody-else');
    expect(changes[1]?.['username']).toBe('dana');
  });

  it('are apart between groups of trust', async () => {
    const { json } = await define({ name: 'apart', passthrough: true, trustGroup: 'partner' });
    const impostor = await tokenOf('impostor', { db_user: 'bob' });
    expect((await runOn(SHOP_SERVER_ID, await service.token('bob'))).status).toBe(200);
    expect((await runOn(SHOP_SERVER_ID, impostor)).json.code).toBe('role-bound-to-other');
    expect((await runOn(json.id, impostor)).json.rows).toEqual([['bob']]);
  });

  it.each(['x', '00000000-0000-4000-8000-000000000000'])('that are not there: %s', async (id) => {
    expect((await service.call(dana, 'DELETE', `/bindings/${id}`)).status).toBe(404);
  });

  it.each([
    ['off', 200],
    ['pre-approved', 403],
  ])('with the policy %s', async (policy, status) => {
    const other = await RunningService.open(service.house, {
      ...service.config,
      http: { ...service.config.http, port: 0 },
      gate: { ...service.config.gate, binding: policy as 'off' },
    });
    try {
      const origin = await other.app.getUrl();
      const token = await tokenOf(`new-${policy}`, { db_user: 'dana' });
      const answer = await fetch(`${origin}/api/v1/servers/${SHOP_SERVER_ID}/query`, {
        method: 'POST',
        headers: { Authorization: `Bearer ${token}`, 'Content-Type': 'application/json' },
        body: '{"sql":"select session_user"}',
      });
      expect(answer.status).toBe(status);
      if (status === 403) expect(((await answer.json()) as any).code).toBe('role-not-approved');
    } finally {
      await other.app.close();
    }
  });
});

describe('a server without passthrough', () => {
  const stored = { username: 'reporter', password: 'stored-secret-4711', sslMode: 'verify-full' };
  let id: string;
  let etag: string;
  beforeAll(async () => {
    const answer = await define({ name: 'reports', ...stored });
    id = answer.json.id;
    etag = answer.headers.get('etag') ?? '';
    expect(answer.json.hasPassword).toBe(true);
    expect(answer.text).not.toContain('stored-secret');
  });

  it('is used as its stored user by everybody who sees it, and never with the certificate', async () => {
    const sql = 'select session_user, client_dn from pg_stat_ssl where pid = pg_backend_pid()';
    const login = await service.call(undefined, 'POST', '/auth/login', {
      source: 'internal',
      ...service.house.admin,
    });
    const cookie = (login.headers.getSetCookie()[0] ?? '').split(';')[0] ?? '';
    const path = `/servers/${id}/query`;
    const asAlice = await service.call(alice, 'POST', path, { sql });
    const asAdmin = await service.call(undefined, 'POST', path, { sql }, { Cookie: cookie });
    expect(asAlice.json.rows).toEqual([['reporter', null]]);
    expect(asAdmin.json.rows).toEqual([['reporter', null]]);
    const rows = await service.audit(`request_id = '${String(asAdmin.json.executionId)}'`);
    expect(rows[1]).toMatchObject({
      auth_source: 'internal',
      username: 'admin',
      database_user: 'reporter',
      session_user: 'reporter',
    });
  });

  it('keeps its password sealed, and a copied seal opens nothing', async () => {
    const rows = await service.house.store.sql('select * from server_definition', 'usher');
    expect(JSON.stringify(rows)).not.toContain('stored-secret');
    const other = await define({ name: 'copy', username: 'reporter' });
    await service.house.store.sql(
      `update server_definition set sealed_password =
         (select sealed_password from server_definition where name = 'reports') where name = 'copy'`,
      'usher',
    );
    const answer = await runOn(other.json.id, alice);
    expect(answer.status).toBeGreaterThanOrEqual(400);
    expect(answer.text).not.toContain('stored-secret');
  });

  it('forgets its password when it is pointed elsewhere', async () => {
    const moved = await service.call(
      dana,
      'PATCH',
      `/servers/${id}`,
      { host: '127.0.0.1' },
      { 'If-Match': etag },
    );
    expect(moved.json.hasPassword).toBe(false);
    const answer = await runOn(id, alice);
    expect(answer.status).toBeGreaterThanOrEqual(400);
    const back = await service.call(
      dana,
      'PATCH',
      `/servers/${id}`,
      { host: 'localhost', password: stored.password },
      { 'If-Match': moved.headers.get('etag') ?? '' },
    );
    expect(back.json.hasPassword).toBe(true);
    expect((await runOn(id, alice)).json.rows).toEqual([['reporter']]);
  });

  it('cannot become a passthrough server with its user, nor reach one by its user', async () => {
    const seen = await service.call(dana, 'GET', `/servers/${id}`);
    const headers = { 'If-Match': seen.headers.get('etag') ?? '' };
    const refused = await service.call(
      dana,
      'PATCH',
      `/servers/${id}`,
      { passthrough: true },
      headers,
    );
    expect(refused.json.code).toBe('passthrough-credentials');
  });

  it('without a user says what is missing', async () => {
    const { json } = await define({ name: 'nobody' });
    const answer = await runOn(json.id, alice);
    expect([answer.status, answer.json.code]).toEqual([503, 'credentials-missing']);
  });

  it('with the user of a role that only the certificate opens is refused', async () => {
    const { json } = await define({ name: 'trick', username: 'bob', password: 'x' });
    const answer = await runOn(json.id, alice);
    expect(answer.status).toBe(403);
    expect(answer.json).not.toHaveProperty('rows');
  });
});
