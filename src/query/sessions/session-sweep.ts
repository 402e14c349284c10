import {
  type BeforeApplicationShutdown,
  Injectable,
  type OnApplicationBootstrap,
} from '@nestjs/common';
import { Problem } from '../../common/problem.js';
import { ServersService } from '../../servers/servers.service.js';
import { closingFor } from './closing.js';
import { DatabaseSessions } from './database-sessions.js';

/** How often the definitions behind the open sessions are looked at, in milliseconds. */
const SWEEP_MS = 4000;

/**
 * Closes what was opened by a definition that has been changed or removed since, on whichever
 * instance: within five seconds where nothing runs, else once the statement is over, which is what
 * happens to a statement on a connection of its own as well.
 */
@Injectable()
export class SessionSweep implements OnApplicationBootstrap, BeforeApplicationShutdown {
  #timer: NodeJS.Timeout | undefined;
  #sweeping: Promise<void> | undefined;

  constructor(
    private readonly sessions: DatabaseSessions,
    private readonly servers: ServersService,
  ) {}

  onApplicationBootstrap(): void {
    this.#timer = setInterval(() => void this.sweep(), SWEEP_MS).unref();
  }

  async beforeApplicationShutdown(): Promise<void> {
    clearInterval(this.#timer);
    await this.#sweeping;
  }

  /** One look at a time. Does not reject while our store is away: nothing is known then. */
  sweep(): Promise<void> {
    this.#sweeping ??= this.#sweep().finally(() => {
      this.#sweeping = undefined;
    });
    return this.#sweeping;
  }

  async #sweep(): Promise<void> {
    const open = this.sessions.all();
    if (open.length === 0) return;
    try {
      const revisions = await this.servers.revisions([
        ...new Set(open.map(({ server }) => server.id)),
      ]);
      for (const session of open) {
        const { id, revision } = session.server;
        if (revisions.get(id) !== revision) session.retire(closingFor('definition-changed'));
      }
    } catch (error) {
      if (!(error instanceof Problem)) throw error;
    }
  }
}
