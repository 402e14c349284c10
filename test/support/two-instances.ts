import { SessionEnds } from '../../src/auth/session-ends.js';
import { Browser } from '../../src/demo/browser.js';
import { findFreePort } from '../../src/demo/free-port.js';
import { SHOP_SERVER_ID } from '../../src/demo/house.js';
import { signInWithBrowserFlow } from '../../src/demo/sign-in.js';
import { readAnswer, RunningService, type ServiceOptions } from './running-service.js';

/** A statement of ten minutes. */
export interface LongQuery {
  /** Its text, which finds its backend. */
  readonly sql: string;
  readonly answer: ReturnType<typeof readAnswer>;
}

/** Two instances of the service on one store; what happens at one is heard by the other. */
export class TwoInstances {
  #queries = 0;

  private constructor(
    readonly first: RunningService,
    readonly second: RunningService,
  ) {}

  static async start(options: ServiceOptions = {}): Promise<TwoInstances> {
    const first = await RunningService.start(options);
    const port = await findFreePort();
    first.house.environment(port);
    const http = { ...first.config.http, port, publicOrigin: `http://localhost:${port}` };
    const second = await RunningService.open(first.house, { ...first.config, http });
    const both = new TwoInstances(first, second);
    await both.untilHeard();
    return both;
  }

  async stop(): Promise<void> {
    await this.second.app.close();
    await this.first.stop();
  }

  /** Waits until both hear what is told. */
  untilHeard(): Promise<void> {
    const all = [this.first, this.second];
    return until(() => all.every((service) => service.app.get(SessionEnds).current), 20_000);
  }

  /** Signs in at the first instance; browsers send cookies to both, as both are `localhost`. */
  async signIn(person: string, browser = new Browser()): Promise<Browser> {
    await signInWithBrowserFlow(`${this.first.origin}/api/v1/auth/login/oidc`, person, browser);
    return browser;
  }

  /** A call of the API by a browser, or by the bearer of a token. */
  async call(who: Browser | string, path: string, init: RequestInit = {}, service = this.first) {
    const url = `${service.origin}/api/v1${path}`;
    if (who instanceof Browser) return readAnswer(await who.fetch(url, init));
    const headers = { ...init.headers, Authorization: `Bearer ${who}` };
    return readAnswer(await fetch(url, { ...init, headers }));
  }

  async status(who: Browser | string, service = this.first): Promise<number> {
    return (await this.call(who, '/auth/me', {}, service)).status;
  }

  /** Starts a statement at the first instance, and waits until PostgreSQL runs it. */
  async startQuery(
    who: Browser | string,
    { accept = 'application/json', server = SHOP_SERVER_ID } = {},
  ): Promise<LongQuery> {
    const sql = `select pg_sleep(600), ${String(++this.#queries)}`;
    const answer = this.call(who, `/servers/${server}/query`, {
      method: 'POST',
      headers: { 'Content-Type': 'application/json', Accept: accept },
      body: JSON.stringify({ sql, timeoutMs: 600_000 }),
    });
    await until(async () => (await this.backends(sql)) === 1);
    return { sql, answer };
  }

  /** Backends that run this statement, or ran it last. */
  async backends(sql: string): Promise<number> {
    const text = `select 1 from pg_stat_activity where query = $1 and usename <> 'dba'`;
    return (await this.first.house.shop.sql(text, 'postgres', [sql])).length;
  }

  /** Seconds until PostgreSQL has no backend of the statement; fails after ten. */
  async secondsUntilGone({ sql }: LongQuery): Promise<number> {
    const startedAt = performance.now();
    await until(async () => (await this.backends(sql)) === 0);
    return (performance.now() - startedAt) / 1000;
  }
}

/** Waits for something to come about; ten seconds unless told. */
export async function until(met: () => boolean | Promise<boolean>, ms = 10_000): Promise<void> {
  const deadline = Date.now() + ms;
  while (!(await met())) {
    if (Date.now() > deadline) throw new Error('It did not come about in time.');
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}
