import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { contractOf, isContract, searchContract } from './contract.ts';
import { objectAt } from './json.ts';
import { Schemas } from './schema-fields.ts';

const document: unknown = JSON.parse(
  readFileSync(new URL('../../../openapi.json', import.meta.url), 'utf8'),
);
const tags = contractOf(document);
const operations = tags.flatMap((tag) => tag.operations);

describe('the contract as it is shown', () => {
  it('has every operation of the document under a tag', () => {
    const paths = Object.values(objectAt(document, 'paths'));
    const ids = paths.flatMap((path) =>
      Object.values(objectAt(path)).map((node) => objectAt(node)['operationId']),
    );
    expect(operations.map(({ id }) => id).toSorted()).toEqual(ids.toSorted());
  });

  it('says what each value is: no type is left open', () => {
    const fields = operations.flatMap((one) => [
      ...one.parameters,
      ...one.bodyFields,
      ...one.answerFields,
    ]);
    expect(fields.length).toBeGreaterThan(300);
    expect(fields.filter(({ type }) => type === '' || type === 'any')).toEqual([]);
  });

  it('names the codes of the failures', () => {
    const run = operations.find(({ id }) => id === 'runQuery');
    const codes = run?.failures.map(({ status, code }) => `${status} ${code}`);
    expect(codes).toContain('403 not-oauth');
    expect(codes).toContain('502 certificate-rejected');
  });

  it('shows what is within objects and lists', () => {
    const run = operations.find(({ id }) => id === 'runQuery');
    const names = run?.answerFields.map(({ name }) => name);
    expect(names).toContain('columns[].typeOid');
  });

  it('finds an operation by a code of its failures and by a part of its path', () => {
    const ids = (search: string): string[] =>
      searchContract(tags, search).flatMap((tag) => tag.operations.map(({ id }) => id));
    expect(ids('claim-missing query')).toContain('runQuery');
    expect(ids('delete executions')).toEqual(['cancelExecution']);
    expect(ids('no such words')).toEqual([]);
  });
});

describe('a document that is not ours', () => {
  it.each([null, 'text', [], {}, { paths: 1 }])('is told from one: %j', (value) => {
    expect(isContract(value)).toBe(false);
  });

  it('throws nothing at whatever JSON it is', () => {
    fc.assert(
      fc.property(fc.jsonValue(), (value) => {
        expect(contractOf(value)).toBeInstanceOf(Array);
        expect(new Schemas(value).fieldsOf(value)).toBeInstanceOf(Array);
      }),
    );
  });
});
