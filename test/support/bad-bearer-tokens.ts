import { createHmac } from 'node:crypto';
import { CompactSign, exportJWK, exportSPKI, importJWK } from 'jose';
import { AUDIENCE, CLIENT_ID, type HostileProvider, type Json } from './hostile-provider.js';

/** A value for the `Authorization` header that must get 401 `unauthenticated`. */
export type BadBearer = [
  name: string,
  header: (provider: HostileProvider) => string | Promise<string>,
];

type Make = (provider: HostileProvider) => string | Promise<string>;

const later = (seconds: number): number => Math.floor(Date.now() / 1000) + seconds;
const part = (value: unknown): string => Buffer.from(JSON.stringify(value)).toString('base64url');

const token = (name: string, make: Make): BadBearer => [
  name,
  async (provider) => `Bearer ${await make(provider)}`,
];
const claims = (name: string, changes: (good: Json) => Json): BadBearer =>
  token(`claims: ${name}`, (p) =>
    p.accessToken({ ...p.accessClaims(), ...changes(p.accessClaims()) }),
  );
const header = (name: string, changes: Json): BadBearer =>
  token(`header: ${name}`, (p) => p.accessToken(p.accessClaims(), changes));
const spoilt = (name: string, spoil: (parts: string[]) => string): BadBearer =>
  token(`form: ${name}`, async (p) => spoil((await p.accessToken()).split('.')));
const payload = (name: string, text: string): BadBearer =>
  token(`payload: ${name}`, (p) => signText(p, text));
const hmac = (
  name: string,
  algorithm: string,
  secret: (p: HostileProvider) => Promise<string>,
): BadBearer =>
  token(`alg: ${name}`, async (p) => {
    const signed = `${part({ alg: algorithm, kid: 'rsa', typ: 'at+jwt' })}.${part(p.accessClaims())}`;
    return `${signed}.${createHmac('sha256', await secret(p))
      .update(signed)
      .digest('base64url')}`;
  });
const unsigned = (alg: string): BadBearer =>
  token(
    `alg: ${alg}`,
    (p) => `${part({ alg, kid: 'rsa', typ: 'at+jwt' })}.${part(p.accessClaims())}.`,
  );

const FORMS: BadBearer[] = [
  ['header: nothing after Bearer', () => 'Bearer'],
  ['header: blanks after Bearer', () => 'Bearer   '],
  ['header: another scheme', () => 'Basic YWxpY2U6eA=='],
  ['header: no scheme', async (p) => p.accessToken()],
  ['header: two tokens', async (p) => `Bearer ${await p.accessToken()} ${await p.accessToken()}`],
  ['header: two tokens and a comma', async (p) => `Bearer ${await p.accessToken()}, Bearer x`],
  ['header: quotes', async (p) => `Bearer "${await p.accessToken()}"`],
  token('form: a word', () => 'opaque'),
  token('form: dots', () => '..'),
  token('form: five parts', () => 'a.b.c.d.e'),
  token('form: a million letters', () => 'a'.repeat(12_000)),
  token('form: just above the limit', () => 'a'.repeat(8193)),
  token('form: a good token with 8 KB more', async (p) =>
    p.accessToken({ ...p.accessClaims(), padding: 'x'.repeat(8192) }),
  ),
  spoilt('two parts', ([a = '', b = '']) => `${a}.${b}`),
  spoilt('no signature', ([a = '', b = '']) => `${a}.${b}.`),
  spoilt('a part more', (parts) => `${parts.join('.')}.x`),
  spoilt('no payload', ([a = '', , c = '']) => `${a}..${c}`),
  spoilt('no header', ([, b = '', c = '']) => `.${b}.${c}`),
  spoilt('one bit of the signature', ([a = '', b = '', c = '']) => {
    const signature = Buffer.from(c, 'base64url');
    signature[0] = (signature[0] ?? 0) ^ 1;
    return `${a}.${b}.${signature.toString('base64url')}`;
  }),
  spoilt('another payload', ([a = '', b = '', c = '']) => {
    const good = JSON.parse(Buffer.from(b, 'base64url').toString()) as Json;
    return `${a}.${part({ ...good, db_user: 'postgres' })}.${c}`;
  }),
  spoilt('header null', ([, b = '', c = '']) => `${part(null)}.${b}.${c}`),
  spoilt('header is an array', ([, b = '', c = '']) => `${part([])}.${b}.${c}`),
  payload('null', 'null'),
  payload('a number', '5'),
  payload('an array', '[]'),
  payload('a string', '"x"'),
  payload('empty', ''),
  payload('not JSON', '{"iss":'),
  payload('10 KB of brackets in 6 KB', `{"a":${'['.repeat(2500)}${']'.repeat(2500)}}`),
];

const ALGORITHMS: BadBearer[] = [
  unsigned('none'),
  unsigned('None'),
  unsigned('NONE'),
  unsigned(''),
  unsigned('nOnE'),
  unsigned('RS256'),
  unsigned('HS256'),
  unsigned('ES256'),
  hmac('HS256 with the public key', 'HS256', (p) => exportSPKI(p.key.publicKey)),
  hmac('HS256 with the JWK', 'HS256', async (p) =>
    JSON.stringify(await exportJWK(p.key.publicKey)),
  ),
  hmac('HS256 with an empty key', 'HS256', () => Promise.resolve('\0')),
  hmac('HMAC that calls itself RS256', 'RS256', (p) => exportSPKI(p.key.publicKey)),
  token('alg: foreign key of the same kid', (p) =>
    p.sign(p.accessClaims(), { typ: 'at+jwt' }, p.foreignKey),
  ),
  token('alg: ES256 under the kid of RSA', (p) =>
    p.sign(p.accessClaims(), { typ: 'at+jwt', kid: 'rsa' }, p.ecKey),
  ),
  token('alg: RS512, which is not on the list', async (p) => {
    const key = await importJWK(await exportJWK(p.key.privateKey), 'RS512');
    return new CompactSign(Buffer.from(JSON.stringify(p.accessClaims())))
      .setProtectedHeader({ alg: 'RS512', kid: 'rsa', typ: 'at+jwt' })
      .sign(key);
  }),
];

const HEADERS: BadBearer[] = [
  header('no typ', { typ: undefined }),
  header('typ JWT', { typ: 'JWT' }),
  header('typ logout+jwt', { typ: 'logout+jwt' }),
  header('typ is a number', { typ: 1 }),
  header('typ in an array', { typ: ['at+jwt'] }),
  header('no kid where there are two keys', { kid: undefined }),
  header('unknown kid', { kid: 'other' }),
  header('path as kid', { kid: '../../../dev/null' }),
  header('SQL as kid', { kid: "rsa' or '1'='1" }),
  header('kid is an object', { kid: {} }),
  header('kid is empty', { kid: '' }),
  header('kid is a number', { kid: 1 }),
  header('kid in other letters', { kid: 'RSA' }),
  header('kid __proto__', { kid: '__proto__' }),
  header('kid of another key', { kid: 'ec' }),
  header('typ of a refresh token', { typ: 'rt+jwt' }),
  header('typ of a DPoP proof', { typ: 'dpop+jwt' }),
  header('typ in a longer word', { typ: 'at+jwt+x' }),
  token('header: own key by jwk', async (p) =>
    p.sign(
      p.accessClaims(),
      { typ: 'at+jwt', jwk: await exportJWK(p.foreignKey.publicKey) },
      p.foreignKey,
    ),
  ),
  token('header: own keys by jku', (p) =>
    p.sign(p.accessClaims(), { typ: 'at+jwt', jku: `${p.issuer}/mine` }, p.foreignKey),
  ),
  token('header: own keys by x5u', (p) =>
    p.sign(p.accessClaims(), { typ: 'at+jwt', x5u: `${p.issuer}/mine` }, p.foreignKey),
  ),
  token('header: unknown crit', async (p) => {
    const [, b = '', c = ''] = (await p.accessToken()).split('.');
    return `${part({ alg: 'RS256', kid: 'rsa', typ: 'at+jwt', crit: ['x'], x: 1 })}.${b}.${c}`;
  }),
  token('header: b64 false', async (p) => {
    const [, b = '', c = ''] = (await p.accessToken()).split('.');
    return `${part({ alg: 'RS256', kid: 'rsa', typ: 'at+jwt', crit: ['b64'], b64: false })}.${b}.${c}`;
  }),
];

const CLAIMS: BadBearer[] = [
  claims('another issuer', () => ({ iss: 'https://evil.example' })),
  claims('issuer with a slash', ({ iss }) => ({ iss: `${String(iss)}/` })),
  claims('issuer in an array', ({ iss }) => ({ iss: [iss] })),
  claims('no issuer', () => ({ iss: undefined })),
  claims('another audience', () => ({ aud: 'urn:other:api' })),
  claims('our client as audience', () => ({ aud: CLIENT_ID })),
  claims('audience in other letters', () => ({ aud: AUDIENCE.toUpperCase() })),
  claims('no audience', () => ({ aud: undefined })),
  claims('empty audience', () => ({ aud: [] })),
  claims('audience is an object', () => ({ aud: { [AUDIENCE]: 1 } })),
  claims('foreign audience, too', () => ({ aud: [AUDIENCE, 'urn:other:api'] })),
  claims('foreign audience and party', () => ({ aud: [AUDIENCE, 'x'], azp: 'x' })),
  claims('expired', () => ({ exp: later(-31) })),
  claims('exp is a string', () => ({ exp: String(later(300)) })),
  claims('exp is null', () => ({ exp: null })),
  claims('exp is true', () => ({ exp: true })),
  claims('no exp', () => ({ exp: undefined })),
  claims('no iat', () => ({ iat: undefined })),
  claims('iat is a string', () => ({ iat: 'now' })),
  claims('issued in a minute', () => ({ iat: later(60) })),
  claims('valid in a minute', () => ({ nbf: later(60) })),
  claims('nbf is a string', () => ({ nbf: 'now' })),
  claims('no subject', () => ({ sub: undefined })),
  claims('empty subject', () => ({ sub: '' })),
  claims('subject null', () => ({ sub: null })),
  claims('subject is a number', () => ({ sub: 1 })),
  claims('subject is an array', () => ({ sub: ['alice'] })),
  claims('subject of 256 characters', () => ({ sub: 's'.repeat(256) })),
  claims('NUL in the subject', () => ({ sub: 'a\0b' })),
  claims('a nonce', () => ({ nonce: 'n' })),
  claims('a nonce of null', () => ({ nonce: null })),
  claims('at_hash', () => ({ at_hash: 'h' })),
  claims('c_hash', () => ({ c_hash: 'h' })),
  claims('bound to a key', () => ({ cnf: { jkt: 'x' } })),
  claims('a logout token', () => ({ events: {} })),
  claims('s_hash', () => ({ s_hash: 'h' })),
  claims('a life of 901 seconds', () => ({ iat: later(0), exp: later(901) })),
  claims('a life of a day', () => ({ exp: later(86_400) })),
  claims('a life of 1e300 seconds', () => ({ exp: 1e300 })),
  claims('a life that began in 1970', () => ({ iat: 0 })),
  claims('a life that began before time', () => ({ iat: -1e9 })),
  claims('issued in the future, over before', () => ({ iat: later(600), exp: later(300) })),
  claims('expired by an hour, issued later', () => ({ iat: later(-3600), exp: later(-3000) })),
  claims('exp is an array', () => ({ exp: [later(300)] })),
  claims('exp is an object', () => ({ exp: { valueOf: later(300) } })),
  claims('iat is null', () => ({ iat: null })),
  claims('audience null', () => ({ aud: null })),
  claims('audience in an array in an array', () => ({ aud: [[AUDIENCE]] })),
  claims('audience with a slash', () => ({ aud: `${AUDIENCE}/` })),
  claims('audience as a part', () => ({ aud: `${AUDIENCE} urn:other:api` })),
  claims('audience and a number', () => ({ aud: [AUDIENCE, 7] })),
  claims('audience of another party by client_id', () => ({
    aud: [AUDIENCE, 'x'],
    client_id: 'x',
  })),
  claims('issuer in other letters', ({ iss }) => ({ iss: String(iss).toUpperCase() })),
  claims('issuer with a query', ({ iss }) => ({ iss: `${String(iss)}?` })),
  claims('issuer with a blank', ({ iss }) => ({ iss: ` ${String(iss)}` })),
  claims('issuer localhost for 127.0.0.1', ({ iss }) => ({
    iss: String(iss).replace('127.0.0.1', 'localhost'),
  })),
  claims('issuer null', () => ({ iss: null })),
  claims('issuer __proto__', () => ({ iss: '__proto__' })),
  claims('a lone surrogate in the subject', () => ({ sub: 'a\ud800' })),
  claims('a newline in the subject', () => ({ sub: 'alice\nbob' })),
  claims('subject is an object', () => ({ sub: { toString: 'alice' } })),
  token('claims: username claim of 1 000 levels', (p) => {
    const text = JSON.stringify({ ...p.accessClaims(), db_user: 'DEEP' });
    const deep = text.replace('"DEEP"', `${'['.repeat(1000)}${']'.repeat(1000)}`);
    return signText(p, deep);
  }),
  token('kind: an ID token', (p) => {
    const claims = { ...p.accessClaims(), client_id: undefined };
    return p.sign({ ...claims, aud: CLIENT_ID, nonce: 'n' }, { typ: 'JWT' });
  }),
  token('kind: an ID token for our audience', (p) => p.sign(p.accessClaims(), { typ: 'JWT' })),
];

function signText(p: HostileProvider, text: string): Promise<string> {
  return new CompactSign(Buffer.from(text))
    .setProtectedHeader({ alg: 'RS256', kid: 'rsa', typ: 'at+jwt' })
    .sign(p.key.privateKey);
}

export const BAD_BEARERS: BadBearer[] = [...FORMS, ...ALGORITHMS, ...HEADERS, ...CLAIMS];
