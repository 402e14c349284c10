import { expect, it } from '@jest/globals';
import { scrub, SCRUBBED_NAMES } from '../../src/config/scrub-environment.js';

it('removes every variable that the driver would take as a default, and names it', () => {
  const env = {
    PGUSER: 'postgres',
    PGPASSWORD: 'secret',
    PGOPTIONS: '-c role=postgres',
    PGSSLMODE: 'disable',
    PGPASSFILE: '/home/somebody/.pgpass',
    PG_ANYTHING: 'x',
    NODE_PG_FORCE_NATIVE: '1',
    PATH: '/bin',
    OPGUSER: 'x',
  };
  const names = scrub(env);
  expect(env).toEqual({ PATH: '/bin', OPGUSER: 'x' });
  expect(names).toEqual([
    'NODE_PG_FORCE_NATIVE',
    'PGOPTIONS',
    'PGPASSFILE',
    'PGPASSWORD',
    'PGSSLMODE',
    'PGUSER',
    'PG_ANYTHING',
  ]);
});

it('has removed them from this process once it is imported', () => {
  expect(Object.keys(process.env).filter((name) => name.startsWith('PG'))).toEqual([]);
  expect(Array.isArray(SCRUBBED_NAMES)).toBe(true);
});
