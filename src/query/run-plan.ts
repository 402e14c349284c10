import { Problem } from '../common/problem.js';
import { explainText } from '../sql/explain.js';
import { bindNamed, type NamingMistake, namingMistakes } from '../sql/named-params.js';
import type { PlainQuotes } from '../sql/lexer.js';
import { splitScript } from '../sql/split-script.js';
import type { ParamValue, SessionQueryDto } from './query.dto.js';
import type { PlannedStatement } from './run-script.js';

/**
 * What is sent for a request: with positional parameters the text as it is, which PostgreSQL takes
 * only as one statement; otherwise the statements of the script.
 *
 * @param quotes how the session reads a backslash in '…'
 * @throws Problem `validation-failed`, `statement-unsupported`
 */
export async function planRun(
  query: SessionQueryDto,
  quotes: PlainQuotes = 'standard',
): Promise<readonly PlannedStatement[]> {
  const { sql, params, namedParams, explain } = query;
  if (params !== undefined && namedParams !== undefined) throw bothKinds();
  if (namedParams !== undefined && quotes === 'escaping') throw namesUnreadable();
  const whole: PlannedStatement = { sql, toWhole: (position) => position };
  const statements =
    params === undefined
      ? bindAll(sql, await splitStatements(whole, quotes), namedParams)
      : [{ ...whole, params: params.map(paramText) }];
  return explain === undefined ? statements : [explained(statements, explain)];
}

/** Nothing, or one statement, goes to PostgreSQL as it is. */
async function splitStatements(
  whole: PlannedStatement,
  quotes: PlainQuotes,
): Promise<readonly PlannedStatement[]> {
  const pieces = await splitScript(whole.sql, quotes);
  if (pieces.length < 2) return [whole];
  const ended = whole.sql.trimEnd().endsWith(';');
  return pieces.map(({ text, start, end }, index) => ({
    // With the semicolon, as psql sends it: PostgreSQL names it where a statement ends too early.
    sql: ended || index < pieces.length - 1 ? `${text};` : text,
    ref: { index: index + 1, start, end },
    toWhole: (position) => start + position,
  }));
}

/** Each statement gets the values that it uses. */
function bindAll(
  sql: string,
  statements: readonly PlannedStatement[],
  values: Readonly<Record<string, ParamValue>> = {},
): readonly PlannedStatement[] {
  if (Object.keys(values).length === 0) return statements;
  const mistakes = namingMistakes(sql, values);
  if (mistakes.length > 0) throw badNames(mistakes);
  return statements.map((statement) => {
    const { text, params, toOriginal } = bindNamed(statement.sql, values);
    return {
      ...statement,
      sql: text,
      params: params.map(paramText),
      toWhole: (position) => statement.toWhole(toOriginal(position)),
    };
  });
}

function explained(
  statements: readonly PlannedStatement[],
  how: 'plan' | 'analyze',
): PlannedStatement {
  const [only, ...more] = statements;
  if (only === undefined || more.length > 0) {
    throw new Problem('statement-unsupported', {
      detail: `EXPLAIN takes one statement; the text has ${String(statements.length)}. Send the one that is to be explained.`,
      owner: 'user',
    });
  }
  const { text, toOriginal } = explainText(only.sql, how);
  // With parameters, were it none: PostgreSQL then takes one statement only, whatever the text is.
  const { params = [] } = only;
  return { sql: text, params, toWhole: (position) => only.toWhole(toOriginal(position)) };
}

/** Which `:name` stands in a string is read by the standard's rules. */
function namesUnreadable(): Problem {
  return new Problem('statement-unsupported', {
    detail:
      'The session has standard_conforming_strings off, so namedParams cannot be put into the text. Set it on, or use params.',
    owner: 'user',
  });
}

function bothKinds(): Problem {
  return new Problem('validation-failed', {
    detail: 'Give params or namedParams, not both.',
    owner: 'user',
    errors: [{ pointer: '/namedParams', detail: 'params is there, too' }],
  });
}

function badNames(mistakes: readonly NamingMistake[]): Problem {
  return new Problem('validation-failed', {
    detail: 'The text and the named parameters do not fit together.',
    owner: 'user',
    errors: mistakes.map(({ name, mistake }) => ({
      pointer: name === undefined ? '/sql' : `/namedParams/${name}`,
      detail: mistake,
    })),
  });
}

function paramText(value: ParamValue): string | null {
  return value === null ? null : String(value);
}
