import { bytesText, countText, timeText, timesText } from './plan-words.ts';
import { allNodes, type Plan, type Totals } from './plan-summary.ts';
import type { PlanNode } from './plan-tree.ts';

/** A part of a plan that is worth a look, and why. */
export interface SlowPart {
  readonly node: PlanNode;
  readonly reasons: readonly string[];
}

/** From here on an estimate is called wrong. */
export const WRONG_ESTIMATE = 10;
const MANY_LOOPS = 1000;
const MOST = 5;
/** A node with less of the whole is not why a statement is slow. */
const NOTABLE_SHARE = 0.1;
/** Of the execution, for what is no node: triggers, JIT compilation. */
const NOTABLE_PART = 0.2;
const WASTE = 0.9;
const WASTED_ROWS = 1000;

/** The nodes that most time goes to, the worst first, with the reasons in words. */
export function slowParts({ root, totals }: Plan): SlowPart[] {
  const parts = allNodes(root).map((node) => ({ node, reasons: reasonsOf(node) }));
  const first = parts[0];
  if (first !== undefined)
    parts[0] = { ...first, reasons: [...first.reasons, ...reasonsOfWhole(totals)] };
  return parts
    .filter(({ node, reasons }) => node.share >= NOTABLE_SHARE || reasons.length > 0)
    .toSorted((a, b) => b.node.share - a.node.share)
    .slice(0, MOST)
    .map(({ node, reasons }) => ({ node, reasons: [shareWords(node), ...reasons] }));
}

function shareWords({ share, ownTime, ownCost }: PlanNode): string {
  const percent = `${String(Math.round(share * 100))}%`;
  return ownTime === null
    ? `${percent} of the estimated cost (${countText(ownCost)})`
    : `${percent} of the time (${timeText(ownTime)})`;
}

function reasonsOf(node: PlanNode): string[] {
  if (node.neverExecuted) return [];
  return [wasteOf(node), spillOf(node), estimateOf(node), loopsOf(node), workersOf(node)].filter(
    (reason) => reason !== null,
  );
}

function wasteOf({ type, rowsRemoved, actualRows, loops }: PlanNode): string | null {
  if (rowsRemoved === null || actualRows === null) return null;
  const kept = actualRows * Math.max(1, loops ?? 1);
  const part = rowsRemoved / (rowsRemoved + kept);
  if (rowsRemoved < WASTED_ROWS || part < WASTE) return null;
  const percent =
    part > 0.99 && part < 1 ? (part * 100).toFixed(2) : String(Math.round(part * 100));
  const advice = type.includes('Seq Scan') ? ': an index on the filter might help' : '';
  return `reads ${countText(rowsRemoved + kept)} rows and throws away ${percent}% of them${advice}`;
}

function spillOf({ type, spilled }: PlanNode): string | null {
  if (spilled === null) return null;
  const size = spilled === 0 ? '' : ` (${bytesText(spilled)})`;
  return `${type} did not fit into work_mem and went to disk${size}`;
}

function estimateOf({ misestimate, plannedRows, actualRows }: PlanNode): string | null {
  if (misestimate === null || misestimate < WRONG_ESTIMATE) return null;
  const planned = countText(plannedRows ?? 0);
  const actual = countText(actualRows ?? 0);
  return `expected ${planned} rows and got ${actual}: ${timesText(misestimate)} off; ANALYZE, or better statistics, might help`;
}

function loopsOf({ loops, type }: PlanNode): string | null {
  if (loops === null || loops < MANY_LOOPS) return null;
  return `${type} was run ${countText(loops)} times, once for each row of the other side`;
}

function workersOf({ workersPlanned, workersLaunched }: PlanNode): string | null {
  if (workersPlanned === null || workersLaunched === null) return null;
  if (workersLaunched >= workersPlanned) return null;
  return `got ${String(workersLaunched)} of ${String(workersPlanned)} parallel workers`;
}

/** What takes time besides the nodes. */
function reasonsOfWhole({ jit, triggers, execution }: Totals): string[] {
  if (execution === null) return [];
  const isNotable = (time: number | null): time is number =>
    time !== null && time > 0 && time >= execution * NOTABLE_PART;
  const ofTriggers = triggers.flatMap(({ name, time }) =>
    isNotable(time) ? [`the trigger ${name} took ${timeText(time)} of ${timeText(execution)}`] : [],
  );
  const ofJit = `JIT compilation took ${timeText(jit ?? 0)} of ${timeText(execution)}: jit = off might help`;
  return isNotable(jit) ? [...ofTriggers, ofJit] : ofTriggers;
}
