import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { Client } from 'pg';
import { Guard } from '../../src/demo/guard.js';
import { type PostgresCluster, startClusterFrom } from '../../src/demo/postgres-cluster.js';
import { seedClusters } from '../../src/demo/postgres-seed.js';
import { errorField } from '../../src/common/error-code.js';
import { explainText } from '../../src/sql/explain.js';
import { bindNamed } from '../../src/sql/named-params.js';
import { positionInScript, splitScript } from '../../src/sql/split-script.js';

/** Scripts whose statements all give one row, with semicolons wherever they end nothing. */
const SCRIPTS = [
  "select ';'; select E'\\';'; select U&'\\003b;'; select $$;$$; select $a$;$b$;$a$",
  "select 'a;' -- ; no end\n 'b;' as joined; select E'\\\\;'\n'\\';'; select '\\'; select ';'",
  'select 1 /* ; /* ; */ ; */; ; -- ;\n; select 2 as ";"',
  "select 1+--;\n1; select b'1', x'1f', n';'; select 3.e0, .5, 1e1",
  "select 'größe;😀'; select 'e\u0301'; select 1 as größe😀",
  "select (array[1,2,3])[1:2]; select ('a;')::text; select (select ';')",
  'create function pg_temp.f() returns int begin atomic select 1 as end; select case when true then 2 end; end; select pg_temp.f(); select 3',
];

describe.each([16, 17, 18] as const)('PostgreSQL %i', (major) => {
  let guard: Guard;
  let cluster: PostgresCluster;
  let client: Client;

  beforeAll(async () => {
    guard = await Guard.start();
    cluster = await startClusterFrom(await seedClusters(guard, major), { name: 'sql', hba: '' });
    client = await cluster.connectAsAdmin();
  });

  afterAll(async () => {
    await client.end();
    await cluster.destroy();
    await guard.close();
  });

  /** What PostgreSQL says is wrong, and at which character of the text. */
  async function refusal(
    text: string,
  ): Promise<{ sqlstate: string | undefined; position: number }> {
    const error: unknown = await client.query(text).then(
      () => undefined,
      (reason: unknown) => reason,
    );
    return {
      sqlstate: errorField(error, 'code'),
      position: Number(errorField(error, 'position')),
    };
  }

  async function rowsOf(text: string): Promise<unknown[][]> {
    const results = [await client.query({ text, rowMode: 'array' })].flat();
    return results.map(({ rows }) => rows as unknown[]);
  }

  it.each(SCRIPTS)('gives the same, whole or statement by statement: %j', async (script) => {
    const whole = await rowsOf(`begin; ${script}; rollback`);
    const parts: unknown[][] = [];
    for (const { text } of await splitScript(`begin; ${script}; rollback`)) {
      const results = await rowsOf(text);
      expect(results).toHaveLength(1);
      parts.push(...results);
    }
    expect(parts).toEqual(whole);
  });

  it('reads strings as the server does from a SET on', async () => {
    const script =
      "begin; set local standard_conforming_strings = off; select 'a\\'; b'; select '\\\\'; rollback";
    const rows: unknown[][] = [];
    for (const { text } of await splitScript(script)) rows.push(...(await rowsOf(text)));
    expect(rows).toEqual([[], [], [["a'; b"]], [['\\']], []]);
  });

  it('says where a mistake is, and we say where that is in the script', async () => {
    const script = "select '😀'; /* é */ select 'ü', oops; select 3";
    const second = (await splitScript(script))[1]!;
    const { position } = await refusal(second.text);
    expect(Array.from(script).indexOf('o')).toBe(positionInScript(second, position) - 1);
  });

  it.each(['plan', 'analyze'] as const)('explains (%s)', async (mode) => {
    const { text } = explainText('-- why\nselect count(*) from pg_class', mode);
    const { rows } = await client.query(text);
    expect(rows).toHaveLength(1);
    expect(rows[0]['QUERY PLAN'][0].Plan['Node Type']).toBe('Aggregate');
  });

  it('says where the mistake of an explained, named statement is', async () => {
    const statement = "select '😀', :name::int, oops";
    const bound = bindNamed(statement, { name: 1 });
    const explained = explainText(bound.text, 'analyze');
    const { sqlstate, position } = await refusal(explained.text.replace('$1', '11'));
    expect(sqlstate).toBe('42703');
    const at = bound.toOriginal(explained.toOriginal(position));
    expect(
      Array.from(statement)
        .slice(at - 1)
        .join(''),
    ).toBe('oops');
  });

  it('takes named values where they were written', async () => {
    const bound = bindNamed("select (array[1,2,3])[1:n], :a::text || ':a', :n::int", {
      a: 'x',
      n: 2,
    });
    const { rows } = await client.query({
      text: bound.text,
      values: [...bound.params],
      rowMode: 'array',
    });
    expect(rows).toEqual([[[1, 2], 'x:a', 2]]);
  });
});
