import { Inject, Injectable } from '@nestjs/common';
import type { Problem } from '../common/problem.js';
import { APP_CONFIG, type AppConfig } from '../config/config.js';
import type { Lease } from '../connection/lease.js';
import type { TransactionStatus } from '../connection/statement-events.js';
import { Deadline } from './deadline.js';
import { Execution } from './executions/execution.js';
import type { SessionQueryDto } from './query.dto.js';
import { planRun } from './run-plan.js';
import { type PlannedStatement, type RunBatch, runScript } from './run-script.js';
import { placeOf, type RunCall, Runs } from './runs.service.js';

/** One request to run SQL. */
export interface QueryCall extends Omit<RunCall, 'sql' | 'keyed'> {
  readonly query: SessionQueryDto;
  /** Of the header; undefined where there is none. */
  readonly idempotencyKey: string | undefined;
  readonly maxRows: number | undefined;
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
    private readonly runs: Runs,
    @Inject(APP_CONFIG) private readonly config: AppConfig,
  ) {}

  /**
   * The run begins when the first events are pulled. Whoever pulls goes on to the end, or returns
   * the generator.
   *
   * @throws Problem where the request cannot be run at all
   */
  async begin(call: QueryCall): Promise<Run> {
    const { caller, auditCaller, ground } = call;
    const plan = await planRun(call.query);
    const execution = new Execution({
      id: auditCaller.requestId,
      kind: 'query',
      owner: auditCaller.principal,
      server: caller.server,
      ...placeOf(ground),
    });
    return { execution, events: this.#execute(call, plan, execution) };
  }

  /** Intent, lease, statements, outcome; what is opened here is closed here. */
  async *#execute(
    call: QueryCall,
    plan: readonly PlannedStatement[],
    execution: Execution,
  ): RunEvents {
    const { query, idempotencyKey: key } = call;
    const keyed = key === undefined ? undefined : { key, request: query };
    const run = await this.runs.open({ ...call, sql: query.sql, keyed }, execution);
    let failure: Problem | undefined;
    try {
      const lease = await run.connect();
      // Rarely a role or a database has the old reading of strings as its setting.
      const read = lease.escapingQuotes ? await planRun(query, 'escaping') : plan;
      yield* this.#runPlan(lease, { call, plan: read, execution, ended: run.signal });
      return { transactionStatus: lease.transactionStatus };
    } catch (error) {
      failure = run.failure(error);
      throw failure;
    } finally {
      await run.close(failure);
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
  readonly call: QueryCall;
  readonly plan: readonly PlannedStatement[];
  readonly execution: Execution;
  /** Aborts with the caller, their session, or a cancel. */
  readonly ended: AbortSignal;
}
