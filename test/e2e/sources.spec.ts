import { say } from '../support/say.js';
import { SessionService } from '../../src/auth/session.service.js';
import type { LocalPrincipal } from '../../src/auth/principal.js';
import { SHOP_SERVER_ID } from '../../src/demo/house.js';
import { LdapServer } from '../support/ldap-server.js';
import { type Route, routesOf } from '../support/routes.js';
import { type Answer, readAnswer, RunningService } from '../support/running-service.js';

/** Every route of the running application, with each source of logins: who gets to PostgreSQL. */
let service: RunningService;
let directory: LdapServer;
const ADMIN_GROUP = 'cn=admins,dc=example';
const INTERNAL = { username: 'alice', password: 'password of the local alice' };

beforeAll(async () => {
  directory = await LdapServer.start({
    people: [
      {
        dn: 'uid=alice,dc=example',
        password: 'password of alice',
        attributes: { uid: ['alice'], entryUUID: ['id-of-alice'], memberOf: [ADMIN_GROUP] },
      },
    ],
  });
  service = await RunningService.start({
    environment: {
      BOOTSTRAP_ADMIN_USERNAME: INTERNAL.username,
      BOOTSTRAP_ADMIN_PASSWORD: INTERNAL.password,
      LDAP_URL: `ldap://127.0.0.1:${String(directory.port)}`,
      LDAP_USER_BASE: 'dc=example',
      LDAP_ADMIN_GROUPS: ADMIN_GROUP,
      WEBSERVER_HEADER: 'X-Remote-User',
      WEBSERVER_PROXIES: '127.0.0.1, ::1',
      WEBSERVER_GROUPS_HEADER: 'X-Remote-Groups',
      WEBSERVER_ADMIN_GROUPS: 'admins',
    },
  });
});
afterAll(async () => {
  await Promise.all([service.stop(), directory.stop()]);
});

/** A new sign-in for each request, since some routes end it. */
type SignIn = () => Promise<Record<string, string>>;

async function cookieOf(body: object): Promise<Record<string, string>> {
  const answer = await service.fetch('/api/v1/auth/login', {
    method: 'POST',
    headers: { 'Content-Type': 'application/json' },
    body: JSON.stringify(body),
  });
  expect(answer.status).toBe(200);
  return { Cookie: (answer.headers.getSetCookie()[0] ?? '').split(';')[0] ?? '' };
}

async function sessionOf(principal: LocalPrincipal): Promise<Record<string, string>> {
  const opening = { replaces: undefined, remoteAddress: '127.0.0.1', userAgent: undefined };
  const id = await service.app.get(SessionService).create(principal, opening);
  return { Cookie: `usher_session=${id}` };
}

/** Administrators all of them, with the name of somebody who has a role. */
const OTHERS: Readonly<Record<string, SignIn>> = {
  internal: () => cookieOf({ source: 'internal', ...INTERNAL }),
  ldap: () => cookieOf({ source: 'ldap', username: 'alice', password: 'password of alice' }),
  webserver: () =>
    Promise.resolve({ 'X-Remote-User': 'alice', 'X-Remote-Groups': 'staff, admins' }),
  kerberos: () =>
    sessionOf({
      authSource: 'kerberos',
      accountId: 'alice@EXAMPLE',
      username: 'alice',
      groups: [],
      isAdmin: true,
    }),
};
const OAUTH: SignIn = async () => ({ Authorization: `Bearer ${await service.token('alice')}` });

const BODIES = [{}, { sql: 'select session_user' }];

async function call(route: Route, headers: Record<string, string>, body: object): Promise<Answer> {
  const path = route.path.replaceAll(/:\w+/g, SHOP_SERVER_ID);
  const bodiless = route.method === 'GET' || route.method === 'HEAD';
  const response = await fetch(`${service.origin}${path}`, {
    method: route.method,
    redirect: 'manual',
    headers: bodiless ? headers : { ...headers, 'Content-Type': 'application/json' },
    ...(bodiless ? {} : { body: JSON.stringify(body) }),
  });
  return readAnswer(response);
}

async function reached(mark: number): Promise<boolean> {
  return (await service.logSince(mark)).includes('host=127.0.0.1');
}

/** Looks whether servers are there, with no certificate and without signing anybody in. */
const PROBE = '/api/v1/servers/reachability';

function guarded(): Route[] {
  return routesOf(service.app).filter(
    ({ method, path }) => method !== 'OPTIONS' && path.startsWith('/api/v1/') && path !== PROBE,
  );
}

/** The routes that get somebody who may to PostgreSQL, found out by trying. */
async function openers(): Promise<{ route: Route; body: object }[]> {
  const found: { route: Route; body: object }[] = [];
  for (const route of guarded()) {
    for (const body of BODIES) {
      const mark = await service.logMark();
      const answer = await call(route, await OAUTH(), body);
      if (!(await reached(mark))) continue;
      // 404: what the made-up address names is not there, which PostgreSQL was asked.
      expect([200, 404]).toContain(answer.status);
      found.push({ route, body });
    }
  }
  return found;
}

it('only those who come through OpenID Connect get to PostgreSQL, by whatever route', async () => {
  const opening = await openers();
  const names = [...new Set(opening.map(({ route }) => `${route.method} ${route.path}`))];
  expect(names).toEqual(
    expect.arrayContaining(['POST /api/v1/servers/:id/connect', 'POST /api/v1/servers/:id/query']),
  );
  let refused = 0;
  for (const [source, signIn] of Object.entries(OTHERS)) {
    for (const { route, body } of opening) {
      const mark = await service.logMark();
      const answer = await call(route, await signIn(), body);
      // An answer to HEAD has no body; the audit has the code.
      const code = route.method === 'HEAD' ? undefined : 'not-oauth';
      expect([source, route, answer.status, answer.json?.code]).toEqual([source, route, 403, code]);
      expect(await reached(mark)).toBe(false);
      const requestId = String(answer.headers.get('x-request-id'));
      expect(await service.audit(`request_id = '${requestId}'`)).toMatchObject([
        {
          phase: 'refusal',
          outcome: 'denied',
          code: 'not-oauth',
          auth_source: source,
          issuer: `urn:pg-usher:${source}`,
          username: 'alice',
          server_id: SHOP_SERVER_ID,
        },
      ]);
      refused += 1;
    }
  }
  say(
    `routes that open a passthrough connection (${names.join(', ')}): ${String(refused)} tried with ${Object.keys(OTHERS).join(', ')}, ${String(refused)} refused as expected, 0 unexpected 5xx`,
  );
});

it('no other route takes them there either, and none of them fails', async () => {
  let tried = 0;
  const unexpected: string[] = [];
  const mark = await service.logMark();
  for (const [source, signIn] of Object.entries(OTHERS)) {
    for (const route of guarded()) {
      for (const body of BODIES) {
        const { status } = await call(route, await signIn(), body);
        tried += 1;
        if (status >= 500) unexpected.push(`${source} ${route.method} ${route.path} ${status}`);
      }
    }
  }
  expect(await reached(mark)).toBe(false);
  say(`${String(tried)} requests: 0 reached PostgreSQL, ${String(unexpected.length)} 5xx`);
  expect(unexpected).toEqual([]);
});

it.each(Object.keys(OTHERS))('%s: an administrator may manage the definitions', async (source) => {
  const headers = { ...(await OTHERS[source]!()), 'Content-Type': 'application/json' };
  const body = JSON.stringify({ name: `made by ${source}`, host: 'db.example.internal' });
  const made = await service.fetch('/api/v1/servers', { method: 'POST', headers, body });
  expect(made.status).toBe(201);
  const me = await service.fetch('/api/v1/auth/me', { headers });
  expect(me.json).toMatchObject({
    authSource: source,
    databaseUser: null,
    databaseUserProblem: 'not-oauth',
    isAdmin: true,
  });
});
