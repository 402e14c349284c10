import { Injectable } from '@nestjs/common';
import type { Principal } from '../../auth/principal.js';
import { Gate } from '../../connection/gate.js';
import type { ServerDefinition } from '../../servers/server-definition.js';
import type { CsvOptionsDto } from '../encode/csv-options.dto.js';
import { csvOptions } from '../encode/csv-options.js';
import type { SessionQueryDto } from '../query.dto.js';
import { planRun } from '../run-plan.js';
import { DatabaseSessions } from '../sessions/database-sessions.js';
import { SessionGate } from '../sessions/session-gate.js';
import type { DownloadOrder } from './download-order.js';
import type { CreateDownloadDto, CreateSessionDownloadDto } from './downloads.dto.js';

/** Looks at what is to be downloaded before anything waits for it, so that a page hears what is wrong. */
@Injectable()
export class DownloadOrders {
  constructor(
    private readonly gate: Gate,
    private readonly sessions: DatabaseSessions,
    private readonly sessionGate: SessionGate,
  ) {}

  /**
   * On a connection of its own. Steps 1 to 3 of the gate, and the text. All of it is looked at again
   * when the run begins.
   *
   * @throws Problem of the first that fails
   */
  async onServer(
    principal: Principal,
    { serverId, database, ...wanted }: CreateDownloadDto,
  ): Promise<DownloadOrder> {
    const { server } = await this.gate.admitCaller(principal, serverId);
    const place = { server: nameOf(server), database: database ?? server.maintenanceDb };
    return orderOf({ ...place, databaseSessionId: undefined }, wanted);
  }

  /**
   * On a pinned connection, looked at in the same way.
   *
   * @throws Problem of the first that fails
   */
  async onSession(
    principal: Principal,
    databaseSessionId: string,
    wanted: CreateSessionDownloadDto,
  ): Promise<DownloadOrder> {
    const session = this.sessions.get(principal, databaseSessionId);
    await this.sessionGate.admitCaller(principal, session);
    const { server, database } = session;
    return orderOf({ server: nameOf(server), database, databaseSessionId }, wanted);
  }
}

type Place = Pick<DownloadOrder, 'server' | 'database' | 'databaseSessionId'>;

/** @throws Problem where the text, or an option, cannot be what it says */
async function orderOf(place: Place, wanted: CreateSessionDownloadDto): Promise<DownloadOrder> {
  const query = queryOf(wanted);
  const options = optionsOf(wanted);
  const { format } = wanted;
  csvOptions(options, { format }, query.maxRows !== undefined);
  await planRun(query);
  return { ...place, query, options, format };
}

function nameOf({ id, name }: ServerDefinition): Place['server'] {
  return { id, name };
}

function queryOf({
  sql,
  params,
  namedParams,
  maxRows,
  timeoutMs,
}: CreateSessionDownloadDto): SessionQueryDto {
  return {
    sql,
    ...(params === undefined ? {} : { params }),
    ...(namedParams === undefined ? {} : { namedParams }),
    ...(maxRows === undefined ? {} : { maxRows }),
    ...(timeoutMs === undefined ? {} : { timeoutMs }),
  };
}

function optionsOf(body: CreateSessionDownloadDto): CsvOptionsDto {
  const { header, delimiter, bom, null: nullText, escapeFormulas, filename = 'query' } = body;
  return {
    filename,
    ...(header === undefined ? {} : { header }),
    ...(delimiter === undefined ? {} : { delimiter }),
    ...(bom === undefined ? {} : { bom }),
    ...(nullText === undefined ? {} : { null: nullText }),
    ...(escapeFormulas === undefined ? {} : { escapeFormulas }),
  };
}
