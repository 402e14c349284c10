import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { RunningService } from '../support/running-service.js';
import { say } from '../support/say.js';
import { type Cell, type Format, FORMATS } from './answered-rows.js';
import { generatedValue } from './generated-values.js';
import { prepareTypes, type TypesOfServer } from './pg-types.js';
import { findPsql } from './psql.js';
import { TwoReaders } from './two-readers.js';
import { type Batch, batchesOf } from './type-batches.js';

/** What alice reads through the service is, byte for byte, what psql prints for her. */
const missing = findPsql() === undefined;
if (missing) {
  say('Skipped, because psql is not installed: every type, compared with psql on three versions.');
}

/** Of the person, so that they are psql's and the service's. */
const OTHER_SETTINGS = `
alter role alice set datestyle = 'German, DMY';
alter role alice set intervalstyle = 'iso_8601';
alter role alice set timezone = 'Asia/Kathmandu';
alter role alice set bytea_output = 'escape';
alter role alice set extra_float_digits = -3;
alter role alice set quote_all_identifiers = on;
alter role alice set search_path = '';
`;

const ODD_NAMES = [
  ...['a', 'a', 'A', '?column?', ' ', "it's", 'a"b', 'comma, "quote"', 'new\nline', 'tab\there'],
  ...['\u0001\u001f', '😀', 'e\u0301', '__proto__', 'constructor', '\\', '=1+1', 'x'.repeat(63)],
];

interface Difference {
  readonly expression: string;
  readonly psql: Cell | undefined;
  readonly service: Cell | undefined;
}

const suite = missing ? describe.skip : describe;

suite.each([16, 17, 18] as const)('what PostgreSQL %i sends', (major) => {
  let service: RunningService;
  let readers: TwoReaders;
  let server: TypesOfServer;
  let batches: readonly Batch[];
  /** What psql prints of each. */
  let printed: readonly Cell[][];
  const table: string[] = [];

  beforeAll(async () => {
    service = await RunningService.start({ house: { postgres: major } });
    readers = new TwoReaders(service, await service.token('alice'));
    server = await prepareTypes(service.house, major);
    batches = batchesOf(server.tried);
    printed = await printAll();
  });
  afterAll(async () => {
    await service.stop();
    say(`PostgreSQL ${major}\n${table.map((line) => `  ${line}`).join('\n')}`);
  });

  it('comes from that version', async () => {
    const { rows } = await readers.withService('show server_version_num', 'application/json');
    expect(Math.floor(Number(rows[0]?.[0]) / 10_000)).toBe(major);
  });

  it('is asked for with the settings that psql has', async () => {
    const settings = `select name, setting from pg_settings
      where name not in ('application_name', 'client_connection_check_interval')
        and name not like 'transaction%' order by name`;
    const { rows } = await readers.withService(settings, 'application/json');
    expect(rows.flat()).toEqual(await readers.withPsql(`${settings};`));
  });

  it('is of every type that can be selected', () => {
    const values = server.tried.reduce((sum, type) => sum + type.values.length, 0);
    const onlyNull = server.tried.filter((type) => type.values.length === 1);
    table.push(
      `${server.tried.length} types with ${values} values, in ${batches.length} statements`,
    );
    table.push(`only NULL can be had of ${onlyNull.map(({ name }) => name).join(', ')}`);
    for (const [name, reason] of server.excluded) table.push(`not selectable: ${name}: ${reason}`);
    expect(server.tried.length).toBeGreaterThan(690);
  });

  it.each(FORMATS)('is what psql prints, in %s', async (format) => {
    const { equal, differences } = await compareAll(format, printed);
    table.push(`${format}: ${equal} values equal, ${differences.length} different`);
    expect(differences.slice(0, 10)).toEqual([]);
  });

  it('is what psql prints with other settings', async () => {
    await service.house.shop.sql(OTHER_SETTINGS);
    try {
      const { equal, differences } = await compareAll('application/x-ndjson', await printAll());
      table.push(`other settings: ${equal} values equal, ${differences.length} different`);
      expect(differences.slice(0, 10)).toEqual([]);
    } finally {
      await service.house.shop.sql('alter role alice reset all');
    }
  });

  it.each(FORMATS)('has the columns that psql names, in %s', async (format) => {
    const columns = ODD_NAMES.map((name) => `null as "${name.replaceAll('"', '""')}"`).join(', ');
    const psql = await readers.withPsql(`select ${columns} limit 0;`, ['--pset', 'footer=off']);
    const { columnNames } = await readers.withService(`select ${columns} limit 0`, format);
    expect(columnNames).toEqual(psql);
    expect(columnNames).toEqual(ODD_NAMES);
  });

  it.each(FORMATS)('keeps the characters that psql does not print, in %s', async (format) => {
    const planes = Array.from({ length: 17 }, (_, plane) => plane * 0x10000);
    const text = planes.map((at) => String.fromCodePoint(at + 0xfffe, at + 0xffff)).join('');
    const { rows } = await readers.withService(`select '${text}'`, format);
    expect(rows).toEqual([[text]]);
  });

  it('is what psql prints, for values that were made up', async () => {
    let values = 0;
    await fc.assert(
      fc.asyncProperty(fc.array(generatedValue, { minLength: 30, maxLength: 60 }), async (made) => {
        values += made.length;
        const sql = `select ${made.join(',\n')}`;
        const psql = await readers.withPsql(`${sql};`);
        for (const format of FORMATS) {
          const { rows } = await readers.withService(sql, format);
          expect(rows.flat()).toEqual(psql);
        }
      }),
      { numRuns: 15 },
    );
    table.push(`made up: ${values} values equal in every format`);
  });

  async function printAll() {
    const all: Cell[][] = [];
    for (const { sql } of batches) all.push(await readers.withPsql(`${sql};`));
    return all;
  }

  async function compareAll(format: Format, ofPsql: readonly Cell[][]) {
    const differences: Difference[] = [];
    let equal = 0;
    for (const [batch, { sql, types }] of batches.entries()) {
      const psql = ofPsql[batch] ?? [];
      const { rows, columnOids } = await readers.withService(sql, format);
      if (columnOids !== undefined) {
        expect(columnOids).toEqual(types.map(({ columnOid }) => columnOid));
      }
      expect(rows.length * types.length).toBe(psql.length);
      for (const [index, expected] of psql.entries()) {
        const [row, column] = [Math.floor(index / types.length), index % types.length];
        const expression = types[column]?.values[row];
        // Below the last of its type there is filling.
        if (expression === undefined) continue;
        const found = rows[row]?.[column];
        if (found === expected) equal += 1;
        else differences.push({ expression, psql: expected, service: found });
      }
    }
    return { equal, differences };
  }
});
