/** `plan` is what PostgreSQL would do; `analyze` does it, and says what it took. */
export type ExplainMode = 'plan' | 'analyze';

/** A statement that explains another one. */
export interface Explained {
  /** Answers one row with one value, the plan as JSON. */
  readonly text: string;
  /**
   * Where in the statement it is that PostgreSQL means by a position in {@link text}; both in
   * characters (code points), from 1. What it says of the words in front is about the beginning.
   */
  readonly toOriginal: (position: number) => number;
}

/** Options of PostgreSQL 15 to 18 (https://www.postgresql.org/docs/15/sql-explain.html). */
const PREFIX: Record<ExplainMode, string> = {
  plan: 'EXPLAIN (FORMAT JSON, SETTINGS) ',
  analyze: 'EXPLAIN (FORMAT JSON, ANALYZE, BUFFERS, WAL, SETTINGS) ',
};

/** Wraps one statement, as splitScript gives it. What EXPLAIN does not take, PostgreSQL refuses. */
export function explainText(statement: string, mode: ExplainMode): Explained {
  const prefix = PREFIX[mode];
  return {
    text: prefix + statement,
    toOriginal: (position) => Math.max(1, position - prefix.length),
  };
}
