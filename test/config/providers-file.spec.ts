import { generateKeyPairSync } from 'node:crypto';
import { chmodSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { ConfigError } from '../../src/config/config-error.js';
import { loadConfig } from '../../src/config/load-config.js';
import { createCertificateAuthority } from '../../src/demo/certificates.js';
import { type Env, MINIMAL, OIDC } from './mistakes.js';

let folder: string;
const path = (name: string): string => join(folder, name);
function put(name: string, text: string): string {
  writeFileSync(path(name), text, { mode: 0o600 });
  return path(name);
}

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'usher-providers-'));
  const { privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  put('key.pem', privateKey.export({ type: 'pkcs8', format: 'pem' }).toString());
  put('open-key.pem', privateKey.export({ type: 'pkcs8', format: 'pem' }).toString());
  chmodSync(path('open-key.pem'), 0o644);
  const small = generateKeyPairSync('rsa', { modulusLength: 1024 }).privateKey;
  put('small-key.pem', small.export({ type: 'pkcs8', format: 'pem' }).toString());
  put('secret', 'from a file\n');
  put('empty', '\n');
  put('ca.pem', (await createCertificateAuthority('Own')).certPem);
});
afterAll(() => {
  rmSync(folder, { recursive: true });
});

const load = (text: string, name = 'providers.yaml', env: Env = {}) =>
  loadConfig({ ...MINIMAL, ...env, OIDC_PROVIDERS_FILE: put(name, text) }).providers;

function mistakesOf(text: string, name?: string, env?: Env): readonly string[] {
  try {
    load(text, name, env);
    return [];
  } catch (error) {
    if (error instanceof ConfigError) return error.mistakes;
    throw error;
  }
}

/** A good provider with some lines more, or in place of its own. */
function provider(lines: Record<string, string>): string {
  const all = {
    id: 'corp',
    issuer: 'https://login.example',
    clientId: 'usher',
    usernameClaim: 'db_user',
    ...lines,
  };
  const body = Object.entries(all)
    .filter(([, value]) => value !== '')
    .map(([key, value]) => `    ${key}: ${value}`);
  return `providers:\n  -\n${body.join('\n')}\n`;
}

describe('a file of providers', () => {
  it('is read with its defaults', () => {
    expect(load(provider({}))).toEqual([
      {
        id: 'corp',
        name: 'login.example',
        issuer: 'https://login.example',
        clientId: 'usher',
        clientAuth: 'none',
        scopes: ['openid', 'profile'],
        usernameClaim: 'db_user',
        transform: { kind: 'none' },
        maxTokenAgeSeconds: 900,
        introspection: false,
        staleKeysSeconds: 3600,
      },
    ]);
  });

  it('can say everything, of several', () => {
    const text = `
providers:
  - id: corp
    name: Corporate login
    issuer: https://login.example/realms/main
    clientId: usher
    clientAuth: private_key_jwt
    privateKeyFile: ${path('key.pem')}
    caFile: ${path('ca.pem')}
    scopes: [openid, email, groups]
    audience: urn:usher:api
    accessTokenTyp: jwt
    clientIds: [cli, spa]
    maxTokenAgeSeconds: 3600
    introspection: true
    usernameClaim: https://claims.example/db_user
    groupsClaim: cognito:groups
    transform: strip-domain
    domains: [corp.example, old.example]
    staleKeysSeconds: 0
  - id: partner
    issuer: https://partner.example
    clientId: usher
    clientSecretFile: ${path('secret')}
    clientAuth: client_secret_post
    usernameClaim: email
    transform: lowercase
`;
    const [corp, partner] = load(text);
    expect(corp).toMatchObject({
      name: 'Corporate login',
      clientAuth: 'private_key_jwt',
      caFile: path('ca.pem'),
      scopes: ['openid', 'email', 'groups'],
      clientIds: ['cli', 'spa'],
      accessTokenTyp: 'jwt',
      introspection: true,
      usernameClaim: 'https://claims.example/db_user',
      groupsClaim: 'cognito:groups',
      transform: { kind: 'strip-domain', domains: ['corp.example', 'old.example'] },
      staleKeysSeconds: 0,
    });
    expect(corp?.privateKey?.reveal()).toContain('PRIVATE KEY');
    expect(partner?.clientSecret?.reveal()).toBe('from a file');
    expect(partner).toMatchObject({ id: 'partner', transform: { kind: 'lowercase' } });
    expect(Object.isFrozen(corp?.scopes)).toBe(true);
    expect(JSON.stringify([corp, partner])).not.toMatch(/PRIVATE KEY|from a file/);
  });

  it('can be JSON', () => {
    const fields = { id: 'a', issuer: 'https://a.example', clientId: 'c', usernameClaim: 'sub' };
    const text = JSON.stringify({ providers: [fields] });
    expect(load(text, 'providers.json')).toMatchObject([fields]);
  });

  it('is one way of two, not both', () => {
    expect(mistakesOf(provider({}), undefined, OIDC)).toEqual([
      'OIDC_PROVIDERS_FILE and OIDC_ISSUER, OIDC_CLIENT_ID, OIDC_CLIENT_SECRET, OAUTH2_USERNAME_CLAIM are both set; give all providers in the file, or one in variables.',
    ]);
  });

  it('has to be there', () => {
    expect(() => loadConfig({ ...MINIMAL, OIDC_PROVIDERS_FILE: path('none') })).toThrow(
      '- OIDC_PROVIDERS_FILE names a file that cannot be read (ENOENT).',
    );
  });
});

const AT = 'OIDC_PROVIDERS_FILE, line';
const FIELD = `providers[0].`;

describe('a file of providers with a mistake', () => {
  it.each<[Record<string, string>, string]>([
    [
      { id: '' },
      `${AT} 3, column 5: ${FIELD}id is missing: the provider is in addresses under it.`,
    ],
    [
      { id: 'Corp' },
      `${AT} 3, column 5: ${FIELD}id must begin with a letter and have at most 32 small letters, digits and hyphens.`,
    ],
    [
      { id: '../x' },
      `${AT} 3, column 5: ${FIELD}id must begin with a letter and have at most 32 small letters, digits and hyphens.`,
    ],
    ...['internal', 'ldap', 'webserver'].map((id): [Record<string, string>, string] => [
      { id },
      `${AT} 3, column 5: ${FIELD}id must be another one: that is the name of another way to sign in.`,
    ]),
    [{ id: '7' }, `${AT} 3, column 5: ${FIELD}id must be a text of 1 to 1024 characters.`],
    [
      { issuer: 'http://login.example' },
      `${AT} 4, column 5: ${FIELD}issuer must be https: over http, anybody on the way could sign in as anybody. http is accepted for loopback only.`,
    ],
    [
      { issuer: 'https://login.microsoftonline.com/common/v2.0' },
      `${AT} 4, column 5: ${FIELD}issuer must name your own tenant: with the address for any tenant, anybody's directory could say who is who.`,
    ],
    [
      { issuer: 'https://login.microsoftonline.com/organizations/v2.0' },
      `${AT} 4, column 5: ${FIELD}issuer must name your own tenant: with the address for any tenant, anybody's directory could say who is who.`,
    ],
    [
      { usernameClaim: 'upn email' },
      `${AT} 6, column 5: ${FIELD}usernameClaim must name exactly one claim; there is no list of fallbacks.`,
    ],
    [
      { scopes: '[email]' },
      `${AT} 7, column 5: ${FIELD}scopes must contain openid; scopes are separated by blanks.`,
    ],
    [{ scopes: '[openid, 7]' }, `${AT} 7, column 5: ${FIELD}scopes must be a list of texts.`],
    [
      { clientAuth: 'client_secret_jwt' },
      `${AT} 7, column 5: ${FIELD}clientAuth must be one of client_secret_basic, client_secret_post, private_key_jwt, none.`,
    ],
    [
      { clientAuth: 'client_secret_post' },
      `${AT} 7, column 5: ${FIELD}clientAuth is client_secret_post, which needs ${FIELD}clientSecret.`,
    ],
    [
      { clientAuth: 'private_key_jwt' },
      `${AT} 7, column 5: ${FIELD}clientAuth is private_key_jwt, which needs ${FIELD}privateKeyFile.`,
    ],
    [
      { clientAuth: 'none', clientSecret: 'canary' },
      `${AT} 7, column 5: ${FIELD}clientAuth is none, which has no use for ${FIELD}clientSecret; remove one.`,
    ],
    [
      { clientSecret: 'canary', clientSecretFile: 'FOLDER/secret' },
      `${AT} 8, column 5: ${FIELD}clientSecret and ${FIELD}clientSecretFile are both set; keep one of them.`,
    ],
    [
      { clientSecretFile: 'FOLDER/empty' },
      `${AT} 7, column 5: ${FIELD}clientSecretFile names a file that is empty.`,
    ],
    [
      { clientSecretFile: 'canary' },
      `${AT} 7, column 5: ${FIELD}clientSecretFile names a file that cannot be read (ENOENT).`,
    ],
    [
      { privateKeyFile: 'FOLDER/secret' },
      `${AT} 7, column 5: ${FIELD}privateKeyFile names a file that holds no private key in PEM without a passphrase.`,
    ],
    [
      { privateKeyFile: 'FOLDER/small-key.pem' },
      `${AT} 7, column 5: ${FIELD}privateKeyFile must hold an RSA key of 2048 bits or more, P-256 or Ed25519.`,
    ],
    [
      { caFile: 'FOLDER/secret' },
      `${AT} 7, column 5: ${FIELD}caFile names a file that holds no certificate in PEM.`,
    ],
    [
      { caFile: 'FOLDER/none' },
      `${AT} 7, column 5: ${FIELD}caFile names a file that cannot be read (ENOENT).`,
    ],
    [
      { transform: 'regex' },
      `${AT} 7, column 5: ${FIELD}transform must be one of none, lowercase, strip-domain.`,
    ],
    [
      { transform: 'strip-domain' },
      `${AT} 3, column 5: ${FIELD}domains is missing: strip-domain takes names of listed domains only.`,
    ],
    [
      { transform: 'strip-domain', domains: '["@corp.example"]' },
      `${AT} 8, column 5: ${FIELD}domains must be domains such as corp.example, without an @.`,
    ],
    [
      { transform: 'lowercase', domains: '[corp.example]' },
      `${AT} 8, column 5: ${FIELD}domains is used only where ${FIELD}transform is strip-domain.`,
    ],
    [
      { maxTokenAgeSeconds: '86401' },
      `${AT} 7, column 5: ${FIELD}maxTokenAgeSeconds must be a whole number from 30 to 86400.`,
    ],
    [
      { maxTokenAgeSeconds: '"900"' },
      `${AT} 7, column 5: ${FIELD}maxTokenAgeSeconds must be a whole number from 30 to 86400.`,
    ],
    [
      { staleKeysSeconds: '-1' },
      `${AT} 7, column 5: ${FIELD}staleKeysSeconds must be a whole number from 0 to 86400.`,
    ],
    [{ introspection: '"yes"' }, `${AT} 7, column 5: ${FIELD}introspection must be true or false.`],
    [
      { introspection: 'true' },
      `${AT} 7, column 5: ${FIELD}introspection needs an audience, and a client that can prove who it is to the provider.`,
    ],
    [{ client_id: 'x' }, `${AT} 7, column 5: "client_id" is not known; did you mean clientId?`],
    [{ colour: 'red' }, `${AT} 7, column 5: "colour" is not known.`],
    [
      { accessTokenTyp: 'any' },
      `${AT} 7, column 5: ${FIELD}accessTokenTyp must be one of at+jwt, jwt.`,
    ],
    [
      { name: '"a\\u0000b"' },
      `${AT} 7, column 5: ${FIELD}name must have 1 to 80 printable characters.`,
    ],
  ])('%j gives one sentence', (lines, sentence) => {
    const text = provider(lines).replaceAll('FOLDER', folder);
    expect(mistakesOf(text)).toEqual([sentence]);
  });

  it('is told when others could read the key', () => {
    const [sentence = '', ...more] = mistakesOf(provider({ privateKeyFile: path('open-key.pem') }));
    expect(more).toEqual([]);
    expect(sentence).toContain(`${FIELD}privateKeyFile is not safe to use. The private key file`);
    expect(sentence).toContain('has mode 0644');
  });

  it.each<[string, readonly string[]]>([
    ['', ['OIDC_PROVIDERS_FILE, line 1, column 1: there must be a list named "providers".']],
    ['providers: []', ['OIDC_PROVIDERS_FILE, line 1, column 1: the list has no provider.']],
    [
      'providers: [a]',
      [
        'OIDC_PROVIDERS_FILE, line 1, column 13: a provider must be a set of fields such as id and issuer.',
      ],
    ],
  ])('%j', (text, sentences) => {
    expect(mistakesOf(text)).toEqual(sentences);
  });

  it('says that two providers cannot be the same, nor both be asked', () => {
    const text = `
providers:
  - { id: a, issuer: https://a.example, clientId: c, clientSecret: s, audience: u, introspection: true, usernameClaim: sub }
  - { id: a, issuer: https://a.example, clientId: c, clientSecret: s, audience: u, introspection: true, usernameClaim: sub }
`;
    expect(mistakesOf(text)).toEqual([
      `${AT} 4, column 7: another provider has this id already (line 3, column 7).`,
      `${AT} 4, column 14: another provider has this issuer already (line 3, column 14).`,
      `${AT} 4, column 84: providers[1].introspection must be false: only one provider can be asked about tokens that do not say whose they are.`,
    ]);
  });

  it('tells all of them, and no secret', () => {
    const found = mistakesOf(
      provider({
        clientSecret: '"~canary~"',
        clientAuth: '"~canary~"',
        colour: '"~canary~"',
        id: '"~canary~"',
      }),
    );
    expect(found).toHaveLength(3);
    expect(found.join('\n')).not.toContain('canary');
  });
});

describe('one provider in variables', () => {
  it('can say the same', () => {
    const config = loadConfig({
      ...MINIMAL,
      ...OIDC,
      OIDC_NAME: 'Corporate login',
      OIDC_CLIENT_AUTH: 'client_secret_post',
      OIDC_CA_FILE: path('ca.pem'),
      OIDC_AUDIENCE: 'urn:usher:api',
      OIDC_ACCESS_TOKEN_TYP: 'jwt',
      OIDC_CLIENT_IDS: 'cli spa',
      OIDC_MAX_TOKEN_AGE_SECONDS: '3600',
      OIDC_INTROSPECTION: 'true',
      OIDC_USERNAME_TRANSFORM: 'strip-domain',
      OIDC_USERNAME_DOMAINS: 'corp.example old.example',
      OIDC_STALE_KEYS_SECONDS: '60',
    });
    expect(config.providers).toMatchObject([
      {
        id: 'oidc',
        name: 'Corporate login',
        clientAuth: 'client_secret_post',
        caFile: path('ca.pem'),
        accessTokenTyp: 'jwt',
        clientIds: ['cli', 'spa'],
        maxTokenAgeSeconds: 3600,
        introspection: true,
        transform: { kind: 'strip-domain', domains: ['corp.example', 'old.example'] },
        staleKeysSeconds: 60,
      },
    ]);
  });

  it.each<[Env, string]>([
    [
      { OIDC_CLIENT_AUTH: 'basic' },
      'OIDC_CLIENT_AUTH must be one of client_secret_basic, client_secret_post, private_key_jwt, none.',
    ],
    [{ OIDC_INTROSPECTION: 'yes' }, 'OIDC_INTROSPECTION must be true or false.'],
    [
      { OIDC_MAX_TOKEN_AGE_SECONDS: '1h' },
      'OIDC_MAX_TOKEN_AGE_SECONDS must be a whole number from 30 to 86400.',
    ],
    [
      { OIDC_USERNAME_TRANSFORM: 'strip-domain' },
      'OIDC_USERNAME_DOMAINS is missing: strip-domain takes names of listed domains only.',
    ],
    [
      { OIDC_CLIENT_SECRET: undefined, OIDC_CLIENT_AUTH: 'client_secret_basic' },
      'OIDC_CLIENT_AUTH is client_secret_basic, which needs OIDC_CLIENT_SECRET.',
    ],
    [{ OIDC_CA_FILE: '/none' }, 'OIDC_CA_FILE names a file that cannot be read (ENOENT).'],
  ])('%j gives one sentence', (env, sentence) => {
    const whole: Env = { ...MINIMAL, ...OIDC, ...env };
    expect(() => loadConfig(whole)).toThrow(new ConfigError([sentence]));
  });
});
