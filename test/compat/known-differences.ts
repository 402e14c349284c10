import type { Difference } from './compare-outcomes.js';

/** What is not the same as with psql, and why that may be. */
export interface KnownDifference {
  readonly file: string;
  readonly reason: string;
  readonly matches: (difference: Difference) => boolean;
}

const SEMICOLON =
  'the service sends a statement without the blanks before its semicolon, and the last one of a text that has no end without one';
const COMMENTS = 'and with the comments before it, which psql leaves out';
export const KNOWN_DIFFERENCES: readonly KnownDifference[] = [
  {
    file: 'portals.sql',
    reason: `pg_cursors has the statement itself, which runs in the unnamed portal; ${SEMICOLON}`,
    matches: ({ statement }) => /^execute cprep|from pg_cursors/i.test(statement),
  },
  {
    file: 'prepare.sql',
    reason: `pg_prepared_statements shows what was sent: ${SEMICOLON} ${COMMENTS}`,
    matches: ({ statement }) => statement.includes('pg_prepared_statements'),
  },
  {
    file: 'errors.sql',
    reason: SEMICOLON,
    matches: (difference) =>
      sameAfter(difference, (text) =>
        withoutPosition(text).replace(
          String.raw`syntax error at or near \";\"`,
          'syntax error at end of input',
        ),
      ),
  },
  {
    file: 'create_function_sql.sql',
    reason: 'a field of a notice is cut after 1,024 characters',
    matches: ({ statement }) => statement.startsWith('DROP SCHEMA temp_func_test CASCADE'),
  },
];

function sameAfter({ psql, service }: Difference, change: (text: string) => string): boolean {
  return change(JSON.stringify(psql)) === change(JSON.stringify(service));
}

function withoutPosition(text: string): string {
  return text.replaceAll(/,?"position":\d+/g, '');
}
