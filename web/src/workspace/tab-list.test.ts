import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Draft } from '../drafts/draft.ts';
import { linkTo, moveTab, neighbourOf, newTab, sqlOfLink, tabFrom } from './tab-list.ts';

function tabs(...ids: string[]): readonly Draft[] {
  return ids.reduce<readonly Draft[]>((all, id) => [...all, newTab(all, id)], []);
}

describe('newTab', () => {
  it('takes the first free name, at the end', () => {
    const [one, two] = tabs('a', 'b');
    expect([one?.name, two?.name]).toEqual(['q1', 'q2']);
    expect(newTab(two === undefined ? [] : [two], 'c')).toMatchObject({ name: 'q1', order: 3 });
  });
});

describe('neighbourOf', () => {
  it('is the next, else the one before', () => {
    expect(neighbourOf(tabs('a', 'b', 'c'), 'b')).toBe('c');
    expect(neighbourOf(tabs('a', 'b'), 'b')).toBe('a');
    expect(neighbourOf(tabs('a'), 'a')).toBeUndefined();
  });
});

describe('tabFrom', () => {
  it('goes around the ends', () => {
    expect(tabFrom(tabs('a', 'b', 'c'), 'c', 1)).toBe('a');
    expect(tabFrom(tabs('a', 'b', 'c'), 'a', -1)).toBe('c');
  });
});

describe('moveTab', () => {
  it('changes places, and the order that is kept', () => {
    const moved = moveTab(tabs('a', 'b', 'c'), 'a', 1);
    expect(moved.map(({ id, order }) => [id, order])).toEqual([
      ['b', 0],
      ['a', 1],
      ['c', 2],
    ]);
  });

  it('stays at the ends', () => {
    expect(moveTab(tabs('a', 'b'), 'b', 1).map(({ id }) => id)).toEqual(['a', 'b']);
  });
});

describe('sqlOfLink', () => {
  it('reads what linkTo wrote', () => {
    fc.assert(
      fc.property(
        fc.string({ unit: fc.constantFrom('a', '%', '#', '+', '&', ' ', '\n', 'é', '😀', "'") }),
        (sql) => {
          const link = linkTo('https://u.test', 'a b', 'c/d', sql);
          expect(sqlOfLink(new URL(link).hash)).toBe(sql.trim() === '' ? undefined : sql);
        },
      ),
    );
  });

  it.each([
    ['#sql=select%2010%20%%203', 'select 10 % 3'],
    ['#sql=%E0%A4%A', '%E0%A4%A'],
    ['#sql=100%', '100%'],
  ])('keeps what is no escape in %s', (hash, sql) => {
    expect(sqlOfLink(hash)).toBe(sql);
  });

  it.each(['', '#', '#sql=', '#other=1'])('is nothing in %s', (hash) => {
    expect(sqlOfLink(hash)).toBeUndefined();
  });
});
