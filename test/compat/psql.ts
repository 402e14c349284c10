import { execFileSync, spawn } from 'node:child_process';
import { accessSync, constants, existsSync, readdirSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import type { House } from '../../src/demo/house.js';

/** Debian's `psql` is a script that looks for one of these. */
const DEBIAN = '/usr/lib/postgresql';

export interface PsqlOutput {
  readonly code: number | null;
  readonly stdout: Buffer;
  readonly stderr: string;
}

export interface PsqlOptions {
  readonly person: string;
  readonly database?: string;
  readonly args: readonly string[];
  /** Both outputs into one, in the order they were written. */
  readonly merged?: boolean;
}

/** Where psql is; undefined where this machine has none. */
export function findPsql(): string | undefined {
  const versions = existsSync(DEBIAN) ? readdirSync(DEBIAN) : [];
  const folders = [
    ...versions
      .sort((one, other) => Number(other) - Number(one))
      .map((version) => join(DEBIAN, version, 'bin')),
    ...(process.env['PATH'] ?? '').split(delimiter),
  ];
  return folders.map((folder) => join(folder, 'psql')).find(isExecutable);
}

/** The major version of psql; undefined where this machine has none. */
export function psqlVersion(): number | undefined {
  const binary = findPsql();
  if (binary === undefined) return undefined;
  const answer = execFileSync(binary, ['--version'], { encoding: 'utf8' });
  return Number(/\d+/.exec(answer)?.[0]);
}

/** Runs a text with psql as a person, with the service's certificate and as strictly verified. */
export async function runPsql(
  house: House,
  sql: string,
  { person, database = 'shop', args, merged = false }: PsqlOptions,
): Promise<PsqlOutput> {
  const binary = findPsql();
  if (binary === undefined) throw new Error('psql is not installed');
  const { caFile, certFile, keyFile } = house.pki;
  const target = {
    host: 'localhost',
    port: String(house.shop.port),
    dbname: database,
    user: person,
    sslmode: 'verify-full',
    sslrootcert: caFile,
    sslcert: certFile,
    sslkey: keyFile,
  };
  const dsn = Object.entries(target).map(([keyword, value]) => `${keyword}='${value}'`);
  const all = ['--no-psqlrc', '--no-password', ...args, dsn.join(' ')];
  // What psql says about failures goes where its results go, as it would on a terminal.
  const command = merged ? ['/bin/sh', '-c', 'exec "$0" "$@" 2>&1', binary] : [binary];
  const [file = binary, ...before] = command;
  const child = spawn(file, [...before, ...all], {
    env: { PATH: process.env['PATH'] ?? '', LC_ALL: 'C', HOME: house.folder },
    stdio: 'pipe',
  });
  const [stdout, stderr] = [gather(child.stdout), gather(child.stderr)];
  // psql that stops at an error does not read on.
  child.stdin.on('error', () => undefined);
  child.stdin.end(sql);
  const code = await new Promise<number | null>((resolve, reject) => {
    child.once('error', reject);
    child.once('close', resolve);
  });
  return { code, stdout: await stdout, stderr: (await stderr).toString() };
}

async function gather(stream: NodeJS.ReadableStream): Promise<Buffer> {
  const chunks: Buffer[] = [];
  for await (const chunk of stream) chunks.push(Buffer.from(chunk));
  return Buffer.concat(chunks);
}

function isExecutable(file: string): boolean {
  try {
    accessSync(file, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}
