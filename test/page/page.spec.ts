import { brotliDecompressSync, gunzipSync } from 'node:zlib';
import { request as httpRequest, type IncomingHttpHeaders } from 'node:http';
import { type BuiltPage, buildPage, SCRIPT } from './built-page.js';
import { RunningService } from '../support/running-service.js';

const AS_BROWSER = { Accept: 'text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8' };
const ADDRESSES = [
  ...['/', '/sign-in', '/sign-in?problem=login-failed', '/signed-in', '/servers'],
  ...['/s/7b1f6f0e', '/s/7b1f6f0e/shop/t/public/orders?x=1', '/q', '/history', '/me'],
  ...['/sessions', '/connect', '/admin', '/admin/servers/7b1f6f0e', '/api/docs'],
];

let page: BuiltPage;
let service: RunningService;
beforeAll(async () => {
  page = await buildPage();
  service = await RunningService.start({ webFolder: page.folder });
});
afterAll(async () => {
  await service.stop();
  await page.remove();
});

/** fetch unpacks what it gets, and resolves dots; this does neither. */
function raw(path: string, headers: Record<string, string> = {}, method = 'GET') {
  return new Promise<{ status: number; headers: IncomingHttpHeaders; body: Buffer }>(
    (resolve, reject) => {
      const { hostname, port } = new URL(service.origin);
      const request = httpRequest({ hostname, port, path, headers, method }, (response) => {
        const chunks: Buffer[] = [];
        response.on('data', (chunk: Buffer) => chunks.push(chunk));
        response.on('end', () => {
          const { statusCode: status = 0 } = response;
          resolve({ status, headers: response.headers, body: Buffer.concat(chunks) });
        });
      });
      request.on('error', reject).end();
    },
  );
}

describe('the page', () => {
  it.each(ADDRESSES)('is at %s, and is kept by nobody', async (address) => {
    const { status, headers, text } = await service.fetch(address, { headers: AS_BROWSER });
    expect([status, headers.get('content-type')]).toEqual([200, 'text/html; charset=utf-8']);
    expect(headers.get('cache-control')).toBe('no-store');
    expect(text).toContain('the page');
  });

  it('has the nonce of its own policy in every place that waits for one, and never the same', async () => {
    const seen = new Set<string>();
    for (let count = 0; count < 20; count++) {
      const { headers, text } = await service.fetch('/servers');
      const nonces = [...text.matchAll(/nonce="([^"]*)"/g)].map((match) => match[1] ?? '');
      expect(nonces).toHaveLength(2);
      for (const nonce of nonces) {
        expect(nonce).toMatch(/^[A-Za-z0-9+/]{24}$/);
        expect(headers.get('content-security-policy')).toContain(
          `style-src 'self' 'nonce-${nonce}';`,
        );
        seen.add(nonce);
      }
    }
    expect(seen.size).toBe(20);
  });

  it('runs no script but its own files, and is framed by nobody', async () => {
    const { headers } = await service.fetch('/servers');
    const directives = new Map(
      (headers.get('content-security-policy') ?? '').split(';').map((directive) => {
        const [name = '', ...sources] = directive.split(' ');
        return [name, sources.join(' ')] as const;
      }),
    );
    expect(Object.fromEntries([...directives].filter(([name]) => name !== 'style-src'))).toEqual({
      'default-src': "'none'",
      'script-src': "'self'",
      'style-src-attr': "'none'",
      'img-src': "'self' data: blob:",
      'font-src': "'self'",
      'connect-src': "'self'",
      'form-action': "'self'",
      'base-uri': "'none'",
      'frame-ancestors': "'none'",
      'frame-src': "'self'",
      'manifest-src': "'self'",
      'worker-src': "'self'",
      'require-trusted-types-for': "'script'",
      'trusted-types': 'default',
    });
    expect(headers.get('x-frame-options')).toBe('DENY');
    expect(headers.get('permissions-policy')).toContain('camera=()');
  });

  it('and its files carry the security headers of every answer', async () => {
    for (const path of ['/servers', '/assets/index-AbC123.js', '/favicon.svg', '/assets/none.js']) {
      const { headers } = await service.fetch(path);
      expect(headers.get('x-content-type-options')).toBe('nosniff');
      expect(headers.get('referrer-policy')).toBe('no-referrer');
      expect(headers.get('cross-origin-opener-policy')).toBe('same-origin');
      expect(headers.get('cross-origin-resource-policy')).toBe('same-origin');
      expect(headers.get('x-frame-options')).toBe('DENY');
      expect(headers.get('content-security-policy')).toContain("default-src 'none'");
      expect(headers.get('access-control-allow-origin')).toBeNull();
    }
  });

  it('answers HEAD as GET, without the document', async () => {
    const { status, headers, body } = await raw('/servers', {}, 'HEAD');
    expect([status, headers['content-type'], body.length]).toEqual([
      200,
      'text/html; charset=utf-8',
      0,
    ]);
  });

  it.each(['/nowhere', '/s', '/servers/x', '/api/nowhere', '/secret.txt', '/index.html'])(
    'is not at %s, which is a problem as before',
    async (address) => {
      const { status, json } = await service.fetch(address, { headers: AS_BROWSER });
      expect([status, json.code]).toEqual([404, 'not-found']);
    },
  );

  it.each([
    ['*/*', 'pg-usher'],
    ['application/json', 'pg-usher'],
    ['text/html;q=0.5, application/json', 'pg-usher'],
    ['text/html, application/json;q=0.5', undefined],
  ])('is at the bare address for who prefers it: Accept: %s', async (accept, name) => {
    const { status, json } = await service.fetch('/', { headers: { Accept: accept } });
    expect([status, json?.name]).toEqual([200, name]);
  });
});

describe('the files of the page', () => {
  it.each([
    ['/assets/index-AbC123.js', 'text/javascript; charset=utf-8'],
    ['/assets/style-Q1w2E3.css', 'text/css; charset=utf-8'],
    ['/assets/font-A1.woff2', 'font/woff2'],
  ])('%s is kept for ever, as %s', async (path, type) => {
    const { status, headers } = await raw(path);
    expect([status, headers['content-type']]).toEqual([200, type]);
    expect(headers['cache-control']).toBe('public, max-age=31536000, immutable');
  });

  it('at the top are asked for again after an hour', async () => {
    const { status, headers } = await raw('/favicon.svg');
    expect([status, headers['content-type']]).toEqual([200, 'image/svg+xml; charset=utf-8']);
    expect(headers['cache-control']).toBe('public, max-age=3600');
  });

  it('go packed to who takes that', async () => {
    const path = '/assets/index-AbC123.js';
    const br = await raw(path, { 'Accept-Encoding': 'gzip, deflate, br' });
    const gz = await raw(path, { 'Accept-Encoding': 'gzip, br;q=0' });
    const plain = await raw(path, { 'Accept-Encoding': 'identity' });
    expect([br, gz, plain].map(({ headers }) => headers['content-encoding'])).toEqual([
      'br',
      'gzip',
      undefined,
    ]);
    expect(brotliDecompressSync(br.body).toString()).toBe(SCRIPT);
    expect(gunzipSync(gz.body).toString()).toBe(SCRIPT);
    expect(plain.body.toString()).toBe(SCRIPT);
    expect(br.headers.vary).toBe('Accept-Encoding');
  });

  it('go as the build has packed them, where it has', async () => {
    const { body } = await raw('/assets/ready-XyZ789.js', { 'Accept-Encoding': 'br' });
    expect(body.toString()).toBe('packed by the build');
  });

  it.each([
    ...['/assets/', '/assets/none.js', '/assets/../index.html', '/assets/..%2findex.html'],
    ...['/assets/%2e%2e/%2e%2e/package.json', '/assets/..\\index.html', '/assets//etc/passwd'],
    ...['/assets/index-AbC123.js.map', '/assets/ready-XyZ789.js.br', '/assets/__proto__'],
    ...['/assets/index-AbC123.js%00', '/assets/INDEX-AbC123.js', '/assets/index-AbC123.js/'],
  ])('are only those that the build made: %s', async (path) => {
    const { status, body } = await raw(path);
    expect([400, 404]).toContain(status);
    expect(JSON.parse(body.toString())).toMatchObject({ status });
  });
});

it('says so where the page is not built, and the API works on', async () => {
  const other = await RunningService.start({ webFolder: `${page.folder}/nothing` });
  try {
    for (const address of ['/', '/sign-in', '/s/x/y']) {
      const { status, headers, text } = await other.fetch(address, { headers: AS_BROWSER });
      expect([status, headers.get('content-type')]).toEqual([503, 'text/plain; charset=utf-8']);
      expect(text).toContain('npm run build');
    }
    expect((await other.fetch('/')).json.name).toBe('pg-usher');
    expect((await other.fetch('/api/v1/auth/providers')).status).toBe(200);
  } finally {
    await other.stop();
  }
});
