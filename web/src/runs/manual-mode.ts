import { nextToken, wordOf } from '../../../src/sql/lexer.ts';
import type { RunKind } from './run-types.ts';

/** Statements that begin or end a transaction themselves, or that cannot stand in one. */
const STAND_ALONE: ReadonlySet<string> = new Set([
  'begin',
  'start',
  'commit',
  'end',
  'rollback',
  'abort',
  'vacuum',
  'checkpoint',
]);

/** Whether manual mode has to begin a transaction before this. `plan` changes nothing. */
export function mustBeginBefore({
  kind,
  sql,
}: {
  readonly kind: RunKind;
  readonly sql: string;
}): boolean {
  if (kind === 'plan') return false;
  for (let at = 0, token; (token = nextToken(sql, at)) !== undefined; at = token.end) {
    if (token.kind !== 'comment') return !STAND_ALONE.has(wordOf(sql, token) ?? '');
  }
  return false;
}
