import { randomUUID } from 'node:crypto';
import { AuditService } from '../../src/audit/audit.service.js';
import type { OAuthPrincipal } from '../../src/auth/principal.js';
import { Problem } from '../../src/common/problem.js';
import { findFreePort } from '../../src/demo/free-port.js';
import { SHOP_SERVER_ID } from '../../src/demo/house.js';
import { Idempotency, type KeyedEnd } from '../../src/query/idempotency.js';
import { fingerprintOf } from '../../src/query/idempotency-key.js';
import { RunningService } from '../support/running-service.js';

/** Two instances on one store; a key is the same at both. */
let first: RunningService;
let second: RunningService;
beforeAll(async () => {
  first = await RunningService.start({ environment: { INSTANCE_NAME: 'one' } });
  const port = await findFreePort();
  first.house.environment(port);
  const http = { ...first.config.http, port, publicOrigin: `http://localhost:${String(port)}` };
  second = await RunningService.open(first.house, { ...first.config, http, instance: 'two' });
});
afterAll(async () => {
  await second.app.close();
  await first.stop();
});

const alice = person('alice');
const bob = person('bob');
const insert = fingerprintOf({ sql: 'insert' });
const ok: KeyedEnd = { sent: true, outcome: 'ok', rows: 3 };

function person(subject: string): OAuthPrincipal {
  return {
    authSource: 'oauth2',
    provider: 'oidc',
    issuer: 'https://id.example',
    subject,
    username: subject,
    groups: [],
    isAdmin: false,
    claimName: 'db_user',
    claimValue: subject,
  };
}

const keys = (service = first): Idempotency => service.app.get(Idempotency);
const run = (key: string, fingerprint = insert) => ({
  key,
  fingerprint,
  executionId: randomUUID(),
});

async function refusalOf(claiming: Promise<unknown>): Promise<Problem> {
  const error: unknown = await claiming.then(
    () => undefined,
    (reason: unknown) => reason,
  );
  if (error instanceof Problem) return error;
  throw new Error(`Not refused: ${String(error)}`);
}

const stored = (where = 'true') =>
  first.house.store.sql(`select * from idempotency_key where ${where}`, 'usher');
const age = (executionId: string, by: string) =>
  first.house.store.sql(
    `update idempotency_key set created_at = created_at - interval '${by}',
       expires_at = expires_at - interval '${by}' where execution_id = '${executionId}'`,
    'usher',
  );

describe('of fifty requests with one key, at two instances at once', () => {
  it('one runs, and the others are told that it does', async () => {
    const claims = await Promise.allSettled(
      Array.from({ length: 50 }, (_none, index) =>
        keys(index % 2 === 0 ? first : second).claim(alice, run('crowd')),
      ),
    );
    const won = claims.flatMap((claim) => (claim.status === 'fulfilled' ? claim.value : []));
    const told = claims.flatMap((claim) => (claim.status === 'rejected' ? [claim.reason] : []));
    process.stdout.write(`50 requests with one key: ${won.length} ran, ${told.length} were told\n`);
    expect([won.length, told.length]).toEqual([1, 49]);
    for (const problem of told) {
      expect(problem).toMatchObject({
        code: 'already-executed',
        status: 409,
        details: { retryAfter: 5, executionId: won[0]?.executionId },
      });
      expect(problem.message).toContain('still running');
    }
  });

  it('one runs again when the first one sent nothing', async () => {
    const claim = await keys().claim(alice, run('refused'));
    const problem = new Problem('server-unreachable', { detail: 'It is not answering.' });
    await keys().settle(claim, { sent: false, outcome: 'failed', rows: 0, problem });
    const claims = await Promise.allSettled(
      Array.from({ length: 50 }, () => keys().claim(alice, run('refused'))),
    );
    expect(claims.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
  });
});

describe('by the API', () => {
  it('of fifty at once PostgreSQL is given one, and the others are answered with its id', async () => {
    const token = await first.token('alice');
    const mark = await first.logMark();
    const key = randomUUID();
    const answers = await Promise.all(
      Array.from({ length: 50 }, (_none, index) => {
        const at = index % 2 === 0 ? first : second;
        return at.query(token, { sql: `select 'once', 7` }, { 'Idempotency-Key': `"${key}"` });
      }),
    );
    const ran = answers.filter(({ status }) => status === 200);
    const told = answers.filter(({ status }) => status === 409);
    expect([ran.length, told.length]).toEqual([1, 49]);
    for (const { json } of told) {
      expect(json).toMatchObject({
        code: 'already-executed',
        executionId: ran[0]?.json.executionId,
      });
    }
    const log = await first.logSince(mark);
    expect(log.split('\n').filter((line) => line.includes(`select 'once'`))).toHaveLength(1);
    const again = await first.query(token, { sql: `select 'once', 7` }, { 'Idempotency-Key': key });
    expect(again.json.detail).toContain('ended well (rows: 1)');
    const other = await first.query(token, { sql: 'select 8' }, { 'Idempotency-Key': key });
    expect([other.status, other.json.code]).toEqual([422, 'idempotency-key-reused']);
  });

  it('a refusal of the gate gives the key back', async () => {
    const carol = await first.token('carol');
    const key = { 'Idempotency-Key': randomUUID() };
    for (let time = 0; time < 2; time += 1) {
      const { json } = await first.query(carol, { sql: 'select 1' }, key);
      expect(json.code).toBe('role-missing');
    }
  });
});

describe('a request that is sent again', () => {
  it('is told when it ended, how, and under which id, and is not run', async () => {
    const request = run('paid');
    await keys().settle(await keys().claim(alice, request), ok);
    const problem = await refusalOf(keys(second).claim(alice, run('paid')));
    expect(problem.code).toBe('already-executed');
    expect(problem.details.executionId).toBe(request.executionId);
    expect(problem.details.retryAfter).toBeUndefined();
    expect(problem.message).toMatch(
      /^The request with this Idempotency-Key was carried out at \d{4}-.*Z and ended well \(rows: 3\)\. It was not run a second time\. What a run answers is not kept/,
    );
  });

  it('is told with which code it failed at PostgreSQL', async () => {
    const problem = new Problem('query-failed', { detail: 'Key (id)=(7)', sqlstate: '23505' });
    const claim = await keys().claim(alice, run('twice'));
    await keys().settle(claim, { sent: true, outcome: 'failed', rows: 0, problem });
    const told = await refusalOf(keys().claim(alice, run('twice')));
    expect(told.details.sqlstate).toBe('23505');
    expect(told.message).toContain('did not end well (query-failed, SQLSTATE 23505)');
    expect(told.message).not.toContain('Key (id)');
  });

  it('may be another person’s: keys of two people are two keys', async () => {
    await keys().settle(await keys().claim(alice, run('shared')), ok);
    await expect(keys().claim(bob, run('shared'))).resolves.toMatchObject({ subject: 'bob' });
  });

  it('must be the same request', async () => {
    const request = run('reused');
    const claim = await keys().claim(alice, request);
    for (const settled of [false, true]) {
      if (settled) await keys().settle(claim, ok);
      const other = run('reused', fingerprintOf({ sql: 'delete' }));
      const problem = await refusalOf(keys().claim(alice, other));
      expect([problem.code, problem.status]).toEqual(['idempotency-key-reused', 422]);
      expect(problem.details.executionId).toBe(request.executionId);
    }
  });

  it('runs when a day has passed', async () => {
    const request = run('yesterday');
    await keys().settle(await keys().claim(alice, request), ok);
    await age(request.executionId, '24 hours');
    const again = run('yesterday');
    await expect(keys().claim(alice, again)).resolves.toMatchObject({
      executionId: again.executionId,
    });
    const [row] = await stored(`execution_id = '${again.executionId}'`);
    expect(row).toMatchObject({ outcome: null, rows: null, instance: 'one' });
  });
});

describe('a run whose end nobody wrote', () => {
  it('counts as running while its process says that it does', async () => {
    const request = run('long');
    await keys().claim(alice, request);
    await age(request.executionId, '10 minutes');
    const caller = { principal: alice, requestId: request.executionId, remoteAddress: '::1' };
    const act = await first.app.get(AuditService).begin(caller, {
      action: 'query',
      serverId: SHOP_SERVER_ID,
      serverRevision: 1,
      database: 'shop',
      databaseUser: 'alice',
    });
    const running = await refusalOf(keys(second).claim(alice, run('long')));
    expect(running.message).toContain('still running');
    expect(running.details).toMatchObject({ retryAfter: 5, instance: 'one' });
    await first.app.get(AuditService).end(act, { outcome: 'ok' });
    const lost = await refusalOf(keys(second).claim(alice, run('long')));
    expect(lost.message).toContain('it may have been carried out');
    expect(lost.details.retryAfter).toBeUndefined();
  });

  it('stays unknown when the store is away at the end, which settle() survives', async () => {
    const request = run('away');
    const claim = await keys().claim(alice, request);
    await first.house.store.sql('revoke update on idempotency_key from usher', 'usher');
    try {
      await keys().settle(claim, ok);
    } finally {
      await first.house.store.sql('grant update on idempotency_key to usher', 'usher');
    }
    await age(request.executionId, '1 minute');
    const told = await refusalOf(keys().claim(alice, run('away')));
    expect(told.message).toContain('it may have been carried out');
  });
});

describe('what is kept', () => {
  it('is neither the key nor what was asked for, nor any row', async () => {
    const request = run('canary-key', fingerprintOf({ sql: 'canary-text' }));
    const problem = new Problem('query-failed', { detail: 'canary-message', sqlstate: '22012' });
    const claim = await keys().claim(alice, request);
    await keys().settle(claim, { sent: true, outcome: 'failed', rows: 0, problem });
    const [row] = await stored(`execution_id = '${request.executionId}'`);
    expect(JSON.stringify(row)).not.toContain('canary');
    expect(row).toMatchObject({ code: 'query-failed', sqlstate: '22012', outcome: 'failed' });
  });

  it('is deleted when its day is over, and nothing else', async () => {
    const [old, young] = [run('old'), run('young')];
    for (const request of [old, young]) await keys().settle(await keys().claim(bob, request), ok);
    await age(old.executionId, '25 hours');
    await keys().sweep();
    expect(await stored(`execution_id = '${old.executionId}'`)).toEqual([]);
    expect(await stored(`execution_id = '${young.executionId}'`)).toHaveLength(1);
  });

  it('does not let one run settle what another one has claimed since', async () => {
    const request = run('slow');
    const slow = await keys().claim(alice, request);
    await age(request.executionId, '24 hours');
    const again = await keys().claim(alice, run('slow'));
    await keys().settle(slow, { ...ok, sent: false });
    await keys().settle(slow, ok);
    const [row] = await stored(`execution_id = '${again.executionId}'`);
    expect(row).toMatchObject({ outcome: null });
  });
});
