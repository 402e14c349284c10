import { Problem } from '../common/problem.js';
import { decodeRows } from '../connection/data-rows.js';
import type { StatementEvent } from '../connection/statement.js';
import {
  elapsedMs,
  type Execution,
  type ExecutionEvents,
  openTransactionWarning,
  stoppedBy,
} from './execution.js';
import type { NoticeDto, QueryAnswerDto, ResultDto } from './query.dto.js';

/** About what a row and a column cost in memory besides their text, in bytes. */
const ROW_WEIGHT = 32;
const COLUMN_WEIGHT = 100;

/** Notices that an answer keeps; the rest is counted. */
const MAX_NOTICES = 100;

/**
 * Collects a run into one JSON answer.
 *
 * @param maxBytes characters of cell text, all results together, that are held in memory
 * @throws Problem `result-too-large`, and whatever the run fails with
 */
export async function collectAnswer(
  events: ExecutionEvents,
  execution: Execution,
  maxBytes: number,
): Promise<QueryAnswerDto> {
  const collector = new AnswerCollector(execution, maxBytes);
  try {
    for (;;) {
      const next = await events.next();
      if (next.done === true) {
        return collector.answer(openTransactionWarning(next.value));
      }
      for (const event of next.value) collector.add(event);
    }
  } catch (error) {
    // A run that is too large is ended here, before the answer says so.
    await events.return({ transactionStatus: undefined }).catch(() => undefined);
    throw error;
  }
}

class AnswerCollector {
  readonly #execution: Execution;
  readonly #maxBytes: number;
  readonly #results: ResultDto[] = [];
  readonly #notices: NoticeDto[] = [];
  #current: ResultDto = emptyResult();
  #bytes = 0;
  #droppedNotices = 0;

  constructor(execution: Execution, maxBytes: number) {
    this.#execution = execution;
    this.#maxBytes = maxBytes;
  }

  add(event: StatementEvent): void {
    switch (event.kind) {
      case 'columns':
        this.#charge(
          event.columns.reduce((sum, { name }) => sum + COLUMN_WEIGHT + name.length, ROW_WEIGHT),
        );
        this.#current.columns = [...event.columns];
        break;
      case 'rows':
        for (const row of decodeRows(event.bytes)) this.#addRow([...row]);
        break;
      case 'notice':
        if (this.#notices.length < MAX_NOTICES) this.#notices.push(event.notice);
        else this.#droppedNotices += 1;
        break;
      case 'complete':
        this.#charge(COLUMN_WEIGHT);
        this.#results.push({
          ...this.#current,
          rowCount: event.rowCount,
          command: event.command,
          ...stoppedBy(event.limited, this.#execution),
        });
        this.#current = emptyResult();
        break;
    }
  }

  answer(warning: { warning?: string }): QueryAnswerDto {
    const [first = emptyResult(), ...more] = this.#results;
    return {
      executionId: this.#execution.id,
      ...first,
      notices: this.#allNotices(),
      ...(more.length === 0 ? {} : { moreResults: more }),
      ...warning,
      durationMs: elapsedMs(this.#execution),
    };
  }

  #addRow(row: (string | null)[]): void {
    this.#charge(row.reduce((sum, cell) => sum + 8 + (cell?.length ?? 0), ROW_WEIGHT));
    this.#current.rows.push(row);
  }

  /** Everything that is held costs: empty rows, names of columns and results, too. */
  #charge(weight: number): void {
    this.#bytes += weight;
    if (this.#bytes > this.#maxBytes) {
      throw new Problem('result-too-large', {
        detail: `The result is larger than the ${String(this.#maxBytes)} characters that one JSON answer may have, so the statement was cancelled and what it had not committed is undone. Ask for fewer rows with maxRows, or stream it with Accept: application/x-ndjson.`,
        owner: 'user',
      });
    }
  }

  #allNotices(): NoticeDto[] {
    return this.#droppedNotices === 0
      ? this.#notices
      : [...this.#notices, tooManyNotices(this.#droppedNotices)];
  }
}

function emptyResult(): ResultDto {
  return { columns: [], rows: [], rowCount: 0, command: null };
}

function tooManyNotices(count: number): NoticeDto {
  return {
    severity: 'WARNING',
    sqlstate: '01000',
    message: `pg-usher left out ${String(count)} further notices.`,
  };
}
