import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { House } from '../../src/demo/house.js';
import { type Cell, decodeStrictly } from './answered-rows.js';
import type { Message, Outcome, Statement } from './outcome.js';
import { runPsql } from './psql.js';

/** In no value of the scripts. */
const FIELD_END = '\u001f';
const NULL_MARK = '\u0001NULL\u0001';

/** What psql writes into its log around each statement that it sends, before and since 17. */
const LOGGED = /^(?:\*{9}|\/\*{8}) QUERY \*{9,10}\/?\n([\s\S]*?)\n(?:\*{26}|\/\*{24}\/)\n\n/gm;

/** With `VERBOSITY` verbose each message ends with the place in PostgreSQL's source. */
const MESSAGE =
  /(?<=^|[\n\0])(?:ERROR|FATAL|PANIC|WARNING|NOTICE|INFO|LOG|DEBUG): {2}[0-9A-Z]{5}: [\s\S]*?\nLOCATION: {2}[^\n]*\n/g;

/** What happens when a text is given to psql: each statement as psql sent it, and how it ended. */
export async function runStatementsWithPsql(
  house: House,
  text: string,
  database: string,
): Promise<Outcome[]> {
  const folder = await mkdtemp(join(house.folder, 'psql-'));
  try {
    const logFile = join(folder, 'log');
    const { stdout } = await runPsql(house, text, {
      person: 'alice',
      database,
      merged: true,
      args: [
        ...['--no-align', '--field-separator', FIELD_END, '--record-separator-zero'],
        ...['--pset', 'footer=off', '--pset', `null=${NULL_MARK}`],
        ...['--set', 'VERBOSITY=verbose', '--set', 'SHOW_CONTEXT=never', '--set', 'ECHO=queries'],
        ...['--log-file', logFile],
      ],
    });
    const log = await readFile(logFile, 'utf8');
    const sent = [...log.matchAll(LOGGED)].map(([, statement = '']) => statement);
    const outcomes = readTranscript(locate(sent, text), decodeStrictly(stdout));
    // A semicolon too many is sent by itself.
    return outcomes.filter(({ statement }) => statement.text !== ';');
  } finally {
    await rm(folder, { recursive: true });
  }
}

/** @throws where a statement is not in the text, in its order */
function locate(sent: readonly string[], text: string): Statement[] {
  let from = 0;
  return sent.map((statement) => {
    const offsets = findOffsets(statement, text, from);
    from = (offsets.at(-1) ?? from) + 1;
    return { text: statement, offsets };
  });
}

/** Where each character of the statement stands; psql leaves out empty lines. */
function findOffsets(statement: string, text: string, from: number): readonly number[] {
  const [firstLine = ''] = statement.split('\n', 1);
  let start = text.indexOf(firstLine, from);
  while (start !== -1) {
    const offsets = matchAt(statement, text, start);
    if (offsets !== undefined) return offsets;
    start = text.indexOf(firstLine, start + 1);
  }
  throw new Error(`psql sent what is not in the text: ${statement}`);
}

function matchAt(statement: string, text: string, start: number): readonly number[] | undefined {
  const offsets: number[] = [];
  for (let at = start; offsets.length < statement.length; at += 1) {
    if (text.charAt(at) === statement.charAt(offsets.length)) offsets.push(at);
    else if (text.charAt(at) !== '\n' || text.charAt(at - 1) !== '\n') return undefined;
  }
  return offsets;
}

/** The echo of each statement, with what psql said about it up to the echo of the next. */
function readTranscript(statements: readonly Statement[], transcript: string): Outcome[] {
  let at = 0;
  return statements.map((statement, index) => {
    const echo = `${statement.text}\n`;
    if (!transcript.startsWith(echo, at)) {
      throw new Error(`psql did not echo ${statement.text} but ${transcript.slice(at, at + 200)}`);
    }
    const from = at + echo.length;
    const next = statements[index + 1];
    at = next === undefined ? transcript.length : echoOf(next, transcript, from);
    return { statement, ...readOutput(transcript.slice(from, at), statement) };
  });
}

/** Where a line begins that the statement's echo is. */
function echoOf({ text }: Statement, transcript: string, from: number): number {
  let at = transcript.indexOf(`${text}\n`, from);
  while (at > from && !['\n', '\0'].includes(transcript.charAt(at - 1))) {
    at = transcript.indexOf(`${text}\n`, at + 1);
  }
  if (at === -1) throw new Error(`psql did not echo ${text}`);
  return at;
}

function readOutput(output: string, statement: Statement): Omit<Outcome, 'statement'> {
  const messages = [...output.matchAll(MESSAGE)].map(([text]) => readMessage(text, statement));
  const [last] = messages.slice(-1);
  const failed = last !== undefined && ['ERROR', 'FATAL', 'PANIC'].includes(last.severity);
  const rest = output.replaceAll(MESSAGE, '');
  const tableEnd = rest.lastIndexOf('\0');
  const tag = rest.slice(tableEnd + 1).trimEnd();
  return {
    notices: failed ? messages.slice(0, -1) : messages,
    error: failed ? last : undefined,
    table: tableEnd === -1 ? undefined : readTable(rest.slice(0, tableEnd)),
    command: tag === '' ? undefined : tag,
  };
}

function readTable(text: string): Outcome['table'] {
  const [names = [], ...rows] = text.split('\0').map((record) => record.split(FIELD_END));
  const toCell = (cell: string): Cell => (cell === NULL_MARK ? null : cell);
  // Of rows without columns nothing is printed.
  if (names.length === 1 && names[0] === '') return { names: [], rows: [] };
  return { names, rows: rows.map((row) => row.map(toCell)) };
}

function readMessage(text: string, { text: statement, offsets }: Statement): Message {
  const [, severity = '', sqlstate = ''] = /^(\w+): {2}(\w{5}): /.exec(text) ?? [];
  const parts = splitFields(text.slice(`${severity}:  ${sqlstate}: `.length));
  const excerpt = parts.get('LINE');
  // The line of a query inside of a function is of that query.
  const position =
    excerpt === undefined || parts.has('QUERY') ? undefined : positionOf(excerpt, statement);
  return {
    severity,
    sqlstate,
    message: parts.get('') ?? '',
    detail: parts.get('DETAIL'),
    hint: parts.get('HINT'),
    position: position === undefined ? undefined : offsetOf(offsets, position) + 1,
  };
}

/** An error may be at the statement's end, behind its last character. */
function offsetOf(offsets: readonly number[], position: number): number {
  return offsets[position] ?? (offsets.at(-1) ?? 0) + 1;
}

/** By their names; the message itself has none. */
function splitFields(text: string): ReadonlyMap<string, string> {
  const names =
    'DETAIL|HINT|QUERY|CONTEXT|(?:SCHEMA|TABLE|COLUMN|DATATYPE|CONSTRAINT) NAME|LOCATION';
  const pieces = text.split(new RegExp(`\\n(?=(?:${names}): {2}|LINE \\d+: )`));
  return new Map(
    pieces.map((piece, index) => {
      if (index === 0) return ['', piece];
      if (piece.startsWith('LINE ')) return ['LINE', piece];
      const [name = ''] = piece.split(':', 1);
      return [name, piece.slice(name.length + 3)];
    }),
  );
}

/**
 * Where the caret of psql's excerpt points to in the statement, 0-based. Of a long line the excerpt
 * is a part, with `...` where it was cut (libpq, `reportErrorPosition`).
 */
function positionOf(excerpt: string, statement: string): number {
  const [, prefix = '', line = '', part = '', caret = ''] =
    /^(LINE (\d+): )(.*)\n( *)\^/.exec(excerpt) ?? [];
  const lines = statement.split('\n');
  const before = lines.slice(0, Number(line) - 1).reduce((sum, text) => sum + text.length + 1, 0);
  const whole = (lines[Number(line) - 1] ?? '').replaceAll('\t', ' ');
  const column = caret.length - prefix.length;
  if (whole === part) return before + column;
  const isCut = part.startsWith('...');
  const body = part.replace(/^\.\.\./, '').replace(/\.\.\.$/, '');
  return before + (isCut ? whole.indexOf(body) + column - 3 : column);
}
