import { Title } from '@mantine/core';
import type { SlowPart } from './slow-parts.ts';
import classes from './plan.module.css';

interface Props {
  readonly parts: readonly SlowPart[];
  readonly analyzed: boolean;
  readonly onGo: (id: string) => void;
}

/** The nodes to look at first, and why. */
export function SlowParts({ parts, analyzed, onGo }: Props): React.JSX.Element | null {
  if (parts.length === 0) return null;
  return (
    <section aria-labelledby="plan-slow">
      <Title order={2} size="h6" id="plan-slow" mb={4}>
        {analyzed ? 'What is slow' : 'What is expensive, by the estimate'}
      </Title>
      <ol className={classes.slow}>
        {parts.map(({ node, reasons }) => (
          <li key={node.id}>
            <button type="button" className={classes.jump} onClick={() => onGo(node.id)}>
              {node.type}
              {node.on === null ? '' : ` on ${node.on}`}
            </button>{' '}
            {reasons.join('; ')}.
          </li>
        ))}
      </ol>
    </section>
  );
}
