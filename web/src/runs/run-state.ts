import { ProblemError, type RunEvent } from '@pg-usher/sdk';
import { cutText } from '../editor/statements.ts';
import { ResultData } from '../results/result-data.ts';
import type { Column, RunKind, Stopped, TransactionStatus } from './run-types.ts';

/** What a person asked to have run. */
export interface RunRequest {
  readonly kind: RunKind;
  readonly sql: string;
  /** Where the SQL stands in the editor; UTF-16 units. */
  readonly from: number;
  /** Rows of each result. */
  readonly maxRows: number;
  /** A result that is asked for again, with more rows. */
  readonly replaces?: { readonly key: number; readonly results: readonly StatementResult[] };
}

/** The rows of one statement. */
export interface StatementResult {
  readonly key: number;
  /** The statement's own text. */
  readonly sql: string;
  readonly data: ResultData;
  /** The command tag; undefined while rows come, null when the answer stopped before it. */
  readonly command: string | null | undefined;
  readonly stopped: Stopped | undefined;
  readonly cap: number;
}

export interface RunMessage {
  readonly key: number;
  /** Milliseconds since 1970. */
  readonly at: number;
  readonly kind: 'notice' | 'warning' | 'command' | 'error';
  /** `NOTICE`, `WARNING`; of a command what ran. */
  readonly label: string;
  readonly text: string;
  readonly more: readonly string[];
}

/** `cancelling` lasts until PostgreSQL's answer has come. */
export type RunPhase = 'opening' | 'running' | 'cancelling' | 'ended';

export interface RunState {
  readonly request: RunRequest;
  readonly phase: RunPhase;
  /** Milliseconds since 1970. */
  readonly startedAt: number;
  /** Until the run ended, as the page saw it. */
  readonly elapsedMs: number | undefined;
  /** Rows so far. */
  readonly rows: number;
  readonly results: readonly StatementResult[];
  readonly messages: readonly RunMessage[];
  readonly problem: unknown;
  readonly transaction: TransactionStatus | undefined;
}

/** What happens to a run besides the service's own events. */
export type RunStep =
  | RunEvent
  | { readonly kind: 'opened' }
  | { readonly kind: 'cancel' }
  | { readonly kind: 'said'; readonly label: string; readonly text: string }
  | {
      readonly kind: 'failed';
      readonly problem: unknown;
      readonly text: string;
      readonly transaction: TransactionStatus | undefined;
    };

/** Whether a run ended because somebody cancelled it. */
export function isCancelled(problem: unknown): problem is ProblemError {
  return problem instanceof ProblemError && problem.code === 'query-cancelled';
}

export function startRun(request: RunRequest, now: number): RunState {
  return {
    request,
    phase: 'opening',
    startedAt: now,
    elapsedMs: undefined,
    rows: 0,
    results: request.replaces?.results ?? [],
    messages: [],
    problem: undefined,
    transaction: undefined,
  };
}

/** A run after something happened. An ended run stays as it is. */
export function nextRun(state: RunState, step: RunStep, now: number): RunState {
  if (state.phase === 'ended') return state;
  switch (step.kind) {
    case 'opened':
      return state.phase === 'opening' ? { ...state, phase: 'running' } : state;
    case 'cancel':
      return { ...state, phase: 'cancelling' };
    case 'columns':
      return withResult(state, step.statement ?? 1, step.columns);
    case 'rows':
      state.results.find(isOpen)?.data.append(step.rows);
      return { ...state, rows: state.rows + step.rows.length };
    case 'notice':
      return noted(state, step, now);
    case 'complete':
      return completed(state, step, now);
    case 'said':
      return withMessage(state, { kind: 'command', at: now, label: step.label, text: step.text });
    case 'done':
      return ended(
        step.warning === undefined
          ? state
          : withMessage(state, { kind: 'warning', at: now, label: 'WARNING', text: step.warning }),
        now,
        step.transactionStatus,
      );
    case 'failed':
      return failed(state, step, now);
  }
}

function withResult(state: RunState, statement: number, columns: readonly Column[]): RunState {
  const { replaces, sql, maxRows } = state.request;
  const piece = cutText(sql).pieces[statement - 1];
  const result: StatementResult = {
    key: replaces?.key ?? state.results.length,
    sql: piece === undefined ? sql : sql.slice(piece.start, piece.end),
    data: new ResultData(columns),
    command: undefined,
    stopped: undefined,
    cap: maxRows,
  };
  const results =
    replaces === undefined
      ? [...state.results, result]
      : state.results.map((other) => (other.key === replaces.key ? result : other));
  return { ...state, results };
}

function isOpen({ command }: StatementResult): boolean {
  return command === undefined;
}

function completed(
  state: RunState,
  { command, stopped, rowCount }: Extract<RunEvent, { kind: 'complete' }>,
  now: number,
): RunState {
  const results = state.results.map((result) =>
    isOpen(result) ? { ...result, command, stopped } : result,
  );
  const text = command ?? `Stopped after ${String(rowCount)} rows`;
  const more = stopped === undefined ? [] : [stopped.detail];
  return withMessage(
    { ...state, results },
    { kind: 'command', at: now, label: 'Done', text, more },
  );
}

function noted(
  state: RunState,
  { severity, message, detail, hint }: Extract<RunEvent, { kind: 'notice' }>,
  now: number,
): RunState {
  return withMessage(state, {
    kind: severity === 'WARNING' ? 'warning' : 'notice',
    at: now,
    label: severity,
    text: message,
    more: [
      ...(detail === undefined ? [] : [detail]),
      ...(hint === undefined ? [] : [`Hint: ${hint}`]),
    ],
  });
}

function failed(
  state: RunState,
  { problem, text, transaction }: Extract<RunStep, { kind: 'failed' }>,
  now: number,
): RunState {
  // Rows that have come are shown, and said to be a part.
  const results = state.results.map((result) =>
    isOpen(result) ? { ...result, command: null } : result,
  );
  const message = { kind: 'error', at: now, label: 'ERROR', text } as const;
  return ended({ ...withMessage({ ...state, results }, message), problem }, now, transaction);
}

function ended(state: RunState, now: number, transaction: TransactionStatus | undefined): RunState {
  return { ...state, phase: 'ended', elapsedMs: now - state.startedAt, transaction };
}

function withMessage(
  state: RunState,
  message: Omit<RunMessage, 'key' | 'more'> & { readonly more?: readonly string[] },
): RunState {
  const key = state.messages.length;
  return { ...state, messages: [...state.messages, { more: [], ...message, key }] };
}
