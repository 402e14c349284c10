import { type JsonSchema, SchemaChecker } from '../support/json-schema.js';

const DOCUMENT = {
  named: { type: 'object', required: ['a'], properties: { a: { type: 'integer' } } },
};
const checker = new SchemaChecker(DOCUMENT);

/** What the checker must find, since tests rely on it. */
describe('SchemaChecker', () => {
  it.each<[JsonSchema, unknown, string]>([
    [{ type: 'string' }, 1, '/: 1 is not of type string'],
    [{ type: ['string', 'null'] }, 1, '/: 1 is not of type string or null'],
    [{ type: 'integer' }, 1.5, '/: 1.5 is not of type integer'],
    [{ enum: ['a'] }, 'b', '/: "b" is not in the enum'],
    [{ type: 'string', format: 'uuid' }, 'x', '/: x is no uuid'],
    [{ type: 'string', format: 'date-time' }, '2026', '/: 2026 is no date-time'],
    [{ type: 'string', pattern: '^a$' }, 'b', '/: breaks pattern'],
    [{ type: 'string', minLength: 1 }, '', '/: is too short'],
    [{ type: 'string', maxLength: 1 }, 'ab', '/: is too long'],
    [{ type: 'number', maximum: 1 }, 2, '/: 2 is out of range'],
    [{ type: 'array', items: { type: 'string' } }, ['a', 1], '/1: 1 is not of type string'],
    [{ $ref: '#/named' }, {}, '/a: is missing'],
    [{ $ref: '#/named' }, { a: 1, b: 2 }, '/b: is not in the schema'],
    [
      { allOf: [{ $ref: '#/named' }, { type: 'object', properties: { b: { enum: [1] } } }] },
      { a: 1, b: 2 },
      '/b: 2 is not in the enum',
    ],
    [
      { type: 'object', additionalProperties: { type: 'string' } },
      { x: 1 },
      '/x: 1 is not of type string',
    ],
    [{ oneOf: [{ type: 'string' }, { type: 'null' }] }, 1, '/: 1 is not of type string'],
  ])('finds what of %j is not so in %j', (schema, value, fault) => {
    expect(checker.faults(schema, value)).toEqual([fault]);
  });

  it.each<[JsonSchema, unknown]>([
    [{ $ref: '#/named' }, { a: 1 }],
    [{ type: ['string', 'null'] }, null],
    [{ type: 'object', additionalProperties: true }, { x: 1 }],
    [{ oneOf: [{ type: 'string' }, { type: 'null' }] }, null],
  ])('finds nothing where %j is so in %j', (schema, value) => {
    expect(checker.faults(schema, value)).toEqual([]);
  });
});
