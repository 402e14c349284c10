import fc from 'fast-check';
import { Problem } from '../../common/problem.js';
import { copyStatement, type CsvDialect } from './copy-statement.js';

const NAME = '"(?:[^"]|"")+"';
const LITERAL = String.raw`E'(?:[^'\\]|''|\\\\)*'`;
const SHAPE = new RegExp(
  `^COPY ${NAME}(?:\\.${NAME})?(?: \\(${NAME}(?:, ${NAME})*\\))? FROM STDIN WITH \\(` +
    `(?:FORMAT text|FORMAT csv, HEADER (?:true|false|MATCH), DELIMITER ${LITERAL}, NULL ${LITERAL}, QUOTE ${LITERAL}, ESCAPE ${LITERAL})\\)$`,
  'u',
);

describe('the statement of a copy', () => {
  const hostile = fc.string({
    unit: fc.constantFrom('"', "'", '\\', ';', '-', '(', ')', ' ', 'x', '\n', '$', 'é', '\0'),
    maxLength: 20,
  });

  it('has one shape, whatever the names and the options are', () => {
    const dialect: fc.Arbitrary<CsvDialect> = fc.record({
      delimiter: hostile,
      quote: hostile,
      escape: hostile,
      null: hostile,
    });
    const columns = fc.option(fc.array(hostile, { minLength: 1, maxLength: 3 }), {
      nil: undefined,
    });
    fc.assert(
      fc.property(hostile, hostile, columns, dialect, (schema, table, names, csv) => {
        const all = [schema, table, ...(names ?? [])];
        const options = { format: 'csv', header: true, dialect: csv } as const;
        const write = (): string => copyStatement({ schema, table }, names, options);
        const unusable =
          all.includes('') || [...all, ...Object.values(csv)].some((t) => t.includes('\0'));
        if (unusable) expect(write).toThrow(Problem);
        else expect(write()).toMatch(SHAPE);
      }),
      { numRuns: 2000 },
    );
  });

  it('refuses names that PostgreSQL would cut', () => {
    const write = (table: string): string =>
      copyStatement({ table }, undefined, { format: 'text' });
    expect(write('x'.repeat(63))).toBe(`COPY "${'x'.repeat(63)}" FROM STDIN WITH (FORMAT text)`);
    expect(() => write('x'.repeat(64))).toThrow('63 bytes');
    expect(() => write('é'.repeat(32))).toThrow('63 bytes');
    expect(() => write('\ud800')).toThrow('well-formed');
  });
});
