import { Button, Group, Stack } from '@mantine/core';
import { ProblemError } from '@pg-usher/sdk';
import { useState } from 'react';
import { useCommands } from '../app/commands.tsx';
import { fieldErrors } from '../lists/field-errors.ts';
import { ProblemNotice } from '../problem/ProblemNotice.tsx';
import type { Server } from '../servers/servers-query.ts';
import { AccessFields } from './AccessFields.tsx';
import { ConflictNotice } from './ConflictNotice.tsx';
import { CredentialFields, type PasswordFields } from './CredentialFields.tsx';
import type { PastedFields } from './paste-dsn.ts';
import { PasteBox } from './PasteBox.tsx';
import { PlaceFields } from './PlaceFields.tsx';
import {
  isSame,
  losesPassword,
  type PasswordChange,
  type ServerValues,
  valuesOf,
  withPassthrough,
} from './server-values.ts';

export interface Saving {
  readonly before: ServerValues;
  readonly values: ServerValues;
  readonly password: PasswordChange;
  /** Of the definition that the person has seen; undefined for a new one. */
  readonly revision: number | undefined;
}

interface Props {
  /** Undefined for a new one. */
  readonly server: Server | undefined;
  readonly start: ServerValues;
  readonly onSave: (saving: Saving) => Promise<void>;
  /** The definition as it is by now. */
  readonly onReread: () => Promise<Server>;
  readonly onDirty: (dirty: boolean) => void;
}

const NO_SECRET: PasswordFields = { password: '', removes: false };

export function ServerForm({ server, start, onSave, onReread, onDirty }: Props): React.JSX.Element {
  const [before, setBefore] = useState(start);
  const [revision, setRevision] = useState(server?.revision);
  const [values, setValues] = useState(start);
  const [secret, setSecret] = useState(NO_SECRET);
  const [busy, setBusy] = useState(false);
  const [error, setError] = useState<unknown>(undefined);
  const [theirs, setTheirs] = useState<Server | undefined>(undefined);
  const dirty = !isSame(before, values) || secret.password !== '' || secret.removes;

  const change = (some: Partial<ServerValues>): void => {
    const next = { ...values, ...some };
    setValues(next);
    onDirty(!isSame(before, next));
  };
  const fill = (fields: PastedFields): void =>
    change(withPassthrough({ ...values, ...fields }, values.passthrough));
  const save = async (): Promise<void> => {
    if (busy || (!dirty && server !== undefined)) return;
    setBusy(true);
    setError(undefined);
    try {
      await onSave({ before, values, password: passwordChange(secret), revision });
    } catch (failure) {
      setError(failure);
      if (isConflict(failure)) setTheirs(await onReread().catch(() => undefined));
    } finally {
      setBusy(false);
    }
  };
  const take = (merged: ServerValues): void => {
    if (theirs === undefined) return;
    setBefore(valuesOf(theirs));
    setRevision(theirs.revision);
    setValues(merged);
    setTheirs(undefined);
    setError(undefined);
  };
  useCommands([
    {
      id: 'admin.server.save',
      label: 'Save the server',
      group: 'Servers',
      keys: 'mod+s',
      run: () => void save(),
    },
  ]);
  const part = { values, onChange: change, errors: fieldErrors(error) };
  return (
    <form
      aria-label="Server definition"
      onSubmit={(event) => {
        event.preventDefault();
        void save();
      }}
    >
      <Stack gap="md">
        <PasteBox onFill={fill} />
        <PlaceFields {...part} />
        <CredentialFields
          {...part}
          secret={secret}
          onSecret={setSecret}
          hasPassword={server?.hasPassword ?? false}
          loses={losesPassword(before, values)}
        />
        <AccessFields {...part} />
        {theirs === undefined ? (
          <Failure error={error} />
        ) : (
          <ConflictNotice before={before} theirs={valuesOf(theirs)} mine={values} onMerge={take} />
        )}
        <Group>
          <Button
            type="submit"
            loading={busy}
            disabled={!dirty && server !== undefined}
            title="Ctrl+S"
          >
            {server === undefined ? 'Create the server' : 'Save'}
          </Button>
        </Group>
      </Stack>
    </form>
  );
}

function Failure({ error }: { readonly error: unknown }): React.JSX.Element | null {
  return error === undefined ? null : <ProblemNotice error={error} />;
}

function passwordChange({ password, removes }: PasswordFields): PasswordChange {
  if (removes) return { kind: 'remove' };
  return password === '' ? { kind: 'keep' } : { kind: 'set', password };
}

function isConflict(error: unknown): boolean {
  return error instanceof ProblemError && error.code === 'revision-mismatch';
}
