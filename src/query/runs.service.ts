import { Injectable } from '@nestjs/common';
import type { AuditOutcomeKind } from '../audit/outcome-kinds.js';
import { Problem } from '../common/problem.js';
import type { Lease } from '../connection/lease.js';
import { LiveWork, type Work } from '../connection/live-work.js';
import { statementProblem } from '../connection/statement-failure.js';
import type { Execution, ExecutionFacts } from './executions/execution.js';
import { type OpenRecord, type RunIntent, RunRecords } from './run-records.service.js';

/** Where a run takes place: a connection of its own, or one that is pinned. */
export interface Ground {
  readonly database: string;
  readonly databaseSessionId?: string;
  /** @param signal ends the attempt when it aborts */
  take(signal: AbortSignal): Promise<Lease>;
  /** Called once for each lease that was taken. Never rejects. */
  giveBack(lease: Lease): Promise<void>;
}

/** Where a run on that ground is, for the records. */
export function placeOf({
  database,
  databaseSessionId,
}: Ground): Pick<ExecutionFacts, 'database' | 'databaseSessionId'> {
  return { database, ...(databaseSessionId === undefined ? {} : { databaseSessionId }) };
}

export interface RunCall extends RunIntent {
  readonly ground: Ground;
  /** Aborts when nobody waits for the answer any more. */
  readonly gone: AbortSignal;
}

/** Begins and ends runs: whoever opens one closes it, in the same function. */
@Injectable()
export class Runs {
  constructor(
    private readonly records: RunRecords,
    private readonly liveWork: LiveWork,
  ) {}

  /**
   * The intent is durable when this resolves. Nothing has been opened yet.
   *
   * @throws Problem of {@link RunRecords.open}
   */
  async open(call: RunCall, execution: Execution): Promise<OpenRun> {
    // First, so that an end which comes while the intent is written is heard.
    const work = this.liveWork.begin(call.auditCaller);
    try {
      const record = await this.records.open(call, execution);
      return new OpenRun({ call, execution, record, records: this.records, work });
    } catch (error) {
      work.over();
      throw error;
    }
  }
}

interface RunParts {
  readonly call: RunCall;
  readonly execution: Execution;
  readonly record: OpenRecord;
  readonly records: RunRecords;
  readonly work: Work;
}

/** A run that has begun, with its connection. */
export class OpenRun {
  /** Aborts with the caller, with their session, or with a cancel. */
  readonly signal: AbortSignal;
  readonly #parts: RunParts;
  #lease: Lease | undefined;

  constructor(parts: RunParts) {
    this.#parts = parts;
    const { call, execution, work } = parts;
    this.signal = AbortSignal.any([call.gone, work.signal, execution.signal]);
  }

  /** The connection, once. */
  async connect(): Promise<Lease> {
    const { call, execution } = this.#parts;
    this.#lease = await call.ground.take(this.signal);
    execution.connected(this.#lease.report);
    return this.#lease;
  }

  /** A pinned connection goes on after a failure, so the problem says in which state. */
  failure(error: unknown): Problem {
    const problem = statementProblem(error);
    const transactionStatus = this.#lease?.transactionStatus;
    const { databaseSessionId } = this.#parts.call.ground;
    if (databaseSessionId === undefined || transactionStatus === undefined) return problem;
    return new Problem(problem.code, { ...problem.details, transactionStatus });
  }

  /** Gives the connection back and records the outcome. Never rejects. */
  async close(problem: Problem | undefined): Promise<void> {
    const { call, execution, record, records, work } = this.#parts;
    if (this.#lease !== undefined) await call.ground.giveBack(this.#lease);
    await records.close(record, execution, {
      outcome: outcomeOf(problem, call.gone, execution),
      problem,
    });
    // Last, for a stop of this process waits for it.
    work.over();
  }
}

function outcomeOf(
  failure: Problem | undefined,
  gone: AbortSignal,
  { facts }: Execution,
): AuditOutcomeKind {
  if (failure?.code === 'session-ended') return 'session-ended';
  if (failure?.code === 'session-closed') return 'cancelled';
  // A copy that was carried out stands; of rows that were not all taken nobody knows who has them.
  if (failure === undefined && facts.kind === 'copy') return 'ok';
  if (gone.aborted) return 'client-aborted';
  switch (failure?.code) {
    case undefined:
      return 'ok';
    case 'query-timeout':
      return 'timeout';
    case 'query-cancelled':
      return 'cancelled';
    default:
      return 'failed';
  }
}
