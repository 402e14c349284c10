import type { Plan } from './plan-summary.ts';
import { countText, timeText } from './plan-words.ts';
import classes from './plan.module.css';

/** What the whole of it took, or is thought to cost. */
export function PlanTotals({ plan }: { readonly plan: Plan }): React.JSX.Element {
  const { root, totals } = plan;
  const entries = [
    ...timed('Planning', totals.planning),
    ...timed('Execution', totals.execution),
    ...timed('JIT, within execution', totals.jit),
    ...totals.triggers.map(({ name, time, calls }): Entry => [
      `Trigger ${name}`,
      [
        time === null ? '' : timeText(time),
        calls === null ? '' : `${countText(calls)} ${calls === 1 ? 'call' : 'calls'}`,
      ]
        .filter((text) => text !== '')
        .join(', '),
    ]),
    ...(root.cost === null ? [] : [['Estimated cost', countText(root.cost)] as const]),
  ];
  return (
    <dl className={classes.totals} aria-label="Totals">
      {entries.map(([name, value]) => (
        <div key={name}>
          <dt>{name}</dt>
          <dd>{value}</dd>
        </div>
      ))}
    </dl>
  );
}

type Entry = readonly [name: string, value: string];

function timed(name: string, milliseconds: number | null): Entry[] {
  return milliseconds === null ? [] : [[name, timeText(milliseconds)]];
}
