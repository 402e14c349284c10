import { createHash } from 'node:crypto';
import { Readable } from 'node:stream';
import { Inject, Injectable } from '@nestjs/common';
import { type AuditCaller, type AuditOutcomeKind, AuditService } from '../audit/audit.service.js';
import type { Problem } from '../common/problem.js';
import { APP_CONFIG, type AppConfig } from '../config/config.js';
import { auditIdentity, auditTarget, ConnectionService } from '../connection/connection.service.js';
import type { DatabaseCaller } from '../connection/caller.js';
import type { Lease } from '../connection/lease.js';
import { LiveWork } from '../connection/live-work.js';
import type { StatementEvent, StatementRequest } from '../connection/statement.js';
import { statementProblem } from '../connection/statement-failure.js';
import { Deadline } from './deadline.js';
import type { Execution, ExecutionEvents } from './execution.js';
import type { AnswerFormat } from './format.js';
import { collectAnswer } from './json-answer.js';
import { encodeNdjson } from './ndjson.js';
import type { QueryAnswerDto, QueryDto } from './query.dto.js';

/** One call of `POST /servers/:id/query`. */
export interface QueryCall {
  readonly caller: DatabaseCaller;
  readonly auditCaller: AuditCaller;
  readonly query: QueryDto;
  readonly format: AnswerFormat;
  /** Aborts when nobody waits for the answer any more. */
  readonly gone: AbortSignal;
}

/** Runs SQL as the person. */
@Injectable()
export class QueryService {
  constructor(
    private readonly connections: ConnectionService,
    private readonly audit: AuditService,
    private readonly liveWork: LiveWork,
    @Inject(APP_CONFIG) private readonly config: AppConfig,
  ) {}

  /**
   * Runs the text and answers in the wanted format. A failure before the first result throws; one
   * after it ends an NDJSON answer with an `error` event.
   *
   * @throws Problem
   */
  async run(call: QueryCall): Promise<QueryAnswerDto | Readable> {
    const execution: Execution = {
      id: call.auditCaller.requestId,
      startedAt: performance.now(),
      maxRows: this.#maxRows(call),
    };
    const events = this.#execute(call, execution);
    if (call.format === 'json') {
      return collectAnswer(events, execution, this.config.query.maxJsonBytes);
    }
    // The status line waits for the first event, so that an early failure gets a status of its own.
    const first = await events.next();
    const body = Readable.from(encodeNdjson(first, events, execution), { objectMode: false });
    // A body that is dropped before it was read does not run the encoder, which would end the run.
    body.once('close', () => void events.return({ transactionStatus: undefined }).catch(ignore));
    // A stream that nobody reads on would keep its connection.
    if (call.gone.aborted) body.destroy();
    else call.gone.addEventListener('abort', () => body.destroy(), { once: true });
    return body;
  }

  /** Intent, lease, statement, outcome; what is opened here is closed here. */
  async *#execute(call: QueryCall, execution: Execution): ExecutionEvents {
    const { caller, auditCaller, query } = call;
    const database = query.database ?? caller.server.maintenanceDb;
    const act = await this.audit.begin(auditCaller, {
      action: 'query',
      ...auditTarget(caller, database),
      ...fingerprint(query.sql),
    });
    let failure: Problem | undefined;
    let rows = 0;
    let lease: Lease | undefined;
    const work = this.liveWork.begin(auditCaller);
    try {
      const ended = AbortSignal.any([call.gone, work.signal]);
      const { requestId } = auditCaller;
      lease = await this.connections.lease(caller, { database, requestId, gone: ended });
      for await (const batch of this.#statement(lease, call, { ...execution, ended })) {
        rows += countRows(batch);
        yield batch;
      }
      return { transactionStatus: lease.transactionStatus };
    } catch (error) {
      failure = statementProblem(error);
      throw failure;
    } finally {
      work.over();
      await lease?.release();
      await this.audit.end(act, {
        outcome: outcomeOf(failure, call.gone),
        rows,
        ...(failure === undefined ? {} : { problem: failure }),
        ...(lease === undefined ? {} : auditIdentity(lease.report)),
      });
    }
  }

  async *#statement(
    lease: Lease,
    { query }: QueryCall,
    { maxRows, ended }: Execution & { readonly ended: AbortSignal },
  ): AsyncGenerator<readonly StatementEvent[], void, undefined> {
    const { defaultTimeoutMs, maxTimeoutMs } = this.config.query;
    const deadline = new Deadline(
      Math.min(query.timeoutMs ?? defaultTimeoutMs, maxTimeoutMs),
      ended,
    );
    const request: StatementRequest = {
      sql: query.sql,
      ...(query.params === undefined ? {} : { params: query.params.map(paramText) }),
      ...(maxRows === undefined ? {} : { maxRows }),
    };
    try {
      yield* lease.run(request, deadline.signal);
    } finally {
      deadline.clear();
    }
  }

  /** A JSON answer is held in memory, so it always has a limit; a stream has one if asked. */
  #maxRows({ query, format }: QueryCall): number | undefined {
    const { defaultMaxRows, maxRows } = this.config.query;
    if (format === 'ndjson') return query.maxRows;
    return Math.min(query.maxRows ?? defaultMaxRows, maxRows);
  }
}

/** How the run ended is on record already. */
function ignore(): void {
  // Nothing is left to say.
}

function countRows(batch: readonly StatementEvent[]): number {
  return batch.reduce((sum, event) => sum + (event.kind === 'rows' ? event.count : 0), 0);
}

/** What the audit keeps of the text: it may hold personal data and passwords. */
function fingerprint(sql: string): { sqlSha256: string; sqlBytes: number } {
  return {
    sqlSha256: createHash('sha256').update(sql).digest('hex'),
    sqlBytes: Buffer.byteLength(sql),
  };
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

function paramText(value: string | number | boolean | null): string | null {
  return value === null ? null : String(value);
}
