import { randomBytes } from 'node:crypto';
import { mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Guard } from './guard.js';
import {
  giveTo,
  type PostgresBinaries,
  type PostgresMajor,
  preparePostgres,
} from './postgres-binaries.js';

/** The superuser that `initdb` makes. */
export const ADMIN_ROLE = 'dba';

/** What `initdb` made, once for all clusters that are copied from it. */
export interface ClusterSeed {
  guard: Guard;
  binaries: PostgresBinaries;
  dataDir: string;
  password: string;
}

/**
 * Runs `initdb` once under a guard; any number of clusters can then be started from it, each in a
 * tenth of a second or two. Who started the guard closes it, also when this fails.
 */
export async function seedClusters(guard: Guard, major?: PostgresMajor): Promise<ClusterSeed> {
  const binaries = preparePostgres(guard.folder, major);
  const dataDir = join(guard.folder, 'seed', 'data');
  const password = randomBytes(24).toString('base64url');
  const folder = await makeFolder(guard, binaries, 'seed');
  const passwordFile = join(folder, 'password');
  await writeFile(passwordFile, `${password}\n`, { mode: 0o600 });
  if (binaries.user) giveTo(passwordFile, binaries.user);
  await runToEnd(guard, binaries, [
    binaries.initdb,
    ...['--pgdata', dataDir, '--username', ADMIN_ROLE, '--pwfile', passwordFile],
    ...['--auth=scram-sha-256', '--encoding=UTF8', '--locale=C', '--wal-segsize=1'],
    ...['--no-sync', '--no-instructions'],
  ]);
  await rm(passwordFile);
  return { guard, binaries, dataDir, password };
}

/** A folder under the guard's, for the user of PostgreSQL only. */
export async function makeFolder(
  guard: Guard,
  binaries: PostgresBinaries,
  name: string,
): Promise<string> {
  const folder = join(guard.folder, name);
  await mkdir(folder, { mode: 0o700 });
  if (binaries.user) giveTo(folder, binaries.user);
  return folder;
}

/** Runs a short command as the user of PostgreSQL and throws what it said if it fails. */
export async function runToEnd(
  guard: Guard,
  { user }: PostgresBinaries,
  [file, ...args]: [string, ...string[]],
): Promise<void> {
  const logFile = join(guard.folder, 'preparation.log');
  const command = await guard.run({
    ...{ file, args, cwd: guard.folder, env: postgresEnvironment(), logFile, ...user },
    stopSteps: [{ signal: 'SIGKILL', patienceMs: 3000 }],
  });
  const { code } = await command.exited;
  if (code !== 0) throw new Error(`${file} failed:\n${await readFile(logFile, 'utf8')}`);
}

/** Nothing of ours: no PG* variable, no locale, no time zone. */
export function postgresEnvironment(): Record<string, string> {
  return { PATH: process.env['PATH'] ?? '/usr/bin:/bin', LC_ALL: 'C', TZ: 'UTC' };
}
