import fc from 'fast-check';
import { literal } from './type-values.js';

/**
 * What PostgreSQL can store, any character but NUL, and psql prints: it leaves out some of those
 * that Unicode keeps for a program's own use, such as U+1FFFF.
 */
const NOT_PRINTED = /[\0\p{Noncharacter_Code_Point}]/gu;

const text = fc
  .string({ unit: 'binary', maxLength: 30 })
  .map((value) => value.replaceAll(NOT_PRINTED, ''));

const digits = fc.stringMatching(/^[0-9]{1,60}$/);

const numeric = fc.oneof(
  fc.constantFrom('NaN', 'Infinity', '-Infinity'),
  fc
    .tuple(
      fc.constantFrom('', '-'),
      digits,
      fc.option(digits, { nil: '0' }),
      fc.integer({ min: -60, max: 60 }),
    )
    .map(([sign, whole, fraction, exponent]) => `${sign}${whole}.${fraction}e${exponent}`),
);

const float8 = fc.double().map((value) => (Object.is(value, -0) ? '-0' : String(value)));

const bytea = fc
  .uint8Array({ maxLength: 40 })
  .map((bytes) => `\\x${Buffer.from(bytes).toString('hex')}`);

/** Years of four digits, as JavaScript writes them and PostgreSQL reads them. */
const timestamptz = fc
  .date({
    min: new Date('0001-01-01T00:00:00Z'),
    max: new Date('9999-12-31T23:59:59Z'),
    noInvalidDate: true,
  })
  .map((date) => date.toISOString());

const jsonb = fc
  .jsonValue({ maxDepth: 4, stringUnit: 'grapheme' })
  .map((value) => JSON.stringify(value));

const of = (type: string, texts: fc.Arbitrary<string>): fc.Arbitrary<string> =>
  texts.map((value) => `${literal(value)}::${type}`);

const SCALARS = { text, numeric, jsonb, bytea, float8, timestamptz };

const scalar = fc.constantFrom(...Object.entries(SCALARS));

const array = scalar.chain(([type, values]) =>
  fc
    .array(fc.option(of(type, values), { nil: 'null' }), { maxLength: 6 })
    .map((elements) => `array[${elements.join(', ')}]::${type}[]`),
);

/** An expression whose value is of one of several types, an array of one, or a row of some. */
export const generatedValue: fc.Arbitrary<string> = fc.oneof(
  { weight: 4, arbitrary: scalar.chain(([type, values]) => of(type, values)) },
  { weight: 2, arbitrary: array },
  {
    weight: 1,
    arbitrary: fc
      .array(fc.oneof(of('text', text), array), { maxLength: 4 })
      .map((fields) => `row(${fields.join(', ')})`),
  },
);
