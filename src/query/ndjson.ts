import { problemBody } from '../common/problem.filter.js';
import { Problem } from '../common/problem.js';
import { decodeRows } from '../connection/data-rows.js';
import type { StatementEvent } from '../connection/statement.js';
import { statementProblem } from '../connection/statement-failure.js';
import {
  elapsedMs,
  type Execution,
  type ExecutionEnd,
  type ExecutionEvents,
  openTransactionWarning,
  stoppedBy,
} from './execution.js';

/** Characters that are gathered before they are handed on. */
const CHUNK = 64 * 1024;

/**
 * The NDJSON form of a run: a line that is an object is an event, a line that is an array is a
 * row; exactly one `done` or `error` event comes last. A stream without one is a broken connection.
 */
export async function* encodeNdjson(
  first: IteratorResult<readonly StatementEvent[], ExecutionEnd>,
  events: ExecutionEvents,
  execution: Execution,
): AsyncGenerator<Buffer, void, undefined> {
  const lines = new LineBuffer();
  let rows = 0;
  try {
    let next = first;
    while (next.done !== true) {
      for (const event of next.value) {
        rows += writeEvent(lines, event, execution);
        if (lines.length >= CHUNK) yield lines.take();
      }
      // What is there is sent before waiting for more: a reader sees the first row at once.
      if (lines.length > 0) yield lines.take();
      next = await events.next();
    }
    lines.add({
      kind: 'done',
      executionId: execution.id,
      rows,
      durationMs: elapsedMs(execution),
      ...openTransactionWarning(next.value),
    });
  } catch (error) {
    const problem = error instanceof Problem ? error : statementProblem(error);
    lines.add({ kind: 'error', ...problemBody(problem, execution.id) });
  } finally {
    await events.return({ transactionStatus: undefined }).catch(() => undefined);
  }
  yield lines.take();
}

/** Gives the number of rows written. */
function writeEvent(lines: LineBuffer, event: StatementEvent, execution: Execution): number {
  switch (event.kind) {
    case 'columns':
      lines.add({ kind: 'columns', executionId: execution.id, columns: event.columns });
      return 0;
    case 'rows':
      for (const row of decodeRows(event.bytes)) lines.add(row);
      return event.count;
    case 'notice':
      lines.add({ kind: 'notice', ...event.notice });
      return 0;
    case 'complete':
      lines.add({
        kind: 'complete',
        command: event.command,
        rowCount: event.rowCount,
        ...stoppedBy(event.limited, execution),
      });
      return 0;
  }
}

class LineBuffer {
  #text = '';

  get length(): number {
    return this.#text.length;
  }

  add(line: unknown): void {
    this.#text += `${JSON.stringify(line)}\n`;
  }

  take(): Buffer {
    const bytes = Buffer.from(this.#text);
    this.#text = '';
    return bytes;
  }
}
