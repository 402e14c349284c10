import type { House } from '../../src/demo/house.js';
import { runPsql } from './psql.js';

/** What the scripts take for granted that PostgreSQL's own `test_setup.sql` makes; rows of our own. */
const TABLES = `
create table char_tbl (f1 char(4));
insert into char_tbl values ('a'), ('ab'), ('abcd'), ('abcd    ');
create table float8_tbl (f1 float8);
insert into float8_tbl values
  ('0.0'), ('-34.84'), ('-1004.30'), ('-1.2345678901234e+200'), ('-1.2345678901234e-200');
create table int2_tbl (f1 int2);
insert into int2_tbl values ('0'), ('1234'), ('-1234'), ('32767'), ('-32767');
create table int4_tbl (f1 int4);
insert into int4_tbl values ('0'), ('123456'), ('-123456'), ('2147483647'), ('-2147483647');
create table int8_tbl (q1 int8, q2 int8);
insert into int8_tbl values (123, 456), (123, 4567890123456789), (4567890123456789, 123),
  (4567890123456789, 4567890123456789), (4567890123456789, -4567890123456789);
create table point_tbl (f1 point);
insert into point_tbl values ('(0.0,0.0)'), ('(-10.0,0.0)'), ('(-3.0,4.0)'), ('(5.1, 34.5)'),
  ('(-5.0,-12.0)'), ('(1e-300,-1e-300)'), ('(1e+300,Inf)'), ('(Inf,1e+300)'), ('(Nan,NaN)'),
  ('10.0,10.0');
create table text_tbl (f1 text);
insert into text_tbl values ('doh!'), ('hi de ho neighbor');
create table varchar_tbl (f1 varchar(4));
insert into varchar_tbl values ('a'), ('ab'), ('abcd'), ('abcd    ');
create table onek as
  select (n * 37) % 1000 as unique1, n as unique2, n % 2 as two, n % 4 as four, n % 10 as ten,
         n % 20 as twenty, n % 100 as hundred, n % 1000 as thousand, n % 2000 as twothousand,
         n % 5000 as fivethous, n % 10000 as tenthous, n % 50 * 2 + 1 as odd, n % 50 * 2 as even,
         (chr(65 + n % 26) || 'AAAAA')::name as stringu1, (chr(65 + n % 7) || 'BBBBB')::name as stringu2,
         (array['AAAAxx', 'HHHHxx', 'OOOOxx', 'VVVVxx'])[1 + n % 4]::name as string4
    from generate_series(0, 999) as n;
create table onek2 as select * from onek;
create table tenk1 as
  select (n * 37) % 10000 as unique1, n as unique2, n % 2 as two, n % 4 as four, n % 10 as ten,
         n % 20 as twenty, n % 100 as hundred, n % 1000 as thousand, n % 2000 as twothousand,
         n % 5000 as fivethous, n % 10000 as tenthous, n % 50 * 2 + 1 as odd, n % 50 * 2 as even,
         (chr(65 + n % 26) || 'AAAAA')::name as stringu1, (chr(65 + n % 7) || 'BBBBB')::name as stringu2,
         (array['AAAAxx', 'HHHHxx', 'OOOOxx', 'VVVVxx'])[1 + n % 4]::name as string4
    from generate_series(0, 9999) as n;
create index tenk1_unique1 on tenk1 (unique1);
create table tenk2 as select * from tenk1;
create table person (name text, age int4, location point);
insert into person values ('mike', 40, '(3.1,6.2)'), ('joe', 20, '(5.5,2.5)'), ('sally', 34, '(3.8,45.8)');
create table emp (salary int4, manager name) inherits (person);
insert into emp values ('sharon', 25, '(15,12)', 1000, 'sam'), ('bill', 20, '(11,10)', 1000, 'sharon');
create table student (gpa float8) inherits (person);
insert into student values ('fred', 28, '(3.1,-1.5)', 3.7), ('larry', 60, '(21.8,4.9)', 3.1);
create table stud_emp (percent int4) inherits (emp, student);
insert into stud_emp values ('jeff', 23, '(8,7.7)', 600, 'sharon', 3.5, null);
create type stoplight as enum ('red', 'yellow', 'green');
create type float8range as range (subtype = float8, subtype_diff = float8mi);
create type textrange as range (subtype = text, collation = "C");
vacuum analyze;
`;

/** Each has its own, so that both find what the scripts before have left there. */
export const REGRESSION = { psql: 'regression_psql', service: 'regression_http' } as const;

/** As PostgreSQL's own runner has it, so that the scripts' dates look as they were meant. */
const SETTINGS = [
  `timezone = 'America/Los_Angeles'`,
  `datestyle = 'Postgres, MDY'`,
  `intervalstyle = 'postgres_verbose'`,
];

/** Makes two databases that are the same; all in them is alice's. */
export async function makeRegressionDatabases(house: House): Promise<void> {
  await house.shop.sql(`create database ${REGRESSION.psql} owner alice`);
  const { code, stderr } = await runPsql(house, TABLES, {
    person: 'alice',
    database: REGRESSION.psql,
    args: ['--quiet', '--set', 'ON_ERROR_STOP=1'],
  });
  if (code !== 0) throw new Error(stderr);
  await house.shop.sql(
    `create database ${REGRESSION.service} template ${REGRESSION.psql} owner alice`,
  );
  for (const database of Object.values(REGRESSION)) {
    for (const setting of SETTINGS) {
      await house.shop.sql(`alter database ${database} set ${setting}`);
    }
  }
}
