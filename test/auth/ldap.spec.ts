import { say } from '../support/say.js';
import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import type { Socket } from 'node:net';
import { TLSSocket } from 'node:tls';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Logger } from '@nestjs/common';
import { LdapDirectory } from '../../src/auth/ldap-directory.js';
import { Problem } from '../../src/common/problem.js';
import { Secret } from '../../src/common/secret.js';
import type { AppConfig } from '../../src/config/config.js';
import type { LdapConfig } from '../../src/config/ldap-config.js';
import {
  type Certificate,
  type CertificateAuthority,
  createCertificateAuthority,
  issueCertificate,
} from '../../src/demo/certificates.js';
import { type Ber, ber } from '../support/ber.js';
import { HOSTILE_NAMES } from '../support/hostile-names.js';
import {
  type LdapFault,
  type LdapPerson,
  LdapServer,
  message,
  result,
} from '../support/ldap-server.js';

const BASE = 'ou=people,dc=example';
const SERVICE = { dn: 'cn=usher,dc=example', password: 'of the service' };
const STAFF = 'cn=staff,ou=groups,dc=example';
const ADMINS = 'cn=Usher Admins,ou=groups,dc=example';

function person(uid: string, more: Partial<LdapPerson['attributes']> = {}, ou = BASE): LdapPerson {
  const attributes = { uid: [uid], entryUUID: [`uuid-of-${uid}`], memberOf: [STAFF], ...more };
  return {
    dn: `uid=${uid},${ou}`,
    password: `password of ${uid}`,
    attributes,
  };
}

const PEOPLE: readonly LdapPerson[] = [
  { ...SERVICE, attributes: {} },
  person('alice', {
    memberOf: [STAFF, 'CN=usher admins, OU=groups, dc=example'],
    mail: ['alice@example.com'],
  }),
  person('bob', { memberOf: [] }),
  person('twin'),
  person('twin', {}, `ou=more,${BASE}`),
  person('nobody-knows', { entryUUID: [] }),
  person('two-ids', { entryUUID: ['one', 'two'] }),
  person('broken-id', { entryUUID: [Buffer.from([0xff, 0xfe, 0x00])] }),
  person('guid', { objectGUID: [Buffer.from('00112233445566778899aabbccddeeff', 'hex')] }),
  { dn: STAFF, password: 'x', attributes: { member: [`uid=alice,${BASE}`], cn: ['staff'] } },
  { dn: ADMINS, password: 'x', attributes: { member: [`uid=alice,${BASE}`], cn: ['admins'] } },
];

let ca: CertificateAuthority;
let certificate: Certificate;
let folder: string;
let plain: LdapServer;
let secure: LdapServer;
let upgrading: LdapServer;

beforeAll(async () => {
  Logger.overrideLogger(false);
  ca = await createCertificateAuthority('directory');
  certificate = await issueCertificate(ca, { commonName: 'directory', usage: 'server' });
  folder = await mkdtemp(join(tmpdir(), 'usher-ldap-'));
  await writeFile(join(folder, 'ca.pem'), ca.certPem);
  plain = await LdapServer.start({ people: PEOPLE });
  secure = await LdapServer.start({ people: PEOPLE, tls: certificate, implicitTls: true });
  upgrading = await LdapServer.start({ people: PEOPLE, tls: certificate });
});
afterAll(async () => {
  await Promise.all([plain.stop(), secure.stop(), upgrading.stop()]);
  await rm(folder, { recursive: true });
});
afterEach(() => {
  for (const server of [plain, secure, upgrading]) {
    server.fault = undefined;
    server.takeRequests();
  }
});

const SEARCH: LdapConfig['user'] = {
  kind: 'search',
  base: BASE,
  filter: '(&(entryUUID=*)(uid={username}))',
  bind: { dn: SERVICE.dn, password: new Secret(SERVICE.password) },
};
const DIRECT: LdapConfig['user'] = { kind: 'direct', dnTemplate: `uid={username},${BASE}` };

function directory(changes: Partial<LdapConfig> = {}): LdapDirectory {
  const ldap: LdapConfig = {
    host: '127.0.0.1',
    port: plain.port,
    security: 'none',
    caFile: undefined,
    user: SEARCH,
    usernameAttribute: 'uid',
    idAttribute: 'entryUUID',
    groups: undefined,
    adminGroups: [ADMINS],
    timeoutMs: 5000,
    ...changes,
  };
  return new LdapDirectory({ ldap } as AppConfig);
}

async function principalOf(username: string, password: string, changes?: Partial<LdapConfig>) {
  const verified = await directory(changes).verify(username, password);
  return verified?.principal;
}

/** The code that an attempt is refused with, `null` for a plain no. */
async function outcome(changes: Partial<LdapConfig> = {}, username = 'alice'): Promise<unknown> {
  try {
    const principal = await principalOf(username, `password of ${username}`, changes);
    return principal === undefined ? null : principal.accountId;
  } catch (error) {
    return error instanceof Problem ? error.code : error;
  }
}

const ALICE = {
  authSource: 'ldap',
  accountId: 'uuid-of-alice',
  username: 'alice',
  groups: [STAFF, 'CN=usher admins, OU=groups, dc=example'],
  isAdmin: true,
};

describe('signing in with a directory', () => {
  it('finds the person, binds as them, and takes the id and the groups of the entry', async () => {
    expect(await principalOf('alice', 'password of alice')).toEqual(ALICE);
    expect(plain.takeRequests()).toMatchObject([
      { kind: 'bind', ...SERVICE },
      { kind: 'search', base: BASE, filter: '(&(entryUUID=*)(uid="alice"))' },
      { kind: 'bind', dn: `uid=alice,${BASE}`, password: 'password of alice' },
    ]);
    expect(await principalOf('bob', 'password of bob')).toMatchObject({
      isAdmin: false,
      groups: [],
    });
  });

  it('binds directly where a template says who is who', async () => {
    expect(await principalOf('alice', 'password of alice', { user: DIRECT })).toEqual(ALICE);
    expect(plain.takeRequests()[0]).toMatchObject({ kind: 'bind', dn: `uid=alice,${BASE}` });
    expect(await principalOf('alice', 'wrong', { user: DIRECT })).toBeUndefined();
    expect(await principalOf('nobody', 'x', { user: DIRECT })).toBeUndefined();
  });

  it('takes the groups that name the person, where groups are searched', async () => {
    const groups = { base: 'ou=groups,dc=example', filter: '(member={dn})' };
    expect(await principalOf('alice', 'password of alice', { groups })).toMatchObject({
      groups: [STAFF, ADMINS],
      isAdmin: true,
    });
    expect(await principalOf('bob', 'password of bob', { groups })).toMatchObject({
      groups: [],
      isAdmin: false,
    });
  });

  it('does not take a group of the same name elsewhere for the administrators', async () => {
    const adminGroups = ['cn=staff,ou=others,dc=example'];
    expect(await principalOf('alice', 'password of alice', { adminGroups })).toMatchObject({
      isAdmin: false,
    });
  });

  it('writes an id of bytes in hexadecimal digits', async () => {
    expect(await outcome({ idAttribute: 'objectguid' }, 'guid')).toBe(
      '00112233445566778899aabbccddeeff',
    );
  });

  it.each(['nobody-knows', 'two-ids', 'broken-id'])(
    'lets nobody in who cannot be told apart for good: %s',
    async (uid) => {
      const user = { ...SEARCH, filter: '(uid={username})' } as LdapConfig['user'];
      expect(await outcome({ user }, uid)).toBe('provider-error');
    },
  );

  it('says a plain no to a wrong password, an unknown name, and a name of two people', async () => {
    expect(await principalOf('alice', 'wrong')).toBeUndefined();
    expect(await principalOf('nobody', 'password of alice')).toBeUndefined();
    expect(await principalOf('twin', 'password of twin')).toBeUndefined();
  });

  it('does the same for a name that nobody has: the same requests, no more and no less', async () => {
    const kinds = async (username: string) => {
      await principalOf(username, 'wrong');
      return plain.takeRequests().map(({ kind }) => kind);
    };
    expect(await kinds('nobody')).toEqual(await kinds('alice'));
  });

  it('sends nothing for an empty password, which directories take for nobody and say yes to', async () => {
    for (const user of [SEARCH, DIRECT]) {
      expect(await principalOf('alice', '', { user })).toBeUndefined();
      expect(await principalOf('', 'password', { user })).toBeUndefined();
    }
    expect(plain.takeRequests()).toEqual([]);
  });
});

describe('a hostile name', () => {
  it('stays one value of the filter, and is nobody', async () => {
    let tried = 0;
    for (const name of HOSTILE_NAMES) {
      expect([name, await principalOf(name, 'password of alice')]).toEqual([name, undefined]);
      const filters = plain
        .takeRequests()
        .flatMap((request) => (request.kind === 'search' ? [request.filter] : []));
      expect(filters).toEqual([
        `(&(entryUUID=*)(uid=${JSON.stringify(Buffer.from(name).toString())}))`,
      ]);
      tried += 1;
    }
    say(
      `hostile names in filters: ${String(tried)} tried, ${String(tried)} refused as expected, 0 unexpected`,
    );
  });

  it('stays one value of the name that is bound', async () => {
    let tried = 0;
    for (const name of HOSTILE_NAMES) {
      expect([name, await principalOf(name, 'password of alice', { user: DIRECT })]).toEqual([
        name,
        undefined,
      ]);
      const [bind] = plain.takeRequests();
      const dn = bind?.kind === 'bind' ? bind.dn : '';
      expect(dn.startsWith('uid=') && dn.endsWith(`,${BASE}`)).toBe(true);
      const value = dn.slice(4, -BASE.length - 1);
      expect(unescapeDn(value)).toBe(Buffer.from(name).toString());
      tried += 1;
    }
    say(
      `hostile names in DNs: ${String(tried)} tried, ${String(tried)} refused as expected, 0 unexpected`,
    );
  });
});

/** The value that RFC 4514 gives; throws where a character that separates stands by itself. */
function unescapeDn(value: string): string {
  expect(value.replaceAll(/\\[0-9a-f]{2}/g, '')).not.toMatch(/[",+;<=>\\\0]|^[ #]|\s$/);
  return value.replaceAll(/\\([0-9a-f]{2})/g, (_all, hex: string) =>
    String.fromCharCode(parseInt(hex, 16)),
  );
}

describe('TLS to the directory', () => {
  const overTls = () => ({
    port: secure.port,
    security: 'tls' as const,
    caFile: join(folder, 'ca.pem'),
  });
  const overStartTls = () => ({
    port: upgrading.port,
    security: 'starttls' as const,
    caFile: join(folder, 'ca.pem'),
  });

  it('is there from the first byte, or before the first password', async () => {
    expect(await outcome(overTls())).toBe('uuid-of-alice');
    expect(await outcome(overStartTls())).toBe('uuid-of-alice');
    const binds = [...secure.takeRequests(), ...upgrading.takeRequests()].filter(
      ({ kind }) => kind === 'bind',
    );
    expect(binds).toHaveLength(4);
    expect(binds).toEqual(binds.map((bind) => ({ ...bind, tls: true })));
  });

  it.each(['a stranger', 'another name', 'expired'])(
    'is not believed of %s, and no password is sent',
    async (what) => {
      const other = what === 'a stranger' ? await createCertificateAuthority('stranger') : ca;
      const tls = await issueCertificate(other, {
        commonName: 'directory',
        usage: 'server',
        ...(what === 'another name' ? { hosts: ['other.example'] } : {}),
        ...(what === 'expired' ? { notAfter: new Date(Date.now() - 60_000) } : {}),
      });
      for (const implicitTls of [true, false]) {
        const server = await LdapServer.start({ people: PEOPLE, tls, implicitTls });
        const security = implicitTls ? 'tls' : 'starttls';
        expect(await outcome({ ...overTls(), port: server.port, security })).toBe(
          'provider-unavailable',
        );
        expect(server.takeRequests()).toEqual([]);
        await server.stop();
      }
    },
  );

  it('is never done without: no password goes to a directory that has no StartTLS', async () => {
    expect(await outcome({ ...overStartTls(), port: plain.port })).toBe('provider-unavailable');
    expect(plain.takeRequests()).toEqual([]);
  });

  it('begins with nothing that somebody on the way has said before', async () => {
    // The answer to StartTLS, and the beginning of a bind's answer that the first bytes inside of
    // TLS would complete: success for whatever password.
    const forged = ber(0x30, ber(2, 2), ber(0x61, ber(10, 0), ber(4, ''), ber(4, 'x'.repeat(14))));
    upgrading.fault = (socket, { parts: [id] }) => {
      if (socket instanceof TLSSocket) return false;
      socket.write(Buffer.concat([message(id!, ber(0x78, ...result(0))), forged.subarray(0, -14)]));
      return true;
    };
    expect(await outcome(overStartTls())).toBe('provider-unavailable');
  });
});

const reply =
  (make: (id: Ber) => Buffer): LdapFault =>
  (socket, { parts: [id] }) => {
    socket.write(make(id!));
    return true;
  };
const BAD_DIRECTORIES: Readonly<Record<string, LdapFault>> = {
  'hangs up': (socket) => {
    socket.destroy();
    return true;
  },
  'says nothing': () => true,
  'speaks HTTP': reply(() => Buffer.from('HTTP/1.1 400 Bad Request\r\n\r\n')),
  'sends noise': reply(() => Buffer.from('ff'.repeat(512), 'hex')),
  'announces four gigabytes': reply(() => Buffer.from([0x30, 0x84, 0xff, 0xff, 0xff, 0xff, 0x02])),
  'answers something else': reply((id) => message(id, ber(0x6b, ...result(0)))),
  'answers an unknown operation': reply((id) => message(id, ber(0x7f, ''))),
  'answers an empty operation': reply((id) => message(id, ber(0x61))),
  'answers another message': reply(() => ber(0x30, ber(2, 99), ber(0x61, ...result(0)))),
  'is busy': reply((id) => message(id, ber(0x61, ...result(51)))),
  'is unavailable': reply((id) => message(id, ber(0x61, ...result(52)))),
  'has an error of its own': reply((id) => message(id, ber(0x61, ...result(80)))),
  'refers to another directory': reply((id) =>
    message(id, ber(0x61, ...result(10), ber(0xa3, ber(4, 'ldap://127.0.0.1:1/')))),
  ),
  'wants stronger authentication': reply((id) => message(id, ber(0x61, ...result(8)))),
  floods: (socket: Socket, { parts: [id] }) => {
    const entry = message(id!, ber(0x64, ber(4, 'x'.repeat(60_000)), ber(0x30)));
    for (let count = 0; count < 40; count++) socket.write(entry);
    return true;
  },
  'sends thousands of tiny messages': reply(() =>
    Buffer.concat(
      Array.from({ length: 60_000 }, () => ber(0x30, ber(2, 99), ber(0x61, ...result(0)))),
    ),
  ),
};

describe('a directory that', () => {
  it.each(Object.entries(BAD_DIRECTORIES))(
    '%s lets nobody in, and is said to be the reason',
    async (_name, fault) => {
      plain.fault = fault;
      expect(await outcome({ timeoutMs: 200 })).toBe('provider-unavailable');
      plain.fault = undefined;
      expect(await outcome()).toBe('uuid-of-alice');
    },
  );

  it('is not there is said to be the reason, with a time to come back', async () => {
    const gone = await LdapServer.start({ people: [] });
    const { port } = gone;
    await gone.stop();
    const attempt = directory({ port }).verify('alice', 'x');
    await expect(attempt).rejects.toMatchObject({
      code: 'provider-unavailable',
      details: { retryAfter: 5 },
    });
  });

  it('does not take the service is a matter for the administrator', async () => {
    const bind = { dn: SERVICE.dn, password: new Secret('wrong') };
    expect(await outcome({ user: { ...SEARCH, bind } as LdapConfig['user'] })).toBe(
      'provider-error',
    );
  });

  it('points elsewhere in the middle of a search is not followed', async () => {
    plain.fault = (socket, { parts: [id, operation] }) => {
      if (operation?.tag !== 0x63) return false;
      socket.write(message(id!, ber(0x73, ber(4, `ldap://127.0.0.1:${String(secure.port)}/`))));
      socket.write(message(id!, ber(0x65, ...result(0))));
      return true;
    };
    expect(await outcome()).toBeNull();
    expect(secure.takeRequests()).toEqual([]);
  });

  it('gives an entry without a name is not bound to as nobody', async () => {
    plain.fault = (socket, { parts: [id, operation] }) => {
      if (operation?.tag !== 0x63) return false;
      const list = ber(0x30, ber(0x30, ber(4, 'entryUUID'), ber(0x31, ber(4, 'x'))));
      socket.write(message(id!, ber(0x64, ber(4, ''), list)));
      socket.write(message(id!, ber(0x65, ...result(0))));
      return true;
    };
    expect(await outcome()).toBeNull();
    expect(plain.takeRequests().map(({ kind }) => kind)).toEqual(['bind', 'search']);
  });
});

it('does not start with a CA file that is not there', () => {
  expect(() => directory({ caFile: join(folder, 'nothing.pem') })).toThrow(
    'LDAP_CA_FILE names a file that cannot be read (ENOENT).',
  );
});
