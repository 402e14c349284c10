import { Button, Fieldset, Group, List, PasswordInput, Stack, Text } from '@mantine/core';
import { useState } from 'react';
import { type Pasted, type PastedFields, parseDsn } from './paste-dsn.ts';

/** Fills the form from a connection string. It is shown as a password is, since it may have one. */
export function PasteBox({
  onFill,
}: {
  readonly onFill: (fields: PastedFields) => void;
}): React.JSX.Element {
  const [text, setText] = useState('');
  const [pasted, setPasted] = useState<Pasted | undefined>(undefined);
  const fill = (): void => {
    const read = parseDsn(text);
    setPasted(read);
    if (read.mistakes.length > 0) return;
    onFill(read.fields);
    setText('');
  };
  return (
    <Fieldset legend="Paste a connection string">
      <Group align="end" gap="sm">
        <PasswordInput
          label="Address or keywords"
          description="postgres://host:5432/database?sslmode=verify-full, or host=… port=… dbname=…"
          style={{ flex: '1 1 360px' }}
          autoComplete="off"
          value={text}
          error={
            pasted !== undefined && pasted.mistakes.length > 0
              ? pasted.mistakes.join(' ')
              : undefined
          }
          onChange={({ currentTarget }) => setText(currentTarget.value)}
          onKeyDown={(event) => {
            if (event.key !== 'Enter') return;
            event.preventDefault();
            fill();
          }}
        />
        <Button variant="default" onClick={fill} disabled={text.trim() === ''}>
          Fill in
        </Button>
      </Group>
      <div aria-live="polite">{pasted === undefined ? null : <Report pasted={pasted} />}</div>
    </Fieldset>
  );
}

function Report({
  pasted: { fields, ignored, mistakes },
}: {
  readonly pasted: Pasted;
}): React.JSX.Element | null {
  if (mistakes.length > 0) return null;
  const filled = [
    fields.host === undefined ? [] : ['host'],
    fields.port === undefined ? [] : ['port'],
    fields.maintenanceDb === undefined ? [] : ['database'],
    fields.sslMode === undefined ? [] : ['TLS'],
  ].flat();
  return (
    <Stack gap={2} mt="xs">
      <Text size="sm">Filled in: {filled.length === 0 ? 'nothing' : filled.join(', ')}.</Text>
      {ignored.length === 0 ? null : (
        <>
          <Text size="sm">Left out:</Text>
          <List size="sm">
            {ignored.map((name) => (
              <List.Item key={name}>
                {name}
                {name === 'user' || name === 'password'
                  ? ': never kept from a connection string'
                  : ''}
              </List.Item>
            ))}
          </List>
        </>
      )}
    </Stack>
  );
}
