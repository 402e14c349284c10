import { Button, Group, TextInput } from '@mantine/core';
import { Copy } from '../lists/Copy.tsx';
import { newPassword } from './account-acts.ts';

interface Props {
  readonly value: string;
  readonly onChange: (password: string) => void;
  readonly error: string | undefined;
}

/** A password that an administrator hands over: it is shown, this once, to be read out or copied. */
export function NewPasswordField({ value, onChange, error }: Props): React.JSX.Element {
  return (
    <Group align="end" gap="xs">
      <TextInput
        label="Password"
        description="At least 12 characters, and not the user name. It is shown only now; hand it over safely."
        required
        autoComplete="off"
        spellCheck={false}
        style={{ flex: 1 }}
        value={value}
        error={error}
        inputWrapperOrder={['label', 'description', 'error', 'input']}
        onChange={({ currentTarget }) => onChange(currentTarget.value)}
      />
      <Button variant="default" onClick={() => onChange(newPassword())}>
        Make one
      </Button>
      {value === '' ? null : <Copy text={value} label="Copy" />}
    </Group>
  );
}
