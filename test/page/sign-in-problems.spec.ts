import { Browser } from '../../src/demo/browser.js';
import { RunningService } from '../support/running-service.js';

const AS_BROWSER = { Accept: 'text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8' };
const CALLBACK = '/api/v1/auth/callback/oidc';

let service: RunningService;
beforeAll(async () => {
  service = await RunningService.start({ environment: { RATE_LIMIT_LOGIN_PER_MINUTE: '1000' } });
});
afterAll(async () => {
  await service.stop();
});

/** Where the browser is sent, and what the address says. */
async function open(path: string, headers: Record<string, string> = AS_BROWSER, who = service) {
  const answer = await who.fetch(path, { headers });
  const location = answer.headers.get('location');
  const target = new URL(location ?? '/none', who.origin);
  return {
    ...answer,
    location,
    path: target.pathname,
    said: Object.fromEntries(target.searchParams),
  };
}

/** A login that waits for its answer: the cookie of its browser, and its state. */
async function pendingLogin() {
  const browser = new Browser();
  const start = await browser.fetch(`${service.origin}/api/v1/auth/login/oidc`);
  const state = new URL(start.headers.get('location') ?? '').searchParams.get('state') ?? '';
  return { cookie: browser.cookieHeader(`${service.origin}${CALLBACK}`), state };
}

describe('a browser whose sign-in fails', () => {
  it.each([
    ['/api/v1/auth/login/nobody', 'not-found'],
    ['/api/v1/auth/login/oidc?maxAge=soon', 'validation-failed'],
    [`${CALLBACK}?code=x&state=y`, 'login-refused'],
    [CALLBACK, 'login-refused'],
    [`${CALLBACK}?error=access_denied&error_description=%3Cscript%3E&state=y`, 'login-refused'],
  ])('is sent from %s to the page with the code %s', async (path, code) => {
    const { status, said, path: page, headers, text } = await open(path);
    expect([status, page]).toEqual([303, '/sign-in']);
    expect(said).toEqual({ problem: code, request: headers.get('x-request-id') });
    expect(headers.get('cache-control')).toBe('no-store');
    expect(text).toBe('');
  });

  it('is sent there, too, when the provider has refused it', async () => {
    const { cookie, state } = await pendingLogin();
    const query = new URLSearchParams({
      error: 'access_denied',
      error_description: 'the reason of the provider',
      state,
      iss: service.house.identityProvider.issuer,
    });
    const headers = { ...AS_BROWSER, Cookie: cookie };
    const { status, location, said } = await open(`${CALLBACK}?${query.toString()}`, headers);
    expect([status, said['problem']]).toEqual([303, 'login-failed']);
    expect(location).not.toContain('reason');
    expect(location).not.toContain(state);
  });

  it('leaves the same row in the audit as a program', async () => {
    const { headers } = await open(CALLBACK);
    const other = await open(CALLBACK, {});
    const rows = [];
    for (const id of [headers, other.headers].map((one) => one.get('x-request-id') ?? '')) {
      rows.push(...(await service.audit(`request_id = '${id}'`)));
    }
    expect(rows.map((row) => row['code'] as string)).toEqual(['login-refused', 'login-refused']);
  });
});

describe('a program', () => {
  it.each([{}, { Accept: 'application/json' }, { Accept: 'application/json, text/html;q=0.9' }])(
    'reads what is wrong as a problem: %o',
    async (headers) => {
      const { status, json } = await open(CALLBACK, headers);
      expect([status, json.code]).toEqual([403, 'login-refused']);
    },
  );
});

it('is sent to the page by no other route', async () => {
  for (const path of ['/api/v1/auth/me', '/api/v1/servers', '/nowhere']) {
    const { json } = await open(path);
    expect(json.code).toMatch(/^(?:unauthenticated|not-found)$/);
  }
});

it('is sent to the page when it has tried too often, and when no provider is there', async () => {
  const other = await RunningService.open(service.house, {
    ...service.config,
    providers: [],
    rateLimit: { loginPerMinute: 1 },
    http: { ...service.config.http, port: 0 },
  });
  try {
    const origin = await other.app.getUrl();
    const codes = [];
    for (const path of ['/login', '/login/oidc', '/login/oidc']) {
      const answer = await fetch(`${origin}/api/v1/auth${path}`, {
        headers: AS_BROWSER,
        redirect: 'manual',
      });
      codes.push(new URL(answer.headers.get('location') ?? '', origin).searchParams.get('problem'));
    }
    expect(codes).toEqual(['not-found', 'not-found', 'too-many-requests']);
  } finally {
    await other.app.close();
  }
});
