import { Readable } from 'node:stream';
import { setImmediate as nextTurn } from 'node:timers/promises';
import type { Problem } from '../common/problem.js';
import { statementProblem } from '../connection/statement-failure.js';
import type { StatementEvent } from '../connection/statement-events.js';
import type { AnswerEncoder } from './encode/encoder.js';
import { PART_BYTES } from './encode/row-run.js';
import { openTransactionWarning, stoppedBy } from './endings.js';
import type { Run, RunEnd } from './query.service.js';
import type { RunBatch } from './run-script.js';

/** Bytes that are gathered before they are handed on, while more is there. */
const CHUNK = 128 * 1024;

/** What a run's bytes need to know besides its events. */
export interface AnswerOptions {
  readonly maxRows: number | undefined;
  /** Whether the connection, and with it a transaction, goes on after the run. */
  readonly pinned: boolean;
}

/**
 * The bytes of a run as they come about, pulled by the reader. Waits for the first events, so that an
 * early failure can have a status of its own.
 *
 * @throws Problem of a run that fails before its first event
 */
export async function streamAnswer(
  run: Run,
  encoder: AnswerEncoder,
  options: AnswerOptions,
): Promise<Readable> {
  const first = await run.events.next();
  const bytes = encodeRun({ run, encoder, options }, first);
  const body = Readable.from(bytes, { objectMode: false, highWaterMark: CHUNK });
  // A body that is dropped before it was read does not run the encoder, which would end the run.
  body.once('close', () => void run.events.return({ transactionStatus: undefined }).catch(ignore));
  return body;
}

/**
 * The bytes of a run once it is over.
 *
 * @throws Problem of a run that fails
 */
export async function collectAnswer(
  run: Run,
  encoder: AnswerEncoder,
  options: AnswerOptions,
): Promise<readonly Buffer[]> {
  const feed = new Feed({ run, encoder, options });
  try {
    for (;;) {
      const next = await run.events.next();
      if (next.done === true) {
        feed.done(next.value);
        return encoder.take();
      }
      const adding = feed.add(next.value);
      while (adding.next().done !== true) await nextTurn();
    }
  } catch (error) {
    throw await endRun(run, error);
  }
}

interface Encoding {
  readonly run: Run;
  readonly encoder: AnswerEncoder;
  readonly options: AnswerOptions;
}

async function* encodeRun(
  encoding: Encoding,
  first: Awaited<ReturnType<Run['events']['next']>>,
): AsyncGenerator<Buffer, void, undefined> {
  const { run, encoder } = encoding;
  const feed = new Feed(encoding);
  try {
    let next = first;
    while (next.done !== true) {
      for (const chunks of feed.add(next.value)) {
        yield* chunks;
        await nextTurn();
      }
      // A batch is what came in one turn of the event loop. Nothing waits for more: a reader sees the
      // first row at once.
      yield* encoder.take();
      next = await run.events.next();
    }
    feed.done(next.value);
  } catch (error) {
    encoder.error(await endRun(run, error));
  }
  yield* encoder.take();
}

/** Hands events to the encoder, and counts. */
class Feed {
  readonly #encoding: Encoding;

  constructor(encoding: Encoding) {
    this.#encoding = encoding;
  }

  /** Pauses within a large row, with what has been written of it. */
  *add({ ref, events }: RunBatch): Generator<readonly Buffer[], void, undefined> {
    const { run, encoder } = this.#encoding;
    try {
      for (const event of events) {
        if (event.kind !== 'rows' || event.count > 1 || event.bytes.length < PART_BYTES) {
          this.#addEvent(event, ref?.index);
        } else {
          const parts = encoder.largeRow(event.bytes);
          while (parts.next().done !== true) yield encoder.take();
        }
      }
    } finally {
      run.execution.rows = encoder.progress.rows;
      run.execution.bytes = encoder.progress.bytes;
    }
  }

  done({ transactionStatus }: RunEnd): void {
    const { run, encoder, options } = this.#encoding;
    encoder.done({
      transactionStatus: transactionStatus ?? 'idle',
      durationMs: run.execution.elapsedMs,
      ...(options.pinned ? {} : openTransactionWarning(transactionStatus)),
    });
  }

  #addEvent(event: StatementEvent, statement: number | undefined): void {
    const { encoder, options } = this.#encoding;
    switch (event.kind) {
      case 'columns':
        encoder.columns(event.columns, statement);
        break;
      case 'rows':
        encoder.rows(event.bytes, event.count);
        break;
      case 'notice':
        encoder.notice(event.notice);
        break;
      case 'complete':
        encoder.complete({
          command: event.command,
          rowCount: event.rowCount,
          ...(statement === undefined ? {} : { statement }),
          ...stoppedBy(event, options.maxRows),
        });
        break;
    }
  }
}

/** Ends a run whose answer cannot go on, before the answer says so; one that has ended stays so. */
async function endRun(run: Run, error: unknown): Promise<Problem> {
  const problem = statementProblem(error);
  try {
    await run.events.throw(problem);
  } catch (failure) {
    return statementProblem(failure);
  }
  return problem;
}

/** How the run ended is on record already. */
function ignore(): void {
  // Nothing is left to say.
}
