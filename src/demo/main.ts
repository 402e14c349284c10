import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { demoPort } from './demo-port.js';
import { REPOSITORY, tidyStateFolder, writeState } from './demo-state.js';
import { fail } from './failure.js';
import { isPortFree } from './free-port.js';
import type { GuardedProcess } from './guard.js';
import { type House, SHOP_SERVER_ID, startHouse } from './house.js';
import { PARTNER_PEOPLE } from './partner.js';
import { fetchAccessToken } from './sign-in.js';
import { connectUrl, type Expected, type Step, tourSteps } from './tour.js';
import { WAREHOUSE_INIT } from './warehouse.js';
import { welcomeText } from './welcome.js';

const SERVICE = join(REPOSITORY, 'dist', 'src', 'main.js');
const READY_PATIENCE_MS = 60_000;
const POLL_MS = 50;

/** `npm run demo`: the whole house and the built service in it, until it is told to stop. */
async function main(): Promise<void> {
  const port = demoPort();
  if (!existsSync(SERVICE)) throw new Error('The service is not built yet: npm run build');
  if (!(await isPortFree(port))) {
    const other = port === 65_535 ? port - 1 : port + 1;
    throw new Error(
      `Port ${String(port)} is taken. Choose another one: PORT=${String(other)} npm run demo`,
    );
  }
  const begin = performance.now();
  const told = stopRequest();
  const house = await startHouse({
    withPartner: true,
    extraInit: WAREHOUSE_INIT,
    welcome: welcomeText(),
  });
  // curl keeps the mode of a file that is there; the cookie in it is an administrator's.
  writeFileSync(join(house.folder, 'admin.cookies'), '', { mode: 0o600 });
  try {
    const service = await startService(house, port);
    const failed = await Promise.race([told, untilReady(house, service, port)]);
    if (failed !== 'stop') {
      leaveState(house, service, port);
      await openFirst(house, port);
      await announce(house, port, (performance.now() - begin) / 1000);
      const end = await Promise.race([told, service.exited]);
      if (end !== 'stop') throw new Error(`The service has ended.\n${serviceLog(house)}`);
    }
    process.stdout.write('\nStopping ...\n');
  } finally {
    await house.stop();
    tidyStateFolder();
  }
  process.stdout.write('Stopped. Nothing is left.\n');
}

/** Settles at Ctrl-C, SIGTERM, a closed terminal, or when the npm that runs us was killed. */
function stopRequest(): Promise<'stop'> {
  return new Promise((resolve) => {
    const stop = (): void => {
      resolve('stop');
    };
    for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, stop);
    if (process.env['npm_lifecycle_event'] === undefined) return;
    const parent = process.ppid;
    setInterval(() => {
      if (process.ppid !== parent) stop();
    }, 500).unref();
  });
}

function startService(house: House, port: number): Promise<GuardedProcess> {
  return house.guard.run({
    file: process.execPath,
    args: ['--enable-source-maps', SERVICE],
    cwd: REPOSITORY,
    env: house.environment(port),
    logFile: serviceLogFile(house),
  });
}

/** @throws if the service ends, or is not ready in a minute. */
async function untilReady(house: House, service: GuardedProcess, port: number): Promise<void> {
  const deadline = Date.now() + READY_PATIENCE_MS;
  while (!service.hasEnded() && Date.now() < deadline) {
    if (await isReady(port)) return;
    await new Promise((resolve) => setTimeout(resolve, POLL_MS));
  }
  const what = service.hasEnded()
    ? 'The service did not start.'
    : 'The service is not ready after a minute.';
  throw new Error(`${what}\n${serviceLog(house)}`);
}

async function isReady(port: number): Promise<boolean> {
  try {
    const response = await fetch(`http://127.0.0.1:${String(port)}/health/ready`, {
      signal: AbortSignal.timeout(2000),
    });
    await response.body?.cancel();
    return response.status === 200;
  } catch {
    return false;
  }
}

/**
 * Has the people of the company come before those of the partner with their names: a role belongs to
 * whoever comes first, and a visitor may try the partner's button first.
 */
async function openFirst({ identityProvider, partner }: House, port: number): Promise<void> {
  if (partner === undefined) return;
  for (const { name } of PARTNER_PEOPLE) {
    const token = await fetchAccessToken(identityProvider, name);
    const response = await fetch(connectUrl(port), {
      method: 'POST',
      headers: { Authorization: `Bearer ${token}`, 'Content-Type': 'application/json' },
      body: '{}',
    });
    if (!response.ok) throw new Error(`${name} was not let in: ${await response.text()}`);
  }
}

/** Tells other commands where this demo is. The guard removes the file with everything else. */
function leaveState(house: House, service: GuardedProcess, port: number): void {
  const { identityProvider, partner, guard, shop, store, folder } = house;
  const stateFile = writeState({
    pid: process.pid,
    others: [guard.pid, service.pid, shop.pid, store.pid].filter((pid) => pid !== undefined),
    port,
    issuer: identityProvider.issuer,
    audience: identityProvider.audience,
    partnerIssuer: partner?.issuer ?? '',
    folder,
    postgresLog: shop.logFile,
  });
  guard.own(stateFile);
}

async function announce(house: House, port: number, seconds: number): Promise<void> {
  const { identityProvider, partner, shop, admin, folder } = house;
  const [version] = await shop.sql('select version() as text');
  const steps = tourSteps({
    port,
    adminUsername: admin.username,
    adminPassword: admin.password,
    cookieFile: join(folder, 'admin.cookies'),
  });
  process.stdout.write(`
Open http://localhost:${String(port)}/ in a browser. Signing in is one click on alice, bob, carol,
postgres or dana (an admin); the page has three things to try.

pg-usher is up after ${seconds.toFixed(1)} s: the service, ${String(version?.['text']).split(' on ')[0] ?? ''} with TLS,
the company's OpenID Connect provider ${identityProvider.issuer}, and a partner's,
${partner?.issuer ?? ''}, all on this machine only.

With curl, in another terminal, in this folder; the server ID is ${SHOP_SERVER_ID}:

${steps.map(stepText).join('\n')}
The local admin is "${admin.username}" with the password "${admin.password}".
PostgreSQL's log, which names each person:  ${shop.logFile}
The service's log:                          ${serviceLogFile(house)}

Ctrl-C stops everything and leaves nothing behind.
`);
}

function stepText({ title, lines, expected }: Step): string {
  const answer = answerOf(expected);
  return `  # ${title}: ${answer}\n${lines.map((line) => `  ${line}\n`).join('')}`;
}

function answerOf(expected: Expected): string {
  if ('code' in expected) return expected.code;
  if ('row' in expected) return expected.row.join(', ');
  return Object.values(expected.fields).map(String).join(', ');
}

function serviceLogFile(house: House): string {
  return join(house.folder, 'service.log');
}

function serviceLog(house: House): string {
  // It goes with the folder, and the folder with a guard that somebody killed.
  if (!existsSync(serviceLogFile(house))) return 'Its log is gone, too.';
  const lines = readFileSync(serviceLogFile(house), 'utf8').trimEnd().split('\n');
  return ['Its last words:', ...lines.slice(-15)].join('\n');
}

main().then(() => process.exit(0), fail);
