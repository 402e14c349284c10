import { describe, expect, it } from '@jest/globals';
import { EntityPropertyNotFoundError, QueryFailedError } from 'typeorm';
import { Problem } from '../../src/common/problem.js';
import { withStore } from '../../src/common/store-failure.js';

const failing = (error: unknown): Promise<unknown> =>
  withStore(() => Promise.reject(error as Error)).catch((thrown: unknown) => thrown);

const answered = (code: string): Error =>
  Object.assign(new Error('of PostgreSQL'), { code, severity: 'FATAL' });

describe('withStore', () => {
  it.each([
    Object.assign(new Error('x'), { code: 'ECONNREFUSED', syscall: 'connect' }),
    Object.assign(new AggregateError([], ''), { code: 'ECONNREFUSED' }),
    Object.assign(new Error('x'), { code: 'SELF_SIGNED_CERT_IN_CHAIN' }),
    new Error('Connection terminated unexpectedly'),
    new Error('Query read timeout'),
    answered('57P01'),
    answered('57P03'),
    answered('53300'),
    answered('08006'),
    answered('25006'),
  ])('says that the store is not available: %s', async (error) => {
    for (const thrown of [error, new QueryFailedError('select 1', [], error)]) {
      expect(await failing(thrown)).toMatchObject({ code: 'store-unavailable' });
    }
  });

  it.each([
    answered('23505'),
    answered('42P01'),
    answered('22021'),
    new TypeError('a mistake'),
    new EntityPropertyNotFoundError('x', { name: 'y' } as never),
    new Problem('not-found', { detail: 'x' }),
  ])('leaves another failure alone: %s', async (error) => {
    expect(await failing(error)).toBe(error);
  });
});
