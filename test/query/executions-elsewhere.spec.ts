import { createClient } from '@pg-usher/sdk';
import { SHOP_SERVER_ID } from '../../src/demo/house.js';
import { nginxPattern } from '../support/proxy-recipe.js';
import { SessionClient } from '../support/session-client.js';
import { TwoNamedInstances } from '../support/two-named-instances.js';

let both: TwoNamedInstances;
beforeAll(async () => {
  both = await TwoNamedInstances.start();
});
afterAll(async () => {
  await both.stop();
});

describe('a run of another instance', () => {
  it('is said to be there, to its owner only', async () => {
    const alice = await both.one.token('alice');
    const answer = both.one.query(alice, { sql: 'select pg_sleep(60)' });
    let id: string | undefined;
    while (id === undefined) {
      const { json } = await both.one.call(alice, 'GET', '/executions');
      id = json.executions.find((execution: any) => execution.state === 'running')?.id;
    }
    for (const method of ['GET', 'DELETE']) {
      const elsewhere = await both.two.call(alice, method, `/executions/${id}`);
      expect([elsewhere.status, elsewhere.json.code]).toEqual([421, 'wrong-instance']);
      expect(elsewhere.json.owningInstance).toBe('one');
      const bob = await both.two.call(await both.two.token('bob'), method, `/executions/${id}`);
      expect([bob.status, bob.json.code]).toEqual([404, 'execution-not-found']);
    }
    const cancelled = await both.one.call(alice, 'DELETE', `/executions/${id}`);
    expect(cancelled.json.outcome).toBe('cancelled');
    await answer;
    const over = await both.two.call(alice, 'GET', `/executions/${id}`);
    expect([over.status, over.json.code]).toEqual([404, 'execution-not-found']);
  });

  it('is cancelled by the SDK through a proxy that leads by the id, whoever gets the run', async () => {
    const token = await both.one.token('alice');
    let count = 0;
    // As the documented proxies do: by the instance in the address, else each in turn.
    const lead: typeof fetch = (input, init) => {
      const { pathname } = new URL(new Request(input).url);
      const named = nginxPattern().exec(pathname)?.groups?.['instance'];
      const service = (named === undefined ? count++ % 2 === 0 : named === 'one')
        ? both.one
        : both.two;
      return fetch(`${service.origin}${pathname}`, init);
    };
    const client = createClient({ baseUrl: both.one.origin, token, fetch: lead });
    const run = client.query(SHOP_SERVER_ID, 'select generate_series(1, 100000000)');
    const rows = run[Symbol.asyncIterator]();
    expect((await rows.next()).value).toEqual(['1']);
    expect(await run.cancel()).toMatchObject({ outcome: 'cancelled' });
    await rows.return(undefined);
    expect(count).toBe(2);
  });

  it('is watched and cancelled by its id with the instance before it, where a proxy leads', async () => {
    const alice = await both.two.token('alice');
    const client = await SessionClient.of(both.two, 'alice', alice);
    const session = await client.open();
    const { executionId, answer } = await client.start(session.id, 'select pg_sleep(600)');
    const id = `${String(session['instance'])}.${executionId}`;
    const path = `/executions/${id}`;
    const behindProxy =
      nginxPattern().exec(`/api/v1${path}`)?.groups?.['instance'] === 'two' ? both.two : both.one;
    const seen = await behindProxy.call(alice, 'GET', `${path}?activity=false`);
    expect(seen.json).toMatchObject({ id: executionId, instance: 'two', state: 'running' });
    const bob = await both.two.call(await both.two.token('bob'), 'DELETE', path);
    expect([bob.status, bob.json.code]).toEqual([404, 'execution-not-found']);
    const cancelled = await behindProxy.call(alice, 'DELETE', path);
    expect(cancelled.json.outcome).toBe('cancelled');
    await answer;
    await client.closeAll();
  });

  it('is said to be elsewhere by that, to everybody, whether or not there is one', async () => {
    const bob = await both.one.token('bob');
    for (const method of ['GET', 'DELETE']) {
      const answer = await both.one.call(bob, method, `/executions/two.${crypto.randomUUID()}`);
      expect([answer.status, answer.json.code]).toEqual([421, 'wrong-instance']);
      expect(answer.json.owningInstance).toBe('two');
    }
  });

  it.each([
    'x',
    'one.',
    'one.x',
    `one.${crypto.randomUUID()}`,
    "' or true --",
    '00000000-0000-0000-0000-000000000000',
  ])('is not looked for by what is no id of one: %s', async (id) => {
    const alice = await both.two.token('alice');
    const answer = await both.one.call(alice, 'GET', `/executions/${encodeURIComponent(id)}`);
    expect([answer.status, answer.json.code]).toEqual([404, 'execution-not-found']);
  });
});
