import { Problem } from '../../../src/common/problem.js';
import { validationPipe } from '../../../src/common/validation.js';
import { CsvOptionsDto } from '../../../src/query/encode/csv-options.dto.js';
import { csvOptions } from '../../../src/query/encode/csv-options.js';
import type { FormatChoice } from '../../../src/query/format.js';
import { failureOf } from './data-rows.js';

/** As the controller gets it. */
async function read(query: string): Promise<CsvOptionsDto> {
  const pairs: Record<string, string | string[]> = {};
  for (const [name, value] of new URLSearchParams(query)) {
    const before = pairs[name];
    pairs[name] = before === undefined ? value : [before, value].flat();
  }
  return validationPipe().transform(pairs, { type: 'query', metatype: CsvOptionsDto });
}

async function optionsFor(query: string, choice: FormatChoice = { format: 'csv' }) {
  return csvOptions(await read(query), choice, false);
}

describe('the options of CSV', () => {
  it('are those of RFC 4180 where nobody asks', async () => {
    expect(await optionsFor('')).toEqual({
      delimiter: ',',
      nullText: '',
      escapeFormulas: false,
      header: true,
      bom: false,
      maxRowsAsked: false,
    });
  });

  it('are what the query string says', async () => {
    const query = 'delimiter=;&bom=true&escapeFormulas=true&header=false&null=NULL&filename=x.csv';
    expect(await optionsFor(query)).toMatchObject({
      delimiter: ';',
      nullText: 'NULL',
      escapeFormulas: true,
      header: false,
      bom: true,
    });
  });

  it.each([
    ['delimiter=%09', '\t'],
    ['delimiter=tab', '\t'],
    ['delimiter=%7C', '|'],
    ['delimiter=%2C', ','],
  ])('may have the delimiter %s', async (query, delimiter) => {
    expect(await optionsFor(query)).toMatchObject({ delimiter });
  });

  it('take the header from Accept where the query string has none', async () => {
    const absent: FormatChoice = { format: 'csv', header: false };
    expect(await optionsFor('', absent)).toMatchObject({ header: false });
    expect(await optionsFor('header=true', absent)).toMatchObject({ header: true });
  });

  it('may be false in words', async () => {
    expect(await optionsFor('bom=false&escapeFormulas=false')).toMatchObject({
      bom: false,
      escapeFormulas: false,
    });
  });

  it.each([
    ['delimiter=x', 'delimiter'],
    ['delimiter=', 'delimiter'],
    ['delimiter=%22', 'delimiter'],
    ['delimiter=,&delimiter=;', 'delimiter'],
    ['header=1', 'header'],
    ['header=', 'header'],
    ['bom=yes', 'bom'],
    ['bom=true&bom=false', 'bom'],
    ['escapeFormulas=TRUE', 'escapeFormulas'],
    ['null=a,b', 'null'],
    ['null=%22', 'null'],
    ['null=a%0Db', 'null'],
    [`null=${'x'.repeat(33)}`, 'null'],
    ['null=a&null=b', 'null'],
    ['filename=', 'filename'],
    ['filename=a%0D%0ASet-Cookie:x', 'filename'],
    ['filename=a%00b', 'filename'],
    [`filename=${'x'.repeat(201)}`, 'filename'],
    ['filename=a&filename=b', 'filename'],
    ['quote=x', 'quote'],
  ])('refuse %s', async (query, field) => {
    const failure = await read(query).then(
      () => undefined,
      (error: unknown) => error,
    );
    if (!(failure instanceof Problem)) throw new Error('it was not refused');
    expect(failure.code).toBe('validation-failed');
    const pointers = failure.details.errors?.map(({ pointer }) => pointer);
    expect(new Set(pointers)).toEqual(new Set([`/${field}`]));
  });

  it('are refused where the answer is no CSV, but for the name of the download', async () => {
    const query = await read('bom=true&null=&filename=x');
    const failure = failureOf(() => csvOptions(query, { format: 'ndjson' }, false));
    expect(failure.code).toBe('validation-failed');
    expect(failure.details.errors?.map(({ pointer }) => pointer)).toEqual(['/bom', '/null']);
    await expect(optionsFor('filename=x', { format: 'json' })).resolves.toBeDefined();
  });
});
