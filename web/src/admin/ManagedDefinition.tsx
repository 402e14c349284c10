import { Stack } from '@mantine/core';
import { Facts } from '../me/Facts.tsx';
import type { Server } from '../servers/servers-query.ts';
import { Notice } from '../lists/Notice.tsx';
import { valueText } from './server-conflict.ts';
import { FIELD_LABELS } from './server-labels.ts';
import { fieldsOf, valuesOf } from './server-values.ts';

/** A definition that is not changed here, to be read. */
export function ManagedDefinition({ server }: { readonly server: Server }): React.JSX.Element {
  const values = valuesOf(server);
  return (
    <Stack gap="md">
      <Notice color="blue" title="This server is defined in a file">
        The file that SERVERS_FILE names defines it, so it is changed there and not here. Whoever
        runs pg-usher can edit the file. Testing works as ever.
      </Notice>
      <Facts
        label="Server definition"
        facts={fieldsOf(values).map((field) => [FIELD_LABELS[field], valueText(values[field])])}
      />
    </Stack>
  );
}
