import { Logger } from '@nestjs/common';
import { inspect } from 'node:util';
import { SHOP_SERVER_ID } from '../../src/demo/house.js';
import { RunningService } from '../support/running-service.js';

const SECRET = 'a-code-nobody-should-read';

let service: RunningService;
/** All that is logged, whoever logs it: the context last. */
let lines: unknown[][] = [];
beforeAll(async () => {
  service = await RunningService.start();
  const keep = (...line: unknown[]): void => void lines.push(line);
  Logger.overrideLogger({ log: keep, error: keep, warn: keep, debug: keep, fatal: keep });
});
afterAll(async () => {
  await service.stop();
});
beforeEach(() => {
  lines = [];
});

/** The line of the access log for one request; it is written once the answer is out. */
async function accessLine(path: string, init?: RequestInit): Promise<unknown> {
  const { headers } = await service.fetch(path, init);
  const id = headers.get('x-request-id');
  const deadline = Date.now() + 20_000;
  for (;;) {
    const found = lines.find(
      ([message, context]) =>
        context === 'Http' && Reflect.get(Object(message), 'requestId') === id,
    );
    if (found !== undefined || Date.now() > deadline) return found?.[0];
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
}

describe('the log', () => {
  it.each([
    [
      'a callback',
      `/api/v1/auth/callback/oidc?code=${SECRET}&state=${SECRET}`,
      '/api/v1/auth/callback/:provider',
    ],
    ['a server', `/api/v1/servers/${SHOP_SERVER_ID}?token=${SECRET}`, '/api/v1/servers/:id'],
    ['a path that has the secret', `/api/v1/servers/${SECRET}`, '/api/v1/servers/:id'],
  ])('has the pattern of the route and not the address: %s', async (_name, path, route) => {
    expect(await accessLine(path)).toMatchObject({ method: 'GET', route });
    expect(inspect(lines, { depth: null })).not.toContain(SECRET);
  });

  it('has nothing of an address that there is not', async () => {
    expect(await accessLine(`/${SECRET}?code=${SECRET}`)).toMatchObject({
      method: 'GET',
      status: 404,
    });
    expect(inspect(lines, { depth: null })).not.toContain(SECRET);
  });

  it('has nothing of a token and of a body', async () => {
    const init = {
      method: 'POST',
      headers: { Authorization: `Bearer ${SECRET}`, 'Content-Type': 'application/json' },
      body: JSON.stringify({ sql: `select '${SECRET}'` }),
    };
    const line = await accessLine(`/api/v1/servers/${SHOP_SERVER_ID}/query`, init);
    expect(line).toMatchObject({ method: 'POST', route: '/api/v1/servers/:id/query', status: 401 });
    expect(inspect(lines, { depth: null })).not.toContain(SECRET);
  });
});
