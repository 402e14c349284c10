import { type Fields, fieldsOf, listOf, numberOf, textOf } from './plan-json.ts';
import { type PlanNode, readNode } from './plan-tree.ts';

/** A whole answer of EXPLAIN (FORMAT JSON). */
export interface Plan {
  readonly root: PlanNode;
  readonly totals: Totals;
}

/** Milliseconds; null where PostgreSQL did not say. */
export interface Totals {
  readonly planning: number | null;
  readonly execution: number | null;
  readonly jit: number | null;
  readonly triggers: readonly {
    readonly name: string;
    readonly time: number | null;
    readonly calls: number | null;
  }[];
}

/**
 * Reads what EXPLAIN (FORMAT JSON) gives: `[{ "Plan": … }]`, or the text of it, or one of its parts.
 * Null for everything else; it throws for nothing.
 */
export function readPlan(value: unknown): Plan | null {
  const parsed = typeof value === 'string' ? parse(value) : value;
  const whole = fieldsOf(Array.isArray(parsed) ? parsed[0] : parsed);
  if (whole === null) return null;
  const root = readNode(whole.get('Plan') ?? Object.fromEntries(whole));
  return root === null ? null : { root, totals: totalsOf(whole) };
}

function totalsOf(whole: Fields): Totals {
  const jit = fieldsOf(whole.get('JIT'));
  const timing = jit === null ? null : fieldsOf(jit.get('Timing'));
  return {
    planning: numberOf(whole, 'Planning Time'),
    execution: numberOf(whole, 'Execution Time'),
    jit: timing === null ? null : numberOf(timing, 'Total'),
    triggers: listOf(whole.get('Triggers')).flatMap((one) => {
      const fields = fieldsOf(one);
      if (fields === null) return [];
      // A foreign key's trigger has a name that nobody gave it.
      const constraint = textOf(fields, 'Constraint Name');
      return [
        {
          name: constraint === null ? (textOf(fields, 'Trigger Name') ?? '') : `of ${constraint}`,
          time: numberOf(fields, 'Time'),
          calls: numberOf(fields, 'Calls'),
        },
      ];
    }),
  };
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}

/** All nodes, each before those below it. */
export function allNodes(node: PlanNode): PlanNode[] {
  return [node, ...node.children.flatMap((child) => allNodes(child))];
}
