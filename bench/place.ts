import { randomBytes } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { REPOSITORY } from '#demo/demo-state.js';
import { findFreePort, isPortFree } from '#demo/free-port.js';
import type { GuardedProcess } from '#demo/guard.js';
import { type House, SHOP_SERVER_ID, startHouse } from '#demo/house.js';
import type { PostgresMajor } from '#demo/postgres-binaries.js';
import { SHOP_HBA } from '#demo/shop.js';
import { fetchAccessToken, signInWithBrowserFlow } from '#demo/sign-in.js';

/** Where the compiled benchmarks stand. */
export const PROGRAMS = join(REPOSITORY, 'build', 'bench');

const READY_PATIENCE_MS = 60_000;
const POLL_MS = 50;

/** For those who cannot show a client certificate: a role with a password, over TLS all the same. */
const PASSWORD_ROLE = 'bench_password';
const PASSWORD_HBA = ['127.0.0.1/32', '::1/128']
  .map((address) => `hostssl  shop  ${PASSWORD_ROLE}  ${address}  scram-sha-256`)
  .join('\n');

/** A server of ours or of somebody else's, as a process of its own. */
export interface Served {
  readonly pid: number;
  readonly origin: string;
  /** Everything it has said. */
  log(): string;
  stop(): Promise<void>;
}

export interface Program {
  /** For its log. */
  readonly name: string;
  /** Arguments of node. */
  readonly args: readonly string[];
  readonly env: (port: number) => Readonly<Record<string, string>>;
  /** Answers 200 once it can be used. */
  readonly readyPath: string;
  /** Of such that take the port behind theirs, too. */
  readonly ports?: 1 | 2;
}

/** How a person, or a program in their place, reaches the demo's PostgreSQL with the certificate. */
export interface DirectConnection {
  readonly host: string;
  readonly port: number;
  readonly database: string;
  readonly user: string;
  readonly caFile: string;
  readonly certFile: string;
  readonly keyFile: string;
}

/** The demo's house with servers in it; everything in it ends with it. */
export class Place {
  readonly #password: string;

  private constructor(
    readonly house: House,
    password: string,
  ) {
    this.#password = password;
  }

  /**
   * PostgreSQL with TLS and certificates, its log without statements (everybody would pay for it),
   * and without scans that begin in the middle because another one is under way.
   */
  static async open(postgres: PostgresMajor): Promise<Place> {
    const password = randomBytes(24).toString('base64url');
    const house = await startHouse({
      postgres,
      hba: `${PASSWORD_HBA}\n${SHOP_HBA}`,
      extraInit: [
        { sql: `create role ${PASSWORD_ROLE} login password '${password}' in role usher_users` },
      ],
      settings: { synchronize_seqscans: false, log_statement: 'none', max_wal_size: '8GB' },
    });
    return new Place(house, password);
  }

  /** The service as `npm start` runs it, with further options of node in front. */
  startService(
    nodeArgs: readonly string[] = [],
    env: Record<string, string> = {},
  ): Promise<Served> {
    return this.serve({
      name: 'service',
      args: [...nodeArgs, ...startArguments()],
      env: (port) => ({
        ...this.house.environment(port),
        RATE_LIMIT_LOGIN_PER_MINUTE: '1000000',
        ...env,
      }),
      readyPath: '/health/ready',
    });
  }

  /** @throws Error with its last words if it ends, or is not ready in a minute */
  async serve({ name, args, env, readyPath, ports = 1 }: Program): Promise<Served> {
    const port = await freePorts(ports);
    const logFile = join(this.house.folder, `${name}-${port}.log`);
    const child = await this.house.guard.run({
      file: process.execPath,
      args: [...args],
      cwd: REPOSITORY,
      env: { PATH: process.env['PATH'] ?? '/usr/bin:/bin', ...env(port) },
      logFile,
    });
    const served: Served = {
      pid: child.pid,
      origin: `http://127.0.0.1:${port}`,
      log: () => readFileSync(logFile, 'utf8'),
      stop: () => child.stop(),
    };
    await untilReady(child, served, readyPath);
    return served;
  }

  token(person: string): Promise<string> {
    return fetchAccessToken(this.house.identityProvider, person);
  }

  /** The cookies of a person's browser after signing in. */
  async cookie({ origin }: Served, person: string): Promise<string> {
    const site = publicOrigin(origin);
    const { browser, response } = await signInWithBrowserFlow(
      `${site}/api/v1/auth/login?returnTo=/api/v1/auth/me`,
      person,
    );
    if (response.status !== 200) throw new Error(`Signing in ended with ${response.status}.`);
    return browser.cookieHeader(site);
  }

  direct(user: string): DirectConnection {
    const { pki, shop } = this.house;
    const { caFile, certFile, keyFile } = pki;
    return {
      host: 'localhost',
      port: shop.port,
      database: 'shop',
      user,
      caFile,
      certFile,
      keyFile,
    };
  }

  /** For a peer that takes an address with a password, and verifies the server. */
  passwordUrl(): string {
    const { port } = this.house.shop;
    return `postgresql://${PASSWORD_ROLE}:${this.#password}@localhost:${port}/shop?sslmode=verify-full`;
  }

  close(): Promise<void> {
    return this.house.stop();
  }
}

/** Where the service takes queries for the demo's PostgreSQL. */
export const QUERY_PATH = `/api/v1/servers/${SHOP_SERVER_ID}/query`;

/** As browsers know it; the service's cookies and its check of the origin go by that name. */
export function publicOrigin(origin: string): string {
  return origin.replace('127.0.0.1', 'localhost');
}

/** What `npm start` gives to node. */
function startArguments(): string[] {
  const { scripts } = JSON.parse(readFileSync(join(REPOSITORY, 'package.json'), 'utf8')) as {
    scripts: { start: string };
  };
  const [node, ...args] = scripts.start.split(' ');
  if (node !== 'node') throw new Error(`npm start is not node any more: ${scripts.start}`);
  return args;
}

async function freePorts(count: 1 | 2): Promise<number> {
  for (;;) {
    const port = await findFreePort();
    if (count === 1 || (port < 65_535 && (await isPortFree(port + 1)))) return port;
  }
}

async function untilReady(child: GuardedProcess, served: Served, path: string): Promise<void> {
  const deadline = Date.now() + READY_PATIENCE_MS;
  while (!child.hasEnded() && Date.now() < deadline) {
    if (await answers(`${served.origin}${path}`)) return;
    await new Promise((resolve) => setTimeout(resolve, POLL_MS));
  }
  const lastWords = served.log().trimEnd().split('\n').slice(-15).join('\n');
  throw new Error(`It did not start:\n${lastWords}`);
}

async function answers(url: string): Promise<boolean> {
  try {
    const response = await fetch(url, { signal: AbortSignal.timeout(2000) });
    await response.body?.cancel();
    return response.status === 200;
  } catch {
    return false;
  }
}
