import { SegmentedControl, Text } from '@mantine/core';
import { useMemo, useState } from 'react';
import { readPlan } from './plan-summary.ts';
import { type PlanFocus, PlanTree } from './PlanTree.tsx';
import { PlanTotals } from './PlanTotals.tsx';
import { RawPlan } from './RawPlan.tsx';
import { slowParts } from './slow-parts.ts';
import { SlowParts } from './SlowParts.tsx';
import classes from './plan.module.css';

interface Props {
  /** What EXPLAIN (FORMAT JSON) gave; anything else is shown as it is. */
  readonly plan: unknown;
  /** The statement was carried out, so there are times. */
  readonly analyzed: boolean;
}

/** A plan that can be read: what is slow, then the tree, then PostgreSQL's own JSON. */
export function PlanView({ plan, analyzed }: Props): React.JSX.Element {
  const read = useMemo(() => readPlan(plan), [plan]);
  const [focus, setFocus] = useState<PlanFocus>({ id: '0', asked: 0 });
  const [shown, setShown] = useState<'tree' | 'json'>('tree');
  if (read === null) {
    return (
      <div className={classes.view}>
        <Text size="sm">This is not a plan that can be drawn. Here it is as it came.</Text>
        <RawPlan plan={plan} />
      </div>
    );
  }
  // A plan of ANALYZE has times; what it says counts, and not what was asked for.
  const timed = analyzed && read.root.loops !== null;
  return (
    <div className={classes.view}>
      <PlanTotals plan={read} />
      <SlowParts
        parts={slowParts(read)}
        analyzed={timed}
        onGo={(id) => {
          setShown('tree');
          setFocus(({ asked }) => ({ id, asked: asked + 1 }));
        }}
      />
      <SegmentedControl
        size="xs"
        aria-label="How the plan is shown"
        style={{ alignSelf: 'start' }}
        data={[
          { value: 'tree', label: 'Tree' },
          { value: 'json', label: 'JSON' },
        ]}
        value={shown}
        onChange={(value) => setShown(value === 'json' ? 'json' : 'tree')}
      />
      {shown === 'json' ? (
        <RawPlan plan={plan} />
      ) : (
        <PlanTree root={read.root} analyzed={timed} focus={focus} onFocus={setFocus} />
      )}
    </div>
  );
}
