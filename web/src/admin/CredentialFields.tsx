import {
  Checkbox,
  Fieldset,
  PasswordInput,
  Select,
  SimpleGrid,
  Stack,
  Switch,
  TextInput,
} from '@mantine/core';
import { Notice } from '../lists/Notice.tsx';
import classes from './CredentialFields.module.css';
import type { FormPart } from './form-part.ts';
import { FIELD_LABELS, SSL_MODES } from './server-labels.ts';
import { withPassthrough } from './server-values.ts';

export interface PasswordFields {
  /** A new one, or an empty text. */
  readonly password: string;
  readonly removes: boolean;
}

interface Props extends FormPart {
  readonly secret: PasswordFields;
  readonly onSecret: (secret: PasswordFields) => void;
  /** Whether one is stored. */
  readonly hasPassword: boolean;
  /** Whether the stored one would be dropped by the other changes. */
  readonly loses: boolean;
}

const NO_NAME = 'Off: PostgreSQL sees each person under their own name.';
const NO_PASSWORD = 'Off: pg-usher shows its certificate, and there is no password to send.';
const FULL =
  'Fixed: a weaker mode would hand the SQL, and what it returns, to whoever answers at that address.';

/** As whom people come to PostgreSQL. */
export function CredentialFields(props: Props): React.JSX.Element {
  const { values, onChange, errors, onSecret } = props;
  const { passthrough } = values;
  const toggle = (on: boolean): void => {
    onChange(withPassthrough(values, on));
    onSecret({ password: '', removes: false });
  };
  return (
    <Fieldset legend="As whom people come">
      <Stack gap="sm">
        <Switch
          label={FIELD_LABELS.passthrough}
          description="Passthrough: PostgreSQL sees each person as their own role, let in by pg-usher's certificate. For people who signed in through OpenID Connect."
          checked={passthrough}
          error={errors.passthrough}
          onChange={({ currentTarget }) => toggle(currentTarget.checked)}
        />
        <SimpleGrid cols={{ base: 1, sm: 2 }} spacing="sm">
          <TextInput
            label={FIELD_LABELS.username}
            description={passthrough ? NO_NAME : 'The one database user that everybody comes as.'}
            disabled={passthrough}
            autoComplete="off"
            spellCheck={false}
            value={values.username}
            error={errors.username}
            onChange={({ currentTarget }) => onChange({ username: currentTarget.value })}
          />
          <Password {...props} />
          <Select
            label={FIELD_LABELS.sslMode}
            description={passthrough ? FULL : 'As in libpq.'}
            disabled={passthrough}
            classNames={{ input: classes.fixed ?? '' }}
            allowDeselect={false}
            data={[...SSL_MODES]}
            value={values.sslMode}
            error={errors.sslMode}
            onChange={(mode) => {
              const known = SSL_MODES.find(({ value }) => value === mode);
              if (known !== undefined) onChange({ sslMode: known.value });
            }}
          />
        </SimpleGrid>
        {passthrough || values.sslMode === 'verify-full' ? null : (
          <Notice color="orange" p="xs">
            With {values.sslMode} pg-usher does not check that it talks to the right server.
          </Notice>
        )}
      </Stack>
    </Fieldset>
  );
}

function Password({
  values,
  errors,
  secret,
  onSecret,
  hasPassword,
  loses,
}: Props): React.JSX.Element {
  const { passthrough } = values;
  const stored = hasPassword && !passthrough;
  return (
    <Stack gap={6}>
      <PasswordInput
        label="Password"
        description={passthrough ? NO_PASSWORD : aboutPassword(stored, loses)}
        placeholder={stored && !loses ? 'stored, and never shown' : ''}
        disabled={passthrough || secret.removes}
        autoComplete="new-password"
        value={secret.password}
        error={errors.password}
        onChange={({ currentTarget }) => onSecret({ ...secret, password: currentTarget.value })}
      />
      {stored ? (
        <Checkbox
          size="xs"
          label="Remove the stored password"
          checked={secret.removes}
          onChange={({ currentTarget }) =>
            onSecret({ password: '', removes: currentTarget.checked })
          }
        />
      ) : null}
    </Stack>
  );
}

function aboutPassword(stored: boolean, loses: boolean): string {
  if (stored && loses)
    return 'The stored one is for the old user and address and is dropped: enter it again.';
  return stored ? 'Leave it empty to keep the stored one.' : 'Kept sealed and never shown again.';
}
