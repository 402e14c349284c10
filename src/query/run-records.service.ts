import { createHash } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import {
  type AuditCaller,
  type AuditOutcomeKind,
  AuditService,
  type OpenAct,
} from '../audit/audit.service.js';
import type { Principal } from '../auth/principal.js';
import type { Problem } from '../common/problem.js';
import type { DatabaseCaller } from '../connection/caller.js';
import { auditIdentity, auditTarget } from '../connection/connection.service.js';
import { statementProblem } from '../connection/statement-failure.js';
import type { Execution } from './executions/execution.js';
import { Executions } from './executions/executions.js';
import { Idempotency, type KeyClaim } from './idempotency.js';
import { fingerprintOf } from './idempotency-key.js';
import type { SessionQueryDto } from './query.dto.js';

/** What is about to be run, by whom and where. */
export interface RunIntent {
  readonly caller: DatabaseCaller;
  readonly auditCaller: AuditCaller & { readonly principal: Principal };
  readonly query: SessionQueryDto;
  /** Of the header; undefined where there is none. */
  readonly idempotencyKey: string | undefined;
}

/** What is on record of a run that has not ended. */
export interface OpenRecord {
  readonly act: OpenAct;
  readonly claim: KeyClaim | undefined;
}

/** How a run ended. */
export interface RunOutcome {
  readonly outcome: AuditOutcomeKind;
  readonly problem: Problem | undefined;
}

/** Everything that is kept of a run: who may watch it, its key, the audit. */
@Injectable()
export class RunRecords {
  constructor(
    private readonly audit: AuditService,
    private readonly executions: Executions,
    private readonly idempotency: Idempotency,
  ) {}

  /**
   * To be called before anything is opened for the run; nothing may be sent to PostgreSQL before it
   * resolves.
   *
   * @throws Problem `already-executed`, `idempotency-key-reused`, `audit-unavailable`,
   *   `store-unavailable`
   */
  async open(intent: RunIntent, execution: Execution): Promise<OpenRecord> {
    this.executions.add(execution);
    let claim: KeyClaim | undefined;
    try {
      claim = await this.#claim(intent, execution);
      return { act: await this.#begin(intent, execution), claim };
    } catch (error) {
      const outcome = { outcome: 'failed', problem: statementProblem(error) } as const;
      if (claim !== undefined) await this.#settle(claim, execution, outcome);
      execution.finish(outcome);
      throw error;
    }
  }

  /** Never rejects. */
  async close(record: OpenRecord, execution: Execution, run: RunOutcome): Promise<void> {
    const { outcome, problem } = run;
    await this.audit.end(record.act, {
      outcome,
      rows: execution.rows,
      bytes: execution.bytes,
      statements: execution.statements,
      ...(problem === undefined ? {} : { problem }),
      ...(execution.report === undefined ? {} : auditIdentity(execution.report)),
    });
    if (record.claim !== undefined) await this.#settle(record.claim, execution, run);
    execution.finish({ outcome, ...(problem === undefined ? {} : { problem }) });
  }

  async #claim(
    { auditCaller, query, idempotencyKey }: RunIntent,
    { facts }: Execution,
  ): Promise<KeyClaim | undefined> {
    if (idempotencyKey === undefined) return undefined;
    const { server, database, databaseSessionId } = facts;
    return this.idempotency.claim(auditCaller.principal, {
      key: idempotencyKey,
      fingerprint: fingerprintOf({ server: server.id, database, databaseSessionId, query }),
      executionId: facts.id,
    });
  }

  #begin({ caller, auditCaller, query }: RunIntent, { facts }: Execution): Promise<OpenAct> {
    const { databaseSessionId } = facts;
    return this.audit.begin(auditCaller, {
      action: facts.kind,
      ...auditTarget(caller, facts.database),
      ...(databaseSessionId === undefined ? {} : { databaseSessionId }),
      ...fingerprint(query.sql),
    });
  }

  #settle(claim: KeyClaim, execution: Execution, run: RunOutcome): Promise<void> {
    return this.idempotency.settle(claim, {
      sent: execution.statements > 0,
      outcome: run.outcome,
      rows: execution.rows,
      ...(run.problem === undefined ? {} : { problem: run.problem }),
    });
  }
}

/** What the audit keeps of the text: it may hold personal data and passwords. */
function fingerprint(sql: string): { sqlSha256: string; sqlBytes: number } {
  return {
    sqlSha256: createHash('sha256').update(sql).digest('hex'),
    sqlBytes: Buffer.byteLength(sql),
  };
}
