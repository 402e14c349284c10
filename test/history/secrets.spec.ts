import { Problem } from '../../src/common/problem.js';
import { HistoryService } from '../../src/history/history.service.js';
import { RunningService } from '../support/running-service.js';
import { entryOf, personOf } from './entries.js';

/** Passwords in SQL (threat K5): none of them is in our store, texts kept or not. */
let service: RunningService;
beforeAll(async () => {
  service = await RunningService.start({ environment: { HISTORY_SQL_TEXT: 'true' } });
});
afterAll(async () => {
  await service.stop();
});

const C = 'canary-Pa55';

const STATEMENTS = [
  `create role x login password '${C}'`,
  `create user x with encrypted password '${C}' valid until 'infinity'`,
  `alter role x password '${C}'`,
  `alter user x with password E'${C}\\n'`,
  `ALTER ROLE "x y" PASSWORD U&'${C}'`,
  `alter role x password $$${C}$$`,
  `alter role x password $tag$${C}$tag$`,
  `alter role x password /* ' */ '${C}'`,
  `alter role x password\n-- it's\n'${C}'`,
  `alter role x password 'a'\n'${C}'`,
  `alter group x password '${C}'; select 1`,
  `select 1; alter role x password '${C}'; select 2`,
  `create user mapping for x server s options (user 'u', password '${C}')`,
  `alter user mapping for x server s options (set password '${C}')`,
  `create server s foreign data wrapper f options (host 'h', password '${C}')`,
  `alter server s options (add password '${C}')`,
  `create subscription s connection 'host=h user=u password=${C}' publication p`,
  `alter subscription s connection 'host=h password=''${C}'' user=u'`,
  `select dblink_connect('host=h password=${C} user=u')`,
  `select dblink_connect('c', 'password = ${C}')`,
  `select * from dblink('host=h password=${C}', 'select 1') as t(a int)`,
  `select dblink_connect('postgres://u:${C}@host/db')`,
  `select dblink_connect('postgresql://u:${C}@host:5432/db?sslmode=require')`,
  `insert into urls values ('https://u:${C}@example.org/x')`,
  `select crypt('${C}', gen_salt('bf'))`,
  `select pgp_sym_encrypt('data', '${C}')`,
  `select pgp_sym_decrypt(data, '${C}') from t`,
  `select set_config('app.password', '${C}', false)`,
  `set app.password = '${C}'`,
  `set session "app.db_password" to '${C}'`,
  `do $do$ begin execute 'alter role x password ''${C}'''; end $do$`,
  `alter role x password '${C}`,
];

it('are in no row of the history or the audit, nor in the message about them', async () => {
  const alice = personOf(service, 'alice');
  const history = service.app.get(HistoryService);
  const token = await service.token('alice');
  for (const sql of STATEMENTS) {
    const problem = new Problem('query-failed', { detail: `syntax error at or near "${C}"` });
    history.record(entryOf(alice, { sql }));
    history.record(entryOf(alice, { sql, outcome: 'failed', problem }));
    await service.query(token, { sql });
  }
  const { items } = await history.list(alice, { limit: 200 });
  expect(items.length).toBeGreaterThanOrEqual(2 * STATEMENTS.length);
  const leaks: string[] = [];
  for (const table of ['query_history', 'audit_event', 'idempotency_key']) {
    const rows = await service.house.store.sql(
      `select t::text as line, ${table === 'query_history' ? 'sql' : 'null'} as sql from ${table} t`,
      'usher',
    );
    for (const { line, sql } of rows) {
      if (String(line).includes(C)) leaks.push(`${table}: ${String(sql ?? line)}`);
    }
  }
  process.stdout.write(
    `${String(STATEMENTS.length)} statements with a password: ${String(leaks.length)} rows that have it\n`,
  );
  expect(leaks).toEqual([]);
});

it('are not looked for where there are none: the text and the message are kept as they are', async () => {
  const bob = personOf(service, 'bob');
  const history = service.app.get(HistoryService);
  const detail = 'column "hash" does not exist';
  const sql = `select hash, 'it''s' -- :note\nfrom "user" where note = $1`;
  const problem = new Problem('query-failed', { detail, sqlstate: '42703' });
  history.record(entryOf(bob, { sql, outcome: 'failed', problem }));
  const { items } = await history.list(bob, { limit: 1 });
  expect(items[0]).toMatchObject({ sql, error: detail });
});
