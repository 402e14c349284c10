import fc from 'fast-check';
import { SessionService } from '../../src/auth/session.service.js';
import { RunningService } from '../support/running-service.js';

type Item = Readonly<Record<string, string>>;
type Query = Readonly<Record<string, string>>;

let service: RunningService;
let dana: string;

const NAMES = ['Ann Lee', 'ann%lee', 'ann_lee', 'back\\slash', "o'hara", '李明', 'zoe'];
const GROUPS = ['default', 'a:b', '李 & co', "it's"];

/** Several sessions of the same millisecond, so that their ids have to decide. */
async function seedSessions(): Promise<void> {
  const sessions = service.app.get(SessionService);
  for (let index = 0; index < 40; index++) {
    const username = NAMES[index % NAMES.length] ?? '';
    const who = { username, groups: [], isAdmin: false, accountId: `account ${index % 5}` };
    const userAgent = index % 3 === 0 ? 'curl/8' : 'Firefox/130';
    const opening = { replaces: undefined, remoteAddress: `10.0.0.${index % 2}`, userAgent };
    await sessions.create({ ...who, authSource: 'internal' }, opening);
  }
  await service.house.store.sql(
    "update session set created_at = date_trunc('second', created_at)",
    'usher',
  );
}

async function insert(table: string, rows: readonly object[]): Promise<void> {
  const columns = Object.keys(rows[0] ?? {}).join(', ');
  await service.house.store.sql(
    `insert into ${table} (${columns}) select ${columns}
     from json_populate_recordset(null::${table}, $json$${JSON.stringify(rows)}$json$)`,
    'usher',
  );
}

beforeAll(async () => {
  service = await RunningService.start();
  dana = await service.token('dana');
  await seedSessions();
  await insert(
    'local_account',
    Array.from({ length: 40 }, (_none, index) => ({
      id: `80dc33c5-8f52-4c7f-9d0b-3a7f5f1f4a${index + 10}`,
      username: `${index % 2 === 0 ? 'Keeper' : 'guard%'}-${index}`,
      password_hash: 'none',
      is_admin: false,
      disabled: false,
      created_at: '2026-11-26T08:30:00Z',
    })),
  );
  await insert(
    'role_binding',
    Array.from({ length: 60 }, (_none, index) => ({
      id: `80dc33c5-8f52-4c7f-9d0b-3a7f5f1f4b${index + 10}`,
      trust_group: GROUPS[index % GROUPS.length],
      database_user: `${index % 3 === 0 ? 'Role_' : 'role.'}${index}`,
      issuer: `https://id${index % 2}.example.com`,
      subject: `subject ${index}`,
      origin: 'approved',
      bound_at: '2026-11-26T08:30:00Z',
    })),
  );
});
afterAll(async () => {
  await service.stop();
});

async function page(path: string, query: Query): Promise<{ items: Item[]; next: string | null }> {
  const { status, json, text } = await service.call(
    dana,
    'GET',
    `${path}?${new URLSearchParams(query).toString()}`,
  );
  if (status !== 200) throw new Error(text);
  return json;
}

async function allPages(path: string, query: Query, cursor: string): Promise<Item[]> {
  const found: Item[] = [];
  for (let next: string | null = ''; next !== null;) {
    const answer = await page(path, { ...query, ...(next === '' ? {} : { [cursor]: next }) });
    found.push(...answer.items);
    next = answer.next;
  }
  return found;
}

interface List {
  readonly path: string;
  readonly cursor: string;
  /** The fields that `search` looks into. */
  readonly searched: readonly string[];
  readonly searches: readonly string[];
  /** Those that are asked for as they are. */
  readonly exact: Readonly<Record<string, readonly string[]>>;
}

const LISTS: readonly List[] = [
  {
    path: '/auth/admin/sessions',
    cursor: 'before',
    searched: ['username', 'subject', 'remoteAddress', 'userAgent'],
    searches: ['ANN', 'ann%', '_', '\\', "'", '李', 'account 1', '10.0.0.1', 'CURL', 'nobody'],
    exact: {
      issuer: ['urn:pg-usher:internal', 'https://id.example.com'],
      subject: ['account 1', 'account'],
    },
  },
  {
    path: '/auth/accounts',
    cursor: 'after',
    searched: ['username'],
    searches: ['KEEP', '%', '-1', 'nobody'],
    exact: {},
  },
  {
    path: '/bindings',
    cursor: 'after',
    searched: ['databaseUser', 'subject', 'issuer'],
    searches: ['ROLE', 'role_', 'subject 1', 'id1', '%', 'nobody'],
    exact: { trustGroup: [...GROUPS, 'other'] },
  },
];

describe.each(LISTS)('the list of $path', ({ path, cursor, searched, searches, exact }) => {
  const choice = (values: readonly string[]) =>
    fc.option(fc.constantFrom(...values), { nil: undefined });
  const queries = fc.record({
    search: choice(searches),
    ...Object.fromEntries(Object.entries(exact).map(([name, values]) => [name, choice(values)])),
  });

  it('gives by a search, page after page, what a look at all of it gives', async () => {
    const all = (await page(path, { limit: '1000' })).items;
    const selected = new Set<number>();
    await fc.assert(
      fc.asyncProperty(queries, fc.integer({ min: 7, max: 50 }), async (asked, limit) => {
        const given = Object.entries(asked).flatMap(([name, value]) =>
          value === undefined ? [] : [[name, value] as const],
        );
        const fits = (item: Item): boolean =>
          given.every(([name, value]) =>
            name === 'search'
              ? searched.some((field) => item[field]?.toLowerCase().includes(value.toLowerCase()))
              : item[name] === value,
          );
        const query = { ...Object.fromEntries(given), limit: String(limit) };
        const found = await allPages(path, query, cursor);
        expect(found.map(({ id }) => id)).toEqual(all.filter(fits).map(({ id }) => id));
        selected.add(found.length);
      }),
      { numRuns: 60 },
    );
    expect([...selected].some((count) => count > 0 && count < all.length)).toBe(true);
  });

  it('goes on one by one', async () => {
    const all = (await page(path, { limit: '1000' })).items;
    const found = await allPages(path, { limit: '1' }, cursor);
    expect(found.map(({ id }) => id)).toEqual(all.map(({ id }) => id));
  });

  it('goes on where it was when that one is gone', async () => {
    const first = await page(path, { limit: '10' });
    const all = (await page(path, { limit: '1000' })).items;
    const last = first.items.at(-1)?.['id'] ?? '';
    const [table, column] = {
      '/auth/admin/sessions': ['session', 'public_id'],
      '/auth/accounts': ['local_account', 'id'],
      '/bindings': ['role_binding', 'id'],
    }[path] ?? ['', ''];
    await service.house.store.sql(`delete from ${table} where ${column} = '${last}'`, 'usher');
    const second = await page(path, { limit: '1000', [cursor]: first.next ?? '' });
    expect(second.items.map(({ id }) => id)).toEqual(all.slice(10).map(({ id }) => id));
  });

  it.each(['nonsense of\0 nobody', ''])('does not go on from %j', async (text) => {
    const query = new URLSearchParams({ [cursor]: text });
    const { status, json } = await service.call(dana, 'GET', `${path}?${query.toString()}`);
    expect([status, json.errors[0].pointer]).toEqual([400, `/${cursor}`]);
  });

  it('refuses a parameter that it does not know', async () => {
    const { json } = await service.call(dana, 'GET', `${path}?filter=x`);
    expect([json.code, json.errors[0].pointer]).toEqual(['validation-failed', '/filter']);
  });
});

it('finds a session by the name that its provider gives later', async () => {
  const sessions = service.app.get(SessionService);
  const principal = {
    authSource: 'internal',
    username: 'before',
    groups: [],
    isAdmin: false,
    accountId: 'renamed',
  } as const;
  const opening = { replaces: undefined, remoteAddress: '10.0.0.9', userAgent: undefined };
  const key = sessions.keyOf(await sessions.create(principal, opening));
  const [row] = await service.house.store.sql(
    `select key, principal, expires_at as "expiresAt" from session where key = '${key}'`,
    'usher',
  );
  await sessions.renew(row as never, { ...principal, username: 'afterwards' }, {});
  const { items } = await page('/auth/admin/sessions', { search: 'AFTERW' });
  expect(items.map(({ subject }) => subject)).toEqual(['renamed']);
});
