import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Finder } from '../find/finder.ts';
import { ResultData } from '../result-data.ts';
import { fittingWidth } from './column-widths.ts';
import {
  columnAt,
  columnEdges,
  contentTop,
  ROW_HEIGHT,
  scrollHeight,
  scrollTopFor,
  visibleColumns,
  visibleRows,
} from './geometry.ts';
import { afterKey, rangeOf, single } from './selection.ts';

const VIEW = 500;
const SIZE = { rows: 100, columns: 5, page: 10 };
const plain = { mod: false, shift: false };

describe('the geometry', () => {
  it('lets the last row be reached, and stays below what browsers can do', () => {
    fc.assert(
      fc.property(fc.integer({ min: 100, max: 5_000_000 }), (rows) => {
        const content = rows * ROW_HEIGHT;
        const tall = scrollHeight(content);
        expect(tall).toBeLessThan(8_900_000);
        const top = contentTop(tall - VIEW, content, VIEW);
        expect(visibleRows(top, VIEW, rows).end).toBe(rows);
        expect(scrollTopFor(top, content, VIEW)).toBeCloseTo(tall - VIEW, 3);
      }),
    );
  });

  it('finds the column at each place', () => {
    const widths = fc.array(fc.integer({ min: 40, max: 300 }), { minLength: 1 });
    fc.assert(
      fc.property(widths, fc.nat(), (all, seed) => {
        const edges = columnEdges(all);
        const place = seed % (edges.at(-1) ?? 1);
        const column = columnAt(edges, place);
        expect(edges[column]).toBeLessThanOrEqual(place);
        expect(edges[column + 1]).toBeGreaterThan(place);
        expect(visibleColumns(edges, place, 1)).toEqual({ start: column, end: column + 1 });
      }),
    );
  });
});

describe('keys', () => {
  it.each([
    ['ArrowDown', plain, { row: 51, column: 2 }],
    ['PageUp', plain, { row: 40, column: 2 }],
    ['Home', plain, { row: 50, column: 0 }],
    ['End', { ...plain, mod: true }, { row: 99, column: 4 }],
    ['Home', { ...plain, mod: true }, { row: 0, column: 0 }],
  ])('%s moves the focus', (key, held, expected) => {
    expect(afterKey(single({ row: 50, column: 2 }), { key, ...held }, SIZE)?.focus).toEqual(
      expected,
    );
  });

  it('never lead out of the grid', () => {
    const keys = fc.constantFrom(
      'ArrowUp',
      'ArrowDown',
      'ArrowLeft',
      'ArrowRight',
      'PageUp',
      'PageDown',
    );
    fc.assert(
      fc.property(fc.array(fc.tuple(keys, fc.boolean(), fc.boolean())), (presses) => {
        let selection = single({ row: 0, column: 0 });
        for (const [key, mod, shift] of presses) {
          selection = afterKey(selection, { key, mod, shift }, SIZE) ?? selection;
        }
        const { top, bottom, left, right } = rangeOf(selection);
        expect([top >= 0, bottom < SIZE.rows, left >= 0, right < SIZE.columns]).not.toContain(
          false,
        );
      }),
    );
  });

  it('with Shift keep where the selection began', () => {
    const from = single({ row: 5, column: 1 });
    const after = afterKey(from, { key: 'ArrowDown', mod: false, shift: true }, SIZE);
    expect(after).toEqual({ anchor: { row: 5, column: 1 }, focus: { row: 6, column: 1 } });
  });
});

describe('finding', () => {
  const data = new ResultData(['a', 'b'].map((name) => ({ name, typeOid: 25, typeModifier: -1 })));
  data.append([
    ['x', null],
    ['Needle', 'y'],
    ['z', 'a needle'],
  ]);

  it('goes round from hit to hit, without regard to case', () => {
    const finder = new Finder(data, 'nEEdle');
    finder.step(1000);
    expect(finder.count).toBe(2);
    expect(finder.hit(finder.from(0, 0))).toEqual({ row: 1, column: 0 });
    expect(finder.hit(finder.after(1, 0))).toEqual({ row: 2, column: 1 });
    expect(finder.hit(finder.after(2, 1))).toEqual({ row: 1, column: 0 });
    expect(finder.hit(finder.before(1, 0))).toEqual({ row: 2, column: 1 });
  });
});

describe('the width of a column', () => {
  it.each([[''], [null]])('has room for the mark in the place of %j', (value) => {
    const data = new ResultData([{ name: 'e', typeOid: 25, typeModifier: -1 }]);
    data.append([[value]]);
    const measure = (text: string): number => text.length * 10;
    expect(fittingWidth(data, 0, '', measure)).toBeGreaterThan(20 + measure('empty'));
  });
});
