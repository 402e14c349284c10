import { randomUUID } from 'node:crypto';
import { DataSource } from 'typeorm';
import { ActRecords } from '../../src/audit/act-records.js';
import { AuditEvent } from '../../src/audit/audit-event.entity.js';
import { type AuditCaller, AuditService, type OpenAct } from '../../src/audit/audit.service.js';
import type { Principal } from '../../src/auth/principal.js';
import { dataSourceOptions } from '../../src/database/data-source.js';
import { MIGRATIONS } from '../../src/database/migrations.js';
import { findFreePort } from '../../src/demo/free-port.js';
import { SHOP_SERVER_ID } from '../../src/demo/house.js';
import { startStore, urlOf } from '../servers/servers-app.js';
import { RunningService } from '../support/running-service.js';

/** Acts whose outcome is still to come, and those that nobody runs any more. */
let first: RunningService;
let second: RunningService;
beforeAll(async () => {
  first = await RunningService.start({ environment: { INSTANCE_NAME: 'one' } });
  const port = await findFreePort();
  first.house.environment(port);
  const http = { ...first.config.http, port, publicOrigin: `http://localhost:${String(port)}` };
  second = await RunningService.open(first.house, { ...first.config, http, instance: 'two' });
});
beforeEach(async () => {
  await sql('truncate open_act');
});
afterAll(async () => {
  await second.app.close();
  await first.stop();
});

const sql = (text: string, values?: unknown[]) => first.house.store.sql(text, 'usher', values);
const records = (service = first): ActRecords => service.app.get(ActRecords);
const rowsOf = (act: OpenAct) => first.audit(`intent_id = '${String(act.intent.intentId)}'`);

const alice: Principal = {
  authSource: 'internal',
  accountId: 'alice',
  username: 'alice',
  groups: [],
  isAdmin: false,
};

const INTENT = {
  action: 'query',
  serverId: SHOP_SERVER_ID,
  serverRevision: 7,
  database: 'shop',
  databaseUser: 'alice',
  databaseSessionId: 'pinned',
  statementClass: 'select',
  sqlSha256: 'a'.repeat(64),
  sqlBytes: 9,
} as const;

function begin(service = first): Promise<OpenAct> {
  const caller: AuditCaller = { principal: alice, requestId: randomUUID(), remoteAddress: '::1' };
  return service.app.get(AuditService).begin(caller, INTENT);
}

/** As if that many seconds had passed since the act was begun and last watched. */
const grow = (act: OpenAct, seconds: number) =>
  sql(
    `update open_act set started_at = started_at - make_interval(secs => $2),
       watched_until = watched_until - make_interval(secs => $2) where intent_id = $1`,
    [act.intent.intentId, seconds],
  );

async function closeAll(service = first): Promise<number> {
  let total = 0;
  for (let more = true; more;) {
    const found = await records(service).closeUnwatched();
    total += found.closed;
    ({ more } = found);
  }
  return total;
}

describe('an act', () => {
  it('is open from its intent to its outcome', async () => {
    const act = await begin();
    expect(await sql('select intent_id from open_act')).toEqual([
      { intent_id: act.intent.intentId },
    ]);
    await first.app
      .get(AuditService)
      .end(act, { outcome: 'ok', rows: 1, bytes: 2 ** 40, statements: 3 });
    expect(await sql('select from open_act')).toEqual([]);
    expect(await rowsOf(act)).toMatchObject([
      {
        phase: 'intent',
        instance: 'one',
        database_session_id: 'pinned',
        statement_class: 'select',
      },
      { phase: 'outcome', instance: 'one', bytes: String(2 ** 40), statements: 3, rows: '1' },
    ]);
  });

  it('has either both, its intent and its place in the list, or neither', async () => {
    await sql('revoke insert on open_act from usher');
    try {
      const before = await first.audit();
      await expect(begin()).rejects.toMatchObject({ code: 'audit-unavailable' });
      expect(await first.audit()).toHaveLength(before.length);
    } finally {
      await sql('grant insert on open_act to usher');
    }
  });

  it('runs as far as others know while its process says so', async () => {
    const act = await begin(second);
    const { requestId = '' } = act.intent;
    expect(await first.app.get(AuditService).isRunning(requestId)).toBe(true);
    await grow(act, 16);
    expect(await first.app.get(AuditService).isRunning(requestId)).toBe(false);
    await records(second).watch();
    expect(await first.app.get(AuditService).isRunning(requestId)).toBe(true);
    expect(await closeAll()).toBe(0);
    await second.app.get(AuditService).end(act, { outcome: 'ok' });
    expect(await first.app.get(AuditService).isRunning(requestId)).toBe(false);
  });
});

describe('an act that nobody runs any more', () => {
  it('gets the outcome unknown, with everything that its intent says', async () => {
    const act = await begin(second);
    await grow(act, 16);
    expect(await closeAll()).toBe(1);
    const [intent, outcome, ...more] = await rowsOf(act);
    expect(more).toEqual([]);
    const { id, at } = outcome ?? {};
    expect(outcome).toEqual({ ...intent, id, at, phase: 'outcome', outcome: 'unknown' });
    expect(outcome).toMatchObject({ instance: 'two', username: 'alice', server_revision: 7 });
    expect(await sql('select from open_act')).toEqual([]);
    expect(await closeAll()).toBe(0);
  });

  it('is not watched by other processes, of whatever name', async () => {
    const act = await begin(second);
    await grow(act, 16);
    await records(first).watch();
    expect(await closeAll()).toBe(1);
    expect(await rowsOf(act)).toHaveLength(2);
  });

  it('is one that outlasted every limit, too, though its process is there', async () => {
    const limits = [first.config.query.maxTimeoutMs, first.config.databaseSession.absoluteMs];
    const longest = Math.max(...limits) / 1000 + 3600;
    const [forgotten, long] = [await begin(), await begin()];
    await grow(forgotten, longest + 1);
    await grow(long, longest - 60);
    await records().watch();
    expect(await closeAll()).toBe(1);
    expect(await rowsOf(forgotten)).toHaveLength(2);
    expect(await rowsOf(long)).toHaveLength(1);
  });

  it('gets one outcome, however many instances look, a thousand at a time', async () => {
    await sql(
      `with intent as (
         insert into audit_event (phase, action, intent_id, request_id)
         select 'intent', 'query', gen_random_uuid(), gen_random_uuid()
         from generate_series(1, 3210) returning intent_id, request_id)
       insert into open_act select intent_id, request_id, gen_random_uuid(), now(), now() from intent`,
    );
    const looks = [first, second, first, second, first, second].map((one) => closeAll(one));
    const closed = (await Promise.all(looks)).reduce((sum, count) => sum + count, 0);
    const left = await closeAll();
    process.stdout.write(`3210 lost acts, 6 looks at once: ${closed + left} closed\n`);
    expect(closed + left).toBe(3210);
    const twice = await sql(
      `select intent_id from audit_event where phase = 'outcome' group by intent_id having count(*) > 1`,
    );
    expect(twice).toEqual([]);
  });

  it('still gets its own outcome when its process was there after all; the last one counts', async () => {
    const act = await begin(second);
    await grow(act, 60);
    await closeAll();
    await second.app.get(AuditService).end(act, { outcome: 'ok', rows: 5 });
    const rows = await rowsOf(act);
    expect(rows.map((row) => row['outcome'])).toEqual([null, 'unknown', 'ok']);
  });

  it('is not closed while its outcome is being written', async () => {
    const act = await begin(second);
    await grow(act, 60);
    const writer = await first.house.store.connectAsAdmin('usher');
    try {
      await writer.query('begin');
      await writer.query('delete from open_act where intent_id = $1', [act.intent.intentId]);
      expect(await closeAll()).toBe(0);
      await writer.query('commit');
    } finally {
      await writer.end();
    }
    expect(await closeAll()).toBe(0);
    expect(await rowsOf(act)).toHaveLength(1);
  });
});

describe('a stop', () => {
  it('leaves no act open of those that have ended', async () => {
    const port = await findFreePort();
    first.house.environment(port);
    const http = { ...first.config.http, port, publicOrigin: `http://localhost:${String(port)}` };
    const third = await RunningService.open(first.house, { ...first.config, http });
    const act = await begin(third);
    await sql('revoke delete on open_act from usher');
    await third.app.get(AuditService).end(act, { outcome: 'ok' });
    expect(await rowsOf(act)).toHaveLength(1);
    await sql('grant delete on open_act to usher');
    await third.app.close();
    expect((await rowsOf(act)).map((row) => row['outcome'])).toEqual([null, 'ok']);
    expect(await sql('select from open_act')).toEqual([]);
  });
});

describe('acts of the version before', () => {
  it('that have no outcome get one after the tables were brought up to date', async () => {
    const store = await startStore();
    const url = urlOf(store);
    const before = new DataSource({
      ...dataSourceOptions(url),
      migrations: MIGRATIONS.slice(0, 1),
    });
    await before.initialize();
    await before.runMigrations();
    const [ended, lost] = [randomUUID(), randomUUID()];
    for (const [phase, intent] of [
      ['intent', ended],
      ['outcome', ended],
      ['intent', lost],
      ['refusal', null],
    ]) {
      await before.query(
        `insert into audit_event (phase, action, intent_id, request_id) values ($1, 'query', $2, $3)`,
        [phase, intent, randomUUID()],
      );
    }
    await before.destroy();
    const after = new DataSource(dataSourceOptions(url, [AuditEvent]));
    await after.initialize();
    try {
      await after.runMigrations();
      const kept = new ActRecords(after.getRepository(AuditEvent), first.config);
      expect(await kept.closeUnwatched()).toEqual({ closed: 1, more: false });
      const rows: unknown = await after.query(
        `select intent_id from audit_event where outcome = 'unknown'`,
      );
      expect(rows).toEqual([{ intent_id: lost }]);
    } finally {
      await after.destroy();
      await store.destroy();
    }
  });
});
