import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { CatalogIndex, type CompletionDocument } from './catalog-index.ts';
import { type Proposal, proposalsFor } from './proposals.ts';
import { contextAt } from './sql-context.ts';

const DOCUMENT: CompletionDocument = {
  database: 'shop',
  searchPath: ['public'],
  schemas: ['audit', 'pg_catalog', 'public'],
  relations: [
    relation('public', 'customers', ['id', 'name', 'Home Town']),
    relation('public', 'orders', ['id', 'customer_id', 'ordered_on']),
    relation('public', 'Weird Table', ['a']),
    { ...relation('public', 'payments', ['id', 'amount']), select: false },
    relation('audit', 'events', ['at', 'what']),
    relation('pg_catalog', 'pg_class', ['oid', 'relname']),
  ],
  functions: [
    fn('public', 'order_total', 'order_id integer', 'numeric'),
    fn('pg_catalog', 'now', '', 'timestamp with time zone'),
    fn('pg_catalog', 'lower', 'text', 'text'),
    fn('pg_catalog', 'lower', 'anyrange', 'anyelement'),
  ],
  truncated: false,
};
const INDEX = new CatalogIndex([DOCUMENT]);

describe('what is proposed', () => {
  it('offers relations of the search path behind FROM, and marks those that may not be read', () => {
    expect(inserts('select * from |')).toEqual(
      expect.arrayContaining(['customers', 'orders', '"Weird Table"', 'audit.events']),
    );
    expect(at('select * from pay|')[0]).toMatchObject({
      insert: 'payments',
      unreadable: true,
      detail: 'table, no access',
    });
  });
  it("puts PostgreSQL's own relations behind others", () => {
    const found = inserts('select * from |');
    expect(found.indexOf('pg_class')).toBeGreaterThan(found.indexOf('audit.events'));
  });
  it.each([
    ['select o.| from orders o', ['id', 'customer_id', 'ordered_on']],
    ['select | from customers', ['id', 'name', '"Home Town"']],
    ['select c.ho| from public.customers as c', ['"Home Town"']],
    ['select * from orders o join customers c on c.| = o.id', ['id', 'name', '"Home Town"']],
    ['update customers set na|', ['name']],
    ['insert into customers (|) values (1)', ['id', 'name', '"Home Town"']],
    ['select "H|" from customers', ['"Home Town"']],
    ['with t (x, y) as (select 1, 2) select t.| from t', ['x', 'y']],
    [
      'with t as (select id, name as n, count(*) from customers) select t.| from t',
      ['id', 'n', 'count'],
    ],
    ['with t as (select * from customers) select t.| from t', ['id', 'name', '"Home Town"']],
    [
      'with t as (select c.*, 1::int as one from customers c) select t.o| from t',
      ['one', '"Home Town"'],
    ],
    ['select s.| from (select id as i, lower(name) from customers) as s', ['i', 'lower']],
    ['select s.| from (values (1, 2)) s (a, b)', ['a', 'b']],
    ['select * from customers c where exists (select 1 from orders o where c.na|)', ['name']],
    ['select id from orders union select na| from customers', ['name']],
    ['with recursive t as (select id from orders union all select t.| from t) select 1', ['id']],
    ['delete from orders using customers c where c.na|', ['name']],
    ['select audit.events.wh| from audit.events', ['what']],
    ['insert into orders select na| from customers', ['name']],
  ])('%s', (sql, wanted) => {
    expect(inserts(sql).slice(0, wanted.length)).toEqual(wanted);
  });
  it('names the table of a column that two tables have', () => {
    expect(inserts('select i| from orders o, customers c').slice(0, 2)).toEqual(['o.id', 'c.id']);
  });
  it('offers the CTE as a relation before the tables', () => {
    expect(inserts('with recent as (select 1) select * from |')[0]).toBe('recent');
  });
  it('does not show a CTE the tables of the statement behind it', () => {
    const [found] = at('with t as (select na| ) select * from customers');
    expect(found?.kind).not.toBe('column');
  });
  it('offers what is in a schema behind its name and a dot', () => {
    expect(inserts('select * from audit.|')).toEqual(['events']);
  });
  it('shows the arguments of a function, and how many forms it has', () => {
    const [first] = at('select order_t|');
    expect(first).toMatchObject({ insert: 'order_total(', detail: '(order_id integer) → numeric' });
    expect(at('select lowe|')[0]?.detail).toContain('2 forms');
    expect(at('select now|')[0]).toMatchObject({ insert: 'now()' });
  });
  it('offers types behind a cast', () => {
    expect(inserts("select '1'::nume|")[0]).toBe('numeric');
  });
  it.each([
    "select 'cust|",
    'select 1 -- cust|',
    'select /* cust| */ 1',
    'select $$ cust| $$',
    'select 12|',
  ])('keeps quiet in %s', (sql) => {
    expect(inserts(sql)).toEqual([]);
  });
  it('does not take a finished keyword for the beginning of something else', () => {
    expect(inserts('select * from customers where a = 1 or|')).toEqual([]);
  });
  it('writes keywords in capitals for who does', () => {
    expect(inserts('SELECT * FROM customers WHE|')[0]).toBe('WHERE');
  });
  it('begins an empty statement with a verb', () => {
    expect(inserts('sel|')).toEqual(['select']);
  });
  it('does not take FROM of EXTRACT for a list of tables', () => {
    expect(at('select extract(year from ordered|) from orders')[0]).toMatchObject({
      kind: 'column',
    });
  });
  it('takes every text at every place', () => {
    const piece = fc.constantFrom(
      ...'select from with as ( ) , . " \' $$ -- /* */ orders o join on :: union case end * insert into'.split(
        ' ',
      ),
      '\n',
      ' ',
      'é',
    );
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 30 }), fc.nat(), (pieces, place) => {
        const sql = pieces.join(' ');
        const context = contextAt(sql, place % (sql.length + 1));
        if (context === null) return;
        expect(context.from).toBeLessThanOrEqual(context.to);
        proposalsFor(context, INDEX);
      }),
      { numRuns: 2000 },
    );
  });
});

function at(marked: string): readonly Proposal[] {
  const place = marked.indexOf('|');
  const context = contextAt(marked.replace('|', ''), place);
  return context === null ? [] : proposalsFor(context, INDEX);
}

function inserts(marked: string): string[] {
  return at(marked).map(({ insert }) => insert);
}

function relation(
  schema: string,
  name: string,
  columns: string[],
): CompletionDocument['relations'][number] {
  const typed = columns.map((column): [string, string] => [column, 'text']);
  return { schema, name, kind: 'table', select: true, columns: typed };
}

function fn(
  schema: string,
  name: string,
  args: string,
  result: string,
): CompletionDocument['functions'][number] {
  return { schema, name, kind: 'function', arguments: args, result };
}
