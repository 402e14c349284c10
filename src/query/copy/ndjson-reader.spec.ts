import fc from 'fast-check';
import { Problem } from '../../common/problem.js';
import { NdjsonReader } from './ndjson-reader.js';

const MAX_LINE = 64 * 1024;

interface Read {
  readonly columns: readonly string[] | undefined;
  readonly rows: (string | null)[][];
}

/** Reads the body in pieces that end at the given offsets, and takes COPY's text apart again. */
function read(body: Buffer, cuts: readonly number[] = [], columns?: readonly string[]): Read {
  const reader = new NdjsonReader({ columns, maxLineBytes: MAX_LINE });
  const out: Buffer[] = [];
  let from = 0;
  for (const cut of [...cuts, body.length]) {
    out.push(...reader.push(body.subarray(from, cut)));
    from = cut;
  }
  out.push(...reader.end());
  return { columns: reader.columns, rows: copyRows(Buffer.concat(out).toString()) };
}

/** COPY's text format as PostgreSQL reads it (PostgreSQL 18, COPY, "Text Format"). */
function copyRows(text: string): (string | null)[][] {
  if (text === '') return [];
  expect(text.endsWith('\n')).toBe(true);
  return text
    .slice(0, -1)
    .split('\n')
    .map((line) => {
      expect(line).not.toBe('\\.');
      return line.split('\t').map(copyValue);
    });
}

const LETTERS: Record<string, string> = { b: '\b', f: '\f', n: '\n', r: '\r', t: '\t', v: '\v' };

function copyValue(text: string): string | null {
  if (text === '\\N') return null;
  return text.replaceAll(/\\(.)/gs, (_all, letter: string) => LETTERS[letter] ?? letter);
}

function problemOf(run: () => unknown): Problem {
  try {
    run();
  } catch (error) {
    if (error instanceof Problem) return error;
    throw error;
  }
  throw new Error('It was read.');
}

function faultOf(text: string | Buffer, columns?: readonly string[]): Problem['details'] {
  const problem = problemOf(() => read(Buffer.from(text as string), [], columns));
  expect(problem.code).toBe('copy-data-invalid');
  return problem.details;
}

/** A value, as JSON and as the text that PostgreSQL shall get. */
interface Sample {
  readonly json: string;
  readonly text: string | null;
}

const text = fc
  .string({ unit: 'binary', maxLength: 12 })
  .map((value) => value.toWellFormed().replaceAll('\0', ' '));

/** Any spelling of a character: itself where JSON allows it, or an escape. */
const spelled = fc
  .tuple(text, fc.array(fc.nat(2), { maxLength: 12 }))
  .map(([value, choices]): Sample => ({ json: `"${spell(value, choices)}"`, text: value }));

function spell(value: string, choices: readonly number[]): string {
  let json = '';
  for (const [index, character] of [...value].entries()) {
    const choice = choices[index] ?? 0;
    const plain = JSON.stringify(character).slice(1, -1);
    json += choice === 0 ? plain : choice === 1 && character === '/' ? '\\/' : escaped(character);
  }
  return json;
}

function escaped(character: string): string {
  return Array.from({ length: character.length }, (_value, index) => {
    const unit = character.charCodeAt(index).toString(16).padStart(4, '0');
    return `\\u${index % 2 === 0 ? unit : unit.toUpperCase()}`;
  }).join('');
}

const numbers = fc.oneof(
  fc.stringMatching(/^-?(?:0|[1-9]\d{0,40})(?:\.\d{1,30})?(?:[eE][+-]?\d{1,4})?$/),
  fc.double({ noNaN: true, noDefaultInfinity: true }).map((value) => JSON.stringify(value)),
);

const json = fc.jsonValue({ maxDepth: 3 });

const nested = fc
  .oneof(fc.array(json, { maxLength: 4 }), fc.dictionary(text, json, { maxKeys: 4 }))
  .chain((value) =>
    fc.constantFrom(JSON.stringify(value), JSON.stringify(value, null, '\t').replaceAll('\n', ' ')),
  );

const sample: fc.Arbitrary<Sample> = fc.oneof(
  spelled,
  numbers.map((json) => ({ json, text: json })),
  nested.map((json) => ({ json, text: json })),
  fc.constantFrom(
    { json: 'null', text: null },
    { json: 'true', text: 'true' },
    { json: 'false', text: 'false' },
  ),
);

const blank = fc.constantFrom('', ' ', '\t', ' \r');
const lineEnd = fc.constantFrom('\n', '\r\n', '\n\n', '\n \n');

const arrays = fc
  .tuple(fc.integer({ min: 1, max: 5 }), fc.integer({ min: 1, max: 5 }))
  .chain(([width, height]) =>
    fc.array(fc.array(sample, { minLength: width, maxLength: width }), {
      minLength: height,
      maxLength: height,
    }),
  );

describe('rows as arrays', () => {
  it('come out value by value, cut at any byte', () => {
    fc.assert(
      fc.property(arrays, blank, lineEnd, (rows, space, end) => {
        const lines = rows.map(
          (row) =>
            `${space}[${row.map(({ json }) => `${space}${json}${space}`).join(',')}]${space}`,
        );
        const body = Buffer.from(lines.join(end) + end);
        const expected = rows.map((row) => row.map((value) => value.text));
        expect(read(body).rows).toEqual(expected);
        expect(read(body, [...body.keys()]).rows).toEqual(expected);
        if (body.length > 200) return;
        for (const cut of body.keys()) expect(read(body, [cut]).rows).toEqual(expected);
      }),
    );
  });

  it('mean what JSON.parse says they mean', () => {
    fc.assert(
      fc.property(fc.array(spelled, { minLength: 1, maxLength: 6 }), (values) => {
        const line = `[${values.map(({ json }) => json).join(',')}]`;
        expect(read(Buffer.from(line)).rows).toEqual([JSON.parse(line)]);
      }),
    );
  });
});

describe('a line with a wrong byte', () => {
  it('is read exactly where JSON.parse reads it', () => {
    const byte = fc.constantFrom(...' \t"\\/{}[],:0123456789.-+eEaubnrtfxls');
    const row = fc.array(sample, { minLength: 1, maxLength: 3 });
    fc.assert(
      fc.property(row, fc.nat(), byte, (values, where, wrong) => {
        const line = `[${values.map(({ json }) => json).join(',')}]`;
        const at = where % line.length;
        const changed = `${line.slice(0, at)}${wrong}${line.slice(at + 1)}`.toWellFormed();
        if (changed.trimStart().startsWith('{')) return;
        const parsed = parsedRow(changed);
        if (parsed === undefined) faultOf(changed);
        else expect(read(Buffer.from(changed)).rows[0]).toHaveLength(parsed.length);
      }),
      { numRuns: 1000 },
    );
  });

  /** Undefined for what is no row, or has a text in it that PostgreSQL cannot store. */
  function parsedRow(line: string): unknown[] | undefined {
    try {
      const row: unknown = JSON.parse(line);
      if (!Array.isArray(row) || row.length === 0) return undefined;
      const texts = row.filter((value) => typeof value === 'string');
      return texts.every((value) => value.isWellFormed() && !value.includes('\0'))
        ? row
        : undefined;
    } catch {
      return undefined;
    }
  }
});

describe('rows as objects', () => {
  const names = fc.uniqueArray(
    fc.oneof(
      fc.constantFrom('__proto__', 'constructor', 'a b', '1', 'é', 'a"b', 'a\\b', 'kind'),
      fc.stringMatching(/^[a-z]{1,8}$/),
    ),
    { minLength: 1, maxLength: 5 },
  );
  const table = names.chain((columns) =>
    fc.record({
      columns: fc.constant(columns),
      rows: fc.array(
        fc.record({
          values: fc.array(sample, { minLength: columns.length, maxLength: columns.length }),
          order: fc.shuffledSubarray([...columns.keys()], { minLength: columns.length }),
          missing: fc.subarray([...columns.keys()]),
        }),
        { minLength: 1, maxLength: 4 },
      ),
    }),
  );

  it('have the columns of the first line, in any order, and NULL for what is missing', () => {
    fc.assert(
      fc.property(table, ({ columns, rows }) => {
        const body = rows.map(({ values, order, missing }, index) => {
          const first = index === 0;
          const slots = (first ? [...columns.keys()] : order).filter(
            (slot) => first || !missing.includes(slot),
          );
          const members = slots.map(
            (slot) => `${JSON.stringify(columns[slot])}: ${values[slot]?.json ?? ''}`,
          );
          return `{${members.join(', ')}}`;
        });
        const expected = rows.map(({ values, missing }, index) =>
          values.map((value, slot) => (index > 0 && missing.includes(slot) ? null : value.text)),
        );
        const bytes = Buffer.from(body.join('\n'));
        const result = read(bytes, [...bytes.keys()]);
        expect(result).toEqual({ columns, rows: expected });
        expect(read(bytes, [], columns)).toEqual(result);
      }),
      { numRuns: 300 },
    );
  });

  it('may spell a key with escapes', () => {
    const body = '{"a\\"b":1,"é":2}\n{"\\u00e9":3,"a\\u0022b":4}';
    expect(read(Buffer.from(body))).toEqual({
      columns: ['a"b', 'é'],
      rows: [
        ['1', '2'],
        ['4', '3'],
      ],
    });
  });

  it('take a key with a backslash for what it means, not for its bytes', () => {
    // The column's name is a backslash and a "b"; the key is a backspace.
    expect(faultOf('{"\\b": 1}', ['\\b']).detail).toContain('none of the columns');
  });
});

describe('what is refused', () => {
  it.each([
    ['The key "b" is none of the columns', '{"a":1}\n{"b":2}', 2],
    ['The key "a" is there twice', '{"a":1,"a":2}', 1],
    ['The key "a" is there twice', '{"a":1}\n\n{"a":1,"\\u0061":2}', 3],
    ['The row has 1 values, and there are 2 columns', '[1,2]\n[1]', 2],
    ['The row has 0 values', '[]', 1],
    ['no keys', '{}', 1],
    ['is empty', '{"":1}', 1],
    ['longer than 63 bytes', `{"${'x'.repeat(64)}":1}`, 1],
    ['NUL', '{"a\\u0000":1}', 1],
    ['well-formed', '{"\\ud800":1}', 1],
    ['neither', '[1]\n7', 2],
    ['The first row is an array', '[1]\n{"a":1}', 2],
    ['behind the row', '[1] [2]', 1],
    ['a value was expected', '[1,]', 1],
    ['comma', '[01]', 1],
    ['a digit', '[1.]', 1],
    ['a digit', '[-]', 1],
    ['a digit', '[1e]', 1],
    ['a value was expected', '[.5]', 1],
    ['a value was expected', '[NaN]', 1],
    ['a value was expected', '[tru]', 1],
    ['comma', '[nulll]', 1],
    ['no end', '["a', 1],
    ['no such escape', '["\\x"]', 1],
    ['four hex digits', '["\\u12g4"]', 1],
    ['control character', '["a\tb"]', 1],
    ['a value was expected', "['a']", 1],
    ['a value was expected', '[[1,]]', 1],
    ['a colon', '[{"a" 1}]', 1],
    ['a key in quotes', '[{a:1}]', 1],
    ['a comma or the end', '[[1}]', 1],
    ['neither', '[1]\n\ufeff[1]', 2],
    ['longer than 65536 bytes', `["${'x'.repeat(MAX_LINE)}"]`, 1],
  ])('%s (case %#)', (words, body, line) => {
    const fault = faultOf(body);
    expect(fault.line).toBe(line);
    expect(fault.detail).toContain(words);
    expect(fault.detail).toMatch(/^Line \d+.*Nothing was copied\.$/s);
  });

  it('names the column of a text that PostgreSQL cannot store', () => {
    expect(faultOf('{"a":"x","b":"\\u0000"}')).toMatchObject({ line: 1, column: 'b' });
    expect(faultOf('["x","\\ud800 "]')).toMatchObject({ line: 1, column: '2' });
    expect(faultOf('["\\udc00"]').detail).toContain('surrogate');
    expect(faultOf('["\\ud800\\ud800"]').detail).toContain('surrogate');
  });

  it('names the line that is not UTF-8', () => {
    const body = Buffer.concat([
      Buffer.from('[1]\n["'),
      Buffer.from([0xc3, 0x28]),
      Buffer.from('"]\n'),
    ]);
    expect(faultOf(body).line).toBe(2);
    expect(faultOf(Buffer.from([0x5b, 0x22, 0xed, 0xa0, 0x80, 0x22, 0x5d])).line).toBe(1);
  });

  it('is nesting that is too deep, however deep', () => {
    const reader = new NdjsonReader({ maxLineBytes: 1_000_000 });
    const body = Buffer.from(`[${'['.repeat(400_000)}`);
    expect(problemOf(() => [reader.push(body), reader.end()]).details.detail).toContain(
      '10000 levels',
    );
  });

  it('is more values than a table has columns', () => {
    expect(faultOf(`[${'1,'.repeat(1600)}1]`).detail).toContain('1600');
  });

  it('is a line without an end, before it is in memory', () => {
    const reader = new NdjsonReader({ maxLineBytes: 1000 });
    const problem = problemOf(() => {
      for (let count = 0; count < 2000; count += 1) reader.push(Buffer.from('x'));
    });
    expect(problem.details).toMatchObject({ line: 1 });
  });

  it('leaves prototypes alone', () => {
    expect(read(Buffer.from('{"__proto__":{"a":1}}'))).toEqual({
      columns: ['__proto__'],
      rows: [['{"a":1}']],
    });
    expect(Reflect.get({}, 'a')).toBeUndefined();
  });
});

describe('an answer of this service', () => {
  const columns =
    '{"kind":"columns","executionId":"x","columns":[{"name":"n","typeOid":23},{"name":"t","typeOid":25}]}';
  const done = '{"kind":"done","executionId":"x","rows":1,"durationMs":1}';

  function readAll(lines: readonly string[], named?: readonly string[]): Read {
    return read(Buffer.from(`${lines.join('\n')}\n`), [], named);
  }

  it('can be sent back in, as it came', () => {
    const notice = '{"kind":"notice","severity":"NOTICE","sqlstate":"00000","message":"x"}';
    const complete = '{"kind":"complete","command":"SELECT 1","rowCount":1}';
    expect(readAll([notice, columns, '["1",null]', notice, complete, done])).toEqual({
      columns: ['n', 't'],
      rows: [['1', null]],
    });
    expect(readAll([columns, '["1","2"]', complete, done], ['a', 'b']).columns).toEqual(['a', 'b']);
    expect(readAll([columns, complete, done])).toEqual({ columns: ['n', 't'], rows: [] });
  });

  it('is refused where it is not whole', () => {
    expect(() => readAll([columns, '["1","2"]'])).toThrow('without its last event');
    const error = '{"kind":"error","code":"query-failed","title":"x","detail":"division by zero"}';
    expect(() => readAll([columns, '["1","2"]', error])).toThrow('division by zero');
    expect(() => readAll([error])).toThrow('division by zero');
  });

  it('is refused with a second result, with lines behind its end, with columns too late', () => {
    expect(() => readAll([columns, '["1","2"]', columns, done])).toThrow('second result');
    expect(() => readAll([columns, done, '["1","2"]'])).toThrow('behind the last event');
    const complete = '{"kind":"complete","command":"SET","rowCount":0}';
    expect(() => readAll([complete, '["1","2"]', done])).toThrow('before its event "columns"');
  });

  it('is told from rows of a table with a column "kind"', () => {
    expect(readAll(['{"kind":"done"}', '{"kind":"columns"}'])).toEqual({
      columns: ['kind'],
      rows: [['done'], ['columns']],
    });
    const named = readAll(['{"kind":"columns","columns":[]}'], ['kind', 'columns']);
    expect(named.rows).toEqual([['columns', '[]']]);
  });
});

describe('a line of more than a mebibyte', () => {
  const OPTIONS = { maxLineBytes: 8 * 1024 * 1024 };
  const LONG = 'x'.repeat(2 * 1024 * 1024);

  it('is a row, also the first', () => {
    const reader = new NdjsonReader(OPTIONS);
    const out = [...reader.push(Buffer.from(`{"a":"${LONG}"}\n`)), ...reader.end()];
    expect([reader.columns, Buffer.concat(out).toString()]).toEqual([['a'], `${LONG}\n`]);
  });

  it('is no event of an answer', () => {
    const columns = '{"kind":"columns","columns":[{"name":"a","typeOid":25,"typeModifier":-1}]}\n';
    const reader = new NdjsonReader(OPTIONS);
    reader.push(Buffer.from(columns));
    const notice = Buffer.from(`{"kind":"notice","notice":{"message":"${LONG}"}}\n`);
    const { details } = problemOf(() => reader.push(notice));
    expect(details).toMatchObject({ line: 2 });
    expect(details.detail).toContain('An event is longer');
  });
});

describe('the line of a row', () => {
  it('counts empty lines and events', () => {
    const reader = new NdjsonReader({ maxLineBytes: MAX_LINE });
    reader.push(Buffer.from('\n\n[1]\n[2]\n\n[3]\n'));
    expect([1, 2, 3].map((row) => reader.lineOf(row))).toEqual([3, 4, 6]);
  });

  it('is known for the newer rows of a body with more gaps than are remembered', () => {
    const reader = new NdjsonReader({ maxLineBytes: MAX_LINE });
    for (let count = 0; count < 300; count += 1) reader.push(Buffer.from('[1]\n\n'.repeat(1000)));
    expect(reader.lineOf(300_000)).toBe(599_999);
    expect(reader.lineOf(299_999)).toBe(599_997);
    expect(reader.lineOf(1)).toBeUndefined();
  });
});

describe('a body of nothing', () => {
  it('has no rows', () => {
    expect(read(Buffer.from(''))).toEqual({ columns: undefined, rows: [] });
    expect(read(Buffer.from('\n \r\n'))).toEqual({ columns: undefined, rows: [] });
  });
});
