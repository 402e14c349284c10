import { Injectable } from '@nestjs/common';
import {
  type AuditCaller,
  type AuditIntent,
  AuditService,
  type OpenAct,
} from '../audit/audit.service.js';
import type { Problem } from '../common/problem.js';
import { outcomeOf } from './act-outcome.js';
import type { DatabaseCaller } from './caller.js';
import { auditIdentity, auditTarget, ConnectionService } from './connection.service.js';
import type { Lease } from './lease.js';
import { LiveWork, type Work } from './live-work.js';
import { statementProblem } from './statement-failure.js';

/** Something of ours that is done as the person, on a connection of its own. */
export interface Act {
  readonly action: AuditIntent['action'];
  /** The definition's maintenance database when left out. */
  readonly database?: string | undefined;
  /** Aborts when nobody waits for the answer any more. */
  readonly gone: AbortSignal;
}

/**
 * Statements that pg-usher itself writes and runs as the person (the catalog, for one): intent,
 * lease, statements, outcome. What is opened here is closed here.
 */
@Injectable()
export class Acts {
  constructor(
    private readonly connections: ConnectionService,
    private readonly audit: AuditService,
    private readonly liveWork: LiveWork,
  ) {}

  /**
   * @param run gets the lease and a signal that aborts with the caller, or with the caller's session
   * @throws Problem
   */
  async run<T>(
    caller: DatabaseCaller,
    auditCaller: AuditCaller,
    act: Act,
    run: (lease: Lease, signal: AbortSignal) => Promise<T>,
  ): Promise<T> {
    const { database = caller.server.maintenanceDb } = act;
    // First, so that an end which comes while the intent is written is heard.
    const work = this.liveWork.begin(auditCaller);
    const open = await this.#intend({ caller, auditCaller, act }, work);
    let problem: Problem | undefined;
    let lease: Lease | undefined;
    try {
      const gone = AbortSignal.any([act.gone, work.signal]);
      const { requestId } = auditCaller;
      lease = await this.connections.lease(caller, { database, requestId, gone });
      return await run(lease, gone);
    } catch (error) {
      problem = statementProblem(error);
      throw problem;
    } finally {
      await lease?.release();
      await this.audit.end(open, {
        outcome: outcomeOf(problem, act.gone),
        ...(problem === undefined ? {} : { problem }),
        ...(lease === undefined ? {} : auditIdentity(lease.report)),
      });
      // Last, for a stop of this process waits for it.
      work.over();
    }
  }

  async #intend(
    {
      caller,
      auditCaller,
      act: { action, database = caller.server.maintenanceDb },
    }: { readonly caller: DatabaseCaller; readonly auditCaller: AuditCaller; readonly act: Act },
    work: Work,
  ): Promise<OpenAct> {
    try {
      return await this.audit.begin(auditCaller, { action, ...auditTarget(caller, database) });
    } catch (error) {
      work.over();
      throw error;
    }
  }
}
