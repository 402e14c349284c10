import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { PROGRAMS } from './place.js';

export interface Finished {
  /** From the start of the process to its end. */
  readonly ms: number;
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** Nothing of ours but PATH: no PG* variable, no locale, no time zone. */
function bareEnvironment(): NodeJS.ProcessEnv {
  return { PATH: process.env['PATH'] ?? '/usr/bin:/bin', LC_ALL: 'C', TZ: 'UTC' };
}

/** Runs a command to its end. */
export async function runCommand(
  [file, ...args]: readonly [string, ...string[]],
  { stdin = '', env = bareEnvironment() }: { stdin?: string; env?: NodeJS.ProcessEnv } = {},
): Promise<Finished> {
  const begin = performance.now();
  const child = spawn(file, args, { env, stdio: ['pipe', 'pipe', 'pipe'] });
  let stdout = '';
  let stderr = '';
  child.stdout.setEncoding('utf8').on('data', (text: string) => (stdout += text));
  child.stderr.setEncoding('utf8').on('data', (text: string) => (stderr += text));
  // A command that ends without reading says so by its exit.
  child.stdin.on('error', () => undefined).end(stdin);
  return new Promise((resolve, reject) => {
    child.once('error', reject);
    child.once('close', (code) => {
      resolve({ ms: performance.now() - begin, code, stdout, stderr });
    });
  });
}

/**
 * Runs one of the compiled programs in a process of its own, so that what it costs is not paid by
 * who measures; the order goes in, and the answer comes out, as JSON.
 *
 * @throws Error with what it said when it failed
 */
export async function runProgram(name: string, order: object): Promise<unknown> {
  const { code, stdout, stderr } = await runCommand(
    [process.execPath, join(PROGRAMS, 'programs', `${name}.js`)],
    { stdin: JSON.stringify(order) },
  );
  if (code !== 0) throw new Error(`${name} failed: ${stderr}`);
  return JSON.parse(stdout);
}
