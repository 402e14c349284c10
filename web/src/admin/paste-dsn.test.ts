import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseDsn } from './paste-dsn.ts';

const HOST = fc.oneof(
  fc.stringMatching(/^[a-z][a-z0-9]{0,10}(\.[a-z][a-z0-9]{0,10}){0,3}$/),
  fc.constantFrom('10.0.0.5', 'db_1.internal'),
);
const PORT = fc.integer({ min: 1, max: 65_535 });
const DATABASE = fc
  .string({ minLength: 1, maxLength: 15, unit: 'grapheme' })
  .filter((name) => new TextEncoder().encode(name).length <= 63 && !/[\p{Cc}\p{Cs}]/u.test(name));
const MODE = fc.constantFrom('disable', 'require', 'verify-full');
/** Begins with signs that no sentence of the parser has. */
const SECRET = fc.string({ minLength: 1, unit: 'grapheme' }).map((text) => `§$€${text}`);

function quoted(value: string): string {
  return `'${value.replaceAll(/['\\]/g, String.raw`\$&`)}'`;
}

describe('parseDsn', () => {
  it('reads back what was written as an address', () => {
    fc.assert(
      fc.property(
        HOST,
        PORT,
        DATABASE,
        MODE,
        SECRET,
        (host, port, maintenanceDb, sslMode, secret) => {
          const [db, hidden] = [encodeURIComponent(maintenanceDb), encodeURIComponent(secret)];
          const pasted = parseDsn(
            `postgres://ann:${hidden}@${host}:${port}/${db}?sslmode=${sslMode}`,
          );
          expect(pasted).toEqual({
            fields: { host, port, maintenanceDb, sslMode },
            ignored: ['user', 'password'],
            mistakes: [],
          });
        },
      ),
    );
  });

  it('reads back what was written as keywords', () => {
    fc.assert(
      fc.property(
        HOST,
        PORT,
        DATABASE,
        MODE,
        SECRET,
        (host, port, maintenanceDb, sslMode, secret) => {
          const text = `host=${host} port = ${port} dbname=${quoted(maintenanceDb)} password=${quoted(secret)}\nsslmode=${sslMode}`;
          expect(parseDsn(text)).toEqual({
            fields: { host, port, maintenanceDb, sslMode },
            ignored: ['password'],
            mistakes: [],
          });
        },
      ),
    );
  });

  it('takes any text, and with a mistake fills in nothing', () => {
    const beginning = fc.constantFrom('', 'postgres://', 'jdbc:postgresql://', 'host=a password=');
    fc.assert(
      fc.property(beginning, fc.string({ unit: 'grapheme' }), (start, text) => {
        const { fields, mistakes } = parseDsn(start + text);
        if (mistakes.length > 0) expect(fields).toEqual({});
      }),
    );
  });

  it('repeats no part of a password, even of one that nobody has escaped', () => {
    const password = fc.array(
      fc.constantFrom('§', '€', '/', '@', ':', '?', '&', '=', ' ', "'", '%', '#'),
      {
        minLength: 1,
        maxLength: 12,
      },
    );
    fc.assert(
      fc.property(password, (signs) => {
        const secret = `§${signs.join('')}`;
        for (const text of [`postgres://ann:${secret}@db1/app`, `host=db1 password=${secret}`]) {
          expect(JSON.stringify(parseDsn(text))).not.toMatch(/[§€]/);
        }
      }),
    );
  });

  it('reads an IPv6 address, and the later of two values', () => {
    expect(parseDsn('postgresql://[::1]:5433/app?port=5434').fields).toEqual({
      host: '::1',
      port: 5434,
      maintenanceDb: 'app',
    });
  });

  it('takes the first of several hosts, and says so', () => {
    const { fields, ignored } = parseDsn('postgres://a.example:1,b.example:2/app');
    expect(fields).toEqual({ host: 'a.example', port: 1, maintenanceDb: 'app' });
    expect(ignored).toEqual(['further hosts']);
  });

  it.each([
    ['host=/var/run/postgresql', 'socket'],
    ['postgres://a:70000/app', 'port'],
    ['postgres://a/app?sslmode=yes', 'sslmode'],
    ['postgres://a/%zz', 'percent'],
    ['hello', 'neither'],
    ['', 'nothing'],
  ])('%s: says what is wrong', (text, word) => {
    expect(parseDsn(text).mistakes.join(' ')).toContain(word);
  });
});
