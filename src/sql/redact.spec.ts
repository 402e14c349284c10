import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { redactSecrets } from './redact.js';

const CANARY = 'canary';

/** Each has a secret that must not be kept, in a way that somebody writes one. */
const WITH_SECRETS = [
  "create role bob login password 'canary'",
  "CREATE USER bob WITH ENCRYPTED PASSWORD 'canary' VALID UNTIL '2030-01-01' IN ROLE staff",
  "alter role bob password E'can\\'canary\\'ary'",
  "alter role bob password U&'\\0063anary' -- canary",
  "alter role bob password U&'canary!0041' uescape '!'",
  'alter role bob password $$canary$$',
  'alter role bob password $q$canary$q$',
  "alter role bob password 'x'\n  'canary'",
  "alter role bob password -- canary\n /* canary */ 'canary'",
  "alter user bob with password'canary'",
  "alter group g add user bob; alter role bob\npassword\t'SCRAM-SHA-256$4096:canary'",
  'alter role bob password canary',
  'alter role bob password canary123 valid until now',
  'alter role bob password "canary"',
  'alter role bob identified by canary',
  "create user bob identified by 'canary'",
  'set password for bob = canary',
  "create user mapping for bob server s options (user 'canary', pass 'canary')",
  "alter user mapping for bob server s options (set whatever 'canary')",
  "create server s foreign data wrapper w options (host 'h', api 'canary')",
  "alter server s options (add what 'canary')",
  "create subscription s connection 'host=h password=canary' publication p",
  "alter subscription s connection 'postgres://u:canary@h/db'",
  "select dblink_connect('host=h user=u password=canary')",
  "select * from dblink('c', 'select ''canary''') as t(a int)",
  "select 'postgres://bob:canary@db.example/shop'",
  'select $$postgresql://bob:canary@db.example/shop$$ as url',
  "create foreign table t (a int) server s options (schema 'x', passcode 'canary')",
  "insert into users (name, password) values ('bob', 'canary')",
  "update users set passwd = 'canary' where name = 'bob'",
  'update users set pwd = "canary", pin = 1',
  "insert into settings (key, value) values ('smtp_password', 'canary')",
  "update users set hash = crypt('canary', gen_salt('bf'))",
  "select pgp_sym_encrypt('text', 'canary')",
  "select pgp_sym_decrypt(data, 'canary') from t",
  "select encrypt('text', 'canary', 'aes'), decrypt(data, 'canary', 'aes') from t",
  "select hmac('text', 'canary', 'sha256')",
  "select set_config('my.password', 'canary', false)",
  "set my.password = 'canary'",
  'set my.password to canary',
  'set session my.smtp_password to one, canary',
  'alter role bob in database d set my.secret_key = canary',
  'alter database d set app.secret to canary',
  "alter system set ssl_passphrase_command = 'echo canary'",
  "do $$ begin execute format('alter role %I password %L', 'bob', 'canary'); end $$",
  "do $body$ begin execute 'alter role bob password ''canary'''; end $body$",
  "do $$ begin execute 'alter role bob pass' || 'word ''canary'''; end $$",
  "select 'alter role bob pass' || 'word ' || quote_literal('canary')",
  "create function login() returns void language sql as $$ select 'password', 'canary' $$",
  "create function secret() returns text begin atomic; select 'canary'; end",
  'select \'{"password": "canary"}\'::jsonb',
  "select http_get('https://h/', 'Authorization: Bearer canary')",
  "select * from api where token = 'canary'",
  "copy t from program 'curl -u bob:canary https://h'",
  "prepare p (text) as update users set password = $1; execute p('canary')",
  'copy users (name, password) from stdin;\nbob\tcanary\n\\.\n',
  'copy t from stdin;\nbob\tcanary\n\\.\nselect 1',
  "alter role bob password 'canary",
  "alter role bob password canary'",
  "alter role bob password 'it's canary'",
  "alter role bob password 'x'; select $$canary",
  "select 'its; alter role bob password 'canary'; select its'",
  "select 'its; alter role bob password 'canary'; select 'its'",
  "alter role bob password 'x\\'canary\\'x'",
  "alter role bob password 'x\\' canary \\'x'",
  "set standard_conforming_strings = off; alter role bob password 'x\\'canary; \\'canary'",
  '\\connect postgres://bob:canary@h/db',
  '\\connect "host=h password=canary"',
  '\\c host=h password=canary',
  "select 1; \\set pw 'canary'\nalter role bob password :'pw'",
  "select E'p\\x61ssword', 'canary'",
  'update t set U&"p\\0061ssword" = \'canary\'',
  '-- password: canary',
  'select 1; -- the password is canary',
  'select /* pw canary */ 1',
  'select dblink_connect("host=h password=canary")',
  'alter role bob password :canary',
];

/** Nothing in them is a secret. */
const ORDINARY = [
  '',
  'select 1',
  "select * from orders where customer = 'Müller' and note like '%😀%' -- all of them",
  "insert into t values (1, 'it''s', E'a\\nb', $$c$$, \"d\", B'1', X'1F')",
  "set role accounting; set search_path to shop, public; set local work_mem = '64MB'",
  "alter role bob valid until '2030-01-01'; create role carol login in role staff",
  "alter role bob set search_path = 'shop'",
  'grant select on all tables in schema shop to bob',
  "create function f() returns int language plpgsql as $$ begin return length('a'); end $$",
  "copy t to stdout with (format csv, header, delimiter ';')",
  'create table passengers (passport text, compass text, "secretary" text, pwned bool)',
  "select 'https://example.com/a:b', 'mailto:bob@example.com', 'a://b'",
  'explain (analyze, buffers) select * from t where a @> \'{"k": 1}\'',
  "select interval'1 day', date'2030-01-01', 'a'as b",
  "select '\\', 'C:\\temp\\'",
  '/* a comment */ select 1 /* and */ -- another',
];

describe('redactSecrets', () => {
  it.each(WITH_SECRETS)('keeps no secret of %j', (text) => {
    expect(text).toContain(CANARY);
    expect(redactSecrets(text)).not.toContain(CANARY);
  });

  it.each(ORDINARY)('keeps %j as it is', (text) => {
    expect(redactSecrets(text)).toBe(text);
  });

  it.each([
    [
      "alter role bob password 'x' valid until 'y'",
      "alter role bob password '***' valid until '***'",
    ],
    ['alter role bob password x valid until y', 'alter role bob password ***'],
    ['alter role bob password null', 'alter role bob password null'],
    ['set my.password to a, b', 'set my.password to ***'],
    [
      "select 'one'; update users set pwd = 'two' where id = 3; select 'three'",
      "select 'one'; update users set pwd = '***' where id = 3; select 'three'",
    ],
    ["select 'a', 'b", 'select ***'],
    ['copy t from stdin;\n1\n\\.\n', 'copy t from stdin;\n***'],
    ['create table users (id int, password text not null)', undefined],
    ['select password from users where id = $1', undefined],
    ["-- its token\nselect 'x'", "-- ***\nselect '***'"],
  ])('makes of %j something to read', (text, expected) => {
    expect(redactSecrets(text)).toBe(expected ?? text);
  });

  it('keeps no password in any quotes, wherever it stands', () => {
    const quoted = fc.constantFrom(
      ...[
        "'canary'",
        "E'\\'canary'",
        "U&'canary'",
        '$$canary$$',
        '$a$ $$ canary$a$',
        "'a'\n'canary'",
      ],
      ...["n'canary'", "'''canary'''", "'canary", '"canary"', 'canary', '$a$canary', "('canary')"],
    );
    const noise = fc.constantFrom(
      ...[
        '',
        ' ',
        '\n',
        "select 'a';",
        'select 1;',
        '/* x */',
        "-- it's\n",
        "'",
        "E'\\'' ;",
        '$$;$$',
      ],
      ...['"a;"', "'it''s'", '(', ')', ',', ';', 'begin', '\\', "'a\\'"],
    );
    const noises = fc.array(noise, { maxLength: 4 }).map((parts) => parts.join(' '));
    fc.assert(
      fc.property(noises, quoted, noises, (before, value, after) => {
        const text = `${before}; alter role bob password ${value} ${after}`;
        expect(redactSecrets(text)).not.toContain(CANARY);
      }),
      { numRuns: 3000 },
    );
  });

  it.each([
    ...[
      'pw ',
      'pw=',
      "pw'a'",
      '://a:',
      "'a'",
      'set ',
      '$',
      '$a$',
      '\\',
      'execute p;',
      'copy ',
      '"',
    ],
    ...["E'\\", '--pw\n', '/*pw*/', 'to ', 'a;', 'password ', "U&'", 'secret', 'pass '],
  ])('answers for 256 KiB of %j', (part) => {
    const text = `set pw = ${part.repeat((256 * 1024) / part.length)}`;
    expect(redactSecrets(text).length).toBeLessThan(text.length * 2);
  });
});
