import { mayEndEarly } from './early-end.ts';
import { isBelow, ownTimes } from './own-time.ts';
import { type Fields, fieldsOf, listOf, numberOf, textOf } from './plan-json.ts';

/** One node of a plan. Times and rows are of all its loops together, as people count them. */
export interface PlanNode {
  /** Unique in the plan: its place, `0.1.0`. */
  readonly id: string;
  readonly type: string;
  /** What it works on: a relation with its alias, an index, a CTE, a function. */
  readonly on: string | null;
  /** How its parent uses it where that is special: `InitPlan 1`, `SubPlan 2`, `CTE t`. */
  readonly role: string | null;
  /** Conditions and keys, by their names in PostgreSQL. */
  readonly conditions: readonly (readonly [string, string])[];
  readonly cost: number | null;
  /** Cost without what is below; never less than 0. */
  readonly ownCost: number;
  /** Rows of one loop, as planned. */
  readonly plannedRows: number | null;
  /** Rows of one loop, as they were; null without ANALYZE. */
  readonly actualRows: number | null;
  readonly loops: number | null;
  /** Was in the plan, and was not needed. */
  readonly neverExecuted: boolean;
  /** Milliseconds by the clock; of parallel processes the average, which ran side by side. */
  readonly time: number | null;
  /** Milliseconds without what is below; never less than 0. */
  readonly ownTime: number | null;
  /** Of the whole plan's time, or cost; 0 to 1. */
  readonly share: number;
  /** How often the estimate was off, at least 1; null without ANALYZE, and where it cannot be told. */
  readonly misestimate: number | null;
  /** Of all loops. */
  readonly rowsRemoved: number | null;
  /** Bytes on disk: a sort, a hash, a CTE that did not fit into memory. */
  readonly spilled: number | null;
  /** Processes besides the leader. */
  readonly workersPlanned: number | null;
  readonly workersLaunched: number | null;
  /** Pages of 8 kB. */
  readonly buffers: readonly (readonly [string, number])[];
  /** Of everything else that PostgreSQL says about it. */
  readonly fields: readonly (readonly [string, string])[];
  readonly children: readonly PlanNode[];
}

const CONDITIONS = [
  'Index Cond',
  'Recheck Cond',
  'TID Cond',
  'Hash Cond',
  'Merge Cond',
  'Join Filter',
  'Filter',
  'One-Time Filter',
  'Order By',
  'Sort Key',
  'Presorted Key',
  'Group Key',
  'Cache Key',
];
const BUFFERS = [
  'Shared Hit Blocks',
  'Shared Read Blocks',
  'Shared Dirtied Blocks',
  'Shared Written Blocks',
  'Temp Read Blocks',
  'Temp Written Blocks',
];
const KNOWN = new Set([
  ...CONDITIONS,
  ...BUFFERS,
  ...['Plans', 'Workers', 'Node Type', 'Parent Relationship', 'Subplan Name', 'Relation Name'],
  ...['Schema', 'Alias', 'Startup Cost', 'Total Cost', 'Plan Rows', 'Plan Width', 'Output'],
  ...['Actual Startup Time', 'Actual Total Time', 'Actual Rows', 'Actual Loops', 'Index Name'],
  ...['Rows Removed by Filter', 'Workers Planned', 'Workers Launched', 'Parallel Aware'],
  ...['Async Capable', 'Join Type', 'Scan Direction', 'CTE Name', 'Function Name', 'Disabled'],
]);
const PAGE = 8192;
/** Deeper plans than any that PostgreSQL makes; what a hostile text could nest is cut off. */
const MAX_DEPTH = 400;

/** The tree below a node of EXPLAIN (FORMAT JSON); null for what is none. */
export function readNode(value: unknown): PlanNode | null {
  const fields = fieldsOf(value);
  if (fields === null || textOf(fields, 'Node Type') === null) return null;
  const draft = draftOf(fields, '0', { leaders: 1, endsEarly: false });
  const own = draft.time === null ? new Map<string, number>() : ownTimes(draft);
  return withShares(draft, own, draft.time ?? draft.cost ?? 0);
}

interface Above {
  /** Processes that run what is below. */
  readonly leaders: number;
  readonly endsEarly: boolean;
}

function draftOf(fields: Fields, id: string, { leaders, endsEarly }: Above): PlanNode {
  const type = textOf(fields, 'Node Type') ?? 'Unknown';
  const loops = numberOf(fields, 'Actual Loops');
  const launched = numberOf(fields, 'Workers Launched');
  // Below a Gather each process counts as a loop of its own. The clock does not: they run side by side.
  const processes = type.startsWith('Gather') && launched !== null ? launched + 1 : leaders;
  const deep = id.split('.').length > MAX_DEPTH;
  const children = (deep ? [] : listOf(fields.get('Plans'))).flatMap((child, index) => {
    const below = fieldsOf(child);
    if (below === null) return [];
    const above = { leaders: processes, endsEarly: mayEndEarly(below, { fields, endsEarly }) };
    return [draftOf(below, `${id}.${String(index)}`, above)];
  });
  const perLoop = numberOf(fields, 'Actual Total Time');
  const time =
    perLoop === null || loops === null ? null : (perLoop * loops) / sideBySide(loops, leaders);
  const cost = numberOf(fields, 'Total Cost');
  const estimate = numberOf(fields, 'Plan Rows');
  const actual = numberOf(fields, 'Actual Rows');
  const neverExecuted = loops === 0;
  return {
    id,
    type: typeOf(fields, type),
    on: objectOf(fields),
    role: roleOf(fields),
    conditions: named(fields, CONDITIONS),
    cost,
    ownCost: Math.max(0, (cost ?? 0) - sum(children.filter(isBelow), (child) => child.cost ?? 0)),
    plannedRows: estimate,
    actualRows: actual,
    loops,
    neverExecuted,
    time,
    ownTime: null,
    share: 0,
    misestimate: neverExecuted ? null : misestimateOf(estimate, actual, endsEarly),
    rowsRemoved: removedOf(fields, loops),
    spilled: spilledOf(fields),
    workersPlanned: numberOf(fields, 'Workers Planned'),
    workersLaunched: launched,
    buffers: BUFFERS.flatMap((name) => {
      const count = numberOf(fields, name);
      return count === null || count === 0
        ? []
        : [[name.replace(' Blocks', '').toLowerCase(), count]];
    }),
    fields: named(
      fields,
      [...fields.keys()].filter((name) => !KNOWN.has(name)),
    ),
    children,
  };
}

/** Processes that shared the loops between them; a node that ran in the leader alone has no more. */
function sideBySide(loops: number, processes: number): number {
  return Math.max(1, Math.min(loops, processes));
}

function withShares(node: PlanNode, times: ReadonlyMap<string, number>, whole: number): PlanNode {
  const ownTime = times.get(node.id) ?? null;
  const own = ownTime ?? node.ownCost;
  return {
    ...node,
    ownTime: node.time === null ? null : ownTime,
    share: whole > 0 ? Math.min(1, own / whole) : 0,
    children: node.children.map((child) => withShares(child, times, whole)),
  };
}

function typeOf(fields: Fields, type: string): string {
  const strategy = textOf(fields, 'Strategy');
  const parallel = fields.get('Parallel Aware') === true ? 'Parallel ' : '';
  const join = textOf(fields, 'Join Type');
  const kind = join === null || join === 'Inner' ? '' : `${join} `;
  const prefix =
    type === 'Aggregate' && strategy !== null && strategy !== 'Plain' ? `${strategy} ` : '';
  const operation = type === 'ModifyTable' ? (textOf(fields, 'Operation') ?? type) : type;
  const backwards = textOf(fields, 'Scan Direction') === 'Backward' ? ' Backward' : '';
  return `${parallel}${kind}${prefix}${operation}${backwards}`;
}

function objectOf(fields: Fields): string | null {
  const relation = textOf(fields, 'Relation Name');
  const schema = textOf(fields, 'Schema');
  const name =
    (relation === null || schema === null ? relation : `${schema}.${relation}`) ??
    textOf(fields, 'CTE Name') ??
    textOf(fields, 'Function Name') ??
    textOf(fields, 'Tuplestore Name');
  const alias = textOf(fields, 'Alias');
  const index = textOf(fields, 'Index Name');
  const aliased =
    name === null ? alias : alias === null || alias === relation ? name : `${name} ${alias}`;
  if (index === null) return aliased;
  return aliased === null ? index : `${aliased} by ${index}`;
}

function roleOf(fields: Fields): string | null {
  const name = textOf(fields, 'Subplan Name');
  if (name !== null) return name;
  const relationship = textOf(fields, 'Parent Relationship');
  return relationship === 'InitPlan' || relationship === 'SubPlan' ? relationship : null;
}

function misestimateOf(
  planned: number | null,
  actual: number | null,
  endsEarly: boolean,
): number | null {
  if (planned === null || actual === null) return null;
  // Whether there were more is not known.
  if (endsEarly && actual < planned) return null;
  // PostgreSQL never plans less than one row; none and one are the same to it.
  const [low, high] = [Math.max(1, planned), Math.max(1, actual)].toSorted((a, b) => a - b);
  return (high ?? 1) / (low ?? 1);
}

function removedOf(fields: Fields, loops: number | null): number | null {
  const names = [
    'Rows Removed by Filter',
    'Rows Removed by Join Filter',
    'Rows Removed by Index Recheck',
  ];
  const counts = names.flatMap((name) => numberOf(fields, name) ?? []);
  return counts.length === 0 ? null : sum(counts, (count) => count) * Math.max(1, loops ?? 1);
}

function spilledOf(fields: Fields): number | null {
  const sorts = [fields, ...listOf(fields.get('Workers')).flatMap((one) => fieldsOf(one) ?? [])];
  const disk = sum(sorts, (one) =>
    textOf(one, 'Sort Space Type') === 'Disk' ? (numberOf(one, 'Sort Space Used') ?? 0) : 0,
  );
  const stored =
    textOf(fields, 'Storage') === 'Disk' ? (numberOf(fields, 'Maximum Storage') ?? 0) : 0;
  const kilobytes = disk + stored + (numberOf(fields, 'Disk Usage') ?? 0);
  if (kilobytes > 0) return kilobytes * 1024;
  const batches = numberOf(fields, 'Hash Batches') ?? 1;
  return batches > 1 ? (numberOf(fields, 'Temp Written Blocks') ?? 0) * PAGE : null;
}

function named(fields: Fields, names: readonly string[]): (readonly [string, string])[] {
  return names.flatMap((name) => {
    const value = fields.get(name);
    const text = textOf(fields, name) ?? (value === undefined ? null : JSON.stringify(value));
    return text === null || text === '' ? [] : [[name, text] as const];
  });
}

function sum<Item>(items: readonly Item[], of: (item: Item) => number): number {
  return items.reduce((total, item) => total + of(item), 0);
}
