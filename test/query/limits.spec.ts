import type { LimitsDto } from '../../src/query/limits/limits.dto.js';
import { RunningService } from '../support/running-service.js';
import { SessionClient } from '../support/session-client.js';

const MINUTE = 60_000;

let service: RunningService;
let alice: string;
beforeAll(async () => {
  service = await RunningService.start({
    environment: {
      QUERY_MAX_ROWS: '3',
      QUERY_TIMEOUT_MS: '30000',
      QUERY_MAX_BYTES: '5000',
      QUERY_MAX_CELL_BYTES: '2048',
      SESSION_IDLE_MINUTES: '7',
      SESSION_ABSOLUTE_HOURS: '2',
      DATABASE_SESSION_IDLE_MINUTES: '9',
      DATABASE_SESSION_TRANSACTION_IDLE_MINUTES: '4',
      DATABASE_SESSION_ABSOLUTE_HOURS: '3',
      DATABASE_SESSIONS_PER_PERSON: '1',
      HISTORY_DAYS: '12',
      HISTORY_SQL_TEXT: 'true',
    },
  });
  alice = await service.token('alice');
});
afterAll(async () => {
  await service.stop();
});

describe('GET /limits', () => {
  it('says what the administrator has set, and what nobody can set', async () => {
    const { status, json } = await service.call(alice, 'GET', '/limits');
    expect([status, json]).toEqual([
      200,
      {
        runs: {
          defaultTimeoutMs: 30_000,
          maxTimeoutMs: 30_000,
          connectTimeoutMs: 5000,
          stallTimeoutMs: MINUTE,
          defaultJsonRows: 3,
          maxJsonRows: 3,
          maxJsonBytes: 64 * 1024 * 1024,
          maxBytes: 5000,
          maxCellBytes: 2048,
          maxRowBytes: 16 * 1024 * 1024,
          maxSqlBytes: 256 * 1024,
          maxParams: 1000,
          maxBodyBytes: 1024 * 1024,
        },
        databaseSessions: {
          perPerson: 1,
          idleMs: 9 * MINUTE,
          transactionIdleMs: 4 * MINUTE,
          absoluteMs: 180 * MINUTE,
        },
        signIn: { idleMs: 7 * MINUTE, absoluteMs: 120 * MINUTE },
        history: { days: 12, maxRuns: 10_000, keepsSqlText: true, maxSqlBytes: 64 * 1024 },
      },
    ]);
  });

  it('is for people who have signed in', async () => {
    expect((await service.fetch('/api/v1/limits')).status).toBe(401);
  });
});

describe('the limits that are said', () => {
  const limits = async (): Promise<LimitsDto> => (await service.call(alice, 'GET', '/limits')).json;

  it('are those of rows', async () => {
    const { maxJsonRows } = (await limits()).runs;
    const answer = await service.query(alice, { sql: 'select generate_series(1, 9)' });
    expect(answer.json).toMatchObject({ rowCount: maxJsonRows, stopped: { reason: 'max-rows' } });
  });

  it('are those of a value', async () => {
    const { maxCellBytes } = (await limits()).runs;
    const select = (bytes: number): string => `select repeat('x', ${String(bytes)})`;
    expect((await service.query(alice, { sql: select(maxCellBytes) })).status).toBe(200);
    const larger = await service.query(alice, { sql: select(maxCellBytes + 1) });
    expect(larger.json.code).toBe('result-too-large');
  });

  it('are those of a text, in bytes', async () => {
    const { maxSqlBytes } = (await limits()).runs;
    const text = (bytes: number): string => `select 1 --${'x'.repeat(bytes - 11)}`;
    expect((await service.query(alice, { sql: text(maxSqlBytes) })).status).toBe(200);
    const longer = await service.query(alice, { sql: text(maxSqlBytes + 1) });
    expect(longer.json.code).toBe('validation-failed');
  });

  it('are those of database sessions', async () => {
    const client = await SessionClient.of(service, 'alice', alice);
    const { perPerson, idleMs } = (await limits()).databaseSessions;
    for (let count = 0; count < perPerson; count += 1) {
      expect((await client.open())['idleTimeoutMs']).toBe(idleMs);
    }
    expect((await client.tryOpen()).json.code).toBe('too-many-sessions');
    await client.closeAll();
  });
});
