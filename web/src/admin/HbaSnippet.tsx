import { Code, Fieldset, Group, Stack, Text, TextInput } from '@mantine/core';
import { useState } from 'react';
import { Copy } from '../lists/Copy.tsx';
import { hbaLines } from './hba-lines.ts';

/** What to tell PostgreSQL, so that it lets people in by the certificate. */
export function HbaSnippet(): React.JSX.Element {
  const [address, setAddress] = useState('');
  const [certificateName, setName] = useState('usher-proxy');
  const [groupRole, setRole] = useState('usher_users');
  const { hba, ident, roles } = hbaLines({ address, certificateName, groupRole });
  return (
    <Fieldset legend="What PostgreSQL (16 or newer) must be told">
      <Stack gap="sm">
        <Text size="sm">
          The server needs <Code>ssl = on</Code>, a certificate that names the host above, and{' '}
          <Code>ssl_ca_file</Code> with the CA of pg-usher&apos;s client certificate. Then a
          database administrator adds these lines.
        </Text>
        <Group gap="sm" align="end">
          <TextInput
            label="Address of pg-usher"
            placeholder="10.0.0.5"
            value={address}
            onChange={({ currentTarget }) => setAddress(currentTarget.value)}
          />
          <TextInput
            label="Common name of its certificate"
            value={certificateName}
            onChange={({ currentTarget }) => setName(currentTarget.value)}
          />
          <TextInput
            label="Group of the people's roles"
            value={groupRole}
            onChange={({ currentTarget }) => setRole(currentTarget.value)}
          />
        </Group>
        <Lines title="pg_hba.conf, above any line for the same address" text={hba} />
        <Lines title="pg_ident.conf" text={ident} />
        <Lines title="SQL, once for each person" text={roles} />
        <Text size="sm">
          <Code>select pg_reload_conf();</Code> makes the lines count. The certificate may then
          become any member of the group, and nobody else.
        </Text>
      </Stack>
    </Fieldset>
  );
}

function Lines({
  title,
  text,
}: {
  readonly title: string;
  readonly text: string;
}): React.JSX.Element {
  return (
    <Stack gap={4}>
      <Group justify="space-between">
        <Text size="sm" fw={600}>
          {title}
        </Text>
        <Copy text={text} label="Copy" />
      </Group>
      <Code block tabIndex={0}>
        {text}
      </Code>
    </Stack>
  );
}
