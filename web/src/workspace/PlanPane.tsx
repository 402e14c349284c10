import type { RunState } from '../runs/run-state.ts';
import classes from './Workspace.module.css';

/** The plan as PostgreSQL wrote it. */
export function PlanPane({ run }: { readonly run: RunState }): React.JSX.Element {
  const text = run.results[0]?.data.cell(0, 0) ?? '';
  return (
    <pre className={classes['messages']} tabIndex={0} aria-label="Plan">
      {text}
    </pre>
  );
}
