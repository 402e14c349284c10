import type { Cell } from './answered-rows.js';
import type { Message, Outcome } from './outcome.js';

/** Runs a text on a connection that is kept, and gives the events of its NDJSON answer. */
export type RunText = (sql: string) => Promise<readonly (ServiceEvent | readonly Cell[])[]>;

/** As far as it is read here. */
export interface ServiceEvent {
  readonly kind: 'columns' | 'notice' | 'complete' | 'done' | 'error';
  readonly statement?: number;
  readonly columns?: readonly { readonly name: string }[];
  readonly command?: string | null;
  readonly severity?: string;
  readonly sqlstate?: string;
  readonly message?: string;
  readonly detail?: string;
  readonly databaseDetail?: string;
  readonly hint?: string;
  readonly position?: number;
}

/** Notices that an answer gives; it counts the rest. */
const MAX_NOTICES = 100;

/** The text behind an error is read anew, so long texts with many errors take long. */
const MAX_STATEMENTS = 40;

/**
 * What happens when a text is given to the service in scripts of some length. A script ends at its
 * first error, so what is behind it is sent as another; and so is what would have more notices than
 * an answer holds.
 *
 * @param expected how the statements ended with psql
 */
export async function runStatementsWithService(
  run: RunText,
  text: string,
  expected: readonly Outcome[],
): Promise<Outcome[]> {
  const outcomes: Outcome[] = [];
  while (outcomes.length < expected.length) {
    const portion = nextPortion(expected.slice(outcomes.length));
    const [first] = portion;
    const last = portion.at(-1);
    if (first === undefined || last === undefined) break;
    const from = first.statement.offsets[0] ?? 0;
    const sql = text.slice(from, (last.statement.offsets.at(-1) ?? 0) + 1);
    const answered = readEvents(await run(sql), { sql, from });
    if (answered.length === 0) throw new Error(`Nothing was answered to ${sql}`);
    for (const [index, outcome] of answered.entries()) {
      const statement = portion[index]?.statement ?? {
        text: '(one more than psql has)',
        offsets: [],
      };
      outcomes.push({ statement, ...outcome });
    }
  }
  return outcomes;
}

function nextPortion(expected: readonly Outcome[]): readonly Outcome[] {
  let notices = 0;
  const end = expected.findIndex((outcome, index) => {
    notices += outcome.notices.length;
    return index === MAX_STATEMENTS || (index > 0 && notices > MAX_NOTICES);
  });
  return end === -1 ? expected : expected.slice(0, end);
}

type Ended = Omit<Outcome, 'statement'>;

/** The statements that were answered; an error is the end of the last. */
function readEvents(
  lines: readonly (ServiceEvent | readonly Cell[])[],
  where: { readonly sql: string; readonly from: number },
): Ended[] {
  const ended: Ended[] = [];
  let names: readonly string[] | undefined;
  let rows: (readonly Cell[])[] = [];
  let notices: Message[] = [];
  const end = (rest: Pick<Ended, 'command' | 'error'>): void => {
    ended.push({ notices, table: tableOf(rest.error, names, rows), ...rest });
    [names, rows, notices] = [undefined, [], []];
  };
  for (const line of lines) {
    if (isRow(line)) rows.push(line);
    else if (line.kind === 'columns') names = (line.columns ?? []).map(({ name }) => name);
    else if (line.kind === 'notice') notices.push(toNotice(line));
    else if (line.kind === 'complete') end({ command: line.command ?? '', error: undefined });
    else if (line.kind === 'error') {
      // What is deferred to the commit fails when the statement is complete already.
      if (ended.length === line.statement) ended.pop();
      end({ command: undefined, error: toError(line, where) });
    }
  }
  return ended;
}

/** psql prints no rows of a statement that failed, and of rows without columns nothing. */
function tableOf(
  error: Message | undefined,
  names: readonly string[] | undefined,
  rows: readonly (readonly Cell[])[],
): Outcome['table'] {
  if (names === undefined || error !== undefined) return undefined;
  return { names, rows: names.length === 0 ? [] : rows };
}

function isRow(line: ServiceEvent | readonly Cell[]): line is readonly Cell[] {
  return Array.isArray(line);
}

function toNotice(event: ServiceEvent): Message {
  const { severity = '', sqlstate = '', message = '', detail, hint } = event;
  return { severity, sqlstate, message, detail, hint, position: undefined };
}

function toError(
  event: ServiceEvent,
  { sql, from }: { readonly sql: string; readonly from: number },
): Message {
  const { sqlstate = '', detail = '', databaseDetail, hint, position } = event;
  return {
    severity: 'ERROR',
    sqlstate,
    message: detail,
    detail: databaseDetail,
    hint,
    position: position === undefined ? undefined : from + utf16Offset(sql, position - 1) + 1,
  };
}

function utf16Offset(text: string, codePoints: number): number {
  return Array.from(text).slice(0, codePoints).join('').length;
}
