import type { DatabaseCaller } from '../connection/caller.js';
import type { ConnectionService } from '../connection/connection.service.js';
import type { Ground } from './runs.service.js';

/** For which run, and where; the definition's maintenance database when left out. */
interface DirectRun {
  readonly requestId: string;
  readonly database: string | undefined;
}

/** A connection that is opened for one run and closed behind it. */
export function directGround(
  connections: ConnectionService,
  caller: DatabaseCaller,
  { requestId, database = caller.server.maintenanceDb }: DirectRun,
): Ground {
  return {
    database,
    take: (gone) => connections.lease(caller, { database, requestId, gone }),
    giveBack: (lease) => lease.release(),
  };
}
