import type { Problem } from '../common/problem.js';
import type { ServerDefinition } from '../servers/server-definition.js';

/** How long an answer holds, in milliseconds. */
export const FRESH_MS = 20_000;
const AT_ONCE = 8;

export interface Finding {
  readonly checkedAt: Date;
  /** What a connect would fail with; undefined when the server is there. */
  readonly problem: Problem | undefined;
}

interface Entry {
  readonly revision: number;
  readonly began: number;
  readonly found: Promise<void>;
  finding: Finding | undefined;
}

/** What was found of servers, for all who ask: one probe of each at a time, and every 20 seconds at most. */
export class ProbeCache {
  readonly #entries = new Map<string, Entry>();
  readonly #waiting: (() => void)[] = [];
  #running = 0;

  /**
   * @param probe never rejects
   * @param now milliseconds on a clock that nobody sets
   */
  constructor(
    private readonly probe: (server: ServerDefinition) => Promise<Problem | undefined>,
    private readonly now: () => number = () => performance.now(),
  ) {}

  /** @returns in the order of the servers; undefined where nothing was found by the time that `late` resolves */
  async find(
    servers: readonly ServerDefinition[],
    late: Promise<unknown>,
  ): Promise<readonly (Finding | undefined)[]> {
    this.#dropOld();
    const entries = servers.map((server) => this.#entryOf(server));
    await Promise.race([Promise.all(entries.map(({ found }) => found)), late]);
    return entries.map(({ finding }) => finding);
  }

  #entryOf(server: ServerDefinition): Entry {
    const known = this.#entries.get(server.id);
    if (known?.revision === server.revision) return known;
    const { promise, resolve } = withResolver();
    const { revision } = server;
    const entry: Entry = { revision, began: this.now(), found: promise, finding: undefined };
    this.#entries.set(server.id, entry);
    void this.#look(server, entry).then(resolve);
    return entry;
  }

  async #look(server: ServerDefinition, entry: Entry): Promise<void> {
    if (this.#running >= AT_ONCE) {
      const { promise, resolve } = withResolver();
      this.#waiting.push(resolve);
      await promise;
    } else this.#running += 1;
    try {
      const problem = await this.probe(server);
      entry.finding = { checkedAt: new Date(), problem };
    } finally {
      // The place goes to the next one, or is free.
      const next = this.#waiting.shift();
      if (next === undefined) this.#running -= 1;
      else next();
    }
  }

  #dropOld(): void {
    for (const [id, { began, finding }] of this.#entries) {
      if (finding !== undefined && this.now() - began >= FRESH_MS) this.#entries.delete(id);
    }
  }
}

function withResolver(): { promise: Promise<void>; resolve: () => void } {
  let resolve: () => void = () => undefined;
  const promise = new Promise<void>((done) => {
    resolve = done;
  });
  return { promise, resolve };
}
