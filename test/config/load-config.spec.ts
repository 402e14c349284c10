import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { inspect } from 'node:util';
import { ConfigError } from '../../src/config/config-error.js';
import { loadConfig, loadStoreUrl } from '../../src/config/load-config.js';
import { type Env, MINIMAL, MISTAKES, OIDC } from './mistakes.js';

function mistakesOf(env: Env): readonly string[] {
  try {
    loadConfig(env);
    return [];
  } catch (error) {
    if (error instanceof ConfigError) {
      return error.mistakes;
    }
    throw error;
  }
}

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'usher-config-'));
});
afterAll(() => {
  rmSync(folder, { recursive: true, force: true });
});

function file(name: string, content: string | Buffer): string {
  const path = join(folder, name);
  writeFileSync(path, content);
  return path;
}

describe('a configuration that is complete', () => {
  it('needs a store and a session secret, and nothing else', () => {
    const config = loadConfig(MINIMAL);
    expect(config).toMatchObject({
      http: {
        host: '127.0.0.1',
        port: 3000,
        publicOrigin: 'http://localhost:3000',
        secureCookies: false,
        trustedProxies: [],
      },
      session: {
        idleMs: 1_800_000,
        absoluteMs: 43_200_000,
        cacheMs: 5000,
        refreshMs: 300_000,
      },
      providers: [],
      passthrough: undefined,
      bootstrapAdmin: undefined,
      ldap: undefined,
      webserver: undefined,
      rateLimit: { loginPerMinute: 30 },
      serversFile: undefined,
      welcomeFile: undefined,
      adminGroups: [],
      query: {
        defaultMaxRows: 1000,
        maxRows: 100_000,
        maxJsonBytes: 67_108_864,
        maxMessageBytes: 16_777_216,
        defaultTimeoutMs: 60_000,
        maxTimeoutMs: 600_000,
        connectTimeoutMs: 5000,
        maxBytes: undefined,
        maxCellBytes: 16_777_216,
        stallTimeoutMs: 60_000,
      },
      databaseSession: {
        idleMs: 1_800_000,
        transactionIdleMs: 300_000,
        absoluteMs: 28_800_000,
        perPerson: 5,
      },
      history: { days: 30, sqlText: false },
      instance: 'main',
    });
    expect(config.session.secret.reveal()).toBe('s'.repeat(32));
    expect(config.store.url.reveal()).toBe(MINIMAL['DATABASE_URL']);
  });

  it('takes every name', () => {
    const config = loadConfig({
      ...MINIMAL,
      ...OIDC,
      OIDC_SCOPES: 'openid  email groups',
      OIDC_AUDIENCE: 'urn:usher:api',
      OIDC_GROUPS_CLAIM: 'groups',
      ADMIN_GROUPS: 'dba, platform team,',
      OAUTH_PASSTHROUGH_SSL_CERT: '/certs/client.pem',
      OAUTH_PASSTHROUGH_SSL_KEY: '/certs/client.key',
      OAUTH_PASSTHROUGH_SSL_ROOTCERT: '/certs/ca.pem',
      PUBLIC_URL: 'https://usher.example/',
      SERVERS_FILE: '/etc/usher/servers.yaml',
      WELCOME_FILE: '/etc/usher/welcome.yaml',
      PORT: '0',
      HOST: '::',
      BOOTSTRAP_ADMIN_USERNAME: 'root',
      BOOTSTRAP_ADMIN_PASSWORD: 'twelve chars',
      QUERY_MAX_ROWS: '50',
      QUERY_TIMEOUT_MS: '5000',
    });
    expect(config).toMatchObject({
      http: {
        host: '::',
        port: 0,
        publicOrigin: 'https://usher.example',
        secureCookies: true,
      },
      providers: [
        {
          id: 'oidc',
          name: 'login.example',
          issuer: 'https://login.example/realms/main',
          clientId: 'usher',
          clientAuth: 'client_secret_basic',
          scopes: ['openid', 'email', 'groups'],
          audience: 'urn:usher:api',
          usernameClaim: 'preferred_username',
          groupsClaim: 'groups',
          transform: { kind: 'none' },
        },
      ],
      adminGroups: ['dba', 'platform team'],
      passthrough: {
        certFile: '/certs/client.pem',
        keyFile: '/certs/client.key',
        rootCertFile: '/certs/ca.pem',
      },
      serversFile: '/etc/usher/servers.yaml',
      welcomeFile: '/etc/usher/welcome.yaml',
      bootstrapAdmin: { username: 'root' },
      query: { defaultMaxRows: 50, maxRows: 50, defaultTimeoutMs: 5000, maxTimeoutMs: 5000 },
    });
    expect(config.providers[0]?.clientSecret?.reveal()).toBe('client-secret');
    expect(config.bootstrapAdmin?.password.reveal()).toBe('twelve chars');
  });

  it('cannot be changed afterwards, at any depth', () => {
    const config = loadConfig({ ...MINIMAL, ...OIDC, ADMIN_GROUPS: 'a', OIDC_GROUPS_CLAIM: 'g' });
    expect(Object.isFrozen(config)).toBe(true);
    expect(Object.isFrozen(config.http)).toBe(true);
    expect(Object.isFrozen(config.providers[0]?.scopes)).toBe(true);
    expect(Object.isFrozen(config.adminGroups)).toBe(true);
    expect(Object.isFrozen(config.session.secret)).toBe(true);
  });

  it('shows no secret when it is printed', () => {
    const config = loadConfig({ ...MINIMAL, ...OIDC });
    const printed = `${JSON.stringify(config)}${inspect(config, { depth: 9, showHidden: true })}`;
    for (const secret of ['client-secret', 'usher:pw', 's'.repeat(32)]) {
      expect(printed).not.toContain(secret);
    }
  });

  it.each(['OIDC_CLIENT_SECRET', 'DATABASE_URL', 'SESSION_SECRET', 'BOOTSTRAP_ADMIN_PASSWORD'])(
    'takes %s from a file, without the newline at its end',
    (name) => {
      const env = { ...MINIMAL, ...OIDC, BOOTSTRAP_ADMIN_USERNAME: 'root' };
      const value =
        name === 'DATABASE_URL' ? 'postgres://u:p@h/d' : 'a value  of 32 bytes at the least ';
      const path = file(name, `${value}\r\n`);
      const whole: Env = {
        BOOTSTRAP_ADMIN_PASSWORD: 'twelve chars',
        ...env,
        [name]: undefined,
        [`${name}_FILE`]: path,
      };
      const config = loadConfig(whole);
      expect(
        {
          OIDC_CLIENT_SECRET: config.providers[0]?.clientSecret,
          DATABASE_URL: config.store.url,
          SESSION_SECRET: config.session.secret,
          BOOTSTRAP_ADMIN_PASSWORD: config.bootstrapAdmin?.password,
        }[name]?.reveal(),
      ).toBe(value);
    },
  );
});

describe('a configuration with a mistake', () => {
  it.each(MISTAKES)('%j gives one sentence', (env, sentence) => {
    expect(mistakesOf({ ...MINIMAL, ...env })).toEqual([sentence]);
  });

  it.each(['--tls-keylog=/tmp/keys', '--tls-keylog', '--tls_keylog=k'])(
    'is to start with %s',
    (option) => {
      expect(() => loadConfig(MINIMAL, ['--enable-source-maps', option])).toThrow(
        '- Node has the option --tls-keylog, which would write the keys of TLS sessions to a file; remove it.',
      );
    },
  );

  it('names every mistake at once', () => {
    const mistakes = mistakesOf({ PORT: 'x', OIDC_ISUER: 'x', PUBLIC_URL: 'http://a.example' });
    expect(mistakes).toHaveLength(5);
    expect(mistakes.every((sentence) => sentence.endsWith('.') || sentence.endsWith('?'))).toBe(
      true,
    );
  });

  it('lists them in a message that can be printed as it is', () => {
    expect(() => loadConfig({ ...MINIMAL, PORT: 'x' })).toThrow(
      '- PORT must be a whole number from 0 to 65535.',
    );
  });

  it('never repeats the value of a secret', () => {
    const secret = fc.string({ minLength: 6, unit: 'binary' }).map((text) => `~${text}~`);
    fc.assert(
      fc.property(
        fc.record({
          OIDC_CLIENT_SECRET: secret,
          DATABASE_URL: fc.oneof(
            secret,
            secret.map((text) => `postgresql://u:${text}@h/d`),
          ),
          SESSION_SECRET: secret,
          BOOTSTRAP_ADMIN_PASSWORD: secret,
          SESSION_SECRET_FILE: fc.option(secret, { nil: undefined }),
          OIDC_ISSUER: fc.constantFrom(undefined, 'http://a.example', 'https://a.example'),
          PORT: fc.constantFrom('x', '1'),
        }),
        (env) => {
          const message = mistakesOf({ ...env, USHER: 'x', USHER_X: 'x' }).join('\n');
          const secrets = [env.OIDC_CLIENT_SECRET, env.DATABASE_URL, env.SESSION_SECRET];
          secrets.push(env.BOOTSTRAP_ADMIN_PASSWORD, env.SESSION_SECRET_FILE ?? env.SESSION_SECRET);
          const core = env.DATABASE_URL.slice(env.DATABASE_URL.indexOf('~'));
          return message !== '' && [...secrets, core].every((value) => !message.includes(value));
        },
      ),
    );
  });
});

describe('an environment that is full of other things', () => {
  it.each<[string, Env]>([
    [
      'a shell',
      { PATH: '/bin', HOME: '/root', HOSTNAME: 'a', LANG: 'C', SHLVL: '1', _: '/bin/node' },
    ],
    ['a desktop', { SESSION_MANAGER: 'local/x', XDG_SESSION_ID: '1', DESKTOP_SESSION: 'gnome' }],
    ['npm', { npm_config_host: 'x', npm_package_name: 'pg-usher', NODE_ENV: 'production' }],
    ['kubernetes', { KUBERNETES_SERVICE_HOST: '10.0.0.1', KUBERNETES_PORT: 'tcp://10.0.0.1:443' }],
    [
      'a service named oidc',
      { OIDC_SERVICE_HOST: 'x', OIDC_PORT: 'tcp://x', OIDC_PORT_80_TCP_ADDR: 'x' },
    ],
    ['a service named usher', { USHER_SERVICE_PORT_HTTP: '80', USHER_PORT_80_TCP: 'tcp://x' }],
    [
      'another program',
      { DATABASE_URI: 'x', DATABASE_HOST: 'x', PUBLIC_KEY: 'x', QUERY_STRING: 'x' },
    ],
    ['verification on', { NODE_TLS_REJECT_UNAUTHORIZED: '1', NODE_EXTRA_CA_CERTS: '/ca.pem' }],
    [
      'names that are set to nothing',
      { OIDC_ISSUER: '', SSLKEYLOGFILE: '', OIDC_CLIENT_SECRET: '' },
    ],
    ['a name that is not set', { OIDC_ISUER: undefined }],
    ['an issuer on this machine', { ...OIDC, OIDC_ISSUER: 'http://127.0.0.1:9000' }],
    ['a public client', { ...OIDC, OIDC_CLIENT_SECRET: undefined }],
    ['a public URL on this machine', { PUBLIC_URL: 'http://[::1]:3000' }],
    ['a store on a socket', { DATABASE_URL: 'postgresql:///usher?host=/run/pg&user=usher' }],
  ])('starts with %s', (_name, env) => {
    expect(mistakesOf({ ...MINIMAL, ...env })).toEqual([]);
  });
});

describe('the part that tools need', () => {
  it('is the store alone', () => {
    expect(loadStoreUrl({ DATABASE_URL: 'postgres://u:p@h/d' }).reveal()).toBe(
      'postgres://u:p@h/d',
    );
  });

  it('is refused with the same sentences', () => {
    expect(() => loadStoreUrl({})).toThrow(ConfigError);
    expect(() => loadStoreUrl({ DATABASE_URL: 'x' })).toThrow('DATABASE_URL cannot be read');
  });
});
