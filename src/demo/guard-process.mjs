// @ts-check
/**
 * The guard: a small process that owns one temporary folder and the commands that work in it.
 *
 * It is plain JavaScript because it has to start identically from `build/demo` and from a test
 * run where only sources are there. `guard.ts` is its other end and explains the protocol.
 *
 * Its standard input is the life line: when it ends, for whatever reason (a proper stop, a crash
 * of the parent, `kill -9`), the guard stops its commands in reverse order of their start, removes
 * what it owns, and leaves.
 */
import { spawn } from 'node:child_process';
import { chmodSync, closeSync, mkdtempSync, openSync, rmSync } from 'node:fs';
import { createInterface } from 'node:readline';

/**
 * @typedef {{ signal: NodeJS.Signals, patienceMs: number }} StopStep
 * @typedef {{ do: 'run', id: number, file: string, args: string[], cwd: string,
 *   env: Record<string, string>, logFile: string, uid?: number, gid?: number,
 *   stopSteps: StopStep[] }} RunOrder
 * @typedef {{ do: 'stop', id: number } | { do: 'own', path: string }} OtherOrder
 * @typedef {{ child: import('node:child_process').ChildProcess, steps: StopStep[],
 *   exited: Promise<void> }} Command
 */

const folder = mkdtempSync(process.argv[2] ?? '');
/** @type {Map<number, Command>} */
const commands = new Map();
/** @type {string[]} */
const owned = [folder];
let closing = false;

/** @param {Record<string, unknown>} event */
function tell(event) {
  process.stdout.write(`${JSON.stringify(event)}\n`);
}

/** @param {RunOrder} order */
function run(order) {
  const log = openSync(order.logFile, 'a', 0o600);
  const child = spawn(order.file, order.args, {
    cwd: order.cwd,
    env: order.env,
    stdio: ['ignore', log, log],
    detached: true,
    ...(order.uid === undefined ? {} : { uid: order.uid, gid: order.gid }),
  });
  closeSync(log);
  const exited = new Promise((/** @type {(value: void) => void} */ resolve) => {
    child.once('error', (error) => {
      // Without a pid it never started; with one, only a signal to it has failed.
      if (child.pid !== undefined) return;
      commands.delete(order.id);
      tell({ event: 'failed', id: order.id, message: error.message });
      resolve();
    });
    child.once('exit', (code, signal) => {
      commands.delete(order.id);
      tell({ event: 'exited', id: order.id, code, signal });
      resolve();
    });
  });
  commands.set(order.id, { child, steps: order.stopSteps, exited });
  if (child.pid !== undefined) tell({ event: 'started', id: order.id, pid: child.pid });
}

/** @param {Command} command */
async function stop({ child, steps, exited }) {
  for (const { signal, patienceMs } of steps) {
    if (child.pid === undefined || child.exitCode !== null || child.signalCode !== null) return;
    try {
      // The last resort goes to the whole process group, so that no grandchild stays.
      process.kill(signal === 'SIGKILL' ? -child.pid : child.pid, signal);
    } catch {
      // Gone between the look and the signal: its exit event is on the way.
    }
    /** @type {NodeJS.Timeout | undefined} */
    let timer;
    const patience = new Promise((resolve) => {
      timer = setTimeout(resolve, patienceMs);
    });
    await Promise.race([exited, patience]);
    clearTimeout(timer);
  }
}

async function close() {
  if (closing) return;
  closing = true;
  for (const command of [...commands.values()].reverse()) await stop(command);
  for (const path of owned) rmSync(path, { recursive: true, force: true, maxRetries: 10 });
  process.exit(0);
}

/** @param {string} line */
function obey(line) {
  if (closing) return;
  /** @type {RunOrder | OtherOrder} */
  const order = JSON.parse(line);
  if (order.do === 'own') owned.push(order.path);
  if (order.do === 'run') run(order);
  if (order.do === 'stop') {
    const command = commands.get(order.id);
    if (command) void stop(command);
  }
}

// A parent that is gone cannot read the events any more; that must not hinder the cleaning.
process.stdout.on('error', () => {});
process.on('uncaughtException', (error) => {
  process.stderr.write(`guard: ${error.message}\n`);
  void close();
});
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, () => void close());

// PostgreSQL may run as another user, who has to pass through here; what is secret inside has a
// mode of its own. Only root can be in that situation.
chmodSync(folder, process.getuid?.() === 0 ? 0o711 : 0o700);
createInterface({ input: process.stdin })
  .on('line', obey)
  .on('close', () => void close());
tell({ event: 'ready', folder });
