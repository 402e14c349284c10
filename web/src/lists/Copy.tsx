import { Button, CopyButton } from '@mantine/core';

interface Props {
  readonly text: string;
  readonly label: string;
}

export function Copy({ text, label }: Props): React.JSX.Element {
  return (
    <CopyButton value={text}>
      {({ copied, copy }) => (
        <Button size="compact-xs" variant="default" onClick={copy}>
          <span aria-live="polite">{copied ? 'Copied' : label}</span>
        </Button>
      )}
    </CopyButton>
  );
}
