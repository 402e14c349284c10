import { person } from '../../src/demo/people.js';
import { RunningService } from '../support/running-service.js';

/** What the username claim may say, through the real provider and the real gate. */
let service: RunningService;
beforeAll(async () => {
  service = await RunningService.start({
    house: {
      extraInit: [
        {
          sql: `create role "${'v'.repeat(63)}" login in role usher_users;
                create role "alice " login in role usher_users;
                create role "Alice" login in role usher_users;
                create role dba_jane superuser login in role usher_users;`,
        },
      ],
    },
  });
});
afterAll(async () => {
  await service.stop();
});

async function queryWithClaim(claim: unknown): Promise<{ status: number; code: string }> {
  const { identityProvider } = service.house;
  const somebody = person('mallory', 'Mallory', []);
  const claims: Record<string, unknown> = { ...somebody.claims, db_user: claim };
  if (claim === undefined) delete claims['db_user'];
  identityProvider.setPerson({ ...somebody, claims });
  const answer = await service.query(await service.token('mallory'), { sql: 'select 1' });
  return { status: answer.status, code: answer.json?.code ?? 'ok' };
}

const ENVIRONMENT = { PGUSER: 'bob', PGDATABASE: 'shop', USER: 'alice' };

describe('the username claim', () => {
  const before = { ...process.env };
  beforeAll(() => {
    Object.assign(process.env, ENVIRONMENT);
  });
  afterAll(() => {
    for (const name of Object.keys(ENVIRONMENT)) delete process.env[name];
    Object.assign(process.env, before);
  });

  it.each<[string, unknown, string]>([
    ['is absent', undefined, 'claim-missing'],
    ['is null', null, 'claim-missing'],
    ['is empty', '', 'claim-missing'],
    ['is 0', 0, 'claim-invalid'],
    ['is a number', 42, 'claim-invalid'],
    ['is false', false, 'claim-invalid'],
    ['is true', true, 'claim-invalid'],
    ['is an object', { name: 'alice' }, 'claim-invalid'],
    ['is an empty object', {}, 'claim-invalid'],
    ['is an empty array', [], 'claim-invalid'],
    ['is an array of one', ['alice'], 'claim-invalid'],
    ['is an array of two', ['alice', 'postgres'], 'claim-invalid'],
    ['has a NUL and another user', 'bob\0user\0alice', 'claim-invalid'],
    ['has a NUL and options', 'alice\0options\0-c statement_timeout=1', 'claim-invalid'],
    ['has a NUL and replication', 'alice\0replication\0true', 'claim-invalid'],
    ['has 64 bytes, of which 63 are a role', 'v'.repeat(64), 'claim-invalid'],
    ['has 9,000 bytes', 'v'.repeat(1500), 'claim-invalid'],
    ['ends in a blank, as another role does', 'alice ', 'claim-invalid'],
    ['begins with a blank', ' alice', 'claim-invalid'],
    ['ends in a tab', 'alice\t', 'claim-invalid'],
    ['ends in a newline', 'alice\n', 'claim-invalid'],
    ['ends in a no-break space', 'alice\u00a0', 'claim-invalid'],
    ['has a Cyrillic a', '\u0430lice', 'claim-invalid'],
    ['has a zero-width space', 'ali\u200bce', 'claim-invalid'],
    ['is a lone surrogate', '\ud800', 'claim-invalid'],
    ['is a DSN', "alice' sslmode=disable host=evil", 'claim-invalid'],
    ['is a shell command', '$(id)', 'claim-invalid'],
    ['is postgres', 'postgres', 'role-protected'],
    ['is a predefined role', 'pg_read_all_data', 'role-protected'],
    ['is a hosted administrator', 'rds_superuser', 'role-protected'],
    ['is a superuser with an ordinary name', 'dba_jane', 'role-protected'],
  ])('%s: refused, and PostgreSQL sees no statement', async (_name, claim, code) => {
    const mark = await service.logMark();
    expect(await queryWithClaim(claim)).toEqual({ status: 403, code });
    const log = await service.logSince(mark);
    expect(log).not.toMatch(/statement: select 1|execute <unnamed>: select 1/);
    if (claim !== 'dba_jane') expect(log).not.toContain('host=127.0.0.1');
    const rows = await service.audit("phase in ('outcome', 'refusal')");
    expect(rows.at(-1)).toMatchObject({ outcome: 'denied', code });
  });

  it('of exactly 63 bytes is that role', async () => {
    expect(await queryWithClaim('v'.repeat(63))).toEqual({ status: 200, code: 'ok' });
  });

  it('keeps its case: Alice is not alice', async () => {
    const { identityProvider } = service.house;
    const upper = person('Alice2', 'Alice', []);
    identityProvider.setPerson({ ...upper, claims: { ...upper.claims, db_user: 'Alice' } });
    const answer = await service.query(await service.token('Alice2'), {
      sql: 'select session_user',
    });
    expect(answer.json.rows).toEqual([['Alice']]);
  });

  it('says which role attributes are protected, for each of them', async () => {
    const attributes = ['superuser', 'replication', 'bypassrls', 'createrole'];
    const groups = [
      'pg_read_server_files',
      'pg_write_server_files',
      'pg_execute_server_program',
      'pg_signal_backend',
    ];
    const { shop } = service.house;
    await shop.sql('create role hidden_power superuser');
    for (const [index, grant] of [...attributes, ...groups, 'hidden_power'].entries()) {
      const role = `strong_${String(index)}`;
      const isGroup = !attributes.includes(grant);
      await shop.sql(`create role ${role} login ${isGroup ? '' : grant} in role usher_users`);
      if (isGroup) await shop.sql(`grant ${grant} to ${role}`);
      const name = `strong${String(index)}`;
      const strong = person(name, name, []);
      service.house.identityProvider.setPerson({
        ...strong,
        claims: { ...strong.claims, db_user: role },
      });
      const answer = await service.query(await service.token(name), { sql: 'select 1' });
      expect([answer.status, answer.json.code]).toEqual([403, 'role-protected']);
    }
    expect(await service.noBackendLeft()).toBe(true);
  });

  it('that somebody else came with first is refused, with both identities on record', async () => {
    const first = await service.query(await service.token('bob'), { sql: 'select 1' });
    expect(first.status).toBe(200);
    expect(await queryWithClaim('bob')).toEqual({ status: 403, code: 'role-bound-to-other' });
    const denied = (await service.audit("code = 'role-bound-to-other'")).at(-1);
    const [binding] = await service.house.store.sql(
      "select * from role_binding where database_user = 'bob'",
      'usher',
    );
    expect(denied).toMatchObject({ outcome: 'denied', database_user: 'bob' });
    expect(denied?.['subject']).not.toBe(binding?.['subject']);
  });

  it('cannot be taken by two people who come at once', async () => {
    await service.house.shop.sql('create role contested login in role usher_users');
    const names = Array.from({ length: 8 }, (_, index) => `rival${String(index)}`);
    const tokens = await Promise.all(
      names.map((name) => {
        const rival = person(name, name, []);
        service.house.identityProvider.setPerson({
          ...rival,
          claims: { ...rival.claims, db_user: 'contested' },
        });
        return service.token(name);
      }),
    );
    const answers = await Promise.all(
      tokens.map((token) => service.query(token, { sql: 'select 1' })),
    );
    expect(answers.filter((answer) => answer.status === 200)).toHaveLength(1);
    expect(answers.filter((answer) => answer.json.code === 'role-bound-to-other')).toHaveLength(7);
  });
});
