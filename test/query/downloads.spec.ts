import { Browser } from '../../src/demo/browser.js';
import { SHOP_SERVER_ID } from '../../src/demo/house.js';
import { nginxPattern } from '../support/proxy-recipe.js';
import { type Answer, readAnswer, type RunningService } from '../support/running-service.js';
import { SessionClient } from '../support/session-client.js';
import { until } from '../support/two-instances.js';
import { TwoNamedInstances } from '../support/two-named-instances.js';

/** Two instances, to see that a download is on one of them; all else is asked of the first. */
let both: TwoNamedInstances;
let service: RunningService;
let alice: Browser;
let bob: Browser;
beforeAll(async () => {
  both = await TwoNamedInstances.start();
  service = both.one;
  alice = await both.signIn('alice');
  bob = await both.signIn('bob');
});
afterAll(async () => {
  await both.stop();
});

const FORM = {
  'Content-Type': 'application/x-www-form-urlencoded',
  'Sec-Fetch-Site': 'same-origin',
};

async function ask(
  browser: Browser,
  path: string,
  init: RequestInit = {},
  at = service,
): Promise<Answer> {
  return readAnswer(await browser.fetch(`${at.origin}/api/v1${path}`, init));
}

function json(body: object): RequestInit {
  const headers = { 'Content-Type': 'application/json' };
  return { method: 'POST', headers, body: JSON.stringify({ format: 'csv', ...body }) };
}

function create(browser: Browser, body: object): Promise<Answer> {
  return ask(browser, '/downloads', json({ serverId: SHOP_SERVER_ID, ...body }));
}

function createOn(
  sessionId: string,
  browser: Browser,
  body: object,
  at = service,
): Promise<Answer> {
  return ask(browser, `/sessions/${sessionId}/downloads`, json(body), at);
}

/** What was created, where that succeeded. */
function created(answer: Answer): any {
  if (answer.status !== 201) throw new Error(`${String(answer.status)} ${answer.text}`);
  return answer.json;
}

/** Creates one, and expects that to succeed. */
async function ticket(browser: Browser, body: object): Promise<any> {
  return created(await create(browser, body));
}

/** As a browser posts the form of a page. */
function post(
  browser: Browser,
  url: string,
  init: RequestInit = {},
  at = service,
): Promise<Response> {
  return browser.fetch(`${at.origin}${url}`, { method: 'POST', headers: FORM, body: '', ...init });
}

async function fetched(browser: Browser, url: string, init: RequestInit = {}): Promise<Answer> {
  return readAnswer(await post(browser, url, init));
}

async function execution(browser: Browser, id: string): Promise<any> {
  return (await ask(browser, `/executions/${id}?activity=false`)).json;
}

function outcomeOf({ status, json }: Answer): unknown[] {
  return [status, json?.code];
}

const GONE = [404, 'download-not-found'];

describe('a download', () => {
  it('is a file that runs as the person, when its form is posted and not before', async () => {
    const mark = await service.logMark();
    const { id, executionId, url, expiresAt } = await ticket(alice, {
      sql: 'select session_user, 4911 as n',
      filename: 'who',
    });
    expect(id).toMatch(/^one\.[0-9a-f-]{36}$/);
    expect(url).toBe(`/api/v1/downloads/${id}`);
    expect(id).not.toContain(executionId);
    const left = Date.parse(expiresAt) - Date.now();
    expect(left).toBeGreaterThan(30_000);
    expect(left).toBeLessThanOrEqual(60_000);
    expect(await service.logSince(mark)).not.toContain('4911');
    expect((await ask(alice, `/executions/${executionId}`)).status).toBe(404);

    const answer = await fetched(alice, url, { body: 'any=thing&at=all' });
    expect([answer.status, answer.text]).toEqual([200, 'session_user,n\r\nalice,4911\r\n']);
    expect(answer.headers.get('content-disposition')).toBe('attachment; filename="who.csv"');
    expect(answer.headers.get('content-type')).toBe('text/csv; charset=utf-8; header=present');
    expect(answer.headers.get('cache-control')).toBe('no-store');
  });

  it.each([
    ['csv', 'text/csv', 'query.csv', /^n\r\n1\r\n2\r\n$/],
    [
      'ndjson',
      'application/x-ndjson',
      'query.ndjson',
      /^\{"kind":"columns".*\["1"\]\n.*"done".*\n$/s,
    ],
    ['json', 'application/json', 'query.json', /"rows":\[\["1"\],\["2"\]\]/],
  ])('comes as %s', async (format, type, name, text) => {
    const { url } = await ticket(alice, { sql: 'select generate_series(1, 2) as n', format });
    const answer = await fetched(alice, url);
    expect(answer.status).toBe(200);
    expect(answer.headers.get('content-type')).toMatch(new RegExp(`^${type};`));
    expect(answer.headers.get('content-disposition')).toBe(`attachment; filename="${name}"`);
    expect(answer.text).toMatch(text);
  });

  it('has more rows in JSON than an answer has that nobody asked to be whole', async () => {
    const sql = 'select generate_series(1, 1500) as n';
    const { url } = await ticket(alice, { sql, format: 'json' });
    expect((await fetched(alice, url)).json).toMatchObject({ rowCount: 1500 });
  });

  it('is as its options say', async () => {
    const { url } = await ticket(alice, {
      sql: 'select n, nullif(n, 1) as m from generate_series(1, 3) n where n < :below',
      namedParams: { below: 3 },
      ...{ maxRows: 1, header: false, delimiter: ';', bom: true, null: '-', filename: 'a/b.txt' },
    });
    const answer = await fetched(alice, url);
    expect(answer.text).toBe('1;-\r\n');
    expect(answer.headers.get('content-disposition')).toContain('filename="a_b.txt"');
  });

  it('needs no form and no cookie of a program with a token', async () => {
    const token = await service.token('alice');
    const body = { serverId: SHOP_SERVER_ID, sql: 'select session_user', format: 'csv' };
    const { url } = created(await service.call(token, 'POST', '/downloads', body));
    const answer = await service.fetch(url, {
      method: 'POST',
      headers: { Authorization: `Bearer ${token}` },
    });
    expect([answer.status, answer.text]).toEqual([200, 'session_user\r\nalice\r\n']);
  });

  it('runs on a database session, and sees its temporary tables', async () => {
    const client = SessionClient.in(service, alice);
    const session = await client.open();
    await client.query(session.id, "create temp table mine as select 'here' as x");
    const { url, executionId } = created(await createOn(session.id, alice, { sql: 'table mine' }));
    expect((await fetched(alice, url)).text).toBe('x\r\nhere\r\n');
    expect(await execution(alice, executionId)).toMatchObject({
      outcome: 'ok',
      databaseSessionId: session.id,
    });
    expect(await client.rows(session.id, 'select count(*) from mine')).toEqual([['1']]);
    await client.closeAll();
  });

  it('has one id in its answer, the executions, the audit, the history and PostgreSQL', async () => {
    const sql = "select current_setting('application_name') as app";
    const { url, executionId: id } = await ticket(alice, { sql });
    const answer = await fetched(alice, url);
    expect(answer.text).toBe(`app\r\npg-usher/${id}\r\n`);
    expect(answer.headers.get('x-execution-id')).toBe(id);
    expect(answer.headers.get('x-request-id')).toBe(id);
    expect(await execution(alice, id)).toMatchObject({
      id,
      state: 'ended',
      outcome: 'ok',
      rows: 1,
    });
    const audit = (await service.audit()).filter((row) => row['request_id'] === id);
    expect(audit.map(({ phase, action, outcome }) => [phase, action, outcome])).toEqual([
      ['intent', 'query', null],
      ['outcome', 'query', 'ok'],
    ]);
    let entries: any[] = [];
    await until(async () => {
      entries = (await ask(alice, '/history')).json.items;
      return entries.some(({ executionId }) => executionId === id);
    }, 10_000);
    expect(entries.find(({ executionId }) => executionId === id)).toMatchObject({ rows: 1 });
  });

  it('can be watched and cancelled under the id that was announced', async () => {
    const { url, executionId: id } = await ticket(alice, {
      sql: "select repeat('x', 10000), pg_sleep(0.05) from generate_series(1, 100000)",
      format: 'ndjson',
    });
    const answer = fetched(alice, url);
    await until(async () => (await execution(alice, id)).rows > 0, 10_000);
    const cancelled = await ask(alice, `/executions/${id}`, { method: 'DELETE' });
    expect(cancelled.json).toMatchObject({ state: 'ended', outcome: 'cancelled' });
    expect((await answer).text).toMatch(/"kind":"error".*"query-cancelled".*\n$/);
  });
});

describe('what a page finds of a download that fails', () => {
  it('is its execution, with the problem', async () => {
    const { url, executionId } = await ticket(alice, { sql: 'select nothing' });
    const answer = await fetched(alice, url);
    expect(outcomeOf(answer)).toEqual([422, 'query-failed']);
    expect(answer.json.instance).toBe(`urn:uuid:${executionId}`);
    expect(await execution(alice, executionId)).toMatchObject({
      outcome: 'failed',
      problem: { code: 'query-failed', sqlstate: '42703' },
    });
  });

  it('is there when the gate refuses', async () => {
    const carol = await both.signIn('carol');
    const { url, executionId } = await ticket(carol, { sql: 'select 1' });
    expect(outcomeOf(await fetched(carol, url))).toEqual([403, 'role-missing']);
    expect(await execution(carol, executionId)).toMatchObject({
      state: 'ended',
      problem: { code: 'role-missing' },
    });
  });

  it('is there when the run could not even begin', async () => {
    const client = SessionClient.in(service, alice);
    const session = await client.open();
    const { url, executionId } = created(await createOn(session.id, alice, { sql: 'select 1' }));
    await client.close(session.id);
    expect(outcomeOf(await fetched(alice, url))).toEqual([410, 'session-closed']);
    expect(await execution(alice, executionId)).toMatchObject({
      ...{ state: 'ended', outcome: 'failed', databaseSessionId: session.id },
      problem: { code: 'session-closed' },
    });
  });

  it.each([
    ['a server that is not there', { serverId: crypto.randomUUID() }, [404, 'server-not-found']],
    ['no place', { serverId: undefined }, [400, 'validation-failed']],
    ['another place', { databaseSessionId: 'one' }, [400, 'validation-failed']],
    ['no format', { format: undefined }, [400, 'validation-failed']],
    ['another format', { format: 'xlsx' }, [400, 'validation-failed']],
    [
      'an option that the format has not',
      { format: 'json', header: true },
      [400, 'validation-failed'],
    ],
    ['a value for no name', { namedParams: { x: 1 } }, [400, 'validation-failed']],
    ['no text', { sql: undefined }, [400, 'validation-failed']],
    ['a field that names a user', { user: 'bob' }, [400, 'validation-failed']],
    ['explain', { explain: 'plan' }, [400, 'validation-failed']],
  ])('is said at once: %s', async (_name, body, refusal) => {
    expect(outcomeOf(await create(alice, { sql: 'select 1', ...body }))).toEqual(refusal);
  });
});

describe('a download on a database session', () => {
  const ON_ONE = `one.${crypto.randomUUID()}`;
  let client: SessionClient;
  beforeAll(() => {
    client = SessionClient.in(service, alice);
  });
  afterEach(async () => {
    await client.closeAll();
  });

  it('sees what its transaction has changed and not committed, and leaves it open', async () => {
    await service.house.shop.sql(
      'create table public.drafted (n int); grant all on public.drafted to alice',
      'shop',
    );
    const { id } = await client.open();
    await client.query(id, 'begin; insert into public.drafted values (4913)');
    const { url } = created(await createOn(id, alice, { sql: 'table public.drafted' }));
    const elsewhere = await ticket(alice, { sql: 'table public.drafted' });
    expect((await fetched(alice, elsewhere.url)).text).toBe('n\r\n');
    expect((await fetched(alice, url)).text).toBe('n\r\n4913\r\n');
    expect((await client.get(id)).json.transactionStatus).toBe('in transaction');
  });

  it('can be asked for and fetched by its owner alone', async () => {
    const { id } = await client.open();
    const foreign = await createOn(id, bob, { sql: 'select 1' });
    const never = await createOn(ON_ONE, bob, { sql: 'select 1' });
    expect(outcomeOf(foreign)).toEqual([404, 'session-not-found']);
    expect(foreign.json.detail).toBe(never.json.detail);
    const { url } = created(await createOn(id, alice, { sql: 'select 1 as n' }));
    expect(outcomeOf(await fetched(bob, url))).toEqual(GONE);
    expect((await fetched(alice, url)).text).toBe('n\r\n1\r\n');
    expect(outcomeOf(await fetched(alice, url))).toEqual(GONE);
  });

  it('waits its turn no longer than the session does: what runs on it refuses it', async () => {
    const { id } = await client.open();
    const { url } = created(await createOn(id, alice, { sql: 'select 1' }));
    const { executionId, answer } = await client.start(id, 'select pg_sleep(600)');
    expect(outcomeOf(await fetched(alice, url))).toEqual([409, 'session-busy']);
    await client.cancel(executionId);
    await answer;
  });

  it.each([
    ['a session that never was', ON_ONE, {}, [404, 'session-not-found']],
    ['no id', 'x', {}, [404, 'session-not-found']],
    ['another database', ON_ONE, { database: 'shop' }, [400, 'validation-failed']],
    ['a server', ON_ONE, { serverId: SHOP_SERVER_ID }, [400, 'validation-failed']],
    ['no format', ON_ONE, { format: undefined }, [400, 'validation-failed']],
  ])('is refused at once: %s', async (_name, id, body, refusal) => {
    expect(outcomeOf(await createOn(id, alice, { sql: 'select 1', ...body }))).toEqual(refusal);
  });

  it('is for the instance of the session, whether or not there is one', async () => {
    const { id } = await client.open();
    for (const one of [id, ON_ONE]) {
      const answer = await createOn(one, alice, { sql: 'select 1' }, both.two);
      expect(outcomeOf(answer)).toEqual([421, 'wrong-instance']);
      expect(answer.json.owningInstance).toBe('one');
    }
  });

  it('finds its instance by both of its addresses, with the recipe for a proxy', async () => {
    const behindProxy = (path: string): RunningService =>
      nginxPattern().exec(path)?.groups?.['instance'] === 'two' ? both.two : both.one;
    const onTwo = SessionClient.in(both.two, alice);
    const { id } = await onTwo.open();
    const place = behindProxy(`/api/v1/sessions/${id}/downloads`);
    const asked = await createOn(id, alice, { sql: 'select 4914 as n' }, place);
    const { url, instance, executionId } = created(asked);
    const answer = await readAnswer(await post(alice, url, {}, behindProxy(url)));
    expect([answer.status, answer.text]).toEqual([200, 'n\r\n4914\r\n']);
    const run = `/executions/${String(instance)}.${String(executionId)}`;
    const seen = await ask(alice, run, {}, behindProxy(`/api/v1${run}`));
    expect(seen.json).toMatchObject({ state: 'ended', outcome: 'ok', rows: 1 });
    await onTwo.closeAll();
  });
});

describe('a download is fetched', () => {
  const SQL = 'select 4912 as n';

  it('once', async () => {
    const { url } = await ticket(alice, { sql: SQL });
    expect((await fetched(alice, url)).status).toBe(200);
    expect(outcomeOf(await fetched(alice, url))).toEqual(GONE);
  });

  it('once, of two at the same time', async () => {
    const { url } = await ticket(alice, { sql: SQL });
    const answers = await Promise.all([fetched(alice, url), fetched(alice, url)]);
    expect(answers.map(({ status }) => status).sort()).toEqual([200, 404]);
  });

  it('by nobody else, and stays for its owner', async () => {
    const { url } = await ticket(alice, { sql: SQL });
    const token = await service.token('alice');
    const another = await both.signIn('alice');
    const init = { method: 'POST', headers: { Authorization: `Bearer ${token}` } };
    expect(outcomeOf(await fetched(bob, url))).toEqual(GONE);
    expect(outcomeOf(await fetched(another, url))).toEqual(GONE);
    expect(outcomeOf(await service.fetch(url, init))).toEqual(GONE);
    expect((await fetched(new Browser(), url)).status).toBe(401);
    expect((await fetched(alice, url)).status).toBe(200);
  });

  it('on its own instance, whether or not there is one', async () => {
    const { url } = await ticket(alice, { sql: SQL });
    for (const path of [url, `/api/v1/downloads/one.${crypto.randomUUID()}`]) {
      const answer = await readAnswer(await post(alice, path, {}, both.two));
      expect(outcomeOf(answer)).toEqual([421, 'wrong-instance']);
      expect(answer.json.owningInstance).toBe('one');
    }
    expect((await fetched(alice, url)).status).toBe(200);
  });

  it.each(['x', 'one', `one.${crypto.randomUUID()}`, crypto.randomUUID()])(
    'under no other id: %s',
    async (id) => {
      expect(outcomeOf(await fetched(alice, `/api/v1/downloads/${id}`))).toEqual(GONE);
    },
  );

  it.each([
    ['another site', { 'Sec-Fetch-Site': 'cross-site' }],
    ['the same site', { 'Sec-Fetch-Site': 'same-site' }],
    ['an older browser, another origin', { Origin: 'https://evil.example' }],
    ['an older browser, no origin that it says', { Origin: 'null' }],
  ])('not from %s', async (_name, headers) => {
    const { url } = await ticket(alice, { sql: SQL });
    const mark = await service.logMark();
    const form = { 'Content-Type': FORM['Content-Type'], ...headers };
    expect(outcomeOf(await fetched(alice, url, { headers: form }))).toEqual([
      403,
      'cross-site-request',
    ]);
    expect(await service.logSince(mark)).not.toContain('4912');
    expect((await fetched(alice, url)).status).toBe(200);
  });

  it('never with GET', async () => {
    const { url } = await ticket(alice, { sql: SQL });
    const answer = await readAnswer(await alice.fetch(`${service.origin}${url}`));
    expect([404, 405]).toContain(answer.status);
    expect((await fetched(alice, url)).status).toBe(200);
  });

  it('not after its sign-in has ended', async () => {
    const browser = await both.signIn('alice');
    const { url } = await ticket(browser, { sql: SQL });
    await ask(browser, '/auth/logout', { method: 'POST' });
    expect((await fetched(browser, url)).status).toBe(401);
    await both.signIn('alice', browser);
    expect(outcomeOf(await fetched(browser, url))).toEqual(GONE);
  });

  it('through the whole gate of that moment', async () => {
    const { url, executionId } = await ticket(bob, { sql: SQL });
    const mark = await service.logMark();
    await service.house.shop.sql('alter role bob createrole');
    try {
      expect(outcomeOf(await fetched(bob, url))).toEqual([403, 'role-protected']);
    } finally {
      await service.house.shop.sql('alter role bob nocreaterole');
    }
    expect(await execution(bob, executionId)).toMatchObject({
      problem: { code: 'role-protected' },
    });
    expect(await service.logSince(mark)).not.toContain('4912');
  });
});

describe('the form', () => {
  it('may be of 1 KiB', async () => {
    const { url } = await ticket(alice, { sql: 'select 1' });
    const long = await fetched(alice, url, { body: `x=${'y'.repeat(1023)}` });
    expect(outcomeOf(long)).toEqual([413, 'payload-too-large']);
    expect((await fetched(alice, url, { body: `x=${'y'.repeat(1022)}` })).status).toBe(200);
  });

  it('is taken by no other route', async () => {
    for (const path of [
      '/downloads',
      '/sessions',
      '/sessions/x/downloads',
      `/servers/${SHOP_SERVER_ID}/query`,
    ]) {
      const answer = await ask(alice, path, {
        method: 'POST',
        headers: FORM,
        body: 'sql=select+1',
      });
      expect(outcomeOf(answer)).toEqual([415, 'unsupported-media-type']);
    }
  });
});

it('is refused an Idempotency-Key, since each runs once anyway', async () => {
  const headers = { 'Content-Type': 'application/json', 'Idempotency-Key': '"k"' };
  for (const path of ['/downloads', `/sessions/one.${crypto.randomUUID()}/downloads`]) {
    const answer = await ask(alice, path, { ...json({ sql: 'select 1' }), headers });
    expect(outcomeOf(answer)).toEqual([400, 'validation-failed']);
    expect(answer.json.detail).toContain('Idempotency-Key');
  }
});

it('waits with nineteen others of its owner, and no more', async () => {
  const browser = await both.signIn('bob');
  const body = { sql: 'select 1' };
  const answers: Answer[] = [];
  for (let count = 0; count < 21; count += 1) answers.push(await create(browser, body));
  expect(answers.map(({ status }) => status)).toEqual([...Array<number>(20).fill(201), 429]);
  expect(answers.at(-1)?.json.code).toBe('too-many-requests');
  expect((await create(alice, body)).status).toBe(201);
});
