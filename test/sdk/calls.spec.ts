import { createServer, type RequestListener, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import {
  ConnectionLostError,
  createClient,
  ProblemError,
  UnexpectedAnswerError,
  type UsherClient,
} from '@pg-usher/sdk';
import { SHOP_SERVER_ID } from '../../src/demo/house.js';
import { signInWithBrowserFlow } from '../../src/demo/sign-in.js';
import { RunningService } from '../support/running-service.js';
import { rejectionOf } from './rejection.js';

let service: RunningService;
let alice: UsherClient;
beforeAll(async () => {
  service = await RunningService.start();
  alice = createClient({ baseUrl: service.origin, token: await service.token('alice') });
});
afterAll(async () => {
  await service.stop();
});

/** Something that is not pg-usher, and counts what comes. */
async function withServer<Value>(
  answer: RequestListener,
  use: (origin: string) => Promise<Value>,
): Promise<Value> {
  const server: Server = createServer(answer);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  try {
    return await use(`http://127.0.0.1:${(server.address() as AddressInfo).port}`);
  } finally {
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
  }
}

describe('a call', () => {
  it('resolves to the body of its answer', async () => {
    const server = await alice.call('getServer', { path: { id: SHOP_SERVER_ID } });
    expect(server).toMatchObject({ id: SHOP_SERVER_ID, name: 'shop' });
  });

  it('has the response beside the body, for its headers', async () => {
    const { data, response } = await alice.callWithResponse('getServer', {
      path: { id: SHOP_SERVER_ID },
    });
    expect(data.name).toBe('shop');
    expect(response.headers.get('ETag')).toMatch(/^"\d+"$/);
  });

  it('resolves to nothing where the answer has no body', async () => {
    await alice.query(SHOP_SERVER_ID, 'select 1');
    const { items } = await alice.call('listHistory', { query: { limit: 1 } });
    const id = items[0]!.id;
    const { data, response } = await alice.callWithResponse('forgetHistoryEntry', { path: { id } });
    expect([response.status, data]).toEqual([204, undefined]);
  });

  it('has an unchanged document as an answer without a body', async () => {
    const options = { path: { id: SHOP_SERVER_ID }, query: { schema: 'public' } };
    const first = await alice.callWithResponse('getCompletion', options);
    const again = await alice.callWithResponse('getCompletion', {
      ...options,
      headers: { 'If-None-Match': first.response.headers.get('ETag')! },
    });
    expect([again.response.status, again.data]).toEqual([304, undefined]);
  });

  it('leaves the body to the caller where the caller asks for the response', async () => {
    const response = await alice.callForResponse('runQuery', {
      path: { id: SHOP_SERVER_ID },
      query: { header: false },
      headers: { Accept: 'text/csv' },
      body: { sql: "values (1, 'a'), (2, null)" },
    });
    expect(await response.text()).toBe('1,a\r\n2,\r\n');
  });

  it('sends what is in a path as one part of it', async () => {
    const error = await rejectionOf(alice.call('getServer', { path: { id: '../auth/me?x=#' } }));
    expect(error).toMatchObject({ code: 'server-not-found' });
  });

  it.each(['', '.', '..'])('refuses %j as a part of a path, which would be another path', (id) =>
    expect(alice.call('getServer', { path: { id } })).rejects.toThrow('path.id must be there'),
  );
});

describe('what is refused', () => {
  it('is thrown as a ProblemError with all that the service said', async () => {
    const id = '00000000-0000-4000-8000-000000000000';
    const error = await rejectionOf(alice.call('getServer', { path: { id } }));
    expect(error).toBeInstanceOf(ProblemError);
    expect(error).toMatchObject({
      name: 'ProblemError',
      code: 'server-not-found',
      status: 404,
      title: 'There is no such server',
      instance: expect.stringMatching(/^urn:uuid:/),
    });
    expect((error as ProblemError).message).toBe((error as ProblemError).problem.detail);
    expect((error as ProblemError).response?.status).toBe(404);
  });

  it('has the fields that are wrong', async () => {
    const error = await rejectionOf(
      alice.call('runQuery', { path: { id: SHOP_SERVER_ID }, body: { sql: '', maxRows: 0 } }),
    );
    expect(error).toMatchObject({
      code: 'validation-failed',
      errors: expect.arrayContaining([expect.objectContaining({ pointer: '/maxRows' })]),
    });
  });

  it('is told to onProblem before it is thrown, a missing sign-in included', async () => {
    const heard: string[] = [];
    const nobody = createClient({
      baseUrl: service.origin,
      onProblem: ({ code }) => heard.push(code),
    });
    await expect(nobody.call('getMe')).rejects.toThrow(ProblemError);
    await rejectionOf(nobody.query(SHOP_SERVER_ID, 'select 1'));
    expect(heard).toEqual(['unauthenticated', 'unauthenticated']);
  });
});

describe('who calls', () => {
  it('is who the token says, asked for before each call', async () => {
    const people = ['alice', 'bob'];
    const client = createClient({
      baseUrl: service.origin,
      token: () => service.token(people.shift()!),
    });
    expect((await client.call('getMe')).databaseUser).toBe('alice');
    expect((await client.call('getMe')).databaseUser).toBe('bob');
  });

  it('is who the cookie says, for a program that keeps a session', async () => {
    const { browser } = await signInWithBrowserFlow(
      `${service.origin}/api/v1/auth/login/oidc`,
      'alice',
    );
    const client = createClient({
      baseUrl: service.origin,
      cookie: () => browser.cookieHeader(new URL(service.origin)),
    });
    expect(await client.call('getMe')).toMatchObject({ databaseUser: 'alice' });
  });
});

describe('what is not pg-usher', () => {
  it('gives an UnexpectedAnswerError with the status', () =>
    withServer(
      (_request, response) => response.writeHead(502, { 'Content-Type': 'text/html' }).end('<p>'),
      async (origin) => {
        const error = await rejectionOf(createClient({ baseUrl: origin }).call('listServers'));
        expect(error).toBeInstanceOf(UnexpectedAnswerError);
        expect(error).toMatchObject({ status: 502 });
      },
    ));

  it('gives a ConnectionLostError where nobody answers', async () => {
    const origin = await withServer(
      () => undefined,
      (there) => Promise.resolve(there),
    );
    const error = await rejectionOf(createClient({ baseUrl: origin }).call('listServers'));
    expect(error).toBeInstanceOf(ConnectionLostError);
    expect(error).toMatchObject({ cause: { message: 'fetch failed' } });
  });

  it('gives a ConnectionLostError where a body breaks off', () =>
    withServer(
      (_request, response) => {
        response.writeHead(200, { 'Content-Type': 'application/json', 'Content-Length': '100' });
        response.write('{"servers":', () => response.destroy());
      },
      async (origin) => {
        const error = await rejectionOf(createClient({ baseUrl: origin }).call('listServers'));
        expect(error).toBeInstanceOf(ConnectionLostError);
      },
    ));

  it.each([
    ['once', undefined, 'GET', 1],
    ['twice where that is asked for', true, 'GET', 2],
    ['once, as it is no reading', true, 'POST', 1],
  ])('is asked %s', (_words, retryReads, method, times) => {
    let asked = 0;
    return withServer(
      (request) => {
        asked += 1;
        request.socket.destroy();
      },
      async (origin) => {
        const client = createClient({ baseUrl: origin, retryReads });
        await rejectionOf(method === 'GET' ? client.call('getMe') : client.call('signOut'));
        expect(asked).toBe(times);
      },
    );
  });
});

describe('a call that is aborted', () => {
  it('throws the reason of the signal', async () => {
    const reason = new Error('enough');
    const signal = AbortSignal.abort(reason);
    expect(await rejectionOf(alice.call('listServers', { signal }))).toBe(reason);
  });
});

it('needs to be told where the service is, outside of a browser', () => {
  expect(() => createClient()).toThrow('needs a baseUrl');
});
