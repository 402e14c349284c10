import { createSecureContext } from 'node:tls';
import fc from 'fast-check';
import { type DatabaseUser, parseDatabaseUser } from '../auth/database-user.js';
import { buildDsn, displayDsn, driverConfig, type DsnInput, PasswordRequested } from './dsn.js';

const REQUEST = '6f1b0e0c-3f0e-4b39-9d5a-000000000001';
const input = (change: { [K in keyof DsnInput]?: string } = {}): DsnInput =>
  ({
    host: 'db.example',
    port: 5432,
    database: 'shop',
    user: parseDatabaseUser('db_user', 'alice'),
    requestId: REQUEST,
    sslMode: 'verify-full',
    ...change,
  }) as DsnInput;

describe('buildDsn', () => {
  it('always asks for verify-full and carries the request id in application_name', () => {
    const dsn = buildDsn(input());
    expect(dsn.sslMode).toBe('verify-full');
    expect(dsn.applicationName).toBe(`pg-usher/${REQUEST}`);
    expect(Buffer.byteLength(dsn.applicationName)).toBeLessThanOrEqual(63);
  });

  it('takes its options from constants alone, whatever the names are', () => {
    const { options } = buildDsn(input());
    fc.assert(
      fc.property(fc.stringMatching(/^[a-z -]{1,63}$/), (database) => {
        expect(buildDsn(input({ database })).options).toBe(options);
      }),
    );
    expect(options).toContain('-c role=none');
    expect(options).toContain('-c client_connection_check_interval=500');
  });

  it.each([
    ['a NUL in the database', { database: 'shop\0user\0postgres' }],
    ['an empty database', { database: '' }],
    ['a database of 64 bytes', { database: 'x'.repeat(64) }],
    ['a NUL in the host', { host: 'db\0' }],
    // The brand cannot be had without the parser; this is what the second guard is for.
    ['a NUL in the user', { user: 'bob\0user\0alice' as DatabaseUser }],
    ['an empty user', { user: '' as DatabaseUser }],
    ['a user of 64 bytes', { user: 'x'.repeat(64) as DatabaseUser }],
  ])('refuses %s', (_name, change) => {
    expect(() => buildDsn(input(change))).toThrow(
      expect.objectContaining({ code: 'validation-failed' }),
    );
  });
});

describe('driverConfig', () => {
  const secureContext = createSecureContext();
  const config = driverConfig(buildDsn(input()), { secureContext }, 1000);

  it('gives the driver an object with the user and no connection string', () => {
    expect(config.user).toBe('alice');
    expect(config).not.toHaveProperty('connectionString');
    expect(config).not.toHaveProperty('replication');
  });

  it('has a password that throws instead of one that is absent', () => {
    expect(config.password).toBeInstanceOf(Function);
    expect(() => (config.password as () => string)()).toThrow(PasswordRequested);
  });

  it('hands out the same certificate to every connection, as a context that prints nothing', () => {
    const ssl = config.ssl as { secureContext: unknown; rejectUnauthorized: boolean };
    expect(ssl.secureContext).toBe(secureContext);
    expect(ssl.rejectUnauthorized).toBe(true);
    expect(config.ssl).not.toHaveProperty('key');
    const again = driverConfig(buildDsn(input()), { secureContext }, 1000);
    expect((again.ssl as { secureContext: unknown }).secureContext).toBe(secureContext);
  });
});

describe('displayDsn', () => {
  it('names no certificate, key or root', () => {
    const text = displayDsn(buildDsn(input()));
    expect(text).toBe(
      `host=db.example port=5432 dbname=shop user=alice sslmode=verify-full application_name=pg-usher/${REQUEST}`,
    );
  });

  it('quotes as libpq reads it back', () => {
    const text = displayDsn(buildDsn(input({ database: "it's a \\ = user=x" })));
    expect(text).toContain(String.raw`dbname='it\'s a \\ = user=x' user=alice`);
  });
});
