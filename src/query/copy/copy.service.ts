import { Inject, Injectable } from '@nestjs/common';
import type { AuditCaller } from '../../audit/audit.service.js';
import { Problem } from '../../common/problem.js';
import { APP_CONFIG, type AppConfig } from '../../config/config.js';
import { Acts } from '../../connection/acts.service.js';
import type { DatabaseCaller } from '../../connection/caller.js';
import { Deadline } from '../deadline.js';
import type { CopyAnswerDto, CopyQueryDto } from './copy.dto.js';
import { copyIn, type CopyFormat, type CopyRequest } from './copy-in.js';
import type { CsvHeader } from './copy-statement.js';
import type { Upload } from './upload.js';

/** One call of `POST /servers/:id/copy`. */
export interface CopyCall {
  readonly caller: DatabaseCaller;
  readonly auditCaller: AuditCaller;
  readonly query: CopyQueryDto;
  readonly upload: Upload;
  /** Aborts when nobody waits for the answer any more. */
  readonly gone: AbortSignal;
}

/** Copies what people send into their tables, as them. */
@Injectable()
export class CopyService {
  constructor(
    private readonly acts: Acts,
    @Inject(APP_CONFIG) private readonly config: AppConfig,
  ) {}

  /** @throws Problem */
  async run(call: CopyCall): Promise<CopyAnswerDto> {
    const { caller, auditCaller, query, gone } = call;
    const startedAt = performance.now();
    const request = this.request(query, call.upload);
    const act = { action: 'copy', database: query.database, gone } as const;
    const { table, dryRun } = request;
    return this.acts.run(caller, auditCaller, act, async (lease, signal, note) => {
      const deadline = new Deadline(this.#timeoutMs(query), signal);
      try {
        const onProgress = (bytes: number): void => {
          note({ bytes });
        };
        const result = await copyIn(lease, { ...request, onProgress }, deadline.signal);
        const { rows, bytes, committed, notices, transactionStatus = 'idle' } = result;
        note({ rows, bytes });
        return {
          executionId: auditCaller.requestId,
          table,
          rows,
          bytes,
          dryRun,
          committed,
          durationMs: Math.round(performance.now() - startedAt),
          notices: [...notices],
          transactionStatus,
        };
      } finally {
        deadline.clear();
      }
    });
  }

  /**
   * What is to be copied, for a lease of any kind.
   *
   * @throws Problem `validation-failed` for options of CSV where the body is none
   */
  request(query: CopyQueryDto, upload: Upload): CopyRequest {
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

  #format(query: CopyQueryDto, { format, header }: Upload): CopyFormat {
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

  #timeoutMs({ timeoutMs }: CopyQueryDto): number {
    const { defaultTimeoutMs, maxTimeoutMs } = this.config.query;
    return Math.min(timeoutMs ?? defaultTimeoutMs, maxTimeoutMs);
  }
}

function headerOf({ header }: CopyQueryDto, byType: boolean | undefined): CsvHeader {
  if (header === 'match') return header;
  return header === undefined ? (byType ?? true) : header === 'true';
}

const CSV_OPTIONS = ['header', 'delimiter', 'quote', 'escape', 'null'] as const;

function refuseCsvOptions(query: CopyQueryDto): void {
  const given = CSV_OPTIONS.filter((option) => query[option] !== undefined);
  if (given.length === 0) return;
  throw new Problem('validation-failed', {
    detail: `${given.join(', ')}: these are for text/csv, and the body is application/x-ndjson.`,
    owner: 'user',
    errors: given.map((option) => ({ pointer: `/${option}`, detail: `${option} is for text/csv` })),
  });
}
