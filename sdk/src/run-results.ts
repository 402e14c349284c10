import type { Column, CompleteEvent, NoticeEvent, Row, RunEvent, Stopped } from './run-events.js';

/** The result of one statement. */
export interface RunResult {
  /** Which statement of a script, from 1; undefined where there is one. */
  readonly statement: number | undefined;
  /** Empty for a statement that gives no rows. */
  readonly columns: readonly Column[];
  readonly rows: readonly Row[];
  /** The command tag; null when the answer stopped before it. */
  readonly command: string | null;
  readonly rowCount: number;
  /** Undefined when the result is whole. */
  readonly stopped: Stopped | undefined;
  /** What PostgreSQL said while the statement ran. */
  readonly notices: readonly NoticeEvent[];
}

/** One result after the other, each in memory as a whole. */
export async function* collectResults(
  events: AsyncIterable<RunEvent>,
): AsyncGenerator<RunResult, void, undefined> {
  let open = new OpenResult();
  for await (const event of events) {
    switch (event.kind) {
      case 'columns':
        open.columns = event.columns;
        break;
      case 'rows':
        for (const row of event.rows) open.rows.push(row);
        break;
      case 'notice':
        open.notices.push(event);
        break;
      case 'complete':
        yield open.complete(event);
        open = new OpenResult();
        break;
      case 'done':
        break;
    }
  }
}

/**
 * The rows of a run that has one result.
 *
 * @param signal ends them at once, although more of them have come
 * @throws TypeError when a second result has rows; `signal.reason` when aborted
 */
export async function* rowsOfOneResult(
  events: AsyncIterable<RunEvent>,
  signal?: AbortSignal,
): AsyncGenerator<Row, void, undefined> {
  let results = 0;
  for await (const event of events) {
    if (event.kind === 'columns') results += 1;
    if (results > 1) {
      throw new TypeError(
        'This script has several results with rows, so its rows are not one sequence. Read it with `for await (const result of run.results())`, or `run.events()`.',
      );
    }
    if (event.kind !== 'rows') continue;
    for (const row of event.rows) {
      yield row;
      signal?.throwIfAborted();
    }
  }
}

class OpenResult {
  columns: readonly Column[] = [];
  readonly rows: Row[] = [];
  readonly notices: NoticeEvent[] = [];

  complete({ statement, command, rowCount, stopped }: CompleteEvent): RunResult {
    const { columns, rows, notices } = this;
    return { statement, columns, rows, command, rowCount, stopped, notices };
  }
}
