import fc from 'fast-check';
import { subjectOf } from '../../src/demo/people.js';
import { RunningService } from '../support/running-service.js';

/** As text. */
type Row = Readonly<Record<string, string | null>>;
type Filter = Readonly<Record<string, string>>;

let service: RunningService;
let dana: string;
/** All there is, the newest first; `us` is the time in microseconds. */
let rows: readonly Row[];

/** A few values for each column, so that filters meet; among them what means something to LIKE. */
const POOL = {
  issuer: ['https://id.example.com', 'urn:pg-usher:internal', null],
  subject: ['248289761001', 'a%b', 'A_b', null],
  username: ['Ann Lee', 'ann%lee', 'back\\slash', "o'hara", '李明', null],
  database_user: ['ann', 'ann_lee', 'bob', null],
  auth_source: ['oauth2', 'internal', null],
  server_id: ['7b1f6f0e-5c0a-4c56-9d0e-2f6b8a4c1d37', 'gone', null],
  database: ['shop', 'a,b', null],
  target: ['keeper', null],
  action: ['query', 'copy', 'request', 'account.disable'],
  phase: ['intent', 'outcome', 'refusal', 'change'],
  outcome: ['ok', 'failed', 'denied', 'unknown', null],
  code: ['role-missing', 'query-failed', null],
  sqlstate: ['42501', '57014', null],
  statement_class: ['select', 'begin,alter-role-password,commit', 'alter-role', null],
  sql_sha256: ['a'.repeat(64), 'b'.repeat(64), null],
  database_session_id: ['main.1', null],
  session_user: ['ann', null],
  backend_pid: [4711, 4712, null],
  remote_address: ['10.0.0.1', '::1', null],
  instance: ['main', 'second', null],
  request_id: ['80dc33c5-8f52-4c7f-9d0b-3a7f5f1f4a02', '80dc33c5-8f52-4c7f-9d0b-3a7f5f1f4a03'],
  intent_id: ['2e5c7d3e-1f4a-4b6c-8d9e-0a1b2c3d4e5f', '2e5c7d3e-1f4a-4b6c-8d9e-0a1b2c3d4e60', null],
} as const;
type Column = keyof typeof POOL;
const COLUMNS = Object.keys(POOL) as Column[];
const RUNNING = POOL.intent_id[0];

/** Times that several rows share, to the microsecond. */
const TIMES = Array.from(
  { length: 30 },
  (_none, index) =>
    `2026-10-${String(1 + (index % 9)).padStart(2, '0')}T08:00:00.00000${index % 4}Z`,
);

const nameOf = (column: string): string =>
  column.replaceAll(/_(.)/g, (_all, letter: string) => letter.toUpperCase());

async function seed(): Promise<void> {
  const [sample = []] = fc.sample(
    fc.array(
      fc.record({
        at: fc.constantFrom(...TIMES),
        ...Object.fromEntries(COLUMNS.map((name) => [name, fc.constantFrom(...POOL[name])])),
      }),
      { minLength: 400, maxLength: 400 },
    ),
    { seed: 4711, numRuns: 1 },
  );
  // More names than are looked up one by one.
  const crowd = Array.from({ length: 250 }, (_none, index) => ({
    ...sample[index],
    username: `crowd ${index}`,
  }));
  const columns = ['at', ...COLUMNS].map((name) => `"${name}"`).join(', ');
  await service.house.store.sql(
    `insert into audit_event (${columns})
     select ${columns} from json_populate_recordset(null::audit_event, $json$${JSON.stringify([
       ...sample,
       ...crowd,
     ])}$json$)`,
    'usher',
  );
  await service.house.store.sql(
    `insert into open_act values
       ('${RUNNING}', gen_random_uuid(), gen_random_uuid(), now(), now() + interval '1 day')`,
    'usher',
  );
}

beforeAll(async () => {
  service = await RunningService.start();
  dana = await service.token('dana');
  await service.query(await service.token('carol'), { sql: 'select 1' });
  await service.query(await service.token('alice'), { sql: 'select 1' });
  await seed();
  const columns = COLUMNS.map((name) => `"${name}"::text`).join(', ');
  const found: unknown = await service.house.store.sql(
    `select id::text, ${columns}, (extract(epoch from at) * 1000000)::bigint::text as us
     from audit_event order by at desc, audit_event.id desc`,
    'usher',
  );
  rows = found as Row[];
});
afterAll(async () => {
  await service.stop();
});

/** The same, said the plain way. */
const RULES: Readonly<Record<string, (row: Row, value: string) => boolean>> = {
  ...Object.fromEntries(
    COLUMNS.map((name) => [nameOf(name), (row: Row, value: string) => row[name] === value]),
  ),
  person: (row, value) =>
    ['username', 'subject', 'database_user'].some((name) =>
      row[name]?.toLowerCase().includes(value.toLowerCase()),
    ),
  outcome: (row, value) =>
    value === 'running'
      ? row['phase'] === 'intent' && row['intent_id'] === RUNNING
      : row['outcome'] === value,
  statementClass: (row, value) => row['statement_class']?.split(',').includes(value) ?? false,
  since: (row, value) => BigInt(row['us'] ?? '') >= microseconds(value),
  until: (row, value) => BigInt(row['us'] ?? '') < microseconds(value),
};

/** Of a moment in UTC with six digits. */
function microseconds(text: string): bigint {
  return BigInt(Date.parse(`${text.slice(0, 19)}Z`)) * 1000n + BigInt(text.slice(20, 26));
}

function plain(filter: Filter): unknown[] {
  const fits = (row: Row): boolean =>
    Object.entries(filter).every(([name, value]) => RULES[name]?.(row, value));
  return rows.filter(fits).map(({ id }) => id);
}

async function pageOf(filter: Filter, part: Filter = {}): Promise<{ ids: string[]; next: any }> {
  const query = new URLSearchParams({ limit: '1000', ...filter, ...part });
  const { status, json, text } = await service.call(dana, 'GET', `/audit?${query.toString()}`);
  if (status !== 200) throw new Error(text);
  return { ids: json.events.map(({ id }: { id: string }) => id), next: json.next };
}

async function allPages(filter: Filter, limit: number): Promise<string[]> {
  const found: string[] = [];
  for (let before: string | null = ''; before !== null;) {
    const part = { limit: String(limit), ...(before === '' ? {} : { before }) };
    const { ids, next } = await pageOf(filter, part);
    found.push(...ids);
    before = next;
  }
  return found;
}

/** Values that rows have, and a few that none has. */
const VALUES: Readonly<Record<string, readonly string[]>> = {
  ...Object.fromEntries(
    COLUMNS.map((name) => [
      nameOf(name),
      POOL[name].filter((value) => value !== null).map((value) => String(value)),
    ]),
  ),
  person: ['ANN', 'ann%', '_', '\\', "'", '李', '2482', 'b', 'crowd', 'crowd 24', 'nobody'],
  outcome: ['ok', 'failed', 'denied', 'unknown', 'running', 'timeout'],
  code: ['role-missing', 'query-failed', 'role-protected'],
  statementClass: ['select', 'alter-role', 'alter-role-password', 'commit'],
  since: TIMES,
  until: TIMES,
};
const NAMES = Object.keys(VALUES);

const filters: fc.Arbitrary<Filter> = fc
  .uniqueArray(
    fc
      .constantFrom(...NAMES)
      .chain((name) => fc.tuple(fc.constant(name), fc.constantFrom(...(VALUES[name] ?? [])))),
    { selector: ([name]) => name, maxLength: 4 },
  )
  .map((pairs) => Object.fromEntries(pairs));

describe('a filter of the audit', () => {
  it.each(NAMES)('by %s selects what a look at every row selects', async (name) => {
    const selected = new Set<number>();
    for (const value of VALUES[name] ?? []) {
      const filter = { [name]: value };
      const { ids } = await pageOf(filter);
      expect(ids).toEqual(plain(filter));
      selected.add(ids.length);
    }
    // Not nothing, and not always everything.
    expect([...selected].some((count) => count > 0 && count < rows.length)).toBe(true);
  });

  it('together with others selects what a look at every row selects', async () => {
    await fc.assert(
      fc.asyncProperty(filters, async (filter) => {
        expect((await pageOf(filter)).ids).toEqual(plain(filter));
      }),
      { numRuns: 120 },
    );
  });

  it('goes on from page to page without a row left out or given twice', async () => {
    const limits = fc.integer({ min: 20, max: 300 });
    await fc.assert(
      fc.asyncProperty(filters, limits, async (filter, limit) => {
        expect(await allPages(filter, limit)).toEqual(plain(filter));
      }),
      { numRuns: 40 },
    );
  });

  it('goes on row by row where rows are of the same microsecond', async () => {
    const filter = { action: 'query', outcome: 'ok' };
    expect(await allPages(filter, 1)).toEqual(plain(filter));
  });

  it('goes on where it was, whatever is written meanwhile', async () => {
    const filter = { person: 'crowd' };
    const { ids, next } = await pageOf(filter, { limit: '100' });
    await service.house.store.sql(
      `insert into audit_event (phase, action, request_id, username)
       values ('refusal', 'request', gen_random_uuid(), 'crowd of now')`,
      'usher',
    );
    const rest = await pageOf(filter, { before: next });
    await service.house.store.sql(
      "delete from audit_event where username = 'crowd of now'",
      'usher',
    );
    expect([...ids, ...rest.ids]).toEqual(plain(filter));
  });

  it('finds what one person was refused', async () => {
    const { issuer } = service.house.identityProvider;
    const subject = subjectOf({ name: 'carol', claims: {} });
    const query = new URLSearchParams({ issuer, subject, outcome: 'denied' });
    const { json } = await service.call(dana, 'GET', `/audit?${query.toString()}`);
    expect(json.events).toMatchObject([{ username: 'carol', code: 'role-missing' }]);
  });

  it('finds an execution by the id that its answer named', async () => {
    const { json } = await service.query(await service.token('alice'), { sql: 'select 1' });
    const found = await service.call(dana, 'GET', `/audit?requestId=${json.executionId}`);
    const phases = found.json.events.map(({ phase }: { phase: string }) => phase);
    expect(phases).toEqual(['outcome', 'intent']);
  });

  it.each([
    ['user', 'alice'],
    ['person', ''],
    ['person', 'x'.repeat(201)],
    ['username', 'a\0b'],
    ['subject', '\u001b[31m'],
    ['outcome', 'fine'],
    ['phase', 'middle'],
    ['authSource', 'password'],
    ['action', "query' or true --"],
    ['code', 'ROLE'],
    ['sqlstate', '4250'],
    ['statementClass', 'begin,commit'],
    ['sqlSha256', 'abc'],
    ['requestId', '1'],
    ['intentId', 'x'],
    ['backendPid', '4711.5'],
    ['backendPid', '99999999999'],
    ['since', 'yesterday'],
    ['since', '2026-02-30T00:00:00Z'],
    ['until', '2026-11-26T08:30:00'],
  ])('is refused where it cannot be one: %s=%j', async (name, value) => {
    const query = new URLSearchParams({ [name]: value });
    const { status, json } = await service.call(dana, 'GET', `/audit?${query.toString()}`);
    const pointers = json.errors.map(({ pointer }: { pointer: string }) => pointer);
    expect([status, json.code, ...new Set(pointers)]).toEqual([
      400,
      'validation-failed',
      `/${name}`,
    ]);
  });

  it('is refused where it is said twice', async () => {
    const { json } = await service.call(dana, 'GET', '/audit?username=alice&username=bob');
    expect(json.code).toBe('validation-failed');
  });

  it('is for administrators only', async () => {
    const answer = await service.call(await service.token('alice'), 'GET', '/audit?person=alice');
    expect(answer.json.code).toBe('admin-only');
  });
});
