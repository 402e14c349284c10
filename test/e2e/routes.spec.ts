import { routesOf } from '../support/routes.js';
import { RunningService } from '../support/running-service.js';

/** Every route of the running application, tried without a credential. */
let service: RunningService;
beforeAll(async () => {
  service = await RunningService.start();
});
afterAll(async () => {
  await service.stop();
});

/** The listed exceptions to default-deny. A route that is not here needs a credential. */
const PUBLIC = [
  'GET /',
  'GET /admin',
  'GET /admin/*',
  'GET /api/docs',
  'GET /api/openapi.json',
  'GET /api/v1/auth/callback/:provider',
  'GET /api/v1/auth/login',
  'GET /api/v1/auth/login/:provider',
  'GET /api/v1/auth/providers',
  'GET /api/v1/welcome',
  'GET /apple-touch-icon.png',
  'GET /assets/*',
  'GET /connect',
  'GET /favicon.ico',
  'GET /favicon.svg',
  'GET /health/live',
  'GET /health/ready',
  'GET /history',
  'GET /manifest.webmanifest',
  'GET /icon.svg',
  'GET /me',
  'GET /q',
  'GET /robots.txt',
  'GET /s/*',
  'GET /servers',
  'GET /sessions',
  'GET /sign-in',
  'GET /signed-in',
  'POST /api/v1/auth/backchannel-logout/:provider',
  'POST /api/v1/auth/login',
];

const routes = () => routesOf(service.app);

const SPELLINGS: readonly ((path: string) => string)[] = [
  (path) => path,
  (path) => `${path}/`,
  (path) => `/${path}`,
  (path) => path.toUpperCase(),
  (path) => path.replace('/api', '/%61pi'),
  (path) => path.replace(/.$/, (last) => `%${last.charCodeAt(0).toString(16)}`),
  (path) => path.replace('/v1', '/v1/.'),
  (path) => path.replace('/v1', '/v1/x/..'),
  (path) => `${path}?x=1`,
  (path) => `${path};x=1`,
  (path) => `${path}%00`,
  (path) => `${path}%2f`,
];

describe('the routes', () => {
  it('are enumerated, and the public ones are exactly those listed', async () => {
    const all = routes();
    expect(all.map(({ method, path }) => `${method} ${path}`)).toEqual(
      expect.arrayContaining([...PUBLIC, 'POST /api/v1/servers/:id/query', 'GET /api/v1/audit']),
    );
    const open: string[] = [];
    for (const { method, path } of all) {
      if (method === 'HEAD' || method === 'OPTIONS') continue;
      const answer = await service.fetch(path.replaceAll(/:\w+/g, 'x'), { method });
      if (answer.status !== 401) open.push(`${method} ${path}`);
    }
    process.stdout.write(`${String(all.length)} routes; public: ${open.sort().join(', ')}\n`);
    expect(open).toEqual([...PUBLIC].sort());
  });

  it('let nobody in by another spelling or method', async () => {
    let tried = 0;
    const unexpected: string[] = [];
    const isPublic = new Set(PUBLIC.map((route) => route.split(' ')[1]));
    const guarded = routes().filter(({ path }) => !isPublic.has(path));
    for (const { path } of guarded) {
      for (const method of ['GET', 'HEAD', 'POST', 'PATCH', 'DELETE', 'OPTIONS', 'PUT']) {
        for (const spell of SPELLINGS) {
          const url = spell(path.replaceAll(/:\w+/g, 'x'));
          const answer = await service.fetch(
            url.startsWith('//') ? url.replace('//', '/%2f') : url,
            {
              method,
            },
          );
          tried += 1;
          if (![400, 401, 404].includes(answer.status)) {
            unexpected.push(`${method} ${url} -> ${String(answer.status)}`);
          }
        }
      }
    }
    process.stdout.write(
      `${String(tried)} requests without a credential: ${String(unexpected.length)} answered\n`,
    );
    expect(unexpected).toEqual([]);
  });

  it('carry the security headers, errors included', async () => {
    for (const path of ['/health/live', '/api/v1/servers', '/nowhere', '/api/v1/auth/providers']) {
      const { headers } = await service.fetch(path);
      expect(headers.get('content-security-policy')).toBe(
        "default-src 'none';frame-ancestors 'none'",
      );
      expect(headers.get('x-content-type-options')).toBe('nosniff');
      expect(headers.get('referrer-policy')).toBe('no-referrer');
      expect(headers.get('cross-origin-opener-policy')).toBe('same-origin');
      expect(headers.get('cache-control')).toBe('no-store');
      expect(headers.get('x-request-id')).toMatch(/^[0-9a-f-]{36}$/);
      expect(headers.get('access-control-allow-origin')).toBeNull();
    }
  });

  it('let the page alone frame a download, in which it reads a refusal', async () => {
    const { headers } = await service.fetch('/api/v1/downloads/x', { method: 'POST' });
    expect(headers.get('content-security-policy')).toBe(
      "default-src 'none';frame-ancestors 'self'",
    );
    expect(headers.get('x-frame-options')).toBe('SAMEORIGIN');
  });

  it('answer a form with the problem of a download as a text, which every browser shows as it is', async () => {
    const form = await service.fetch('/api/v1/downloads/x', {
      method: 'POST',
      headers: { Accept: 'text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8' },
    });
    expect(form.headers.get('content-type')).toBe('text/plain; charset=utf-8');
    expect(JSON.parse(form.text)).toMatchObject({ code: 'unauthenticated' });
    const answer = await service.fetch('/api/v1/downloads/x', { method: 'POST' });
    expect(answer.headers.get('content-type')).toBe('application/problem+json; charset=utf-8');
  });

  it('answer what is not there as a problem', async () => {
    for (const path of ['/nowhere', '/api/v1/nowhere', '/%ff', '/api/v1/servers/%zz']) {
      const answer = await service.fetch(path);
      expect([400, 404]).toContain(answer.status);
      expect(answer.json.code).toMatch(/^(?:not-found|malformed-request)$/);
      expect(answer.text).not.toMatch(/node_modules|\.js:|Cannot GET/);
    }
  });
});
