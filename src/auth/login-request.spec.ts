import { describe, expect, it } from '@jest/globals';
import { Problem } from '../common/problem.js';
import { readLoginRequest } from './login-request.js';

const read = (query: unknown) => readLoginRequest(query, 'https://usher.example');

describe('the parameters of a login', () => {
  it.each([
    [{}, { returnTo: '/', maxAge: undefined, acrValues: undefined }],
    [
      { returnTo: '/a', maxAge: '0' },
      { returnTo: '/a', maxAge: 0, acrValues: undefined },
    ],
    [{ maxAge: '2592000' }, { returnTo: '/', maxAge: 2_592_000, acrValues: undefined }],
    [{ acrValues: 'mfa urn:x:2' }, { returnTo: '/', maxAge: undefined, acrValues: 'mfa urn:x:2' }],
    [undefined, { returnTo: '/', maxAge: undefined, acrValues: undefined }],
  ])('are read: %j', (query, expected) => {
    expect(read(query)).toEqual(expected);
  });

  it.each([
    { maxAge: '' },
    { maxAge: '-1' },
    { maxAge: '1.5' },
    { maxAge: '1e3' },
    { maxAge: '0x10' },
    { maxAge: ' 1' },
    { maxAge: '2592001' },
    { maxAge: '99999999999999999999' },
    { maxAge: ['1', '2'] },
    { maxAge: 5 },
    { maxAge: {} },
    { maxAge: '١' },
    { acrValues: '' },
    { acrValues: ' ' },
    { acrValues: 'a\nb' },
    { acrValues: 'a\0' },
    { acrValues: 'ä' },
    { acrValues: 'x'.repeat(201) },
    { acrValues: ['a', 'b'] },
    { acrValues: { a: 1 } },
  ])('are refused, not ignored: %j', (query) => {
    let problem: unknown;
    try {
      read(query);
    } catch (error) {
      problem = error;
    }
    expect(problem).toBeInstanceOf(Problem);
    expect(problem).toMatchObject({
      code: 'validation-failed',
      details: { errors: [{ pointer: `/${String(Object.keys(query)[0])}` }] },
    });
  });
});
