import type { Problem } from '../../common/problem.js';
import type { Column, Notice, TransactionStatus } from '../../connection/statement-events.js';
import type { Parts } from './stretches.js';

/**
 * Turns the events of one run into the bytes of one answer. It is driven synchronously, event by
 * event; whoever drives it takes what waits when that is enough to be worth sending, and whenever
 * nothing more comes at the moment, so that a reader sees the first row at once.
 *
 * As long as nothing has been taken, a failure can still become an HTTP status of its own.
 */
export interface AnswerEncoder {
  /**
   * A result begins.
   *
   * @param statement which one of a script, 1-based; undefined where there is only one
   * @throws Problem `statement-unsupported` where the form holds one result and this is another
   */
  columns(columns: readonly Column[], statement: number | undefined): void;
  /**
   * Encodes a run of rows.
   *
   * @param bytes `count` whole DataRow messages, one behind the other, that the frame guard let pass
   * @throws Problem `result-too-large`; the rows before the limit wait to be taken
   */
  rows(bytes: Buffer, count: number): void;
  /**
   * Encodes one row that is large, a part at a time. Whoever drives it takes what waits after each
   * part, and lets others have their turn; nothing else may be encoded before it is done.
   *
   * @param bytes one whole DataRow message
   * @throws Problem `result-too-large`; of the row itself nothing waits then
   */
  largeRow(bytes: Buffer): Parts;
  notice(notice: Notice): void;
  /** A result ends, or a statement that had none. */
  complete(result: ResultEnd): void;
  /** The last event of a run that ended well. */
  done(end: RunEnd): void;
  /**
   * The last event of a run that failed after something was taken.
   *
   * @throws the problem itself where the form cannot say it: the transfer must be broken off, so
   * that nobody takes the answer for a whole one
   */
  error(problem: Problem): void;
  /** Bytes that wait. A JSON answer has none before it is done. */
  readonly length: number;
  /** Hands over what waits, the oldest first: whole rows and whole events, and parts of a large row. */
  take(): readonly Buffer[];
  readonly progress: Progress;
}

/** What has been encoded so far. */
export interface Progress {
  /** Of all results together. */
  readonly rows: number;
  /** Of rows, before any compression. */
  readonly bytes: number;
}

export interface ResultEnd {
  /** The command tag, `SELECT 3`; null when the answer stopped before it. */
  readonly command: string | null;
  readonly rowCount: number;
  /** Why the result is not whole; absent when it is. */
  readonly stopped?: { readonly reason: 'max-rows'; readonly detail: string };
  /** Which statement of a script, 1-based; absent where there is only one. */
  readonly statement?: number;
}

export interface RunEnd {
  readonly transactionStatus: TransactionStatus;
  /** Milliseconds. */
  readonly durationMs: number;
  /** What the person should know although the run ended well. */
  readonly warning?: string;
}

export interface EncoderOptions {
  /** The run; a UUID. */
  readonly executionId: string;
  readonly limits: EncoderLimits;
  /** Bytes of one output buffer; a longer row gets one of its own. 128 KiB when left out. */
  readonly bufferBytes?: number;
}

/** The part of the configuration's `QueryLimits` that is about encoded bytes. */
export interface EncoderLimits {
  readonly maxBytes: number | undefined;
  readonly maxCellBytes: number;
  readonly maxJsonBytes: number;
}
