import { describe, expect, it } from 'vitest';
import { rowsSql } from './rows-sql.ts';
import { accessOf, accessWords, type Relation, sizeText } from './tree-model.ts';
import { databaseNodes, schemaChildren, schemaNodes } from './tree-nodes.ts';

const NONE = {
  select: false,
  insert: false,
  update: false,
  delete: false,
  truncate: false,
  references: false,
  trigger: false,
  maintain: null,
};
const USABLE = { name: 'public', usage: true, create: false };

function relation(name: string, more: Partial<Relation> = {}): Relation {
  return {
    oid: name.length,
    name,
    kind: 'table',
    owner: 'dba',
    comment: null,
    partition: false,
    rowSecurity: false,
    estimatedRows: null,
    estimatedBytes: null,
    privileges: NONE,
    onSomeColumns: { select: false, insert: false, update: false, references: false },
    ...more,
  };
}

describe('what I may do, in words', () => {
  it.each([
    [{ privileges: { ...NONE, select: true } }, true, 'you may read'],
    [
      { onSomeColumns: { select: true, insert: false, update: false, references: false } },
      true,
      'you may read some columns',
    ],
    [
      { privileges: { ...NONE, select: true, insert: true, update: true, delete: true } },
      true,
      'you may read, you may change',
    ],
    [{ privileges: { ...NONE, insert: true } }, true, 'you may change in part'],
    [{}, true, 'no access'],
    [{ privileges: { ...NONE, select: true } }, false, 'no access'],
  ])('%j, schema usage %s: %s', (more, usage, words) => {
    expect(accessWords(accessOf(relation('t', more), usage))).toBe(words);
  });
});

describe('the nodes of a schema', () => {
  it('are its folders with their contents where one page has all, without empty ones', () => {
    const items = [
      relation('b'),
      relation('v', { kind: 'view' }),
      relation('p', { kind: 'partitioned-table' }),
    ];
    const nodes = schemaChildren({ schema: USABLE, items, next: null });
    expect(nodes.map(({ label, detail }) => [label, detail])).toEqual([
      ['Tables', '2'],
      ['Views', '1'],
      ['Functions', undefined],
      ['Types', undefined],
    ]);
  });
  it('are all folders, each with a list of its own, where there is more', () => {
    const nodes = schemaChildren({ schema: USABLE, items: [relation('b')], next: 'b' });
    expect(nodes.map(({ label }) => label)).toContain('Sequences');
    expect(nodes[0]?.children).toEqual({
      of: 'relations',
      schema: 'public',
      kinds: ['table', 'partitioned-table'],
    });
  });
  it('carry names that can be put into a statement', () => {
    const schema = { ...USABLE, name: 'My "S' };
    const [tables] = schemaChildren({ schema, items: [relation('select')], next: null });
    expect(tables?.children).toMatchObject([{ label: 'select', name: '"My ""S"."select"' }]);
  });
});

describe('schemas and databases', () => {
  it("open the first of the search path, and put PostgreSQL's own last", () => {
    const schema = { oid: 1, owner: 'dba', comment: null, usage: true, create: false };
    const { nodes } = schemaNodes({
      items: [
        { ...schema, name: 'a', system: false, searchPathPosition: null },
        { ...schema, name: 'pg_catalog', system: true, searchPathPosition: null },
        { ...schema, name: 'public', system: false, searchPathPosition: 1 },
      ],
      next: null,
    });
    expect(nodes.map(({ label, open }) => [label, open])).toEqual([
      ['public', true],
      ['a', false],
      ['pg_catalog', false],
      ['Extensions', undefined],
    ]);
  });
  it('leave out templates, but for the one that we are in', () => {
    const database = {
      oid: 1,
      owner: 'dba',
      comment: null,
      encoding: 'UTF8',
      collation: 'C',
      allowsConnections: true,
      connect: true,
      create: false,
      temporary: false,
    };
    const items = ['shop', 'template1', 'template2'].map((name) => {
      return { ...database, name, template: name !== 'shop' };
    });
    const nodes = databaseNodes({ items }, 'template2');
    expect(nodes.map(({ label }) => label)).toEqual(['shop', 'template2']);
  });
});

describe('the statement for rows', () => {
  const column = { privileges: { select: true, insert: false, update: false, references: false } };
  const table = (names: readonly string[]): Parameters<typeof rowsSql>[0] => ({
    name: 'T',
    schema: { name: 's' },
    // Only these two fields of a column are read.
    columns: names.map((name) => ({ ...COLUMN, ...column, name })),
  });

  it('names the columns, in quotes where they need them', () => {
    expect(rowsSql(table(['id', 'Full Name']))).toBe('select id, "Full Name"\nfrom s."T";');
  });
  it('leaves out what may not be read', () => {
    const { columns, ...rest } = table(['id', 'secret']);
    const closed = columns.map((one) =>
      one.name === 'secret' ? { ...one, privileges: { ...one.privileges, select: false } } : one,
    );
    expect(rowsSql({ ...rest, columns: closed })).toBe('select id\nfrom s."T";');
  });
  it('takes several lines for many', () => {
    const names = Array.from({ length: 40 }, (_, index) => `column_${String(index)}`);
    const lines = rowsSql(table(names)).split('\n');
    expect(lines.every((line) => line.length <= 78)).toBe(true);
    expect(lines.join(' ').match(/column_\d+/g)).toEqual(names);
  });
  it('asks for everything where nothing may be read: PostgreSQL then says why not', () => {
    expect(rowsSql(table([]))).toBe('select *\nfrom s."T";');
  });
});

describe('sizes', () => {
  it.each([
    [0, '0 bytes'],
    [1023, '1023 bytes'],
    [8192, '8.0 kB'],
    [112 * 1024, '112 kB'],
    [5 * 1024 ** 4, '5.0 TB'],
    [5000 * 1024 ** 4, '5000 TB'],
  ])('%d: %s', (bytes, text) => {
    expect(sizeText(bytes)).toBe(text);
  });
});

const COLUMN: Parameters<typeof rowsSql>[0]['columns'][number] = {
  number: 1,
  name: 'id',
  type: 'integer',
  notNull: false,
  default: null,
  identity: null,
  generated: null,
  comment: null,
  privileges: { select: true, insert: false, update: false, references: false },
  collation: null,
  storage: null,
  compression: null,
  statisticsTarget: null,
  options: [],
  foreignOptions: [],
  local: true,
  inherited: false,
  parentDefault: false,
  parentNotNull: false,
};
