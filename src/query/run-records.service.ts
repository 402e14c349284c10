import { Injectable } from '@nestjs/common';
import { type AuditCaller, AuditService, type OpenAct } from '../audit/audit.service.js';
import type { AuditOutcomeKind } from '../audit/outcome-kinds.js';
import type { Principal } from '../auth/principal.js';
import type { Problem } from '../common/problem.js';
import type { DatabaseCaller } from '../connection/caller.js';
import { auditIdentity, auditTarget } from '../connection/connection.service.js';
import { statementProblem } from '../connection/statement-failure.js';
import { HistoryService } from '../history/history.service.js';
import { statementClass } from '../sql/statement-class.js';
import type { Execution } from './executions/execution.js';
import { Executions } from './executions/executions.js';
import { Idempotency, type KeyClaim } from './idempotency.js';
import { fingerprintOf, sha256 } from './idempotency-key.js';

/** What is about to be run, by whom and where. */
export interface RunIntent {
  readonly caller: DatabaseCaller;
  readonly auditCaller: AuditCaller & { readonly principal: Principal };
  /** The whole text, as it was sent. */
  readonly sql: string;
  /** Undefined where the request has no `Idempotency-Key`. */
  readonly keyed?: { readonly key: string; readonly request: object } | undefined;
}

/** What is on record of a run that has not ended. */
export interface OpenRecord {
  readonly intent: RunIntent;
  readonly act: OpenAct;
  readonly claim: KeyClaim | undefined;
}

/** How a run ended. */
export interface RunOutcome {
  readonly outcome: AuditOutcomeKind;
  readonly problem: Problem | undefined;
}

/**
 * Everything that is kept of a run: who may watch it, its key, the audit (without the text, which may
 * hold personal data and passwords), the person's history.
 */
@Injectable()
export class RunRecords {
  constructor(
    private readonly audit: AuditService,
    private readonly executions: Executions,
    private readonly idempotency: Idempotency,
    private readonly history: HistoryService,
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
      return { intent, act: await this.#begin(intent, execution), claim };
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
    this.#remember(record.intent, execution, run);
  }

  async #claim(
    { auditCaller, keyed }: RunIntent,
    { facts }: Execution,
  ): Promise<KeyClaim | undefined> {
    if (keyed === undefined) return undefined;
    const { key, request } = keyed;
    const { server, database, databaseSessionId } = facts;
    return this.idempotency.claim(auditCaller.principal, {
      key,
      fingerprint: fingerprintOf({ server: server.id, database, databaseSessionId, request }),
      executionId: facts.id,
    });
  }

  #begin({ caller, auditCaller, sql }: RunIntent, { facts }: Execution): Promise<OpenAct> {
    const { databaseSessionId } = facts;
    const kind = statementClass(sql);
    return this.audit.begin(auditCaller, {
      action: facts.kind,
      ...auditTarget(caller, facts.database),
      ...(databaseSessionId === undefined ? {} : { databaseSessionId }),
      ...(kind === undefined ? {} : { statementClass: kind }),
      sqlSha256: sha256(sql),
      sqlBytes: Buffer.byteLength(sql),
    });
  }

  #remember(
    { auditCaller, caller, sql }: RunIntent,
    execution: Execution,
    { outcome, problem }: RunOutcome,
  ): void {
    const { facts } = execution;
    const { databaseUser } = auditTarget(caller, facts.database);
    this.history.record({
      principal: auditCaller.principal,
      action: facts.kind,
      executionId: facts.id,
      server: facts.server,
      database: facts.database,
      databaseUser,
      ...(facts.databaseSessionId === undefined
        ? {}
        : { databaseSessionId: facts.databaseSessionId }),
      startedAt: execution.startedAt,
      durationMs: execution.elapsedMs,
      rows: execution.rows,
      bytes: execution.bytes,
      statements: execution.statements,
      outcome,
      ...(problem === undefined ? {} : { problem }),
      sql,
      sqlSha256: sha256(sql),
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
