import { Problem } from '../../src/common/problem.js';
import type { AppConfig } from '../../src/config/config.js';
import { findFreePort } from '../../src/demo/free-port.js';
import { HistoryRetention } from '../../src/history/history-retention.js';
import { HistoryService } from '../../src/history/history.service.js';
import type { HistoryEntry } from '../../src/history/history-row.js';
import { RunningService } from '../support/running-service.js';
import { entryOf, personOf } from './entries.js';

const DAY_MS = 86_400_000;

/** Thirty days and texts; other instances in the same house differ. */
let service: RunningService;
const others: RunningService[] = [];
beforeAll(async () => {
  service = await RunningService.start({ environment: { HISTORY_SQL_TEXT: 'true' } });
});
afterEach(async () => {
  for (const other of others.splice(0)) await other.app.close();
  await sql('truncate query_history');
});
afterAll(async () => {
  await service.stop();
});

const sql = (text: string) => service.house.store.sql(text, 'usher');
const sweep = (at = service): Promise<void> => at.app.get(HistoryRetention).sweep();

async function open(history: Partial<AppConfig['history']>): Promise<RunningService> {
  const port = await findFreePort();
  service.house.environment(port);
  const { config } = service;
  const other = await RunningService.open(service.house, {
    ...config,
    http: { ...config.http, port, publicOrigin: `http://localhost:${String(port)}` },
    history: { ...config.history, ...history },
  });
  others.push(other);
  return other;
}

async function keep(change: Partial<HistoryEntry>, at = service): Promise<void> {
  const history = at.app.get(HistoryService);
  const alice = personOf(service, 'alice');
  history.record(entryOf(alice, change));
  await history.list(alice, { limit: 1 });
}

async function countRows(where = 'true'): Promise<number> {
  const [row] = await sql(`select count(*)::int as n from query_history where ${where}`);
  return Number(row?.['n']);
}

async function until(condition: () => Promise<boolean>): Promise<void> {
  while (!(await condition())) await new Promise((resolve) => setTimeout(resolve, 20));
}

/** As many runs of one person, one a second, the last one now. */
const many = (subject: string, count: number): Promise<unknown> =>
  sql(
    `insert into query_history
       (id, issuer, subject, action, execution_id, server_id, server_name, database, started_at,
        duration_ms, rows, bytes, statements, outcome, sql, sql_cut, error)
     select gen_random_uuid(), 'https://id.example', '${subject}', 'query', gen_random_uuid(), 's', 's', 'd',
       now() - make_interval(secs => n), 1, n, 1, 1, 'ok', 'select 1', false, 'e'
     from generate_series(0, ${String(count - 1)}) n`,
  );

describe('a run', () => {
  it('is deleted when it is older than HISTORY_DAYS, and not before', async () => {
    const now = Date.now();
    await keep({ sql: 'select old', startedAt: new Date(now - 30 * DAY_MS) });
    await keep({ sql: 'select young', startedAt: new Date(now - 30 * DAY_MS + 60_000) });
    await sweep();
    expect((await sql('select sql from query_history')).map((row) => row['sql'])).toEqual([
      'select young',
    ]);
  });

  it('is deleted at the start, too', async () => {
    await keep({ startedAt: new Date(Date.now() - 5 * DAY_MS) });
    await keep({});
    await open({ days: 3 });
    await until(async () => (await countRows()) === 1);
  });

  it('is not kept at all where HISTORY_DAYS is 0, and what was kept goes', async () => {
    await keep({});
    const none = await open({ days: 0 });
    await until(async () => (await countRows()) === 0);
    await keep({}, none);
    expect(await countRows()).toBe(0);
  });
});

describe('of many runs', () => {
  it('the newest 10,000 of each person stay, however many instances tidy at once', async () => {
    const second = await open({});
    await many('busy', 23_456);
    await many('quiet', 10_000);
    await Promise.all([sweep(), sweep(second), sweep(), sweep(second)]);
    // What one instance is deleting the others pass over; nobody's look is the last one by itself.
    await sweep();
    expect(await countRows(`subject = 'busy'`)).toBe(10_000);
    expect(await countRows(`subject = 'busy' and rows >= 10000`)).toBe(0);
    expect(await countRows(`subject = 'quiet'`)).toBe(10_000);
  });
});

describe('texts and messages', () => {
  it('are not kept where HISTORY_SQL_TEXT is off; the rest is', async () => {
    const silent = await open({ sqlText: false });
    const detail = 'division by zero';
    const problem = new Problem('query-failed', { detail, sqlstate: '22012' });
    await keep({ sql: 'select 1/0', outcome: 'failed', problem }, silent);
    const [row] = await sql('select * from query_history');
    expect(row).toMatchObject({ sql: null, error: null, sql_cut: false, sqlstate: '22012' });
    expect(row?.['sql_sha256']).toMatch(/^[0-9a-f]{64}$/);
    expect(JSON.stringify(row)).not.toMatch(/1\/0|division/);
  });

  it('that were kept before are gone after the next start without it', async () => {
    await many('wordy', 7000);
    await open({ sqlText: false });
    await until(async () => (await countRows('sql is not null or error is not null')) === 0);
    expect(await countRows()).toBe(7000);
  });
});

describe('while the store is away', () => {
  it('nothing fails, and the next look tidies', async () => {
    await keep({ startedAt: new Date(Date.now() - 40 * DAY_MS) });
    await sql('revoke delete on query_history from usher');
    await sweep();
    expect(await countRows()).toBe(1);
    await sql('grant delete on query_history to usher');
    await sweep();
    expect(await countRows()).toBe(0);
  });
});
