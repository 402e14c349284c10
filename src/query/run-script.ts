import { Problem } from '../common/problem.js';
import type { Lease } from '../connection/lease.js';
import type { StatementRequest } from '../connection/statement.js';
import type { StatementEvent } from '../connection/statement-events.js';
import { statementProblem } from '../connection/statement-failure.js';
import { mayStopEarly } from '../sql/may-stop-early.js';

/** Which statement of a script, and where it stands. */
export interface StatementRef {
  /** 1-based. */
  readonly index: number;
  /** Code points of the caller's text: 0-based, and exclusive. */
  readonly start: number;
  readonly end: number;
}

/** A statement of a text, ready to be sent. */
export interface PlannedStatement {
  readonly sql: string;
  readonly params?: readonly (string | null)[];
  /** Which of several it is; absent where the text has one. */
  readonly ref?: StatementRef;
  /** From a position in `sql` to the same in the caller's text; both 1-based, in code points. */
  readonly toWhole: (position: number) => number;
}

/** What happened while one statement ran. */
export interface RunBatch {
  readonly ref: StatementRef | undefined;
  readonly events: readonly StatementEvent[];
}

export interface RunOptions {
  /** Rows per result after which the rest is not handed out. */
  readonly maxRows: number | undefined;
  /** Ends the run when it aborts. */
  readonly signal: AbortSignal;
  /** Called before each statement. */
  readonly onStatement: () => void;
}

/**
 * Runs one statement after another, each for itself as psql does, and stops at the first that fails.
 *
 * @throws Problem with the position in the caller's text; `signal.reason`
 */
export async function* runScript(
  lease: Lease,
  plan: readonly PlannedStatement[],
  options: RunOptions,
): AsyncGenerator<RunBatch, void, undefined> {
  for (const statement of plan) {
    options.onStatement();
    try {
      const request = requestOf(statement, lease, options.maxRows);
      for await (const events of lease.run(request, options.signal)) {
        yield { ref: statement.ref, events };
      }
    } catch (error) {
      throw located(statementProblem(error), statement);
    }
  }
}

function requestOf(
  { sql, params }: PlannedStatement,
  lease: Lease,
  maxRows: number | undefined,
): StatementRequest {
  if (maxRows === undefined) return { sql, ...(params === undefined ? {} : { params }) };
  // A cancel inside a transaction block would undo all of it.
  const mayCancel = lease.transactionStatus === 'idle' && mayStopEarly(sql);
  return {
    sql,
    ...(params === undefined ? {} : { params }),
    maxRows,
    stopBy: mayCancel ? 'cancel' : 'portal',
  };
}

function located(problem: Problem, { sql, ref, toWhole }: PlannedStatement): Problem {
  const { position: told, ...details } = problem.details;
  if (ref === undefined && told === undefined) return problem;
  // Of an EXECUTE it is a position in the statement that was prepared.
  const position = told === undefined || told > sql.length + 1 ? undefined : told;
  const whole = position === undefined ? 0 : toWhole(position);
  return new Problem(problem.code, {
    ...details,
    // An error may be in what was added to the text, which nobody can point at.
    ...(whole < 1 ? {} : { position: whole }),
    ...(ref === undefined
      ? {}
      : { statement: ref.index, statementRange: { start: ref.start, end: ref.end } }),
  });
}
