import type { Lease } from '../../connection/lease.js';
import type { Notice, TransactionStatus } from '../../connection/statement-events.js';
import { NoticeLimit } from '../encode/notice-limit.js';
import type { CopyBody, CopySource } from './copy-body.js';
import { copyProblem } from './copy-failure.js';
import {
  copyStatement,
  type CopyTarget,
  type CsvDialect,
  type CsvHeader,
} from './copy-statement.js';
import { readCsv } from './csv-body.js';
import { readNdjson } from './ndjson-body.js';

/** How the body is written. */
export type CopyFormat =
  | { readonly kind: 'csv'; readonly header: CsvHeader; readonly dialect: CsvDialect }
  | { readonly kind: 'ndjson'; readonly maxLineBytes: number };

export interface CopyRequest extends CopyTarget {
  /** In order. When left out, the header, the first line's keys or the table say what they are. */
  readonly columns?: readonly string[] | undefined;
  readonly format: CopyFormat;
  /** True to do everything, deferred constraints included, and then undo it. */
  readonly dryRun: boolean;
  /** Opens the body; its waits end when the signal aborts. */
  readonly source: (signal: AbortSignal) => CopySource;
  /** Is told the bytes of the body so far, as they are read. */
  readonly onProgress?: (bytes: number) => void;
}

export interface CopyResult {
  readonly rows: number;
  /** Of the body. */
  readonly bytes: number;
  /** False in a dry run, and in a transaction that was open before. */
  readonly committed: boolean;
  readonly notices: readonly Notice[];
  readonly transactionStatus: TransactionStatus | undefined;
}

/**
 * Copies a body into a table, as whoever the lease belongs to: all of it, or nothing. One COPY is
 * one transaction, or a part of the one that the person has open. PostgreSQL hears that the data is
 * whole only after the source has ended well.
 *
 * A dry run undoes what it did, by ROLLBACK, or in an open transaction by ROLLBACK TO SAVEPOINT;
 * sequences stay where they got to.
 *
 * @throws Problem `copy-data-invalid`, with line and column where they are known; what a statement
 * may fail with; what the source throws; `signal.reason`
 */
export async function copyIn(
  lease: Lease,
  request: CopyRequest,
  signal: AbortSignal,
): Promise<CopyResult> {
  const reading = new AbortController();
  const counted = new CountedSource(request, AbortSignal.any([signal, reading.signal]));
  const { transactionStatus } = lease;
  const run: Run = { lease, request, signal, notices: new NoticeLimit(), kept: [] };
  try {
    const body = await open(request, counted.chunks());
    const rows = await carryOut(run, body);
    for (const notice of body.notices()) keep(run, notice);
    return {
      rows,
      bytes: counted.bytes,
      committed: transactionStatus === 'idle' && !request.dryRun,
      notices: run.notices.rest === undefined ? run.kept : [...run.kept, run.notices.rest],
      transactionStatus: lease.transactionStatus,
    };
  } finally {
    reading.abort();
    await counted.close();
  }
}

interface Run {
  readonly lease: Lease;
  readonly request: CopyRequest;
  readonly signal: AbortSignal;
  readonly notices: NoticeLimit;
  readonly kept: Notice[];
}

/** The statements around a dry run. */
interface Undo {
  readonly before: string;
  readonly after: readonly string[];
}

const UNDO_BLOCK: Undo = { before: 'begin', after: ['rollback'] };
/** In a transaction block that the person has open. */
const UNDO_PART: Undo = {
  before: 'savepoint pg_usher_dry_run',
  after: ['rollback to savepoint pg_usher_dry_run', 'release savepoint pg_usher_dry_run'],
};

/** How long it may take to undo a dry run, which may have been given up by then. */
const UNDO_MS = 5000;

/** The source, which counts what it gave. */
class CountedSource {
  readonly #source: CopySource;
  readonly #onProgress: CopyRequest['onProgress'];
  #bytes = 0;

  constructor({ source, onProgress }: CopyRequest, signal: AbortSignal) {
    this.#source = source(signal);
    this.#onProgress = onProgress;
  }

  get bytes(): number {
    return this.#bytes;
  }

  async *chunks(): CopySource {
    for await (const chunk of this.#source) {
      this.#bytes += chunk.length;
      this.#onProgress?.(this.#bytes);
      yield chunk;
    }
  }

  /** Never rejects: what the source failed with has been the failure of the run, or came after it. */
  async close(): Promise<void> {
    await this.#source.return().catch(() => undefined);
  }
}

function open(request: CopyRequest, source: CopySource): Promise<CopyBody> {
  const { format, columns } = request;
  return format.kind === 'csv'
    ? readCsv(source, { columns, header: format.header, dialect: format.dialect })
    : readNdjson(source, { columns, maxLineBytes: format.maxLineBytes });
}

/**
 * @returns the number of rows
 * @throws Problem
 */
async function carryOut(run: Run, body: CopyBody): Promise<number> {
  const { dryRun, table } = run.request;
  const undo = run.lease.transactionStatus === 'idle' ? UNDO_BLOCK : UNDO_PART;
  try {
    return await (dryRun ? tryOut(run, body, undo) : copy(run, body));
  } catch (error) {
    const { columns, lineOf, options } = body;
    throw copyProblem(error, { table, columns, format: options.format, lineOf });
  }
}

async function copy(run: Run, { columns, options, data }: CopyBody): Promise<number> {
  const { lease, request, signal } = run;
  const sql = copyStatement(request, columns, options);
  for await (const batch of lease.copyIn({ sql, data }, signal)) {
    for (const event of batch) {
      if (event.kind === 'notice') keep(run, event.notice);
      // The run is over and done: a signal that aborts now comes too late.
      else if (event.kind === 'complete') return event.rowCount;
    }
  }
  throw new TypeError('a COPY ended without its end');
}

/** @returns the number of rows that there would be */
async function tryOut(run: Run, body: CopyBody, undo: Undo): Promise<number> {
  const { lease, signal } = run;
  await lease.rows(undo.before, [], signal);
  let rows: number;
  try {
    rows = await copy(run, body);
    // What a commit would look at.
    await lease.rows('set constraints all immediate', [], signal);
  } catch (error) {
    // A connection that was given up is about to be closed, and takes its transaction with it.
    await undoWith(lease, undo).catch(() => undefined);
    throw error;
  }
  await undoWith(lease, undo);
  return rows;
}

async function undoWith(lease: Lease, { after }: Undo): Promise<void> {
  const late = AbortSignal.timeout(UNDO_MS);
  for (const sql of after) if (lease.usable) await lease.rows(sql, [], late);
}

function keep({ notices, kept }: Run, notice: Notice): void {
  const admitted = notices.admit(notice);
  if (admitted !== undefined) kept.push(admitted);
}
