import { REGRESSION } from './regress-database.js';
import type { Message, Outcome } from './outcome.js';

/** A statement that ended otherwise for the service than for psql. */
export interface Difference {
  readonly statement: string;
  readonly psql: unknown;
  readonly service: unknown;
}

const DATABASE_NAME = new RegExp(Object.values(REGRESSION).join('|'), 'g');

/** Numbers that PostgreSQL gives away anew in each database and connection. */
const RUNNING_NUMBER = /\b(RI_ConstraintTrigger_[ac]_|pg_toast_|pg_temp_|pg_toast_temp_)\d+/g;

/** What psql does not show is not compared: of a result its command tag, of a notice its place. */
export function differencesOf(
  psql: readonly Outcome[],
  service: readonly Outcome[],
): readonly Difference[] {
  const differences: Difference[] = [];
  for (let index = 0; index < Math.max(psql.length, service.length); index += 1) {
    const [expected, found] = [psql[index], service[index]];
    const [one, other] = [shown(expected, expected), shown(found, expected)];
    if (JSON.stringify(one) === JSON.stringify(other)) continue;
    const statement = (expected ?? found)?.statement.text ?? '';
    differences.push({ statement, psql: one, service: other });
  }
  return differences;
}

function shown(outcome: Outcome | undefined, ofPsql: Outcome | undefined): unknown {
  if (outcome === undefined) return 'nothing';
  const { error, notices, table, command } = outcome;
  const plain = {
    notices: notices.map((notice) => withoutPosition(notice)),
    error: error && { ...error, severity: undefined },
    table,
    command: ofPsql?.command === undefined ? undefined : command,
  };
  const text = JSON.stringify(plain).replaceAll(RUNNING_NUMBER, '$1…');
  return JSON.parse(text.replaceAll(DATABASE_NAME, 'regression'));
}

function withoutPosition(message: Message): Message {
  return { ...message, position: undefined };
}
