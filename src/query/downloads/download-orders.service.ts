import { Injectable } from '@nestjs/common';
import type { Principal } from '../../auth/principal.js';
import { Problem } from '../../common/problem.js';
import { Gate } from '../../connection/gate.js';
import type { ServerDefinition } from '../../servers/server-definition.js';
import type { CsvOptionsDto } from '../encode/csv-options.dto.js';
import { csvOptions } from '../encode/csv-options.js';
import type { SessionQueryDto } from '../query.dto.js';
import { planRun } from '../run-plan.js';
import { DatabaseSessions } from '../sessions/database-sessions.js';
import { SessionGate } from '../sessions/session-gate.js';
import type { DownloadOrder } from './download-order.js';
import type { CreateDownloadDto } from './downloads.dto.js';

/** Looks at what is to be downloaded before anything waits for it, so that a page hears what is wrong. */
@Injectable()
export class DownloadOrders {
  constructor(
    private readonly gate: Gate,
    private readonly sessions: DatabaseSessions,
    private readonly sessionGate: SessionGate,
  ) {}

  /**
   * Steps 1 to 3 of the gate, and the text. All of it is looked at again when the run begins.
   *
   * @throws Problem of the first that fails
   */
  async check(principal: Principal, body: CreateDownloadDto): Promise<DownloadOrder> {
    const where = await this.#where(principal, body);
    const query = queryOf(body);
    const options = optionsOf(body);
    csvOptions(options, { format: body.format }, query.maxRows !== undefined);
    await planRun(query);
    return { ...where, query, options, format: body.format };
  }

  async #where(principal: Principal, body: CreateDownloadDto): Promise<Where> {
    const { serverId, databaseSessionId, database } = body;
    if ((serverId === undefined) === (databaseSessionId === undefined)) throw eitherOr();
    if (databaseSessionId === undefined) {
      const { server } = await this.gate.admitCaller(principal, serverId ?? '');
      const { maintenanceDb } = server;
      return { server: nameOf(server), database: database ?? maintenanceDb, databaseSessionId };
    }
    if (database !== undefined) throw databaseOfSession();
    const session = this.sessions.get(principal, databaseSessionId);
    await this.sessionGate.admitCaller(principal, session);
    return { server: nameOf(session.server), database: session.database, databaseSessionId };
  }
}

type Where = Pick<DownloadOrder, 'server' | 'database' | 'databaseSessionId'>;

function nameOf({ id, name }: ServerDefinition): Where['server'] {
  return { id, name };
}

function queryOf({
  sql,
  params,
  namedParams,
  maxRows,
  timeoutMs,
}: CreateDownloadDto): SessionQueryDto {
  return {
    sql,
    ...(params === undefined ? {} : { params }),
    ...(namedParams === undefined ? {} : { namedParams }),
    ...(maxRows === undefined ? {} : { maxRows }),
    ...(timeoutMs === undefined ? {} : { timeoutMs }),
  };
}

function optionsOf(body: CreateDownloadDto): CsvOptionsDto {
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

function eitherOr(): Problem {
  return new Problem('validation-failed', {
    detail: 'Either serverId or databaseSessionId says where it is to run, and not both.',
    owner: 'user',
    errors: [{ pointer: '/serverId', detail: 'must stand alone, or databaseSessionId must' }],
  });
}

function databaseOfSession(): Problem {
  return new Problem('validation-failed', {
    detail: 'A database session has its database; leave "database" out.',
    owner: 'user',
    errors: [{ pointer: '/database', detail: 'must be left out with databaseSessionId' }],
  });
}
