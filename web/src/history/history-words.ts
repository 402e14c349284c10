import type { components } from '@pg-usher/sdk';
import type { Limits } from '../app/limits.ts';

export type HistoryRun = components['schemas']['HistoryEntryDto'];
export type Outcome = HistoryRun['outcome'];

/** The endings by which the history can be narrowed. */
export const OUTCOMES: readonly Outcome[] = [
  'ok',
  'failed',
  'denied',
  'cancelled',
  'client-aborted',
  'timeout',
  'session-ended',
];

export function isOutcome(text: string): text is Outcome {
  return OUTCOMES.some((known) => known === text);
}

/** Why there is no text of a run, for the person whose run it was. */
export const NO_TEXT =
  'The text of runs is not kept: the administrator keeps none (HISTORY_SQL_TEXT), so that no secret in a statement lies around. Your editor tabs are kept in this browser.';

/** A link that opens the text in a tab of the editor, and runs nothing. */
export function editorHash(sql: string): string {
  return `sql=${encodeURIComponent(sql)}`;
}

/** Longer ones do not fit into an address in every browser. */
export const MAX_LINKED = 32_000;

/** What went wrong with a run, in one line; undefined where nothing did. */
export function failureText({
  outcome,
  error,
  code,
  sqlstate,
}: Pick<HistoryRun, 'outcome' | 'error' | 'code' | 'sqlstate'>): string | undefined {
  if (outcome === 'ok') return undefined;
  const names = [code, sqlstate === null ? null : `SQLSTATE ${sqlstate}`].filter(
    (name) => name !== null,
  );
  const named = names.join(', ');
  if (error === null) return named === '' ? undefined : named;
  return named === '' ? error : `${error} (${named})`;
}

/** What the history is, and what the administrator has it keep, where that is known. */
export function aboutHistory(kept: Limits['history'] | undefined): string {
  const whose = 'What you have run, for nobody but you: administrators do not see it either.';
  if (kept === undefined) return whose;
  if (kept.days === 0) return `${whose} The administrator has it keep nothing.`;
  const days = kept.days === 1 ? '1 day' : `${String(kept.days)} days`;
  const most = kept.maxRuns.toLocaleString('en');
  const text = kept.keepsSqlText
    ? 'Their SQL is kept with them, without the passwords that were found in it.'
    : 'Their SQL is not kept.';
  return `${whose} Runs are kept for ${days}, the newest ${most} of them. ${text}`;
}
