import { mkdirSync, readdirSync, readFileSync, rmdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { isRecord } from './records.js';

/** The top of the repository; `src/demo` and `build/demo` stand equally deep in it. */
export const REPOSITORY = fileURLToPath(new URL('../../', import.meta.url));

const FOLDER = join(REPOSITORY, '.demo');

/** What a running demo tells other commands about itself. Holds no secret. */
export interface DemoState {
  pid: number;
  /** Its other processes: the guard, the service and the two PostgreSQL servers. */
  others: number[];
  port: number;
  issuer: string;
  audience: string;
  /** Of the second provider. */
  partnerIssuer: string;
  folder: string;
  postgresLog: string;
}

/** Writes the state file and returns its path; whoever runs the demo has it removed. */
export function writeState(state: DemoState): string {
  mkdirSync(FOLDER, { recursive: true, mode: 0o700 });
  const path = join(FOLDER, `${String(state.port)}.json`);
  rmSync(path, { force: true });
  writeFileSync(path, `${JSON.stringify(state, undefined, 2)}\n`, { mode: 0o600, flag: 'wx' });
  return path;
}

/** Removes the folder of the state files unless another demo has its own there. */
export function tidyStateFolder(): void {
  try {
    rmdirSync(FOLDER);
  } catch {
    // Not empty, or never made.
  }
}

/** The demos that run from this repository now. A file that a killed demo left is removed. */
export function runningDemos(): DemoState[] {
  return stateFiles().flatMap((name) => {
    const path = join(FOLDER, name);
    const state = parseState(readFileSync(path, 'utf8'));
    if (state && isAlive(state.pid)) return [state];
    rmSync(path, { force: true });
    return [];
  });
}

/** Whether a process with that id exists, whoever it belongs to. */
export function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return isRecord(error) && error['code'] === 'EPERM';
  }
}

function stateFiles(): string[] {
  try {
    return readdirSync(FOLDER).filter((name) => /^\d+\.json$/.test(name));
  } catch (error) {
    if (isRecord(error) && error['code'] === 'ENOENT') return [];
    throw error;
  }
}

function parseState(text: string): DemoState | undefined {
  let state: unknown;
  try {
    state = JSON.parse(text);
  } catch {
    return undefined;
  }
  if (!isRecord(state)) return undefined;
  const { pid, others, port, issuer, audience, partnerIssuer, folder, postgresLog } = state;
  if (typeof pid !== 'number' || typeof port !== 'number' || !Array.isArray(others))
    return undefined;
  return {
    pid,
    others: others.map(Number),
    port,
    issuer: String(issuer),
    audience: String(audience),
    partnerIssuer: String(partnerIssuer),
    folder: String(folder),
    postgresLog: String(postgresLog),
  };
}
