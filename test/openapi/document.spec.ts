import { SchemaChecker } from '../support/json-schema.js';
import { CONTRACT } from '../support/contract-watch.js';

/** The contract as other generators see it. */
const METHODS = ['get', 'put', 'post', 'delete', 'patch'];
const operations: [string, any][] = Object.entries<any>(CONTRACT.paths).flatMap(([path, item]) =>
  METHODS.filter((method) => item[method] !== undefined).map((method): [string, any] => [
    `${method.toUpperCase()} ${path}`,
    item[method],
  ]),
);
const checker = new SchemaChecker(CONTRACT);

/** Every value of a key, wherever it is. */
function valuesOf(key: string, node: unknown): unknown[] {
  if (typeof node !== 'object' || node === null) return [];
  return Object.entries(node).flatMap(([name, value]) =>
    name === key ? [value, ...valuesOf(key, value)] : valuesOf(key, value),
  );
}

describe('the document', () => {
  it('is OpenAPI 3.1, with paths, and with none of the words of 3.0 for null', () => {
    expect(CONTRACT.openapi).toMatch(/^3\.1\.\d+$/);
    expect(CONTRACT.info).toMatchObject({ title: 'pg-usher', version: expect.any(String) });
    expect(operations.length).toBeGreaterThan(50);
    expect(valuesOf('nullable', CONTRACT.components)).toEqual([]);
  });

  it('has an id of its own for each operation, which can be the name of a function', () => {
    const ids: string[] = operations.map(([, { operationId }]) => operationId);
    expect(ids.filter((id, index) => ids.indexOf(id) !== index)).toEqual([]);
    expect(ids.filter((id) => !/^[a-z]+(?:[A-Z][a-z]*)+$/.test(id))).toEqual([]);
  });

  it('has references that lead somewhere', () => {
    const references = new Set(valuesOf('$ref', CONTRACT));
    expect([...references].filter((one) => typeof one !== 'string')).toEqual([]);
    for (const reference of references) checker.lookUp(String(reference));
  });

  it('has schemas that say what they are', () => {
    const KEYS = ['type', 'enum', 'oneOf', 'anyOf', 'allOf', '$ref'];
    const schemas = valuesOf('schema', CONTRACT.paths).concat(
      Object.values(CONTRACT.components.schemas),
    );
    const silent = schemas.filter((schema: any) => !KEYS.some((key) => key in schema));
    expect(silent).toEqual([]);
  });

  it('names only tags that it explains', () => {
    const explained = new Set(CONTRACT.tags.map(({ name }: any) => name));
    const used = operations.flatMap(([, { tags }]) => tags);
    expect(used.filter((tag) => !explained.has(tag))).toEqual([]);
  });
});

describe.each(operations)('%s', (where, operation) => {
  const parameters: any[] = operation.parameters ?? [];

  it('has one tag, a summary of one line, and an answer for when all goes well', () => {
    expect(operation.tags).toHaveLength(1);
    expect(operation.summary).toMatch(/^[A-Z].{5,170}[^.]$/);
    const good = Object.entries<any>(operation.responses).filter(([status]) =>
      /^[23]/.test(status),
    );
    expect(good).not.toEqual([]);
    for (const [, response] of good) expect(response.description).toEqual(expect.any(String));
  });

  it('says of each parameter what it is, and names those of its path', () => {
    for (const { name, description, schema } of parameters) {
      expect({ name, description, schema }).toEqual({
        name,
        description: expect.stringMatching(/\w/),
        schema: expect.objectContaining({}),
      });
    }
    const inPath = parameters.filter((one) => one.in === 'path').map(({ name }) => name);
    expect(inPath.sort()).toEqual([...where.matchAll(/\{(\w+)\}/g)].map(([, name]) => name).sort());
  });

  it('says with which codes it fails, status by status', () => {
    const statuses = Object.keys(operation.responses).filter((status) => /^[45]/.test(status));
    expect(statuses).toEqual(expect.arrayContaining(['400', '500']));
    for (const status of statuses) {
      const response: any = checker.lookUp(operation.responses[status].$ref);
      const { allOf } = response.content['application/problem+json'].schema;
      const codes: string[] = allOf[1].properties.code.enum;
      expect(codes.length).toBeGreaterThan(0);
      for (const code of codes) expect(response.description).toContain(`\`${code}\``);
    }
    expect(operation.responses.default.description).toMatch(/\w/);
  });

  it('has an example of its body, and examples are as their schemas say', () => {
    const bodies: any[] = [operation.requestBody, ...Object.values(operation.responses)];
    const contents = bodies.flatMap((body) => Object.entries<any>(body?.content ?? {}));
    const shown = contents.filter(([, { example }]) => example !== undefined);
    const faults = shown.flatMap(([, { schema, example }]) => checker.faults(schema, example));
    expect(faults).toEqual([]);
    const needed = Object.entries<any>(operation.requestBody?.content ?? {});
    const bare = needed.filter(([, content]) => content.example === undefined);
    if (operation.requestBody?.required === true) expect(bare).toEqual([]);
  });
});

it('shows the lines of a stream as their schema says', () => {
  const { example } =
    CONTRACT.paths['/api/v1/servers/{id}/query'].post.responses['200'].content[
      'application/x-ndjson'
    ];
  const lines: unknown[] = example
    .trimEnd()
    .split('\n')
    .map((line: string) => JSON.parse(line));
  const line = { $ref: '#/components/schemas/QueryLine' };
  expect(lines.flatMap((value) => checker.faults(line, value))).toEqual([]);
});
