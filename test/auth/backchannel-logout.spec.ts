import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { generateKeyPair, SignJWT, UnsecuredJWT } from 'jose';
import { subjectOf } from '../../src/demo/people.js';
import { type Answer, readAnswer, RunningService } from '../support/running-service.js';
import { signInWithBrowserFlow } from '../../src/demo/sign-in.js';
import type { Browser } from '../../src/demo/browser.js';

type Claims = Record<string, unknown>;

const EVENT = 'http://schemas.openid.net/event/backchannel-logout';
const ALICE = subjectOf({ name: 'alice', claims: {} });

let service: RunningService;
let alice: Browser;
beforeAll(async () => {
  service = await RunningService.start();
  alice = await signIn();
});
afterAll(async () => {
  await service.stop();
});

async function signIn(): Promise<Browser> {
  const login = `${service.origin}/api/v1/auth/login/oidc`;
  return (await signInWithBrowserFlow(login, 'alice')).browser;
}

async function isSignedIn(browser: Browser): Promise<boolean> {
  const { status, json } = await readAnswer(
    await browser.fetch(`${service.origin}/api/v1/auth/me`),
  );
  return status === 200 && json.subject === ALICE;
}

function goodClaims(): Claims {
  const { issuer, clientId } = service.house.identityProvider;
  const iat = Math.floor(Date.now() / 1000);
  const events = { [EVENT]: {} };
  return { iss: issuer, aud: clientId, iat, exp: iat + 120, jti: randomUUID(), events, sub: ALICE };
}

function sign(claims: Claims, header: Record<string, unknown> = {}): Promise<string> {
  return service.house.identityProvider.sign(claims, { typ: 'logout+jwt', ...header });
}

function send(body: string | URLSearchParams, init: RequestInit = {}, id = 'oidc') {
  return service.fetch(`/api/v1/auth/backchannel-logout/${id}`, {
    method: 'POST',
    body,
    ...init,
    ...(typeof body === 'string' && {
      headers: { 'Content-Type': 'application/x-www-form-urlencoded', ...init.headers },
    }),
  });
}

async function sendToken(token: string): Promise<Answer> {
  return send(new URLSearchParams({ logout_token: token }));
}

function without(claims: Claims, name: string): Claims {
  return Object.fromEntries(Object.entries(claims).filter(([key]) => key !== name));
}

/** A good token, spoilt. */
const SPOILT: [string, (claims: Claims) => Claims][] = [
  ['of another issuer', (claims) => ({ ...claims, iss: 'https://elsewhere.example' })],
  ['of our issuer with a slash', (claims) => ({ ...claims, iss: `${String(claims['iss'])}/` })],
  ['for another client', (claims) => ({ ...claims, aud: 'another-client' })],
  ['for us and another client', (claims) => ({ ...claims, aud: [claims['aud'], 'another'] })],
  ['for nobody', (claims) => without(claims, 'aud')],
  ['without events', (claims) => without(claims, 'events')],
  ['with other events', (claims) => ({ ...claims, events: { 'urn:other': {} } })],
  ['with events in a list', (claims) => ({ ...claims, events: [EVENT] })],
  ['with an event that is no object', (claims) => ({ ...claims, events: { [EVENT]: true } })],
  ['with a nonce', (claims) => ({ ...claims, nonce: 'n' })],
  ['without iat', (claims) => without(claims, 'iat')],
  ['that is three minutes old', (claims) => ({ ...claims, iat: Number(claims['iat']) - 180 })],
  ['of the future', (claims) => ({ ...claims, iat: Number(claims['iat']) + 120 })],
  ['with iat as text', (claims) => ({ ...claims, iat: String(claims['iat']) })],
  ['that has expired', (claims) => ({ ...claims, exp: Number(claims['iat']) - 60 })],
  ['without jti', (claims) => without(claims, 'jti')],
  ['with jti as a number', (claims) => ({ ...claims, jti: 1 })],
  ['with an empty jti', (claims) => ({ ...claims, jti: '' })],
  ['with neither sub nor sid', (claims) => without(claims, 'sub')],
  ['with sub as a list', (claims) => ({ ...claims, sub: [ALICE] })],
  ['with a NUL in its sid', (claims) => ({ ...claims, sid: 'a\0b' })],
  ['with sid as an object', (claims) => ({ ...claims, sid: {} })],
];

/** Tokens that are made in another way, or are no tokens. */
const FORGED: [string, () => Promise<string> | string][] = [
  ['unsigned', () => new UnsecuredJWT(goodClaims()).encode()],
  ['signed by somebody else', () => signedWith('RS256')],
  ['signed with our client secret', signedWithSecret],
  ['with its signature cut off', async () => (await sign(goodClaims())).replace(/[^.]+$/, '')],
  ['with changed claims', changed],
  ['that is an access token', () => sign(goodClaims(), { typ: 'at+jwt' })],
  ['with an unknown key', () => sign(goodClaims(), { kid: 'unknown' })],
  ['that is an ID token', idToken],
  ['that is an access token of the provider', () => service.token('alice')],
  ['that is no token', () => 'not-a-token'],
  ['of five parts', () => 'a.b.c.d.e'],
];

async function signedWith(alg: string): Promise<string> {
  const { privateKey } = await generateKeyPair(alg);
  const header = { alg, kid: 'demo', typ: 'logout+jwt' };
  return new SignJWT(goodClaims()).setProtectedHeader(header).sign(privateKey);
}

function signedWithSecret(): Promise<string> {
  const secret = Buffer.from(service.house.identityProvider.clientSecret);
  return new SignJWT(goodClaims()).setProtectedHeader({ alg: 'HS256' }).sign(secret);
}

async function changed(): Promise<string> {
  const [header, , signature] = (await sign(goodClaims())).split('.');
  const claims = Buffer.from(JSON.stringify({ ...goodClaims(), sub: 'x' })).toString('base64url');
  return [header, claims, signature].join('.');
}

function idToken(): Promise<string> {
  return sign({ ...without(goodClaims(), 'events'), nonce: 'n' }, { typ: 'JWT' });
}

describe('a logout token', () => {
  it.each(SPOILT)('%s is refused', async (_name, spoil) => {
    const answer = await sendToken(await sign(spoil(goodClaims())));
    expect([answer.status, answer.json.code]).toEqual([400, 'logout-token-invalid']);
    expect(answer.headers.get('cache-control')).toBe('no-store');
    expect(await isSignedIn(alice)).toBe(true);
  });

  it.each(FORGED)('%s is refused', async (_name, make) => {
    const answer = await sendToken(await make());
    expect([answer.status, answer.json.code]).toEqual([400, 'logout-token-invalid']);
    expect(await isSignedIn(alice)).toBe(true);
  });

  it.each<[string, () => Promise<Answer>, number, string]>([
    ['missing', () => send('x=1'), 400, 'validation-failed'],
    ['empty', () => send('logout_token='), 400, 'validation-failed'],
    ['there twice', () => send('logout_token=a&logout_token=b'), 400, 'malformed-request'],
    ['larger than 8 KB', () => send(`logout_token=${'a'.repeat(9000)}`), 413, 'payload-too-large'],
    ['in the address', () => send('', {}, 'oidc?logout_token=a'), 400, 'validation-failed'],
    ['for an unknown provider', () => send('logout_token=a', {}, 'other'), 404, 'not-found'],
    [
      'in a text',
      () => send('logout_token=a', { headers: { 'Content-Type': 'text/plain' } }),
      415,
      'unsupported-media-type',
    ],
    [
      'from a page of another site',
      () => send('logout_token=a', { headers: { 'Sec-Fetch-Site': 'cross-site' } }),
      403,
      'cross-site-request',
    ],
  ])('%s is refused', async (_name, call, status, code) => {
    const answer = await call();
    expect([answer.status, answer.json.code]).toEqual([status, code]);
    expect(await isSignedIn(alice)).toBe(true);
  });

  it('is a form at this route only', async () => {
    const answer = await service.fetch('/api/v1/auth/login', {
      method: 'POST',
      body: new URLSearchParams({ source: 'internal', username: 'a', password: 'b' }),
    });
    expect([answer.status, answer.json.code]).toEqual([415, 'unsupported-media-type']);
  });

  it('of somebody else, or of another session, ends nothing of ours', async () => {
    const claims = without(goodClaims(), 'sub');
    const others = [
      { ...claims, sub: 'somebody-else' },
      { ...claims, sid: 'another', jti: randomUUID() },
    ];
    for (const other of others) expect((await sendToken(await sign(other))).status).toBe(200);
    expect(await isSignedIn(alice)).toBe(true);
  });

  it('is obeyed once, with other fields in the form, and kept on record', async () => {
    const browser = await signIn();
    const token = await sign(goodClaims());
    const answer = await send(new URLSearchParams({ logout_token: token, another: 'field' }));
    expect([answer.status, answer.text]).toEqual([200, '']);
    expect(answer.headers.get('cache-control')).toBe('no-store');
    expect([await isSignedIn(browser), await isSignedIn(alice)]).toEqual([false, false]);
    const rows = await service.audit("phase = 'change'");
    const { issuer } = service.house.identityProvider;
    expect(rows.at(-1)).toMatchObject({
      action: 'session.backchannel-logout',
      target: `${ALICE} of ${issuer}`,
    });
    alice = await signIn();
    const again = await sendToken(token);
    expect([again.status, again.json.code]).toEqual([400, 'logout-token-invalid']);
    expect(await isSignedIn(alice)).toBe(true);
  });

  it.each(['JWT', 'logout+jwt', 'application/logout+jwt', undefined])(
    'may be of type %s',
    async (typ) => {
      const browser = await signIn();
      const token = await sign(goodClaims(), { typ });
      expect((await sendToken(token)).status).toBe(200);
      expect(await isSignedIn(browser)).toBe(false);
    },
  );

  it('sent ten times at once is obeyed once', async () => {
    const token = await sign(goodClaims());
    const answers = await Promise.all(Array.from({ length: 10 }, () => sendToken(token)));
    const statuses = answers.map(({ status }) => status).sort();
    expect(statuses).toEqual([200, ...Array(9).fill(400)]);
  });

  it('tells that many were tried', () => {
    const tried = SPOILT.length + FORGED.length + 8;
    process.stdout.write(`  logout tokens: ${tried} tried, ${tried} refused as expected\n`);
  });
});
