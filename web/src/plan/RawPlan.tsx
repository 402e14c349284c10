import { Button, Code, CopyButton, Group } from '@mantine/core';
import classes from './plan.module.css';

/** The plan as PostgreSQL gave it; for other tools, and for what this page does not know. */
export function RawPlan({ plan }: { readonly plan: unknown }): React.JSX.Element {
  const text = rawText(plan);
  return (
    <div>
      <Group mb={4}>
        <CopyButton value={text}>
          {({ copied, copy }) => (
            <Button size="compact-xs" variant="default" onClick={copy}>
              {copied ? 'Copied' : 'Copy JSON'}
            </Button>
          )}
        </CopyButton>
      </Group>
      <Code block className={classes.raw} tabIndex={0} role="region" aria-label="Plan as JSON">
        {text}
      </Code>
    </div>
  );
}

function rawText(plan: unknown): string {
  if (typeof plan === 'string') return plan;
  try {
    // Of a function or of nothing at all it makes no text, whatever its type says.
    const text: unknown = JSON.stringify(plan, null, 2);
    return typeof text === 'string' ? text : 'There is no plan.';
  } catch {
    return 'This plan is nested more deeply than a browser can write as JSON.';
  }
}
