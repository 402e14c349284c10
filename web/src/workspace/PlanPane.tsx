import { Suspense, useMemo } from 'react';
import { lazyPart } from '../app/lazy-part.tsx';
import type { RunState } from '../runs/run-state.ts';
import classes from './Workspace.module.css';

const PlanView = lazyPart(async () => ({
  default: (await import('../plan/PlanView.tsx')).PlanView,
}));

/** The plan that a run asked for. */
export function PlanPane({ run }: { readonly run: RunState }): React.JSX.Element {
  const text = run.results[0]?.data.cell(0, 0) ?? '';
  const plan = useMemo(() => parse(text), [text]);
  return (
    <Suspense fallback={<div className={classes['empty']}>Drawing the plan …</div>}>
      <div className={classes['scroll']}>
        <PlanView plan={plan} analyzed={run.request.kind === 'analyze'} />
      </div>
    </Suspense>
  );
}

/** Text that is no JSON is shown as it is. */
function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}
