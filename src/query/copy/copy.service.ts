import { Inject, Injectable } from '@nestjs/common';
import { Problem } from '../../common/problem.js';
import { APP_CONFIG, type AppConfig } from '../../config/config.js';
import type { Lease } from '../../connection/lease.js';
import { Deadline } from '../deadline.js';
import { Execution } from '../executions/execution.js';
import { type OpenRun, placeOf, type RunCall, Runs } from '../runs.service.js';
import type { CopyAnswerDto, SessionCopyQueryDto } from './copy.dto.js';
import { copyIn, type CopyFormat, type CopyRequest } from './copy-in.js';
import { type CsvHeader, quoteName } from './copy-statement.js';
import type { Upload } from './upload.js';

/** One copy, wherever it takes place. */
export interface CopyCall extends Omit<RunCall, 'sql' | 'keyed'> {
  readonly query: SessionCopyQueryDto;
  readonly upload: Upload;
}

/** Copies what people send into their tables, as them. */
@Injectable()
export class CopyService {
  constructor(
    private readonly runs: Runs,
    @Inject(APP_CONFIG) private readonly config: AppConfig,
  ) {}

  /** @throws Problem */
  async run({ query, upload, ...call }: CopyCall): Promise<CopyAnswerDto> {
    const { caller, auditCaller, ground } = call;
    const request = this.#request(query, upload);
    const execution = new Execution({
      id: auditCaller.requestId,
      kind: 'copy',
      owner: auditCaller.principal,
      server: caller.server,
      ...placeOf(ground),
    });
    const run = await this.runs.open({ ...call, sql: summaryOf(request) }, execution);
    let failure: Problem | undefined;
    try {
      return await this.#copy(await run.connect(), { request, query, execution, run });
    } catch (error) {
      failure = run.failure(error);
      throw failure;
    } finally {
      await run.close(failure);
    }
  }

  async #copy(lease: Lease, { request, query, execution, run }: Copying): Promise<CopyAnswerDto> {
    const deadline = new Deadline(this.#timeoutMs(query), run.signal);
    execution.statements += 1;
    try {
      const onProgress = (bytes: number): void => {
        execution.bytes = bytes;
      };
      const result = await copyIn(lease, { ...request, onProgress }, deadline.signal);
      const { rows, bytes, committed, notices, transactionStatus = 'idle' } = result;
      execution.rows = rows;
      execution.bytes = bytes;
      return {
        executionId: execution.id,
        table: request.table,
        rows,
        bytes,
        dryRun: request.dryRun,
        committed,
        durationMs: execution.elapsedMs,
        notices: [...notices],
        transactionStatus,
      };
    } finally {
      deadline.clear();
    }
  }

  /** @throws Problem `validation-failed` for options of CSV where the body is none */
  #request(query: SessionCopyQueryDto, upload: Upload): CopyRequest {
    const { schema, table, columns, dryRun = false } = query;
    const { stallTimeoutMs } = this.config.query;
    return {
      schema,
      table,
      columns,
      dryRun,
      format: this.#format(query, upload),
      source: (signal) => upload.read(signal, stallTimeoutMs),
    };
  }

  #format(query: SessionCopyQueryDto, { format, header }: Upload): CopyFormat {
    if (format === 'ndjson') {
      refuseCsvOptions(query);
      return { kind: 'ndjson', maxLineBytes: this.config.query.maxMessageBytes };
    }
    const { delimiter = ',', quote = '"', escape = quote, null: nullText = '' } = query;
    return {
      kind: 'csv',
      header: headerOf(query, header),
      dialect: { delimiter: delimiter === 'tab' ? '\t' : delimiter, quote, escape, null: nullText },
    };
  }

  #timeoutMs({ timeoutMs }: SessionCopyQueryDto): number {
    const { defaultTimeoutMs, maxTimeoutMs } = this.config.query;
    return Math.min(timeoutMs ?? defaultTimeoutMs, maxTimeoutMs);
  }
}

interface Copying {
  readonly request: CopyRequest;
  readonly query: SessionCopyQueryDto;
  readonly execution: Execution;
  readonly run: OpenRun;
}

/** For the records: the data is none of it. */
function summaryOf({ schema, table, columns }: CopyRequest): string {
  const target = [schema, table].flatMap((name) => (name === undefined ? [] : quoteName(name)));
  const list = columns === undefined ? '' : ` (${columns.map(quoteName).join(', ')})`;
  return `COPY ${target.join('.')}${list} FROM STDIN`;
}

function headerOf({ header }: SessionCopyQueryDto, byType: boolean | undefined): CsvHeader {
  if (header === 'match') return header;
  return header === undefined ? (byType ?? true) : header === 'true';
}

const CSV_OPTIONS = ['header', 'delimiter', 'quote', 'escape', 'null'] as const;

function refuseCsvOptions(query: SessionCopyQueryDto): void {
  const given = CSV_OPTIONS.filter((option) => query[option] !== undefined);
  if (given.length === 0) return;
  throw new Problem('validation-failed', {
    detail: `${given.join(', ')}: these are for text/csv, and the body is application/x-ndjson.`,
    owner: 'user',
    errors: given.map((option) => ({ pointer: `/${option}`, detail: `${option} is for text/csv` })),
  });
}
