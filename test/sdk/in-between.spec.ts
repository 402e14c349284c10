import { createServer, type RequestListener, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { createClient, ProblemError, UnexpectedAnswerError, type UsherClient } from '@pg-usher/sdk';
import { listOf, rejectionOf } from './rejection.js';

/** What proxies, and other services, answer in the place of pg-usher. */
async function asked<Value>(
  answer: RequestListener,
  use: (client: UsherClient, origin: string) => Promise<Value>,
): Promise<Value> {
  const server = createServer(answer);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  try {
    return await use(createClient({ baseUrl: origin, token: 'of-alice' }), origin);
  } finally {
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
  }
}

function answering(status: number, headers: Record<string, string>, body = ''): RequestListener {
  return (_request, response) => response.writeHead(status, headers).end(body);
}

const JSON_TYPE = { 'Content-Type': 'application/json' };
const ROWS = { 'Content-Type': 'application/x-ndjson', 'X-Execution-Id': '1' };
const DONE = '{"kind":"done","executionId":"1","rows":0,"bytes":0}\n';

describe('an answer that is none of pg-usher', () => {
  it.each([
    ['a page', { 'Content-Type': 'text/html' }, '<h1>Welcome'],
    ['a page that calls itself JSON', JSON_TYPE, '<h1>Welcome'],
    ['JSON that a proxy has cut, and closed properly', JSON_TYPE, '{"items":[{"id":'],
    ['an empty page', { 'Content-Type': 'text/html' }, ''],
    ['no body where it calls itself JSON', JSON_TYPE, ''],
  ])('is an UnexpectedAnswerError: %s', async (_words, headers, body) => {
    const error = await asked(answering(200, headers, body), (client) =>
      rejectionOf(client.call('listServers')),
    );
    expect(error).toBeInstanceOf(UnexpectedAnswerError);
    expect(error).toMatchObject({ status: 200 });
  });

  it.each([
    ['a page in the middle of rows', '["1"]\n<h1>Gateway timeout</h1>\n'],
    ['a row of what no row is made of', '[{"id":1}]\n'],
  ])('is an UnexpectedAnswerError, whatever follows: %s', async (_words, lines) => {
    const error = await asked(answering(200, ROWS, `${lines}${DONE}`), (client) =>
      rejectionOf(listOf(client.query('1', 'select 1'))),
    );
    expect(error).toBeInstanceOf(UnexpectedAnswerError);
  });

  it.each([301, 302, 303, 307, 308])('is an address to go on to, by %i', async (status) => {
    const seen: string[] = [];
    const error = await asked(
      (request, response) => {
        seen.push(`${request.method ?? ''} ${request.url ?? ''}`);
        response.writeHead(status, { Location: 'https://usher.example.com/' }).end();
      },
      (client) => rejectionOf(client.query('1', 'select 1')),
    );
    expect(error).toBeInstanceOf(UnexpectedAnswerError);
    expect(error).toMatchObject({
      status,
      message: expect.stringContaining('sends on to https://usher.example.com/'),
    });
    expect(seen).toEqual(['POST /api/v1/servers/1/query']);
  });
});

describe('a failure that passes', () => {
  const problem = JSON.stringify({ code: 'server-full', detail: 'Too many.', status: 503 });

  it.each([
    ['7', 7],
    ['Fri, 27 Nov 2026 05:00:00 GMT', undefined],
  ])('says after how many seconds to try again: %s', async (header, seconds) => {
    const headers = { 'Content-Type': 'application/problem+json', 'Retry-After': header };
    const error = await asked(answering(503, headers, problem), (client) =>
      rejectionOf(client.call('listServers')),
    );
    expect(error).toBeInstanceOf(ProblemError);
    expect((error as ProblemError).retryAfter).toBe(seconds);
  });
});

describe('the address of the service', () => {
  it.each(['', '/', '//', '/usher', '/usher/', '/a/b//'])(
    'may end, or go on, with %j',
    async (end) => {
      const seen: unknown[] = [];
      await asked(
        (request, response) => {
          seen.push(request.url);
          response.writeHead(200, JSON_TYPE).end('{"items":[]}');
        },
        (_client, origin) => createClient({ baseUrl: `${origin}${end}` }).call('listServers'),
      );
      expect(seen).toEqual([`${end.replace(/\/+$/, '')}/api/v1/servers`]);
    },
  );

  it.each([
    'usher.example.com',
    'localhost:3000',
    'ftp://usher.example.com',
    'https://',
    'https://me:secret-word@usher.example.com',
    'https://usher.example.com/?a=1',
    'https://usher.example.com/#a',
  ])('is refused where it cannot be one: %s', (baseUrl) => {
    expect(() => createClient({ baseUrl })).toThrow(TypeError);
    expect(() => createClient({ baseUrl })).toThrow(/^baseUrl must be (?!.*secret)/);
  });
});

describe('an answer behind its last event', () => {
  it('is read to its end, so that its connection can be used again', async () => {
    const answers: ServerResponse[] = [];
    await asked(
      (_request, response) => {
        answers.push(response.writeHead(200, ROWS));
        if (answers.length === 1) response.write(DONE);
        else response.end(DONE);
      },
      async (client) => {
        await client.query('1', 'select 1');
        // A connection that was left has been closed by the time that another one has been answered on.
        await client.query('1', 'select 2');
        const [first] = answers;
        expect(first?.closed).toBe(false);
        const close = new Promise((resolve) => first?.once('close', resolve));
        first?.end();
        await close;
        expect(first?.writableFinished).toBe(true);
      },
    );
  });

  it('is left where more comes', async () => {
    let answer: ServerResponse | undefined;
    await asked(
      (_request, response) => {
        answer = response.writeHead(200, ROWS);
        response.write(DONE);
      },
      async (client) => {
        await client.query('1', 'select 1');
        const close = new Promise((resolve) => answer?.once('close', resolve));
        answer?.write('["late"]\n');
        await close;
        expect(answer?.writableFinished).toBe(false);
      },
    );
  });
});

describe('a parameter', () => {
  it.each([
    ['a Date', new Date(0)],
    ['null', null],
    ['an object', {}],
  ])('that has no text is refused before anything is sent: %s', async (_words, value) => {
    const client = createClient({ baseUrl: 'http://127.0.0.1:1' });
    const error = await rejectionOf(
      client.call('listHistory', { query: { before: value as unknown as string } }),
    );
    expect(error).toBeInstanceOf(TypeError);
    expect(error).toMatchObject({ message: expect.stringContaining('query.before') });
  });

  it('that is undefined is left out', async () => {
    const seen: unknown[] = [];
    await asked(
      (request, response) => {
        seen.push(request.url);
        response.writeHead(200, JSON_TYPE).end('{"items":[],"next":null}');
      },
      (client) => client.call('listHistory', { query: { limit: 2, before: undefined } }),
    );
    expect(seen).toEqual(['/api/v1/history?limit=2']);
  });
});
