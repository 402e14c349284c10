import type { PlanNode } from './plan-tree.ts';

/**
 * Whether a node runs as a part of the one that it hangs on. An InitPlan and a CTE do not: they run when
 * somebody first asks for their rows, and their cost and time are counted with that node's.
 */
export function isBelow({ role }: PlanNode): boolean {
  return role === null || !/^(?:InitPlan|CTE)/.test(role);
}

/** Milliseconds of each node without those below it, by id; never less than 0. */
export function ownTimes(root: PlanNode): Map<string, number> {
  const own = new Map<string, number>();
  eachNode(root, ({ id, time, children }) => {
    const below = children.filter(isBelow).reduce((sum, child) => sum + (child.time ?? 0), 0);
    own.set(id, Math.max(0, (time ?? 0) - below));
  });
  eachNode(root, (parent) => {
    for (const child of parent.children) {
      if (isBelow(child) || child.time === null) continue;
      const consumer = consumerOf(child, { parent, root, own });
      own.set(consumer.id, Math.max(0, (own.get(consumer.id) ?? 0) - child.time));
    }
  });
  return own;
}

interface Search {
  readonly parent: PlanNode;
  readonly root: PlanNode;
  readonly own: ReadonlyMap<string, number>;
}

/** The node in whose time that of an InitPlan or a CTE is contained. */
function consumerOf(child: PlanNode, { parent, root, own }: Search): PlanNode {
  const ownOf = ({ id }: PlanNode): number => own.get(id) ?? 0;
  const others: PlanNode[] = [];
  eachNode(root, (node) => {
    if (node.id !== child.id && !node.id.startsWith(`${child.id}.`)) others.push(node);
  });
  const name = child.role ?? '';
  const naming = others.filter((node) => mentions(node, name));
  const [largest] = naming.toSorted((a, b) => ownOf(b) - ownOf(a));
  if (largest !== undefined) return largest;
  // It is in a select list, which the plan does not show: the first that has so much time to its own.
  const within = others.filter(({ id }) => id === parent.id || id.startsWith(`${parent.id}.`));
  const enough = within.find((node) => ownOf(node) >= (child.time ?? 0));
  return enough ?? within.toSorted((a, b) => ownOf(b) - ownOf(a))[0] ?? parent;
}

function mentions({ type, on, conditions }: PlanNode, name: string): boolean {
  if (name.startsWith('CTE ')) {
    const cte = name.slice('CTE '.length);
    return type.endsWith('CTE Scan') && (on === cte || on?.startsWith(`${cte} `) === true);
  }
  // `(InitPlan 1).col1` since PostgreSQL 17; before, `$0`, and the InitPlan says that it returns it.
  const returned = /\(returns (\$\d+)/.exec(name)?.[1];
  const initPlan = /^InitPlan \d+/.exec(name)?.[0];
  return conditions.some(
    ([, text]) =>
      (initPlan !== undefined && text.includes(`(${initPlan})`)) ||
      (returned !== undefined && text.split(/[^$\w]/).includes(returned)),
  );
}

function eachNode(node: PlanNode, visit: (node: PlanNode) => void): void {
  visit(node);
  for (const child of node.children) eachNode(child, visit);
}
