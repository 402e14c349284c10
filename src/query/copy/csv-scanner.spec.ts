import fc from 'fast-check';
import { Problem } from '../../common/problem.js';
import type { CsvDialect } from './copy-statement.js';
import { CsvScanner, recordValues } from './csv-scanner.js';

const PLAIN: CsvDialect = { delimiter: ',', quote: '"', escape: '"', null: '' };
const BACKSLASHED: CsvDialect = { delimiter: '\t', quote: "'", escape: '\\', null: '' };

/** What there is to say about a text: the first record's end, or the line of a `\.` alone. */
type Verdict = { readonly end: number } | { readonly line: number | undefined };

function scan(text: string, cuts: readonly number[], dialect: CsvDialect): Verdict {
  const bytes = Buffer.from(text);
  const scanner = new CsvScanner(dialect);
  let from = 0;
  try {
    for (const cut of [...cuts, bytes.length]) {
      scanner.scan(bytes.subarray(from, cut));
      from = cut;
    }
    scanner.end();
  } catch (error) {
    if (error instanceof Problem) return { line: error.details.line };
    throw error;
  }
  return { end: scanner.firstRecordEnd ?? -1 };
}

/** CopyReadLineText of PostgreSQL 17, as plainly as it can be written. */
function reference(text: string, { quote, escape }: CsvDialect): Verdict {
  const records: string[] = [];
  const lines: number[] = [1];
  let record = '';
  let inQuotes = false;
  let escaped = false;
  let line = 1;
  for (const [index, character] of [...text].entries()) {
    if (inQuotes && escape !== quote && character === escape) escaped = !escaped;
    if (character === quote && !escaped) inQuotes = !inQuotes;
    if (character !== escape || escape === quote) escaped = false;
    const ends = character === '\n' || character === '\r';
    if (ends && !(character === '\n' && text[index - 1] === '\r')) line += 1;
    if (ends && !inQuotes) {
      records.push(record);
      lines.push(line);
      record = '';
    } else record += character;
  }
  records.push(record);
  const mark = records.indexOf('\\.');
  return mark === -1 ? { end: Buffer.byteLength(records[0] ?? '') } : { line: lines[mark] };
}

describe('CSV is followed as PostgreSQL reads it', () => {
  it.each([
    ['its own spelling', PLAIN],
    ['another quote and escape', BACKSLASHED],
  ])('over any text, cut anywhere: %s', (_name, dialect) => {
    const pieces = fc.constantFrom('\\.', '\\', '.', '\n', '\r\n', '\r', '"', "'", ',', 'a', 'é');
    const text = fc.array(pieces, { maxLength: 24 }).map((parts) => parts.join(''));
    fc.assert(
      fc.property(text, (csv) => {
        const expected = reference(csv, dialect);
        const size = Buffer.byteLength(csv);
        expect(scan(csv, [], dialect)).toEqual(expected);
        expect(scan(csv, [...Array(size).keys()], dialect)).toEqual(expected);
        for (let cut = 0; cut < size; cut += 1) {
          expect(scan(csv, [cut], dialect)).toEqual(expected);
        }
      }),
      { numRuns: 500 },
    );
  });
});

describe('the values of a record', () => {
  it.each([PLAIN, BACKSLASHED])('are what was written: %j', (dialect) => {
    const { delimiter, quote, escape } = dialect;
    const value = fc.string({ unit: fc.constantFrom('a', ',', '"', "'", '\\', '\t', '\n', 'é') });
    const write = (text: string): string =>
      `${quote}${[...text].map((c) => (c === quote || c === escape ? escape + c : c)).join('')}${quote}`;
    fc.assert(
      fc.property(fc.array(value, { minLength: 1 }), (values) => {
        expect(recordValues(values.map(write).join(delimiter), dialect)).toEqual(values);
      }),
    );
  });

  it('may have quotes in their middle', () => {
    expect(recordValues('a"b,c"d,,"e""f"', PLAIN)).toEqual(['ab,cd', '', 'e"f']);
  });
});
