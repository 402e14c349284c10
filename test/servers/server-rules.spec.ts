import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { checkServer } from '../../src/servers/server-rules.js';

const PLAIN = { name: 'orders', host: 'db.example' };

function sentencesFor(input: Record<string, unknown>): string[] {
  return checkServer({ ...PLAIN, ...input }).mistakes.map(({ detail }) => detail);
}

it('needs a name and a host, and fills in the rest', () => {
  expect(checkServer(PLAIN).draft).toEqual({
    name: 'orders',
    host: 'db.example',
    group: null,
    port: 5432,
    maintenanceDb: 'postgres',
    sslMode: 'verify-full',
    passthrough: false,
    username: null,
    comment: null,
    labels: [],
    color: null,
    visibleTo: [],
    trustGroup: 'default',
    providers: [],
    allowProtected: [],
    maxAgeSeconds: null,
    acrValues: [],
  });
  expect(checkServer({}).mistakes.map(({ detail }) => detail)).toEqual([
    'name is missing.',
    'host is missing.',
  ]);
});

it('takes from the definition that is being changed what the change leaves out', () => {
  const { draft } = checkServer(
    { port: 6432, comment: null },
    { ...PLAIN, comment: 'old', port: 1 },
  );
  expect(draft).toMatchObject({ ...PLAIN, port: 6432, comment: null });
});

describe('host', () => {
  it.each([
    'db',
    'db1.example.internal',
    'my_db',
    'xn--bcher-kva.example',
    '3com.example',
    '10.0.0.1',
    '::1',
    '2001:db8::1',
    'a'.repeat(63),
  ])('takes %s', (host) => {
    expect(sentencesFor({ host })).toEqual([]);
  });

  it.each([
    '',
    ' ',
    'db ',
    'db.example:5432',
    'a,b',
    '/var/run/postgresql',
    'user@db',
    'postgres://db',
    'db\0.example',
    'db\n.example',
    '[::1]',
    'fe80::1%eth0',
    '2130706433',
    '127.1',
    '0x7f.0.0.1',
    '0x7f000001',
    '1.2.3.4.5',
    '256.0.0.1',
    'db..example',
    '-db',
    'db-',
    'bücher.example',
    'a'.repeat(64),
    `${'a.'.repeat(127)}a`,
    ['db'],
    5432,
    null,
    { host: 'db' },
  ])('refuses %j', (host) => {
    expect(sentencesFor({ host })).toEqual([
      'host must be a DNS name or an IP address of at most 253 characters: no port, no path, no user, no list of hosts, no brackets.',
    ]);
  });
});

const NAME_63 = 'é'.repeat(31) + 'x';

describe('every other field', () => {
  it.each<[string, unknown]>([
    ['name', 'Ünïcode – and “signs” 🐘'],
    ['name', 'n'.repeat(100)],
    ['group', null],
    ['port', 1],
    ['port', 65_535],
    ['maintenanceDb', NAME_63],
    ['maintenanceDb', ' odd "name" '],
    ['sslMode', 'disable'],
    ['username', 'app'],
    ['comment', 'two\nlines\tand a tab'],
    ['comment', ''],
    ['labels', []],
    ['labels', ['PROD', 'eu-west', '🐘']],
    ['labels', ['l'.repeat(32)]],
    ['labels', Array.from({ length: 10 }, (_, index) => `l${index}`)],
    ['color', null],
    ['color', 'red'],
    ['color', 'pink'],
    ['visibleTo', []],
    ['visibleTo', ['dba', 'platform team']],
  ])('%s takes %j', (field, value) => {
    expect(sentencesFor({ [field]: value })).toEqual([]);
  });

  it.each<[string, unknown]>([
    ['name', ''],
    ['name', ' orders'],
    ['name', 'or\nders'],
    ['name', 'or\0ders'],
    ['name', 'or\u202eders'],
    ['name', 'or\ud800ders'],
    ['name', 'n'.repeat(101)],
    ['name', null],
    ['name', ['orders']],
    ['group', ''],
    ['group', 7],
    ['port', 0],
    ['port', 65_536],
    ['port', 1.5],
    ['port', '5432'],
    ['port', NaN],
    ['port', null],
    ['maintenanceDb', ''],
    ['maintenanceDb', `${NAME_63}x`],
    ['maintenanceDb', 'a\0b'],
    ['maintenanceDb', 'a\u0085b'],
    ['maintenanceDb', null],
    ['sslMode', 'VERIFY-FULL'],
    ['sslMode', 'no-verify'],
    ['sslMode', ''],
    ['sslMode', null],
    ['passthrough', 'true'],
    ['passthrough', 1],
    ['passthrough', null],
    ['username', ''],
    ['username', 'a\0user\0postgres'],
    ['username', 'x'.repeat(64)],
    ['comment', 'c'.repeat(2001)],
    ['comment', 'a\0b'],
    ['labels', 'PROD'],
    ['labels', ['']],
    ['labels', [' PROD']],
    ['labels', ['PROD', 'PROD']],
    ['labels', ['PR\nOD']],
    ['labels', ['PR\u202eOD']],
    ['labels', ['l'.repeat(33)]],
    ['labels', [1]],
    ['labels', Array.from({ length: 11 }, (_, index) => `l${index}`)],
    ['labels', null],
    ['color', ''],
    ['color', 'Red'],
    ['color', '#ff0000'],
    ['color', ['red']],
    ['visibleTo', 'dba'],
    ['visibleTo', ['']],
    ['visibleTo', ['dba', 'dba']],
    ['visibleTo', [['dba']]],
    ['visibleTo', Array.from({ length: 101 }, (_, index) => `g${index}`)],
    ['visibleTo', null],
  ])('%s refuses %j in a sentence that starts with its name', (field, value) => {
    const mistakes = checkServer({ ...PLAIN, [field]: value }).mistakes;
    expect(mistakes).toHaveLength(1);
    expect(mistakes[0]).toMatchObject({ field, code: 'validation-failed' });
    expect(mistakes[0]?.detail).toMatch(new RegExp(`^${field} must be .*\\.$`));
  });
});

describe('a passthrough server', () => {
  it('is verify-full unless told', () => {
    expect(checkServer({ ...PLAIN, passthrough: true }).draft).toMatchObject({
      passthrough: true,
      sslMode: 'verify-full',
    });
  });

  it.each(['disable', 'allow', 'prefer', 'require', 'verify-ca'])(
    'refuses sslMode %s',
    (sslMode) => {
      expect(checkServer({ ...PLAIN, passthrough: true, sslMode }).mistakes).toEqual([
        {
          code: 'validation-failed',
          field: 'sslMode',
          detail:
            'sslMode must be verify-full on a passthrough server: any weaker mode would hand the SQL, and whatever it returns, to whoever answers at that address.',
        },
      ]);
    },
  );

  it.each<[Record<string, unknown>, string[]]>([
    [{ username: 'app' }, ['username']],
    [{ password: 'hunter2' }, ['password']],
    [{ password: '' }, ['password']],
    [{ username: 'app', password: 'hunter2' }, ['password', 'username']],
  ])('refuses %j', (credentials, fields) => {
    const { mistakes } = checkServer({ ...PLAIN, passthrough: true, ...credentials });
    expect(mistakes.map(({ field }) => field)).toEqual(fields);
    expect(mistakes.every(({ code }) => code === 'passthrough-credentials')).toBe(true);
    expect(JSON.stringify(mistakes)).not.toContain('hunter2');
  });

  it('takes credentials that are null', () => {
    expect(sentencesFor({ passthrough: true, username: null, password: null })).toEqual([]);
  });

  it('cannot be made of a server with a stored username, but together with its removal', () => {
    const stored = { ...PLAIN, username: 'app', passthrough: false };
    expect(checkServer({ passthrough: true }, stored).mistakes).toEqual([
      {
        code: 'passthrough-credentials',
        field: 'username',
        detail:
          'A passthrough server keeps no username: PostgreSQL sees each person under their own name. Leave "username" out (where one is stored already, set it to null in the same change), or leave passthrough off.',
      },
    ]);
    expect(checkServer({ passthrough: true, username: null }, stored).mistakes).toEqual([]);
  });

  it('cannot be given a weaker mode or a username afterwards', () => {
    const stored = { ...PLAIN, passthrough: true };
    expect(checkServer({ sslMode: 'require' }, stored).mistakes).toHaveLength(1);
    expect(checkServer({ username: 'app' }, stored).mistakes).toHaveLength(1);
    expect(checkServer({ username: 'app', passthrough: false }, stored).mistakes).toEqual([]);
  });
});

it.each([
  ['no username', { password: 'hunter2' }, 'A password needs the username'],
  ['a NUL in it', { username: 'app', password: 'hunter2\0' }, 'without NUL'],
  ['a number', { username: 'app', password: 2 }, 'must be a text'],
  ['nothing in it', { username: 'app', password: '' }, 'must be a text'],
  ['1,025 bytes', { username: 'app', password: 'x'.repeat(1025) }, '1 to 1024 bytes'],
])('takes no password with %s on a server without passthrough', (_name, change, words) => {
  const { mistakes } = checkServer({ ...PLAIN, ...change });
  expect(mistakes).toMatchObject([{ code: 'validation-failed', field: 'password' }]);
  expect(mistakes[0]?.detail).toContain(words);
  expect(JSON.stringify(mistakes)).not.toContain('hunter2');
});

it.each([
  ['allowProtected', ['everything']],
  ['allowProtected', 'names'],
  ['maxAgeSeconds', -1],
  ['maxAgeSeconds', 1.5],
  ['maxAgeSeconds', '60'],
  ['acrValues', ['a b']],
  ['acrValues', ['"']],
  ['providers', [1]],
  ['trustGroup', ''],
  ['trustGroup', ' default'],
])('refuses %s = %j', (field, value) => {
  const { mistakes } = checkServer({ ...PLAIN, [field]: value });
  expect(mistakes).toMatchObject([{ code: 'validation-failed', field }]);
});

it('gives a draft that is safe, or mistakes, for any input whatever', () => {
  const field = fc.constantFrom(
    ...['name', 'host', 'port', 'sslMode', 'passthrough', 'username', 'password', 'visibleTo'],
  );
  const value = fc.oneof(
    fc.anything(),
    fc.constantFrom('db', 5432, true, 'require', 'verify-full', 'app', null, undefined),
  );
  fc.assert(
    fc.property(fc.dictionary(field, value), (input) => {
      const { draft, mistakes } = checkServer({ ...PLAIN, ...input });
      return draft === undefined
        ? mistakes.length > 0
        : !draft.passthrough || (draft.username === null && draft.sslMode === 'verify-full');
    }),
  );
});
