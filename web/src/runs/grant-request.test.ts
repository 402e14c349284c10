import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { grantRequest } from './grant-request.ts';

const DENIED = 'permission denied for table payments';

describe('grantRequest', () => {
  it.each([
    ['select * from public.payments', 'GRANT SELECT ON public.payments TO alice;'],
    ['select * from orders o join payments p on true', 'GRANT SELECT ON payments TO alice;'],
    ['select * from orders o, payments p', 'GRANT SELECT ON payments TO alice;'],
    ['insert into payments values (1)', 'GRANT INSERT ON payments TO alice;'],
    ['update only payments set a = 1', 'GRANT UPDATE ON payments TO alice;'],
    ['delete from payments', 'GRANT DELETE ON payments TO alice;'],
    ['truncate table payments', 'GRANT TRUNCATE ON payments TO alice;'],
    ['table payments', 'GRANT SELECT ON payments TO alice;'],
    ['insert into payments select * from payments', 'GRANT INSERT, SELECT ON payments TO alice;'],
  ])('%s', (statement, grant) => {
    expect(grantRequest(statement, DENIED, 'alice')?.grant).toBe(grant);
  });

  it('reads the message in other languages, too', () => {
    const message = 'keine Berechtigung für Tabelle payments';
    expect(grantRequest('select 1 from payments', message, 'alice')?.relation).toBe('payments');
  });

  it('quotes what has to be, once', () => {
    const message = 'permission denied for table Pay"ments';
    expect(grantRequest('table "Pay""ments"', message, 'a.b')?.grant).toBe(
      'GRANT SELECT ON "Pay""ments" TO "a.b";',
    );
  });

  it('quotes a role whose name is a word of SQL', () => {
    expect(grantRequest('table payments', DENIED, 'user')?.grant).toBe(
      'GRANT SELECT ON payments TO "user";',
    );
  });

  it.each([
    ['select f()', 'permission denied for function f'],
    ['select * from orders', DENIED],
    ['select * from a.payments, b.payments', DENIED],
    ["select 'from payments'", DENIED],
  ])('does not guess: %s', (statement, message) => {
    expect(grantRequest(statement, message, 'alice')).toBeUndefined();
  });

  it('reads any text', () => {
    fc.assert(
      fc.property(
        fc.array(fc.constantFrom('from', 'join', ',', '.', '"', 'a', 'only', '(', "'", 'table')),
        (words) => {
          expect(() => grantRequest(words.join(' '), 'no a', 'r')).not.toThrow();
        },
      ),
    );
  });
});
