import {
  mkdirSync,
  readdirSync,
  readFileSync,
  rmdirSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
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
  const path = stateFileOf(state);
  rmSync(path, { force: true });
  writeFileSync(path, `${JSON.stringify(state, undefined, 2)}\n`, { mode: 0o600, flag: 'wx' });
  return path;
}

/** Of this process: a demo that is just leaving takes its own file with it, not its successor's. */
export function stateFileOf({ port, pid }: Pick<DemoState, 'port' | 'pid'>): string {
  return join(FOLDER, `${String(port)}-${String(pid)}.json`);
}

/** Removes the folder of the state files unless another demo has its own there. */
export function tidyStateFolder(): void {
  try {
    rmdirSync(FOLDER);
  } catch {
    // Not empty, or never made.
  }
}

/**
 * The demos that run from this repository now, at most one at a port: the last that came. A file that
 * a killed demo left is removed.
 */
export function runningDemos(): DemoState[] {
  const demos = stateFiles().flatMap((name) => {
    const path = join(FOLDER, name);
    const text = textOf(path);
    if (text === undefined) return [];
    const state = parseState(text.content);
    if (state && isAlive(state.pid)) return [{ state, writtenAt: text.writtenAt }];
    rmSync(path, { force: true });
    return [];
  });
  const inOrder = demos.toSorted((one, other) => one.writtenAt - other.writtenAt);
  return [...new Map(inOrder.map(({ state }) => [state.port, state])).values()];
}

/** Nothing where its demo took the file away since the folder was read. */
function textOf(path: string): { content: string; writtenAt: number } | undefined {
  try {
    return { content: readFileSync(path, 'utf8'), writtenAt: statSync(path).mtimeMs };
  } catch (error) {
    if (isRecord(error) && error['code'] === 'ENOENT') return undefined;
    throw error;
  }
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
    return readdirSync(FOLDER).filter((name) => /^\d+-\d+\.json$/.test(name));
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
