import { createHmac } from 'node:crypto';
import { gzipSync } from 'node:zlib';
import { exportSPKI } from 'jose';
import {
  AUDIENCE,
  type Behaviour,
  CLIENT_ID,
  type HostileProvider,
  type Json,
  type Reply,
} from './hostile-provider.js';

/** One thing that a provider may do wrong, and what the browser must get for it. */
export interface BadAnswer {
  readonly name: string;
  readonly behaviour: Behaviour;
  readonly status: number;
  readonly code: string;
  /** The provider is to be slower than the service's patience, so that is made short. */
  readonly hangs?: boolean;
}

const json = (value: unknown): Reply => ({ body: JSON.stringify(value) });
const later = (seconds: number): number => Math.floor(Date.now() / 1000) + seconds;
const DEEP = `${'['.repeat(10_000)}${']'.repeat(10_000)}`;
const GZIP = { headers: { 'content-encoding': 'gzip' }, body: gzipSync('{}') };
const HTML = { headers: { 'content-type': 'text/html' }, body: '<script>alert(1)</script>' };

/** Bodies that no endpoint may answer with. */
const BAD_BODIES: [string, Reply, number, string][] = [
  ['HTML', HTML, 502, 'provider-error'],
  ['an empty body', { body: '' }, 502, 'provider-error'],
  ['null', json(null), 502, 'provider-error'],
  ['a number', json(42), 502, 'provider-error'],
  ['a string', json('x'), 502, 'provider-error'],
  ['an array', json([{}]), 502, 'provider-error'],
  ['an empty object', json({}), 502, 'provider-error'],
  ['half an object', { body: '{"issuer": "http' }, 502, 'provider-error'],
  ['invalid UTF-8', { body: Buffer.from([0x7b, 0xff, 0xfe, 0x7d]) }, 502, 'provider-error'],
  ['10 000 nested arrays', { body: DEEP }, 502, 'provider-error'],
  ['a compressed body', GZIP, 502, 'provider-error'],
  ['status 500', { status: 500, body: '{}' }, 502, 'provider-error'],
  ['status 204', { status: 204, body: '' }, 502, 'provider-error'],
  ['a redirect', { status: 307, headers: { location: '/jwks' }, body: '' }, 502, 'provider-error'],
  ['garbage instead of HTTP', 'garbage', 502, 'provider-error'],
  ['an endless body', 'endless', 502, 'provider-error'],
  ['a reset', 'reset', 503, 'provider-unavailable'],
  ['nothing at all', 'hang', 504, 'provider-timeout'],
  ['half a body and then nothing', 'hang-in-body', 504, 'provider-timeout'],
];

function badBodies(what: string, make: (reply: Reply) => Behaviour): BadAnswer[] {
  return BAD_BODIES.map(([name, reply, status, code]) => ({
    name: `${what}: ${name}`,
    behaviour: make(reply),
    status,
    code,
    hangs: reply === 'hang' || reply === 'hang-in-body',
  }));
}

function wrongDocument(name: string, changes: (document: Json) => Json): BadAnswer {
  const discovery = (document: Json): Json => ({ ...document, ...changes(document) });
  const behaviour = { discovery };
  return { name: `discovery: ${name}`, behaviour, status: 502, code: 'provider-error' };
}

export const BAD_DISCOVERY: BadAnswer[] = [
  ...badBodies('discovery', (reply) => ({ discovery: () => reply })),
  wrongDocument('another issuer', () => ({ issuer: 'https://evil.example' })),
  wrongDocument('a trailing slash', ({ issuer }) => ({ issuer: `${String(issuer)}/` })),
  wrongDocument('issuer is a number', () => ({ issuer: 1 })),
  wrongDocument('token endpoint on http', () => ({ token_endpoint: 'http://idp.example/token' })),
  wrongDocument('login page on http', () => ({ authorization_endpoint: 'http://idp.example/a' })),
  wrongDocument('login page is a script', () => ({
    authorization_endpoint: 'javascript:alert(1)',
  })),
  wrongDocument('key set is a file', () => ({ jwks_uri: 'file:///etc/passwd' })),
  wrongDocument('no token endpoint', () => ({ token_endpoint: undefined })),
  wrongDocument('endpoint is an object', () => ({ token_endpoint: {} })),
  wrongDocument('credentials in a URL', () => ({ jwks_uri: 'https://a:b@idp.example/keys' })),
  wrongDocument('only HS256 and none', () => ({
    id_token_signing_alg_values_supported: ['HS256', 'none'],
  })),
];

const withKeys = (name: string, keySet: Behaviour['keySet'], unusable = false): BadAnswer => ({
  name: `key set: ${name}`,
  behaviour: keySet === undefined ? {} : { keySet },
  status: unusable ? 502 : 401,
  code: unusable ? 'provider-error' : 'login-failed',
});

/** Each for a service that has no keys yet. */
export const BAD_KEY_SETS: BadAnswer[] = [
  ...badBodies('key set', (reply) => ({ keySet: () => reply })),
  withKeys('no keys', () => ({ keys: [] }), true),
  withKeys('keys that are no objects', () => ({ keys: [null, 1, 'x', []] }), true),
  withKeys('only a symmetric key', () => ({ keys: [{ kty: 'oct', k: 'AAAA', kid: 'rsa' }] }), true),
  withKeys('a key of nonsense', ([key]) => ({ keys: [{ ...key, n: '!!', e: 7 }] }), true),
  withKeys('a key of 512 bits', ([key]) => ({ keys: [{ ...key, n: 'x'.repeat(86) }] }), true),
  withKeys('other kids', (keys) => ({ keys: keys.map((key) => ({ ...key, kid: 'other' })) })),
  withKeys('one kid twice', ([key]) => ({ keys: [key, key] }), true),
  withKeys('keys for encryption', (keys) => ({
    keys: keys.map((key) => ({ ...key, use: 'enc' })),
  })),
];

const tokenAnswer = (name: string, changes: Json): BadAnswer => ({
  name: `token answer: ${name}`,
  behaviour: { token: (answer) => ({ ...answer, ...changes }) },
  status: 502,
  code: 'provider-error',
});

const tokenError = (error: string, http: number, status: number, code: string): BadAnswer => ({
  name: `token answer: ${error}`,
  behaviour: {
    token: () => ({
      status: http,
      body: JSON.stringify({ error, error_description: '<script>alert(1)</script>' }),
    }),
  },
  status,
  code,
});

export const BAD_TOKEN_ANSWERS: BadAnswer[] = [
  ...badBodies('token answer', (reply) => ({ token: () => reply })),
  tokenAnswer('no ID token', { id_token: undefined }),
  tokenAnswer('ID token is null', { id_token: null }),
  tokenAnswer('ID token is a number', { id_token: 5 }),
  tokenAnswer('ID token is an object', { id_token: { sub: 'postgres' } }),
  tokenAnswer('ID token is an array', { id_token: ['a.b.c'] }),
  tokenAnswer('no access token', { access_token: undefined }),
  tokenAnswer('access token is an object', { access_token: {} }),
  tokenAnswer('another type of token', { token_type: 'mac' }),
  tokenAnswer('type is a number', { token_type: 1 }),
  tokenError('invalid_grant', 400, 401, 'login-failed'),
  tokenError('invalid_client', 401, 502, 'provider-error'),
  tokenError('temporarily_unavailable', 503, 503, 'provider-unavailable'),
];

const part = (value: unknown): string => Buffer.from(JSON.stringify(value)).toString('base64url');

const badToken = (name: string, behaviour: Behaviour): BadAnswer => ({
  name: `ID token: ${name}`,
  behaviour,
  status: 401,
  code: 'login-failed',
});
const madeToken = (
  name: string,
  idToken: (claims: Json, provider: HostileProvider) => unknown,
): BadAnswer => badToken(name, { idToken });
const wrongClaims = (name: string, changes: (claims: Json) => Json): BadAnswer =>
  badToken(name, { claims: (claims) => ({ ...claims, ...changes(claims) }) });
const wrongHeader = (name: string, header: Json): BadAnswer =>
  badToken(name, { header: () => header });

const signedPayload =
  (payload: string) =>
  async (_claims: Json, provider: HostileProvider): Promise<string> => {
    const { CompactSign } = await import('jose');
    const signer = new CompactSign(Buffer.from(payload));
    return signer.setProtectedHeader({ alg: 'RS256', kid: 'rsa' }).sign(provider.key.privateKey);
  };

async function signedWithPublicKey(claims: Json, provider: HostileProvider): Promise<string> {
  const signed = `${part({ alg: 'HS256', kid: 'rsa' })}.${part(claims)}`;
  const secret = await exportSPKI(provider.key.publicKey);
  return `${signed}.${createHmac('sha256', secret).update(signed).digest('base64url')}`;
}

export const BAD_ID_TOKENS: BadAnswer[] = [
  madeToken('alg none', (claims) => `${part({ alg: 'none' })}.${part(claims)}.`),
  madeToken('alg NONE', (claims) => `${part({ alg: 'NONE', kid: 'rsa' })}.${part(claims)}.`),
  madeToken(
    'no signature',
    async (claims, p) => `${(await p.sign(claims)).split('.', 2).join('.')}.`,
  ),
  madeToken('garbage for a signature', async (claims, p) => {
    const [header = '', payload = ''] = (await p.sign(claims)).split('.');
    return `${header}.${payload}.${Buffer.alloc(256, 7).toString('base64url')}`;
  }),
  madeToken('a signature that is not base64', async (claims, p) => {
    const [header = '', payload = ''] = (await p.sign(claims)).split('.');
    return `${header}.${payload}.§§§`;
  }),
  madeToken('signed by a foreign key of the same kid', (claims, p) =>
    p.sign({ ...claims, db_user: 'postgres' }, {}, p.foreignKey),
  ),
  madeToken('HS256 with the public key', signedWithPublicKey),
  madeToken('foreign key in the header', async (claims, p) => {
    const { exportJWK } = await import('jose');
    const jwk = await exportJWK(p.foreignKey.publicKey);
    return p.sign(claims, { jwk }, p.foreignKey);
  }),
  madeToken('key of another algorithm', (claims, p) => p.sign(claims, { kid: 'rsa' }, p.ecKey)),
  madeToken('payload null', signedPayload('null')),
  madeToken('payload is a number', signedPayload('5')),
  madeToken('payload is an array', signedPayload('[1]')),
  madeToken('payload is not JSON', signedPayload('hello')),
  madeToken('empty payload', signedPayload('')),
  madeToken('header is not JSON', (claims) => `x.${part(claims)}.x`),
  madeToken('header is null', (claims) => `${part(null)}.${part(claims)}.x`),
  madeToken('two parts', (claims) => `${part({ alg: 'RS256' })}.${part(claims)}`),
  madeToken('five parts', () => 'a.b.c.d.e'),
  madeToken('an empty string', () => ''),
  madeToken('dots', () => '..'),
  madeToken('an access token', (_claims, p) =>
    p.accessToken({ ...p.accessClaims(), aud: CLIENT_ID }),
  ),
  madeToken('an access token with the nonce', ({ nonce }, p) =>
    p.accessToken({ ...p.accessClaims(), aud: CLIENT_ID, nonce }),
  ),
  wrongClaims('another issuer', () => ({ iss: 'https://evil.example' })),
  wrongClaims('issuer with a slash', ({ iss }) => ({ iss: `${String(iss)}/` })),
  wrongClaims('no issuer', () => ({ iss: undefined })),
  wrongClaims('issuer in an array', ({ iss }) => ({ iss: [iss] })),
  wrongClaims('another audience', () => ({ aud: 'somebody-else' })),
  wrongClaims('the audience of the API', () => ({ aud: AUDIENCE })),
  wrongClaims('no audience', () => ({ aud: undefined })),
  wrongClaims('audience is an object', () => ({ aud: { [CLIENT_ID]: true } })),
  wrongClaims('foreign audience, too', () => ({ aud: [CLIENT_ID, 'other'] })),
  wrongClaims('foreign audience and party', () => ({ aud: [CLIENT_ID, 'other'], azp: 'other' })),
  wrongClaims('foreign party', () => ({ azp: 'other' })),
  wrongClaims('party is an array', () => ({ azp: [CLIENT_ID] })),
  wrongClaims('expired', () => ({ exp: later(-60) })),
  wrongClaims('exp is a string', () => ({ exp: 'never' })),
  wrongClaims('exp is a string of digits', () => ({ exp: String(later(300)) })),
  wrongClaims('no exp', () => ({ exp: undefined })),
  wrongClaims('exp is null', () => ({ exp: null })),
  wrongClaims('issued in an hour', () => ({ iat: later(3600) })),
  wrongClaims('iat is a string', () => ({ iat: 'now' })),
  wrongClaims('no iat', () => ({ iat: undefined })),
  wrongClaims('valid in an hour', () => ({ nbf: later(3600) })),
  wrongClaims('nbf is a string', () => ({ nbf: 'now' })),
  wrongClaims('no nonce', () => ({ nonce: undefined })),
  wrongClaims('another nonce', () => ({ nonce: 'another' })),
  wrongClaims('nonce in an array', ({ nonce }) => ({ nonce: [nonce] })),
  wrongClaims('no subject', () => ({ sub: undefined })),
  wrongClaims('subject is empty', () => ({ sub: '' })),
  wrongClaims('subject is a number', () => ({ sub: 7 })),
  wrongClaims('subject is an object', () => ({ sub: { id: 'alice' } })),
  wrongClaims('subject of 256 characters', () => ({ sub: 's'.repeat(256) })),
  wrongClaims('NUL in the subject', () => ({ sub: 'alice\0' })),
  wrongClaims('surrogate in the subject', () => ({ sub: 'alice\ud800' })),
  wrongClaims('a logout token', () => ({ events: { 'http://schemas.openid.net/x': {} } })),
  madeToken('username claim of 10 000 levels', (claims, p) => {
    const payload = JSON.stringify({ ...claims, db_user: 'DEEP' }).replace('"DEEP"', DEEP);
    return signedPayload(payload)(claims, p);
  }),
  wrongHeader('typ at+jwt', { typ: 'at+jwt' }),
  wrongHeader('typ logout+jwt', { typ: 'logout+jwt' }),
  wrongHeader('an unknown kid', { kid: '../../etc/passwd' }),
];

const badCallback = (
  name: string,
  callback: (parameters: URLSearchParams) => void,
  [status, code]: [number, string] = [403, 'login-refused'],
): BadAnswer => ({ name: `callback: ${name}`, behaviour: { callback }, status, code });

const FAILED: [number, string] = [401, 'login-failed'];
const XSS = '"><script>alert(document.domain)</script>';

export const BAD_CALLBACKS: BadAnswer[] = [
  badCallback('issuer of another provider', (p) => {
    p.set('iss', 'https://evil.example');
  }),
  badCallback('issuer with a slash', (p) => {
    p.set('iss', `${p.get('iss') ?? ''}/`);
  }),
  badCallback('no issuer though it was promised', (p) => {
    p.delete('iss');
  }),
  badCallback('issuer twice', (p) => {
    p.append('iss', p.get('iss') ?? '');
  }),
  badCallback('no code', (p) => {
    p.delete('code');
  }),
  badCallback('empty code', (p) => {
    p.set('code', '');
  }),
  badCallback('code twice', (p) => {
    p.append('code', 'second');
  }),
  badCallback('code of 5 000 characters', (p) => {
    p.set('code', 'c'.repeat(5000));
  }),
  badCallback('no state', (p) => {
    p.delete('state');
  }),
  badCallback('empty state', (p) => {
    p.set('state', '');
  }),
  badCallback('guessed state', (p) => {
    p.set('state', 'A'.repeat(43));
  }),
  badCallback('state twice', (p) => {
    p.append('state', p.get('state') ?? '');
  }),
  badCallback('state with a blank', (p) => {
    p.set('state', `${p.get('state') ?? ''} `);
  }),
  badCallback('NUL in the state', (p) => {
    p.set('state', `${(p.get('state') ?? '').slice(0, 42)}\0`);
  }),
  badCallback(
    'unknown code',
    (p) => {
      p.set('code', 'stolen');
    },
    FAILED,
  ),
  badCallback(
    'access_denied',
    (p) => {
      p.delete('code');
      p.set('error', 'access_denied');
      p.set('error_description', XSS);
    },
    FAILED,
  ),
  badCallback(
    'an error beside a code',
    (p) => {
      p.set('error', XSS);
    },
    FAILED,
  ),
  badCallback(
    'an error in an array',
    (p) => {
      p.append('error', XSS);
      p.append('error', 'b');
    },
    FAILED,
  ),
  badCallback('an error without a state', (p) => {
    p.delete('state');
    p.set('error', 'access_denied');
    p.set('error_description', XSS);
  }),
];
