import { describe, expect, it } from 'vitest';
import { planMove, planRows } from './plan-rows.ts';
import { readPlan } from './plan-summary.ts';

const leaf = { 'Node Type': 'Seq Scan' };
const root = readPlan({
  Plan: { 'Node Type': 'Append', Plans: [{ 'Node Type': 'Sort', Plans: [leaf] }, leaf] },
})?.root;

describe('the rows of a plan', () => {
  const rows = (closed: readonly string[]): ReturnType<typeof planRows> =>
    root === undefined ? [] : planRows(root, new Set(closed));

  it('are all nodes but those inside of something closed', () => {
    expect(rows([]).map(({ node }) => node.id)).toEqual(['0', '0.0', '0.0.0', '0.1']);
    expect(rows(['0.0']).map(({ node }) => node.id)).toEqual(['0', '0.0', '0.1']);
  });
  it.each([
    ['ArrowRight', ['0.0'], '0.0', { toggle: '0.0' }],
    ['ArrowRight', [], '0.0', { to: '0.0.0' }],
    ['ArrowLeft', [], '0.0', { toggle: '0.0' }],
    ['ArrowLeft', [], '0.1', { to: '0' }],
    ['ArrowLeft', ['0'], '0', null],
    ['End', [], '0', { to: '0.1' }],
    ['ArrowDown', [], '0.1', null],
    ['Enter', [], '0.1', null],
    ['Enter', [], '0', { toggle: '0' }],
    ['ArrowDown', ['0.0'], '0.0.0', { to: '0' }],
  ])('%s with %j closed, at %s', (key, closed, at, move) => {
    expect(planMove(key, rows(closed), at)).toEqual(move);
  });
});
