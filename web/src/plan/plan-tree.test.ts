import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { allNodes, readPlan, type Plan } from './plan-summary.ts';
import { slowParts } from './slow-parts.ts';
import type { PlanNode } from './plan-tree.ts';

/** Plans of a PostgreSQL 18, by EXPLAIN (ANALYZE, BUFFERS, WAL, SETTINGS, FORMAT JSON). */
function plan(name: string): Plan {
  const text = readFileSync(new URL(`plans/${name}.json`, import.meta.url), 'utf8');
  const read = readPlan(JSON.parse(text));
  if (read === null) throw new Error(`${name} is no plan.`);
  return read;
}

function node({ root }: Plan, type: string): PlanNode {
  const found = allNodes(root).find((one) => one.type === type);
  if (found === undefined) throw new Error(`There is no ${type} in the plan.`);
  return found;
}

const ALL = ['parallel', 'subplans', 'never', 'append', 'spill', 'loops', 'rls'];

describe('the times of a plan', () => {
  it.each(ALL)('of %s add up to no more than the whole', (name) => {
    const { root } = plan(name);
    const own = allNodes(root).reduce((sum, one) => sum + (one.ownTime ?? 0), 0);
    // Workers that begin late, and the rounding of what each loop took.
    expect(own).toBeLessThan((root.time ?? 0) * 1.25);
    expect(own).toBeGreaterThan((root.time ?? 0) * 0.75);
  });
  it('count parallel processes once, since they ran side by side', () => {
    const scan = node(plan('parallel'), 'Parallel Seq Scan');
    expect(scan.loops).toBe(3);
    expect(scan.time).toBeLessThan(node(plan('parallel'), 'Gather Merge').time ?? 0);
  });
  it('count the loops of a nested loop each', () => {
    const parts = allNodes(plan('loops').root).filter(({ loops }) => (loops ?? 0) > 100);
    expect(parts.length).toBeGreaterThan(0);
    expect(
      slowParts(plan('loops')).some(({ reasons }) => /was run .* times/.test(reasons.join())),
    ).toBe(true);
  });
  it('count an InitPlan with itself, and not with the node that waited for it', () => {
    const { root } = plan('subplans');
    const init = root.children.find(({ role }) => role === 'InitPlan 2');
    const scan = root.children.find(({ role, type }) => role === null && type === 'CTE Scan');
    expect(init?.time).toBeGreaterThan(100);
    expect(scan?.ownTime).toBeLessThan(20);
  });
});

describe('an estimate that was not reached', () => {
  const scan = {
    'Node Type': 'Seq Scan',
    'Parent Relationship': 'Outer',
    'Plan Rows': 3000,
    'Actual Rows': 1,
    'Actual Loops': 1,
  };
  const above = (type: string, below: object, more: object = {}): object => ({
    'Node Type': type,
    'Parent Relationship': 'Outer',
    'Plan Rows': 1,
    'Actual Rows': 1,
    'Actual Loops': 1,
    Plans: [below],
    ...more,
  });
  const offOf = (root: object): number | null | undefined => {
    const read = readPlan([{ Plan: root }]);
    return read === null ? undefined : node(read, 'Seq Scan').misestimate;
  };
  const empty = above(
    'Hash',
    { ...scan, 'Node Type': 'Index Scan' },
    {
      'Parent Relationship': 'Inner',
      'Actual Rows': 0,
    },
  );

  it.each<[string, object, number | null]>([
    ['of the whole', scan, 3000],
    ['below a LIMIT', above('Limit', scan), null],
    ['below a LIMIT, further down', above('Limit', above('Nested Loop', scan)), null],
    ['below a sort, which reads all', above('Limit', above('Sort', scan)), 3000],
    ['where more came than planned', above('Limit', { ...scan, 'Actual Rows': 30_000 }), 10],
    ['of a subquery', above('Result', { ...scan, 'Parent Relationship': 'SubPlan' }), null],
    [
      'where the first match is enough',
      above('Nested Loop', { ...scan, 'Parent Relationship': 'Inner' }, { 'Join Type': 'Semi' }),
      null,
    ],
    ['beside an empty side', above('Hash Join', scan, { Plans: [scan, empty] }), null],
    ['beside a side with rows', above('Hash Join', scan), 3000],
  ])('%s', (_where, root, off) => {
    expect(offOf(root)).toBe(off);
  });
});

describe('what takes time besides the nodes', () => {
  it('is told: a foreign key by its own name', () => {
    const read = readPlan([
      {
        Plan: { 'Node Type': 'ModifyTable', 'Actual Total Time': 1, 'Actual Loops': 1 },
        'Execution Time': 4,
        Triggers: [
          {
            'Trigger Name': 'RI_ConstraintTrigger_c_16567',
            'Constraint Name': 'tt_b_fkey',
            Time: 3,
          },
        ],
      },
    ]);
    const reasons = read === null ? [] : slowParts(read).flatMap((part) => part.reasons);
    expect(reasons).toContain('the trigger of tt_b_fkey took 3.00 ms of 4.00 ms');
  });
});

describe('the nodes of a plan', () => {
  it('have their roles', () => {
    const roles = allNodes(plan('subplans').root).flatMap(({ role }) => role ?? []);
    expect(roles).toEqual(['CTE big', 'InitPlan 2', 'InitPlan 4', 'SubPlan 3']);
  });
  it('say that they were never executed', () => {
    const scan = node(plan('never'), 'Parallel Seq Scan');
    expect(scan).toMatchObject({ neverExecuted: true, misestimate: null, share: 0 });
  });
  it('name each partition', () => {
    const scans = plan('append').root.children.map(({ on }) => on?.split(' ')[0]);
    expect(scans).toEqual(['parts_1', 'parts_2', 'parts_3']);
  });
  it('say how much went to disk', () => {
    expect(node(plan('spill'), 'Sort').spilled).toBeGreaterThan(1024 * 1024);
  });
  it('have costs where nothing was carried out', () => {
    const { root } = plan('only');
    expect(root).toMatchObject({ time: null, ownTime: null, actualRows: null, loops: null });
    const own = allNodes(root).reduce((sum, one) => sum + one.ownCost, 0);
    expect(own).toBeCloseTo(root.cost ?? 0, 0);
  });
});

describe('what is slow', () => {
  it('is a sequential scan that throws nearly everything away', () => {
    const words = slowParts(plan('parallel')).flatMap(({ reasons }) => reasons);
    expect(words.join('\n')).toMatch(/throws away 99.\d+% of them: an index/);
  });
  it('is a sort that did not fit into memory', () => {
    const words = slowParts(plan('spill')).flatMap(({ reasons }) => reasons);
    expect(words.join('\n')).toContain('did not fit into work_mem');
  });
  it('is an estimate that was ten times off', () => {
    const [wrong] = slowParts(plan('never')).filter(({ reasons }) =>
      reasons.join().includes('expected'),
    );
    expect(wrong).toBeDefined();
  });
  it('begins with what took most', () => {
    const shares = slowParts(plan('spill')).map(({ node: { share } }) => share);
    expect(shares).toEqual(shares.toSorted((a, b) => b - a));
  });
});

describe('the totals', () => {
  it('have planning and execution', () => {
    const { totals } = plan('append');
    expect(totals.planning).toBeGreaterThan(0);
    expect(totals.execution).toBeGreaterThan(0);
  });
  it('have JIT and triggers, and say so where JIT is what is slow', () => {
    const read = readPlan([
      {
        Plan: {
          'Node Type': 'Result',
          'Actual Total Time': 9,
          'Actual Loops': 1,
          'Actual Rows': 1,
        },
        'Execution Time': 100,
        JIT: { Functions: 3, Timing: { Generation: { Deform: 0.1, Total: 1 }, Total: 90 } },
        Triggers: [{ 'Trigger Name': 'audit', Relation: 'orders', Time: 1.5, Calls: 3 }],
      },
    ]);
    expect(read?.totals).toMatchObject({
      jit: 90,
      triggers: [{ name: 'audit', time: 1.5, calls: 3 }],
    });
    const words = (read === null ? [] : slowParts(read)).flatMap(({ reasons }) => reasons);
    expect(words.join()).toContain('JIT compilation took 90.00 ms of 100 ms');
  });
});

describe('something else than a plan', () => {
  it.each([
    [null],
    [undefined],
    [1],
    ['no JSON'],
    [[]],
    [{}],
    [[{ Plan: [] }]],
    [[{ Plan: { Plans: 1 } }]],
  ])('is none: %j', (value) => {
    expect(readPlan(value)).toBeNull();
  });
  it('is shown as JSON where a text is expected and there are fields', () => {
    const inner: unknown = JSON.parse('[{"toString": 1, "valueOf": null}]');
    const read = readPlan([{ Plan: { 'Node Type': 'Result', Filter: inner } }]);
    expect(read?.root.conditions).toContainEqual(['Filter', '[{"toString":1,"valueOf":null}]']);
  });
  it('throws nothing, whatever it is', () => {
    const name = fc.constantFrom(
      'Plan',
      'Node Type',
      'Plans',
      'Actual Loops',
      'Actual Rows',
      'JIT',
      'Triggers',
      'Workers',
      'Filter',
      'Sort Key',
      'toString',
      'valueOf',
      '__proto__',
    );
    const tree = fc.letrec((tie) => ({
      value: fc.oneof(
        { maxDepth: 5 },
        fc.string(),
        fc.double(),
        fc.boolean(),
        fc.constant(null),
        fc.array(tie('value'), { maxLength: 3 }),
        fc.dictionary(name, tie('value')),
      ),
    })).value;
    fc.assert(
      fc.property(tree, (value) => {
        const read = readPlan([{ Plan: { 'Node Type': 'Result', Plans: [value] } }, value]);
        if (read !== null) slowParts(read);
        readPlan(value);
      }),
    );
  });
  it('is cut off where it is nested without end', () => {
    let value: unknown = { 'Node Type': 'Result' };
    for (let depth = 0; depth < 5000; depth += 1) value = { 'Node Type': 'Result', Plans: [value] };
    expect(allNodes(readPlan({ Plan: value })?.root ?? expect.fail()).length).toBeLessThan(500);
  });
});
