import type { Readable } from 'node:stream';
import { Injectable } from '@nestjs/common';
import type { AuditCaller } from '../audit/audit.service.js';
import type { DatabaseCaller } from '../connection/caller.js';
import { ConnectionService } from '../connection/connection.service.js';
import { type AnswerWish, Answers } from './answers.service.js';
import type { QueryDto } from './query.dto.js';
import { type Ground, QueryService } from './query.service.js';

/** Runs SQL on a connection that is opened for the request and closed behind it. */
@Injectable()
export class DirectQueries {
  constructor(
    private readonly connections: ConnectionService,
    private readonly queries: QueryService,
    private readonly answers: Answers,
  ) {}

  /** @throws Problem */
  async run(
    who: { readonly caller: DatabaseCaller; readonly auditCaller: AuditCaller },
    query: QueryDto,
    wish: AnswerWish,
  ): Promise<Buffer | Readable> {
    const maxRows = this.answers.maxRows(wish, query.maxRows);
    const ground = this.#ground(who, query.database ?? who.caller.server.maintenanceDb);
    const run = await this.queries.begin({ ...who, query, ground, maxRows, gone: wish.gone });
    const explain = query.explain !== undefined;
    const maxRowsAsked = query.maxRows !== undefined;
    return this.answers.answer(run, wish, { maxRows, maxRowsAsked, pinned: false, explain });
  }

  #ground(
    { caller, auditCaller }: { readonly caller: DatabaseCaller; readonly auditCaller: AuditCaller },
    database: string,
  ): Ground {
    const { requestId } = auditCaller;
    return {
      database,
      take: (gone) => this.connections.lease(caller, { database, requestId, gone }),
      giveBack: (lease) => lease.release(),
    };
  }
}
