import { createClient, type ProblemError, type TokenRequest } from '@pg-usher/sdk';
import { SHOP_SERVER_ID } from '../../src/demo/house.js';
import { RunningService } from '../support/running-service.js';
import { rejectionOf } from './rejection.js';

/** What a function that gives tokens is asked, and what is sent with what it gives. */
let service: RunningService;
let good: string;
beforeAll(async () => {
  service = await RunningService.start();
  good = await service.token('alice');
  await service.house.shop.sql('create table stock (id int, note text)', 'shop');
  await service.house.shop.sql('grant insert on stock to alice', 'shop');
});
afterAll(async () => {
  await service.stop();
});

/** A client whose tokens are those given, one after the other. */
function clientWith(...tokens: readonly string[]) {
  const asked: TokenRequest[] = [];
  const sent: string[] = [];
  const heard: string[] = [];
  const client = createClient({
    baseUrl: service.origin,
    token: (request) => {
      asked.push(request);
      return tokens[asked.length - 1] ?? tokens.at(-1);
    },
    fetch: (input, init) => {
      sent.push(new Headers(init?.headers).get('Authorization') ?? 'none');
      return fetch(input, init);
    },
    onProblem: ({ code }) => heard.push(code),
  });
  return { client, asked, sent, heard };
}

const REFUSED = 'of-yesterday';

describe('a token that is refused', () => {
  it('is told to the function, and the call goes through with the one that it then gives', async () => {
    const { client, asked, heard } = clientWith(REFUSED, good);
    expect((await client.call('getMe')).databaseUser).toBe('alice');
    expect(asked).toEqual([{ refused: undefined }, { refused: REFUSED }]);
    expect(heard).toEqual([]);
  });

  it('leaves a statement to be carried out once', async () => {
    const { client, sent } = clientWith(REFUSED, good);
    const mark = await service.logMark();
    expect(await client.query(SHOP_SERVER_ID, 'select 5150 as once')).toMatchObject([
      { rows: [['5150']] },
    ]);
    expect(sent).toEqual([`Bearer ${REFUSED}`, `Bearer ${good}`]);
    expect((await service.logSince(mark)).match(/select 5150 as once/g)).toHaveLength(1);
  });

  it.each([
    ['text', () => '1,a\n'],
    ['bytes', () => new TextEncoder().encode('1,a\n')],
    ['a Blob', () => new Blob(['1,a\n'])],
  ])('has a copy of %s sent again', async (_words, body) => {
    const { client, sent } = clientWith(REFUSED, good);
    const options = { table: 'stock', format: 'csv', header: 'false', dryRun: true } as const;
    expect((await client.copy(SHOP_SERVER_ID, options, body())).rows).toBe(1);
    expect(sent).toHaveLength(2);
  });

  it.each([
    ['a ReadableStream', () => new Blob(['1,a\n']).stream()],
    [
      'pieces',
      async function* () {
        yield await Promise.resolve('1,a\n');
      },
    ],
  ])('is the end of a copy of %s, which cannot be sent again', async (_words, body) => {
    const { client, asked, sent } = clientWith(REFUSED, good);
    const options = { table: 'stock', format: 'csv', header: 'false', dryRun: true } as const;
    const error = await rejectionOf(client.copy(SHOP_SERVER_ID, options, body()));
    expect(error).toMatchObject({ code: 'unauthenticated' });
    expect([asked.length, sent.length]).toEqual([1, 1]);
  });

  it('is not followed by a third one', async () => {
    const { client, asked, sent, heard } = clientWith(REFUSED, 'as-bad', good);
    expect(await rejectionOf(client.call('getMe'))).toMatchObject({ code: 'unauthenticated' });
    expect([asked.length, sent.length]).toEqual([2, 2]);
    expect(heard).toEqual(['unauthenticated']);
  });

  it('is not sent a second time where there is no other', async () => {
    const { client, asked, sent } = clientWith(REFUSED);
    expect(await rejectionOf(client.call('getMe'))).toMatchObject({ code: 'unauthenticated' });
    expect([asked.length, sent.length]).toEqual([2, 1]);
  });

  it('ends with what the function throws in its place', async () => {
    const reason = new Error('the provider is away');
    const client = createClient({
      baseUrl: service.origin,
      token: ({ refused }) => (refused === undefined ? REFUSED : Promise.reject(reason)),
    });
    expect(await rejectionOf(client.call('getMe'))).toBe(reason);
  });
});

describe('a 401 of what was begun', () => {
  it('is not followed by a second try', async () => {
    const { client, asked, sent } = clientWith(good);
    const { issuer, subject } = (await client.call('getMe')) as { issuer: string; subject: string };
    const mark = await service.logMark();
    const running = rejectionOf(client.query(SHOP_SERVER_ID, 'select pg_sleep(60), 6160'));
    while (!(await service.logSince(mark)).includes('6160')) {
      await new Promise((resolve) => setTimeout(resolve, 20));
    }
    const dana = createClient({ baseUrl: service.origin, token: await service.token('dana') });
    await dana.call('endSessionsOfIdentity', { body: { issuer, subject } });
    const error = (await running) as ProblemError;
    expect([error.code, error.status]).toEqual(['session-ended', 401]);
    expect([asked.length, sent.length]).toEqual([2, 2]);
  });
});
