import type { Browser } from '../../src/demo/browser.js';
import { SHOP_SERVER_ID } from '../../src/demo/house.js';
import { type Answer, readAnswer, type RunningService } from './running-service.js';

/** What `POST /sessions` answers, and the others of a session. */
export interface SessionBody {
  readonly id: string;
  readonly backendPid: number;
  readonly executionId: string | null;
  readonly transactionStatus: string | null;
  readonly [field: string]: unknown;
}

type Call = (method: string, path: string, body?: object, headers?: object) => Promise<Answer>;

/** One person's calls of pinned connections. */
export class SessionClient {
  private constructor(readonly call: Call) {}

  /** With an access token; a new one of that person unless told. */
  static async of(service: RunningService, person: string, token?: string): Promise<SessionClient> {
    const bearer = token ?? (await service.token(person));
    return new SessionClient((method, path, body, headers) =>
      service.call(bearer, method, path, body, headers),
    );
  }

  /** With the cookies of a browser. */
  static in(service: RunningService, browser: Browser): SessionClient {
    return new SessionClient(async (method, path, body, headers) => {
      const json = body === undefined ? {} : { 'Content-Type': 'application/json' };
      return readAnswer(
        await browser.fetch(`${service.origin}/api/v1${path}`, {
          method,
          headers: { ...json, ...headers },
          ...(body === undefined ? {} : { body: JSON.stringify(body) }),
        }),
      );
    });
  }

  /** Opens one on the shop, and expects that to succeed. */
  async open(body: object = {}): Promise<SessionBody> {
    const answer = await this.tryOpen(body);
    if (answer.status !== 201) throw new Error(`${String(answer.status)} ${answer.text}`);
    return answer.json;
  }

  tryOpen(body: object = {}): Promise<Answer> {
    return this.call('POST', '/sessions', { serverId: SHOP_SERVER_ID, ...body });
  }

  query(id: string, body: string | object, headers = {}): Promise<Answer> {
    const query = typeof body === 'string' ? { sql: body } : body;
    return this.call('POST', `/sessions/${id}/query`, query, headers);
  }

  /** The rows of a statement that succeeds. */
  async rows(id: string, sql: string): Promise<(string | null)[][]> {
    const answer = await this.query(id, sql);
    if (answer.status !== 200) throw new Error(`${String(answer.status)} ${answer.text}`);
    return answer.json.rows;
  }

  get(id: string): Promise<Answer> {
    return this.call('GET', `/sessions/${id}`);
  }

  async list(): Promise<SessionBody[]> {
    return (await this.call('GET', '/sessions')).json.sessions;
  }

  close(id: string): Promise<Answer> {
    return this.call('DELETE', `/sessions/${id}`);
  }

  async closeAll(): Promise<void> {
    for (const { id } of await this.list()) await this.close(id);
  }

  /** Starts a statement, and waits until the session says that it runs it. */
  async start(
    id: string,
    body: string | object,
  ): Promise<{ executionId: string; answer: Promise<Answer> }> {
    let early: Answer | undefined;
    const answer = this.query(id, body).then((ended) => (early = ended));
    while (early === undefined) {
      const { executionId } = (await this.get(id)).json;
      if (typeof executionId === 'string' && (await this.isRunning(executionId))) {
        return { executionId, answer };
      }
      await new Promise((resolve) => setTimeout(resolve, 10));
    }
    throw new Error(`It ended at once: ${early.text}`);
  }

  /** Runs on a connection of its own. */
  direct(sql: string): Promise<Answer> {
    return this.call('POST', `/servers/${SHOP_SERVER_ID}/query`, { sql });
  }

  cancel(executionId: string): Promise<Answer> {
    return this.call('DELETE', `/executions/${executionId}`);
  }

  private async isRunning(executionId: string): Promise<boolean> {
    const { json } = await this.call('GET', `/executions/${executionId}?activity=false`);
    return json.state === 'running';
  }
}
