import { spawn, type ChildProcess } from 'node:child_process';
import { rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { isRecord } from './records.js';

/** One attempt to end a command, and how long to wait before the next, harder one. */
export interface StopStep {
  signal: NodeJS.Signals;
  patienceMs: number;
}

/** What to run. Nothing of our own environment is passed on but `env`. */
export interface Command {
  file: string;
  args: string[];
  cwd: string;
  env: Record<string, string>;
  /** Standard output and standard error are appended here. Created with mode 0600. */
  logFile: string;
  /** Another user to run as; only root can. */
  uid?: number;
  gid?: number;
  /** Defaults to SIGTERM, five seconds, SIGKILL. */
  stopSteps?: StopStep[];
}

export interface Exit {
  code: number | null;
  signal: string | null;
}

/** A command that the guard has started. */
export interface GuardedProcess {
  readonly pid: number;
  /** Whether it is known to have ended. */
  hasEnded(): boolean;
  /** Settles when the command has ended, in whatever way. Never rejects. */
  readonly exited: Promise<Exit>;
  /** Ends the command by its stop steps and waits until it is gone. */
  stop(): Promise<void>;
}

const PATIENT_STOP: StopStep[] = [
  { signal: 'SIGTERM', patienceMs: 5000 },
  { signal: 'SIGKILL', patienceMs: 5000 },
];

/** A unix socket's path may have 107 bytes (103 on macOS), and ours stands a few levels deeper. */
const LONGEST_BASE = 60;

interface Pending {
  started: (pid: number) => void;
  failed: (error: Error) => void;
  exited: (exit: Exit) => void;
}

interface GuardEvent {
  event: string;
  folder: string;
  id: number;
  pid: number;
  message: string;
  code: number | null;
  signal: string | null;
}

/**
 * Our end of the guard process: a temporary folder and commands that do not outlive us.
 *
 * When `close()` is called, or this process ends in any way at all, the commands are stopped in
 * reverse order of their start and the folder is removed. Ctrl-C in a terminal does not reach
 * them: the guard and each command stand in process groups of their own, so that the parent
 * decides the order of things.
 *
 * Orders go to the guard's standard input and events come from its standard output, one JSON
 * object a line. Environment variables travel there too and are never seen in a process list.
 */
export class Guard {
  /** The temporary folder; gone after `close()`. */
  readonly folder: string;
  readonly #process: ChildProcess;
  readonly #pending = new Map<number, Pending>();
  readonly #pids = new Map<number, number>();
  readonly #gone: Promise<void>;
  #lastId = 0;
  #closed = false;

  private constructor(child: ChildProcess, folder: string) {
    this.#process = child;
    this.folder = folder;
    this.#gone = new Promise((resolve) => {
      child.once('exit', () => {
        this.#afterExit();
        resolve();
      });
    });
  }

  static async start(): Promise<Guard> {
    const child = spawn(process.execPath, [programFile(), join(temporaryBase(), 'pg-usher-')], {
      stdio: ['pipe', 'pipe', 'inherit'],
      detached: true,
      env: {},
      cwd: '/',
    });
    // Writing to a guard that has just gone is reported by its exit, not here.
    child.stdin.on('error', () => undefined);
    return new Promise((resolve, reject) => {
      let guard: Guard | undefined;
      child.once('error', reject);
      child.once('exit', () => {
        reject(new Error('The guard process ended before it was ready.'));
      });
      createInterface({ input: child.stdout }).on('line', (line) => {
        const event = parseEvent(line);
        if (event.event === 'ready') {
          guard = new Guard(child, event.folder);
          resolve(guard);
        } else if (guard) {
          guard.#hear(event);
        }
      });
    });
  }

  /** The guard's own process id. */
  get pid(): number | undefined {
    return this.#process.pid;
  }

  /** Runs a command under the guard. Rejects when it cannot be started at all. */
  async run(command: Command): Promise<GuardedProcess> {
    if (this.#closed) throw new Error('The guard is closed.');
    const id = ++this.#lastId;
    let ended = false;
    let exit: (how: Exit) => void = () => undefined;
    const exited = new Promise<Exit>((resolve) => {
      exit = (how) => {
        ended = true;
        resolve(how);
      };
    });
    const pid = await new Promise<number>((started, failed) => {
      this.#pending.set(id, { started, failed, exited: exit });
      this.#tell({ do: 'run', id, stopSteps: PATIENT_STOP, ...command });
    });
    const stop = async (): Promise<void> => {
      this.#tell({ do: 'stop', id });
      await exited;
    };
    return { pid, exited, stop, hasEnded: () => ended };
  }

  /** Has one more path removed with the folder, such as a state file elsewhere. */
  own(path: string): void {
    this.#tell({ do: 'own', path });
  }

  /** Stops every command, removes the folder, and returns when both are done. */
  async close(): Promise<void> {
    this.#closed = true;
    this.#process.stdin?.end();
    await this.#gone;
  }

  #tell(order: Record<string, unknown>): void {
    this.#process.stdin?.write(`${JSON.stringify(order)}\n`);
  }

  #hear(event: GuardEvent): void {
    const pending = this.#pending.get(event.id);
    if (event.event === 'started') {
      this.#pids.set(event.id, event.pid);
      pending?.started(event.pid);
      return;
    }
    this.#pids.delete(event.id);
    this.#pending.delete(event.id);
    if (event.event === 'failed') pending?.failed(new Error(event.message));
    else pending?.exited({ code: event.code, signal: event.signal });
  }

  /** Does by force what a guard that was itself killed could not do any more. */
  #afterExit(): void {
    for (const pid of this.#pids.values()) {
      try {
        process.kill(-pid, 'SIGKILL');
      } catch {
        // It has ended on its own.
      }
    }
    rmSync(this.folder, { recursive: true, force: true, maxRetries: 10 });
    for (const { failed, exited } of this.#pending.values()) {
      failed(new Error('The guard process is gone.'));
      exited({ code: null, signal: 'SIGKILL' });
    }
    this.#pending.clear();
    this.#closed = true;
  }
}

/**
 * The guard's program, which the compiler does not copy. `src/demo` and `build/demo` stand equally
 * deep in the repository, so that one relative path finds it from both.
 */
function programFile(): string {
  return fileURLToPath(new URL('../../src/demo/guard-process.mjs', import.meta.url));
}

/** The machine's folder for temporary things, if ours can be used there in every way. */
function temporaryBase(): string {
  const base = tmpdir();
  const reachable = process.getuid?.() !== 0 || isOpenToAll(base);
  return base.length <= LONGEST_BASE && reachable ? base : '/tmp';
}

/** Whether every user may pass through that folder and all above it. */
function isOpenToAll(folder: string): boolean {
  if ((statSync(folder).mode & 0o001) === 0) return false;
  return dirname(folder) === folder || isOpenToAll(dirname(folder));
}

function parseEvent(line: string): GuardEvent {
  const event: unknown = JSON.parse(line);
  if (!isRecord(event)) throw new Error('The guard said something that is no event.');
  const { folder, id, pid, message, code, signal } = event;
  return {
    event: String(event['event']),
    folder: String(folder),
    id: Number(id),
    pid: Number(pid),
    message: String(message),
    code: typeof code === 'number' ? code : null,
    signal: typeof signal === 'string' ? signal : null,
  };
}
