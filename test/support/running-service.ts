import { ConsoleLogger } from '@nestjs/common';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { Test } from '@nestjs/testing';
import { AppModule } from '../../src/app.module.js';
import { createAdapter, setUpApp } from '../../src/app.setup.js';
import type { AppConfig } from '../../src/config/config.js';
import { loadConfig } from '../../src/config/load-config.js';
import { WEB_FOLDER } from '../../src/page/web-folder.js';
import { findFreePort } from '../../src/demo/free-port.js';
import { type House, type HouseOptions, SHOP_SERVER_ID, startHouse } from '../../src/demo/house.js';
import { fetchAccessToken } from '../../src/demo/sign-in.js';
import { type ContractFaults, watchAnswers } from './contract-watch.js';

export interface Answer {
  readonly status: number;
  readonly headers: Headers;
  readonly text: string;
  /** The body as JSON; undefined where it is none. */
  readonly json: any;
}

export interface ServiceOptions {
  readonly house?: HouseOptions;
  readonly environment?: Readonly<Record<string, string | undefined>>;
  /** Changes of the validated configuration, for limits that a test wants small. */
  readonly query?: Partial<AppConfig['query']>;
  readonly session?: Partial<AppConfig['session']>;
  /** Where the built page is, instead of where a build puts it. */
  readonly webFolder?: string;
}

/** The service in this process, on the demo's house, with a token for whoever is asked for. */
export class RunningService {
  /** Of those that were started in the place of the first. */
  readonly #laterFaults: ContractFaults[] = [];

  private constructor(
    readonly house: House,
    public app: NestFastifyApplication,
    readonly config: AppConfig,
    readonly origin: string,
    readonly contractFaults: ContractFaults,
  ) {}

  static async start(options: ServiceOptions = {}): Promise<RunningService> {
    const house = await startHouse(options.house);
    try {
      const port = await findFreePort();
      const config = loadConfig({
        ...house.environment(port),
        RATE_LIMIT_LOGIN_PER_MINUTE: '1000000',
        ...options.environment,
      });
      const merged = {
        ...config,
        query: { ...config.query, ...options.query },
        session: { ...config.session, ...options.session },
      };
      return await RunningService.open(house, merged, options.webFolder);
    } catch (error) {
      await house.stop();
      throw error;
    }
  }

  /** Another instance in the same house. */
  static async open(house: House, config: AppConfig, webFolder?: string): Promise<RunningService> {
    const builder = Test.createTestingModule({ imports: [AppModule.forRoot(config)] });
    if (webFolder !== undefined) builder.overrideProvider(WEB_FOLDER).useValue(webFolder);
    const module = await builder.setLogger(new SilentLogger()).compile();
    const app = module.createNestApplication<NestFastifyApplication>(
      createAdapter(config.http.trustedProxies),
      {
        bodyParser: false,
      },
    );
    const faults = watchAnswers(app);
    await setUpApp(app);
    await app.listen({ host: config.http.host, port: config.http.port });
    return new RunningService(house, app, config, config.http.publicOrigin, faults);
  }

  /** @throws Error where an answer was not as the contract says */
  async stop(): Promise<void> {
    await this.app.close();
    await this.house.stop();
    const faults = [this.contractFaults, ...this.#laterFaults].flatMap((some) => [...some]);
    if (faults.length > 0) throw new Error(`Not as openapi.json says:\n${faults.join('\n')}`);
  }

  /** Stops the service alone, as a SIGTERM does; {@link startAgain} starts another in its place. */
  async halt(): Promise<void> {
    await this.app.close();
  }

  /** As {@link halt}, but whoever is connected hears no more of it. */
  async kill(): Promise<void> {
    const server = this.app.getHttpServer();
    server.close();
    server.closeAllConnections();
    await this.app.close();
  }

  /** At the same address, on the same store. */
  async startAgain({
    webFolder,
    query,
  }: Pick<ServiceOptions, 'webFolder' | 'query'> = {}): Promise<void> {
    const config = { ...this.config, query: { ...this.config.query, ...query } };
    const next = await RunningService.open(this.house, config, webFolder);
    this.app = next.app;
    this.#laterFaults.push(next.contractFaults);
  }

  token(person: string): Promise<string> {
    return fetchAccessToken(this.house.identityProvider, person);
  }

  async fetch(path: string, init: RequestInit = {}): Promise<Answer> {
    const response = await fetch(`${this.origin}${path}`, { redirect: 'manual', ...init });
    return readAnswer(response);
  }

  /** A call of the API as the bearer of a token. */
  async call(
    token: string | undefined,
    method: string,
    path: string,
    body?: unknown,
    headers = {},
  ) {
    return this.fetch(`/api/v1${path}`, {
      method,
      headers: {
        ...(token === undefined ? {} : { Authorization: `Bearer ${token}` }),
        ...(body === undefined ? {} : { 'Content-Type': 'application/json' }),
        ...headers,
      },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
  }

  async query(token: string | undefined, body: object, headers = {}): Promise<Answer> {
    return this.call(token, 'POST', `/servers/${SHOP_SERVER_ID}/query`, body, headers);
  }

  /** Rows of the audit, oldest first. */
  async audit(where = 'true'): Promise<Record<string, any>[]> {
    return this.house.store.sql(`select * from audit_event where ${where} order by id`, 'usher');
  }

  /** Backends of the shop that belong to people (not to the test's administrator). */
  async backends(): Promise<number> {
    const [row] = await this.house.shop.sql(
      `select count(*)::int as n from pg_stat_activity
        where backend_type = 'client backend' and usename is distinct from 'dba'`,
    );
    return Number(row?.['n']);
  }

  /** Waits until nobody is connected to the shop; false when somebody still is after 2 seconds. */
  async noBackendLeft(): Promise<boolean> {
    const deadline = Date.now() + 2000;
    while (Date.now() < deadline) {
      if ((await this.backends()) === 0) return true;
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
    return (await this.backends()) === 0;
  }

  /** What PostgreSQL's log got since the last look. */
  async logSince(mark: number): Promise<string> {
    return (await this.house.shop.log()).slice(mark);
  }

  async logMark(): Promise<number> {
    return (await this.house.shop.log()).length;
  }
}

/** What the service logs is expected here; what a test expects is in its assertions. */
class SilentLogger extends ConsoleLogger {
  override printMessages(): void {
    // Nothing.
  }
}

export async function readAnswer(response: Response): Promise<Answer> {
  const text = await response.text();
  return { status: response.status, headers: response.headers, text, json: parse(text) };
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
