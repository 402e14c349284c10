import { Alert, type AlertProps } from '@mantine/core';

/** An alert whose title has the colour of text: its own has too little contrast on a light ground. */
export function Notice(props: AlertProps): React.JSX.Element {
  return <Alert styles={{ label: { color: 'var(--mantine-color-text)' } }} {...props} />;
}
