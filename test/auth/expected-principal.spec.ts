import { RunningService } from '../support/running-service.js';
import { routesOf } from '../support/routes.js';

/** A page that shows alice, in a browser in which bob has signed in meanwhile. */
let service: RunningService;
let alice: string;
let bob: string;
let aliceKey: string;
beforeAll(async () => {
  service = await RunningService.start();
  [alice, bob] = [await service.token('alice'), await service.token('bob')];
  aliceKey = await keyOf(alice);
});
afterAll(async () => {
  await service.stop();
});

const keyOf = async (token: string): Promise<string> =>
  (await service.call(token, 'GET', '/auth/me')).json.principalKey;

const SQL = { sql: 'select session_user' };

describe('a request that says for whom it is', () => {
  it('is answered for that person', async () => {
    const answer = await service.query(alice, SQL, { 'X-Usher-Principal': aliceKey });
    expect(answer.json.rows).toEqual([['alice']]);
  });

  it('is refused for everybody else, and PostgreSQL hears nothing of it', async () => {
    const mark = await service.logMark();
    const answer = await service.query(bob, SQL, { 'X-Usher-Principal': aliceKey });
    expect(answer.status).toBe(409);
    expect(answer.json).toMatchObject({ code: 'principal-changed', owner: 'user' });
    expect(await service.logSince(mark)).toBe('');
    const [row] = await service.audit(`code = 'principal-changed'`);
    expect(row).toMatchObject({ outcome: 'denied' });
  });

  it('is refused at every route that looks at who is calling', async () => {
    const answered: string[] = [];
    let tried = 0;
    for (const { method, path } of routesOf(service.app)) {
      if (['HEAD', 'OPTIONS'].includes(method)) continue;
      const url = path.replaceAll(/:\w+/g, 'x');
      const anonymous = await service.fetch(url, { method });
      if (anonymous.status !== 401) continue;
      tried++;
      const headers = { Authorization: `Bearer ${bob}`, 'X-Usher-Principal': aliceKey };
      const { status, json } = await service.fetch(url, { method, headers });
      if (status !== 409 || json.code !== 'principal-changed') answered.push(`${method} ${url}`);
    }
    expect(answered).toEqual([]);
    expect(tried).toBeGreaterThan(40);
  });

  it.each(['', 'x', 'undefined'])('is refused for a key that is nobody’s: %j', async (key) => {
    const answer = await service.query(alice, SQL, { 'X-Usher-Principal': key });
    expect(answer.json.code).toBe('principal-changed');
  });

  it('tells people of one name apart, and is the same for a person however they come', async () => {
    expect(await keyOf(bob)).not.toBe(aliceKey);
    expect(await keyOf(await service.token('alice'))).toBe(aliceKey);
  });
});
