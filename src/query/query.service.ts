import { Inject, Injectable } from '@nestjs/common';
import type { AuditOutcomeKind } from '../audit/audit.service.js';
import { Problem } from '../common/problem.js';
import { APP_CONFIG, type AppConfig } from '../config/config.js';
import type { Lease } from '../connection/lease.js';
import { LiveWork } from '../connection/live-work.js';
import { statementProblem } from '../connection/statement-failure.js';
import type { TransactionStatus } from '../connection/statement.js';
import { Deadline } from './deadline.js';
import { Execution } from './executions/execution.js';
import { planRun } from './run-plan.js';
import { type RunIntent, RunRecords } from './run-records.service.js';
import { type PlannedStatement, type RunBatch, runScript } from './run-script.js';

/** Where the statements run: a connection of its own, or one that is pinned. */
export interface Ground {
  readonly database: string;
  readonly databaseSessionId?: string;
  /** @param signal ends the attempt when it aborts */
  take(signal: AbortSignal): Promise<Lease>;
  /** Called once for each lease that was taken. Never rejects. */
  giveBack(lease: Lease): Promise<void>;
}

/** One request to run SQL. */
export interface RunCall extends RunIntent {
  readonly ground: Ground;
  readonly maxRows: number | undefined;
  /** Aborts when nobody waits for the answer any more. */
  readonly gone: AbortSignal;
}

/** How a run that did not fail ended. */
export interface RunEnd {
  readonly transactionStatus: TransactionStatus | undefined;
}

/** What happens, in batches; throws a Problem when the run fails. */
export type RunEvents = AsyncGenerator<RunBatch, RunEnd, undefined>;

/** A run that has begun, and where it can be watched. */
export interface Run {
  readonly execution: Execution;
  readonly events: RunEvents;
}

/** Runs SQL as the person. */
@Injectable()
export class QueryService {
  constructor(
    private readonly records: RunRecords,
    private readonly liveWork: LiveWork,
    @Inject(APP_CONFIG) private readonly config: AppConfig,
  ) {}

  /**
   * The run begins when the first events are pulled. Whoever pulls goes on to the end, or returns
   * the generator.
   *
   * @throws Problem where the request cannot be run at all
   */
  async begin(call: RunCall): Promise<Run> {
    const { caller, auditCaller, ground } = call;
    const plan = await planRun(call.query);
    const execution = new Execution({
      id: auditCaller.requestId,
      kind: 'query',
      owner: auditCaller.principal,
      server: caller.server,
      database: ground.database,
      ...(ground.databaseSessionId === undefined
        ? {}
        : { databaseSessionId: ground.databaseSessionId }),
    });
    return { execution, events: this.#execute(call, plan, execution) };
  }

  /** Intent, lease, statements, outcome; what is opened here is closed here. */
  async *#execute(
    call: RunCall,
    plan: readonly PlannedStatement[],
    execution: Execution,
  ): RunEvents {
    const record = await this.records.open(call, execution);
    const work = this.liveWork.begin(call.auditCaller);
    const ended = AbortSignal.any([call.gone, work.signal, execution.signal]);
    let failure: Problem | undefined;
    let lease: Lease | undefined;
    try {
      lease = await call.ground.take(ended);
      execution.connected(lease.report);
      yield* this.#runPlan(lease, { call, plan, execution, ended });
      return { transactionStatus: lease.transactionStatus };
    } catch (error) {
      failure = withStatus(statementProblem(error), call.ground, lease);
      throw failure;
    } finally {
      work.over();
      if (lease !== undefined) await call.ground.giveBack(lease);
      const outcome = outcomeOf(failure, call.gone);
      await this.records.close(record, execution, { outcome, problem: failure });
    }
  }

  /** Under one clock, which starts when PostgreSQL has let us in. */
  async *#runPlan(
    lease: Lease,
    { call, plan, execution, ended }: Planned,
  ): AsyncGenerator<RunBatch, void, undefined> {
    const { defaultTimeoutMs, maxTimeoutMs } = this.config.query;
    const asked = call.query.timeoutMs ?? defaultTimeoutMs;
    const deadline = new Deadline(Math.min(asked, maxTimeoutMs), ended);
    try {
      yield* runScript(lease, plan, {
        maxRows: call.maxRows,
        signal: deadline.signal,
        onStatement: () => (execution.statements += 1),
      });
    } finally {
      deadline.clear();
    }
  }
}

interface Planned {
  readonly call: RunCall;
  readonly plan: readonly PlannedStatement[];
  readonly execution: Execution;
  /** Aborts with the caller, their session, or a cancel. */
  readonly ended: AbortSignal;
}

/** A pinned connection goes on after a failure, so the answer says in which state. */
function withStatus(problem: Problem, ground: Ground, lease: Lease | undefined): Problem {
  const transactionStatus = lease?.transactionStatus;
  if (ground.databaseSessionId === undefined || transactionStatus === undefined) return problem;
  return new Problem(problem.code, { ...problem.details, transactionStatus });
}

function outcomeOf(failure: Problem | undefined, gone: AbortSignal): AuditOutcomeKind {
  if (failure?.code === 'session-ended') return 'session-ended';
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
