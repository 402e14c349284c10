import { say } from '../support/say.js';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { Secret } from '../../src/common/secret.js';
import type { LdapConfig } from '../../src/config/ldap-config.js';
import { Browser } from '../../src/demo/browser.js';
import { AuthApp, AuthStore } from '../support/auth-app.js';
import { HOSTILE_NAMES } from '../support/hostile-names.js';
import { SERVICE, Slapd, slapdMissing, SUFFIX } from '../support/slapd.js';

/** Signing in over HTTP, against OpenLDAP's own server. */
const missing = slapdMissing();
if (missing !== undefined) say(`Skipped, because there is no slapd: ${missing}.`);

const PEOPLE = `ou=people,${SUFFIX}`;
const GROUPS = `ou=groups,${SUFFIX}`;
const ADMINS = `cn=usher-admins,${GROUPS}`;
const STRANGE = 'o"brien, (the) *first*\\';

function person(uid: string, password: string, groups: readonly string[] = []): string {
  const encoded = Buffer.from(uid).toString('base64');
  const cn = uid.toLowerCase().replaceAll(/[^a-z]/g, '');
  return `dn: cn=${cn},${PEOPLE}
objectClass: inetOrgPerson
cn: ${cn}
sn: ${cn}
uid:: ${encoded}
userPassword: ${password}
${groups.map((group) => `memberOf: cn=${group},${GROUPS}\n`).join('')}`;
}

const LDIF = `dn: ${PEOPLE}
objectClass: organizationalUnit
ou: people

dn: ${GROUPS}
objectClass: organizationalUnit
ou: groups

${person('alice', 'password of alice', ['usher-admins', 'staff'])}
${person('bob', 'password of bob', ['staff'])}
${person(STRANGE, 'password of o-brien')}
${person('Zoë', 'password of zoe')}
dn: ${ADMINS}
objectClass: groupOfNames
cn: usher-admins
member: cn=alice,${PEOPLE}

dn: cn=staff,${GROUPS}
objectClass: groupOfNames
cn: staff
member: cn=alice,${PEOPLE}
member: cn=bob,${PEOPLE}
`;

(missing === undefined ? describe : describe.skip)('signing in with OpenLDAP', () => {
  let slapd: Slapd;
  let store: AuthStore;

  beforeAll(async () => {
    [slapd, store] = await Promise.all([Slapd.start(LDIF), AuthStore.start()]);
  });
  afterAll(async () => {
    await Promise.all([slapd.stop(), store.stop()]);
  });

  function settings(changes: Partial<LdapConfig> = {}): LdapConfig {
    return {
      host: 'localhost',
      port: slapd.tlsPort,
      security: 'tls',
      caFile: slapd.caFile,
      user: {
        kind: 'search',
        base: PEOPLE,
        filter: '(&(objectClass=person)(uid={username}))',
        bind: { dn: SERVICE.dn, password: new Secret(SERVICE.password) },
      },
      usernameAttribute: 'uid',
      idAttribute: 'entryUUID',
      groups: { base: GROUPS, filter: '(member={dn})' },
      adminGroups: [ADMINS],
      timeoutMs: 5000,
      ...changes,
    };
  }

  async function withApp(ldap: LdapConfig, run: (app: AuthApp) => Promise<void>): Promise<void> {
    const app = await AuthApp.start({ store, issuer: 'https://unused.example', oidc: null, ldap });
    try {
      await run(app);
    } finally {
      await app.stop();
    }
  }

  async function logIn(app: AuthApp, username: string, password: string, browser = new Browser()) {
    await store.sql('delete from password_attempt');
    const response = await browser.fetch(app.url('/auth/login'), {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ source: 'ldap', username, password }),
    });
    const json: any = await response.json();
    return { status: response.status, json, response };
  }

  it.each<[string, () => Partial<LdapConfig>]>([
    ['ldaps', () => ({})],
    ['StartTLS', () => ({ port: slapd.port, security: 'starttls' })],
    ['the address of the server', () => ({ host: '127.0.0.1' })],
    ['memberOf', () => ({ groups: undefined })],
    [
      'a matching rule',
      () => ({ groups: { base: GROUPS, filter: '(member:distinguishedNameMatch:={dn})' } }),
    ],
  ])('finds the person and their groups: %s', async (_name, changes) => {
    await withApp(settings(changes()), async (app) => {
      const browser = new Browser();
      const { status, json } = await logIn(app, 'alice', 'password of alice', browser);
      expect([status, json]).toEqual([
        200,
        {
          authSource: 'ldap',
          provider: null,
          username: 'alice',
          databaseUser: null,
          databaseUserProblem: 'not-oauth',
          issuer: 'urn:pg-usher:ldap',
          subject: expect.stringMatching(/^[0-9a-f-]{36}$/),
          principalKey: expect.any(String),
          groups: expect.arrayContaining([ADMINS, `cn=staff,${GROUPS}`]),
          isAdmin: true,
          roles: ['admin'],
          providerName: null,
          usernameClaim: null,
          usernameClaimValue: null,
          usernameTransform: null,
          groupsClaim: null,
          authTime: null,
          acr: null,
          sessionEndsAt: expect.any(String),
        },
      ]);
      expect(await (await browser.fetch(app.url('/auth/me'))).json()).toEqual(json);
      const bob = await logIn(app, 'bob', 'password of bob');
      expect(bob.json).toMatchObject({ isAdmin: false, groups: [`cn=staff,${GROUPS}`] });
    });
  });

  it('binds directly, and reads the entry with the rights of its person', async () => {
    const user = { kind: 'direct', dnTemplate: `cn={username},${PEOPLE}` } as const;
    await withApp(settings({ user, groups: undefined }), async (app) => {
      const { status, json } = await logIn(app, 'alice', 'password of alice');
      expect([status, json.username, json.isAdmin]).toEqual([200, 'alice', true]);
      expect((await logIn(app, 'alice', 'wrong')).status).toBe(401);
    });
  });

  it('is offered', async () => {
    await withApp(settings(), async (app) => {
      const offered = await (await fetch(app.url('/auth/providers'))).json();
      expect(offered).toContainEqual({ id: 'ldap', kind: 'password', name: 'Directory' });
    });
  });

  it('knows people whose names are full of what means something in LDAP', async () => {
    await withApp(settings(), async (app) => {
      const strange = await logIn(app, STRANGE, 'password of o-brien');
      expect([strange.status, strange.json.username]).toEqual([200, STRANGE]);
      const zoe = await logIn(app, 'Zoë', 'password of zoe');
      expect([zoe.status, zoe.json.username]).toEqual([200, 'Zoë']);
    });
  });

  it('is one person however the directory lets them write their name', async () => {
    await withApp(settings(), async (app) => {
      const { json } = await logIn(app, 'alice', 'password of alice');
      const other = await logIn(app, 'ALICE', 'password of alice');
      // Each login has an end of its own.
      expect(other.json).toEqual({ ...json, sessionEndsAt: expect.any(String) });
    });
  });

  it('gives one answer for a wrong password and for a name that nobody has', async () => {
    await withApp(settings(), async (app) => {
      const answers = [
        await logIn(app, 'alice', 'password of bob'),
        await logIn(app, 'nobody', 'password of bob'),
      ].map(({ json: { status, code, detail, title } }) => ({ status, code, detail, title }));
      expect(answers[0]).toMatchObject({ status: 401, code: 'login-failed' });
      expect(answers[1]).toEqual(answers[0]);
    });
  });

  it('is counted as one name however it is written, and locked', async () => {
    await withApp(settings(), async (app) => {
      await logIn(app, 'bob', 'wrong');
      const codes: unknown[] = [];
      for (const name of ['BOB', 'Bob', 'bOb', ' bob', 'bob ', 'BOB ']) {
        const response = await fetch(app.url('/auth/login'), {
          method: 'POST',
          headers: { 'content-type': 'application/json' },
          body: JSON.stringify({ source: 'ldap', username: name, password: 'wrong' }),
        });
        codes.push([response.status, response.headers.has('retry-after')]);
      }
      expect(codes.at(-1)).toEqual([401, true]);
    });
  });

  it('lets nobody in by a hostile name, and goes on', async () => {
    await withApp(settings(), async (app) => {
      const unexpected: unknown[] = [];
      // Names with a blank at an end, or in other letters, are the same name to a directory.
      const sameName = new Set([' alice', 'alice ', 'ａｌｉｃｅ', 'ali\u034fce']);
      for (const name of HOSTILE_NAMES) {
        const { status, json } = await logIn(app, name, 'password of alice');
        if (sameName.has(name) && json.username === 'alice') continue;
        if (status !== 401 && status !== 400) unexpected.push([name, status, json]);
      }
      say(
        `hostile names at slapd: ${String(HOSTILE_NAMES.length)} tried, ${String(unexpected.length)} unexpected, 0 unexpected 5xx`,
      );
      expect(unexpected).toEqual([]);
      expect((await logIn(app, 'alice', 'password of alice')).status).toBe(200);
    });
  });

  it('never binds with an empty password, which this server takes for success', async () => {
    await withApp(settings(), async (app) => {
      const before = (await slapd.log()).length;
      expect((await logIn(app, 'alice', '')).status).toBe(400);
      expect((await slapd.log()).slice(before)).not.toContain('BIND');
    });
  });

  it('says that the directory is away while it is, holds it against nobody, and goes on after', async () => {
    const own = await Slapd.start(LDIF);
    const ldap = settings({ port: own.tlsPort, caFile: own.caFile });
    try {
      await withApp(ldap, async (app) => {
        expect((await logIn(app, 'alice', 'password of alice')).status).toBe(200);
        await own.stop();
        const away = await logIn(app, 'alice', 'password of alice');
        expect([away.status, away.json.code]).toEqual([503, 'provider-unavailable']);
        expect(away.response.headers.get('retry-after')).toBe('5');
        const [row] = await store.sql('select failed_count from password_attempt');
        expect(row?.['failed_count']).toBe(0);
      });
    } finally {
      await own.stop();
    }
  });
});
