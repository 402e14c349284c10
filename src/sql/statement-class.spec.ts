import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { statementClass } from './statement-class.js';

describe('statementClass', () => {
  it.each([
    ['select 1', 'select'],
    ['SELECT 1;', 'select'],
    ['-- insert\n/* delete */ ((select 1))', 'select'],
    ['begin; insert into t values (1); insert into t values (2); commit', 'begin,insert,commit'],
    ["select 'a; drop table t'; select $$; delete $$", 'select'],
    ['frobnicate t', 'other'],
    ['"select" 1', 'other'],
    ["alter role bob password 'x'", 'alter-role-password'],
    ["ALTER USER current_user WITH ENCRYPTED\n-- why\nPASSWORD 'x'", 'alter-role-password'],
    ['alter role "a b" valid until \'tomorrow\' password null', 'alter-role-password'],
    ["create user bob password 'x'", 'create-role-password'],
    ["select 1; alter group bob password 'x'", 'select,alter-role-password'],
    ["alter role bob set my.note = 'password'", 'alter'],
    ['alter role password nologin', 'alter'],
    ["alter user mapping for bob server s options (set password 'x')", 'alter'],
    ['alter table users add password text', 'alter'],
    ["select 'never ended", 'select'],
  ])('of %j is %j', (text, expected) => {
    expect(statementClass(text)).toBe(expected);
  });

  it.each(['', ' ;; ', '-- nothing'])('is nothing for %j', (text) => {
    expect(statementClass(text)).toBeUndefined();
  });

  it('names eight kinds and says that there are more', () => {
    const words = 'abort alter call copy create do drop fetch grant'.split(' ');
    expect(statementClass(words.join(';'))).toBe('abort,alter,call,copy,create,do,drop,fetch,…');
  });

  it('has no word that is not a command of PostgreSQL, whatever the text is', () => {
    const piece = fc.oneof(
      fc.constantFrom(
        ';',
        '(',
        "'",
        '"',
        '$$',
        '--',
        '\n',
        'alter ',
        'role ',
        'password ',
        'with ',
      ),
      fc.string({ maxLength: 12 }),
    );
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 30 }), (pieces) => {
        const secret = 'hunter2';
        const named = statementClass([...pieces, secret, ...pieces].join('')) ?? '';
        expect(named).toMatch(/^(?:[a-z]+(?:-role-password)?(?:,(?!$)|$)|…$)*$/);
        expect(named).not.toContain(secret);
      }),
    );
  });
});
