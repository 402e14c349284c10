import type { Place } from '../place.js';
import { type Finished, runCommand } from '../run-program.js';

/** The version of this machine's psql, or why there is none. */
export async function psqlVersion(): Promise<{ version: string } | { missing: string }> {
  try {
    const { code, stdout, stderr } = await runCommand(['psql', '--version']);
    return code === 0 ? { version: stdout.trim() } : { missing: stderr.trim() };
  } catch {
    return { missing: 'there is no psql on this machine' };
  }
}

/**
 * Runs psql as that person, with the certificate that the service has.
 *
 * @throws Error with what it said when it failed
 */
export async function psql(place: Place, user: string, args: readonly string[]): Promise<Finished> {
  const { host, port, database, caFile, certFile, keyFile } = place.direct(user);
  const connection = `host=${host} port=${port} dbname=${database} user=${user} sslmode=verify-full sslrootcert=${caFile} sslcert=${certFile} sslkey=${keyFile}`;
  const finished = await runCommand(['psql', '-X', '-v', 'ON_ERROR_STOP=1', ...args, connection]);
  if (finished.code !== 0) throw new Error(`psql failed: ${finished.stderr}`);
  return finished;
}

/** Rows that `COPY 3` tells of. */
export function copiedRows(stdout: string): number {
  return Number(/^COPY (\d+)$/m.exec(stdout)?.[1]);
}
