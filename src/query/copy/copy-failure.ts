import { errorField } from '../../common/error-code.js';
import { Problem } from '../../common/problem.js';
import { statementProblem } from '../../connection/statement-failure.js';
import { type DataPlace, placeText } from './data-fault.js';

/** What was being copied when it failed. */
export interface Copied {
  readonly table: string;
  readonly columns: readonly string[] | undefined;
  /** `text` is made from NDJSON. */
  readonly format: 'csv' | 'text';
  readonly lineOf: (line: number) => number | undefined;
}

/** Longest name that is passed on, in characters; PostgreSQL's are shorter. */
const MAX_NAME = 64;

/**
 * What a copy's failure means, with the line and the column of what was sent where PostgreSQL says
 * so. Its `position` is one in the statement that this service made, and so is left out.
 */
export function copyProblem(error: unknown, copied: Copied): Problem {
  const problem = statementProblem(error);
  if (problem === error || problem.code !== 'query-failed') return problem;
  const place = placeOf(error, copied);
  const details = { ...problem.details };
  delete details.position;
  const { sqlstate = '' } = details;
  // Class 22, data exception (PostgreSQL 18, appendix A): a value, a line, an encoding.
  const ofData = place.line !== undefined && sqlstate.startsWith('22');
  return new Problem(ofData ? 'copy-data-invalid' : problem.code, {
    ...(copied.format === 'text' && isArrayFault(error) ? { hint: ARRAY_HINT } : {}),
    ...details,
    detail: `${placeText(place)}${details.detail}. Nothing was copied.`,
    ...place,
  });
}

const ARRAY_HINT =
  'PostgreSQL reads an array as text: write "{1,2}" in quotes for [1,2]. JSON arrays are for columns of type json and jsonb.';

/** By the function that refused it (arrayfuncs.c, PostgreSQL 16 to 18). */
function isArrayFault(error: unknown): boolean {
  return /^(?:array_in|ArrayCount|ReadArray)/.test(errorField(error, 'routine') ?? '');
}

function placeOf(error: unknown, { table, columns, lineOf }: Copied): DataPlace {
  const found = readContext(errorField(error, 'where') ?? '', table, columns);
  if (found?.line === undefined) return {};
  const line = lineOf(found.line);
  // A NULL where none may be is found in the row, not in a column of the data.
  const named = errorField(error, 'table') === table ? errorField(error, 'column') : undefined;
  const column = found.column ?? named?.slice(0, MAX_NAME);
  return {
    ...(line === undefined ? {} : { line }),
    ...(column === undefined ? {} : { column }),
  };
}

/**
 * The place that PostgreSQL's CONTEXT names: `COPY t, line 3, column b: "x"`. Its words are
 * translated and its shape is not, in the languages that write COPY first; from the others there is
 * no place. Other lines may stand around it, of a trigger for example.
 *
 * @param where as PostgreSQL sent it
 * @param columns known names, which may have any character in them
 */
export function readContext(
  where: string,
  table: string,
  columns: readonly string[] = [],
): DataPlace | undefined {
  const begin = `COPY ${table}, `;
  const at = where.startsWith(begin) ? 0 : where.indexOf(`\n${begin}`) + 1;
  if (at === 0 && !where.startsWith(begin)) return undefined;
  const text = where.slice(at + begin.length);
  const [all, line] = /^[^\s\d]{1,20}[\s\u00a0](\d{1,15})/u.exec(text) ?? [];
  if (all === undefined) return undefined;
  const [, tail] = /^, [^\s\d]{1,20}[\s\u00a0](.*)/su.exec(text.slice(all.length)) ?? [];
  const column = tail === undefined ? undefined : columnOf(tail, columns);
  return { line: Number(line), ...(column === undefined ? {} : { column }) };
}

/** The longest known name that the text begins with, or what stands before the first colon. */
function columnOf(text: string, columns: readonly string[]): string | undefined {
  const known = columns
    .filter(
      (name) =>
        text.startsWith(name) && /^(?:$|\n|[\s\u00a0]?[:：])/u.test(text.slice(name.length)),
    )
    .reduce((longest, name) => (name.length > longest.length ? name : longest), '');
  if (known !== '') return known;
  const name = /^[^:：\n]*/u.exec(text)?.[0].trim() ?? '';
  return name === '' ? undefined : name.slice(0, MAX_NAME);
}
