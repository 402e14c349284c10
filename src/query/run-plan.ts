import { Problem } from '../common/problem.js';
import { explainText } from '../sql/explain.js';
import { bindNamed } from '../sql/named-params.js';
import { splitScript } from '../sql/split-script.js';
import type { ParamValue, SessionQueryDto } from './query.dto.js';
import type { PlannedStatement } from './run-script.js';

/**
 * What is sent for a request: with positional parameters the text as it is, which PostgreSQL takes
 * only as one statement; otherwise the statements of the script.
 *
 * @throws Problem `validation-failed`, `statement-unsupported`
 */
export async function planRun(query: SessionQueryDto): Promise<readonly PlannedStatement[]> {
  const { sql, params, namedParams, explain } = query;
  if (params !== undefined && namedParams !== undefined) throw bothKinds();
  const whole: PlannedStatement = { sql, toWhole: (position) => position };
  const statements =
    params === undefined
      ? bindAll(await splitStatements(whole), namedParams ?? {})
      : [{ ...whole, params: params.map(paramText) }];
  return explain === undefined ? statements : [explained(statements, explain)];
}

/** Nothing, or one statement, goes to PostgreSQL as it is. */
async function splitStatements(whole: PlannedStatement): Promise<readonly PlannedStatement[]> {
  const pieces = await splitScript(whole.sql);
  if (pieces.length < 2) return [whole];
  return pieces.map(({ text, start, end }, index) => ({
    sql: text,
    ref: { index: index + 1, start, end },
    toWhole: (position) => start + position,
  }));
}

function bindAll(
  statements: readonly PlannedStatement[],
  values: Readonly<Record<string, ParamValue>>,
): readonly PlannedStatement[] {
  const names = Object.keys(values);
  if (names.length === 0) return statements;
  const texts = Object.fromEntries(names.map((name) => [name, paramText(values[name] ?? null)]));
  const used = new Set<string>();
  const bound = statements.map((statement) => {
    const { text, params, names: own, toOriginal } = bindNamed(statement.sql, texts);
    for (const name of own) used.add(name);
    const toWhole = (position: number): number => statement.toWhole(toOriginal(position));
    return { ...statement, sql: text, params, toWhole };
  });
  const unused = names.filter((name) => !used.has(name));
  if (unused.length > 0) throw notInText(unused);
  return bound;
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
  const { text, offset } = explainText(only.sql, how);
  return { ...only, sql: text, toWhole: (position) => only.toWhole(position - offset) };
}

function bothKinds(): Problem {
  return new Problem('validation-failed', {
    detail: 'Give params or namedParams, not both.',
    owner: 'user',
    errors: [{ pointer: '/namedParams', detail: 'params is there, too' }],
  });
}

function notInText(names: readonly string[]): Problem {
  return new Problem('validation-failed', {
    detail: 'A named parameter is given that the text does not use.',
    owner: 'user',
    errors: names.map((name) => ({
      pointer: `/namedParams/${name}`,
      detail: `the text has no :${name} outside strings and comments`,
    })),
  });
}

function paramText(value: ParamValue): string | null {
  return value === null ? null : String(value);
}
