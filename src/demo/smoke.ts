import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { type DemoState, isAlive, REPOSITORY, runningDemos, stateFileOf } from './demo-state.js';
import { fail } from './failure.js';
import { findFreePort, isPortFree } from './free-port.js';
import { Guard, type GuardedProcess } from './guard.js';
import { isRecord } from './records.js';
import { signInWithBrowserFlow } from './sign-in.js';
import { type Expected, loginUrl, queryBody, queryUrl, type Step, tourSteps } from './tour.js';

const START_PATIENCE_MS = 90_000;
const STOP_PATIENCE_MS = 10_000;

let passed = 0;
let failed = 0;

/** `npm run demo:smoke`: is what the demo prints true, and does it leave nothing behind? */
async function main(): Promise<void> {
  if (spawnSync('curl', ['--version']).error) throw new Error('The smoke test needs curl.');
  const guard = await Guard.start();
  try {
    const demo = await startDemo(guard);
    await tryTheTour(demo);
    await tryTheBrowser(demo.state.port);
    await stopDemo(demo, 'SIGINT');
    await stopDemo(await startDemo(guard), 'SIGKILL');
  } finally {
    await guard.close();
  }
  process.stdout.write(`\n${String(passed)} passed, ${String(failed)} failed\n`);
  process.exitCode = failed === 0 ? 0 : 1;
}

interface RunningDemo {
  process: GuardedProcess;
  state: DemoState;
  printed: string;
}

/** A check fails by throwing; the next one runs all the same. */
async function check(title: string, run: () => Promise<void> | void): Promise<void> {
  try {
    await run();
    passed++;
    process.stdout.write(`ok    ${title}\n`);
  } catch (error) {
    failed++;
    process.stdout.write(`FAIL  ${title}\n      ${String(error)}\n`);
  }
}

/** Starts the demo as `npm run demo` does, at a free port, and waits until it has said its piece. */
async function startDemo(guard: Guard): Promise<RunningDemo> {
  const port = await findFreePort();
  const logFile = join(guard.folder, `demo-${String(port)}.log`);
  const child = await guard.run({
    file: process.execPath,
    args: [fileURLToPath(new URL('main.js', import.meta.url))],
    cwd: REPOSITORY,
    env: { PATH: process.env['PATH'] ?? '', PORT: String(port) },
    logFile,
  });
  const print = (): string => readFileSync(logFile, 'utf8');
  await until(`the demo at port ${String(port)} is up`, START_PATIENCE_MS, () => {
    if (child.hasEnded()) throw new Error(`The demo did not start.\n${print()}`);
    return print().includes('Ctrl-C stops');
  });
  const state = runningDemos().find((one) => one.port === port);
  if (!state) throw new Error('The demo wrote no state file.');
  return { process: child, state, printed: print() };
}

async function tryTheTour({ state, printed }: RunningDemo): Promise<void> {
  const site = {
    port: state.port,
    adminUsername: /local admin is "([^"]+)"/.exec(printed)?.[1] ?? '',
    adminPassword: /with the password "([^"]+)"/.exec(printed)?.[1] ?? '',
    cookieFile: join(state.folder, 'admin.cookies'),
  };
  for (const step of tourSteps(site)) {
    await check(`${step.title}: ${JSON.stringify(step.expected)}`, () => {
      const before = readFileSync(state.postgresLog, 'utf8');
      compare(runLines(step, printed), step.expected);
      const said = readFileSync(state.postgresLog, 'utf8').slice(before.length);
      compareLog(said, step);
    });
  }
}

/** Runs the lines as they were printed, in a shell. */
function runLines({ lines }: Step, printed: string): unknown {
  for (const line of lines) {
    if (!printed.includes(`  ${line}\n`)) throw new Error(`This line was not printed: ${line}`);
  }
  const { stdout, stderr, status } = spawnSync('/bin/sh', ['-c', lines.join('\n')], {
    cwd: REPOSITORY,
    encoding: 'utf8',
    timeout: 60_000,
  });
  try {
    return JSON.parse(stdout);
  } catch {
    throw new Error(`No JSON came back (exit ${String(status)}): ${stdout}${stderr}`);
  }
}

function compare(answer: unknown, expected: Expected): void {
  if (!isRecord(answer) || !fits(answer, expected))
    throw new Error(`The answer is ${JSON.stringify(answer)}`);
}

function fits(answer: Record<string, unknown>, expected: Expected): boolean {
  if ('row' in expected) return JSON.stringify(answer['rows']) === JSON.stringify([expected.row]);
  if ('fields' in expected) {
    return Object.entries(expected.fields).every(([name, value]) => answer[name] === value);
  }
  const { code, fix } = expected;
  return answer['code'] === code && (fix === undefined || fix.test(String(answer['fix'])));
}

/** PostgreSQL's log names who came in, and knows nothing of the protected name. */
function compareLog(said: string, { person, expected }: Step): void {
  if (person !== undefined && 'row' in expected && !said.includes(`user=${person} `)) {
    throw new Error(`PostgreSQL's log does not name ${person}:\n${said}`);
  }
  if (
    'code' in expected &&
    expected.code !== 'role-missing' &&
    said.includes('connection received')
  ) {
    throw new Error(`PostgreSQL was asked all the same:\n${said}`);
  }
}

async function tryTheBrowser(port: number): Promise<void> {
  await check('Alice signs in with a browser and asks with the cookie', async () => {
    const { browser } = await signInWithBrowserFlow(loginUrl(port), 'alice');
    const response = await browser.fetch(queryUrl(port), {
      method: 'POST',
      headers: { 'Content-Type': 'application/json', Origin: new URL(loginUrl(port)).origin },
      body: queryBody(),
    });
    compare(await response.json(), { row: ['alice', '72'] });
  });
}

async function stopDemo(demo: RunningDemo, signal: NodeJS.Signals): Promise<void> {
  await check(`After ${signal} no process, folder or state file is left`, async () => {
    const { state } = demo;
    process.kill(state.pid, signal);
    const { code } = await demo.process.exited;
    if (signal === 'SIGINT' && code !== 0) throw new Error(`It ended with ${String(code)}.`);
    const pids = [state.pid, ...state.others];
    await until('all processes are gone', STOP_PATIENCE_MS, () => !pids.some(isAlive));
    if (existsSync(state.folder)) throw new Error(`${state.folder} is still there.`);
    if (existsSync(stateFileOf(state))) throw new Error('The state file is still there.');
    for (const port of [state.port, Number(new URL(state.issuer).port)]) {
      if (!(await isPortFree(port))) throw new Error(`Port ${String(port)} is still taken.`);
    }
  });
}

async function until(what: string, patienceMs: number, holds: () => boolean): Promise<void> {
  const deadline = Date.now() + patienceMs;
  while (!holds()) {
    if (Date.now() > deadline) throw new Error(`Waited in vain until ${what}.`);
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}

main().catch(fail);
